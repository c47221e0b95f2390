"""What other rooms show of the report, and how its files are made; filled in by ``RevisionsConfig.ready``."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from common import registries
from common.editions import register_renderer
from common.registries import OverviewRow
from common.swedish import day_text
from revisions import report_rules, report_tasks
from revisions.pdf.report import render_report, render_summary
from revisions.queries import report_overview as overview
from revisions.queries.report_data import REPORT, SUMMARY
from revisions.services import source
from revisions.services.shared import STAMP

#: Loaded for what they register: permissions, and jobs that the worker would not find by itself.
__all__ = ["register", "report_rules", "report_tasks"]


def register() -> None:
    """Fill in the registries."""
    source.register()
    register_renderer(REPORT, render_report, stamps=(STAMP,))
    register_renderer(SUMMARY, render_summary, stamps=(STAMP,))
    registries.register_overview_rows(overview_rows)


def overview_rows(user: Any) -> Iterator[OverviewRow]:
    """Drafts to read, remarks to answer, reports to approve."""
    for window in overview.drafts_to_read(user):
        yield OverviewRow(
            title="Läs ett utkast och lämna synpunkter",
            url=reverse("revisions:reply", args=[window.audit_id, window.pk]),
            consequence="Den publiceras även om ni inte svarar. Då står det att inget svar kom in.",
            label=f"Senast {day_text(window.ends_on, year=False)}",
            tone="wait",
            due=window.ends_on,
        )
    for audit, ends_on in overview.to_approve(user):
        yield OverviewRow(
            title="Läs och godkänn rapporten",
            url=reverse("revisions:report", args=[audit.pk]),
            consequence="Utan ditt godkännande publiceras den inte, och då syns förseningen som vår egen.",
            label=f"Senast {day_text(ends_on, year=False)}",
            tone="wait",
            due=ends_on,
        )
    for audit, count in overview.remarks_to_answer(user):
        yield OverviewRow(
            title=f"Svara på {count} synpunkter på utkastet"
            if count > 1
            else "Svara på en synpunkt på utkastet",
            url=reverse("revisions:report_remarks", args=[audit.pk]),
            consequence="Synpunkten skrivs ut i rapporten först när någon av er har svarat.",
            label="Väntar på teamet",
            tone="wait",
        )
