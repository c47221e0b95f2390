"""What the page about cookies promises is all that the portal leaves in a browser."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from accounts.models import User
from common.device_storage import stored

SCRIPTS = Path(__file__).resolve().parents[2] / "static" / "js"
#: Ways for a script to leave something, and what ours name it by.
WAYS = {
    "flikens minne": r"sessionStorage\.setItem\((?P<name>\w+)",
    "webbläsarens databas": r"indexedDB\.open\((?P<name>\w+)",
    "webbläsarens cache": r"caches\.open\((?P<name>\w+)",
}


def _named(kind: str) -> set[str]:
    return {one.name for one in stored() if one.kind == kind}


def _left_by_scripts(way: str) -> set[str]:
    found = set()
    for path in SCRIPTS.rglob("*.js"):
        text = path.read_text(encoding="utf-8")
        for match in re.finditer(way, text):
            value = re.search(rf'const {match["name"]} = [`"](.*?)[`"];', text)
            prefix = re.search(r'const PREFIX = "(.*?)";', text)
            name = value[1] if value else match["name"]
            found.add(name.replace("${PREFIX}${version}", f"{prefix[1]}…" if prefix else ""))
    return found


@pytest.mark.parametrize("kind", WAYS)
def test_scripts_leave_what_is_told_and_nothing_else(kind: str) -> None:
    assert _left_by_scripts(WAYS[kind]) == _named(kind)


def test_no_script_leaves_anything_for_good_or_writes_a_cookie() -> None:
    everything = "".join(path.read_text(encoding="utf-8") for path in SCRIPTS.rglob("*.js"))

    assert "localStorage" not in everything
    assert "document.cookie" not in everything


def test_reading_leaves_no_cookie(client: Client, db: None) -> None:
    for address in ("/", "/kalender/", "/foreningar/", "/sok/?q=grupp", "/integritet/", "/finns-inte/"):
        client.get(address)

    assert dict(client.cookies) == {}


def test_signing_in_and_losing_the_session_leaves_the_cookies_that_are_told(
    client: Client, coordinator: User
) -> None:
    client.get("/konto/logga-in/")
    client.force_login(coordinator)
    client.get("/oversikt/")
    del client.cookies[settings.SESSION_COOKIE_NAME]
    client.post("/konto/namn/", {"name": "Sam"})
    client.force_login(coordinator)

    left = set(client.cookies)

    told = _named("kaka")
    assert left <= told
    # The provider's one step lives at its own address (accounts.providers); the last is set by the editors' scripts.
    assert told - left <= {"saml-acs-session", "wagtail_sidebar_collapsed"}


def test_what_is_told_of_a_cookie_s_life_is_how_long_it_lives(client: Client, coordinator: User) -> None:
    client.get("/konto/logga-in/")
    client.force_login(coordinator)
    client.get("/oversikt/")

    lasts = {one.name: one.lasts for one in stored()}
    ages: dict[str, Any] = {
        name: int(cookie["max-age"]) for name, cookie in client.cookies.items() if cookie["max-age"]
    }
    # The session's own age is the setting that the words are made of.
    seconds = {"30 dagar": 2_592_000, "364 dagar": 31_449_600}
    assert len(ages) == 2
    for name, age in ages.items():
        assert seconds[lasts[name]] == age, name


def test_the_page_shows_them_all(client: Client, db: None) -> None:
    html = client.get("/integritet/kakor/").content.decode()

    for one in stored():
        assert one.name in html
        assert one.purpose in html
