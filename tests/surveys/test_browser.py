"""Answering and making surveys in a browser: by keys alone, without script, on a phone and at a desk."""

from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Page, expect

from accounts.models import User
from surveys.models import Response, Survey
from surveys.services import flow
from surveys.services.answering import submit_answers
from surveys.services.series import start_round, start_series
from tests.browser import PHONE, assert_accessible_at_both_widths, sign_in
from tests.journeys.keyboard import Keyboard
from tests.surveys.conftest import answers

pytestmark = pytest.mark.django_db(transaction=True)


def test_answering_one_question_at_a_time_by_keyboard(page: Page, live_server: Any, survey: Survey):
    keys = Keyboard(page)
    page.goto(live_server.url + survey.public_url)
    assert_accessible_at_both_widths(page)

    keys.follow("Börja svara")
    assert_accessible_at_both_widths(page)
    keys.pick("Blir du lyssnad på?", "Ofta")
    keys.press("Nästa fråga")
    keys.pick("Vet du vem du ska fråga?", "Vill inte svara")
    keys.press("Nästa fråga")
    keys.tick("Ro")
    keys.press("Tillbaka")
    expect(page.get_by_role("radio", name="Vill inte svara")).to_be_checked()
    keys.press("Nästa fråga")
    expect(page.get_by_role("checkbox", name="Ro")).to_be_checked()
    keys.press("Nästa fråga")
    keys.write("Vad skulle du ändra?", "Ring 811218-9876")
    keys.press("Nästa fråga")
    expect(page.locator(".errors")).to_contain_text("personnummer")
    assert_accessible_at_both_widths(page)
    keys.write("Vad skulle du ändra?", "Mer tid")
    keys.press("Pausa")
    assert_accessible_at_both_widths(page)
    code = page.locator(".resume-code").inner_text().split(":")[-1].strip()
    keys.follow("Fortsätt nu")
    assert_accessible_at_both_widths(page)
    keys.write("Din kod", code)
    keys.press("Öppna mina svar")
    expect(page.get_by_label("Vad skulle du ändra?")).to_have_value("Mer tid")
    keys.press("Nästa fråga")
    keys.press("Skicka svaren")

    expect(page.get_by_role("heading", level=1)).to_have_text("Tack")
    assert_accessible_at_both_widths(page)
    assert page.context.cookies() == []
    response = Response.objects.get()
    assert response.answers.count() == 4


def test_answering_everything_on_one_page_without_script(
    browser: Browser, live_server: Any, survey: Survey, coordinator: User
):
    Survey.objects.update(layout="all")
    page = browser.new_context(java_script_enabled=False, viewport=PHONE, locale="sv-SE").new_page()
    page.goto(f"{live_server.url}/svara/")
    page.get_by_label("Kod på affischen").fill(survey.code.upper())
    page.get_by_role("button", name="Gå vidare").click()
    page.get_by_role("link", name="Börja svara").click()
    page.get_by_role("radio", name="Alltid").check()
    page.get_by_role("checkbox", name="Tid").check()
    page.get_by_label("Vad skulle du ändra?").fill("Mer tid 🙂")
    flow.pause_survey(survey, actor=coordinator)
    page.get_by_role("button", name="Skicka svaren").click()
    expect(page.locator("main")).to_contain_text("pausad just nu")
    flow.resume_survey(survey, actor=coordinator)
    page.get_by_role("button", name="Skicka svaren").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Tack")
    assert Response.objects.get().answers.count() == 3
    page.context.close()


def test_making_opening_and_typing_in_paper_by_keyboard(
    page: Page, live_server: Any, unit_manager: User, unit: Any
):
    keys = Keyboard(page)
    sign_in(page, live_server.url, unit_manager)
    page.goto(f"{live_server.url}/enkater/")
    assert_accessible_at_both_widths(page)
    keys.follow("Ny enkät")
    assert_accessible_at_both_widths(page)
    keys.write("Rubrik", "Hur är det här?")
    keys.write("Varför frågar ni?", "Vi vill veta.")
    keys.press("Spara")
    assert_accessible_at_both_widths(page)
    keys.follow("Ny fråga")
    keys.pick("Typ av fråga", "Skala")
    keys.write("Fråga", "Hur trygg är du här?")
    keys.press("Spara frågan")
    expect(page.locator(".errors")).to_contain_text("minst två svar")
    assert_accessible_at_both_widths(page)
    field = page.get_by_label("Svar att välja på (frivilligt)")
    keys.reach(field)
    field.fill("Otrygg\nTrygg")
    keys.press("Spara frågan")
    keys.press("Öppna nu")
    assert_accessible_at_both_widths(page)
    keys.follow("Skriv in svar från papper")
    assert_accessible_at_both_widths(page)
    expect(page.get_by_role("radio", name="Otrygg")).to_be_focused()
    page.keyboard.press("2")
    expect(page.get_by_role("radio", name="Trygg", exact=True)).to_be_checked()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator(".notices")).to_contain_text("inskrivet")
    assert Response.objects.get().source == "paper"
    keys.press("Ångra")
    assert not Response.objects.exists()


def test_results_words_and_trends_hold_the_baseline(
    page: Page, live_server: Any, survey: Survey, coordinator: User
):
    series = start_series(survey, "Varje termin", actor=coordinator)
    _fill(survey, 14)
    flow.close_survey(survey, actor=coordinator)
    following = start_round(series, "Nästa termin", actor=coordinator)
    flow.open_survey(following, actor=coordinator)
    _fill(following, 12)
    flow.close_survey(following, actor=coordinator)
    sign_in(page, live_server.url, coordinator)

    for address in (
        f"/enkater/{survey.pk}/resultat/",
        f"/enkater/{survey.pk}/egna-ord/",
        f"/enkater/serier/{series.pk}/",
    ):
        page.goto(live_server.url + address)
        assert_accessible_at_both_widths(page)


def _fill(survey: Survey, number: int) -> None:
    for place in range(number):
        given = answers(
            survey,
            scale=place % 4,
            choice=0 if place < 9 else "unknown",
            several=(place % 3,),
            open=f"Ord {place}",
            background=0 if place < 6 else 1,
        )
        submit_answers(survey, given, token=uuid4().hex)
