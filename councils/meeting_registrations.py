"""What the portal shows of meetings elsewhere: notices to answer, papers that are due, the slip's owner, the print pack."""

from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from django.urls import reverse

from accounts.models import User
from common import outbox, registries
from common.editions import register_renderer
from common.processings import PUBLIC_TASK_HEALTH, Processing, register_processing
from common.registries import NavItem, OverviewRow, PersonalData
from common.site_map import Place, register_places
from common.swedish import count_text, day_text, today
from councils import meeting_search, meeting_tasks
from councils.models import DialogueMeeting, Invitation, Meeting, MeetingNeeds
from councils.print_pack import KIND, render_pack
from councils.queries import dialogue_invited
from councils.queries import meetings as queries
from councils.services import calling
from councils.services.shared import ROOM
from councils.words import Need
from surveys.owners import register_owner

#: Workers know the tasks because this module is read at start.
__all__ = ["meeting_tasks", "register"]


def register() -> None:
    """Fill the registries."""
    registries.register_work_nav(work_nav)
    registries.register_overview_rows(overview_rows)
    registries.register_overview_rows(dialogue_invited.overview_rows)
    for source in meeting_search.sources():
        registries.register_search_source(source)
    registries.register_personal_data(PersonalData("councils", extract, erase))
    register_renderer(KIND, render_pack)
    register_places(places)
    register_processing(processing)
    outbox.register_refusal_handler(calling.note_refused)
    register_owner(
        ROOM,
        may_manage=lambda user, owner_id: _may(user, owner_id),
        # The slip has nothing but fixed answers.
        may_read_text=_never,
        ids_for=_slips_of,
        name=_name,
        url=lambda owner_id: reverse("councils:meeting", args=[owner_id]) if _key(owner_id) else "",
    )


def work_nav(user: Any) -> Iterator[NavItem]:
    """Meetings, for everybody in a council or whose unit takes part; the coordinator finds them under the councils."""
    finds = user.has_perm("councils.work") or user.has_perm("councils.find_meetings")
    if finds and not user.has_perm("councils.oversee"):
        yield NavItem("Möten", reverse("councils:meetings"), order=43)


def overview_rows(user: Any) -> Iterator[OverviewRow]:
    """Notices to answer; for those who run meetings papers that are due and calls to send."""
    if not user.has_perm("councils.work"):
        return
    waiting = queries.waiting_for(user)
    for one in waiting.to_answer:
        yield OverviewRow(
            title=f"Svara på kallelsen till mötet {day_text(one.meeting.day, year=False)}",
            url=reverse("councils:invitation", args=[one.pk]),
            consequence="Då vet den som ordnar mötet om platsen blir tom.",
            label="Väntar på ditt svar",
            tone="wait",
            due=one.meeting.day,
        )
    for meeting in waiting.papers_due:
        late = meeting.papers_due < today()
        yield OverviewRow(
            title=f"Skicka ut handlingarna till mötet {day_text(meeting.day, year=False)}",
            url=reverse("councils:meeting", args=[meeting.pk]),
            consequence="Att de kommer sent står sedan på mötets sida.",
            label="Skulle ha varit ute" if late else f"Senast {day_text(meeting.papers_due, year=False)}",
            tone="late" if late else "wait",
            due=meeting.papers_due,
        )
    for meeting in waiting.to_help:
        yield from _help(meeting)
    for meeting in waiting.to_call:
        yield OverviewRow(
            title=f"Kalla till mötet {day_text(meeting.day, year=False)}",
            url=reverse("councils:meeting", args=[meeting.pk]),
            consequence="Ingen har fått någon kallelse än.",
            label="Planerat",
            tone="wait",
            due=meeting.papers_due,
        )


