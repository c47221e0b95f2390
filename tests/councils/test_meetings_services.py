"""Planning, moving, cancelling: addresses, the calendar, who is asked anew."""

import uuid
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any

import pytest
from django.utils import timezone

from calendar_app.models import Event
from common.errors import DomainError, EditConflictError
from common.models import OutboxMessage
from common.registries import overview_rows
from common.swedish import today
from councils.forms.meetings import MeetingForm
from councils.models import FormerMeetingAddress, Invitation, Meeting
from councils.queries.meetings import proposed_days
from councils.services import meetings as services
from councils.services.calling import call_meeting, reply_to_invitation
from councils.services.meetings import MeetingFacts
from councils.services.proposed_items import propose_item
from tests.councils.build import STOCKHOLM, make_council, make_meeting, make_secretary


def facts(days: int = 30, **changed: Any) -> MeetingFacts:
    """A meeting at 13 to 15 in so many days."""
    starts_at = datetime.combine(today() + timedelta(days=days), time(13), tzinfo=STOCKHOLM)
    return MeetingFacts(
        **{"starts_at": starts_at, "ends_at": starts_at + timedelta(hours=2), "place": "Folkets hus"}
        | changed
    )


def letters(subject: str = "") -> list[dict[str, Any]]:
    found = [one.payload for one in OutboxMessage.objects.filter(kind="mail").order_by("not_before")]
    return [one for one in found if subject in one["subject"]]


