"""Nothing a stranger writes in an address, a query or a form makes the portal stumble."""

import re
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from tests.access.build import routes
from tests.access.matrix import Route
from tests.access.opening import address_of, ask
from tests.access.world import World

NUL, BIDI, LONG = "a\x00b", "\u202eevil\u2066\U0001f468\u200d\U0001f469\ud7ff", "å" * 5000
#: Query strings that every page gets, with the parameters that the pages know.
_NAMES = (
    "q",
    "kommun",
    "visa",
    "sida",
    "manad",
    "ar",
    "vy",
    "efter",
    "tillfalle",
    "galler",
    "format",
    "next",
    "rad",
    "forening",
    "typ",
    "steg",
    "namn",
    "status",
    "aterstall",
    "utkast",
    "huvudman",
    "bit",
    "angra",
    "for",
)
QUERIES = {
    "zero bytes": "?%00=%00&" + "&".join(f"{name}=%00" for name in _NAMES),
    "half a character": "?" + "&".join(f"{name}=%ff%c3" for name in _NAMES),
    "huge numbers": "?" + "&".join(f"{name}=99999999999999999999" for name in _NAMES),
    "negative numbers": "?" + "&".join(f"{name}=-1" for name in _NAMES),
    "odd digits": "?" + "&".join(f"{name}=%C2%B2%D9%A1" for name in _NAMES),
    "odd signs": "?" + "&".join(f"{name}=%E2%80%AE%3Cscript%3E%27%22%25%5C" for name in _NAMES),
}
#: A page is tried by the persona to whom most of it opens.
_ORDER = ("coordinator", "administrator", "representative", "visitor", "outsider")
_FIELD = re.compile(r'<(?:input|textarea|select)[^>]*\sname="([^"]+)"')
#: The fuzz would sign the person out or take the account away: tried elsewhere.
_ENDS_SESSION = {"account_logout", "accounts:end_every_session", "accounts:delete_account"}


def _one_of_each() -> list[Route]:
    """One row of each route, the first that somebody opens."""
    found: dict[str, Route] = {}
    for route in routes():
        if route.opens and route.name not in found:
            found[route.name] = route
    return list(found.values())


def _persona(route: Route) -> str:
    return next(persona for persona in (*_ORDER, *route.opens) if persona in route.opens)


def _tried(world: World, persona: str, method: str, address: str, data: Any = None) -> list[str]:
    try:
        answer = ask(world, persona, method, address, data)
    except Exception as error:  # noqa: BLE001 - any fault is what the test looks for
        return [f"{type(error).__name__}: {error}"[:200]]
    if answer.status >= 500 and not address.startswith("/-/ready"):
        return [f"status {answer.status}"]
    if told := world.heard(answer.text) & set(world.forbidden(persona)):
        return [f"tells {world.what[word]}" for word in told]
    if "<script>'" in answer.text:
        return ["what was written is a part of the page"]
    return []


@pytest.mark.parametrize("route", _one_of_each(), ids=lambda route: route.name)
def test_no_query_makes_a_page_stumble(world: World, route: Route):
    address = address_of(world, Route(route.name, route.opens, route.kwargs))

    faults = {
        what: fault
        for what, query in QUERIES.items()
        if (fault := _tried(world, _persona(route), "GET", address + query))
    }

    assert faults == {}


@pytest.mark.parametrize(
    "route", [each for each in _one_of_each() if each.name not in _ENDS_SESSION], ids=lambda route: route.name
)
def test_no_form_makes_a_page_stumble(world: World, route: Route):
    persona = _persona(route)
    address = address_of(world, route)
    names = set() if route.post_only else set(_FIELD.findall(ask(world, persona, "GET", address).text))
    names |= {
        "name",
        "note",
        "title",
        "number",
        "version",
        "event",
        "role",
        "form_key",
        "next",
        "text",
        *route.data(world),
    }
    names -= {"csrfmiddlewaretoken"}

    faults = {
        text[:12]: fault
        for text in (NUL, BIDI, LONG, "99999999999999999999", "-1", "²", "")
        if (fault := _tried(world, persona, "POST", address, dict.fromkeys(names, text)))
    }

    assert faults == {}


