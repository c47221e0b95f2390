"""The demo: made by the services alone, in time order, with something for every persona to see."""

import json
import stat
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from accounts.models import Invitation, User
from associations.models import Association, AssociationNetwork, EntryVersion
from calendar_app.models import DigestSubscription, Event, EventChange, Occurrence
from common.models import Edition, StatusChange, TrailEntry
from inflytande.demo.activities import FRI, MON, TUE, day_of, last_day
from inflytande.demo.clock import story_time

pytestmark = pytest.mark.django_db

ROLES = {
    "administrator",
    "coordinator",
    "editor",
    "association_representative",
    "unit_manager",
    "supervisor",
    "outsider",
}


@pytest.fixture
def var(settings: Any, tmp_path: Path) -> Path:
    settings.VAR_DIR = tmp_path
    return tmp_path


@pytest.fixture
def demo(var: Path) -> list[dict[str, str]]:
    call_command("load_demo")
    accounts: list[dict[str, str]] = json.loads((var / "demo-accounts.json").read_text())
    return accounts


def test_the_demo_has_something_of_everything(demo: list[dict[str, str]]) -> None:
    statuses = set(Event.objects.values_list("status", flat=True))
    assert {"draft", "proposed", "published", "cancelled", "archived"} <= statuses
    assert Association.objects.count() == 13
    assert AssociationNetwork.objects.count() == 2
    assert Association.objects.get(status="unconfirmed").name == "Föreningen Åkerbärsstigen"
    assert EntryVersion.objects.waiting().count() == 1
    assert EventChange.objects.count() == 1
    assert Occurrence.objects.filter(status="cancelled", event__status="published").count() == 1
    assert Event.objects.filter(is_full=True).count() == 1
    assert any(row.is_moved for row in Occurrence.objects.all())
    assert Edition.objects.filter(number=2).exists()
    assert DigestSubscription.objects.get().status == "active"
    assert Invitation.objects.open().count() == 1
    assert 60 <= Occurrence.objects.public().count() <= 250


def test_every_role_can_sign_in_with_what_is_printed(demo: list[dict[str, str]], var: Path) -> None:
    assert {account["role"] for account in demo} == ROLES
    assert len({account["password"] for account in demo}) == len(demo)
    for account in demo:
        assert authenticate(username=account["email"], password=account["password"]) is not None
    mode = stat.S_IMODE((var / "demo-accounts.json").stat().st_mode)
    assert mode == 0o600


def test_every_persona_meets_an_overview_that_works(demo: list[dict[str, str]], client: Client) -> None:
    rows: dict[str, int] = {}
    for account in demo:
        client.force_login(User.objects.get(email=account["email"]))
        page = client.get("/oversikt/")
        assert page.status_code == 200
        rows[account["role"]] = len(page.context["overview"].rows)
        assert client.get("/konto/mina-roller/").status_code == 200

    assert rows["coordinator"] >= 3
    assert rows["outsider"] == 0


def test_every_object_has_its_status_and_trail_rows(demo: list[dict[str, str]]) -> None:
    for model, label in ((Event, "calendar_app.event"), (Association, "associations.association")):
        ids = {str(pk) for pk in model.objects.values_list("pk", flat=True)}
        changes = StatusChange.objects.filter(object_type=label)
        assert ids <= set(changes.filter(source="").values_list("object_id", flat=True))
        assert ids <= set(TrailEntry.objects.filter(object_type=label).values_list("object_id", flat=True))
        for pk, status in model.objects.values_list("pk", "status"):
            moves = changes.filter(object_id=str(pk), target__in=[status]).exists()
            assert moves, f"{label} {pk} is {status} without a row that says so"


def test_time_goes_forwards_and_ends_before_now(demo: list[dict[str, str]]) -> None:
    for rows in (TrailEntry.objects, StatusChange.objects):
        moments = list(rows.order_by("pk").values_list("at", flat=True))
        assert moments == sorted(moments)
        assert moments[-1] <= timezone.now()
        assert moments[0] < timezone.now() - timedelta(days=300)


def test_a_second_run_changes_nothing(demo: list[dict[str, str]], var: Path) -> None:
    before = (TrailEntry.objects.count(), (var / "demo-accounts.json").read_text())

    call_command("load_demo")

    assert (TrailEntry.objects.count(), (var / "demo-accounts.json").read_text()) == before


def test_real_installations_get_no_invented_content(var: Path, settings: Any) -> None:
    settings.DEMO = False

    with pytest.raises(CommandError, match="riktiga uppgifter"):
        call_command("load_demo")

    assert not User.objects.exists()


def test_the_public_pages_show_the_demo(demo: list[dict[str, str]], client: Client) -> None:
    start = client.get("/").content.decode()
    assert 'class="event' in start
    assert "Inget är inplanerat just nu" not in start
    directory = client.get("/foreningar/").content.decode()
    for association in Association.objects.public():
        assert association.name in directory
    assert client.get("/kalender/").status_code == 200


def test_the_story_cannot_go_backwards() -> None:
    with story_time() as clock:
        clock.to(10)
        with pytest.raises(ValueError, match="backwards"):
            clock.to(11)
        assert timezone.localdate() == clock.today - timedelta(days=10)

    assert timezone.now() > clock.real_now - timedelta(seconds=1)


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ((0, TUE, 2), date(2026, 11, 10)),
        ((1, MON, 1), date(2026, 12, 7)),
        ((2, FRI, 5), date(2027, 1, 29)),
        ((1, FRI, 5), date(2026, 12, 25)),
        ((-1, MON, 1), date(2026, 10, 5)),
    ],
)
def test_days_are_counted_from_this_month(when: tuple[int, int, int], expected: date) -> None:
    assert day_of(when, date(2026, 11, 22)) == expected


def test_series_end_with_the_fourth_month_ahead() -> None:
    assert last_day(date(2026, 11, 22)) == date(2027, 3, 31)
    assert last_day(date(2026, 8, 1)) == date(2026, 12, 31)


@pytest.mark.parametrize(
    "now", [datetime(2026, 1, 1, 0, 5), datetime(2028, 2, 29, 12), datetime(2027, 3, 28, 3, 30)]
)
def test_the_demo_can_be_told_on_any_day(var: Path, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    moment = timezone.make_aware(now)
    monkeypatch.setattr(timezone, "now", lambda: moment)

    call_command("load_demo")

    assert TrailEntry.objects.latest("at").at <= moment
