"""Checklists: alone nothing is kept; saved, the saver, the unit's managers and the coordinator see them."""

from tests.access.matrix import EVERYBODY, NOBODY, SIGNED_IN, Route
from tests.access.world import World

#: The supervisor saved it for the unit that both work at.
KEEP_UP = frozenset({"supervisor", "unit_manager"})
SEE = KEEP_UP | {"coordinator"}
SAVE = SEE | {"other_unit_manager"}
TYPED = {"project": "Väntrummet", "text_1": "Med ord"}


def _own(world: World) -> dict[str, object]:
    return {"pk": world.checklist.pk}


def _other(world: World) -> dict[str, object]:
    return {"pk": world.other_checklist.pk}


def _new(world: World) -> dict[str, object]:
    return {**TYPED, "unit": world.unit.pk, "form_key": "5c8c23a0-9f0e-4d7a-8d0c-3f6b5e1a2b3c"}


def _again(world: World) -> dict[str, object]:
    return {**TYPED, "version": 1, "form_key": "6c8c23a0-9f0e-4d7a-8d0c-3f6b5e1a2b3c"}


ROUTES = [
    Route("pages:checklist_alone", EVERYBODY, data=lambda w: TYPED),
    Route("pages:checklist_alone_pdf", EVERYBODY, post_only=True, data=lambda w: TYPED),
    Route("pages:ladder_helper", EVERYBODY),
    Route(
        "pages:ladder_helper",
        EVERYBODY,
        query="?synpunkter=ja&samtal=ja&tillsammans=nej&beslut=nej",
        label="answered",
    ),
    Route("pages:checklists", SIGNED_IN),
    Route("pages:checklist_new", SAVE, data=_new),
    Route("pages:checklist", SEE, _own),
    Route("pages:checklist", SEE, _own, query="?fore=1&efter=2", label="compared"),
    Route("pages:checklist", {"coordinator", "other_unit_manager"}, _other, label="of another unit"),
    Route("pages:checklist_again", KEEP_UP, _own, data=_again),
    Route("pages:checklist_again", {"other_unit_manager"}, _other, data=_again, label="of another unit"),
    Route("pages:checklist_change", KEEP_UP, _own, data=_again),
    Route("pages:checklist_remove", SEE, _own, post_only=True),
    Route("pages:checklist_file", SEE, _own),
    Route("pages:checklist", NOBODY, lambda w: {"pk": 999_999_999}, label="guessed"),
]


def plant(world: World) -> None:
    """One of the unit in two rounds, due today; one of another unit."""
    from django.utils import timezone

    from pages.models import Checklist, ChecklistAnswer, ChecklistRound

    today = timezone.localdate()
    planted = (
        ("checklist", world.unit, "supervisor", SEE),
        (
            "other_checklist",
            world.unaddressed_unit,
            "other_unit_manager",
            {"coordinator", "other_unit_manager"},
        ),
    )
    for name, unit, saver, seers in planted:
        world.objects[name] = checklist = Checklist.objects.create(
            unit=unit,
            project=f"Arbetet {world.canary(f'project of {name}', seers)}",
            saved_by=world.personas[saver],
            follow_up_on=today,
        )
        for number in (1, 2):
            made = ChecklistRound.objects.create(
                checklist=checklist, number=number, filled_by=world.personas[saver]
            )
            ChecklistAnswer.objects.create(
                round=made,
                question=number,
                text=f"Med {world.canary(f'answer {number} in {name}', seers)}",
                extent="partly",
            )