PATHS = (
    "/foreningar/..%2f..%2fetc%2fpasswd/",
    "/foreningar/%00/",
    "/foreningar/arbete/..%2f/",
    "/foreningar/arbete/egna-ord-halsingland/historik/99999999999999999999/",
    "/foreningar/arbete/egna-ord-halsingland/kontaktpersoner/99999999999999999999/",
    "/kalender/aktivitet/99999999999999999999/",
    "/kalender/aktivitet/99999999999999999999.ics",
    "/kalender/bilaga/99999999999999999999/",
    "/kalender/arbete/99999999999999999999/",
    "/kalender/arbete/tillfalle/99999999999999999999/flytta/",
    "/kalender/0000/01/",
    "/kalender/9999/12/",
    "/kalender/1000/01/",
    "/kalender/vecka/2026/53/",
    "/kalender/vecka/2025/53/",
    "/kalender/2026-13.pdf",
    "/kalender/2999-01.pdf",
    "/kalender/min/%00.ics",
    "/kalender/min/..%2f..%2fx.ics",
    "/kalender/brev/%00/andra/",
    "/kalender/brev/a.b.c/bekrafta/",
    "/konto/inbjudan/%00/",
    "/konto/e-post/bekrafta/%00/",
    "/konto/personer/99999999999999999999/roll/",
    "/konto/sessioner/99999999999999999999/avsluta/",
    "/organisationer/svarar/99999999999999999999/",
    "/organisationer/roller/99999999999999999999/avsluta/",
    "/hjalpnummer/99999999999999999999/",
    "/foreningar/bekrafta/%00/",
    "/static/..%2f..%2fmanage.py",
    "/static/../manage.py",
    "/media/",
)


@pytest.mark.parametrize("path", PATHS)
def test_no_path_makes_the_portal_stumble(world: World, path: str):
    for persona in ("visitor", "coordinator", "administrator"):
        for method in ("GET", "POST"):
            assert _tried(world, persona, method, path) == []
            assert "import " not in ask(world, persona, method, path).text


@pytest.mark.parametrize(
    "wanted",
    [
        "https://evil.example.org/",
        "//evil.example.org",
        "/\\evil.example.org",
        "javascript:alert(1)",
        "\thttps://evil.example.org",
    ],
)
def test_no_address_leads_away_from_the_portal(world: World, wanted: str):
    """``next`` is followed within the portal alone, after signing in and after every button."""
    client = Client()
    sign_in = {"login": world.bystander.email, "password": "en-lang-losenfras", "next": wanted}
    landed = [client.post("/konto/logga-in/", sign_in)]
    for persona, address in (
        ("coordinator", f"/kalender/arbete/{world.association_proposed.pk}/gor/publicera/"),
        ("outsider", "/konto/bekrafta/losenord/"),
        ("outsider", "/konto/logga-ut/"),
    ):
        signed_in = Client()
        signed_in.cookies[settings.SESSION_COOKIE_NAME] = world.sessions[persona]
        landed.append(signed_in.post(address, {"next": wanted, "password": "en-lang-losenfras"}))
    signed_in = Client()
    signed_in.cookies[settings.SESSION_COOKIE_NAME] = world.sessions["unit_manager"]
    landed.append(signed_in.get("/konto/logga-in/", {"next": wanted}))

    for answer in landed:
        assert answer.status_code == 302, (answer.request["PATH_INFO"], answer.request["REQUEST_METHOD"])
        assert answer["Location"].startswith("/")
        assert not answer["Location"].startswith(("//", "/\\"))
        assert "evil" not in answer["Location"].split("?")[0]


def test_another_host_is_refused_and_never_written_into_a_page(world: World, settings: Any):
    settings.ALLOWED_HOSTS = ["portalen.example.org"]

    for path in ("/", "/foreningar/", "/kalender/kalender.ics", "/konto/logga-in/"):
        answer = ask(world, "visitor", "GET", path, HTTP_HOST="evil.example.com")

        assert answer.status == 400
        assert "evil.example.com" not in answer.text


@pytest.mark.parametrize("header", ["HTTP_X_FORWARDED_HOST", "HTTP_X_ORIGINAL_URL", "HTTP_X_REWRITE_URL"])
def test_headers_that_proxies_set_move_nothing(world: World, header: str):
    for path in ("/", "/kalender/atom.xml", "/kalender/kalender.ics", "/konto/losenord/glomt/"):
        assert (
            "evil.example.com" not in ask(world, "visitor", "GET", path, **{header: "evil.example.com"}).text
        )
