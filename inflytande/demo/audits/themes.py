"""The county's shared themes, priority groups and library of questions: the shipped file, read by the coordinator."""

from pathlib import Path
from typing import Final

from django.conf import settings

from inflytande.demo.audits.cast import COORDINATOR, Teller, person
from revisions.library_file import read_library
from revisions.services.library_setup import set_up_library

SHIPPED: Final = Path(settings.BASE_DIR) / "data" / "themes.yaml"


def load_themes(story: Teller) -> None:
    """Read the file early, so that everything later can be sorted by its themes."""
    story.clock.at(437, _enter)


def _enter() -> None:
    set_up_library(read_library(SHIPPED.read_bytes()), actor=person(COORDINATOR))
