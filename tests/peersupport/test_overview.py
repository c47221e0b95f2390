"""The pipeline as columns and list, ageing, full-time equivalents, money, the map; one's own placements."""

from datetime import timedelta
from typing import Any

import pytest
from dateutil.relativedelta import relativedelta
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from common.swedish import today
from organisations.models import Unit
from peersupport.models import FundingPeriod, Interest, PeerPost, Placement, SupervisionSession
from peersupport.queries import pipeline as queries
from peersupport.queries.overview import waiting_rows
from peersupport.words import WAY, Phase
from tests.peersupport.build import fill, make_placement

pytestmark = pytest.mark.django_db


def _many(unit: Unit, number: int) -> None:
    """So many units with a placement each, in every phase, with a post and money."""
    units = Unit.objects.bulk_create(
        Unit(
            name=f"Enhet {place}",
            slug=f"enhet-{place}",
            principal=unit.principal,
            municipality=unit.municipality,
        )
        for place in range(number)
    )
    made = Placement.objects.bulk_create(
        Placement(
            unit=one,
            status=WAY[place % len(WAY)],
            status_since=today() - timedelta(days=place),
            is_public=True,
            share=100,
        )
        for place, one in enumerate(units)
    )
    Placement.objects.filter(pk__in=[one.pk for one in made[::9]]).update(
        status="not_now",
        former_status="interest",
        reason="Inga pengar.",
        review_on=today() + timedelta(days=3),
    )
    PeerPost.objects.bulk_create(
        PeerPost(placement=one, share=50, starts_on=today() - timedelta(days=5)) for one in made
    )
    FundingPeriod.objects.bulk_create(
        FundingPeriod(
            placement=one,
            kind="project",
            source="Projekt",
            amount_ore=100_000_00,
            starts_on=today() - timedelta(days=50),
            ends_on=today() + timedelta(days=50),
        )
        for one in made
    )
    SupervisionSession.objects.bulk_create(
        SupervisionSession(placement=one, day=today() + timedelta(days=3), form="group") for one in made
    )
    Interest.objects.create(unit=unit, why="Vi vill.")


@pytest.mark.parametrize("number", [10, 500])
@pytest.mark.parametrize("query", ["", "?visa=lista"])
def test_the_overview_asks_at_most_twelve_times_however_many_there_are(
    client: Client, unit: Unit, coordinator: User, number: int, query: str
):
    _many(unit, number)
    client.force_login(coordinator)

    with CaptureQueriesContext(connection) as asked:
        answer = client.get(f"/placeringar/{query}")

    assert answer.status_code == 200
    assert len(asked) == {"": 11, "?visa=lista": 7}[query]


def test_a_manager_of_many_placements_waits_for_as_few_queries_as_one_of_one(
    client: Client, unit: Unit, unit_manager: User
):
    client.force_login(unit_manager)
    counts = []
    for number in (1, 12):
        while Placement.objects.count() < number:
            fill(make_placement(unit, "introduction"))
        with CaptureQueriesContext(connection) as asked:
            client.get("/placeringar/")
        with CaptureQueriesContext(connection) as rows:
            assert list(waiting_rows(User.objects.get(pk=unit_manager.pk)))
        counts.append((len(asked), len(rows)))

    assert counts == [(7, 5), (7, 5)]


def test_columns_tell_how_long_each_has_stood_and_what_is_missing(unit: Unit, coordinator: User):
    make_placement(unit, "readiness", status_since=today() - relativedelta(months=9))
    make_placement(unit, "interest", status_since=today(), purpose="Stöd", contact_name="Ida")

    page = queries.pipeline(coordinator)

    columns = {column.phase: column for column in page.columns}
    stale = columns["readiness"].rows[0]
    assert stale.note.startswith("Har stått i förberedelse i nio månader: beslut saknas")
    assert stale.is_stale
    fresh = columns["interest"].rows[0]
    assert (fresh.note.startswith("Har stått i intresse sedan"), fresh.is_stale) == (True, False)
    assert [column.count for column in page.columns] == [1, 1, 0, 0, 0, 0, 0, 0]


def test_full_time_counts_todays_shares_of_what_goes_on(unit: Unit, other_unit: Unit, coordinator: User):
    day = today()
    running, ended = make_placement(unit, "running"), make_placement(other_unit, "ended", reason="Slut.")
    for placement, share, first, last in (
        (running, 75, -100, -51),
        (running, 50, -50, 0),
        (running, 75, 1, None),
        (make_placement(unit, "permanent"), 75, -9, None),
        (ended, 75, -9, None),
    ):
        PeerPost.objects.create(
            placement=placement,
            share=share,
            starts_on=day + timedelta(days=first),
            ends_on=None if last is None else day + timedelta(days=last),
        )

    page = queries.pipeline(coordinator)

    assert (page.posts, page.full_time) == (2, "1,25")


def test_the_page_shows_money_that_ends_and_where_placements_are(
    client: Client, unit: Unit, coordinator: User, administrator: User
):
    placement = make_placement(unit, "running")
    FundingPeriod.objects.create(
        placement=placement,
        kind="state_grant",
        source="Statsbidrag",
        amount_ore=300_000_00,
        starts_on=today() - timedelta(days=30),
        ends_on=today() + timedelta(days=60),
    )
    client.force_login(coordinator)
    page = client.get("/placeringar/").content.decode()

    assert "Pengar som tar slut" in page
    assert "Pengarna tar slut" in page
    assert 'Gävle, 1 placering"' in page
    other = make_placement(unit, "introduction")
    ending = "/placeringar/?visa=lista&pengar=slut"
    listed = client.get(ending).content.decode()
    assert f"/placeringar/{placement.pk}/" in listed
    assert f"/placeringar/{other.pk}/" not in listed
    client.force_login(administrator)
    assert "Pengarna" not in client.get("/placeringar/").content.decode()
    # Who doesn't keep the money learns nothing by asking for it either.
    assert f"/placeringar/{other.pk}/" in client.get(ending).content.decode()


def test_the_list_is_paged_and_chosen_by_phase_and_place_and_forgives_the_rest(
    client: Client, unit: Unit, coordinator: User
):
    client.force_login(coordinator)
    assert "Ingen placering än" in client.get("/placeringar/").content.decode()
    assert "Ingen placering än" in client.get("/placeringar/?visa=lista").content.decode()
    _many(unit, 60)

    first = client.get("/placeringar/?visa=lista&fas=vilar&kommun=gavle").context["found"]
    assert {row.placement.status for row in first.rows} == {Phase.NOT_NOW}
    second = client.get("/placeringar/?visa=lista&sida=2").context["found"]
    assert second.page.number == 2
    assert len(second.rows) == queries.PER_PAGE
    odd = client.get("/placeringar/?visa=lista&fas=x&kommun=y&sida=-3")
    assert odd.status_code == 200
    assert not odd.context["found"].is_chosen


def test_the_supervisor_sees_the_next_time_and_what_was_missed(
    client: Client, unit: Unit, supervisor: User, other_unit: Unit
):
    placement = make_placement(unit, "running")
    make_placement(other_unit, "running")
    day = today()
    for days, state in ((-60, "missed"), (-30, "missed"), (20, "planned")):
        SupervisionSession.objects.create(
            placement=placement,
            day=day + timedelta(days=days),
            form="group",
            state=state,
            noted_at=None if state == "planned" else placement.created_at,
        )
    client.force_login(supervisor)
    page: Any = client.get("/placeringar/")

    (own,) = page.context["own"].going
    assert own.supervision.missed == 2
    assert "Nästa handledning" in own.supervision_words
    assert "Två gånger i rad inte hållen." in own.supervision_words
