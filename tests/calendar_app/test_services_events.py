"""Creating, editing and copying events."""

import uuid
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from django.utils import timezone

from calendar_app.models import Event, Occurrence
from calendar_app.services import flow
from calendar_app.services.changes import (
    EditOutcome,
    approve_event_change,
    propose_event_change,
    return_event_change,
    submit_edit,
    withdraw_event_change,
)
from calendar_app.services.content import EventContent, Repeat, TimePlan, content_of, described
from calendar_app.services.events import Scope, clone_event, create_event, edit_event
from calendar_app.services.schedule import plan_of
from calendar_app.services.series import STOCKHOLM
from common.errors import DomainError, EditConflictError
from common.models import CacheStamp, StatusChange, TrailEntry

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_a_monday_in_october(time_machine_at: Any) -> None:
    time_machine_at("2026-10-05 09:00")


def at(day: date, clock: str) -> datetime:
    return datetime.combine(day, time.fromisoformat(clock), STOCKHOLM)


WEDNESDAY = date(2026, 10, 14)


def content(association: Any, **values: Any) -> EventContent:
    return EventContent(
        **{
            "title": "Öppen samtalsgrupp",
            "kind": "talk_group",
            "association_ids": (association.pk,),
            "place": "Föreningshuset",
            **values,
        }
    )


def plan(day: date = WEDNESDAY, starts: str = "18:00", ends: str = "20:00", **repeat: Any) -> TimePlan:
    return TimePlan(
        start=at(day, starts),
        end=at(day, ends),
        repeat=Repeat(**{"frequency": "weekly", **repeat}) if repeat else None,
    )


def starts_of(event: Event) -> list[str]:
    return [f"{row.start.astimezone(STOCKHOLM):%m-%d %H:%M}" for row in event.occurrences.in_order()]


@pytest.fixture
def weekly(association: Any, coordinator: Any) -> Event:
    """A public weekly event, five Wednesdays from 14 October."""
    event = create_event(content(association), plan(count=5), actor=coordinator)
    flow.publish_event(event, actor=coordinator)
    return event


def test_a_representative_creates_a_draft_with_its_times(association: Any, representative: Any) -> None:
    event = create_event(content(association), plan(count=3), actor=representative)

    assert event.status == "draft"
    assert starts_of(event) == ["10-14 18:00", "10-21 18:00", "10-28 18:00"]
    assert StatusChange.objects.get(object_type="calendar_app.event").target == "draft"
    assert TrailEntry.objects.get(verb="create_event").actor_id == representative.actor_id


def test_a_representative_creates_nothing_for_another_association(
    association: Any, other_association: Any, representative: Any, outsider: Any, coordinator: Any
) -> None:
    theirs = content(other_association)

    with pytest.raises(DomainError) as refused:
        create_event(theirs, plan(), actor=representative)
    with pytest.raises(DomainError):
        create_event(theirs, plan(), actor=outsider)

    assert refused.value.field == "association_ids"
    assert create_event(theirs, plan(), actor=coordinator).associations.get() == other_association


def test_the_same_form_sent_twice_gives_one_event(association: Any, representative: Any) -> None:
    key = uuid.uuid4()

    first = create_event(content(association), plan(), actor=representative, form_key=key)
    second = create_event(content(association), plan(), actor=representative, form_key=key)

    assert first == second
    assert Event.objects.count() == 1


def test_somebody_elses_form_key_gives_nothing_away(
    association: Any, representative: Any, coordinator: Any
) -> None:
    key = uuid.uuid4()
    create_event(content(association), plan(), actor=representative, form_key=key)

    with pytest.raises(Exception, match="form_key"):
        create_event(content(association), plan(), actor=coordinator, form_key=key)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "x" * 10_000}, "title"),
        ({"kind": "party"}, "kind"),
        ({"contact_email": "hej.egnaord.example"}, "contact_email"),
        ({"contact_phone": "ring mig"}, "contact_phone"),
        ({"online_link": "javascript:alert(1)"}, "online_link"),
        ({"participation_step": 6}, "participation_step"),
        ({"audiences": ("martians",)}, "audiences"),
        ({"access_facts": ("trapdoor",)}, "access_facts"),
        ({"attendance": "telepathy"}, "attendance"),
        ({"municipality_id": 999_999}, "municipality_id"),
        ({"unit_ids": (999_999,)}, "unit_ids"),
        ({"description": "Ring 19121212-1212"}, "description"),
    ],
)
def test_bad_content_is_refused_at_its_field(
    association: Any, coordinator: Any, values: dict[str, Any], field: str
) -> None:
    with pytest.raises(DomainError) as refused:
        create_event(content(association, **values), plan(), actor=coordinator)

    assert refused.value.field == field
    assert not Event.objects.exists()


