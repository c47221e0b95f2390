"""What other rooms show of the analysis; filled in by ``RevisionsConfig.ready``."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from common import registries
from common.registries import OverviewRow
from common.swedish import count_text
from revisions import destruction_tasks
from revisions.queries.analysis_destruction import to_destroy
from revisions.queries.analysis_findings import quotes_to_approve

#: Imported so that the worker knows them.
__all__ = ["destruction_tasks", "register"]


def register() -> None:
    """Fill in the registries."""
    registries.register_overview_rows(overview_rows)


def overview_rows(user: Any) -> Iterator[OverviewRow]:
    """Quotes that wait for a second pair of eyes; raw material whose time is running out."""
    for audit, count in quotes_to_approve(user):
        yield OverviewRow(
            title=f"Läs {count_text(count, 'citat', 'citat', neuter=True)} som väntar på dig",
            url=reverse("revisions:findings", args=[audit.pk]),
            consequence="Inget citat lämnar teamet innan en andra revisor har godkänt det.",
            label="Väntar på en andra revisor",
            tone="wait",
        )
    for plan in to_destroy(user):
        yield OverviewRow(
            title="Säg ja till att råmaterialet förstörs",
            url=reverse("revisions:destruction", args=[plan.audit_id]),
            consequence="Två i teamet läser listan och säger ja. Det som är publicerat finns kvar.",
            label="Väntar på dig",
            tone="wait",
            due=plan.due_on,
        )
