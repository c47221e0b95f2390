"""What of the audits is found at ``/sok/``, and by whom. Nothing that is sealed, and nothing before it is told."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from common.models import Edition
from common.registries import SearchSource, SearchText
from revisions.models import AuditUnit, UserAudit
from revisions.queries.public import edition_data
from revisions.queries.report_data import REPORT, addressees
from revisions.report_document import document
from revisions.report_markup import to_plain


def sources() -> list[SearchSource]:
    """Announced audits and published reports for everybody; the audits' rooms for those who work with them."""
    return [
        SearchSource(
            kind="audit",
            label="Brukarrevisioner",
            one="Brukarrevision",
            model=UserAudit,
            rows=lambda: _with_parts(UserAudit.objects.announced()),
            entry=_audit,
            related={AuditUnit: lambda one: [one.audit_id]},
            order=30,
        ),
        SearchSource(
            kind="report",
            label="Rapporter",
            one="Rapport",
            model=UserAudit,
            rows=UserAudit.objects.public,
            entry=_report,
            related={Edition: _audit_of},
            order=40,
        ),
        SearchSource(
            kind="audit_work",
            label="Mitt arbete",
            one="Brukarrevision i arbetet",
            model=UserAudit,
            rows=lambda: _with_parts(UserAudit.objects.all()),
            visible=UserAudit.objects.visible_to,
            entry=lambda one: SearchText(
                one.title, reverse("revisions:audit", args=[one.pk]), one.question, _whom(one)
            ),
            related={AuditUnit: lambda one: [one.audit_id]},
            order=200,
        ),
    ]


def _with_parts(rows: Any) -> Any:
    return rows.prefetch_related("audit_units__unit", "principals", "priority_groups")


def _whom(one: UserAudit) -> str:
    return " ".join([*addressees(one), *(group.name for group in one.priority_groups.all())])


def _audit(one: UserAudit) -> SearchText:
    return SearchText(
        title=one.question or one.title,
        url=reverse("audits:audit", args=[one.slug]),
        body=one.lead_text,
        keywords=f"{one.title} {_whom(one)}",
    )


def _report(one: UserAudit) -> SearchText | None:
    """What the newest edition says: its own data, as the page of the report draws it."""
    data, _ = edition_data(one)
    if data is None:
        return None
    parts = [data["plain_summary"] or ""]
    for chapter in document(data).chapters:
        parts += [chapter.name, chapter.text]
        for finding in chapter.findings:
            parts += [finding.theme, finding.title, finding.summary]
            parts += [quote.text for quote in finding.quotes]
    return SearchText(
        title=f"Rapport: {one.title}",
        url=reverse("audits:report", args=[one.slug]),
        body=" ".join(to_plain(part) for part in parts if part),
        keywords=one.question,
    )


def _audit_of(edition: Edition) -> Iterable[Any]:
    kind, _, key = edition.key.partition(":")
    return [int(key)] if kind == REPORT and key.isdigit() else []
