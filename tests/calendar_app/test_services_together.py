"""Two people, two tabs, a double click: at the same moment, in real transactions."""

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from calendar_app.models import Event
from calendar_app.services import flow
from calendar_app.services.content import EventContent, TimePlan
from calendar_app.services.events import create_event, edit_event
from common.errors import DomainError, EditConflictError
from common.models import StatusChange
from tests.at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def content(association: Any, **values: Any) -> EventContent:
    base = {"title": "Samtalsgrupp", "kind": "talk_group", "association_ids": (association.pk,)}
    return EventContent(**{**base, **values})


def plan() -> TimePlan:
    start: datetime = timezone.now() + timedelta(days=3)
    return TimePlan(start=start, end=start + timedelta(hours=2))


def test_a_double_click_creates_one_event(association: Any, representative: User) -> None:
    key = uuid.uuid4()
    when = plan()

    def send() -> Event:
        me = User.objects.get(pk=representative.pk)
        return create_event(content(association), when, actor=me, form_key=key)

    first, second = at_once(send, send)

    assert first == second
    assert Event.objects.count() == 1
    assert first.occurrences.count() == 1


def test_two_coordinators_publish_once(association: Any, make_user: Any, representative: User) -> None:
    event = create_event(content(association), plan(), actor=representative)
    flow.propose_event(event, actor=representative)
    people = [make_user(f"Samordnare {number}", "coordinator") for number in (1, 2)]

    def publish(user: User) -> Callable[[], None]:
        return lambda: flow.publish_event(Event.objects.get(pk=event.pk), actor=User.objects.get(pk=user.pk))

    results = at_once(*(publish(user) for user in people))

    assert sorted(isinstance(result, DomainError) for result in results) == [False, True]
    assert StatusChange.objects.filter(target="published").count() == 1


def test_two_editors_of_the_same_version_one_is_told(association: Any, make_user: Any) -> None:
    people = [make_user(f"Samordnare {number}", "coordinator") for number in (1, 2)]
    event = create_event(content(association), plan(), actor=people[0])
    flow.publish_event(event, actor=people[0])
    event.refresh_from_db()

    def edit(user: User, title: str) -> Callable[[], Event]:
        return lambda: edit_event(
            Event.objects.get(pk=event.pk),
            content(association, title=title),
            None,
            expected_version=event.version,
            actor=User.objects.get(pk=user.pk),
        )

    results = at_once(edit(people[0], "Ett"), edit(people[1], "Två"))

    conflicts = [result for result in results if isinstance(result, EditConflictError)]
    assert len(conflicts) == 1
    assert Event.objects.get().version == event.version + 1


def test_two_clocks_extend_a_series_once(association: Any, coordinator: User) -> None:
    from calendar_app.services.content import Repeat

    when = plan()
    endless = TimePlan(start=when.start, end=when.end, repeat=Repeat(frequency="weekly"))
    event = create_event(content(association), endless, actor=coordinator)
    series = event.series
    assert series is not None
    before = event.occurrences.count()
    event.occurrences.filter(rule_day__gt=series.first_day + timedelta(weeks=10)).delete()
    series.expanded_to = series.first_day + timedelta(weeks=10)
    series.save(update_fields=["expanded_to"])

    added = at_once(flow.extend_series, flow.extend_series)

    assert sorted(added) == [0, before - 11]
    assert event.occurrences.count() == before
