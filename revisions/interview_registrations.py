"""What interviews show at ``/oversikt/``; filled in by ``RevisionsConfig.ready``."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from common import registries, sealing
from common.registries import OverviewRow
from common.swedish import day_text, today
from revisions.models import AuditStatus, Interview
from revisions.queries.interviews import double_audits, own_interviews, worried_interviews


def register() -> None:
    """Fill in the registries."""
    registries.register_overview_rows(overview_rows)
    sealing.register_key_column(Interview, "key_id")


def overview_rows(user: Any) -> Iterator[OverviewRow]:
    """One's interviews today and those left open, worries for the lead, texts to choose between."""
    for interview in own_interviews(user):
        begun = interview.status == Interview.Status.ONGOING
        yield OverviewRow(
            title=f"{'Fortsätt' if begun else 'Gör'} intervju {interview.code}",
            url=reverse("revisions:interview", args=[interview.pk]),
            consequence="Den är påbörjad. Gör den klar när ni har pratat färdigt."
            if begun
            else "Kom ihåg eftersamtalet.",
            label=_when(interview, begun=begun),
            tone="going" if begun else "wait",
            due=interview.on,
        )
    for interview in worried_interviews(user):
        yield OverviewRow(
            title=f"Ta upp oron efter intervju {interview.code}",
            url=reverse("revisions:interviews", args=[interview.audit_id]),
            consequence="Någon i teamet är orolig för personen. Bara du får den här raden.",
            label="Väntar på dig",
            tone="late",
        )
    for audit in double_audits(user):
        yield OverviewRow(
            title="Välj mellan två texter i samma ruta",
            url=reverse("revisions:interviews", args=[audit.pk]),
            consequence="Innan ni har valt går det inte att börja läsa svaren tillsammans."
            if audit.status == AuditStatus.INTERVIEWING
            else "Den ena kom sent från en telefon. Tills ni har valt syns bara den första i analysen.",
            label="Väntar på teamet",
            tone="wait",
        )


def _when(interview: Interview, *, begun: bool) -> str:
    if begun:
        return "Påbörjad"
    return "I dag" if interview.on == today() else f"Var planerad {day_text(interview.on, year=False)}"
