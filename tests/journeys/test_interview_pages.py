"""Every page and state of an interview: no fault by axe on a phone and at a desk; the script's own words."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, Route, expect

from common import sealing
from revisions.models import AnswerSave, InformationText, Interview, InterviewAnswer, QuoteMark
from revisions.services.interview_answers import save_answer
from revisions.services.interviews import withdraw_interview
from tests.browser import PHONE, assert_accessible_at_both_widths, sign_in
from tests.journeys.interview_phone import DRAFTS_LEFT, until
from tests.revisions.conftest import Team
from tests.revisions.conftest import team as team
from tests.revisions.factories import make_interview
from tests.revisions.interview_answers import questions, texts, written

pytestmark = pytest.mark.django_db(transaction=True)

#: Who the phone believes is signed in.
CURRENT = """(await new Promise((resolve) => {
  const opened = indexedDB.open("intervjuer");
  opened.onsuccess = () => {
    const asked = opened.result.transaction("now").objectStore("now").get("person");
    asked.onsuccess = () => { opened.result.close(); resolve(asked.result ?? "nobody"); };
  };
}))"""

#: A phone with no room for one more draft.
FULL = """const put = IDBObjectStore.prototype.put;
IDBObjectStore.prototype.put = function (...row) {
  if (this.name === "drafts") throw new DOMException("no room", "QuotaExceededError");
  return put.apply(this, row);
};"""

#: Takes away every person's key and choice.
FORGET_KEY = """(await new Promise((resolve) => {
  const opened = indexedDB.open("intervjuer");
  opened.onsuccess = () => {
    const change = opened.result.transaction("people", "readwrite");
    change.objectStore("people").clear();
    change.oncomplete = () => { opened.result.close(); resolve(true); };
  };
}))"""


@pytest.fixture
def interview(team: Team) -> Interview:
    return make_interview(team.audit, team.guide, team.auditor, team.second, key_id=sealing.new_key())


def _open(page: Page, live_server: Any, name: str, *args: Any) -> None:
    page.goto(live_server.url + reverse(f"revisions:{name}", args=args))


def _open_on_own_phone(page: Page, live_server: Any, person: Any, interview: Interview) -> None:
    """Sign in, open the first area, and say that the phone is one's own."""
    sign_in(page, live_server.url, person)
    _open(page, live_server, "interview_area", interview.pk, 1)
    page.get_by_role("button", name="Ja, den är min").click()


def _key(interview: Interview, number: int = 0) -> str:
    return questions(interview)[number].pk.hex


def _look(page: Page) -> None:
    """Look at the page as it stands; a refused save is what these tests are about, not a fault of the page."""
    page.evaluate("performance.clearResourceTimings()")
    assert_accessible_at_both_widths(page)


def _saved(page: Page) -> Any:
    return page.locator("[data-saved-words]")


def test_every_page_holds_the_baseline(
    page: Page, live_server: Any, team: Team, interview: Interview
) -> None:
    InformationText.objects.update(
        points=["Det är frivilligt.", "Du kan sluta när du vill."], plain_text="Du bestämmer."
    )
    planned = make_interview(
        team.audit,
        team.guide,
        team.auditor,
        code="A02",
        status="planned",
        consent_given=False,
        consent_to=None,
    )
    for code, status in (("A03", "declined"), ("A04", "cancelled"), ("A05", "withdrawn")):
        make_interview(team.audit, team.guide, team.second, code=code, status=status, consent_given=False)
    save_answer(interview, written(interview, text="Mamma Anna ringde.", worry=True), actor=team.auditor)
    save_answer(interview, written(interview, text="Ingen ringde."), actor=team.second)
    sign_in(page, live_server.url, team.lead)

    for name, *args in (
        ("interviews", team.audit.pk), ("interview_new", team.audit.pk), ("interview_edit", interview.pk),
        ("interview_withdraw", interview.pk), ("interview_consent", planned.pk), ("interview_area", interview.pk, 1),
        ("interview_area", interview.pk, 2), ("interview_pause", interview.pk), ("interview_check", interview.pk),
        ("interview_signed_in",), ("interview_shell",),
    ):  # fmt: skip
        _open(page, live_server, name, *args)
        assert_accessible_at_both_widths(page)