def test_a_planned_meeting_gets_its_address_and_the_day_papers_are_due(council: Any, secretary: Any) -> None:
    key = uuid.uuid4()

    first = services.plan_meeting(council, facts(), actor=secretary, form_key=key)
    again = services.plan_meeting(council, facts(), actor=secretary, form_key=key)
    second = services.plan_meeting(council, facts(), actor=secretary)

    assert again.pk == first.pk
    assert first.slug == f"{today() + timedelta(days=30):%Y-%m-%d}"
    assert second.slug == f"{first.slug}-2"
    assert first.papers_due == first.day - timedelta(days=council.papers_days)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"ends_at": datetime(2020, 1, 1, tzinfo=STOCKHOLM)}, "ends"),
        ({"place": "hos 19121212-1212"}, "place"),
        ({"access_facts": ["hinderbana"]}, "access_facts"),
        ({"online_link": "javascript:alert(1)"}, "online_link"),
        ({"papers_due": today() + timedelta(days=90)}, "papers_due"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(
    council: Any, secretary: Any, changed: dict[str, Any], field: str
) -> None:
    with pytest.raises(DomainError) as refused:
        services.plan_meeting(council, facts(**changed), actor=secretary)

    assert refused.value.field == field
    assert not Meeting.objects.exists()


def test_members_and_others_plan_nothing_and_a_paused_council_has_no_new_meetings(
    council: Any, member: Any, secretary: Any
) -> None:
    with pytest.raises(DomainError):
        services.plan_meeting(council, facts(), actor=member)
    type(council).objects.filter(pk=council.pk).update(
        status="paused", status_reason="För få kan vara med.", review_on=today()
    )
    with pytest.raises(DomainError, match="vilande"):
        services.plan_meeting(council, facts(), actor=secretary)


def test_a_years_meetings_are_planned_at_once_or_not_at_all(council: Any, secretary: Any) -> None:
    key = uuid.uuid4()
    series = [facts(days) for days in (20, 60, 100)]

    services.plan_series(council, series, actor=secretary, form_key=key)
    services.plan_series(council, series, actor=secretary, form_key=key)
    assert Meeting.objects.count() == 3
    broken = [facts(140), facts(180, place="x" * 161)]
    with pytest.raises(DomainError):
        services.plan_series(council, broken, actor=secretary, form_key=uuid.uuid4())
    assert Meeting.objects.count() == 3


def test_proposed_days_are_working_days_spread_over_both_terms() -> None:
    days = proposed_days(2026, 2)

    assert [day.month for day in days] == [2, 5, 9, 11]
    assert all(day.weekday() < 5 for day in days)


def test_a_public_meeting_is_an_event_of_the_calendar_and_follows_by_itself(
    council: Any, secretary: Any
) -> None:
    meeting = services.plan_meeting(council, facts(in_calendar=True), actor=secretary)
    event = Event.objects.get(owner_room="councils", owner_id=str(meeting.pk))
    assert event.place == "Folkets hus"
    assert event.owner_url == meeting.get_absolute_url()

    moved = services.change_meeting(
        meeting, replace(services.facts_of(meeting), **_times(40)), expected_version=1, actor=secretary
    )
    occurrence = event.occurrences.get()
    assert occurrence.start == moved.starts_at
    services.cancel_meeting(moved, "Lokalen är översvämmad.", actor=secretary)
    event.refresh_from_db()
    assert event.status == "cancelled"
    services.resume_meeting(moved, actor=secretary)
    event.refresh_from_db()
    assert event.status == "published"
    moved.refresh_from_db()
    services.change_meeting(
        moved,
        replace(services.facts_of(moved), in_calendar=False),
        expected_version=moved.version,
        actor=secretary,
    )
    assert not Event.objects.exists()


def test_a_council_without_a_public_page_has_nothing_in_the_calendar(make_user: Any) -> None:
    hidden = make_council("Arbetsutskottet", kind="committee", is_public=False)
    secretary = make_user("Sekreterare")
    make_secretary(hidden, secretary)

    with pytest.raises(DomainError) as refused:
        services.plan_meeting(hidden, facts(in_calendar=True), actor=secretary)

    assert refused.value.field == "in_calendar"


def _times(days: int) -> dict[str, Any]:
    moved = facts(days)
    return {"starts_at": moved.starts_at, "ends_at": moved.ends_at}


def test_a_moved_meeting_asks_everybody_anew_and_its_old_address_leads_on(
    council: Any, secretary: Any, member: Any, substitute: Any, chair: Any
) -> None:
    meeting = services.plan_meeting(council, facts(), actor=secretary)
    call_meeting(meeting, actor=secretary)
    invitations = {one.mandate.user: one for one in Invitation.objects.select_related("mandate__user")}
    reply_to_invitation(invitations[member], "substitute", actor=member)
    reply_to_invitation(invitations[chair], "accepted", actor=chair)
    meeting.refresh_from_db()
    old = meeting.slug

    moved = services.change_meeting(
        meeting,
        replace(services.facts_of(meeting), **_times(33)),
        expected_version=meeting.version,
        actor=secretary,
    )

    assert moved.sequence == 1
    assert moved.papers_due == meeting.papers_due + timedelta(days=3)
    assert FormerMeetingAddress.objects.get().slug == old
    assert set(Invitation.objects.values_list("reply", flat=True)) == {"waiting"}
    assert not Invitation.objects.filter(mandate__user=substitute).exists()
    assert {one["to"] for one in letters("ändrat")} == {member.email, chair.email}
    assert {one["to"] for one in letters("inte ersätta")} == {substitute.email}
    # The freed day's address still leads to the moved meeting: a new meeting that day gets another.
    assert services.plan_meeting(council, facts(), actor=secretary).slug == f"{old}-2"
    back = services.change_meeting(
        moved,
        replace(services.facts_of(moved), **_times(30)),
        expected_version=moved.version,
        actor=secretary,
    )
    assert back.slug == old


def test_the_day_papers_were_due_stays_when_they_are_out(council: Any, secretary: Any) -> None:
    meeting = services.plan_meeting(council, facts(), actor=secretary)
    due = meeting.papers_due
    Meeting.objects.update(papers_out_at=timezone.now())

    def change(**changed: Any) -> Meeting:
        meeting.refresh_from_db()
        typed = replace(services.facts_of(meeting), **changed)
        return services.change_meeting(meeting, typed, expected_version=meeting.version, actor=secretary)

    with pytest.raises(DomainError) as refused:
        change(papers_due=due + timedelta(days=3))
    moved = [
        change(**_times(33)).papers_due,
        change(**_times(5)).papers_due,
        change(papers_due=None).papers_due,
    ]

    assert refused.value.field == "papers_due"
    assert moved == [due, due, due]
    assert MeetingForm(council=council, meeting=meeting, cancel_url="/").fields["papers_due"].disabled


def test_a_changed_title_alone_asks_nobody_anew(council: Any, secretary: Any, member: Any) -> None:
    meeting = services.plan_meeting(council, facts(), actor=secretary)
    call_meeting(meeting, actor=secretary)
    meeting.refresh_from_db()

    changed = services.change_meeting(
        meeting,
        replace(services.facts_of(meeting), title="Om väntetider"),
        expected_version=meeting.version,
        actor=secretary,
    )

    assert changed.sequence == 0
    assert letters("ändrat") == []


def test_somebody_elses_change_is_shown_and_not_overwritten(council: Any, secretary: Any) -> None:
    meeting = services.plan_meeting(council, facts(), actor=secretary)
    opened = services.facts_of(meeting)
    services.change_meeting(
        meeting, replace(opened, place="Biblioteket"), expected_version=1, actor=secretary
    )

    with pytest.raises(EditConflictError) as conflict:
        services.change_meeting(
            meeting, replace(opened, place="Stadshuset"), expected_version=1, actor=secretary
        )

    assert conflict.value.changed["Plats"] == ("Biblioteket", "Stadshuset")


def test_a_cancelled_meeting_says_why_and_tells_the_called(council: Any, secretary: Any, member: Any) -> None:
    meeting = services.plan_meeting(council, facts(), actor=secretary)
    call_meeting(meeting, actor=secretary)

    with pytest.raises(DomainError) as refused:
        services.cancel_meeting(meeting, "  ", actor=secretary)
    services.cancel_meeting(meeting, "För få kan komma.", actor=secretary)

    assert refused.value.field == "because"
    (letter,) = letters("inställt")
    assert letter["to"] == member.email
    # Free words about why wait behind the sign-in.
    assert "För få kan komma." not in letter["body"]
    assert "STATUS:CANCELLED" in letter["attachments"][0][1]
    meeting.refresh_from_db()
    with pytest.raises(DomainError):
        services.change_meeting(meeting, facts(50), expected_version=meeting.version, actor=secretary)


def test_only_a_meeting_that_has_begun_is_held(council: Any, secretary: Any) -> None:
    ahead = make_meeting(council)
    past = make_meeting(council, today() - timedelta(days=1))

    with pytest.raises(DomainError):
        services.hold_meeting(ahead, actor=secretary)
    services.hold_meeting(past, actor=secretary)
    services.hold_meeting(past, actor=secretary)

    past.refresh_from_db()
    assert past.status == "held"


def test_a_council_without_a_secretary_waits_for_the_coordinator(
    council: Any, coordinator: Any, member: Any, make_user: Any
) -> None:
    make_meeting(council, papers_due=today() + timedelta(days=2))
    make_meeting(
        council, today() + timedelta(days=9), status="planned", papers_due=today() + timedelta(days=9)
    )
    make_meeting(council, today() - timedelta(days=9), status="held")
    propose_item(council, title="Ett", text="", association=None, form_key=uuid.uuid4(), actor=member)
    titles = ("Skicka ut handlingarna", "Kalla till mötet", "Skriv klart anteckningarna", "Svara på en före")

    def told() -> list[str]:
        rows = [row.title for row in overview_rows(coordinator)]
        return [title for title in titles if any(row.startswith(title) for row in rows)]

    assert told() == list(titles)
    assert (services.remind_of_papers(), services.remind_of_papers()) == (1, 0)
    assert [one["to"] for one in letters("Handlingar")] == [coordinator.email]
    make_secretary(council, make_user("Sasha Sekreterare"))
    assert told() == []


def test_the_secretary_is_reminded_once_of_papers_that_are_due(council: Any, secretary: Any) -> None:
    make_meeting(council, papers_due=today() + timedelta(days=2))
    make_meeting(council, papers_due=today() + timedelta(days=9))

    assert services.remind_of_papers() == 1
    assert services.remind_of_papers() == 0
    (letter,) = letters("Handlingar")
    assert letter["to"] == secretary.email
    assert council.name not in letter["subject"] + letter["body"]
