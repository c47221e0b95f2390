"""Somebody who has never been here, without a mouse, on a phone: six things are found from the start page."""

import io
from typing import Any

import pypdf
import pytest
from playwright.sync_api import Page, expect

from associations.models import Association
from calendar_app.periods import Month
from calendar_app.queries.public import month_url
from common.actors import SYSTEM
from councils.models import DialogueMeeting, Meeting
from councils.services.meetings import show_meeting_in_calendar
from organisations.models import Area, Municipality
from pages.content.shipped import load_shipped_pages
from pages.editing.tree import ensure_tree
from revisions.models import UserAudit
from tests.browser import PHONE, assert_accessible
from tests.councils.build import make_council, make_meeting
from tests.journeys.keyboard import Keyboard

pytestmark = pytest.mark.django_db(transaction=True)

SIP = "Hjälper en SIP dem som har den?"


def _plant() -> None:
    area = Area.objects.create(name="Södra Hälsingland", slug="sodra-halsingland")
    place = Municipality.objects.create(name="Ljusdal", slug="ljusdal", area=area, tile_column=1, tile_row=1)
    for name, audience in (("Källan för närstående", "relatives"), ("Egna Vägar", "users")):
        association = Association.objects.create(
            name=name,
            slug=name.split()[0].lower().replace("ä", "a"),
            status="listed",
            base_municipality=place,
            audiences=[audience],
        )
        association.covers.add(place)
    dialogues = make_council("Dialogmöten i södra Hälsingland", kind="dialogue_area", area=area)
    meeting = make_meeting(dialogues, title="Digital vård", municipality=place, in_calendar=True)
    DialogueMeeting.objects.create(meeting=meeting)
    show_meeting_in_calendar(meeting, actor=SYSTEM)
    UserAudit.objects.create(
        title="Brukarrevision av samordnad individuell plan",
        slug="sip",
        question=SIP,
        lead_text="Vi frågar dem som har en plan.",
        status="interviewing",
        association=association,
        commissioner_name="Länsledningen",
    )
    ensure_tree()
    load_shipped_pages(actor=SYSTEM)


def test_everything_a_first_visitor_looks_for_is_found_by_keyboard_on_a_phone(
    page: Page, live_server: Any
) -> None:
    _plant()
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    keys, heading = Keyboard(page), page.get_by_role("heading", level=1)

    def start() -> None:
        page.goto(f"{live_server.url}/")

    # Help now: the first stops after the skip link, and a page with all numbers.
    start()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.href") == "tel:112"
    keys.follow("Fler nummer", exact=True)
    expect(page.get_by_role("main").get_by_role("link", name="112").first).to_be_visible()

    # An association for relatives in Ljusdal.
    start()
    keys.follow("Hitta en förening som stöttar")
    keys.reach(page.locator("summary", has_text="Filtrera"))
    page.keyboard.press("Enter")
    keys.choose("Kommun", "Ljusdal")
    keys.tick("Dig som är närstående")
    keys.press("Visa föreningar")
    expect(page.get_by_role("link", name="Egna Vägar")).to_have_count(0)
    keys.follow("Källan för närstående")
    expect(heading).to_have_text("Källan för närstående")

    # The next dialogue meeting in southern Hälsingland.
    start()
    keys.follow("Se dialogmöten")
    area = page.get_by_role("region", name="Södra Hälsingland")
    when = area.get_by_role("link").first.inner_text()
    keys.follow(when)
    expect(heading).to_have_text("Digital vård")
    # The calendar tells of the same meeting.
    meeting, day = page.url, Meeting.objects.get().day
    page.goto(f"{live_server.url}{month_url(Month.of(day))}?typ=dialogmote")
    keys.follow("Dialogmöten i södra Hälsingland: Digital vård")
    expect(
        page.get_by_role("main").locator(f"a[href='{meeting.removeprefix(live_server.url)}']")
    ).to_have_count(1)

    # What became of the audit of SIP.
    start()
    keys.follow(SIP)
    expect(heading).to_have_text(SIP)
    expect(page.get_by_role("heading", name="Så långt har vi kommit")).to_be_visible()

    # How to get paid as a representative.
    start()
    keys.follow("Så får du arvode")
    expect(heading).to_contain_text("rvode")
    assert_accessible(page)

    # The ladder, on paper.
    start()
    keys.follow("Vad trappans steg betyder")
    assert_accessible(page)
    paper = pypdf.PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    text = " ".join(sheet.extract_text() for sheet in paper.pages)
    for step in ("Information", "Konsultation", "Dialog", "Samarbete", "Medbestämmande"):
        assert step in text, step
    # The picture and the whole table stand on one sheet.
    assert "Rådslag" in paper.pages[0].extract_text()
    assert "Lämna sidan" not in text
    assert "112" in text
