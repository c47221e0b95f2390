"""One sentence all the way, each step by the right person in the browser: said in an interview on a phone that loses
coverage, coded, reworded, approved, read by the unit, published, left without an answer, partly done, not seen by the
auditors, opened again, done and noticed by those who use the unit, followed up and closed.

After each step everything public is looked through: the audit's page, the list, the proposal, table, JSON, poster,
search, and every letter. The words as they were said stand nowhere, ever.
"""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
import time_machine
from django.urls import reverse
from playwright.sync_api import BrowserContext, Page, expect

from accounts.models import User
from common.swedish import day_text, today
from common.working_days import last_working_day
from organisations.models import Respondent, Unit
from proposals.models import Addressee, Measure, Proposal
from proposals.tasks import tend_the_loop
from revisions.models import InformationText, Interview, Quote, UserAudit
from tests.browser import PHONE, sign_in
from tests.journeys.interview_phone import DRAFTS_LEFT, until
from tests.journeys.loop_channels import Channels, fetch, words_of_docx, words_of_page, words_of_pdf
from tests.revisions.factories import make_audit, make_guide, make_member
from tests.revisions.interview_answers import texts

pytestmark = pytest.mark.django_db(transaction=True)

SAID = "Jag satt elva veckor hemma hos min syster Maja utan att någon ringde."
BEFORE = "Det började bra."
NEVER_QUOTED = "Till slut slutade jag hoppas."
REWORDED = "Jag fick vänta i flera månader, och ingen hörde av sig."
PROPOSAL = "Ring upp inom en vecka"
FINDING = "Väntan är lång och tyst"
REMARK = "Väntetiden har blivit två månader kortare sedan i våras."
REPLY = "Vi har skrivit om det i kapitlet om uppdraget."
#: Parts of what was said that nobody outside the team ever meets.
SECRETS = "elva veckor", "syster Maja", "slutade jag hoppas", "började bra"


class Clock:
    """Moves the portal's day; the people come back that morning."""

    def __init__(self, traveller: Any) -> None:
        self._traveller = traveller

    def go_to(self, day: date) -> None:
        """Let it be this day, and let the worker do its morning round."""
        self._traveller.move_to(datetime.combine(day, time(7), UTC))
        tend_the_loop()


@pytest.fixture
def clock() -> Iterator[Clock]:
    with time_machine.travel(datetime(2027, 3, 1, 8, tzinfo=UTC)) as traveller:
        yield Clock(traveller)


@pytest.fixture
def as_person(
    browser: Any, browser_context_args: dict[str, Any], live_server: Any
) -> Iterator[Callable[..., Page]]:
    """Open a browser of one's own for each person, signed in today; a visitor's is always a new one."""
    pages: dict[int, Page] = {}
    opened: list[BrowserContext] = []

    def open_browser(person: User | None = None, **more: Any) -> Page:
        page = pages.get(person.pk) if person else None
        if page is None:
            opened.append(browser.new_context(**{**browser_context_args, **more}))
            page = opened[-1].new_page()
        if person is not None:
            pages[person.pk] = page
            sign_in(page, live_server.url, person)
        return page

    yield open_browser
    for context in opened:
        context.close()


@pytest.fixture
def lead(clock: Clock, make_user: Callable[..., User]) -> User:
    return make_user("Leo Ledare")


@pytest.fixture
def auditor(clock: Clock, make_user: Callable[..., User]) -> User:
    return make_user("Alva Auditor")


@pytest.fixture
def second(clock: Clock, make_user: Callable[..., User]) -> User:
    return make_user("Sture Andra")


@pytest.fixture
def superior(clock: Clock, make_user: Callable[..., User], unit: Unit) -> User:
    user = make_user("Vera Verksamhetschef")
    Respondent.objects.create(
        unit=unit, kind="superior", name=user.name, title="Verksamhetschef", email=user.email, user=user
    )
    return user


@pytest.fixture
def audit(clock: Clock, unit: Unit, lead: User, auditor: User, second: User) -> UserAudit:
    """An audit whose interviews begin today; the way there is ``test_audit_until_the_interviews``."""
    audit = make_audit(unit, status="interviewing", title="Öppenvården 2027", slug="oppenvarden-2027")
    make_member(audit, lead, "audit_lead")
    make_member(audit, auditor)
    make_member(audit, second)
    make_guide(audit)
    InformationText.objects.create(audit=audit, number=1, text="Det är frivilligt. Du kan sluta när du vill.")
    return audit


