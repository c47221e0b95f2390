"""``manage.py setup_themes <file>``: enter themes, library questions and priority groups from a YAML file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from common.actors import SYSTEM
from common.errors import DomainError
from revisions.library_file import LibraryFileError, read_library
from revisions.services.library_setup import set_up_library


class Command(BaseCommand):
    """Read, check, write: all of it or nothing."""

    help = "Läser in teman, frågebibliotek och prioriterade grupper ur en YAML-fil."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="till exempel data/themes.yaml")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            written = set_up_library(read_library(path.read_bytes()), actor=SYSTEM)
        except OSError as error:
            raise CommandError(f"Filen {path} går inte att läsa: {error.strerror}.") from error
        except LibraryFileError as error:
            intro = "Inget är ändrat. Rätta det här i filen och försök igen:"
            raise CommandError("\n- ".join([intro, *error.faults])) from error
        except DomainError as error:
            raise CommandError(f"Inget är ändrat. {error.message}") from error
        changed = ", ".join(f"{count} {section}" for section, count in written.items() if count)
        self.stdout.write(f"Klart. Nytt eller ändrat: {changed or 'inget, allt fanns redan'}.")
