"""What other rooms show of this one; filled in by ``ProposalsConfig.ready``."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.urls import reverse

from accounts.models import User
from accounts.rules import is_coordinator
from common import outbox, registries
from common.registries import HeldRole, NavItem, OverviewRow, Panel, PersonalData
from common.swedish import sort_key
from organisations.models import Respondent
from organisations.rules import held_unit_ids
from proposals import search_sources
from proposals.effect_question import OWNER
from proposals.models import Check, Follow, Proposal, ProposalSource
from proposals.queries import overview, public
from proposals.rules import offices
from proposals.services import followers
from proposals.sources import register_source
from surveys.owners import register_owner

#: The room's own sources: patient forums, study circles, focus groups and dialogue meetings.
ROOM = "proposals"
#: So many proposals stand on the start page.
ON_START = 1
CAN = (
    "Svara på förslag som riktas till er, och ändra svaret.",
    "Lägga till åtgärder, också egna, och berätta hur det går.",
    "Du ser inte vem som har sagt något, och inga svar från intervjuer.",
)


def register() -> None:
    """Fill in the registries."""
    registries.register_main_nav(NavItem("Du sa – vi gjorde", "/du-sa-vi-gjorde/", order=40))
    registries.register_work_nav(work_nav)
    registries.register_overview_rows(overview_rows)
    registries.register_roles(held_roles)
    for source in search_sources.sources():
        registries.register_search_source(source)
    registries.register_start_page(newest)
    registries.register_personal_data(PersonalData(ROOM, extract, erase))
    outbox.register_refusal_handler(followers.end_refused)
    register_source(ROOM, checkers=_coordinates, sources_of=entered_sources)
    register_owner(
        OWNER,
        may_manage=_may_ask,
        # The question has nothing but fixed answers.
        may_read_text=_never,
        ids_for=asked_by,
        name=_title,
        url=_address,
    )


def entered_sources(user: Any) -> Iterable[str]:
    """The coordinator is the team of what the coordinator enters."""
    if not is_coordinator(user):
        return ()
    return ProposalSource.objects.filter(room=ROOM).values_list("source_id", flat=True)


def work_nav(user: Any) -> Iterator[NavItem]:
    """The list for those who write and check, one's own for those who answer."""
    if user.has_perm("proposals.list_proposals"):
        yield NavItem("Förslag", reverse("proposals:list"), order=45)
    if user.has_perm("proposals.have_answers"):
        yield NavItem("Mina svar", reverse("proposals:own"), order=44)


def overview_rows(user: Any) -> Iterator[OverviewRow]:
    """Answers and measures running out, checks to make, meetings to call, delays below one."""
    yield from overview.rows(user)


def held_roles(user: Any) -> Iterator[HeldRole]:
    """Named respondents; a unit's manager has the role told by the organisations room."""
    managed = held_unit_ids(user, "unit_manager")
    named = {
        (row["unit"], row["principal"]): row["unit_name"] or row["principal_name"]
        for row in offices(user, Respondent.Kind.RESPONDENT)
        if row["unit"] not in managed
    }
    for name in sorted(named.values(), key=sort_key):
        yield HeldRole(
            code="respondent",
            name="Svarar på förslag",
            scope=name,
            can=CAN,
            because="Samordnaren har skrivit in dig som den som svarar.",
        )


def newest(parameters: Any) -> Iterator[Panel]:
    """The proposal that moved last, step by step. Nothing public is no panel."""
    if cards := public.newest_cards(ON_START):
        yield Panel("proposals/public/_start.html", {"cards": cards}, order=30)


def extract(user: User) -> list[dict[str, Any]]:
    """What a person follows, and what they have said they saw."""
    rows: list[dict[str, Any]] = [
        {"vad": "Följer ett förslag", "förslag": one.proposal.title, "sedan": one.confirmed_at}
        for one in Follow.objects.of_address(user.email).select_related("proposal").order_by("asked_at")
    ]
    rows += [
        {"vad": "Kontrollerade en åtgärd", "vad du såg": one.get_verdict_display(), "dag": one.on}
        for one in Check.objects.filter(by=user).order_by("on", "pk")
    ]
    return rows


def erase(user: User) -> None:
    """Forget what the person follows. Answers are the unit's; a check stays, without who made it."""
    Check.objects.filter(by=user).update(by=None)
    followers.end_refused(user.email)


def asked_by(user: Any) -> Iterable[object]:
    """Return the proposals whose question ``user`` may see and close."""
    rows = Proposal.objects.visible_to(user).filter(effect_questions__isnull=False)
    found = rows.select_related("source").distinct()
    return [one.pk for one in found if user.has_perm("proposals.ask_users", one)]


def _coordinates(user: Any, source_id: str) -> bool:
    return is_coordinator(user)


def _never(user: Any, owner_id: str) -> bool:
    return False


def _may_ask(user: Any, owner_id: str) -> bool:
    found = Proposal.objects.filter(pk=owner_id).select_related("source").first()
    return found is not None and user.has_perm("proposals.ask_users", found)


def _title(owner_id: str) -> str:
    found = Proposal.objects.filter(pk=owner_id).first()
    return found.title if found else ""


def _address(owner_id: str) -> str:
    return reverse("proposals:proposal", args=[owner_id])
