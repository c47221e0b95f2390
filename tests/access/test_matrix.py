"""The matrix persona × route × state (architecture decision 3)."""

import logging
import re
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import replace
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from structlog.testing import capture_logs

from tests.access import editors_rooms, made_of
from tests.access.build import routes
from tests.access.matrix import PERSONAS, Route
from tests.access.opening import Answer, address_of, ask, bare_refusals
from tests.access.opening_links import closed_links
from tests.access.world import World

#: Routes of libraries that answer files or checks, with the reason why the matrix needs not open them.
NOT_PAGES: dict[str, str] = {name: editors_rooms.WALKED for name, _ in editors_rooms.patterns()}
ROUTES = routes()
#: What a GET may write: that somebody looked (the trail).
READING_LEAVES = {"common_trailentry"}
#: Texts that no page of the matrix shows to anybody today, planted because one may begin to: removed drafts;
#: the other association's copies of what one's own shows; hidden fields of the contact persons whose form isn't
#: opened; an import's raw cells; the names of editions' files; a telephone number as machines write it.
QUIET = re.compile(
    "deleted event|of other_association|other_contact|of a contact who shows|^data of a|^title of a .* edition|written \\+46"
)
#: Rooms whose working pages have titles that say nothing about what is looked at.
NEUTRAL_TITLES = ("revisions:", "surveys:", "proposals:", "councils:", "peersupport:")
#: Those who meet most come first, so that the search ends early.
_WELL_INFORMED = ("audit_lead", "coordinator", "administrator", "representative", *PERSONAS)
#: One row of each room, whose refusals are looked at as people meet them.
_FIRST = {route.name.split(":")[0]: route.id for route in reversed(ROUTES)}
#: (persona, route) → the canaries met there; filled by the matrix, read by the last test.
_met: dict[tuple[str, str], set[str]] = {}


def _named(resolver: URLResolver, prefix: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from _named(pattern, inner)
        elif isinstance(pattern, URLPattern):
            yield f"{prefix}{pattern.name}" if pattern.name else f"unnamed {pattern.pattern}"


def test_every_route_of_the_portal_is_listed():
    listed = {route.name for route in ROUTES} | set(NOT_PAGES)

    unlisted = sorted(set(_named(get_resolver())) - listed)

    assert unlisted == [], "List who may open these routes in tests/access/<room>.py"


def test_every_listed_route_exists():
    assert sorted({route.name for route in ROUTES} - set(_named(get_resolver()))) == []


def test_every_row_has_a_name_of_its_own():
    ids = [route.id for route in ROUTES]

    assert sorted({each for each in ids if ids.count(each) > 1}) == []


@pytest.fixture(autouse=True)
def refusals(request: pytest.FixtureRequest) -> Iterator[None]:
    """Refusals are bare, but for the first row of each room: the page of refusal is the same everywhere."""
    shown = getattr(request.node, "callspec", None)
    route = shown.params.get("route") if shown else None
    with nullcontext() if route is None or route.id in _FIRST.values() else bare_refusals():
        yield


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.id)
def test_each_persona_opens_what_is_theirs_and_meets_no_canary(
    world: World, route: Route, caplog: pytest.LogCaptureFixture
):
    caplog.set_level(logging.INFO)
    address = address_of(world, route)
    problems, templates = [], {}

    with capture_logs() as structured:
        for persona in PERSONAS:
            answer = ask(world, persona, "GET", address)
            templates[persona] = made_of.templates_of_page(route, answer)
            problems += [f"{persona}: {problem}" for problem in _faults(world, route, persona, answer)]

    logged = caplog.text + str(structured)
    problems += [f"the log tells {world.what[word]}" for word in world.heard(logged)]
    made_of.note(route, templates)
    assert problems == []


def _faults(world: World, route: Route, persona: str, answer: Answer) -> Iterator[str]:
    opens = persona in route.opens and not route.post_only
    opened = answer.is_opened or answer.status in route.also
    if opened != opens and not (route.post_only and answer.status == 405):
        yield f"{answer.status} {answer.headers.get('Location', '')}"
    if not (opened or answer.is_refused or answer.status == 405):
        yield f"neither opened nor refused: {answer.status}"
    heard = world.heard(answer.text)
    _met[persona, route.id] = heard
    yield from (f"meets {world.what[word]}" for word in heard if persona not in world.canaries[word])
    if route.name.startswith(NEUTRAL_TITLES) and "visitor" not in route.opens:
        yield from (f"the title tells {world.what[word]}" for word in world.heard(answer.title))
    if changed := set(answer.writes) - READING_LEAVES:
        yield f"reading changed {sorted(changed)}"
    yield from _missing_headers(persona, answer)
    yield from closed_links(world, persona, answer)


