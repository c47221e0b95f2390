"""What other rooms show of saved checklists."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from accounts.models import User
from common import registries
from common.processings import PUBLIC_TASK, Processing, register_processing, span
from common.registries import NavItem, OverviewRow, PersonalData
from organisations.rules import held_unit_ids
from pages.checklist.queries import follow_up_rows
from pages.checklist.questions import QUESTIONS
from pages.checklist.result import said_in
from pages.models import Checklist, ChecklistRound
from pages.services.checklists import KEPT

ROOM = "checklists"


def register() -> None:
    """Fill in the registries."""
    registries.register_work_nav(work_nav)
    registries.register_overview_rows(overview_rows)
    registries.register_personal_data(PersonalData(ROOM, extract, erase))
    register_processing(told)


def work_nav(user: Any) -> Iterator[NavItem]:
    """For those who see others' checklists; whoever saved one comes back from the checklist and the overview."""
    if user.has_perm("pages.oversee_checklists") or held_unit_ids(user, "unit_manager"):
        yield NavItem("Checklistor", reverse("pages:checklists"), order=60)


def overview_rows(user: Any) -> Iterator[OverviewRow]:
    """Checklists to fill in again."""
    yield from follow_up_rows(user)


def extract(user: User) -> list[dict[str, Any]]:
    """The checklists a person saved, and what the person answered."""
    rows: list[dict[str, Any]] = [
        {
            "vad": "Checklista du har sparat",
            "arbete": one.project,
            "verksamhet": one.unit.name,
            "sparad": one.created_at.isoformat(),
            "följs upp": one.follow_up_on.isoformat() if one.follow_up_on else None,
        }
        for one in Checklist.objects.filter(saved_by=user).select_related("unit").order_by("pk")
    ]
    rounds = ChecklistRound.objects.filter(filled_by=user).select_related("checklist")
    for one in rounds.prefetch_related("answers").order_by("pk"):
        said = zip(QUESTIONS, said_in(one), strict=True)
        rows.append(
            {
                "vad": "Checklista du har fyllt i",
                "arbete": one.checklist.project,
                "ifylld": one.filled_at.isoformat(),
                "svar": {question.part: answer.in_words for question, answer in said if answer},
            }
        )
    return rows


def erase(user: User) -> None:
    """Forget who saved and filled in. The project and what was said of it are the unit's."""
    Checklist.objects.filter(saved_by=user).update(saved_by=None)
    ChecklistRound.objects.filter(filled_by=user).update(filled_by=None)


def told() -> Processing:
    """What the privacy page says of it."""
    return Processing(
        slug="checklistor",
        name="Checklistor för brukarinflytande",
        purpose="Den som driver ett utvecklingsarbete ska kunna följa upp hur målgruppen är med.",
        what=(
            "Den som fyller i checklistan utan att logga in lämnar inget efter sig: svaren visas och glöms. "
            "Den som loggar in och sparar lämnar sitt namn, arbetets namn och svaren."
        ),
        basis=PUBLIC_TASK,
        who="Den som sparade, verksamhetens chefer och samordnaren.",
        how_long=f"{span(KEPT)} efter att någon senast fyllde i checklistan. Du kan själv ta bort den tidigare.",
        order=75,
    )