def test_a_sealed_sentence_all_the_way(
    live_server: Any,
    as_person: Callable[..., Page],
    clock: Clock,
    settings: Any,
    audit: UserAudit,
    lead: User,
    auditor: User,
    second: User,
    superior: User,
    unit: Unit,
    unit_manager: User,
) -> None:
    settings.PORTAL_ORIGIN = home = live_server.url
    own = f"{home}/revisioner/{audit.pk}/"
    told = Channels(home, audit, SECRETS, (REWORDED, PROPOSAL, FINDING, REMARK), (audit.title, unit.name))
    told.look()

    write_the_interview(as_person(auditor, viewport=PHONE), own)
    assert texts(Interview.objects.get()) == (f"{BEFORE} {SAID}", None)
    assert texts(Interview.objects.get(), 2) == (NEVER_QUOTED, None)
    told.look()

    begin_the_analysis(as_person(lead), own)
    code_the_sentence(as_person(auditor), own)
    told.look()

    reword_the_quote(as_person(auditor), own)
    write_the_summaries(as_person(lead), own)
    told.look()

    approve_the_quote(as_person(second), home)
    propose(as_person(auditor), own, unit)
    assert Quote.objects.get().approved_by == second
    told.look()

    send_the_draft(as_person(lead), own)
    told.look()
    say_what_one_thinks(
        as_person(unit_manager), told.link_to(unit_manager, f"/revisioner/{audit.pk}/utkast/")
    )
    told.look()
    answer_the_remark(as_person(second), home)
    told.look()

    publish(as_person(lead), own)
    proposal = Proposal.objects.get()
    told.tell(
        REWORDED,
        "Återgivet med andra ord",
        PROPOSAL,
        "Väntar på svar",
        but=("Pågår", "Svar saknas", "Försenad"),
    )
    assert told.link_to(unit_manager, "/forslag/mina-svar/")
    assert_the_report_tells_both_sides(home, audit)
    follower = "foljare@example.org"
    follow(as_person(), told, proposal, follower)

    # Nothing is answered: reminders, then the one above and everybody else are told.
    due = last_working_day(audit_day(audit), audit.answer_days)
    assert Addressee.objects.get().answer_due == due
    for days in (-7, -1, 7):
        clock.go_to(due + timedelta(days=days))
        told.tell("Väntar på svar", but=("Svar saknas",))
        assert told.link_to(unit_manager, "/forslag/mina-svar/")
    clock.go_to(due + timedelta(days=8))
    told.tell(f"Svar saknas sedan {day_text(due)}", "Försenad", but=("Pågår",))
    assert {letter.to[0] for letter in told.letters} == {superior.email, follower}
    see_what_is_late(as_person(superior), told.link_to(superior, "/forslag/forsenat/"), due)

    # Answered, and one of two measures is called done.
    answer(as_person(unit_manager), home)
    told.tell("Pågår", "Ja, det gör vi", f"Att {unit.name} blir klar", but=("Svar saknas", "Försenad"))
    report_done(as_person(unit_manager), home, "Vi ringer upp", "Vi har ringt dem som väntat längst.")
    told.tell(
        "Pågår",
        "Vi har ringt dem som väntat längst.",
        "Inte kontrollerat än",
        f"Att {unit.name} blir klar",
        but=("Genomförd", "Vi gjorde:"),
    )

    # The auditors do not see it, and open it again. The unit can't prevent that, nor end it.
    check(as_person(auditor), home, "Vi ser det inte", "Ingen vi har träffat har fått ett samtal.")
    told.tell("Pågår", "Brukarrevisorerna har inte sett", but=("Genomförd",))
    reopen(as_person(second), home, proposal, "Ingen vi pratar med har blivit uppringd.")
    told.tell("Pågår", but=("Genomförd", "Verksamheten säger att det är klart", "har inte sett"))
    assert told.link_to(unit_manager, "/forslag/mina-svar/")
    assert "Ingen vi pratar med har blivit uppringd." in told.page("loop:proposal", proposal.slug)
    clock.go_to(today() + timedelta(days=1))
    told.look()
    news = words_of_page(fetch(told.link_to(follower, "/du-sa-vi-gjorde/folj/mina/"))[1])
    assert PROPOSAL in news
    assert "Förslaget har öppnats igen" in news
    for act in ("oppna-igen", "avsluta"):
        assert as_person(unit_manager).request.get(f"{home}/forslag/{proposal.pk}/{act}/").status == 403

    # Done and seen: the users have the last word, and four of them are too few to tell of.
    report_done(as_person(unit_manager), home, "Vi ringer upp", "Alla blir uppringda inom en vecka.")
    report_done(as_person(unit_manager), home, "Skriva på webbplatsen", "Det står på webbplatsen.")
    for _ in range(2):
        check(as_person(auditor), home, "Ja, det är gjort", "")
    told.tell("Pågår", "Minst fem svar", but=("Genomförd", "har inte sett"))
    for words in ("Ja",) * 4:
        answer_at_the_poster(as_person(viewport=PHONE), home, proposal, words)
    told.tell("Pågår", "Minst fem svar", but=("Genomförd", "4 av 4"))
    count_the_answers(as_person(auditor), home, proposal)
    told.tell("Pågår", "Minst fem svar", but=("Genomförd", "4 av 4"))
    assert "För få som använder verksamheten har svarat" in told.page("loop:proposal", proposal.slug)
    ask_again(as_person(auditor), home, proposal)
    for words in ("Ja", "Nej", "Ja", "Delvis", "Ja"):
        answer_at_the_poster(as_person(viewport=PHONE), home, proposal, words)
    told.tell("Pågår", but=("Genomförd",))
    count_the_answers(as_person(auditor), home, proposal)
    told.tell("Genomförd", "Tillräckligt många säger att det har blivit bättre", but=("3 av 5", "Pågår"))

    # The follow-up meeting, and the end.
    start_following_up(as_person(lead), own)
    meet(as_person(lead), told, clock, proposal, unit_manager)
    told.tell("Genomförd", REWORDED)
    assert "Ring alltid tillbaka." in told.page("loop:proposal", proposal.slug)
    close(as_person(lead), own)
    told.tell("Genomförd", REWORDED)
    assert "Avslutad" in told.page("audits:audit", audit.slug)