def test_answers_that_cannot_be_opened_say_so_calmly(
    page: Page, live_server: Any, team: Team, interview: Interview, key_store: Any
) -> None:
    save_answer(interview, written(interview, text="Kvar."), actor=team.auditor)
    _open_on_own_phone(page, live_server, team.auditor, interview)
    away = key_store.rename(key_store.with_name("away"))

    page.locator(f"#text-{_key(interview)}").fill("Kvar, och mer.")
    expect(_saved(page)).to_contain_text("Portalen kan inte spara just nu. Texten ligger kvar på telefonen.")
    _look(page)
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("Svaren går inte att öppna")
    assert_accessible_at_both_widths(page)
    away.rename(key_store)
    page.reload()
    expect(_saved(page)).to_contain_text("Sparat ")
    assert texts(interview) == ("Kvar, och mer.", None)


def test_what_is_written_is_saved_within_two_seconds_and_says_so(
    page: Page, live_server: Any, team: Team, interview: Interview
) -> None:
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.clock.install()
    _open_on_own_phone(page, live_server, team.auditor, interview)
    expect(page.locator("main[data-ready=started]")).to_be_attached()
    area = page.locator(f"#text-{_key(interview)}")

    # The page's own clock stands still but for these two seconds.
    page.clock.pause_at(timezone.now() + timedelta(minutes=1))
    area.fill("Jag trodde att jag hade gjort något fel.")
    page.clock.run_for(2000)
    expect(_saved(page)).to_contain_text("Sparat ")
    page.clock.resume()
    area.evaluate("area => area.setSelectionRange(0, 10)")
    page.get_by_role("button", name="Märk som citat").first.click()
    page.get_by_label("Ofta").check()
    page.get_by_label("Jag blir orolig för personen").first.check()
    until(page, f"{DRAFTS_LEFT} === 0")

    assert_accessible_at_both_widths(page)
    assert texts(interview) == ("Jag trodde att jag hade gjort något fel.", None)
    mark = QuoteMark.objects.get()
    assert (mark.start, mark.end) == (0, 10)
    assert InterviewAnswer.objects.get(question=questions(interview)[1]).choice == 2
    interview.refresh_from_db()
    assert interview.worry_flagged


def test_two_tabs_with_one_field_keep_both_texts_until_somebody_chooses(
    page: Page, live_server: Any, team: Team, interview: Interview
) -> None:
    """The reply to the first save is lost, too: sent again, it is the same save."""
    sign_in(page, live_server.url, team.auditor)
    tabs = [page, page.context.new_page()]
    for tab in tabs:
        _open(tab, live_server, "interview_area", interview.pk, 1)
    page.get_by_role("button", name="Ja, den är min").click()
    _lose_the_first_reply(page)

    for tab, words in zip(tabs, ("I den ena fliken.", "I den andra fliken."), strict=True):
        tab.locator(f"#text-{_key(interview)}").fill(words)
        expect(_saved(tab)).to_contain_text("Sparat ")

    assert AnswerSave.objects.count() == InterviewAnswer.objects.get().revision == 2
    expect(tabs[1].get_by_text("Ni har skrivit olika i samma ruta. Båda texterna är kvar.")).to_be_visible()
    tabs[1].reload()
    tabs[1].get_by_role("button", name="Behåll båda").click()
    expect(tabs[1].locator(f"#text-{_key(interview)}")).to_have_value(
        "I den ena fliken.\n\nI den andra fliken."
    )
    # The first tab knows nothing of the choice: what it writes is kept beside it again.
    page.locator(f"#text-{_key(interview)}").fill("I den ena fliken, och mer.")
    expect(page.get_by_text("Ni har skrivit olika i samma ruta.")).to_be_visible()
    assert texts(interview) == ("I den ena fliken.\n\nI den andra fliken.", "I den ena fliken, och mer.")


def _lose_the_first_reply(page: Page) -> None:
    """The first save reaches the portal; the phone never hears of it."""
    lost: list[int] = []

    def lose(route: Route) -> None:
        if lost:
            route.continue_()
        else:
            lost.append(route.fetch().status)
            route.abort()

    page.route("**/spara/", lose)