def _help(meeting: Any) -> Iterator[OverviewRow]:
    if meeting.unreached:
        number = count_text(meeting.unreached, "person", "personer")
        yield OverviewRow(
            title=f"Ring {number} om mötet {day_text(meeting.day, year=False)}",
            url=reverse("councils:meeting", args=[meeting.pk]),
            consequence="Brevet med kallelsen kom inte fram, eller så finns ingen e-post.",
            label="Inte nådda",
            tone="late",
            due=meeting.day,
        )
    if meeting.clashes:
        yield OverviewRow(
            title=f"Två vill komma på samma plats på mötet {day_text(meeting.day, year=False)}",
            url=reverse("councils:meeting", args=[meeting.pk]),
            consequence="Båda har fått veta det. Hjälp dem att komma överens, så kommer ingen i onödan.",
            label="Behöver lösas",
            tone="wait",
            due=meeting.day,
        )


def places() -> Iterator[Place]:
    """The dialogue meetings and this year's wheel, for search engines."""
    yield Place(reverse("dialogues:list"))
    yield Place(reverse("councils_public:wheel", args=[today().year]))


def processing() -> Processing:
    """What the privacy page tells of notices and needs."""
    return Processing(
        slug="kallelser",
        name="Kallelser till rådens möten",
        purpose="Den som ordnar ett möte ska veta vilka som kommer och vad de behöver för att vara med.",
        what=(
            "Svar på kallelser, vem som var med, och vad du behöver för att kunna vara med, till exempel hörslinga. "
            "Du behöver aldrig skriva varför."
        ),
        basis=PUBLIC_TASK_HEALTH,
        who=(
            "De som sitter i gruppen ser vilken förening som kommer. Vad du behöver ser bara sekreteraren och samordnaren."
        ),
        how_long="Vad du behöver tas bort natten efter mötet. Svaret och närvaron finns kvar så länge mötets handlingar.",
        order=46,
    )


def extract(user: User) -> list[dict[str, Any]]:
    """List a person's notices, replies and needs."""
    rows: list[dict[str, Any]] = [
        {
            "vad": "Kallelse till ett möte",
            "råd": one.meeting.council.name,
            "dag": one.meeting.day,
            "svar": one.get_reply_display(),
            "svarade": one.replied_at,
            "per telefon": one.by_phone,
            "vill ha platsen sedan": one.wants_place_at,
            "var med": one.attended,
        }
        for one in Invitation.objects.filter(mandate__user=user)
        .select_related("meeting__council")
        .order_by("meeting__starts_at", "pk")
    ]
    rows += [
        {
            "vad": "Behov på ett möte",
            "dag": one.invitation.meeting.day,
            "behov": [str(Need(code).label) for code in one.needs if code in Need.values],
            "annat": one.note,
        }
        for one in MeetingNeeds.objects.filter(invitation__mandate__user=user)
        .select_related("invitation__meeting")
        .order_by("pk")
    ]
    return rows


def erase(user: User) -> None:
    """Forget what the person needs. That somebody held the seat and came stays, without who (``erase_holder``)."""
    MeetingNeeds.objects.filter(invitation__mandate__user=user).delete()


def _slips_of(user: Any) -> Iterable[object]:
    meetings = Meeting.objects.visible_to(user).exclude(dialogue=None).exclude(dialogue__slip_survey_id="")
    return [
        one.pk for one in meetings.select_related("council") if user.has_perm("councils.run_meeting", one)
    ]


def _may(user: Any, owner_id: str) -> bool:
    found = _meeting(owner_id)
    return found is not None and bool(user.has_perm("councils.run_meeting", found))


def _never(user: Any, owner_id: str) -> bool:
    return False


def _name(owner_id: str) -> str:
    found = _meeting(owner_id)
    return f"Dialogmötet {day_text(found.day)}" if found else ""


def _meeting(owner_id: str) -> Meeting | None:
    key = _key(owner_id)
    found = (
        DialogueMeeting.objects.select_related("meeting__council").filter(meeting=key).first()
        if key
        else None
    )
    return found.meeting if found else None


def _key(owner_id: str) -> UUID | None:
    try:
        return UUID(owner_id)
    except ValueError:
        return None
