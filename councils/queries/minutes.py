"""What the page of a meeting's minutes shows, to those who write them, to the council, to others."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from common.privacy import look_at, operator_words
from common.swedish import today
from councils.models import Mandate, Meeting, Minutes, MinutesApprover, MinutesEdition, MinutesView
from councils.pdf_minutes import shown
from councils.queries.agenda import MeetingFrame, meeting_frame
from councils.queries.minutes_text import Content, minutes_content
from councils.services.meeting_letters import address_of
from councils.services.minutes import approver_mandates
from councils.services.minutes_letters import members
from councils.services.minutes_reminders import missing_ticks, told_elsewhere
from councils.words import MeetingStatus, MinutesStatus

#: Status of minutes → look of ``{% status %}``.
TONES = {"draft": "wait", "sent": "going", "approved": "going", "published": "done"}


@dataclass(frozen=True)
class MinutesPage:
    """One meeting's minutes as the asker may see them. ``content`` is what they say, or ``None``."""

    frame: MeetingFrame
    minutes: Minutes | None
    tone: str
    content: Content | None
    editions: list[MinutesEdition]
    approvers: list[MinutesApprover]
    views: list[MinutesView]
    own_views: list[MinutesView]
    remarks: int
    writes: bool
    can_send: bool
    can_take_back: bool
    can_view: bool
    can_tick: bool
    has_ticked: bool
    can_publish: bool
    can_correct: bool
    waits_for_views: bool
    #: May write down what somebody said by phone: a view, or the approval of an approver without account.
    can_record_view: bool
    can_record_tick: bool
    #: Of those who write: in the council now, and no letter about the notes reaches them.
    unreached: list[Mandate]

    @property
    def shown(self) -> Content | None:
        """What the page draws."""
        return shown(self.content) if self.content is not None else None


def minutes_page(meeting: Meeting, user: Any) -> MinutesPage:
    """Return the minutes of ``meeting`` as ``user`` may see them."""
    minutes = Minutes.objects.visible_to(user).filter(meeting=meeting).first()
    status = minutes.status if minutes else MinutesStatus.DRAFT
    writes = user.has_perm("councils.write_minutes", meeting)
    sits = user.has_perm("councils.give_views", meeting)
    is_draft = status == MinutesStatus.DRAFT
    reads_sent = minutes is not None and not is_draft and (writes or sits)
    editions = list(minutes.editions.select_related("document", "large_print")) if minutes else []
    content: Content | None = None
    if is_draft and writes:
        content = minutes_content(meeting, minutes)
    elif reads_sent and minutes is not None:
        content = minutes.frozen
    elif editions:
        content = editions[0].content
    out = minutes is not None and status == MinutesStatus.SENT and reads_sent
    approvers = _approvers(minutes) if minutes is not None and (writes or sits) else []
    mine = [one for one in approvers if one.mandate.user_id == user.pk]
    has_ticked = bool(mine) and all(one.ticked_at for one in mine)
    views = list(minutes.views.select_related("mandate__association")) if minutes and (writes or sits) else []
    until = minutes.views_until if minutes else None
    open_for_views = out and until is not None and until >= today()
    records = out and user.has_perm("councils.reply_for", meeting)
    return MinutesPage(
        frame=meeting_frame(meeting, user, "councils:minutes"),
        minutes=minutes if content is not None else None,
        tone=TONES[status],
        content=content,
        editions=editions,
        approvers=approvers if not is_draft else [],
        views=views if writes else [],
        own_views=[one for one in views if one.by_id == user.pk and not writes],
        remarks=_remarks(content) if writes and content and is_draft else 0,
        writes=writes,
        can_send=writes and is_draft and meeting.status == MeetingStatus.HELD,
        can_take_back=writes and status == MinutesStatus.SENT,
        can_view=open_for_views and sits,
        can_tick=out and bool(mine) and not has_ticked and not open_for_views,
        has_ticked=out and has_ticked,
        can_publish=status == MinutesStatus.APPROVED and user.has_perm("councils.publish_minutes", meeting),
        can_correct=writes and status == MinutesStatus.PUBLISHED,
        waits_for_views=open_for_views,
        can_record_view=records,
        can_record_tick=out and not open_for_views and user.has_perm("councils.record_tick", meeting),
        unreached=[one for one in members(minutes) if not address_of(one)]
        if records and open_for_views and minutes
        else [],
    )


