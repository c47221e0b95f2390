"""The guide in a browser: accessible on a phone and a desk, with everything it can show."""

import os
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from organisations.models import Theme
from revisions.models import TopicWish
from revisions.services import guide as services
from revisions.services import guide_comments, guide_library, guide_versions
from revisions.services.guide import QuestionFacts
from tests.browser import DESK, PHONE, assert_accessible_at_both_widths, sign_in
from tests.revisions.conftest import Team
from tests.revisions.factories import make_audit, make_guide

#: Where to leave pictures of what was looked at; none are taken without it.
PICTURES = os.environ.get("GUIDE_PICTURES", "")


def _look(page: Page, name: str) -> None:
    assert_accessible_at_both_widths(page)
    for width, size in (("390", PHONE), ("1280", DESK)) if PICTURES else ():
        page.set_viewport_size(size)
        page.screenshot(path=Path(PICTURES) / f"{name}-{width}.png", full_page=True)


@pytest.mark.django_db(transaction=True)
def test_every_page_of_the_guide_is_accessible(
    page: Page, live_server: Any, team: Team, coordinator: Any
) -> None:
    theme = Theme.objects.get(slug="tema-1")
    entry = guide_library.open_library_area(theme, actor=coordinator)
    written = guide_library.add_library_question(
        entry, QuestionFacts(text="Hur blir du bemött?", prompts=("Av vem?",)), actor=coordinator
    )
    draft = guide_versions.start_guide(team.audit, actor=team.auditor)
    question = draft.areas.first().questions.first()
    double = QuestionFacts(
        text="Hur blev du bemött och fick du hjälp?", prompts=("Av vem?", "Hur märktes det?")
    )
    services.edit_question(question, double, expected_version=1, actor=team.auditor)
    guide_comments.comment_guide(draft, "Ska vi dela den?", question=question, actor=team.lead)
    settled = guide_comments.comment_guide(draft, "Fråga om väntan också.", actor=team.lead)
    guide_comments.settle_comment(settled, actor=team.lead)
    TopicWish.objects.create(audit=team.audit, text="Fråga gärna om väntetiden.", by=team.commissioner)
    source = make_guide(make_audit(status="published", title="Granskning av bemötande"), areas=3)
    start = f"{live_server.url}/revisioner/{team.audit.pk}/guide/"
    sign_in(page, live_server.url, team.auditor)

    for name, rest in (
        ("guide", ""),
        ("fraga", f"fraga/{question.pk}/"),
        ("ny", f"omrade/{question.area_id}/fraga/"),
        ("omraden", "omraden/"),
        ("kallor", "kopiera/"),
        ("kopiera", f"kopiera/{source.pk}/"),
        ("las", "las/"),
        ("versioner", "versioner/"),
        ("version", "version/1/"),
    ):
        page.goto(start + rest)
        expect(page.locator("h1")).to_be_visible()
        _look(page, name)

    sign_in(page, live_server.url, coordinator)
    for name, address in (
        ("bibliotek", "/revisioner/bibliotek/"),
        ("bibliotek-tema", "/revisioner/bibliotek/tema-1/"),
        ("bibliotek-fraga", f"/revisioner/bibliotek/fraga/{written.pk}/"),
        ("teman", "/organisationer/teman/"),
        ("tema", "/organisationer/teman/tema-1/"),
    ):
        page.goto(live_server.url + address)
        expect(page.locator("h1")).to_be_visible()
        _look(page, name)


@pytest.mark.django_db(transaction=True)
def test_two_who_write_the_same_question_see_both_wordings(page: Page, live_server: Any, team: Team) -> None:
    draft = guide_versions.start_guide(team.audit, actor=team.auditor)
    question = draft.areas.first().questions.first()
    sign_in(page, live_server.url, team.auditor)
    page.goto(f"{live_server.url}/revisioner/{team.audit.pk}/guide/fraga/{question.pk}/")
    services.edit_question(question, QuestionFacts(text="Ledarens ord?"), expected_version=1, actor=team.lead)

    page.get_by_label("Fråga", exact=True).fill("Mina ord?")
    page.get_by_role("button", name="Spara", exact=True).click()

    expect(page.get_by_text("Ledarens ord?")).to_be_visible()
    expect(page.get_by_label("Fråga", exact=True)).to_have_value("Mina ord?")
    assert_accessible_at_both_widths(page)
    page.get_by_role("button", name="Spara", exact=True).click()
    expect(page.get_by_text("Frågan är sparad.")).to_be_visible()
    question.refresh_from_db()
    assert question.text == "Mina ord?"
