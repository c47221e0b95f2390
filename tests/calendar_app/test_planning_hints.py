"""Holidays, squeezed days and clashes: told, never refused."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from accounts.models import User
from calendar_app.holidays_sweden import planning_hint, planning_hints
from calendar_app.queries.clashes import find_clashes
from calendar_app.services import flow
from calendar_app.services.content import EventContent, TimePlan
from calendar_app.services.events import create_event
from calendar_app.services.series import STOCKHOLM


@pytest.mark.parametrize(
    ("day", "hint"),
    [
        (date(2027, 1, 1), "nyårsdagen"),
        (date(2027, 3, 26), "långfredagen"),
        (date(2027, 5, 6), "Kristi himmelsfärdsdag"),
        (date(2027, 5, 7), "klämdag"),
        (date(2027, 6, 6), "nationaldagen"),
        (date(2027, 6, 25), "midsommarafton"),
        (date(2026, 12, 24), "julafton"),
        (date(2026, 12, 31), "nyårsafton"),
        (date(2026, 10, 31), "alla helgons dag"),
        (date(2026, 10, 30), "dagen före alla helgons dag"),
        (date(2027, 7, 14), "vecka 28, då många är lediga"),
        (date(2026, 10, 14), ""),
        (date(2026, 10, 18), ""),
        (date(2026, 6, 5), "dagen före nationaldagen"),
    ],
)
def test_doubtful_days_are_named(day: date, hint: str) -> None:
    assert planning_hint(day) == hint


def test_many_doubtful_days_end_in_a_number() -> None:
    hints = planning_hints(date(2027, 7, 5) + timedelta(days=number) for number in range(10))

    assert len(hints) == 7
    assert hints[0] == "Mån 5\xa0juli ligger i vecka 27, då många är lediga."
    assert hints[-1].startswith("Och 4 dagar till")


def at(day: date, clock: str) -> datetime:
    return datetime.combine(day, time.fromisoformat(clock), STOCKHOLM)


DAY = date(2026, 10, 14)


def content(association: Any, **values: Any) -> EventContent:
    base = {"title": "Samtalsgrupp", "kind": "talk_group", "association_ids": (association.pk,)}
    return EventContent(**{**base, **values})


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("other", "starts", "ends", "words"),
    [
        ({"place": "föreningshuset"}, "19:00", "21:00", "på samma plats"),
        ({"audiences": ("relatives", "young")}, "19:00", "21:00", "för samma målgrupp i samma kommun"),
        ({"place": "Föreningshuset"}, "20:00", "21:00", ""),
        ({"place": "Biblioteket", "audiences": ("users",)}, "19:00", "21:00", ""),
    ],
)
def test_what_overlaps_in_place_or_people_is_told(
    association: Any,
    other_association: Any,
    coordinator: Any,
    municipality: Any,
    time_machine_at: Any,
    other: dict[str, Any],
    starts: str,
    ends: str,
    words: str,
) -> None:
    time_machine_at("2026-10-05 09:00")
    there = content(other_association, title="Annat", municipality_id=municipality.pk, **other)
    event = create_event(there, TimePlan(start=at(DAY, starts), end=at(DAY, ends)), actor=coordinator)
    flow.publish_event(event, actor=coordinator)
    mine = content(
        association, municipality_id=municipality.pk, place="Föreningshuset", audiences=("relatives",)
    )

    found = find_clashes(mine, [(at(DAY, "18:00"), at(DAY, "20:00"))], user=coordinator)

    assert [clash.words for clash in found] == (
        [f"”Annat” är {words} samtidigt ons 14\xa0okt."] if words else []
    )


@pytest.mark.django_db
def test_others_drafts_and_proposals_are_no_clash_for_strangers(
    association: Any,
    other_association: Any,
    representative: Any,
    other_representative: Any,
    coordinator: Any,
    time_machine_at: Any,
) -> None:
    time_machine_at("2026-10-05 09:00")
    span = (at(DAY, "18:00"), at(DAY, "20:00"))
    event = create_event(
        content(association, place="Huset"), TimePlan(start=span[0], end=span[1]), actor=representative
    )
    flow.propose_event(event, actor=representative)
    mine = content(other_association, place="Huset")

    stranger = find_clashes(mine, [span], user=User.objects.get(pk=other_representative.pk))
    reviewer = find_clashes(mine, [span], user=coordinator)

    assert stranger == []
    assert [clash.occurrence.event for clash in reviewer] == [event]