def _missing_headers(persona: str, answer: Answer) -> Iterator[str]:
    policy = answer.headers.get("Content-Security-Policy", "")
    if "default-src 'none'" not in policy or "unsafe" in policy:
        yield f"content security policy {policy!r}"
    if answer.headers.get("X-Content-Type-Options") != "nosniff":
        yield "no nosniff"
    if answer.headers.get("Referrer-Policy") not in {"same-origin", "no-referrer"}:
        yield f"referrer policy {answer.headers.get('Referrer-Policy')!r}"
    if answer.headers.get("X-Frame-Options") != "DENY":
        yield "may be framed"
    if (
        _is_personal(answer)
        and persona != "visitor"
        and "no-store" not in answer.headers.get("Cache-Control", "")
    ):
        yield f"a personal page may be stored: {answer.headers.get('Cache-Control')!r}"


def _is_personal(answer: Answer) -> bool:
    """Tell whether the page was made with a look at who asks. A redirect is never kept unasked."""
    looked = "Cookie" in answer.headers.get("Vary", "") or "csrfmiddlewaretoken" in answer.text
    return looked and answer.status not in {301, 302, 303}


@pytest.mark.parametrize(
    "route",
    [route for route in ROUTES if len(route.actors) < len(PERSONAS) and (route.post_only or not route.query)],
    ids=lambda route: route.id,
)
def test_nobody_changes_what_is_not_theirs(world: World, route: Route):
    address, data = address_of(world, route), route.data(world)
    problems = []

    for persona in PERSONAS:
        answer = ask(world, persona, "POST", address, data)
        refused = answer.is_refused or answer.status == 405
        heard = world.heard(answer.text)
        problems += [f"{persona} meets {world.what[w]}" for w in heard if persona not in world.canaries[w]]
        if persona in route.actors:
            if answer.is_refused:
                problems.append(f"{persona} is refused: {answer.status} {answer.headers.get('Location', '')}")
            continue
        if not refused and persona not in route.opens:
            problems.append(f"{persona}: {answer.status} {answer.headers.get('Location', '')}")
        if answer.writes:
            problems.append(f"{persona} changed {answer.writes}")

    assert problems == []


def test_every_canary_is_met_by_somebody_who_may(world: World):
    """A word that nobody meets would prove nothing: it may stand where no page looks."""
    wanted = {
        word
        for word, may_see in world.canaries.items()
        if may_see and not QUIET.search(world.what[word]) and world.what[word] not in editors_rooms.ONLY_HERE
    }
    met: set[str] = set().union(*_met.values())
    for persona, route in _well_informed_first():
        if wanted <= met:
            break
        may_meet_more = any(persona in world.canaries[word] for word in wanted - met)
        if may_meet_more and (persona, route.id) not in _met:
            met |= world.heard(ask(world, persona, "GET", address_of(world, route)).text)

    silent = sorted(world.what[word] for word in wanted - met)

    assert not silent, "met by nobody: " + ", ".join(silent)


def _well_informed_first() -> list[tuple[str, Route]]:
    """Who opens what: first whoever meets most on each page, then the next."""
    ranked = [
        (rank, persona, route)
        for route in ROUTES
        if not route.post_only
        for rank, persona in enumerate(sorted(route.opens, key=_WELL_INFORMED.index))
    ]
    return [(persona, route) for _, persona, route in sorted(ranked, key=lambda one: one[0])]


def test_the_matrix_notices(world: World) -> None:
    """A page that shows a canary to the wrong person fails; the check itself is not asleep."""
    route = next(route for route in ROUTES if route.id == "associations:reports")
    opened_for: Any = Route(route.name, frozenset())
    answer = ask(world, "coordinator", "GET", address_of(world, route))
    world_seen_by_nobody = replace(world, canaries=dict.fromkeys(world.canaries, frozenset()))

    faults = list(_faults(world_seen_by_nobody, opened_for, "coordinator", answer))

    assert "200 " in faults
    assert "meets a visitor report" in faults
