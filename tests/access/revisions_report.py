"""The report: written by the team, read as a draft by those it is about, then by everybody.

Three audits of the same unit and the same team: one being written, one out for reading, one published. The words of the
draft are for the team; while it is out also for the unit's manager; once it is published for all. What is said beside
the draft is for the one who said it and the team, and for all once an auditor has answered and the report is published.
"""

import uuid
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from tests.access.matrix import EVERYBODY, NOBODY, Route
from tests.access.revisions_analysis import plant_answer
from tests.access.revisions_guide import plant_guide
from tests.access.world import AGREEMENT, KEEPERS, TEAM, World

LEAD = frozenset({"audit_lead"})
MANAGER = frozenset({"unit_manager"})
#: Those who read a draft that is out.
READERS = TEAM | MANAGER
OTHER = KEEPERS | {"other_auditor"}
#: Audit in the world → its phase.
AUDITS = {"report_draft": "draft", "report_out": "factcheck", "report_done": "published"}
#: A chapter's words belong to these, by audit.
SEERS = {"report_draft": TEAM, "report_out": READERS, "report_done": EVERYBODY}


def _of(name: str, /, **more: Callable[[World], Any]) -> Callable[[World], dict[str, Any]]:
    return lambda world: {"pk": world.objects[name].pk, **{key: find(world) for key, find in more.items()}}


def _slug(name: str, /, **more: Any) -> Callable[[World], dict[str, Any]]:
    return lambda world: {"slug": world.objects[name].slug, **more}


def _window(name: str = "report_out", /, **more: Callable[[World], Any]) -> Callable[[World], dict[str, Any]]:
    return _of(name, window=lambda w: w.objects["reply_window"].pk, **more)


def _comment(world: World) -> Any:
    return world.objects["reply_comment"].pk


def _open_comment(world: World) -> Any:
    return world.objects["open_comment"].pk


def _kind(world: World) -> str:
    return "summary"


def _agreement_of(name: str) -> frozenset[str]:
    """Who opens an audit's pages for those it is about."""
    if name == "other_audit":
        return OTHER
    return AGREEMENT | ({"other_unit_manager"} if name == "report_out" else frozenset())


def _material_routes() -> list[Route]:
    """What was said in each of the three audits and what became of it; the team's alone in every phase."""
    return [
        route
        for name in AUDITS
        for route in (
            Route("revisions:interviews", TEAM, _of(name), label=name),
            Route("revisions:analysis_answer", TEAM, _of(name, answer=_part(name, "answer")), label=name),
            Route("revisions:finding", TEAM, _of(name, finding=_part(name, "finding")), label=name),
            Route("revisions:quote", TEAM, _of(name, quote=_part(name, "quote")), label=name),
        )
    ]


def _part(name: str, part: str) -> Callable[[World], Any]:
    return lambda world: world.objects[f"{name} {part}"].pk


def _team_routes() -> list[Route]:
    """The team's pages of each of the three audits, and of others' through the team's eyes."""
    found = []
    for name in (*AUDITS, "other_audit"):
        team = frozenset({"other_auditor"}) if name == "other_audit" else TEAM
        found += [
            Route("revisions:report", team, _of(name), label=name),
            Route("revisions:report_preview", team, _of(name), label=name),
            Route("revisions:report_remarks", team, _of(name), label=name),
            Route(
                "revisions:report_chapter",
                team,
                _of(name, kind=_kind),
                label=name,
                data=lambda w: {"text": "Ny text.", "version": 1},
            ),
            Route(
                "revisions:report_history",
                NOBODY if name == "other_audit" else team,
                _of(name, kind=_kind),
                label=name,
            ),
            Route("revisions:loop", _agreement_of(name), _of(name), label=name),
            Route(
                "revisions:groups",
                frozenset({"coordinator"}) | ({"other_auditor"} if name == "other_audit" else LEAD),
                _of(name),
                label=name,
            ),
        ]
    return found


