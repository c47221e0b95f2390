"""``manage.py record_assessment``: note that somebody has assessed how accessible the portal is."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from common.actors import SYSTEM
from common.errors import DomainError
from common.swedish import day_text, today
from pages.services.reviews import record_assessment


class Command(BaseCommand):
    """The accessibility statement tells of the latest assessment; nobody writes its day by hand."""

    help = "Antecknar en bedömning av tillgängligheten. Tillgänglighetsredogörelsen visar den senaste."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("made_by", help="vem som gjorde den: en roll eller en organisation")
        parser.add_argument("method", help="hur, i en eller två meningar")
        parser.add_argument(
            "--day", type=date.fromisoformat, help="dagen, till exempel 2026-11-23; annars i dag"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        made_on = options["day"] or today()
        try:
            _, is_new = record_assessment(made_on, options["made_by"], options["method"], actor=SYSTEM)
        except DomainError as error:
            raise CommandError(error.message) from error
        told = "Antecknad" if is_new else "Fanns redan, inget är ändrat"
        self.stdout.write(f"{told}: bedömningen {day_text(made_on)}.")
