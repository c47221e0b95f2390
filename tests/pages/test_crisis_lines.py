"""The numbers to call: who may change them, what may never stand there, when they are checked."""

from datetime import date, timedelta
from typing import Any

import pytest
from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.test import Client

from accounts.models import User
from common import registries
from common.crisis import crisis_numbers
from common.errors import DomainError, EditConflictError
from common.models import CacheStamp, CrisisLine, OutboxMessage, TrailEntry
from common.swedish import today
from pages import tasks
from pages.services import crisis_lines as services

pytestmark = pytest.mark.django_db


def _facts(**changes: Any) -> services.CrisisLineFacts:
    facts = {
        "number": "90390",
        "label": "Hjälplinjen",
        "who": "För vuxna som behöver prata.",
        "hours": "Öppet dygnet runt.",
        "owner": "Samordnaren",
        "verified_on": today(),
    }
    return services.CrisisLineFacts(**{**facts, **changes})


def _typed(facts: services.CrisisLineFacts, version: int = 0) -> dict[str, Any]:
    typed = {**vars(facts), "verified_on": facts.verified_on.isoformat(), "version": str(version)}
    return {name: value for name, value in typed.items() if value is not False}


def test_a_number_is_added_with_trail_and_stamp(coordinator: User) -> None:
    services.add_crisis_line(_facts(), actor=coordinator)

    assert [number.number for number in crisis_numbers()] == ["112", "90390"]
    assert TrailEntry.objects.get().verb == "add_crisis_line"
    assert CacheStamp.objects.get(room="crisis").value == 1


@pytest.mark.parametrize("persona", ["editor", "outsider", "representative", "unit_manager"])
def test_others_may_not_touch_the_numbers(persona: str, request: pytest.FixtureRequest) -> None:
    actor = request.getfixturevalue(persona)

    with pytest.raises(DomainError, match="Bara samordnare"):
        services.add_crisis_line(_facts(), actor=actor)

    assert not CrisisLine.objects.exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"number": "0771-22 00 60"}, "number"),
        ({"number": "020-22 00 60"}, "number"),
        ({"number": "1177"}, "number"),
        ({"number": "11 77"}, "number"),
        ({"verified_on": date(2999, 1, 1)}, "verified_on"),
        ({"number": "112"}, "in_strip"),
    ],
)
def test_a_number_that_may_not_stand_there_is_refused(
    coordinator: User, changes: dict[str, Any], field: str
) -> None:
    services.add_crisis_line(_facts(number="1177"), actor=coordinator)

    with pytest.raises(DomainError) as caught:
        services.add_crisis_line(_facts(**changes), actor=coordinator)

    assert caught.value.field == field


def test_the_strip_holds_112_and_two_more(coordinator: User) -> None:
    for number in ("112", "1177", "90101"):
        services.add_crisis_line(_facts(number=number, in_strip=True), actor=coordinator)

    with pytest.raises(DomainError) as caught:
        services.add_crisis_line(_facts(in_strip=True), actor=coordinator)

    assert caught.value.field == "in_strip"


def test_112_is_there_even_when_somebody_removes_it(coordinator: User) -> None:
    line = services.add_crisis_line(_facts(number="112", in_strip=True), actor=coordinator)

    services.remove_crisis_line(line, actor=coordinator)
    services.remove_crisis_line(CrisisLine(pk=line.pk or 1), actor=coordinator)

    assert [number.number for number in crisis_numbers()] == ["112"]


def test_an_unchanged_save_writes_nothing_and_a_late_one_conflicts(coordinator: User) -> None:
    line = services.add_crisis_line(_facts(), actor=coordinator)
    services.edit_crisis_line(line, _facts(), expected_version=1, actor=coordinator)
    services.edit_crisis_line(line, _facts(label="A"), expected_version=1, actor=coordinator)

    with pytest.raises(EditConflictError) as caught:
        services.edit_crisis_line(line, _facts(label="B"), expected_version=1, actor=coordinator)

    assert caught.value.changed == {"Kort text": ("A", "B")}
    assert TrailEntry.objects.filter(verb="edit_crisis_line").count() == 1


def test_checking_moves_the_date_once_a_day(coordinator: User) -> None:
    line = services.add_crisis_line(_facts(verified_on=date(2026, 1, 5)), actor=coordinator)

    services.verify_crisis_line(line, actor=coordinator)
    services.verify_crisis_line(line, actor=coordinator)

    assert CrisisLine.objects.get().verified_on == today()
    assert TrailEntry.objects.filter(verb="verify_crisis_line").count() == 1


def test_a_number_somebody_else_has_removed_is_told(coordinator: User) -> None:
    line = services.add_crisis_line(_facts(), actor=coordinator)
    services.remove_crisis_line(line, actor=coordinator)
    gone = CrisisLine(pk=1, number=line.number)

    for act in (
        lambda: services.verify_crisis_line(gone, actor=coordinator),
        lambda: services.edit_crisis_line(gone, _facts(), expected_version=1, actor=coordinator),
    ):
        with pytest.raises(DomainError, match="tagit bort"):
            act()