def test_hidden_signs_are_taken_out_and_emoji_stay(association: Any, coordinator: Any) -> None:
    event = create_event(
        content(association, title="Fika\u202e ☕\x00 <script>", contact_phone="070-174 06 05"),
        plan(),
        actor=coordinator,
    )

    assert event.title == "Fika ☕ <script>"
    assert event.contact_phone == "+46701740605"


@pytest.mark.parametrize(
    ("bad", "field"),
    [
        (TimePlan(start=at(WEDNESDAY, "18:00"), end=at(WEDNESDAY, "16:00")), "end"),
        (TimePlan(start=at(WEDNESDAY, "18:00"), end=at(WEDNESDAY, "18:00")), "end"),
        (TimePlan(start=at(WEDNESDAY, "18:00"), end=at(date(2026, 10, 13), "20:00")), "end"),
        (TimePlan(start=at(WEDNESDAY, "18:00"), end=at(date(2026, 12, 24), "20:00")), "end"),
        (TimePlan(start=at(date(1026, 10, 14), "18:00"), end=at(WEDNESDAY, "20:00")), "start"),
        (TimePlan(start=at(date(2206, 10, 14), "18:00"), end=at(date(2206, 10, 14), "20:00")), "start"),
        (plan(interval=0), "interval"),
        (plan(frequency="daily"), "frequency"),
        (plan(count=0), "count"),
        (plan(count=3, until=date(2026, 12, 1)), "count"),
        (plan(until=date(2026, 10, 1)), "until"),
        (plan(count=401), "count"),
        (plan(until=date(2036, 1, 1)), "until"),
        (plan(count=1, excluded=(WEDNESDAY,)), "excluded"),
        (plan(frequency="monthly_last"), "start"),
    ],
)
def test_bad_times_are_refused_at_their_field(
    association: Any, coordinator: Any, bad: TimePlan, field: str
) -> None:
    with pytest.raises(DomainError) as refused:
        create_event(content(association), bad, actor=coordinator)

    assert refused.value.field == field
    assert not Event.objects.exists()


def test_changed_words_reach_subscribers_and_keep_the_uids(weekly: Event, coordinator: Any) -> None:
    uids = set(weekly.occurrences.values_list("uid", flat=True))
    stamp = CacheStamp.objects.get(room="calendar").value

    edit_event(
        weekly,
        content(weekly.associations.get(), title="Samtalsgrupp för nya"),
        None,
        scope=Scope.ALL,
        occurrence=None,
        expected_version=weekly.version,
        actor=coordinator,
    )

    weekly.refresh_from_db()
    assert weekly.title == "Samtalsgrupp för nya"
    assert set(weekly.occurrences.values_list("uid", flat=True)) == uids
    assert set(weekly.occurrences.values_list("sequence", flat=True)) == {1}
    assert CacheStamp.objects.get(room="calendar").value == stamp + 1


def test_one_time_with_other_words_becomes_an_event_of_its_own(weekly: Event, coordinator: Any) -> None:
    third = weekly.occurrences.in_order()[2]

    one = edit_event(
        weekly,
        content(weekly.associations.get(), title="Gäst: en som har varit med"),
        None,
        scope=Scope.THIS,
        occurrence=third,
        expected_version=weekly.version,
        actor=coordinator,
    )

    assert one != weekly
    assert one.split_from == weekly
    assert one.status == "published"
    assert one.occurrences.get().uid == third.uid
    assert one.occurrences.get().sequence == 1
    assert starts_of(weekly) == ["10-14 18:00", "10-21 18:00", "11-04 18:00", "11-11 18:00"]
    weekly.refresh_from_db()
    assert weekly.title == "Öppen samtalsgrupp"


def test_one_moved_time_stays_in_its_series_as_new_time(weekly: Event, coordinator: Any) -> None:
    second = weekly.occurrences.in_order()[1]

    same = edit_event(
        weekly,
        content_of(weekly),
        plan(date(2026, 10, 22), "17:00", "19:00"),
        scope=Scope.THIS,
        occurrence=second,
        expected_version=weekly.version,
        actor=coordinator,
    )

    second.refresh_from_db()
    assert same == weekly
    assert second.is_moved
    assert second.original_start == at(date(2026, 10, 21), "18:00")
    assert second.start == at(date(2026, 10, 22), "17:00")
    assert second.sequence == 1