def test_a_personal_number_stays_on_the_phone_marked_while_the_rest_is_sent(
    page: Page, live_server: Any, team: Team, interview: Interview
) -> None:
    _open_on_own_phone(page, live_server, team.auditor, interview)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.post_data or ""))

    page.locator(f"#text-{_key(interview)}").fill("Det var 811218-9876.")
    page.locator(f"#text-{_key(interview, 1)}").fill("Det gick bra.")

    expect(page.locator(f"#fel-{_key(interview)}")).to_contain_text("personnummer")
    expect(_saved(page)).to_contain_text("Ett svar är inte skickat")
    _look(page)
    assert texts(interview, 1) == ("Det gick bra.", None)
    assert InterviewAnswer.objects.count() == 1
    page.reload()
    expect(page.locator(f"#text-{_key(interview)}")).to_have_value("Det var 811218-9876.")
    # The line at the top says that the question tells why, and it does.
    expect(page.locator(f"#fel-{_key(interview)}")).to_contain_text("personnummer")
    expect(page.locator(".remark--refuse")).to_be_visible()
    assert any("Det gick bra." in body for body in sent)
    assert not any("811218" in body for body in sent)
    page.locator(f"#text-{_key(interview)}").fill("Det var en dag i maj.")
    expect(_saved(page)).to_contain_text("Sparat ")
    assert texts(interview) == ("Det var en dag i maj.", None)


def test_an_ended_session_loses_no_letter(
    page: Page, live_server: Any, team: Team, interview: Interview
) -> None:
    _open_on_own_phone(page, live_server, team.auditor, interview)
    page.context.clear_cookies()
    area = page.locator(f"#text-{_key(interview)}")

    area.fill("Skrivet efter att sessionen tog slut.")
    expect(_saved(page)).to_contain_text("Du är utloggad")
    expect(page.get_by_role("link", name="Logga in igen")).to_be_visible()
    _look(page)
    # Somebody else in the team signs in first, in another tab: the words are not theirs to send.
    sign_in(page, live_server.url, team.second)
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(_saved(page)).to_contain_text("Någon annan är inloggad nu.")
    assert not InterviewAnswer.objects.exists()
    sign_in(page, live_server.url, team.auditor)
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(_saved(page)).to_contain_text("Sparat ")

    expect(area).to_have_value("Skrivet efter att sessionen tog slut.")
    assert texts(interview) == ("Skrivet efter att sessionen tog slut.", None)


def test_the_next_person_on_the_phone_learns_how_much_waits_and_not_what(
    page: Page, live_server: Any, team: Team, interview: Interview
) -> None:
    sign_in(page, live_server.url, team.auditor)
    _open(page, live_server, "interview_area", interview.pk, 1)
    page.get_by_role("button", name="Nej, jag lånar den").click()
    page.get_by_role("button", name="Ja, tills det är skickat").click()
    page.context.clear_cookies()
    page.locator(f"#text-{_key(interview)}").fill("Alvas hemliga ord.")
    expect(_saved(page)).to_contain_text("Du är utloggad")

    # A session that ended by itself: the portal's first page to somebody else takes the name away.
    page.goto("about:blank")
    sign_in(page, live_server.url, team.second)
    page.goto(live_server.url + reverse("overview:overview"))
    until(page, f"{CURRENT} === 'nobody'")
    _open(page, live_server, "interview_area", interview.pk, 1)
    expect(page.get_by_text("som inte är skickad än: ett svar")).to_be_visible()

    assert_accessible_at_both_widths(page)
    assert "hemliga" not in page.content()
    expect(page.locator(f"#text-{_key(interview)}")).to_have_value("")
    assert not InterviewAnswer.objects.exists()


def test_clearing_a_borrowed_phone_asks_once_and_leaves_nothing(
    page: Page, live_server: Any, team: Team, interview: Interview
) -> None:
    sign_in(page, live_server.url, team.auditor)
    _open(page, live_server, "interview_area", interview.pk, 1)
    page.get_by_role("button", name="Nej, jag lånar den").click()
    assert_accessible_at_both_widths(page)
    page.get_by_role("button", name="Ja, tills det är skickat").click()
    page.locator(f"#text-{_key(interview)}").fill("Det var 811218-9876.")
    expect(page.locator(f"#fel-{_key(interview)}")).to_contain_text("personnummer")

    page.get_by_role("link", name="Pausa").click()
    expect(page.get_by_text("Allt är inte skickat än. Det ligger kvar på telefonen.")).to_be_visible()
    there = reverse("revisions:interview_area", args=[interview.pk, 1])
    expect(page.get_by_role("link", name="Visa svaret i A01")).to_have_attribute("href", there)
    page.get_by_role("button", name="Rensa telefonen").click()
    expect(page.get_by_text("Ett svar är inte skickat än.")).to_be_visible()
    _look(page)
    page.get_by_role("button", name="Rensa ändå").click()

    expect(page.get_by_text("Telefonen är rensad.")).to_be_visible()
    until(page, f"{DRAFTS_LEFT} === 0")
    until(page, "(await caches.keys()).length === 0")


