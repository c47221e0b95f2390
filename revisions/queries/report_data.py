"""Everything a report says, as plain data: what is previewed, approved by its fingerprint, frozen in an edition."""

import hashlib
import json
from typing import Any

from common.models import Edition
from common.sealing import Keyring
from common.swedish import sort_key
from common.working_days import has_ended
from proposals.models import Proposal
from revisions.models import Finding, GuideVersion, Quote, ReplyWindow, ReportChapter, UserAudit
from revisions.queries.report_counts import (
    interview_count,
    scale_data,
    survey_data,
    theme_data,
)
from revisions.report_fit import too_long
from revisions.report_prefill import ORDER, WRITTEN_BY_TEAM, prefill
from revisions.report_text import opened, report_ring

#: Key of an audit's editions in ``common.editions``, and what kind each document is.
REPORT, SUMMARY = "revisions.report", "revisions.summary"
#: What the fingerprint leaves out: the day, the note, and what an addressee alone decides.
_NOT_APPROVED = frozenset({"published_on", "note", "replies"})

Data = dict[str, Any]


def edition_key(audit: UserAudit, kind: str = REPORT) -> str:
    """Return the key under which the editions of one document are numbered."""
    return f"{kind}:{audit.pk}"


def report_data(audit: UserAudit, *, ring: Keyring | None = None) -> Data:
    """Return what the report would say now. Raises ``SealingError`` (a ``DomainError``) when a text can't be opened."""
    ring = ring or report_ring(audit)
    chapters = chapter_texts(audit, ring)
    # Numbers are settled by the first edition: a later one must not be subtracted from it.
    first = latest_edition(audit) if audit.is_public else None
    return {
        **heading_data(audit),
        "addressees": addressees(audit),
        "interviews": first.data.get("interviews") if first else interview_count(audit),
        "plain_summary": chapters.get(ReportChapter.Kind.PLAIN_SUMMARY, ""),
        "chapters": [
            {"kind": kind, "title": str(ReportChapter.Kind(kind).label), "text": chapters.get(kind, "")}
            for kind in ORDER
        ],
        "findings": _findings(audit, ring),
        "scales": scale_data(audit),
        "themes": first.data.get("themes") if first else theme_data(audit),
        "surveys": survey_data(audit),
        "proposals": _proposals(audit, ring),
        "answer_days": audit.answer_days,
        "replies": _replies(audit, ring),
        "guide": _guide(audit),
    }


def heading_data(audit: UserAudit) -> Data:
    """Return what stands on covers and in heads. The day and the note are filled in at publication."""
    return {
        "title": audit.title,
        "question": audit.question or audit.title,
        "lead": audit.lead_text,
        "slug": audit.slug,
        "association": str(audit.association or ""),
        "commissioner": audit.commissioner_name,
        "diary_number": audit.diary_number,
        "published_on": "",
        "note": "",
    }


