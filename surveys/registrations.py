"""What the overview, the navigation and "Mina roller" show of surveys; filled in by ``SurveysConfig.ready``.

A respondent is nobody the portal knows, so there is no personal data to list or erase.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, Final

from django.urls import reverse

from common import registries
from common.registries import NavItem, OverviewRow
from common.sealing.columns import register_key_column
from common.swedish import day_text, today
from surveys.models import PausedDraft, Response, SpareKey
from surveys.queries import work

#: A survey that closes within so many days is told of.
SOON: Final = timedelta(days=7)


def register() -> None:
    """Fill in the registries."""
    registries.register_overview_rows(overview_rows)
    registries.register_work_nav(work_nav)
    for model in (Response, PausedDraft, SpareKey):
        register_key_column(model, "key_id")


def overview_rows(user: Any) -> Iterator[OverviewRow]:
    """Quarantines to judge, and surveys about to close: the last day to type in paper."""
    for survey in work.to_judge(user):
        yield OverviewRow(
            title="Bedöm svar i karantän",
            url=f"{survey.get_absolute_url()}#karantan",
            consequence="Resultatet visas inte förrän karantänen är bedömd.",
            label="Väntar på dig",
            tone="wait",
        )
    for survey in work.missed_opening(user, today()):
        yield OverviewRow(
            title="Öppna enkäten som skulle ha öppnat",
            url=survey.get_absolute_url(),
            consequence="Något saknades eller ändrades efter att den planerades. Ingen kan svara än.",
            label="Väntar på dig",
            tone="late",
            due=survey.opens_on,
        )
    for survey in work.closing_soon(user, today() + SOON):
        if survey.closes_on is None:
            continue
        yield OverviewRow(
            title="Skriv in svar från papper innan enkäten stänger",
            url=survey.get_absolute_url(),
            consequence=f"Enkäten stänger av sig själv efter {day_text(survey.closes_on)}.",
            label="Stänger snart",
            due=survey.closes_on,
        )


def work_nav(user: Any) -> Iterator[NavItem]:
    """The list of surveys, for those who make them. Others reach theirs from what owns it."""
    if user.has_perm("surveys.create_survey"):
        yield NavItem("Enkäter", reverse("surveys:list"), order=50)