def test_a_withdrawn_interview_goes_from_the_phone(
    page: Page, live_server: Any, team: Team, interview: Interview
) -> None:
    _open_on_own_phone(page, live_server, team.auditor, interview)
    Interview.objects.update(status="withdrawn", key_id=None)

    page.locator(f"#text-{_key(interview)}").fill("För sent.")

    expect(_saved(page)).to_contain_text("Intervjun är borttagen")
    until(page, f"{DRAFTS_LEFT} === 0")


def test_the_list_sends_what_waits_and_takes_away_what_is_gone(
    page: Page, live_server: Any, team: Team, interview: Interview
) -> None:
    """Whoever comes back to the list of interviews needs to open none of them for that."""

    def write_signed_out(words: str) -> None:
        _open(page, live_server, "interview_area", interview.pk, 1)
        expect(page.locator("main[data-ready=started]")).to_be_attached()
        page.context.clear_cookies()
        page.locator(f"#text-{_key(interview)}").fill(words)
        expect(_saved(page)).to_contain_text("Du är utloggad")
        page.goto("about:blank")

    _open_on_own_phone(page, live_server, team.auditor, interview)
    write_signed_out("Kvar på telefonen.")
    sign_in(page, live_server.url, team.auditor)
    _open(page, live_server, "interviews", team.audit.pk)
    expect(_saved(page)).to_contain_text("Sparat ")
    assert_accessible_at_both_widths(page)
    assert texts(interview) == ("Kvar på telefonen.", None)

    write_signed_out("Alvas hemliga ord.")
    sign_in(page, live_server.url, team.second)
    _open(page, live_server, "interviews", team.audit.pk)
    expect(page.get_by_text("som inte är skickad än: ett svar")).to_be_visible()
    withdraw_interview(interview, confirmation="A01", actor=team.lead)
    page.reload()
    until(page, f"{DRAFTS_LEFT} === 0")


@pytest.mark.parametrize("is_full", [False, True])
def test_without_leave_to_keep_or_room_the_text_is_on_the_page_alone_and_says_so(
    page: Page, live_server: Any, team: Team, interview: Interview, is_full: bool
) -> None:
    """Somebody else's phone, or a full one: what can't lie there is sent all the same."""
    sign_in(page, live_server.url, team.auditor)
    if is_full:
        page.add_init_script(FULL)
    _open(page, live_server, "interview_area", interview.pk, 1)
    if is_full:
        page.get_by_role("button", name="Ja, den är min").click()
        expect(page.locator("main[data-ready=started]")).to_be_attached()
    else:
        page.get_by_role("button", name="Nej, jag lånar den").click()
        page.get_by_role("button", name="Nej, spara inget på telefonen").click()

    page.context.set_offline(True)
    page.locator(f"#text-{_key(interview)}").fill("Bara här.")
    expect(_saved(page)).to_contain_text("Texten finns bara på den här sidan")
    assert page.evaluate(f"async () => {DRAFTS_LEFT}") == 0
    page.context.set_offline(False)
    expect(_saved(page)).to_contain_text("Sparat ")

    assert texts(interview) == ("Bara här.", None)


def test_a_text_whose_key_is_gone_does_not_close_the_others(
    page: Page, live_server: Any, team: Team, interview: Interview
) -> None:
    """Cleared in another tab: what cannot be opened any more stays out of the way of what can."""
    _open_on_own_phone(page, live_server, team.auditor, interview)
    page.locator(f"#text-{_key(interview)}").fill("Det var 811218-9876.")
    until(page, f"{DRAFTS_LEFT} === 1")
    page.evaluate(f"async () => {FORGET_KEY}")

    page.locator(f"#text-{_key(interview, 1)}").fill("Det var 811218-9876 också.")
    until(page, f"{DRAFTS_LEFT} === 2")
    page.reload()
    page.get_by_role("button", name="Ja, den är min").click()

    expect(page.locator(f"#text-{_key(interview, 1)}")).to_have_value("Det var 811218-9876 också.")


def test_who_signs_out_leaves_the_phone_without_a_name(
    page: Page, live_server: Any, team: Team, interview: Interview
) -> None:
    _open_on_own_phone(page, live_server, team.auditor, interview)
    assert page.evaluate(f"async () => {CURRENT}") != "nobody"

    _open(page, live_server, "interviews", team.audit.pk)
    page.get_by_role("button", name="Logga ut").last.click()
    page.wait_for_url(lambda address: "intervjuer" not in address)

    until(page, f"{CURRENT} === 'nobody'")