def audit_day(audit: UserAudit) -> date:
    audit.refresh_from_db()
    assert audit.published_on is not None
    return audit.published_on


def write_the_interview(page: Page, own: str) -> None:
    """Plan it, read the information aloud, write; the coverage goes midway and comes back in the next area."""
    page.goto(f"{own}intervjuer/")
    page.get_by_role("link", name="Planera en intervju").click()
    page.get_by_role("button", name="Planera intervjun").click()
    page.get_by_role("link", name="Börja A01").click()
    page.get_by_label("Personen har sagt ja").check()
    page.get_by_role("button", name="Börja intervjun").click()
    page.get_by_role("button", name="Ja, den är min").click()
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.reload()
    until(page, "navigator.serviceWorker.controller !== null")
    expect(page.locator("main[data-ready=started]")).to_be_attached()
    saved, note = page.locator("[data-saved-words]"), page.get_by_label("Anteckning").first
    note.fill(BEFORE)
    expect(saved).to_contain_text("Sparat ")
    page.context.set_offline(True)
    note.fill(f"{BEFORE} {SAID}")
    expect(saved).to_have_text("Sparas på telefonen, skickas när du har täckning.")
    page.get_by_role("button", name="Nästa område").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Tema 2")
    page.get_by_label("Anteckning").first.fill(NEVER_QUOTED)
    expect(saved).to_have_text("Sparas på telefonen, skickas när du har täckning.")
    page.context.set_offline(False)
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(saved).to_contain_text("Sparat ")
    until(page, f"{DRAFTS_LEFT} === 0")
    page.get_by_role("button", name="Gå till slutet").click()
    page.get_by_role("button", name="Intervjun är klar").click()
    expect(page.get_by_text("A01 är klar.")).to_be_visible()


