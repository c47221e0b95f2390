import uuid

import pytest

from calendar_app.models import Event
from common.errors import DomainError
from common.models import StatusChange, TrailEntry
from common.transitions import Transition, change_status, missing_for

MOVES = (
    Transition("draft", "proposed", permission="calendar_app.propose_event"),
    Transition("draft", "published", permission="calendar_app.publish_event"),
    Transition("proposed", "draft", permission="calendar_app.withdraw_event"),
)


@pytest.fixture
def event(association, monkeypatch):
    # A table of the test's own: the calendar's conditions are tested in its room.
    monkeypatch.setattr(Event, "TRANSITIONS", MOVES)
    event = Event.objects.create(title="Öppet hus", kind="open_house", created_by=uuid.uuid4())
    event.associations.add(association)
    return event


def test_a_move_is_written_with_who_and_when(event, representative):
    change_status(event, "proposed", actor=representative, note="Klart")

    event.refresh_from_db()
    assert event.status == "proposed"
    change = StatusChange.objects.get(object_id=str(event.pk))
    assert (change.source, change.target, change.note) == ("draft", "proposed", "Klart")
    assert change.actor_id == representative.actor_id
    assert TrailEntry.objects.get(object_id=str(event.pk)).fields == ["status"]


def test_a_move_without_permission_changes_nothing(event, other_representative):
    with pytest.raises(DomainError, match="behörighet"):
        change_status(event, "proposed", actor=other_representative)

    event.refresh_from_db()
    assert event.status == "draft"
    assert not StatusChange.objects.exists()


def test_a_move_that_is_not_in_the_table_is_a_calm_sentence(event, coordinator):
    with pytest.raises(DomainError, match="Ladda om sidan"):
        change_status(event, "archived", actor=coordinator)


def test_the_state_in_the_database_counts_not_the_copy_in_hand(event, coordinator):
    stale = Event.objects.get(pk=event.pk)
    change_status(event, "published", actor=coordinator)

    with pytest.raises(DomainError):
        change_status(stale, "draft", actor=coordinator)


def test_what_is_missing_is_told_before_the_move(event, coordinator, monkeypatch):
    needs_place = Transition(
        "draft",
        "published",
        permission="calendar_app.publish_event",
        needs=(lambda e: None if e.place else "Skriv var.",),
    )
    monkeypatch.setattr(Event, "TRANSITIONS", (needs_place,))

    assert missing_for(event, "published") == ["Skriv var."]
    with pytest.raises(DomainError, match="Skriv var"):
        change_status(event, "published", actor=coordinator)
