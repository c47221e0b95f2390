"""What the portal shows of agendas, decisions and minutes elsewhere."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Q
from django.urls import reverse

from accounts.models import User
from common import registries
from common.device_storage import Stored, register_stored
from common.editions import register_renderer
from common.processings import PUBLIC_TASK, Processing, register_processing
from common.registries import NavItem, OverviewRow, PersonalData
from common.site_map import Place, register_places
from common.swedish import local_date
from councils import minutes_search, minutes_tasks
from councils.models import Action, AgendaItem, Meeting, Minutes, MinutesApprover, MinutesView
from councils.pdf_minutes import render_large_minutes, render_minutes
from councils.queries import minutes_overview as overview
from councils.queries.reach import may_propose
from councils.services import loop
from councils.services.minutes import LARGE_PDF, NOTES_PDF
from councils.services.shared import STAMP

#: Loaded so that workers know its jobs.
__all__ = ["minutes_tasks", "register"]


def register() -> None:
    """Fill the registries."""
    loop.register()
    register_renderer(NOTES_PDF, render_minutes, stamps=(STAMP,))
    register_renderer(LARGE_PDF, render_large_minutes, stamps=(STAMP,))
    registries.register_work_nav(work_nav)
    registries.register_overview_rows(overview_rows)
    for source in minutes_search.sources():
        registries.register_search_source(source)
    registries.register_personal_data(PersonalData("councils", extract, erase))
    register_places(places)
    register_processing(processing)
    register_stored(
        Stored(
            "anteckningar",
            "webbläsarens databas",
            "Det du har skrivit i en mötesanteckning och som inte har hunnit sparas, krypterat. Så försvinner inget utan täckning.",
            "tills texten är sparad eller du väljer ”Kasta texten”, annars tas den bort när en anteckning öppnas efter 30 dagar",
            "Bara när du antecknar på ett råds möte.",
        )
    )


def work_nav(user: Any) -> Iterator[NavItem]:
    """What one has proposed to councils; the coordinator finds it under the councils."""
    if may_propose(user) and not user.has_perm("councils.oversee"):
        yield NavItem("Mina frågor", reverse("councils:followed"), order=46)


def overview_rows(user: Any) -> Iterator[OverviewRow]:
    """Items to answer, notes to write, minutes to read, approve and publish, actions to do."""
    yield from overview.rows(user)


def places() -> Iterator[Place]:
    """Public meetings and the archive of each year, for search engines."""
    years: set[tuple[str, int]] = set()
    published = dict(Minutes.objects.published().values_list("meeting", "published_at"))
    for one in Meeting.objects.public().select_related("council").order_by("-starts_at"):
        changed = published.get(one.pk)
        yield Place(one.get_absolute_url(), local_date(changed) if changed else None)
        years.add((one.council.slug, one.day.year))
    for slug, year in sorted(years):
        yield Place(reverse("councils_public:archive", args=[slug, year]))


def extract(user: User) -> list[dict[str, Any]]:
    """What a person has proposed and said about minutes, what they have approved and are to do."""
    said = Q(by=user) | Q(by_phone=True, mandate__user=user)
    rows: list[dict[str, Any]] = [
        {"vad": "Fråga till ett råd", "rubrik": one.title, "text": one.text, "dag": one.proposed_at}
        for one in AgendaItem.objects.filter(proposed_by=user).order_by("created_at")
    ]
    rows += [
        {"vad": "Synpunkt på anteckningar", "text": one.text, "svar": one.answer, "dag": one.created_at}
        for one in MinutesView.objects.filter(said).order_by("created_at")
    ]
    ticks = MinutesApprover.objects.filter(mandate__user=user, ticked_at__isnull=False)
    rows += [
        {"vad": "Godkände anteckningar", "möte": str(one.minutes.meeting), "dag": one.ticked_at}
        for one in ticks.select_related("minutes__meeting__council").order_by("ticked_at")
    ]
    rows += [
        {"vad": "Åtgärd", "text": one.what, "senast": one.due_on, "läge": one.get_state_display()}
        for one in Action.objects.filter(mandate__user=user).order_by("due_on", "pk")
    ]
    return rows


def erase(user: User) -> None:
    """Items and views stay with the council, without who said them. Minutes hold counts and no names: they stay whole."""
    AgendaItem.objects.filter(proposed_by=user).update(proposed_by=None)
    MinutesView.objects.filter(by=user).update(by=None)


def processing() -> Processing:
    """What the privacy page tells of items and minutes."""
    return Processing(
        slug="motesanteckningar",
        name="Rådens dagordningar och anteckningar",
        purpose="Alla ska kunna se vad råden tar upp, vad de säger och vad som händer sedan.",
        what=(
            "Frågor du föreslår, synpunkter du lämnar på anteckningar och om du har godkänt dem. I anteckningarna står hur "
            "många som kom från varje förening, aldrig vilka. Namn står på mötets sida bara om du själv har sagt ja."
        ),
        basis=PUBLIC_TASK,
        who="Frågor och synpunkter läses av dem som håller i rådet. Publicerade anteckningar läses av alla.",
        how_long=(
            "Anteckningarna finns kvar som allmän handling. Tas ditt konto bort försvinner ditt namn från frågor, synpunkter "
            "och godkännanden; anteckningarna ändras inte."
        ),
        order=42,
    )