def test_this_and_following_splits_the_series(weekly: Event, coordinator: Any) -> None:
    uids = list(weekly.occurrences.in_order().values_list("uid", flat=True))
    third = weekly.occurrences.in_order()[2]

    later = edit_event(
        weekly,
        content(weekly.associations.get(), title="Kvällsgrupp"),
        plan(date(2026, 10, 29), "19:00", "21:00", count=3),
        scope=Scope.THIS_AND_FOLLOWING,
        occurrence=third,
        expected_version=weekly.version,
        actor=coordinator,
    )

    assert starts_of(weekly) == ["10-14 18:00", "10-21 18:00"]
    assert starts_of(later) == ["10-29 19:00", "11-05 19:00", "11-12 19:00"]
    assert list(later.occurrences.in_order().values_list("uid", flat=True)) == uids[2:]
    weekly.refresh_from_db()
    assert weekly.series.until == date(2026, 10, 27)
    assert later.series.continues == weekly.series
    assert later.series.count == 3


def test_following_from_the_first_time_is_the_whole_series(weekly: Event, coordinator: Any) -> None:
    first = weekly.occurrences.in_order()[0]

    same = edit_event(
        weekly,
        content(weekly.associations.get(), title="Nytt namn"),
        plan_of(weekly),
        scope=Scope.THIS_AND_FOLLOWING,
        occurrence=first,
        expected_version=weekly.version,
        actor=coordinator,
    )

    assert same == weekly
    assert Event.objects.count() == 1


def test_all_moves_the_coming_times_and_leaves_past_and_moved_ones(
    weekly: Event, coordinator: Any, time_machine_at: Any
) -> None:
    rows = list(weekly.occurrences.in_order())
    flow.move_occurrence(
        rows[2], at(date(2026, 10, 30), "10:00"), at(date(2026, 10, 30), "12:00"), actor=coordinator
    )
    flow.cancel_occurrence(rows[3], actor=coordinator)
    time_machine_at("2026-10-16 09:00")
    weekly.refresh_from_db()

    edit_event(
        weekly,
        content_of(weekly),
        plan(date(2026, 10, 15), "19:00", "20:30", count=5),
        scope=Scope.ALL,
        occurrence=None,
        expected_version=weekly.version,
        actor=coordinator,
    )

    assert starts_of(weekly) == ["10-14 18:00", "10-22 19:00", "10-30 10:00", "11-05 19:00", "11-12 19:00"]
    after = list(weekly.occurrences.in_order())
    assert [row.uid for row in after] == [row.uid for row in rows]
    assert [row.status for row in after] == ["planned", "planned", "planned", "cancelled", "planned"]
    assert after[2].is_moved
    assert after[0].sequence == 0
    assert after[1].sequence == 1


def test_a_time_moved_ahead_from_a_day_that_has_been_stays_when_the_series_changes(
    weekly: Event, coordinator: Any, time_machine_at: Any
) -> None:
    first = weekly.occurrences.in_order()[0]
    flow.move_occurrence(
        first, at(date(2026, 10, 30), "10:00"), at(date(2026, 10, 30), "12:00"), actor=coordinator
    )
    time_machine_at("2026-10-16 09:00")
    weekly.refresh_from_db()

    edit_event(
        weekly,
        content_of(weekly),
        plan(date(2026, 10, 15), "19:00", "20:30", count=5),
        expected_version=weekly.version,
        actor=coordinator,
    )

    assert starts_of(weekly) == ["10-22 19:00", "10-29 19:00", "10-30 10:00", "11-05 19:00", "11-12 19:00"]
    assert set(weekly.occurrences.values_list("status", flat=True)) == {"planned"}


def test_following_from_a_first_time_that_was_moved_is_the_whole_series(
    weekly: Event, coordinator: Any
) -> None:
    first = weekly.occurrences.in_order()[0]
    flow.move_occurrence(
        first, at(date(2026, 10, 22), "18:00"), at(date(2026, 10, 22), "20:00"), actor=coordinator
    )
    weekly.refresh_from_db()

    same = edit_event(
        weekly,
        content(weekly.associations.get(), title="Nytt namn"),
        plan_of(weekly),
        scope=Scope.THIS_AND_FOLLOWING,
        occurrence=first,
        expected_version=weekly.version,
        actor=coordinator,
    )

    assert same == weekly
    assert starts_of(weekly) == ["10-21 18:00", "10-22 18:00", "10-28 18:00", "11-04 18:00", "11-11 18:00"]


