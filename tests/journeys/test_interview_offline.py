"""An interview on a phone without coverage, with a battery that dies: every letter arrives."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from common import sealing
from common.swedish import time_text
from revisions.models import AnswerSave, Interview, InterviewAnswer
from revisions.services.interview_answers import save_answer
from tests.browser import assert_accessible_at_both_widths, sign_in
from tests.journeys.interview_phone import DRAFTS_LEFT, Phone, Portal, portal, until
from tests.revisions.conftest import Team
from tests.revisions.conftest import team as team
from tests.revisions.factories import make_interview
from tests.revisions.interview_answers import questions, texts, written

pytestmark = pytest.mark.django_db(transaction=True)

FIRST = "Fick ett brev: ”SIP-möte 14/3”.\nÅt inte på två dagar – vågade inte ringa. 💬 \U0001f9e1"
MORE = "\nSen kom ingen. Väntade i 45 minuter, åäö ÅÄÖ é ñ."
SECOND = "Systern fick inte vara med."


@pytest.fixture
def interview(team: Team) -> Interview:
    return make_interview(team.audit, team.guide, team.auditor, team.second, key_id=sealing.new_key())


@pytest.fixture
def running() -> Iterator[Portal]:
    with portal() as started:
        yield started


@pytest.fixture
def phone(playwright: Any, browser_type_launch_args: dict[str, Any], tmp_path: Path) -> Iterator[Phone]:
    borrowed = Phone(playwright, tmp_path / "phone", browser_type_launch_args)
    yield borrowed
    borrowed.kill()


def _area(running: Portal, interview: Interview, number: int = 1) -> str:
    return f"{running.address}/revisioner/intervju/{interview.pk}/omrade/{number}/"


def _text(page: Page, interview: Interview, number: int = 0) -> Any:
    return page.locator(f"#text-{questions(interview)[number].pk.hex}")


def _saved(page: Page) -> Any:
    return page.locator("[data-saved-words]")


def _open_own_phone(page: Page, running: Portal, interview: Interview, person: Any) -> None:
    """Sign in, say that the phone is one's own, and let it keep the page."""
    sign_in(page, running.address, person)
    page.goto(_area(running, interview))
    page.get_by_role("button", name="Ja, den är min").click()
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.reload()
    until(page, "navigator.serviceWorker.controller !== null")
    expect(page.locator("main[data-ready=started]")).to_be_attached()


def test_nothing_is_lost_without_coverage_with_a_dead_battery_and_an_ended_session(
    phone: Phone, running: Portal, team: Team, interview: Interview
) -> None:
    page = phone.open()
    _open_own_phone(page, running, interview, team.auditor)
    running.stop()
    _text(page, interview).fill(FIRST)
    expect(_saved(page)).to_have_text("Sparas på telefonen, skickas när du har täckning.")
    assert_accessible_at_both_widths(page)
    phone.kill()

    page = phone.open()
    page.goto(_area(running, interview))
    expect(_text(page, interview)).to_have_value(FIRST)
    assert_accessible_at_both_widths(page)
    _text(page, interview).fill(FIRST + MORE)
    page.get_by_role("button", name="Nästa område").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Tema 2")
    _text(page, interview, 2).fill(SECOND)
    page.get_by_role("button", name="Gå till slutet").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Slutet på intervjun")
    assert_accessible_at_both_widths(page)
    page.get_by_role("link", name="Fortsätt intervjun").click()
    expect(_text(page, interview, 2)).to_have_value(SECOND)
    phone.kill()
    assert not InterviewAnswer.objects.exists()

    running.start()
    page = phone.open()
    page.context.clear_cookies()
    page.goto(_area(running, interview))
    assert "/konto/logga-in/" in page.url
    assert not InterviewAnswer.objects.exists()
    sign_in(page, running.address, team.auditor)
    page.goto(_area(running, interview))
    expect(_saved(page)).to_contain_text("Sparat ")
    _all_sent(page)

    assert texts(interview) == (FIRST + MORE, None)
    assert texts(interview, 2) == (SECOND, None)
    assert InterviewAnswer.objects.count() == 2


def _all_sent(page: Page) -> None:
    """Wait until nothing lies on the phone any more."""
    until(page, DRAFTS_LEFT + " === 0")


def test_coverage_that_comes_and_goes_sends_everything_once(
    phone: Phone, running: Portal, team: Team, interview: Interview
) -> None:
    """An hour without it, on a phone that believes it is 2001."""
    page = phone.open()
    page.clock.install(time=datetime(2001, 9, 9, 3, 46, tzinfo=UTC))
    _open_own_phone(page, running, interview, team.auditor)
    page.context.set_offline(True)
    _text(page, interview).fill("Utan täckning.")
    expect(_saved(page)).to_have_text("Sparas på telefonen, skickas när du har täckning.")
    page.reload()
    expect(_text(page, interview)).to_have_value("Utan täckning.")
    _text(page, interview).fill("Utan täckning. Fortfarande.")
    page.clock.fast_forward("01:00:00")
    expect(_saved(page)).to_have_text("Sparas på telefonen, skickas när du har täckning.")
    page.context.set_offline(False)
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(_saved(page)).to_contain_text("Sparat ")
    now = timezone.localtime()
    times = [f"Sparat {time_text(now - timedelta(minutes=minutes))}" for minutes in (0, 1)]
    assert _saved(page).inner_text() in times
    _all_sent(page)

    assert texts(interview) == ("Utan täckning. Fortfarande.", None)
    assert AnswerSave.objects.count() == InterviewAnswer.objects.get().revision


def test_without_coverage_nothing_that_is_saved_is_written_over(
    phone: Phone, running: Portal, team: Team, interview: Interview
) -> None:
    save_answer(interview, written(interview, text="Sparat förut."), actor=team.auditor)
    page = phone.open()
    _open_own_phone(page, running, interview, team.auditor)
    running.stop()
    page.goto(_area(running, interview))
    expect(page.get_by_text("är sparat i portalen och visas inte utan täckning").first).to_be_visible()
    assert "Sparat förut." not in page.content()
    _text(page, interview).fill("Nytt utan täckning.")
    page.wait_for_timeout(1500)
    running.start()
    page.evaluate("window.dispatchEvent(new Event('online'))")
    _all_sent(page)

    assert texts(interview) == ("Sparat förut.", "Nytt utan täckning.")


def test_what_lies_on_the_phone_is_not_readable_in_its_files(
    phone: Phone, running: Portal, team: Team, interview: Interview
) -> None:
    page = phone.open()
    _open_own_phone(page, running, interview, team.auditor)
    running.stop()
    _text(page, interview).fill("Kanariefågeln sjöng i väntrummet.")
    page.wait_for_timeout(2000)
    phone.kill()

    folder = phone.folder / "Default" / "IndexedDB"
    held = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    assert held
    for coding in ("utf-8", "utf-16-le", "latin-1"):
        assert "Kanariefågeln".encode(coding) not in held
