"""Writes a file of themes, library questions and priority groups through the rooms' services."""

from collections import Counter
from uuid import NAMESPACE_URL, uuid5

from django.db import transaction

from common import trail
from common.actors import Actor
from organisations.models import PriorityGroup, Theme
from organisations.services import subjects
from organisations.services.subjects import PriorityGroupFacts, ThemeFacts
from revisions.library_file import FiledTheme, LibraryFile
from revisions.models import LibraryQuestion
from revisions.services.guide_library import open_library_area


@transaction.atomic
def set_up_library(read: LibraryFile, *, actor: Actor) -> Counter[str]:
    """Write a file of themes, questions and priority groups; return how many of each are new or changed.

    A second run with the same file changes nothing. A question's thread comes from theme and text, so that one which a
    coordinator has reworded keeps its new words. All or nothing.
    """
    written: Counter[str] = Counter()
    for wanted in read.themes:
        theme, is_new = _theme(wanted, actor=actor)
        written["teman"] += is_new
        area = open_library_area(theme, actor=actor) if wanted.questions else None
        for order, facts in enumerate(wanted.questions, start=1):
            thread = uuid5(NAMESPACE_URL, f"library/{wanted.slug}/{facts.text}")
            if area is None or LibraryQuestion.objects.filter(thread=thread).exists():
                continue
            LibraryQuestion.objects.create(
                thread=thread,
                area=area,
                order=order,
                kind=facts.kind,
                text=facts.text,
                prompts=list(facts.prompts),
                scale=list(facts.scale),
            )
            trail.record("add_library_question", area, actor=actor)
            written["frågor"] += 1
    for name in read.groups:
        if not PriorityGroup.objects.filter(name__iexact=name).exists():
            subjects.create_priority_group(PriorityGroupFacts(name=name), actor=actor)
            written["prioriterade grupper"] += 1
    return written


def _theme(wanted: FiledTheme, *, actor: Actor) -> tuple[Theme, int]:
    facts = ThemeFacts(name=wanted.name, description=wanted.description)
    present = Theme.objects.filter(slug=wanted.slug).first()
    if present is None:
        # The address of the file, also when it isn't the name's own.
        theme = subjects.create_theme(facts, actor=actor)
        if theme.slug != wanted.slug:
            theme.slug = wanted.slug
            theme.save(update_fields=["slug"])
        return theme, 1
    saved = subjects.edit_theme(present, facts, expected_version=present.version, actor=actor)
    return saved, int(saved.version != present.version)
