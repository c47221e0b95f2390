"""Analysis: what people said, what is marked in it, findings and quotes before they are published. The team's alone.

An audit of its own, of the same unit and team, whose answers are read. Nobody else opens any of these pages: no
coordinator, administrator, commissioner or unit manager, and no auditor of another audit.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from tests.access.matrix import EVERYBODY, NOBODY, Route
from tests.access.world import TEAM, World

OTHER = frozenset({"other_auditor"})


def _of(name: str, /, **more: Callable[[World], Any]) -> Callable[[World], dict[str, Any]]:
    return lambda world: {"pk": world.objects[name].pk, **{key: find(world) for key, find in more.items()}}


def _read(**keys: str) -> Callable[[World], dict[str, Any]]:
    """Arguments within the audit that is read: names of what is planted."""
    return _of("read_audit", **{key: _key(name) for key, name in keys.items()})


def _key(name: str) -> Callable[[World], Any]:
    return lambda world: world.objects[name].pk


def _strange(**keys: str) -> Callable[[World], dict[str, Any]]:
    """The same things through another audit of the same team."""
    return _of("report_draft", **{key: _key(name) for key, name in keys.items()})


def _thread(world: World) -> Any:
    return world.objects["read_question"].thread


_FINDING = {"kind": "strength", "title": "Värme"}

ROUTES = [
    Route("revisions:analysis", TEAM, _read()),
    Route("revisions:analysis", OTHER, _of("other_audit"), label="of others"),
    Route("revisions:interviews", TEAM, _read(), label="being read"),
    Route("revisions:analysis_question", TEAM, _of("read_audit", thread=_thread)),
    Route(
        "revisions:analysis_question", NOBODY, _of("report_draft", thread=_thread), label="through another"
    ),
    Route("revisions:analysis_interview", TEAM, _read(interview="read_interview")),
    Route(
        "revisions:analysis_interview", NOBODY, _strange(interview="read_interview"), label="through another"
    ),
    Route("revisions:analysis_answer", TEAM, _read(answer="read_answer")),
    Route("revisions:analysis_answer", NOBODY, _strange(answer="read_answer"), label="through another"),
    Route("revisions:passage", TEAM, _read(passage="read_passage")),
    Route("revisions:passage", NOBODY, _strange(passage="read_passage"), label="through another"),
    Route(
        "revisions:passage_done",
        TEAM,
        lambda w: {**_read(passage="read_passage")(w), "what": "galler"},
        post_only=True,
    ),
    Route("revisions:analysis_codes", TEAM, _read(), data=lambda w: {"name": "Oro"}),
    Route("revisions:analysis_code", TEAM, _read(code="read_code"), data=lambda w: {"name": "Väntetid"}),
    Route("revisions:analysis_code", NOBODY, _strange(code="read_code"), label="through another"),
    Route("revisions:analysis_code_remove", TEAM, _read(code="read_code"), post_only=True),
    Route("revisions:analysis_compare", TEAM, _read()),
    Route("revisions:analysis_compare_one", TEAM, _read(interview="read_interview")),
    Route(
        "revisions:analysis_compare_one",
        NOBODY,
        _strange(interview="read_interview"),
        label="through another",
    ),
    Route("revisions:analysis_search", TEAM, _read(), data=lambda w: {"words": "kanarie"}),
    Route("revisions:analysis_counts", TEAM, _read()),
    Route("revisions:analysis_counts", TEAM, _of("report_done"), label="frozen"),
    Route("revisions:findings", TEAM, _read()),
    Route("revisions:finding_new", TEAM, _read(), data=lambda w: dict(_FINDING)),
    Route("revisions:finding", TEAM, _read(finding="read_finding")),
    Route("revisions:finding", NOBODY, _strange(finding="read_finding"), label="through another"),
    Route(
        "revisions:finding_edit",
        TEAM,
        _read(finding="read_finding"),
        data=lambda w: {**_FINDING, "version": 1, "form_key": w.read_finding.pk},
    ),
    Route(
        "revisions:finding_done",
        TEAM,
        lambda w: {**_read(finding="read_finding")(w), "what": "upp"},
        post_only=True,
    ),
    Route("revisions:finding_proposal", TEAM, _read(finding="read_finding")),
    Route("revisions:finding_proposal", NOBODY, _strange(finding="read_finding"), label="through another"),
    Route(
        "revisions:quote_choose", TEAM, _read(finding="read_finding", passage="read_passage"), post_only=True
    ),
    Route("revisions:quote", TEAM, _read(quote="read_quote")),
    Route("revisions:quote", NOBODY, _strange(quote="read_quote"), label="through another"),
    Route(
        "revisions:quote_done",
        TEAM,
        lambda w: {**_read(quote="read_quote")(w), "what": "avsta"},
        post_only=True,
        data=lambda w: {"version": 1},
    ),
    Route("revisions:destruction", TEAM, _read()),
    Route("revisions:destruction", TEAM, _of("report_done"), label="published"),
    Route("revisions:destruction", OTHER, _of("other_audit"), label="of others"),
    Route("revisions:destruction_take_back", TEAM, _read(), post_only=True),
]


def plant_public(world: World) -> None:
    """Anybody may know that the audit is under way."""
    from revisions.models import AuditUnit, UserAudit

    world.objects["read_audit"] = audit = UserAudit.objects.create(
        title=f"Svaren läses {world.canary('title of the audit that is read', EVERYBODY)}",
        slug="read-audit",
        question=f"Vad sa de? {world.canary('question of the audit that is read', EVERYBODY)}",
        status="analysing",
    )
    AuditUnit.objects.create(audit=audit, unit=world.unit)


def plant(world: World) -> None:
    """The team, one interview with words, a marking with a memo, a finding and its quote."""
    from django.utils import timezone

    from common import sealing
    from revisions.models import AuditCommissioner, AuditMember, Quote
    from tests.revisions.report_factories import make_finding

    audit, today = world.read_audit, timezone.localdate()
    for persona in ("audit_lead", "auditor"):
        AuditMember.objects.create(
            audit=audit,
            user=world.personas[persona],
            role=persona,
            confidentiality_on=today,
            no_care_relation_on=today,
        )
    AuditCommissioner.objects.create(audit=audit, user=world.personas["commissioner"])
    answer, passage, key_id = plant_answer(world, audit, "answers that are analysed", date(2026, 3, 20))
    code = audit.codes.create(name=f"Väntan {world.canary('code of the team', TEAM)}", order=1)
    passage.codes.add(code)
    finding = make_finding(
        audit,
        "improvement",
        f"Lång väntan {world.canary('finding before it is published', TEAM)}",
        f"Många {world.canary('summary before it is published', TEAM)}",
    )
    finding.code = code
    finding.save(update_fields=["code"])
    audit.refresh_from_db()
    quote = Quote(finding=finding, passage=passage, chosen_by=world.personas["auditor"])
    original = f"Hon sa {world.canary('quote before it was redacted', TEAM)}"
    sealing.seal_field(quote, "original", original, key_id)
    sealing.seal_field(
        quote, "wording", f"Jag väntade {world.canary('quote to approve', TEAM)}", audit.key_id
    )
    quote.save(force_insert=True)
    world.objects |= {
        "read_question": answer.question,
        "read_interview": answer.interview,
        "read_answer": answer,
        "read_passage": passage,
        "read_code": code,
        "read_finding": finding,
        "read_quote": quote,
    }


def plant_answer(
    world: World, audit: Any, what: str, day: date, *, asked: frozenset[str] = TEAM
) -> tuple[Any, Any, Any]:
    """An interview that is done, on a day of its own, with one answer and a passage marked with a memo in it.

    ``asked`` may read the question: the guide is an appendix of the report. Return answer, passage and the interview's
    key.
    """
    from django.utils import timezone

    from common import sealing
    from revisions.models import (
        CodedPassage,
        GuideArea,
        GuideQuestion,
        GuideVersion,
        InformationText,
        Interview,
        InterviewAnswer,
    )

    guide = audit.guides.first() or GuideVersion.objects.create(
        audit=audit, number=1, locked_at=timezone.now()
    )
    area = GuideArea.objects.create(guide=guide, title="Väntan", order=9)
    question = GuideQuestion.objects.create(
        area=area, text=f"Hur länge? {world.canary(f'question behind {what}', asked)}"
    )
    information = InformationText.objects.create(audit=audit, number=1, text="Det är frivilligt.")
    key_id = sealing.new_key()
    interview = Interview.objects.create(
        audit=audit, guide=guide, code="A61", on=world.day(f"day of {what}", day, TEAM), status="done",
        consent_given=True, consent_to=information, first_auditor=world.personas["auditor"], key_id=key_id,
    )  # fmt: skip
    said = f"Jag fick vänta {world.canary(f'words of {what}', TEAM)} länge."
    answer = InterviewAnswer(interview=interview, question=question, revision=1, text_revision=1)
    sealing.seal_field(answer, "text", said, key_id)
    answer.save(force_insert=True)
    passage = CodedPassage(
        answer=answer, answer_revision=1, coder=world.personas["auditor"], start=0, end=len(said)
    )
    sealing.seal_field(passage, "memo", f"Se A62 {world.canary(f'memo on {what}', TEAM)}", key_id)
    passage.save(force_insert=True)
    return answer, passage, key_id