def begin_the_analysis(page: Page, own: str) -> None:
    page.goto(own)
    expect(page.get_by_role("button", name="Intervjuerna är klara")).to_have_count(0)
    page.goto(f"{own}eftersamtal/")
    page.get_by_role("button", name=re.compile("^Det hölls [0-9]")).click()
    page.goto(own)
    page.get_by_role("button", name="Intervjuerna är klara").click()
    expect(page.get_by_text("Fas 5 av 10")).to_be_visible()


def code_the_sentence(page: Page, own: str) -> None:
    page.goto(f"{own}analys/")
    page.get_by_role("link", name="Fråga 1.1?").click()
    page.get_by_role("link", name="Markera i svaret").click()
    page.get_by_label(SAID, exact=True).check()
    page.get_by_label("Eget tema").fill("Väntan")
    page.get_by_role("button", name="Spara markeringen").click()
    expect(page.locator("mark")).to_have_text(SAID)


def reword_the_quote(page: Page, own: str) -> None:
    page.goto(f"{own}analys/teman/")
    page.get_by_role("link", name="Skriv resultat om Väntan").click()
    page.get_by_role("radio", name="Förbättringsområde").check()
    page.get_by_label("Rubrik").fill(FINDING)
    page.get_by_label("Det här såg ni").fill("Flera har väntat länge utan besked.")
    page.get_by_role("button", name="Spara", exact=True).click()
    page.get_by_role("button", name="Ta med som citat").click()
    page.get_by_label("Så står det för läsaren").fill(REWORDED)
    page.get_by_role("button", name="Spara orden").click()
    expect(page.get_by_text("En annan revisor behöver godkänna dem.").first).to_be_visible()
    expect(page.get_by_text("Återgivet med andra ord", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="Godkänn citatet")).to_have_count(0)


def write_the_summaries(page: Page, own: str) -> None:
    """Written while the quote waits: the draft can't be sent."""
    page.goto(own)
    page.get_by_role("button", name="Börja skriva rapporten").click()
    for kind, text in (
        ("summary", "De som går här väntar länge."),
        ("plain_summary", "Vi frågade. Många får vänta."),
    ):
        page.goto(f"{own}rapport/kapitel/{kind}/")
        page.get_by_role("textbox", name=re.compile("^Text")).fill(text)
        page.get_by_role("button", name="Spara kapitlet").click()
        expect(page.get_by_text("Kapitlet är sparat.")).to_be_visible()
    page.goto(f"{own}rapport/")
    expect(page.get_by_text("citat väntar på att en andra revisor godkänner")).to_be_visible()
    expect(page.get_by_role("button", name="Skicka till dem den gäller")).to_have_count(0)


def approve_the_quote(page: Page, home: str) -> None:
    page.goto(f"{home}/oversikt/")
    page.get_by_role("link", name=re.compile("citat som väntar på dig")).click()
    page.get_by_role("link", name="Läs och bestäm").click()
    expect(page.get_by_text(SAID)).to_be_visible()
    page.get_by_role("button", name="Godkänn citatet").click()
    expect(page.get_by_text("Godkänt av Sture Andra")).to_be_visible()


def propose(page: Page, own: str, unit: Unit) -> None:
    page.goto(f"{own}analys/resultat/")
    page.get_by_role("link", name=FINDING).click()
    page.get_by_role("link", name="Skriv ett förslag").click()
    page.get_by_label("Förslaget i en rad").fill(PROPOSAL)
    page.get_by_label("Vad ska ändras?").fill("Ring upp alla som väntar, och säg hur länge till det dröjer.")
    page.get_by_role("radio", name=REWORDED).check()
    page.get_by_role("checkbox", name=unit.name).check()
    page.get_by_role("button", name="Spara förslaget").click()
    expect(page.get_by_text("Förslaget är sparat som utkast.")).to_be_visible()
    expect(page.get_by_text(f"1. {PROPOSAL}")).to_be_visible()


def send_the_draft(page: Page, own: str) -> None:
    page.goto(f"{own}rapport/")
    page.get_by_role("button", name="Skicka till dem den gäller").click()
    expect(page.get_by_text("Utkastet är skickat.")).to_be_visible()