def test_following_from_where_the_rule_begins_anew_leaves_what_has_been(
    weekly: Event, coordinator: Any, time_machine_at: Any
) -> None:
    time_machine_at("2026-10-30 09:00")
    begins = plan(date(2026, 11, 4), count=2)
    edit_event(weekly, content_of(weekly), begins, expected_version=weekly.version, actor=coordinator)
    weekly.refresh_from_db()

    later = edit_event(
        weekly,
        content(weekly.associations.get(), title="Kvällsgrupp"),
        begins,
        scope=Scope.THIS_AND_FOLLOWING,
        occurrence=weekly.occurrences.in_order()[3],
        expected_version=weekly.version,
        actor=coordinator,
    )

    weekly.refresh_from_db()
    assert (weekly.title, starts_of(weekly)) == (
        "Öppen samtalsgrupp",
        ["10-14 18:00", "10-21 18:00", "10-28 18:00"],
    )
    assert (later.title, starts_of(later)) == ("Kvällsgrupp", ["11-04 18:00", "11-11 18:00"])
    assert plan_of(later) == begins


def test_a_day_that_was_split_off_is_not_filled_again(weekly: Event, coordinator: Any) -> None:
    third = weekly.occurrences.in_order()[2]
    edit_event(
        weekly,
        content(weekly.associations.get(), title="Gäst"),
        None,
        scope=Scope.THIS,
        occurrence=third,
        expected_version=weekly.version,
        actor=coordinator,
    )
    weekly.refresh_from_db()
    kept = plan_of(weekly)

    edit_event(
        weekly,
        content_of(weekly),
        TimePlan(start=kept.start + timedelta(days=1), end=kept.end + timedelta(days=1), repeat=kept.repeat),
        scope=Scope.ALL,
        occurrence=None,
        expected_version=weekly.version,
        actor=coordinator,
    )

    assert starts_of(weekly) == ["10-15 18:00", "10-22 18:00", "11-05 18:00", "11-12 18:00"]


def test_a_shorter_series_keeps_near_times_as_cancelled_and_drops_far_ones(
    association: Any, coordinator: Any
) -> None:
    event = create_event(content(association), plan(until=date(2027, 3, 31)), actor=coordinator)
    flow.publish_event(event, actor=coordinator)
    event.refresh_from_db()

    edit_event(
        event,
        content_of(event),
        plan(until=date(2026, 11, 18)),
        scope=Scope.ALL,
        occurrence=None,
        expected_version=event.version,
        actor=coordinator,
    )

    planned = event.occurrences.filter(status="planned")
    cancelled = event.occurrences.filter(status="cancelled")
    assert planned.in_order().last().start == at(date(2026, 11, 18), "18:00")
    assert [row.start.date() for row in cancelled.in_order()] == [date(2026, 11, 25), date(2026, 12, 2)]


def test_a_draft_series_is_made_anew_without_leaving_cancelled_times(
    association: Any, coordinator: Any
) -> None:
    event = create_event(content(association), plan(count=10), actor=coordinator)

    edit_event(
        event,
        content_of(event),
        plan(count=2),
        scope=Scope.ALL,
        occurrence=None,
        expected_version=1,
        actor=coordinator,
    )

    assert starts_of(event) == ["10-14 18:00", "10-21 18:00"]


def test_a_single_event_moved_an_hour_shows_new_time(association: Any, coordinator: Any) -> None:
    event = create_event(content(association), plan(), actor=coordinator)
    flow.publish_event(event, actor=coordinator)
    event.refresh_from_db()

    edit_event(
        event,
        content_of(event),
        plan(starts="19:00", ends="21:00"),
        scope=Scope.ALL,
        occurrence=None,
        expected_version=event.version,
        actor=coordinator,
    )

    row = event.occurrences.get()
    assert row.is_moved
    assert row.sequence == 1
    assert row.start == at(WEDNESDAY, "19:00")


