"""What the portal tells of itself."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.services.upkeep import INVITATION_KEPT
from common.page_cache import forget_pages
from common.processings import processings, span
from inflytande.celery import app
from pages.content.reading import addresses_of, read_news, read_pages
from pages.content.shipped import DEMO_NEWS, PAGES
from pages.editing.tree import ensure_tree
from pages.enquiries.ways import WAYS
from pages.models import InformationPage

pytestmark = pytest.mark.django_db


def test_every_use_of_personal_data_says_why_what_who_how_long_and_on_which_ground(client: Client) -> None:
    html = client.get("/integritet/").content.decode()

    told = processings()
    assert len(told) >= 12
    assert len({one.slug for one in told}) == len(told)
    for one in told:
        assert all((one.purpose, one.what, one.basis, one.who, one.how_long)), one.slug
        assert f'<h2 id="{one.slug}">' in html
    # By the constant that the nightly task obeys.
    assert f"tas bort {span(INVITATION_KEPT)} efter" in html


@pytest.mark.parametrize(
    ("time", "words"),
    [
        (timedelta(days=365), "1 år"),
        (timedelta(days=1), "1 dag"),
        (timedelta(hours=20), "20 timmar"),
        (timedelta(minutes=30), "30 minuter"),
    ],
)
def test_a_time_is_told_in_its_largest_whole_unit(time: timedelta, words: str) -> None:
    assert span(time) == words


def test_the_pages_that_the_law_asks_for_stand_there_before_an_editor_has_written_them(
    client: Client,
) -> None:
    for address, heading in (
        ("/tillganglighet/", "Tillgänglighet"),
        ("/sa-lamnar-du-inga-spar/", "Så lämnar du inga spår"),
        ("/integritet/", "Så hanterar vi personuppgifter"),
        ("/sa-paverkar-du/", "Så påverkar du"),
        ("/om-oss/", "Om oss"),
    ):
        html = client.get(address).content.decode()
        assert re.search(rf"<h1>{heading}</h1>", html), address
        assert html.count(f'href="{address}"') >= 1, "the footer leads there"


def test_editors_write_what_stands_above_the_uses_of_personal_data(client: Client) -> None:
    page = ensure_tree().add_child(
        instance=InformationPage(
            title="Så hanterar vi personuppgifter",
            slug="integritet",
            lead="Vår egen ingress.",
            owner_role="Dataskyddsombudet",
            live=False,
            body=[("section", {"heading": "Det viktigaste", "body": [("text", "<p>Skriv ett alias.</p>")]})],
        )
    )
    assert "Vår egen ingress." not in client.get("/integritet/").text

    page.save_revision().publish()
    forget_pages()

    html = client.get("/integritet/").text
    assert "Vår egen ingress." in html
    assert "<h2>Det viktigaste</h2>" in html
    assert all(f'<h2 id="{one.slug}">' in html for one in processings())
    assert html.count("<h1>") == 1
    assert client.get("/sitemap.xml").text.count("/integritet/</loc>") == 1


@pytest.mark.parametrize(
    ("address", "label"), [("/sa-paverkar-du/", "Så påverkar du"), ("/om-oss/", "Om oss")]
)
def test_the_menu_leads_to_the_editors_page_and_follows_it_when_it_moves(
    client: Client, address: str, label: str, django_capture_on_commit_callbacks: Any
) -> None:
    page = ensure_tree().add_child(
        instance=InformationPage(title=f"{label} i länet", slug=address.strip("/"), owner_role="Samordnaren")
    )

    html = client.get(address).text

    assert f"<h1>{label} i länet</h1>" in html
    assert f'href="{address}" aria-current' in html

    page.slug = "flyttad"
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()
    forget_pages()

    moved = client.get(address)
    assert (moved.status_code, moved.headers["Location"]) == (302, "/flyttad/")


def test_every_way_that_a_shipped_page_leads_to_is_there() -> None:
    texts = [*read_pages(PAGES), *read_news(DEMO_NEWS, owner="Samordnare")]
    led_to = {
        address
        for text in texts
        for address in addresses_of(text.body)
        if address.startswith("/engagera-dig/")
    }

    assert led_to - {"/engagera-dig/"} == {way.url for way in WAYS}


def test_what_is_told_to_be_removed_has_a_clock_that_removes_it() -> None:
    scheduled = {entry["task"] for entry in app.conf.beat_schedule.values()}

    assert {
        "accounts.tasks.forget_what_ended",
        "associations.tasks.send_confirmation_requests",
        "calendar_app.tasks.forget_old_contacts",
        "calendar_app.tasks.resume_imports",
        "calendar_app.tasks.send_due_digests",
        "common.tasks.forget_old_messages",
        "pages.tasks.forget_old_checklists",
        "pages.tasks.forget_old_enquiries",
        "proposals.tasks.tend_the_loop",
        "revisions.destruction_tasks.follow_destructions",
        "surveys.tasks.destroy_due",
    } <= scheduled