def say_what_one_thinks(page: Page, link: str) -> None:
    """The unit's manager reads the approved words and never the others; says something, and is done."""
    page.goto(link)
    expect(page.get_by_text(REWORDED).first).to_be_visible()
    expect(page.get_by_text("Återgivet med andra ord").first).to_be_visible()
    assert not [words for words in SECRETS if words in page.content()]
    page.locator("summary", has_text="på hela rapporten").click()
    page.get_by_label("Er synpunkt").locator("visible=true").fill(REMARK)
    page.get_by_role("button", name="Lämna synpunkten").locator("visible=true").click()
    expect(page.get_by_text("Synpunkten är sparad.")).to_be_visible()
    page.get_by_role("button", name="Vi är klara").click()
    expect(page.get_by_text("Ni är klara med utkastet.")).to_be_visible()


def answer_the_remark(page: Page, home: str) -> None:
    page.goto(f"{home}/oversikt/")
    page.get_by_role("link", name="Svara på en synpunkt").click()
    page.get_by_role("link", name="Svara", exact=True).click()
    page.get_by_label("Revisorernas svar").fill(REPLY)
    page.get_by_role("button", name="Spara svaret").click()
    expect(page.get_by_text("Svaret är sparat.")).to_be_visible()


def publish(page: Page, own: str) -> None:
    page.goto(f"{own}rapport/")
    expect(page.get_by_role("button", name="Publicera nu")).to_have_count(0)
    page.get_by_role("button", name="Godkänn texten som den är nu").click()
    page.get_by_role("button", name="Publicera nu").click()
    expect(page.get_by_text("Rapporten är publicerad. Filerna görs nu.")).to_be_visible()


def assert_the_report_tells_both_sides(home: str, audit: UserAudit) -> None:
    """Page, PDF and word-processor copy: the reworded quote says so, the reply stands with its answer."""
    status, content = fetch(home + reverse("audits:report_pdf", args=[audit.slug]))
    assert status == 200
    copies = {
        "pdf": words_of_pdf(content),
        "docx": words_of_docx(fetch(home + reverse("audits:report_docx", args=[audit.slug]))[1]),
    }
    for name, text in copies.items():
        for words in (REWORDED, "Återgivet med andra ord", REMARK, REPLY, PROPOSAL):
            assert words in text, f"{words!r} not in {name}"
        for words in SECRETS:
            assert words not in text


def start_following_up(page: Page, own: str) -> None:
    page.goto(own)
    page.get_by_role("button", name="Börja följa upp").click()
    expect(page.get_by_text("Fas 9 av 10")).to_be_visible()


def follow(page: Page, told: Channels, proposal: Proposal, address: str) -> None:
    page.goto(f"{told.address}{proposal.get_absolute_url()}")
    page.get_by_role("link", name="Få veta när något händer").click()
    page.get_by_label("Din e-postadress").fill(address)
    page.get_by_role("button", name="Följ förslaget").click()
    told.look()
    page.goto(told.link_to(address, "/du-sa-vi-gjorde/folj/bekrafta/"))
    page.get_by_role("button", name="Ja, skriv till mig").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Det du följer")


def see_what_is_late(page: Page, link: str, due: date) -> None:
    page.goto(link)
    expect(page.get_by_role("link", name=PROPOSAL)).to_be_visible()
    expect(page.get_by_text("Svar saknas").first).to_be_visible()
    expect(page.get_by_text(f"Sedan {day_text(due)}")).to_be_visible()


def answer(page: Page, home: str) -> None:
    page.goto(f"{home}/forslag/mina-svar/")
    page.get_by_role("link", name=PROPOSAL).click()
    page.get_by_role("radio", name="Ja, det gör vi").check()
    page.get_by_label("Vad gör ni, eller varför inte?").fill("Vi ringer upp alla som väntar.")
    page.get_by_label("Vem ansvarar?").fill("Vårdenhetschef")
    page.get_by_label("Klart senast").fill((today() + timedelta(days=40)).isoformat())
    page.get_by_role("button", name="Skicka svaret").click()
    page.get_by_role("link", name=PROPOSAL).click()
    page.get_by_role("link", name="Ny åtgärd").click()
    page.get_by_label("Vad ska ni göra?").fill("Skriva på webbplatsen hur lång väntan är.")
    page.get_by_label("Vem ansvarar?").fill("Vårdenhetschef")
    page.get_by_label("Klart senast").fill((today() + timedelta(days=50)).isoformat())
    page.get_by_role("button", name="Lägg till åtgärden").click()
    expect(page.get_by_text("Åtgärden är tillagd.")).to_be_visible()
    assert Measure.objects.count() == 2