ROUTES = [
    *_team_routes(),
    *_material_routes(),
    Route("revisions:report_chapter", NOBODY, _of("report_draft", kind=lambda w: "hittepa"), label="unknown"),
    Route(
        "revisions:report_restore",
        TEAM,
        _of("report_draft", kind=_kind, number=lambda w: 1),
        post_only=True,
        data=lambda w: {"seen": 1},
    ),
    Route("revisions:report_send", LEAD, _of("report_draft"), post_only=True),
    Route("revisions:report_approve", LEAD, _of("report_out"), post_only=True),
    Route("revisions:report_publish", LEAD, _of("report_out"), post_only=True),
    Route("revisions:report_correct", LEAD, _of("report_done")),
    Route("revisions:report_answer", TEAM, _of("report_out", comment=_comment)),
    Route("revisions:report_answer", NOBODY, _of("report_draft", comment=_comment), label="through another"),
    Route("revisions:report_progress", TEAM, _of("report_done", number=lambda w: 1)),
    Route("revisions:report_progress", NOBODY, _of("report_draft", number=lambda w: 1), label="none"),
    Route("revisions:report_retry", TEAM, _of("report_done", number=lambda w: 1), post_only=True),
    # --- those it is about
    Route("revisions:reply", MANAGER, _window()),
    Route("revisions:reply", NOBODY, _window("report_draft"), label="through another"),
    # The letter's link leads on to the report.
    Route(
        "revisions:reply",
        MANAGER,
        _of("report_done", window=lambda w: w.objects["past_window"].pk),
        label="published",
    ),
    Route(
        "revisions:reply_comment",
        MANAGER,
        _window(),
        post_only=True,
        data=lambda w: {"key": str(uuid.uuid4()), "text": "En synpunkt."},
    ),
    Route("revisions:reply_edit", MANAGER, _window(comment=_open_comment)),
    Route("revisions:reply_remove", MANAGER, _window(comment=_open_comment), post_only=True),
    Route("revisions:reply_done", MANAGER, _window(), post_only=True),
    # --- everybody
    Route("audits:list", EVERYBODY),
    Route("audits:list", EVERYBODY, query="?tema=kanarie&kommun=gavle&sida=x", label="asked for nonsense"),
    *(
        Route("audits:audit", EVERYBODY, _slug(name), label=name)
        for name in (*AUDITS, "audit", "other_audit")
    ),
    Route("audits:audit", NOBODY, lambda w: {"slug": "enquiry"}, label="enquiry"),
    *(
        Route(f"audits:{page}", EVERYBODY if name == "report_done" else NOBODY, _slug(name), label=name)
        for page in ("report", "summary", "report_pdf", "summary_pdf", "report_docx")
        for name in AUDITS
    ),
    Route("audits:edition_pdf", EVERYBODY, _slug("report_done", number=1)),
    Route("audits:edition_pdf", NOBODY, _slug("report_done", number=2), label="not made"),
    Route("audits:edition_pdf", NOBODY, _slug("report_out", number=1), label="not published"),
]


def plant_public(world: World) -> None:
    """Anybody may know that the three audits are under way."""
    from revisions.models import AuditUnit, UserAudit

    for name, status in AUDITS.items():
        world.objects[name] = UserAudit.objects.create(
            title=f"Rapporten {world.canary(f'title of {name}', EVERYBODY)}",
            slug=name.replace("_", "-"),
            question=f"Blev det bättre? {world.canary(f'question of {name}', EVERYBODY)}",
            status="factcheck" if status == "published" else status,
        )
        AuditUnit.objects.create(audit=world.objects[name], unit=world.unit)
    AuditUnit.objects.create(audit=world.report_out, unit=world.unaddressed_unit)
    # Its guide is an appendix of the report.
    plant_guide(world, "public_guide", world.report_done, EVERYBODY, locked=True)
    _plant_texts(world, "report_done")
    _plant_window(world, "past_window", "report_done", -2)
    _plant_window(world, "reply_window", "report_out", 20)
    _answered(world, "past_window", "report_done")
    _publish(world)


def plant(world: World) -> None:
    """The team, the two reports that aren't published, and what stays inside when one is."""
    from django.utils import timezone

    from revisions.models import AuditCommissioner, AuditMember

    today = timezone.localdate()
    for name in AUDITS:
        audit = world.objects[name]
        for persona in ("audit_lead", "auditor"):
            AuditMember.objects.create(
                audit=audit,
                user=world.personas[persona],
                role=persona,
                confidentiality_on=today,
                no_care_relation_on=today,
            )
        AuditCommissioner.objects.create(audit=audit, user=world.personas["commissioner"])
    for name in ("report_draft", "report_out"):
        _plant_texts(world, name)
    world.objects["reply_comment"] = _answered(world, "reply_window", "report_out")
    for number, name in enumerate(AUDITS, start=1):
        _plant_rejected(world, name)
        _plant_material(world, name, date(2026, 3, 20 + number))
    _plant_counts(world)
    world.objects["open_comment"] = _remark(world, world.objects["reply_window"], "open remark", READERS)
    _remark(world, world.objects["past_window"], "remark without an answer", READERS)


