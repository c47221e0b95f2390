"""Assessments of the portal's accessibility that come with the release."""

from pathlib import Path
from typing import Final

import yaml
from django.conf import settings

from common.actors import Actor
from pages.services.reviews import record_assessment

ASSESSMENTS: Final = Path(settings.BASE_DIR) / "data" / "assessments.yaml"


def load_shipped_assessments(*, actor: Actor) -> int:
    """Note those that are not noted already, and return how many."""
    shipped = yaml.safe_load(ASSESSMENTS.read_text(encoding="utf-8"))
    return sum(record_assessment(**one, actor=actor)[1] for one in shipped)
