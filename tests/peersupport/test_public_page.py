"""The public page: honest about evidence, units that have ticked, sums that point nobody out, found by the search."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from common.page_cache import forget_pages
from common.search import index
from common.search.asking import ask
from common.site_map import places
from common.swedish import today
from organisations.models import Unit
from peersupport.models import PeerPost, Placement
from peersupport.services.placements import show_placement

PAGE = "/peer-support/"


@pytest.fixture
def running(unit: Unit) -> Placement:
    return Placement.objects.create(
        unit=unit, status="running", status_since=today(), share=75, is_public=True
    )


def others(unit: Unit, count: int, share: int = 50) -> None:
    """So many more posts, at units that have not chosen to be seen."""
    for number in range(count):
        place = Unit.objects.create(name=f"Enhet {number}", slug=f"enhet-{number}", principal=unit.principal)
        Placement.objects.create(unit=place, status="running", status_since=today(), share=share)


@pytest.mark.django_db
def test_it_says_what_is_known_with_sources_and_when_they_were_read(client: Any) -> None:
    page = client.get(PAGE).text

    assert "inte tillräcklig evidens" in page
    assert "tillräckligt med kunskap för att pröva" in page
    assert "Källor" in page
    assert "Texten jämfördes med källorna" in page
    assert "/peer-support/intresse/" in page
    assert "/engagera-dig/peer-supporter/" in page


@pytest.mark.parametrize(
    ("change", "is_shown"),
    [
        ({}, True),
        ({"status": "permanent"}, True),
        ({"status": "introduction"}, False),
        ({"status": "ended", "reason": "Slut."}, False),
        ({"is_public": False}, False),
    ],
)
def test_a_unit_is_shown_from_running_on_when_it_has_ticked(
    running: Placement, client: Any, change: dict[str, Any], is_shown: bool
) -> None:
    PeerPost.objects.create(placement=running, name="Mio Fjällsjö", share=75, starts_on=today())
    Placement.objects.update(**change)

    page = client.get(PAGE).text

    assert (f"verksamhet-{running.unit.slug}" in page) is is_shown
    assert "Mio Fjällsjö" not in page
    assert "75" not in page


def test_a_tick_is_seen_at_once_and_a_closed_unit_is_gone(
    running: Placement, unit_manager: Any, client: Any
) -> None:
    show_placement(running, False, actor=unit_manager)
    before = client.get(PAGE).text

    show_placement(running, True, actor=unit_manager)
    forget_pages()
    after = client.get(PAGE).text
    Unit.objects.update(closed_on=today() - timedelta(days=1))
    forget_pages()

    assert running.unit.name not in before
    assert running.unit.name in after
    assert running.unit.name not in client.get(PAGE).text


@pytest.mark.parametrize(
    ("more", "said"), [(0, "färre än fem"), (3, "färre än fem"), (4, "ungefär tre heltider")]
)
def test_sums_are_told_from_five_posts_on(running: Placement, client: Any, more: int, said: str) -> None:
    others(running.unit, more)

    assert said in client.get(PAGE).text


def test_the_search_finds_the_page_for_all_ticked_units_for_all_and_placements_for_those_who_may(
    running: Placement, unit_manager: Any, outsider: Any
) -> None:
    others(running.unit, 1)

    def found(user: Any) -> list[tuple[str, str]]:
        index.repair()
        return [(hit.kind, hit.url) for hit in ask("peer support öppenvården", user).hits]

    unit = ("Verksamhet med peer support", f"{PAGE}#verksamhet-{running.unit.slug}")
    placement = ("Placering", running.get_absolute_url())
    assert found(AnonymousUser()) == found(outsider) == [unit]
    assert set(found(unit_manager)) == {unit, placement}
    assert ("Sida", PAGE) in [(hit.kind, hit.url) for hit in ask("peer support", AnonymousUser()).hits]
    Placement.objects.get(pk=running.pk).delete()
    assert not {unit, placement} & set(found(unit_manager))
    assert PAGE in {place.path for place in places()}


def test_the_page_asks_as_little_of_three_units_as_of_one(
    running: Placement, client: Any, django_assert_num_queries: Any
) -> None:
    client.get(PAGE)
    forget_pages()
    with django_assert_num_queries(5):
        client.get(PAGE)
    others(running.unit, 2)
    Placement.objects.update(is_public=True)
    forget_pages()
    with django_assert_num_queries(5):
        client.get(PAGE)