def _plant_texts(world: World, name: str) -> None:
    from tests.revisions.report_factories import make_finding, make_quote

    audit, seers = world.objects[name], SEERS[name]
    for kind in ("summary", "results", "plain_summary"):
        _chapter(audit, kind, f"Vi såg {world.canary(f'{kind} of {name}', seers)}")
    finding = make_finding(
        audit,
        "improvement",
        f"Väntan {world.canary(f'finding of {name}', seers)}",
        f"Många väntar {world.canary(f'summary of a finding of {name}', seers)}",
    )
    pair = world.personas["auditor"], world.personas["audit_lead"]
    quote = make_quote(finding, f"Ingen ringde {world.canary(f'quote of {name}', seers)}", *pair)
    world.objects |= {f"{name} finding": finding, f"{name} quote": quote}


def _plant_rejected(world: World, name: str) -> None:
    """What a second auditor has turned down never leaves the team."""
    from revisions.models import Quote
    from tests.revisions.report_factories import make_quote

    pair = world.personas["auditor"], world.personas["audit_lead"]
    words = f"Det var hon {world.canary(f'rejected quote of {name}', TEAM)}"
    rejected = make_quote(world.objects[name].findings.get(), words, *pair)
    Quote.objects.filter(pk=rejected.pk).update(state="rejected", approved_by=None)


def _plant_material(world: World, name: str, day: date) -> None:
    """What was said, when, and the quote's words before they were made unrecognisable: never for who reads a draft."""
    from common import sealing

    audit = world.objects[name]
    answer, passage, key_id = plant_answer(world, audit, f"{name}'s answers", day, asked=SEERS[name])
    quote = world.objects[f"{name} quote"]
    quote.passage = passage
    original = f"Kim ringde {world.canary(f'quote of {name} before it was redacted', TEAM)}"
    sealing.seal_field(quote, "original", original, key_id)
    quote.save(update_fields=["passage", "original"])
    world.objects[f"{name} answer"] = answer


def _plant_counts(world: World) -> None:
    """Counts frozen after the edition was made, which its pages and files must not begin to show."""
    thread = uuid.uuid4()
    question = f"Hur nöjd {world.canary('question that was counted', TEAM)}?"
    for order, label in enumerate((f"Helt {world.canary('answer that was counted', TEAM)}", "Inget svar")):
        world.report_done.scale_counts.create(
            thread=thread, question_text=question, label=label, order=order, count=12 * (1 - order)
        )


def _chapter(audit: Any, kind: str, text: str) -> None:
    from common.actors import SYSTEM
    from revisions.models import ReportChapter
    from revisions.services.report import add_version

    chapter, _ = ReportChapter.objects.get_or_create(audit=audit, kind=kind, defaults={"version": 0})
    add_version(audit, chapter, text, actor=SYSTEM)


def _plant_window(world: World, key: str, name: str, days: int) -> None:
    """An addressee's time to read: anybody may know until when."""
    from django.utils import timezone

    from revisions.models import ReplyWindow

    today = timezone.localdate()
    world.objects[key] = ReplyWindow.objects.create(
        audit=world.objects[name],
        unit=world.unit,
        sent_on=today - timedelta(days=30),
        ends_on=today + timedelta(days=days),
    )


def _answered(world: World, window: str, name: str) -> Any:
    """A remark that an auditor has answered: printed once the report is published."""
    return _remark(world, world.objects[window], f"remark of {name}", SEERS[name], answered=True)


def _remark(world: World, window: Any, what: str, seers: Any, *, answered: bool = False) -> Any:
    from common import sealing
    from revisions.models import ReplyComment
    from revisions.services.sealing import audit_key

    row, key = ReplyComment(window=window), audit_key(window.audit)
    sealing.seal_field(row, "text", f"Fel siffra {world.canary(what, seers)}", key)
    if answered:
        sealing.seal_field(row, "answer", f"Rättat {world.canary(f'answer to {what}', seers)}", key)
    row.save()
    return row


def _publish(world: World) -> None:
    from common import editions
    from common.actors import SYSTEM
    from common.models import Edition
    from revisions.models import ReportApproval
    from revisions.queries.report_data import fingerprint, report_data
    from revisions.services.publication import publish_report

    audit = world.objects["report_done"]
    ReportApproval.objects.create(audit=audit, fingerprint=fingerprint(report_data(audit)))
    publish_report(audit, actor=SYSTEM)
    audit.refresh_from_db()
    for edition in Edition.objects.filter(key__endswith=f":{audit.pk}", kind__startswith="revisions."):
        editions.render_edition(edition.pk)
