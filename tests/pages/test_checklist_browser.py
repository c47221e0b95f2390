"""The checklist and the ladder helper as somebody meets them: without a fault by axe, at both widths."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from organisations.models import Unit
from pages.checklist.result import Said
from pages.models import ChecklistRound
from pages.services import checklists as services
from pages.services.checklists import ChecklistFacts
from tests.browser import assert_accessible_at_both_widths, sign_in

pytestmark = pytest.mark.django_db(transaction=True)


def test_alone_from_the_empty_form_to_a_file_and_to_the_ladder(page: Any, live_server: Any) -> None:
    page.goto(f"{live_server.url}/checklista/")
    assert_accessible_at_both_widths(page)
    page.get_by_label("Vad heter arbetet?").fill("Nya väntrummet")
    page.locator("#id_text_1").fill("Genom en fokusgrupp i våras.")
    page.locator("input[name=extent_1][value=largely]").check()
    page.locator("input[name=extent_2][value=partly]").check()
    page.locator("input[name=extent_3][value=none]").check()

    page.get_by_role("button", name="Visa resultatet").click()

    page.get_by_role("heading", level=1, name="Nya väntrummet").wait_for()
    assert_accessible_at_both_widths(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Hämta som PDF").click()
    assert download.value.suggested_filename == "checklista.pdf"
    assert page.context.cookies() == []

    page.goto(f"{live_server.url}/delaktighetstrappan/vilket-steg/")
    for name in ("synpunkter", "samtal"):
        page.locator(f"input[name={name}][value=ja]").check()
    for name in ("tillsammans", "beslut"):
        page.locator(f"input[name={name}][value=nej]").check()
    page.get_by_role("button", name="Visa steget").click()
    page.get_by_role("heading", name="Steg 3: Dialog").wait_for()
    assert page.url.endswith("?synpunkter=ja&samtal=ja&tillsammans=nej&beslut=nej")
    assert_accessible_at_both_widths(page)


def test_saved_and_filled_in_again(page: Any, live_server: Any, unit: Unit, unit_manager: User) -> None:
    said = [Said("Med ord", "partly"), Said(extent="none"), Said(), Said(), Said("Inte än")]
    services.save_checklist(
        unit,
        ChecklistFacts("Nya väntrummet", timezone.localdate() + timedelta(days=9), said),
        form_key=None,
        actor=unit_manager,
    )
    ChecklistRound.objects.update(filled_at=timezone.now() - timedelta(days=200))
    sign_in(page, live_server.url, unit_manager)
    page.goto(f"{live_server.url}/oversikt/")
    page.get_by_role("link", name="Fyll i checklistan igen").click()
    page.get_by_role("link", name="Fyll i igen").click()
    assert_accessible_at_both_widths(page)
    page.locator("input[name=extent_2][value=largely]").check()

    page.get_by_role("button", name="Spara").click()

    page.get_by_role("heading", name="Före och efter").wait_for()
    assert_accessible_at_both_widths(page)
    page.goto(f"{live_server.url}/checklistor/")
    assert_accessible_at_both_widths(page)
