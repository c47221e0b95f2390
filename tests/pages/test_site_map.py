"""What search engines are told: everything that anybody can open, and nothing else."""

import re
from typing import Any
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.test import Client
from wagtail.models import Page

from associations.models import Association
from common import site_map
from common.page_cache import forget_pages
from pages.editing.tree import ensure_tree
from pages.models import InformationPage
from pages.views.for_machines import ROOMS

pytestmark = pytest.mark.django_db
_NAMES = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def _map(client: Client) -> dict[str, str]:
    forget_pages()
    response = client.get("/sitemap.xml")
    assert response["Content-Type"] == "application/xml"
    rows = ElementTree.fromstring(response.content)  # noqa: S314 - our own
    return {
        row.findtext(f"{_NAMES}loc", "").removeprefix(settings.PORTAL_ORIGIN): row.findtext(
            f"{_NAMES}lastmod", ""
        )
        for row in rows
    }


def test_a_page_that_is_taken_back_leaves_the_map(client: Client, association: Association) -> None:
    root = ensure_tree()
    page: Page = root.add_child(
        instance=InformationPage(
            title="Så får du ersättning", slug="ersattning", owner_role="Samordnaren", live=False
        )
    )
    page.save_revision().publish()
    shown = _map(client)
    page.refresh_from_db()
    page.unpublish()

    assert f"/foreningar/{association.slug}/" in shown
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", shown["/ersattning/"])
    assert "/ersattning/" not in _map(client)


def test_the_map_is_made_anew_when_any_room_that_is_on_it_changes() -> None:
    stamps = {"calendar_app": "calendar"}
    rooms = {provider.__module__.split(".")[0] for provider in site_map._providers}

    assert {"councils", "peersupport", "pages"} <= rooms
    assert {stamps.get(room, room) for room in rooms} <= set(ROOMS)


def test_robots_are_led_to_the_map(client: Client) -> None:
    text = client.get("/robots.txt").content.decode()

    assert f"Sitemap: {settings.PORTAL_ORIGIN}/sitemap.xml" in text


def test_whoever_finds_a_weakness_learns_where_to_write_for_less_than_a_year(
    client: Client, settings: Any
) -> None:
    from datetime import UTC, datetime, timedelta

    settings.PORTAL = {**settings.PORTAL, "security_contact": "sakerhet@region.example.org"}

    response = client.get("/.well-known/security.txt")
    fields = dict(
        line.split(": ", 1) for line in response.content.decode().splitlines() if not line.startswith("#")
    )
    expires = datetime.strptime(fields["Expires"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)

    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert fields["Contact"] == "mailto:sakerhet@region.example.org"
    assert timedelta(days=300) < expires - datetime.now(UTC) < timedelta(days=365)
    assert fields["Canonical"].endswith("/.well-known/security.txt")
