"""``manage.py setup_county <file>``: enter a county from a YAML or CSV file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from common.actors import SYSTEM
from inflytande.county.reading import CountyFileError, read_county
from inflytande.county.services import setup_county


class Command(BaseCommand):
    """Read, check, write: all of it or nothing."""

    help = (
        "Läser in ett län (områden, kommuner, huvudmän, verksamheter, hjälpnummer) ur en YAML- eller CSV-fil."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="till exempel data/counties/gavleborg.yaml")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            content = path.read_bytes()
        except OSError as error:
            raise CommandError(f"Filen {path} går inte att läsa: {error.strerror}.") from error
        try:
            rows = read_county(content, is_csv=path.suffix.lower() == ".csv")
            written = setup_county(rows, actor=SYSTEM)
        except CountyFileError as error:
            intro = "Inget är ändrat. Rätta det här i filen och försök igen:"
            raise CommandError("\n- ".join([intro, *error.faults])) from error
        changed = ", ".join(f"{count} {section}" for section, count in written.items() if count)
        self.stdout.write(f"Klart. Nytt eller ändrat: {changed or 'inget, allt fanns redan'}.")
