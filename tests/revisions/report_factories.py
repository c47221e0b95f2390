"""A report to test with: texts sealed as the services seal them."""

from typing import Any

from common import sealing
from revisions.models import Finding, Quote, UserAudit
from revisions.services.report import save_chapter
from revisions.services.sealing import audit_key
from tests.revisions.conftest import Team

#: Said in an interview; nobody outside the team may meet it before publication.
SENTENCE = "Jag fick vänta i elva veckor utan att någon ringde."


def make_finding(audit: UserAudit, kind: str, title: str, summary: str) -> Finding:
    """A finding with sealed words."""
    key = audit_key(audit)
    row = Finding(audit=audit, kind=kind, title=b"", summary=b"")
    sealing.seal_field(row, "title", title, key)
    sealing.seal_field(row, "summary", summary, key)
    row.save()
    return row


def make_quote(finding: Finding, words: str, chosen_by: Any, approved_by: Any, **facts: Any) -> Quote:
    """An approved quote."""
    facts = {"state": "approved", **facts}
    row = Quote(finding=finding, wording=b"", chosen_by=chosen_by, approved_by=approved_by, **facts)
    sealing.seal_field(row, "wording", words, audit_key(finding.audit))
    row.save()
    return row


def make_draft(team: Team) -> UserAudit:
    """The team's audit as a draft: both summaries, a strength, an improvement with an approved quote."""
    audit = team.audit
    UserAudit.objects.filter(pk=audit.pk).update(status="draft")
    audit.refresh_from_db()
    make_finding(audit, "strength", "Trygga samtal", "De flesta känner sig **lyssnade på**.")
    waiting = make_finding(
        audit, "improvement", "Väntan är lång", "Många väntar länge.\n\n- utan besked\n- ensamma"
    )
    make_quote(waiting, SENTENCE, team.auditor, team.second)
    save_chapter(audit, "summary", "Det viktigaste vi fick veta.", expected_version=0, actor=team.lead)
    save_chapter(audit, "plain_summary", "Vi har frågat. Här är svaren.", expected_version=0, actor=team.lead)
    return audit
