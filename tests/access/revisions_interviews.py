"""Interviews: the team alone plans, writes and opens them; what was said is nobody else's, on any page."""

import uuid
from collections.abc import Callable
from datetime import date
from typing import Any

from tests.access.matrix import EVERYBODY, SIGNED_IN, Route
from tests.access.world import TEAM, World

OTHER = frozenset({"other_auditor"})
LEAD = frozenset({"audit_lead"})
#: Days that stand nowhere else: who is interviewed when is the team's own.
DAYS = {"audit": date(2026, 3, 17), "other_audit": date(2026, 3, 19)}


def _audit(world: World) -> dict[str, Any]:
    return {"pk": world.audit.pk}


def _of(name: str, **more: Any) -> Callable[[World], dict[str, Any]]:
    return lambda world: {"interview": world.objects[name].pk, **more}


ROUTES = [
    Route("revisions:interviews", TEAM, _audit),
    Route("revisions:interviews", OTHER, lambda w: {"pk": w.other_audit.pk}, label="of others"),
    Route("revisions:interview_new", TEAM, _audit, data=lambda w: {"on": "2026-03-18", "kind": "interview"}),
    *(
        Route(f"revisions:{name}", who, _of(interview, **more), label=label)
        for interview, who, label in (
            ("interview_begun", TEAM, ""),
            ("other_interview", OTHER, "of others"),
        )
        for name, more in (
            ("interview", {}),
            ("interview_edit", {}),
            ("interview_withdraw", {}),
            ("interview_area", {"number": 1}),
            ("interview_pause", {}),
            ("interview_check", {}),
            ("interview_guide", {}),
        )
    ),
    Route("revisions:interview_area", TEAM, _of("interview_double", number=1), label="two texts"),
    Route("revisions:interview_area", OTHER, _of("other_double", number=1), label="two texts of others"),
    Route("revisions:interview_area", TEAM, _of("interview_done", number=1), label="done"),
    Route("revisions:interview_area", OTHER, _of("other_done", number=1), label="done by others"),
    Route(
        "revisions:interview_consent",
        TEAM,
        _of("interview_planned"),
        data=lambda w: {"nej": "1", "text": "1"},
    ),
    Route("revisions:interview_cancel", TEAM, _of("interview_planned"), post_only=True),
    Route("revisions:interview_reopen", TEAM, _of("interview_done"), post_only=True),
    Route("revisions:worry_settle", LEAD, _of("interview_begun"), post_only=True),
    Route("revisions:interview_save", TEAM, _of("interview_begun"), post_only=True, also=(400, 422)),
    Route(
        "revisions:interview_save",
        OTHER,
        _of("other_interview"),
        post_only=True,
        also=(400, 422),
        label="of others",
    ),
    Route(
        "revisions:interview_save",
        TEAM,
        _of("interview_withdrawn"),
        post_only=True,
        also=(400, 410),
        label="withdrawn",
    ),
    Route("revisions:interview_who", SIGNED_IN),
    Route("revisions:interview_owners", SIGNED_IN, post_only=True, also=(400,)),
    Route("revisions:interview_signed_in", SIGNED_IN),
    # Nothing of anybody's is in them: the shell a phone keeps, and the script that keeps it.
    Route("revisions:interview_shell", EVERYBODY),
    Route("revisions:interview_worker", EVERYBODY),
]


def plant(world: World) -> None:
    """Interviews in every state, with what was said sealed in them."""
    from common import sealing
    from revisions.models import GuideArea, GuideQuestion, InformationText, Interview, InterviewAnswer

    for name, team, prefix in (("audit", TEAM, "interview"), ("other_audit", OTHER, "other")):
        audit, day = world.objects[name], world.day(f"day of interviews in {name}", DAYS[name], team)
        information = audit.information_texts.first() or InformationText.objects.create(
            audit=audit, number=1, text=f"Det är frivilligt {world.canary(f'information of {name}', team)}"
        )
        guide = audit.guides.filter(locked_at__isnull=False).first() or _locked_guide(audit)
        area = guide.areas.first() or GuideArea.objects.create(guide=guide, title="Bemötande", order=1)
        question = GuideQuestion.objects.create(
            area=area, text=f"Vad hände? {world.canary(f'question to people in {name}', team)}", order=90
        )
        first = world.personas["auditor" if name == "audit" else "other_auditor"]
        for number, (state, two) in enumerate(
            (("begun", False), ("double", True), ("planned", False), ("done", False), ("withdrawn", False)),
            start=1,
        ):
            status = {"begun": "ongoing", "double": "ongoing"}.get(state, state)
            open_ = status in {"ongoing", "done"}
            interview = Interview.objects.create(
                audit=audit, guide=guide, code=f"A{80 + number}", on=day, status=status, first_auditor=first,
                consent_given=open_, consent_to=information if open_ else None, worry_flagged=state == "begun",
                key_id=sealing.new_key() if open_ else None,
            )  # fmt: skip
            world.objects[f"{prefix}_{state}"] = interview
            if not interview.key_id:
                continue
            answer = InterviewAnswer(
                id=uuid.uuid4(), interview=interview, question=question, revision=2, text_revision=1
            )
            said = f"Jag sa {world.canary(f'words said in {name} ({state})', team)}"
            sealing.seal_field(answer, "text", said, interview.key_id)
            if two:
                answer.other_revision = 2
                other = f"Jag hörde {world.canary(f'other words in {name}', team)}"
                sealing.seal_field(answer, "other_text", other, interview.key_id)
            answer.save()
        if prefix == "other":
            world.objects["other_interview"] = world.objects["other_begun"]


def _locked_guide(audit: Any) -> Any:
    from django.db.models import Max
    from django.utils import timezone

    from revisions.models import GuideVersion

    number = audit.guides.aggregate(last=Max("number"))["last"] or 0
    return GuideVersion.objects.create(audit=audit, number=number + 1, locked_at=timezone.now())
