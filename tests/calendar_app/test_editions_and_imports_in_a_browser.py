"""Editions and imports by keyboard, and what stands after a press. Every page is looked at in ``tests/journeys``."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from calendar_app.models import Event, ImportBatch
from calendar_app.services.imports import read_import, write_import
from common.editions import render_edition
from common.models import Edition
from common.swedish import today
from tests.browser import assert_accessible_at_both_widths, sign_in
from tests.calendar_app.factories import at, make_occurrence

pytestmark = pytest.mark.django_db(transaction=True)

LIST = (
    "Rubrik;Förening;Datum;Starttid;Kommun\n"
    "Öppet hus;Egna Ord Hälsingland;{year}-10-14;18.00;Gävle\n"
    "Café;Egna Ord Hälsingland;{year}-10-15;18.00;Gefle\n"
    "Kvällsfika;Egna Ord Hälsingland;ingen dag;18.00;Gävle\n"
)


def test_the_coordinator_makes_an_edition_by_keyboard(
    page: Page, live_server: Any, coordinator: Any, association: Any, settings: Any
) -> None:
    settings.CELERY_TASK_ALWAYS_EAGER = False
    make_occurrence(at(today().year, today().month, 14, 18), association, title="Öppet hus")
    sign_in(page, live_server.url, coordinator)

    page.goto(f"{live_server.url}/kalender/arbete/utgavor/")
    page.get_by_label("Månad eller termin").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.get_by_role("status")).to_contain_text("Utgåvan görs.")
    # Also whoever stands on the link in the piece that is exchanged hears that the work is over.
    page.get_by_role("link", name="Titta igen").focus()
    render_waiting()
    expect(page.get_by_role("status")).to_contain_text("Utgåvan är klar.")
    assert_accessible_at_both_widths(page)


def test_the_coordinator_imports_a_list_by_keyboard(
    page: Page,
    live_server: Any,
    coordinator: Any,
    association: Any,
    municipality: Any,
    tmp_path: Path,
    settings: Any,
) -> None:
    settings.CELERY_TASK_ALWAYS_EAGER = False
    file = tmp_path / "lista.csv"
    file.write_text(LIST.format(year=today().year + 1))
    sign_in(page, live_server.url, coordinator)

    page.goto(f"{live_server.url}/kalender/arbete/import/")
    page.get_by_role("button", name="Läs filen").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Välj en fil.").first).to_be_visible()
    assert_accessible_at_both_widths(page)
    page.get_by_label("Fil med aktiviteter").set_input_files(file)
    page.get_by_role("button", name="Läs filen").press("Enter")

    expect(page.get_by_role("status").first).to_contain_text("Filen läses")
    batch = ImportBatch.objects.get()
    read_import(batch.pk)
    page.goto(f"{live_server.url}/kalender/arbete/import/{batch.pk}/")
    expect(page.get_by_text("Menade du Gävle?")).to_be_visible()
    assert_accessible_at_both_widths(page)
    page.get_by_role("button", name="Lägg in 1 aktivitet").press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("läggs in")
    write_import(batch.pk)
    page.goto(f"{live_server.url}/kalender/arbete/import/{batch.pk}/")
    expect(page.get_by_role("heading", name="Klart")).to_be_visible()
    assert_accessible_at_both_widths(page)
    assert Event.objects.get().title == "Öppet hus"


def render_waiting() -> None:
    for edition in Edition.objects.filter(state="queued"):
        render_edition(edition.pk)