def fingerprint(data: Data) -> str:
    """Return SHA-256 of what the lead answers for. A remark that nobody has answered isn't part of it: an addressee
    can't undo an approval, and nothing is printed that no auditor has read."""
    kept = {name: value for name, value in data.items() if name not in _NOT_APPROVED}
    kept["answered"] = [one["comments"] for one in data["replies"]]
    return hashlib.sha256(json.dumps(kept, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def chapter_texts(audit: UserAudit, ring: Keyring) -> dict[str, str]:
    """Return the newest text of each chapter by kind; unwritten ones as the facts would have them."""
    texts = {kind: prefill(audit, kind) for kind in ReportChapter.Kind.values if kind not in WRITTEN_BY_TEAM}
    for chapter in audit.chapters.prefetch_related("versions"):
        if versions := list(chapter.versions.all()):
            texts[chapter.kind] = opened(ring, audit, versions[0], "text")
    return {kind: text for kind, text in texts.items() if text.strip()}


def addressees(audit: UserAudit) -> list[str]:
    """Return whom the audit addresses: units, else principals."""
    units = [row.unit.name for row in audit.audit_units.select_related("unit")]
    return sorted(units or [one.name for one in audit.principals.all()], key=sort_key)


def latest_edition(audit: UserAudit, kind: str = REPORT) -> Edition | None:
    """Return the newest edition, also while its file is being made."""
    return Edition.objects.filter(key=edition_key(audit, kind)).order_by("-number").first()


def is_approved(audit: UserAudit) -> bool:
    """Whether the lead has said yes to the report as it is now."""
    latest = audit.approvals.first()
    return latest is not None and latest.fingerprint == fingerprint(report_data(audit))


def missing_in(audit: UserAudit, data: Data) -> list[str]:
    """Return what would stop a publication, as sentences; told when the lead approves, not when the worker publishes."""
    found = []
    waiting = Quote.objects.filter(finding__audit=audit, state=Quote.State.SUGGESTED).count()
    if waiting:
        found.append(f"{waiting} citat väntar på att en andra revisor godkänner dem.")
    texts = {chapter["kind"]: chapter["text"] for chapter in data["chapters"]}
    if not texts.get("summary"):
        found.append("Skriv sammanfattningen.")
    if not data["plain_summary"]:
        found.append("Skriv sammanfattningen på lättare svenska.")
    if sentence := too_long(data):
        found.append(sentence)
    for one in data["proposals"]:
        if not one["to"]:
            found.append(f"Ange vem förslag {one['number']} riktas till.")
        if not one["text"].strip():
            found.append(f"Skriv vad som föreslås i förslag {one['number']}.")
    return found


def time_is_out(audit: UserAudit) -> bool:
    """Whether every addressee's last day has ended. Who is done early only lets the lead publish earlier."""
    last_days = [window.ends_on for window in audit.reply_windows.all()]
    return bool(last_days) and all(map(has_ended, last_days))


def _findings(audit: UserAudit, ring: Keyring) -> list[Data]:
    rows = audit.findings.select_related("theme", "code").prefetch_related("quotes")
    strengths_first = sorted(rows, key=lambda row: row.kind != Finding.Kind.STRENGTH)
    return [
        {
            "id": str(row.pk),
            "kind": row.kind,
            "theme": str(row.theme or row.code or ""),
            "title": opened(ring, audit, row, "title"),
            "summary": opened(ring, audit, row, "summary"),
            "quotes": [
                {"text": opened(ring, audit, quote, "wording"), "reworded": quote.reworded}
                for quote in row.quotes.all()
                if quote.state == Quote.State.APPROVED
            ],
        }
        for row in strengths_first
    ]


def _proposals(audit: UserAudit, ring: Keyring) -> list[Data]:
    """Proposals with their "du sa": a linked quote stays sealed until publication, and is opened here."""
    rows = Proposal.objects.filter(source__room="revisions", source__source_id=str(audit.pk))
    rows = rows.prefetch_related("addressees__unit", "addressees__principal", "said_quotes")
    return [_proposal(audit, ring, row) for row in rows.order_by("number")]


def _proposal(audit: UserAudit, ring: Keyring, row: Proposal) -> Data:
    said, is_reworded = (row.said, row.said_reworded) if row.said else _said(audit, ring, row)
    return {
        "number": row.number,
        "title": row.title,
        "text": row.text,
        "said": said,
        "note": ". ".join(filter(None, ("Återgivet med andra ord" if is_reworded else "", row.said_note))),
        "to": sorted((str(one.body) for one in row.addressees.all()), key=sort_key),
    }


def _said(audit: UserAudit, ring: Keyring, proposal: Proposal) -> tuple[str, bool]:
    """Return the words of the first approved quote that is linked, and whether they are other words than were said."""
    quotes = sorted(proposal.said_quotes.all(), key=lambda one: (one.order, str(one.pk)))
    approved = next((one for one in quotes if one.state == Quote.State.APPROVED), None)
    if approved is None:
        return "", False
    return opened(ring, audit, approved, "wording")[:1000], approved.reworded


def _replies(audit: UserAudit, ring: Keyring) -> list[Data]:
    windows = audit.reply_windows.select_related("unit", "principal").prefetch_related("comments__chapter")
    return [_reply(audit, ring, window) for window in windows]


def _reply(audit: UserAudit, ring: Keyring, window: ReplyWindow) -> Data:
    rows = list(window.comments.all())
    answered = [row for row in rows if row.answer is not None]
    return {
        "name": str(window),
        "given": bool(rows),
        "unanswered": len(rows) - len(answered),
        "comments": [
            {
                "chapter": str(row.chapter) if row.chapter else "Hela rapporten",
                "text": opened(ring, audit, row, "text"),
                "answer": opened(ring, audit, row, "answer"),
            }
            for row in answered
        ],
    }


def _guide(audit: UserAudit) -> Data | None:
    guide = (
        GuideVersion.objects.filter(audit=audit, locked_at__isnull=False)
        .prefetch_related("areas__questions")
        .order_by("-number")
        .first()
    )
    if guide is None:
        return None
    return {
        "number": guide.number,
        "opening": guide.opening,
        "closing": guide.closing,
        "areas": [
            {
                "title": area.title,
                "questions": [
                    {"text": one.text, "prompts": one.prompts, "scale": one.scale}
                    for one in area.questions.all()
                ],
            }
            for area in guide.areas.all()
        ],
    }