@pytest.mark.parametrize(("age", "tone"), [(100, None), (175, "wait"), (190, "late")])
def test_a_number_waits_for_its_check_every_six_months(
    coordinator: User, editor: User, age: int, tone: str | None
) -> None:
    services.add_crisis_line(_facts(verified_on=today() - timedelta(days=age)), actor=coordinator)

    rows = [row for row in registries.overview_rows(coordinator) if "hjälpnumret" in row.title]

    assert [row.tone for row in rows] == ([tone] if tone else [])
    assert not any("hjälpnumret" in row.title for row in registries.overview_rows(editor))


@pytest.mark.parametrize("address", ["/hjalpnummer/", "/hjalpnummer/nytt/"])
@pytest.mark.parametrize(
    ("persona", "status"), [("coordinator", 200), ("administrator", 200), ("editor", 403), ("outsider", 403)]
)
def test_the_pages_are_for_those_who_keep_the_numbers(
    client: Client, address: str, persona: str, status: int, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(persona))

    assert client.get(address).status_code == status


def test_a_number_is_added_changed_checked_and_removed_on_the_pages(
    client: Client, coordinator: User
) -> None:
    client.force_login(coordinator)
    client.post("/hjalpnummer/nytt/", _typed(_facts(verified_on=date(2026, 1, 5))))
    line = CrisisLine.objects.get()

    client.post(f"/hjalpnummer/{line.pk}/", _typed(_facts(label="Linjen", verified_on=date(2026, 1, 5)), 1))
    client.post(f"/hjalpnummer/{line.pk}/kontrollerat/")
    line.refresh_from_db()
    assert (line.label, line.verified_on) == ("Linjen", today())
    for _ in range(2):
        done = client.post(f"/hjalpnummer/{line.pk}/ta-bort/", follow=True)
        assert "Numret är borttaget från alla sidor." in done.text

    assert not CrisisLine.objects.exists()


def test_a_wrong_number_keeps_what_was_typed(client: Client, coordinator: User) -> None:
    client.force_login(coordinator)

    page = client.post("/hjalpnummer/nytt/", {**_typed(_facts()), "number": "ring oss"}).content.decode()

    assert "Skriv numret med siffror" in page
    assert 'value="ring oss"' in page


def test_two_tabs_get_both_versions_shown(client: Client, coordinator: User) -> None:
    client.force_login(coordinator)
    line = services.add_crisis_line(_facts(), actor=coordinator)
    client.post(f"/hjalpnummer/{line.pk}/", _typed(_facts(label="Först"), 1))

    page = client.post(f"/hjalpnummer/{line.pk}/", _typed(_facts(label="Sedan"), 1))

    assert page.status_code == 409
    assert "Först" in page.content.decode()


def test_the_help_page_tells_every_number_who_answers_when_and_when_it_was_checked(
    client: Client, coordinator: User
) -> None:
    services.add_crisis_line(_facts(verified_on=date(2026, 10, 5)), actor=coordinator)

    page = client.get("/hjalp/").content.decode()

    for words in ('href="tel:112"', 'href="tel:90390"', "För vuxna som behöver prata.", "Öppet dygnet runt."):
        assert words in page
    assert 'datetime="2026-10-05"' in page
    assert "Portalen är inte bemannad" in page


def test_the_help_page_holds_112_when_the_list_is_empty(client: Client) -> None:
    page = client.get("/hjalp/").content.decode()

    assert 'class="numbers__call" href="tel:112"' in page


def test_every_page_leads_to_all_numbers_from_the_strip_and_the_foot(client: Client) -> None:
    page = client.get("/").content.decode()

    assert page.count('href="/hjalp/"') >= 2


def test_a_due_check_is_reminded_of_by_mail_once_for_each_date(coordinator: User) -> None:
    due, later = today() - relativedelta(months=6), today() - relativedelta(months=5)
    for number, day in (("90390", due), ("116 111", due), ("90101", later)):
        services.add_crisis_line(_facts(number=number, verified_on=day), actor=coordinator)

    tasks.remind_coordinator()
    tasks.remind_coordinator()

    letter = OutboxMessage.objects.get().payload
    assert "90390" in letter["body"]
    assert "116 111" in letter["body"]
    assert "90101" not in letter["body"]
    assert letter["to"] == settings.PORTAL["coordinator_email"]
    assert "hjälp" not in letter["subject"].lower()


def test_a_checked_number_is_not_reminded_of_and_a_later_date_is(
    coordinator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = services.add_crisis_line(_facts(verified_on=today() - timedelta(days=200)), actor=coordinator)
    assert services.remind_to_check() == 1

    services.verify_crisis_line(line, actor=coordinator)
    assert services.remind_to_check() == 0
    monkeypatch.setattr(services, "CHECK_EVERY", relativedelta(months=0))

    assert services.remind_to_check() == 1
