"""A unit manager without a mouse: from the mailed link through sign-in to an answer, a measure more, and its report."""

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.core import mail
from playwright.sync_api import Page, expect

from accounts.models import User
from common.swedish import today
from organisations.models import Unit
from proposals import services, tasks
from proposals.models import Addressee, Measure, Proposal
from tests.browser import assert_accessible_at_both_widths
from tests.journeys.keyboard import Keyboard

pytestmark = pytest.mark.django_db(transaction=True)

TITLE = "Skriv ut planen på mötet"
PASSWORD = "en-lang-losenfras"


@pytest.fixture
def home(live_server: Any, settings: Any) -> str:
    """The portal's address, also in its letters."""
    settings.PORTAL_ORIGIN = live_server.url
    return str(live_server.url)


@pytest.fixture
def proposal(home: str, coordinator: User, unit: Unit, unit_manager: User) -> Proposal:
    """A public proposal from a patient forum, to the unit."""
    source = services.enter_source(
        kind="patient_forum",
        title="Patientforum i Bollnäs",
        held_on=None,
        form_key=uuid4(),
        actor=coordinator,
    )
    made = services.create_proposal(
        source=source, title=TITLE, text="Alla får en utskrift.", addressees=[unit], actor=coordinator
    )
    services.publish_proposals(source, today(), actor=coordinator)
    return made


def link_in_last_letter(address: str) -> str:
    found = re.search(rf"{re.escape(address)}/forslag/\S+", str(mail.outbox[-1].body))
    assert found, mail.outbox[-1].body
    return found.group()


def sign_in_by_keys(keys: Keyboard, user: User) -> None:
    keys.write("E-postadress", user.email)
    keys.write("Lösenord", PASSWORD)
    keys.press("Logga in", exact=True)


def test_a_manager_answers_plans_and_reports_by_keyboard_alone(
    page: Page, home: str, unit_manager: User, proposal: Proposal
) -> None:
    keys = Keyboard(page)

    # Given the letter: its link asks for sign-in, and leads on.
    page.goto(link_in_last_letter(home))
    sign_in_by_keys(keys, unit_manager)
    expect(page.get_by_role("heading", level=1)).to_have_text("Mina svar")
    assert_accessible_at_both_widths(page)

    # When the manager answers, a first try without a word is refused at the field and keeps the rest.
    day = today() + timedelta(days=30)
    keys.follow(TITLE)
    keys.pick("Vad svarar ni?", "Ja, det gör vi")
    keys.write("Vem ansvarar?", "Vårdenhetschef")
    keys.set_date("Klart senast", day)
    keys.press("Skicka svaret")
    expect(page.get_by_label("Vem ansvarar?")).to_have_value("Vårdenhetschef")
    assert_accessible_at_both_widths(page)
    keys.write("Vad gör ni, eller varför inte?", "Vi skriver ut planen.")
    keys.press("Skicka svaret")
    expect(page.get_by_text("Svaret är skickat.")).to_be_visible()

    # And adds a measure.
    keys.follow(TITLE)
    keys.follow("Ny åtgärd")
    assert_accessible_at_both_widths(page)
    keys.write("Vad ska ni göra?", "Köpa en skrivare till mötesrummet.")
    keys.write("Vem ansvarar?", "Vårdenhetschef")
    keys.set_date("Klart senast", day + timedelta(days=60))
    keys.press("Lägg till åtgärden")
    expect(page.get_by_text("Åtgärden är tillagd.")).to_be_visible()
    assert Addressee.objects.get(proposal=proposal).measures.count() == 2

    # Then the reminder's link leads straight to the measure: told in two minutes, with a new sign-in.
    page.context.clear_cookies()
    with time_machine.travel(morning(day - timedelta(days=7))):
        tasks.tend_the_loop()
        page.goto(link_in_last_letter(home))
        sign_in_by_keys(keys, unit_manager)
        expect(page.get_by_role("heading", level=1)).to_have_text("Hur går det?")
        assert_accessible_at_both_widths(page)
        keys.pick("Hur går det?", "Klar")
        keys.write("Vad har hänt? (frivilligt)", "Alla får sin plan i handen.")
        keys.press("Spara", exact=True)
        expect(page.get_by_text("Tack för att du berättar.")).to_be_visible()
    assert Measure.objects.get(what="Vi skriver ut planen.").status == "done"
    page.goto(f"{home}{Proposal.objects.get().get_absolute_url()}")
    expect(page.get_by_text("Alla får sin plan i handen.").first).to_be_visible()


def morning(day: date) -> datetime:
    return datetime.combine(day, time(7), UTC)