def test_a_single_event_becomes_a_series_and_a_series_single(association: Any, coordinator: Any) -> None:
    event = create_event(content(association), plan(), actor=coordinator)
    uid = event.occurrences.get().uid

    edit_event(event, content_of(event), plan(count=3), expected_version=1, actor=coordinator)
    event.refresh_from_db()
    assert len(starts_of(event)) == 3
    assert event.occurrences.in_order()[0].uid == uid
    edit_event(event, content_of(event), plan(), expected_version=2, actor=coordinator)

    event.refresh_from_db()
    assert event.series is None
    assert event.occurrences.get().uid == uid


def test_the_second_of_two_editors_is_told_what_the_first_changed(weekly: Event, coordinator: Any) -> None:
    opened = weekly.version
    edit_event(
        weekly,
        content(weekly.associations.get(), place="Biblioteket"),
        None,
        expected_version=opened,
        actor=coordinator,
    )

    with pytest.raises(EditConflictError) as conflict:
        edit_event(
            weekly,
            content(weekly.associations.get(), title="Min rubrik", place="Föreningshuset"),
            None,
            expected_version=opened,
            actor=coordinator,
        )

    assert conflict.value.changed["Plats"] == ("Biblioteket", "Föreningshuset")
    weekly.refresh_from_db()
    assert weekly.title == "Öppen samtalsgrupp"


def test_a_representatives_change_of_a_public_event_waits_for_the_coordinator(
    weekly: Event, representative: Any, other_representative: Any, coordinator: Any
) -> None:
    association = weekly.associations.get()
    changed = content(association, title="Ändrad rubrik")

    with pytest.raises(DomainError):
        edit_event(weekly, changed, None, expected_version=weekly.version, actor=representative)
    with pytest.raises(DomainError):
        propose_event_change(
            weekly, changed, None, expected_version=weekly.version, actor=other_representative
        )
    saved, outcome = submit_edit(weekly, changed, None, expected_version=weekly.version, actor=representative)

    weekly.refresh_from_db()
    assert outcome == EditOutcome.PROPOSED
    assert weekly.title == "Öppen samtalsgrupp"
    with pytest.raises(DomainError):
        approve_event_change(weekly, actor=representative)
    approve_event_change(weekly, actor=coordinator)
    weekly.refresh_from_db()
    assert weekly.title == "Ändrad rubrik"
    assert not hasattr(Event.objects.get(pk=weekly.pk), "waiting_change")
    del saved


def test_a_trusted_association_changes_at_once(weekly: Event, representative: Any) -> None:
    association = weekly.associations.get()
    association.trusted = True
    association.save(update_fields=["trusted"])
    weekly = Event.objects.get(pk=weekly.pk)

    _, outcome = submit_edit(
        weekly,
        content(association, title="Ändrad rubrik"),
        None,
        expected_version=weekly.version,
        actor=representative,
    )

    assert outcome == EditOutcome.SAVED
    assert Event.objects.get(pk=weekly.pk).title == "Ändrad rubrik"


def test_a_change_is_returned_with_a_reason_or_withdrawn(
    weekly: Event, representative: Any, coordinator: Any
) -> None:
    changed = content(weekly.associations.get(), title="Ändrad rubrik")
    propose_event_change(weekly, changed, None, expected_version=weekly.version, actor=representative)

    with pytest.raises(DomainError):
        return_event_change(weekly, note="Nej", actor=representative)
    with pytest.raises(DomainError) as empty:
        return_event_change(weekly, note=" ", actor=coordinator)
    return_event_change(weekly, note="Skriv var ni ses.", actor=coordinator)
    with pytest.raises(DomainError):
        approve_event_change(weekly, actor=coordinator)
    propose_event_change(weekly, changed, None, expected_version=weekly.version, actor=representative)
    withdraw_event_change(weekly, actor=representative)

    assert empty.value.field == "note"
    assert StatusChange.objects.get(target="change_returned").note == "Skriv var ni ses."
    assert Event.objects.get(pk=weekly.pk).title == "Öppen samtalsgrupp"


def test_an_outdated_change_is_not_approved(weekly: Event, representative: Any, coordinator: Any) -> None:
    association = weekly.associations.get()
    propose_event_change(
        weekly,
        content(association, title="Ändrad"),
        None,
        expected_version=weekly.version,
        actor=representative,
    )
    edit_event(
        weekly,
        content(association, place="Biblioteket"),
        None,
        expected_version=weekly.version,
        actor=coordinator,
    )

    with pytest.raises(DomainError):
        approve_event_change(weekly, actor=coordinator)

    assert Event.objects.get(pk=weekly.pk).title == "Öppen samtalsgrupp"