def report_done(page: Page, home: str, what: str, happened: str) -> None:
    page.goto(f"{home}/forslag/mina-svar/")
    page.get_by_role("link", name=what).click()
    page.get_by_role("radio", name="Klar", exact=False).check()
    page.get_by_label("Vad har hänt?").fill(happened)
    page.get_by_role("button", name="Spara", exact=True).click()
    expect(page.get_by_text("Tack för att du berättar.")).to_be_visible()


def check(page: Page, home: str, verdict: str, note: str) -> None:
    page.goto(f"{home}/oversikt/")
    page.get_by_role("link", name=re.compile("^Kontrollera: ")).first.click()
    page.get_by_role("radio", name=verdict).check()
    page.get_by_label("Vad såg ni, eller vad saknas?").fill(note)
    page.get_by_role("button", name="Spara", exact=True).click()
    expect(page.get_by_text("Det syns tillsammans med förslaget.")).to_be_visible()


def reopen(page: Page, home: str, proposal: Proposal, note: str) -> None:
    page.goto(f"{home}/forslag/{proposal.pk}/")
    page.get_by_role("link", name="Öppna igen").click()
    page.get_by_label("Varför öppnar ni det igen?").fill(note)
    page.get_by_role("button", name="Öppna igen").click()
    expect(page.get_by_text("Förslaget är öppnat igen.")).to_be_visible()


def answer_at_the_poster(page: Page, home: str, proposal: Proposal, words: str) -> None:
    """Somebody who uses the unit follows the poster's code: one question, no account, no cookie left."""
    page.goto(home + reverse("loop:question", args=[proposal.source_id]))
    page.get_by_role("radio", name=words, exact=True).check()
    page.get_by_role("button", name="Skicka svaret").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Tack")
    assert page.context.cookies() == []
    page.context.close()


def count_the_answers(page: Page, home: str, proposal: Proposal) -> None:
    page.goto(f"{home}/forslag/{proposal.pk}/")
    page.get_by_role("button", name="Stäng och räkna").click()
    expect(page.get_by_text("Frågan är stängd och svaren är räknade.")).to_be_visible()


def ask_again(page: Page, home: str, proposal: Proposal) -> None:
    page.goto(f"{home}/forslag/{proposal.pk}/")
    page.get_by_role("button", name="Fråga igen").click()
    expect(page.get_by_text("Frågan är öppen.")).to_be_visible()


def meet(page: Page, told: Channels, clock: Clock, proposal: Proposal, manager: User) -> None:
    """Call to the meeting that publication planned; hold it on its day; write down what was learnt."""
    home, day = told.address, proposal.source.follow_up.on
    told.look()
    page.goto(f"{home}/forslag/uppfoljning/{proposal.source_id}/")
    page.get_by_role("link", name="Ändra mötet").click()
    page.get_by_label("Plats eller länk").fill("Mötesrummet på plan 2")
    page.get_by_label("Mer att ta med").fill("Siffror på hur länge folk väntar.")
    page.get_by_role("button", name="Spara mötet").click()
    page.get_by_role("button", name="Bjud in").click()
    expect(page.get_by_text("Inbjudan är skickad till")).to_be_visible()
    told.look()
    assert told.link_to(manager, "/forslag/uppfoljning/")
    page.goto(f"{home}/revisioner/{told.audit.pk}/")
    expect(page.get_by_role("button", name="Avsluta revisionen")).to_have_count(0)
    clock.go_to(day)
    sign_in(page, home, told.audit.members.get(role="audit_lead").user)
    page.goto(f"{home}/forslag/uppfoljning/{proposal.source_id}/")
    page.get_by_role("link", name="Skriv efter mötet").click()
    page.get_by_label("Anteckningar").fill("Alla var där.")
    page.get_by_label("Det vi lärde oss").fill("Ring alltid tillbaka.")
    page.get_by_role("button", name="Spara", exact=True).click()
    expect(page.get_by_text("Hölls", exact=False).first).to_be_visible()


def close(page: Page, own: str) -> None:
    page.goto(own)
    page.get_by_role("button", name="Avsluta revisionen").click()
    expect(page.get_by_text("Fas 10 av 10")).to_be_visible()
