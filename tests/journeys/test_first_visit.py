"""Somebody who has never been here, without a mouse, on a phone: six things are found from the start page."""

import io
from datetime import timedelta
from typing import Any

import pypdf
import pytest
from playwright.sync_api import Page, expect

from associations.models import Association
from calendar_app.periods import Month
from calendar_app.queries.public import month_url
from common.actors import SYSTEM
from common.swedish import today
from councils.models import DialogueMeeting, Meeting
from councils.services.meetings import show_meeting_in_calendar
from organisations.models import Area, Municipality, Principal, Unit
from pages.content.shipped import load_shipped_pages
from pages.editing.tree import ensure_tree
from proposals.models import Addressee, Measure, Proposal, ProposalSource, Response
from revisions.models import UserAudit
from tests.browser import PHONE, assert_accessible
from tests.councils.build import make_council, make_meeting
from tests.journeys.keyboard import Keyboard

pytestmark = pytest.mark.django_db(transaction=True)

SIP = "Hjälper en SIP dem som har den?"
YES = "Alla får planen utskriven på mötet."
NO = "Vi har inte bilar så att det räcker."


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
    _plant_the_audit(association, place)
    ensure_tree()
    load_shipped_pages(actor=SYSTEM)


def _plant_the_audit(association: Association, place: Municipality) -> None:
    """The report is published, and whoever was asked has answered one proposal with yes and one with no."""
    audit = UserAudit.objects.create(
        title="Brukarrevision av samordnad individuell plan",
        slug="sip",
        question=SIP,
        lead_text="Vi frågar dem som har en plan.",
        status="published",
        published_on=today(),
        association=association,
        commissioner_name="Länsledningen",
    )
    region = Principal.objects.create(name="Regionen", slug="regionen", kind="region")
    unit = Unit.objects.create(
        name="Öppenvården Ljusdal", slug="oppenvarden-ljusdal", principal=region, municipality=place
    )
    source = ProposalSource.objects.create(
        kind="audit", room="revisions", source_id=str(audit.pk), title=audit.title, sent_on=today(),
        url="/brukarrevisioner/sip/", public_on=today(),
    )  # fmt: skip
    later = today() + timedelta(days=60)
    told = (("Ge alla en kopia av sin plan", "yes", YES), ("Ha mötet hemma hos den som vill", "no", NO))
    for number, (title, answer, words) in enumerate(told, start=1):
        says_yes = answer == "yes"
        proposal = Proposal.objects.create(
            source=source, number=number, slug=f"sip-{number}", title=title, text=title, state="public",
            base_status="going" if says_yes else "declined", sent_on=today(), public_on=today(),
        )  # fmt: skip
        addressee = Addressee.objects.create(proposal=proposal, unit=unit, answered_on=today())
        Response.objects.create(
            addressee=addressee, state="present", answer=answer, text=words, responsible="Enhetschefen",
            due=later if says_yes else None, sent_on=today(),
        )  # fmt: skip
        if says_yes:
            Measure.objects.create(addressee=addressee, what=words, who="Enhetschefen", due=later)


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
    expect(page.get_by_text(NO).first).to_be_visible()
    keys.follow("Ge alla en kopia av sin plan")
    expect(heading).to_contain_text("Ge alla en kopia av sin plan")
    expect(page.get_by_text(YES).first).to_be_visible()
    assert_accessible(page)

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
