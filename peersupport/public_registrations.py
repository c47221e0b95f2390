"""What of peer support is public and found: search, addresses for search engines."""

from collections.abc import Iterable, Iterator
from typing import Any, Final

from common import registries
from common.registries import FixedPage, NavItem, SearchSource, SearchText
from common.site_map import Place, register_places
from organisations.models import Unit
from peersupport import evidence
from peersupport.models import Placement
from peersupport.queries.public_page import public_placements, public_results

#: Promised to outsiders; the URLconf isn't loaded yet when the rooms register.
ADDRESS: Final = "/peer-support/"
_PAGE: Final = FixedPage(
    1,
    SearchText(
        title="Peer support",
        url=ADDRESS,
        body=f"{evidence.WHAT_IT_IS[0]} Se var det finns, vad utvärderingar säger och hur en verksamhet kan börja.",
        keywords="peer supporter peersupport egenerfaren kamratstödjare återhämtning jämlike brukarinflytande anställning",
    ),
)


def register() -> None:
    """Fill the registries."""
    registries.register_main_nav(NavItem("Peer support", ADDRESS, order=37))
    for source in search_sources():
        registries.register_search_source(source)
    register_places(places)


def search_sources() -> list[SearchSource]:
    """The public page and the units on it for everybody; placements for those who may open them. Nobody's name."""
    return [
        SearchSource(
            kind="peer_page",
            label="Sidor",
            one="Sida",
            model=None,
            rows=lambda: (_PAGE,),
            entry=lambda one: one.text,
            order=1,
        ),
        SearchSource(
            kind="peer_unit",
            label="Peer support",
            one="Verksamhet med peer support",
            model=Placement,
            rows=public_placements,
            entry=_public,
            related={Unit: _of_unit},
            order=45,
        ),
        SearchSource(
            kind="placement",
            label="Mitt arbete",
            one="Placering",
            model=Placement,
            rows=lambda: Placement.objects.select_related("unit__municipality", "unit__principal"),
            visible=Placement.objects.visible_to,
            entry=_at_work,
            related={Unit: _of_unit},
            order=200,
        ),
    ]


def places() -> Iterator[Place]:
    """The page, and the results once there are any."""
    yield Place(ADDRESS)
    if public_results():
        yield Place(f"{ADDRESS}resultat/")


def _public(one: Placement) -> SearchText:
    return SearchText(
        title=f"Peer support: {one.unit}",
        url=f"{ADDRESS}#verksamhet-{one.unit.slug}",
        body=f"{one.unit}, {_place(one)}. {one.get_status_display()}.",
        keywords="peer supporter egenerfaren",
    )


def _at_work(one: Placement) -> SearchText:
    return SearchText(
        title=f"Peer support: {one.unit}",
        url=one.get_absolute_url(),
        body=f"{one.get_status_display()}. {one.purpose}".strip(),
        keywords=f"placering peer supporter {_place(one)}",
    )


def _place(one: Placement) -> str:
    return one.unit.municipality.name if one.unit.municipality else one.unit.principal.name


def _of_unit(unit: Unit) -> Iterable[Any]:
    return Placement.objects.filter(unit=unit).values_list("pk", flat=True) if unit.pk else ()
