"""Pause the calendar by mail for addresses that refuse it; fed by the mail server's bounce report."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from calendar_app.services.digests import record_bounces


class Command(BaseCommand):
    """``manage.py record_bounces < addresses.txt``, one address a line."""

    help = "Läser adresser från standard in, en per rad, och pausar kalendern dit."

    def handle(self, *args: Any, **options: Any) -> None:
        paused = record_bounces(line.strip() for line in sys.stdin)
        # A number only: addresses don't belong in logs.
        self.stdout.write(f"Pausade: {paused}")
