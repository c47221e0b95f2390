"""``manage.py thin_trail --years 5``: remove old rows of the trail, as the region has decided (docs/operations.md)."""

import os
from typing import Any

import psycopg
from django.core.management.base import BaseCommand, CommandError

from common.trail_retention import LEAST_YEARS, ROLE, thin_trail


class Command(BaseCommand):
    help = "Gallrar spårbarheten: tar bort rader som är äldre än så många år. Kräver TRAIL_RETENTION_URL."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--years", type=int, required=True, help=f"Minst {LEAST_YEARS}.")

    def handle(self, *args: Any, **options: Any) -> None:
        url = os.environ.get("TRAIL_RETENTION_URL", "")
        if not url:
            raise CommandError(f"Sätt TRAIL_RETENTION_URL till databasens adress med rollen {ROLE}.")
        if options["years"] < LEAST_YEARS:
            raise CommandError(f"Databasen släpper inga rader som är yngre än {LEAST_YEARS} år.")
        try:
            removed = thin_trail(options["years"], url=url)
        except psycopg.Error as error:
            # The address holds a password: only what kind of fault it was is told.
            raise CommandError(
                f"Databasen sa nej ({type(error).__name__}). Inget är borttaget. Finns rollen {ROLE} och får den ta bort?"
            ) from None
        self.stdout.write(f"Klart. {removed} rader borttagna.")
