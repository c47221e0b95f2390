"""The analysis in a browser: words marked with the mouse, and every page at both widths."""

import os
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from revisions.models import CodedPassage
from revisions.services import coding, findings, quotes
from revisions.services.coding import Coding
from revisions.services.findings import FindingWords
from tests.browser import assert_accessible_at_both_widths, sign_in
from tests.revisions.analysis_factories import answered_interview, scale_answers
from tests.revisions.conftest import Team

pytestmark = pytest.mark.django_db(transaction=True)

#: Where pictures of the pages are left for somebody to look at; nowhere when it isn't set.
PICTURES = os.environ.get("PAGE_PICTURES", "")
TEXT = "Jag fick vänta 🙂 i sex veckor. Ingen ringde.\nDå var det för sent."

#: Selects "sex veckor" as a mouse would.
_SELECT = """() => {
  const node = document.querySelector("[data-answer-text]").firstChild;
  const at = node.textContent.indexOf("sex veckor");
  document.getSelection().setBaseAndExtent(node, at, node, at + 10);
}"""


@pytest.fixture
def analysed(team: Team) -> Team:
    team.audit.status = "analysing"
    team.audit.save(update_fields=["status"])
    return team


def test_what_is_selected_in_the_text_is_what_is_marked(page: Page, live_server: Any, analysed: Team) -> None:
    answer = answered_interview(analysed, text=TEXT)
    sign_in(page, live_server.url, analysed.auditor)
    page.goto(live_server.url + reverse("revisions:analysis_answer", args=[analysed.audit.pk, answer.pk]))
    page.evaluate(_SELECT)
    expect(page.get_by_text("Du markerar: ”sex veckor”")).to_be_visible()
    page.get_by_label("Eget tema").fill("Väntan")
    page.get_by_role("button", name="Spara markeringen").click()
    expect(page.locator("mark")).to_have_text("sex veckor")
    passage = CodedPassage.objects.get()
    assert TEXT[passage.start : passage.end] == "sex veckor"


def test_every_page_of_the_analysis_holds_the_baseline(page: Page, live_server: Any, analysed: Team) -> None:
    audit = analysed.audit
    answer = answered_interview(analysed, text=TEXT)
    answered_interview(analysed, "A02", "Det gick fort. Alla var snälla.")
    scale_answers(analysed, [0, 1, 2, 2, 3, 3, 3, 3, 3, 3, 3, "unknown"])
    passages = [
        coding.code_passage(
            answer, 0, end, Coding(own="Väntan", memo="Se A02."), expected_revision=1, actor=person
        )
        for end, person in ((30, analysed.auditor), (20, analysed.second))
    ]
    finding = findings.create_finding(
        audit,
        FindingWords(
            "improvement", "Du får vänta utan att veta varför", "Flera väntade.", passages[0].codes.get()
        ),
        actor=analysed.second,
    )
    quote = quotes.choose_quote(finding, passages[1], actor=analysed.second)
    quotes.reword_quote(
        quote, "Jag ringde 070-174 06 10 varje dag.", expected_version=1, actor=analysed.second
    )
    sign_in(page, live_server.url, analysed.auditor)
    pages = {
        "analysis": [],
        "analysis_question": [answer.question.thread],
        "analysis_answer": [answer.pk],
        "analysis_codes": [],
        "analysis_code": [passages[0].codes.get().pk],
        "analysis_compare": [],
        "analysis_compare_one": [answer.interview_id],
        "analysis_counts": [],
        "findings": [],
        "finding_new": [],
        "finding": [finding.pk],
        "quote": [quote.pk],
        "finding_proposal": [finding.pk],
    }
    for name, args in pages.items():
        _look(page, live_server.url + reverse(f"revisions:{name}", args=[audit.pk, *args]), name)
    page.goto(live_server.url + reverse("revisions:analysis_search", args=[audit.pk]))
    page.get_by_label("Sök i svaren").fill("veckor")
    page.get_by_role("button", name="Sök", exact=True).click()
    expect(page.locator("mark")).to_have_text("veckor")
    assert_accessible_at_both_widths(page)
    audit.status, audit.published_on = "published", timezone.localdate()
    audit.save(update_fields=["status", "published_on"])
    _look(page, live_server.url + reverse("revisions:destruction", args=[audit.pk]), "destruction")


def _look(page: Page, address: str, name: str) -> None:
    page.goto(address)
    assert_accessible_at_both_widths(page)
    if PICTURES:
        for width in (390, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            page.screenshot(path=Path(PICTURES) / f"{name}-{width}.png", full_page=True)
