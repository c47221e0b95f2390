"""``manage.py load_content``: lay in the pages, synonyms and assessments that the portal is shipped with."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from common.actors import SYSTEM
from common.search import index
from pages.content.assessments import load_shipped_assessments
from pages.content.reading import ContentFileError
from pages.content.shipped import PAGES, load_shipped_pages
from pages.content.synonyms import load_shipped_synonyms


class Command(BaseCommand):
    """All of the pages or none; what an editor has changed stays as it is."""

    help = "Läser in de färdiga sidorna. Sidor som en redaktör har ändrat lämnas som de är."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, nargs="?", default=PAGES, help="en annan mapp med sidor")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            loaded = load_shipped_pages(actor=SYSTEM, folder=options["folder"])
        except ContentFileError as error:
            intro = "Inget är ändrat. Rätta det här i filerna och försök igen:"
            raise CommandError("\n- ".join([intro, *error.faults])) from error
        except ValidationError as error:
            raise CommandError(
                f"Inget är ändrat. En text bryter mot redaktörernas regler: {error}"
            ) from error
        self.stdout.write(
            f"Klart. Nya: {len(loaded.new)}. Ändrade: {len(loaded.changed)}. "
            f"Oförändrade: {len(loaded.same)}. Rörda av en redaktör, lämnade: {len(loaded.kept)}."
        )
        if added := load_shipped_synonyms(actor=SYSTEM):
            self.stdout.write(f"Nya synonymer i sökningen: {added}.")
        if noted := load_shipped_assessments(actor=SYSTEM):
            self.stdout.write(f"Nya bedömningar av tillgängligheten: {noted}.")
        # So many pages at once are the worker's to find room for in the search, and none may be running.
        index.repair()
        for key in loaded.kept:
            self.stdout.write(f"- lämnad: /{key}/")
