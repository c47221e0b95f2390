"""The guide: for the audit's team alone. The library of questions: for coordinators."""

from collections.abc import Callable
from typing import Any

from tests.access.matrix import NOBODY, Route
from tests.access.world import TEAM, World

COORDINATOR = frozenset({"coordinator"})
OTHER_TEAM = frozenset({"other_auditor"})


def _of(name: str, /, **more: Callable[[World], Any]) -> Callable[[World], dict[str, Any]]:
    return lambda world: {"pk": world.objects[name].pk, **{key: find(world) for key, find in more.items()}}


_audit, _other = _of("audit"), _of("other_audit")
_area = _of("audit", row=lambda w: w.guide_area.pk)
_question = _of("audit", row=lambda w: w.guide_question.pk)


def _typed(world: World) -> dict[str, Any]:
    return {"text": "Hur var det?", "prompts": "", "kind": "open", "ready": "", "scale": "", "version": 1}


ROUTES = [
    # --- the library
    Route("revisions:library", COORDINATOR),
    Route("revisions:library_area", COORDINATOR, lambda w: {"slug": w.library_theme.slug}, data=_typed),
    Route("revisions:library_question", COORDINATOR, lambda w: {"pk": w.library_question.pk}, data=_typed),
    Route("revisions:library_remove", COORDINATOR, lambda w: {"pk": w.library_question.pk}, post_only=True),
    # --- the guide
    Route("revisions:guide", TEAM, _audit),
    Route("revisions:guide", OTHER_TEAM, _other, label="of others"),
    Route("revisions:guide_start", TEAM, _audit, post_only=True),
    Route("revisions:guide_frame", TEAM, _audit, data=lambda w: {"opening": "Hej", "version": 1}),
    Route("revisions:guide_comment", TEAM, _audit, post_only=True, data=lambda w: {"text": "Bra"}),
    Route("revisions:guide_settle", TEAM, _of("audit", row=lambda w: w.guide_note.pk), post_only=True),
    Route(
        "revisions:guide_settle",
        NOBODY,
        _of("other_audit", row=lambda w: w.guide_note.pk),
        post_only=True,
        label="through another audit",
    ),
    Route("revisions:guide_areas", TEAM, _audit, data=lambda w: {"title": "Eget"}),
    Route(
        "revisions:guide_from_library",
        TEAM,
        _audit,
        post_only=True,
        data=lambda w: {"area": w.library_question.area_id},
    ),
    Route("revisions:guide_area", TEAM, _area, data=lambda w: {"title": "Annat", "version": 1}),
    Route("revisions:guide_question_new", TEAM, _area, data=_typed),
    Route(
        "revisions:guide_area_act",
        TEAM,
        _of("audit", row=lambda w: w.guide_area.pk, act=lambda w: "upp"),
        post_only=True,
    ),
    Route("revisions:guide_question", TEAM, _question, data=_typed),
    Route(
        "revisions:guide_question",
        NOBODY,
        _of("other_audit", row=lambda w: w.guide_question.pk),
        label="through another audit",
    ),
    Route(
        "revisions:guide_question_act",
        TEAM,
        _of("audit", row=lambda w: w.guide_question.pk, act=lambda w: "ner"),
        post_only=True,
    ),
    # --- versions
    Route("revisions:guide_sources", TEAM, _audit),
    Route("revisions:guide_copy", TEAM, _of("audit", row=lambda w: w.public_guide.pk)),
    Route("revisions:guide_copy", NOBODY, _of("audit", row=lambda w: w.other_guide.pk), label="of others"),
    Route("revisions:guide_lock", TEAM, _audit),
    Route("revisions:guide_history", TEAM, _audit),
    Route("revisions:guide_version", TEAM, _of("audit", number=lambda w: 2)),
    Route("revisions:guide_pdf", TEAM, _of("audit", number=lambda w: 2, size=lambda w: "a4")),
    Route(
        "revisions:guide_pdf",
        OTHER_TEAM,
        _of("other_audit", number=lambda w: 1, size=lambda w: "storstil"),
        label="of others",
    ),
    Route(
        "revisions:guide_pdf", NOBODY, _of("audit", number=lambda w: 2, size=lambda w: "a9"), label="unknown"
    ),
]


def plant(world: World) -> None:
    """An open second version, the other audit's guide, and the library."""
    from organisations.models import Theme
    from revisions.models import LibraryQuestion, QuestionArea

    theme = Theme.objects.create(name="Kanarietema", slug="kanarietema")
    world.objects["library_theme"] = theme
    world.objects["library_question"] = LibraryQuestion.objects.create(
        area=QuestionArea.objects.create(theme=theme),
        text=f"Hur är {world.canary('question of the library', COORDINATOR | TEAM | OTHER_TEAM)}?",
        prompts=[f"Och {world.canary('prompt of the library', COORDINATOR | TEAM | OTHER_TEAM)}?"],
    )
    LibraryQuestion.objects.create(
        area=world.library_question.area,
        kind="scale",
        text="Hur nöjd är du?",
        scale=[
            f"Inte {world.canary('label of a scale of the library', COORDINATOR | TEAM | OTHER_TEAM)}",
            "Helt",
        ],
        order=1,
    )
    plant_guide(world, "open_guide", world.audit, TEAM, number=2)
    plant_guide(world, "other_guide", world.other_audit, OTHER_TEAM, locked=True)
    area = world.open_guide.areas.get()
    world.objects |= {"guide_area": area, "guide_question": area.questions.first()}
    world.objects["guide_note"] = world.open_guide.comments.create(
        text=f"Tänk på {world.canary('comment on a guide', TEAM)}", by=world.personas["audit_lead"]
    )


def plant_guide(
    world: World, name: str, audit: Any, may_see: frozenset[str], *, number: int = 1, locked: bool = False
) -> None:
    """A guide with words of its own in every part that is read."""
    from django.utils import timezone

    from revisions.models import GuideVersion

    guide = GuideVersion.objects.create(
        audit=audit,
        number=number,
        locked_at=timezone.now() if locked else None,
        opening=f"Hej {world.canary(f'opening of {name}', may_see)}",
        closing=f"Tack {world.canary(f'closing of {name}', may_see)}",
    )
    area = guide.areas.create(title=f"Område {world.canary(f'area of {name}', may_see)}", order=1)
    area.questions.create(
        text=f"Hur {world.canary(f'question of {name}', may_see)}?",
        prompts=[f"Vad {world.canary(f'prompt of {name}', may_see)}?"],
    )
    area.questions.create(
        kind="scale",
        text=f"Hur nöjd {world.canary(f'scale question of {name}', may_see)}?",
        scale=[f"Inte {world.canary(f'label of a scale of {name}', may_see)}", "Helt"],
        order=1,
    )
    world.objects[name] = guide