def choosable_approvers(meeting: Meeting) -> Any:
    """Return the mandates that may approve besides the chair."""
    return approver_mandates(meeting).exclude(role="chair")


def has_chair_without_account(meeting: Meeting) -> bool:
    """Whether the chair can't tick here: then the coordinator writes down the approval, and the page says so."""
    chair = approver_mandates(meeting).filter(role="chair").first()
    return chair is not None and (chair.user is None or not chair.user.is_active)


def members_to_hear(meeting: Meeting) -> Any:
    """Return the mandates whose holders may say something of the minutes by phone: when the time is over, those to approve."""
    minutes = minutes_of(meeting)
    until = minutes.views_until if minutes else None
    if minutes is None or (until is not None and until >= today()):
        return approver_mandates(meeting)
    waited_for = minutes.approvers.filter(ticked_at=None)
    return approver_mandates(meeting).filter(pk__in=waited_for.values("mandate"))


def missing_tick(meeting: Meeting, user: Any, pk: int) -> MinutesApprover | None:
    """Return the tick of an approver without account that ``user`` may write down."""
    if not user.has_perm("councils.record_tick", meeting):
        return None
    rows = missing_ticks().filter(told_elsewhere(), minutes__meeting=meeting, pk=pk)
    return rows.select_related(
        "minutes__meeting__council", "mandate__association", "mandate__unit", "mandate__principal"
    ).first()


def own_view(user: Any, pk: int) -> MinutesView | None:
    """Return a view on minutes that ``user`` writes."""
    rows = MinutesView.objects.filter(minutes__in=Minutes.objects.visible_to(user).values("pk"))
    found = rows.select_related("minutes__meeting__council", "mandate__association").filter(pk=pk).first()
    if found is None or not user.has_perm("councils.write_minutes", found.minutes):
        return None
    return found


def seen_edition(meeting: Meeting, user: Any, number: int) -> MinutesEdition | None:
    """Return one published edition that ``user`` may see."""
    rows = MinutesEdition.objects.filter(
        minutes__in=Minutes.objects.visible_to(user).filter(meeting=meeting).values("pk"), number=number
    )
    return rows.select_related("document", "large_print").first()


def _approvers(minutes: Minutes) -> list[MinutesApprover]:
    rows = minutes.approvers.select_related(
        "mandate__user", "mandate__association", "mandate__unit", "mandate__principal"
    )
    return sorted(rows, key=lambda one: (one.mandate.role != "chair", one.pk))


def _remarks(content: Content) -> int:
    """Return in how many places the text seems to describe somebody: under an item, or in what became of an action."""
    words = operator_words()
    places = [
        "\n\n".join(
            [
                item["title"],
                item["note"],
                *(row["text"] for row in item["decisions"]),
                *(f"{row['what']}\n\n{row['who']}" for row in item["actions"]),
            ]
        )
        for item in content["items"]
    ]
    places += [f"{row['what']}\n\n{row['who']}\n\n{row['outcome']}" for row in content["closed"]]
    # Days belong in notes: when the next meeting is, until when something is done.
    return sum(any(one.kind != "date" for one in look_at(place, words)) for place in places)


def minutes_of(meeting: Meeting) -> Minutes | None:
    """Return the meeting's minutes, if anybody has begun them. Who may act is asked by the service."""
    return Minutes.objects.filter(meeting=meeting).select_related("meeting__council").first()


def is_correction(meeting: Meeting) -> bool:
    """Whether an earlier edition is being corrected."""
    minutes = minutes_of(meeting)
    return minutes is not None and bool(minutes.correction)


def usual_sending(meeting: Meeting) -> dict[str, Any]:
    """Return what stands in the form from the beginning: the council's own form and number of days."""
    council = meeting.council
    minutes = minutes_of(meeting)
    return {
        "kind": minutes.kind if minutes else council.minutes_kind,
        "views_until": None if is_correction(meeting) else today() + timedelta(days=council.views_days),
        "approvers": [one.mandate_id for one in minutes.approvers.all()] if minutes else [],
    }
