"""From a member's question over agenda, notes on a phone, approved and published minutes to the answer that the member reads."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from accounts.models import User
from common import editions
from common.models import Edition
from common.swedish import today
from councils.models import Council, Meeting, Minutes, StandingItem
from organisations.models import Unit
from proposals.models import Addressee
from proposals.services import AnswerWords, answer_proposal
from tests.browser import PHONE, assert_accessible_at_both_widths, sign_in
from tests.councils.build import make_invitation, make_meeting

pytestmark = pytest.mark.django_db(transaction=True)

_REFUSED = """() => performance.getEntriesByType("resource")
    .filter((entry) => entry.responseStatus >= 400).map((entry) => entry.name)"""


def test_from_agenda_to_published_minutes_and_the_loop(
    page: Page,
    live_server: Any,
    council: Council,
    secretary: User,
    chair: User,
    member: User,
    unit: Unit,
    unit_manager: User,
) -> None:
    StandingItem.objects.create(council=council, code="opening", title="Mötet öppnas", position=1)
    StandingItem.objects.create(council=council, code="next", title="Nästa möte", position=2)
    meeting = make_meeting(council, today() - timedelta(days=1))
    make_invitation(meeting, member.mandates.get(), "accepted")
    work = f"{live_server.url}/rad/moten/{meeting.pk}"

    # A member proposes a question, on a phone.
    page.set_viewport_size(PHONE)
    sign_in(page, live_server.url, member)
    page.goto(f"{live_server.url}/rad/mina-fragor/")
    page.get_by_role("link", name="Föreslå en fråga").first.click()
    page.get_by_label("Vilket råd?").select_option(label=str(council))
    page.get_by_label("Vad vill du att rådet tar upp?").fill("Kallelser")
    page.get_by_role("button", name="Skicka frågan").click()
    expect(page.get_by_role("heading", name="Kallelser")).to_be_visible()

    # The secretary makes the agenda, and the question stands on it.
    sign_in(page, live_server.url, secretary)
    page.goto(f"{work}/dagordning/")
    page.get_by_role("button", name="Gör dagordningen").click()
    page.get_by_role("link", name="Kallelser").click()
    page.get_by_label("Den tas upp på ett möte").check()
    page.get_by_label("Vilket möte?").select_option(index=1)
    page.get_by_label("Svar till den som föreslog").fill("Den står på nästa möte.")
    assert_accessible_at_both_widths(page)
    page.get_by_role("button", name="Spara").click()
    page.goto(f"{work}/dagordning/")
    expect(page.get_by_role("heading", name="2. Kallelser")).to_be_visible()
    assert_accessible_at_both_widths(page)

    # In the room, on a phone: the note saves itself.
    page.set_viewport_size(PHONE)
    page.get_by_role("link", name=re.compile("Anteckna.*Kallelser")).click()
    page.get_by_role("textbox", name=re.compile("^Anteckning")).fill("Breven är svåra att läsa.")
    expect(page.get_by_text("Sparat kl.")).to_be_visible()
    # Without coverage it waits, and saves when the contact is back.
    page.context.set_offline(True)
    page.get_by_role("textbox", name=re.compile("^Anteckning")).fill("Breven är svåra att läsa. Alla ringer.")
    expect(page.get_by_text("Ingen kontakt just nu.")).to_be_visible()
    page.context.set_offline(False)
    expect(page.get_by_text("Sparat kl.")).to_be_visible()
    # A phone that drops the tab without coverage loses nothing: what was written is offered, and saved when it is taken.
    page.context.set_offline(True)
    page.get_by_role("textbox", name=re.compile("^Anteckning")).fill(
        "Breven är svåra. Det här hann inte sparas."
    )
    expect(page.get_by_text("Det du skrev ligger kvar på den här enheten")).to_be_visible()
    noted, context = page.url, page.context
    page.close()
    context.set_offline(False)
    page = context.new_page()
    page.set_viewport_size(PHONE)
    page.goto(noted)
    expect(page.get_by_text("Breven är svåra. Det här hann inte sparas.")).to_be_visible()
    expect(page.get_by_role("textbox", name=re.compile("^Anteckning"))).to_have_value(
        "Breven är svåra att läsa. Alla ringer."
    )
    assert_accessible_at_both_widths(page)
    page.get_by_role("button", name="Lägg in texten").click()
    expect(page.get_by_text("Sparat kl.")).to_be_visible()
    assert meeting.items.get(title="Kallelser").note.text == "Breven är svåra. Det här hann inte sparas."
    # Saved, it lies on the phone no more.
    page.reload()
    expect(page.locator("[data-autosave][data-ready]")).to_be_visible()
    expect(page.get_by_text("hann inte sparas.", exact=True)).to_be_hidden()
    expect(page.get_by_role("button", name="Lägg in texten")).to_be_hidden()
    # Somebody else saves in between: both texts stand there.
    note = meeting.items.get(title="Kallelser").note
    note.text, note.version = "Många förstår inte breven.", note.version + 1
    note.save()
    page.get_by_role("textbox", name=re.compile("^Anteckning")).fill(
        "Breven är svåra att läsa. Många ringer."
    )
    expect(page.get_by_text("Många förstår inte breven.")).to_be_visible()
    expect(page.get_by_role("textbox", name=re.compile("^Anteckning"))).to_have_value(
        "Breven är svåra att läsa. Många ringer."
    )
    # The no it got is how the page knows; nothing else it asked for was refused.
    assert {address.removeprefix(live_server.url) for address in page.evaluate(_REFUSED)} == {
        reverse("councils:note_save", args=[note.item_id])
    }
    page.evaluate("performance.clearResourceTimings()")
    assert_accessible_at_both_widths(page)
    page.get_by_role("button", name="Spara anteckningen").click()
    expect(page.get_by_text("Anteckningen är sparad.")).to_be_visible()

    # What the council says goes on to a unit.
    page.get_by_role("link", name="Rådet föreslår").click()
    page.get_by_label("Rådet föreslår").check()
    page.get_by_label("Vad säger rådet?").fill("Verksamheten skriver om kallelserna.")
    page.get_by_label("Går vidare till").select_option(label=str(unit))
    page.get_by_label("Svar senast").fill((today() + timedelta(days=40)).isoformat())
    assert_accessible_at_both_widths(page)
    page.get_by_role("button", name="Spara").click()
    expect(page.get_by_text("Skickas när anteckningarna är publicerade")).to_be_visible()

    # Who came; the meeting is held; the notes go round.
    page.goto(f"{work}/narvaro/")
    page.get_by_label(member.name).check()
    assert_accessible_at_both_widths(page)
    page.get_by_role("button", name="Spara närvaron").click()
    page.get_by_role("button", name="Mötet är hållet").click()
    page.goto(f"{work}/anteckningar/")
    page.get_by_role("link", name="Skicka till rådet").click()
    page.get_by_label("Ledamot").check()
    assert_accessible_at_both_widths(page)
    page.get_by_role("button", name="Skicka till rådet").click()
    expect(page.get_by_text("Anteckningarna är skickade till rådet.")).to_be_visible()
    Minutes.objects.update(views_until=today() - timedelta(days=1))

    # The chair and the approver tick the same text.
    for person in (chair, member):
        sign_in(page, live_server.url, person)
        page.goto(f"{work}/anteckningar/")
        assert_accessible_at_both_widths(page)
        page.get_by_role("button", name="Godkänn texten som den är nu").click()
        expect(page.get_by_text("Du har godkänt anteckningarna")).to_be_visible()
    sign_in(page, live_server.url, secretary)
    page.goto(f"{work}/anteckningar/")
    page.get_by_role("button", name="Publicera", exact=True).click()
    expect(page.get_by_text("Anteckningarna är publicerade.")).to_be_visible()
    for edition in Edition.objects.filter(kind__startswith="councils.minutes", state="queued"):
        editions.render_edition(edition.pk)

    # Everybody reads them.
    page.context.clear_cookies()
    page.goto(live_server.url + Meeting.objects.get().get_absolute_url())
    expect(page.get_by_text("Breven är svåra att läsa. Många ringer.")).to_be_visible()
    expect(page.get_by_text("Väntar på svar")).to_be_visible()
    assert_accessible_at_both_widths(page)
    address = page.get_by_role("link", name="Anteckningarna som pdf").get_attribute("href")
    assert page.request.get(live_server.url + str(address)).body().startswith(b"%PDF")

    # The unit sees it in the loop.
    sign_in(page, live_server.url, unit_manager)
    page.goto(f"{live_server.url}/oversikt/")
    expect(page.get_by_text("Verksamheten skriver om kallelserna").first).to_be_visible()
    asked = Addressee.objects.get()
    yes = AnswerWords(answer="yes", text="Vi skriver om alla brev.", responsible="Chefen", due=today())
    answer_proposal(asked, yes, expected_version=asked.version, actor=User.objects.get(pk=unit_manager.pk))

    # And the member what became of the question.
    sign_in(page, live_server.url, member)
    page.goto(f"{live_server.url}/rad/mina-fragor/")
    expect(page.get_by_text("Den står på nästa möte.")).to_be_visible()
    expect(page.get_by_text("Rådet föreslår: Verksamheten skriver om kallelserna.")).to_be_visible()
    assert_accessible_at_both_widths(page)
    page.get_by_role("link", name="Följ svaret").click()
    expect(page.get_by_text("Vi skriver om alla brev.").first).to_be_visible()
