"""An audit from a manager's question to the first interview day, each step by the right person in the browser."""

import os
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import User
from common.models import OutboxMessage
from organisations.models import Unit
from revisions.models import TalkRequest, UserAudit
from tests.browser import DESK, PHONE, assert_accessible_at_both_widths, sign_in
from tests.revisions.factories import make_interview


def _look(page: Page, name: str) -> None:
    """Hold the baseline; whoever wants to look for themselves names a folder in ``LOOK_IN``."""
    assert_accessible_at_both_widths(page)
    if folder := os.environ.get("LOOK_IN"):
        for size in (PHONE, DESK):
            page.set_viewport_size(size)  # type: ignore[arg-type]
            page.screenshot(path=f"{folder}/{name}-{size['width']}.png", full_page=True)


@pytest.fixture
def auditors(make_user: Callable[..., User]) -> list[User]:
    return [make_user(name) for name in ("Leo Ledare", "Alva Auditor", "Sture Andra")]


def test_an_audit_goes_from_question_to_interviews(
    page: Page,
    live_server: Any,
    coordinator: User,
    unit_manager: User,
    unit: Unit,
    association: Any,
    auditors: list[User],
    settings: Any,
):
    settings.REQUIRE_SECOND_FACTOR = False
    home, today = live_server.url, timezone.localdate()

    # Given a manager who reads what an audit takes, and asks for one.
    sign_in(page, home, unit_manager)
    page.goto(f"{home}/revisioner/")
    _look(page, "1-tom-lista")
    page.get_by_role("main").get_by_role("link", name="Be om en revision").first.click()
    _look(page, "2-bestall")
    page.get_by_label("Vad vill ni veta?").fill("Bemötande i öppenvården")
    page.get_by_role("button", name="Skicka förfrågan").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Bemötande i öppenvården")
    _look(page, "3-chefens-oversikt")
    audit = UserAudit.objects.get()
    own = f"{home}/revisioner/{audit.pk}/"

    # When the coordinator writes the agreement, the page says what is missing until nothing is.
    sign_in(page, home, coordinator)
    page.goto(f"{home}/revisioner/")
    _look(page, "4-tavla")
    page.get_by_role("link", name="Bemötande i öppenvården").first.click()
    expect(page.get_by_text("Räkna ut tid och kostnad")).to_be_visible()
    expect(page.get_by_role("button", name="Överenskommelsen är klar")).to_have_count(0)
    _look(page, "5-checklista")
    page.goto(f"{own}overenskommelse/andra/")
    page.get_by_label("Huvudfråga").fill("Får du vara med och bestämma om din behandling?")
    page.get_by_label("Kort beskrivning för alla").fill("Vi frågar dem som går på mottagningen.")
    for label in ("Syfte", "Omfattning", "Målgrupp", "Så ska resultatet användas"):
        page.get_by_role("textbox", name=re.compile(f"^{label}")).fill(f"{label}: det som vi är överens om.")
    page.get_by_label("Förening som genomför").select_option(label=association.name)
    _look(page, "6-andra")
    page.get_by_role("button", name="Spara").click()
    page.goto(f"{own}overenskommelse/tidsplan/")
    page.get_by_label("Sista intervjudagen").fill((today - timedelta(days=3)).isoformat())
    page.get_by_label("Intervjuerna börjar").fill(today.isoformat())
    page.get_by_label("Rapporten är klar").fill((today + timedelta(days=60)).isoformat())
    page.get_by_role("button", name="Spara tidsplanen").click()
    expect(page.get_by_label("Sista intervjudagen")).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_label("Intervjuerna börjar")).to_have_value(today.isoformat())
    _look(page, "7-tidsplan-fel")
    page.get_by_label("Sista intervjudagen").fill((today + timedelta(days=9)).isoformat())
    page.get_by_role("button", name="Spara tidsplanen").click()
    page.goto(f"{own}overenskommelse/kostnad/")
    page.get_by_label("Vad").first.fill("Intervjuer och eftersamtal")
    page.get_by_label("Timmar").first.fill("48,5")
    page.get_by_label("Kronor").first.fill("36000")
    page.get_by_role("button", name="Spara och lägg till fler rader").click()
    expect(page.get_by_text("48,5 timmar")).to_be_visible()
    _look(page, "8-kostnad")
    page.goto(f"{own}overenskommelse/")
    page.get_by_role("link", name="Skriv kontaktperson").click()
    page.get_by_role("textbox", name=re.compile("^Namn")).fill("Kim Kontakt")
    page.get_by_role("button", name="Spara kontaktpersonen").click()
    _look(page, "9-overenskommelse")
    page.goto(own)
    page.get_by_role("button", name="Överenskommelsen är klar").click()
    expect(page.get_by_text("Fas 2 av 10")).to_be_visible()

    # And takes the team in by address.
    page.goto(f"{own}team/")
    for person, role in zip(auditors, ("Revisionsledare", "Brukarrevisor", "Brukarrevisor"), strict=True):
        page.get_by_label("E-postadress").fill(person.email)
        page.get_by_role("radio", name=role).check()
        page.get_by_role("button", name="Ta med personen").click()
    expect(page.get_by_role("row")).to_have_count(4)
    _look(page, "10-team")
    page.goto(f"{home}/revisioner/utbildning/ny/")
    page.get_by_role("textbox", name=re.compile("^Namn")).fill("Brukarrevisor hösten 2026")
    page.get_by_label("Första dagen").fill((today - timedelta(days=30)).isoformat())
    page.get_by_label("Sista dagen").fill((today - timedelta(days=20)).isoformat())
    page.get_by_role("button", name="Lägg in utbildningen").click()
    for person in auditors:
        page.get_by_label("E-postadress").fill(person.email)
        page.get_by_role("button", name="Lägg till").click()
    _look(page, "11-kurs")
    page.goto(own)
    page.get_by_role("button", name="Börja förbereda").click()
    expect(page.get_by_text("Fas 3 av 10")).to_be_visible()

    # Then everybody declares, the lead writes guide and information, and begins.
    for person in auditors[::-1]:
        sign_in(page, home, person)
        page.goto(f"{own}team/")
        page.get_by_role("button", name="Spara").click()
        expect(page.get_by_text("Kryssa i rutan om du lovar det.").first).to_be_visible()
        page.get_by_label("Jag lovar").check()
        page.get_by_label("Jag har ingen pågående vård").check()
        page.get_by_role("button", name="Spara").click()
        expect(page.get_by_text("Dagens datum står vid dina löften")).to_be_visible()
    page.goto(f"{own}guide/")
    page.get_by_role("button", name="Börja på guiden").click()
    page.get_by_role("link", name="Lägg till område").click()
    page.get_by_label("Område", exact=True).fill("Bemötande")
    page.get_by_role("button", name="Lägg till området").click()
    page.get_by_label("Fråga", exact=True).fill("Hur blir du bemött när du kommer hit?")
    page.get_by_role("button", name="Spara", exact=True).click()
    page.get_by_role("link", name="Gå vidare och lås").click()
    page.get_by_role("button", name="Lås version 1").click()
    page.goto(f"{own}information/")
    expect(page.get_by_label("Information före intervjun")).to_have_value(re.compile("frivilligt"))
    _look(page, "12-information")
    page.get_by_role("button", name="Spara som ny version").click()
    _look(page, "13-brev")
    page.goto(own)
    page.get_by_role("button", name="Börja intervjua").click()
    expect(page.get_by_text("Fas 4 av 10")).to_be_visible()
    _look(page, "14-ledarens-oversikt")

    # And an auditor can ask to talk: the lead alone sees it.
    make_interview(audit, audit.guides.get(), auditors[1], status="done")
    sign_in(page, home, auditors[1])
    page.goto(f"{own}eftersamtal/")
    page.get_by_role("button", name="Jag behöver prata med någon").click()
    expect(page.get_by_text("Din ledare vet nu")).to_be_visible()
    _look(page, "15-revisorns-team")
    page.goto(f"{own}eftersamtal/")
    page.get_by_role("button", name="Det hölls", exact=False).first.click()
    _look(page, "16-eftersamtal")
    sign_in(page, home, auditors[0])
    page.goto(f"{home}/oversikt/")
    page.get_by_role("link", name="Prata med Alva Auditor").click()
    _look(page, "17-ledarens-team")
    page.get_by_role("button", name="Vi har pratat").click()
    assert not TalkRequest.objects.exists()
    assert OutboxMessage.objects.filter(kind="mail").count() == 1