def test_a_copy_is_a_draft_for_next_term_on_the_same_weekday(weekly: Event, representative: Any) -> None:
    Event.objects.filter(pk=weekly.pk).update(is_full=True)
    weekly.refresh_from_db()

    copy = clone_event(weekly, actor=representative)

    assert copy.status == "draft"
    assert copy.created_by == representative.actor_id
    assert not copy.is_full
    first = copy.occurrences.in_order()[0].start.astimezone(STOCKHOLM)
    assert (first.date(), first.hour) == (date(2027, 4, 14), 18)
    assert first.weekday() == 2
    assert copy.occurrences.count() == 5


def test_nobody_copies_what_they_do_not_organise(
    weekly: Event, other_representative: Any, outsider: Any
) -> None:
    for user in (other_representative, outsider):
        with pytest.raises(DomainError):
            clone_event(weekly, actor=user)

    assert Event.objects.count() == 1


def test_a_copy_out_of_july_and_on_the_same_weekday_of_the_month(association: Any, coordinator: Any) -> None:
    event = create_event(
        content(association),
        plan(date(2027, 1, 12), frequency="monthly_weekday", count=3),
        actor=coordinator,
    )

    copy = clone_event(event, actor=coordinator)

    first = copy.occurrences.in_order()[0].start.astimezone(STOCKHOLM).date()
    assert first == date(2027, 8, 10)  # second Tuesday in August


def test_an_event_of_a_representative_keeps_its_co_organiser(
    association: Any, other_association: Any, representative: Any, coordinator: Any
) -> None:
    event = create_event(
        content(association, association_ids=(association.pk, other_association.pk)),
        plan(),
        actor=coordinator,
    )

    with pytest.raises(DomainError):
        edit_event(event, content(association), None, expected_version=1, actor=representative)
    edit_event(
        event,
        content(association, association_ids=(association.pk, other_association.pk), title="Ny"),
        None,
        expected_version=1,
        actor=representative,
    )

    assert set(Event.objects.get().associations.all()) == {association, other_association}


def test_whole_days_run_from_midnight_to_midnight_over_the_autumn_change(
    association: Any, coordinator: Any
) -> None:
    days = TimePlan(start=at(date(2026, 10, 24), "00:00"), end=at(date(2026, 10, 26), "00:00"), all_day=True)

    event = create_event(content(association), days, actor=coordinator)

    row = event.occurrences.get()
    assert row.end - row.start == timedelta(hours=49)
    assert row.start == datetime(2026, 10, 23, 22, tzinfo=UTC)


def test_extra_single_times_are_rows_without_a_rule(association: Any, coordinator: Any) -> None:
    scattered = TimePlan(
        start=at(WEDNESDAY, "18:00"),
        end=at(WEDNESDAY, "20:00"),
        also=((at(date(2026, 10, 30), "10:00"), at(date(2026, 10, 30), "11:00")),),
    )

    event = create_event(content(association), scattered, actor=coordinator)

    assert event.series is None
    assert starts_of(event) == ["10-14 18:00", "10-30 10:00"]
    assert plan_of(event) == scattered


def test_occurrences_are_never_doubled_by_the_database(weekly: Event) -> None:
    row = weekly.occurrences.in_order()[0]

    with pytest.raises(Exception, match="occurrence_rule_day_once"):
        Occurrence.objects.create(
            event=weekly, start=row.start, end=row.end, rule_day=row.rule_day, updated_at=timezone.now()
        )


def test_a_change_of_another_part_never_replaces_the_one_that_waits(
    weekly: Event, representative: Any
) -> None:
    association = weekly.associations.get()
    row = weekly.occurrences.in_order()[1]
    version = weekly.version
    propose_event_change(
        weekly, content(association, title="Ett"), None, expected_version=version, actor=representative
    )

    with pytest.raises(DomainError):
        propose_event_change(
            weekly,
            content(association, title="Två"),
            None,
            scope=Scope.THIS,
            occurrence=row,
            expected_version=version,
            actor=representative,
        )
    change = propose_event_change(
        weekly, content(association, title="Tre"), None, expected_version=version, actor=representative
    )

    assert change.content["title"] == "Tre"


def test_a_phone_number_is_told_in_groups(db: None) -> None:
    told = described(EventContent(title="Möte", kind="meeting", contact_phone="+46701740611"))

    assert told["Telefon"] == "070-174 06 11"
