"""Priority groups on activities: chosen in the form, kept through edits and copies, shown and filtered in public."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from calendar_app.filters import read_filter
from calendar_app.forms.events.activity import EventForm
from calendar_app.models import Event, Occurrence
from calendar_app.queries.export import HEADER, calendar_rows
from calendar_app.queries.feeds import feed_occurrences
from calendar_app.queries.options import filter_options
from calendar_app.services.content import content_from_json, content_of, content_to_json, described
from calendar_app.services.events import Scope, edit_event
from common.errors import DomainError
from common.models import TrailEntry
from common.swedish import today
from organisations.models import PriorityGroup
from tests.calendar_app.factories import make_occurrence

pytestmark = pytest.mark.django_db


@pytest.fixture
def groups(db: None) -> list[PriorityGroup]:
    PriorityGroup.objects.all().delete()
    return [
        PriorityGroup.objects.create(name=name, slug=slug, order=order)
        for order, (name, slug) in enumerate(
            (("Samsjuklighet", "samsjuklighet"), ("Barn och unga", "unga")), start=1
        )
    ]


@pytest.fixture
def event(association: Any, groups: list[PriorityGroup]) -> Event:
    made = make_occurrence(_soon(), association, title="Öppet hus för unga").event
    made.priority_groups.set([groups[1]])
    return made


def _soon() -> datetime:
    return timezone.now() + timedelta(days=2)


def _row(event: Event) -> Occurrence:
    return event.occurrences.get()


def test_content_carries_the_groups_through_words_and_json(event: Event, groups: list[PriorityGroup]) -> None:
    content = content_of(event)

    assert content.priority_group_ids == (groups[1].pk,)
    assert described(content)["Prioriterade grupper"] == "Barn och unga"
    assert content_from_json(content_to_json(content)) == content


def test_the_public_page_says_whom_it_is_especially_for(client: Client, event: Event) -> None:
    html = client.get(f"/kalender/aktivitet/{_row(event).pk}/").content.decode()

    assert "Särskilt för" in html
    assert "Barn och unga" in html


def test_the_filter_finds_those_with_a_group_and_only_those(
    client: Client, event: Event, association: Any
) -> None:
    make_occurrence(_soon(), association, title="Något annat")
    options = filter_options()

    found = read_filter({"grupp": ["unga"]}, options).filter.within(Occurrence.objects.public())

    assert [one.event.title for one in found] == ["Öppet hus för unga"]
    assert read_filter({"grupp": ["finns-inte"]}, options).unknown
    assert "Prioriterad grupp" in client.get("/kalender/").content.decode()


def test_a_retired_group_is_no_filter_and_stays_on_the_activity(
    client: Client, event: Event, groups: list[PriorityGroup]
) -> None:
    PriorityGroup.objects.update(retired_on=today())

    assert read_filter({"grupp": ["unga"]}, filter_options()).unknown
    assert "Barn och unga" in client.get(f"/kalender/aktivitet/{_row(event).pk}/").content.decode()


def test_feeds_and_table_tell_the_groups(client: Client, event: Event) -> None:
    ical = b"".join(client.get("/kalender/kalender.ics")).decode()
    [row] = calendar_rows()

    assert "Barn och unga" in ical.replace("\r\n ", "")
    assert row[HEADER.index("Prioriterade grupper")] == "Barn och unga"
    assert [one.group_names for one in feed_occurrences(read_filter({}, filter_options()).filter)] == [
        ["Barn och unga"]
    ]


def test_changing_the_groups_is_an_edit_like_any_other(
    event: Event, groups: list[PriorityGroup], coordinator: User
) -> None:
    both = replace(content_of(event), priority_group_ids=tuple(one.pk for one in groups))

    edited = edit_event(event, both, None, expected_version=event.version, actor=coordinator)

    assert [one.name for one in edited.priority_groups.in_order()] == ["Samsjuklighet", "Barn och unga"]
    assert TrailEntry.objects.filter(verb="edit_event", fields=["priority_group_ids"]).exists()


def test_a_time_changed_on_its_own_keeps_the_groups(
    event: Event, association: Any, coordinator: User
) -> None:
    second = make_occurrence(_soon() + timedelta(days=7), event=event)
    words = replace(content_of(event), title="Bara den här gången")

    copy = edit_event(
        event,
        words,
        None,
        scope=Scope.THIS,
        occurrence=second,
        expected_version=event.version,
        actor=coordinator,
    )

    assert copy.pk != event.pk
    assert [one.slug for one in copy.priority_groups.all()] == ["unga"]


def test_a_group_that_is_gone_is_told(event: Event, coordinator: User) -> None:
    with pytest.raises(DomainError, match="Gruppen finns inte längre"):
        edit_event(
            event, replace(content_of(event), priority_group_ids=(999_999,)), None,
            expected_version=event.version, actor=coordinator,
        )  # fmt: skip


def test_the_form_offers_those_in_use_and_what_the_activity_has(
    event: Event, groups: list[PriorityGroup], coordinator: User
) -> None:
    PriorityGroup.objects.update(retired_on=today())

    assert "priority_groups" not in EventForm(user=coordinator).fields
    kept: Any = EventForm(user=coordinator, event=event).fields["priority_groups"]

    assert kept.choices == [(groups[1].pk, "Barn och unga")]
