"""The statement's day of assessment comes from what is noted; pages that no editor writes are read through too."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from dateutil.relativedelta import relativedelta
from django.core.management import CommandError, call_command
from django.test import Client

from common.actors import SYSTEM
from common.errors import DomainError
from common.models import TrailEntry
from common.registries import overview_rows
from common.swedish import day_text, today
from pages.content.assessments import load_shipped_assessments
from pages.content.shipped import load_shipped_pages
from pages.editing.ageing import own_pages, to_look_after
from pages.models import AccessibilityAssessment, InformationPage, PortalRoot
from pages.own_pages import OWN_PAGES, READ_THROUGH
from pages.services.reviews import record_assessment, review_own_page

pytestmark = pytest.mark.django_db


def _statement() -> str:
    return re.sub(r"</?time[^>]*>", "", Client().get("/tillganglighet/").text.replace("\xa0", " "))


def test_the_statement_tells_of_the_latest_assessment_that_is_noted() -> None:
    load_shipped_pages(actor=SYSTEM)
    # Somebody has read the words through; that is no assessment.
    InformationPage.objects.filter(slug="tillganglighet").update(reviewed_on=date(2026, 3, 4))
    before = _statement()

    call_command(
        "record_assessment", "Region Gävleborg", "Med skärmläsare.", day=date(2026, 2, 1), verbosity=0
    )
    call_command("record_assessment", "Ett företag", "Med tangentbord.", day=date(2026, 5, 6), verbosity=0)
    call_command("record_assessment", "En grupp", "Med förstoring.", day=date(2026, 4, 6), verbosity=0)
    told = _statement()

    assert "Ingen bedömning av hur väl webbplatsen följer lagen är antecknad än." in before
    assert "senast den 6 maj 2026" in told
    assert "Gjord av: Ett företag. Med tangentbord." in told
    assert "Med skärmläsare." not in told
    assert TrailEntry.objects.filter(verb="record_assessment").count() == 3


def test_the_release_brings_its_own_assessment_once() -> None:
    noted = [load_shipped_assessments(actor=SYSTEM) for _ in range(2)]

    assert noted == [AccessibilityAssessment.objects.count(), 0]
    assert noted[0] > 0


def test_the_same_day_and_assessor_is_one_assessment(coordinator: Any, outsider: Any) -> None:
    first, is_new = record_assessment(date(2026, 5, 6), "Samordnaren", "Så här.", actor=coordinator)
    again = record_assessment(date(2026, 5, 6), "Samordnaren", "På annat sätt.", actor=coordinator)

    assert is_new
    assert again == (first, False)
    assert AccessibilityAssessment.objects.get().method == "Så här."
    for made_on, made_by, method, actor in (
        (today() + timedelta(days=1), "Samordnaren", "Så här.", coordinator),
        (date(2026, 5, 7), " \u202e", "Så här.", coordinator),
        (date(2026, 5, 7), "x" * 121, "Så här.", coordinator),
        (date(2026, 5, 7), "Samordnaren", "Av 19121212-1212.", coordinator),
        (date(2026, 5, 7), "Samordnaren", "Så här.", outsider),
    ):
        with pytest.raises(DomainError):
            record_assessment(made_on, made_by, method, actor=actor)
    with pytest.raises(CommandError, match="inte varit än"):
        call_command("record_assessment", "Samordnaren", "Så.", day=today() + timedelta(days=1))


def test_the_portals_own_pages_are_read_through_once_a_year(client: Client, editor: Any) -> None:
    a_year_on = READ_THROUGH + relativedelta(months=12, days=1)
    client.force_login(editor)
    with time_machine.travel(f"{a_year_on}T12:00:00+00:00", tick=False):
        PortalRoot.objects.update(reviewed_on=today())
        late = {page.title for page in to_look_after().pages if page.is_late}
        rows = " ".join(row.title for row in overview_rows(editor))
        client.force_login(editor)

        done = client.post(f"/redaktion/att-se-over/{OWN_PAGES[0].pk}/last/", follow=True)

        assert late == {one.text.title for one in OWN_PAGES}
        assert "sidor på webbplatsen" in rows
        assert "är genomläst i dag" in done.text
        left = {page.title for page in to_look_after().pages if page.is_late}
        assert late - left == {OWN_PAGES[0].text.title}
        assert {page.reviewed_on for page in own_pages()} == {READ_THROUGH, today()}


def test_the_list_names_owner_and_day_of_every_own_page(client: Client, editor: Any, outsider: Any) -> None:
    client.force_login(editor)
    shown = re.sub(r"</?time[^>]*>", "", client.get("/redaktion/att-se-over/").text)

    assert [one.text.title for one in OWN_PAGES if f'<a href="{one.text.url}">' not in shown] == []
    assert shown.count(f"<td>{day_text(READ_THROUGH)}") >= len(OWN_PAGES)
    assert shown.count("<td>Samordnare för brukarinflytande</td>") >= len(OWN_PAGES)
    assert client.post("/redaktion/att-se-over/999/last/").status_code == 404
    with pytest.raises(DomainError):
        review_own_page("/kontakt/", actor=outsider)
    with pytest.raises(DomainError):
        review_own_page("/finns-inte/", actor=editor)
