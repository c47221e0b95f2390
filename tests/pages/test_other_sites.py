"""Links to other sites are followed a few at a time, and nobody sends the worker inside the operator's network."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from django.utils import timezone

from pages.editing import link_check, other_sites
from pages.editing.other_sites import fault_of, follow
from pages.editing.tree import ensure_tree
from pages.models import DeadLink, FollowedLink, InformationPage

pytestmark = pytest.mark.django_db


class Site(ThreadingHTTPServer):
    """Another site on this machine, which remembers what it was asked."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.asked: list[str] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _Answer(BaseHTTPRequestHandler):
    server: Site

    def do_HEAD(self) -> None:
        self.server.asked.append(f"{self.headers['Host']}{self.path}")
        if self.path.startswith("/tyst"):
            return
        status = {"/borta": 404, "/nej": 405, "/flyttad": 302, "/trasig": 500}.get(self.path, 200)
        self.send_response(status)
        if status == 302:
            self.send_header("Location", "http://169.254.169.254/")
        self.end_headers()

    def log_message(self, *args: Any) -> None:
        """Nothing on the terminal."""


@pytest.fixture
def site() -> Iterator[Site]:
    server = Site()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def anywhere(number: str) -> bool:
    return True


def test_only_what_is_gone_or_silent_is_called_broken(site: Site) -> None:
    found = {
        path: fault_of(site.url + path, allowed=anywhere)
        for path in ("", "/finns?a=b c&å", "/borta", "/nej", "/flyttad", "/trasig", "/tyst")
    }

    broken = {path: reason for path, reason in found.items() if reason}
    assert broken == {"/borta": DeadLink.Reason.GONE, "/tyst": DeadLink.Reason.SILENT}
    # Where a page has moved isn't gone to: it might be inside.
    host = site.url.removeprefix("http://")
    assert site.asked[:2] == [f"{host}/", f"{host}/finns?a=b%20c&%C3%A5"]
    assert len(site.asked) == len(found)


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1", "localhost", "10.0.0.1", "192.168.1.1", "172.16.0.9", "169.254.169.254", "100.64.0.1", "0.0.0.0",  # noqa: S104
        "224.0.0.1", "2130706433", "0x7f.1", "[::1]", "[::]", "[fe80::1]", "[fc00::1]", "[::ffff:127.0.0.1]", "[::ffff:10.0.0.1]",
    ],
)  # fmt: skip
def test_no_door_inside_the_network_is_knocked_on(site: Site, host: str) -> None:
    # "http" by the site's own port: had it been asked, it would have answered that all is well.
    assert fault_of(f"http://{host}:{site.server_port}/") == DeadLink.Reason.GONE
    assert site.asked == []


@pytest.mark.parametrize(
    "address", ["http://[::1", "https://", "http://a..b/", "http://x:99999/", "http://" + "ä" * 300]
)
def test_what_is_no_address_is_gone(address: str) -> None:
    assert fault_of(address) == DeadLink.Reason.GONE


@pytest.mark.parametrize("number", ["193.10.0.1", "2001:6b0::1"])
def test_the_open_internet_is_open(number: str) -> None:
    assert other_sites.is_open(number)


def test_a_silent_site_and_one_with_very_many_links_leave_time_for_the_others(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(other_sites, "MOST_OF_ONE", 3)
    quiet = site.url.replace("127.0.0.1", "localhost")
    links = [*(f"{quiet}/tyst/{n}" for n in range(5)), *(f"{site.url}/{n}" for n in range(7))]

    nights = []
    for _ in range(3):
        site.asked.clear()
        found = follow(links, allowed=anywhere)
        nights.append([path.partition("/")[2] for path in site.asked])

    # Two of the silent one, three of the other; each night those that have waited longest.
    assert [len([path for path in night if path.startswith("tyst")]) for night in nights] == [2, 2, 2]
    assert [[path for path in night if not path.startswith("tyst")] for night in nights] == [
        ["0", "1", "2"],
        ["3", "4", "5"],
        ["6", "0", "1"],
    ]
    assert {address for address, reason in found.items() if reason} == set(links[:5])


def test_when_the_night_is_over_what_is_known_stays(site: Site) -> None:
    FollowedLink.objects.create(
        address=f"{site.url}/borta", host="x", reason="gone", followed_at=timezone.now()
    )
    FollowedLink.objects.create(address=f"{site.url}/inte-langre-nagonstans", host="x")

    found = follow([f"{site.url}/borta", f"{site.url}/ny"], allowed=anywhere, night=timedelta(0))

    assert found == {f"{site.url}/borta": "gone", f"{site.url}/ny": ""}
    assert site.asked == []


def test_the_worker_asks_others_only_where_the_operator_says_so(site: Site, settings: Any) -> None:
    address = f"{site.url}/finns"
    page = ensure_tree().add_child(
        instance=InformationPage(
            title="Länkar",
            slug="lankar",
            owner_role="Samordnaren",
            body=[("text", f'<p><a href="{address}">Inne hos oss</a> <a href="http://[::1">Trasig</a></p>')],
        )
    )

    def found() -> set[tuple[str, str]]:
        link_check.check_links()
        return set(DeadLink.objects.filter(page=page).values_list("words", "reason"))

    settings.CHECK_LINKS_OF_OTHERS = False
    assert found() == {("Trasig", "gone")}
    settings.CHECK_LINKS_OF_OTHERS = True
    # It lies within the network, where no visitor comes.
    assert found() == {("Trasig", "gone"), ("Inne hos oss", "gone")}
    assert site.asked == []
