"""Loading the demo: never over real content, on any day of the year, and in time order."""

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.models import User
from common.models import TrailEntry
from inflytande.demo.activities import FRI, MON, TUE, day_of, last_day
from inflytande.demo.clock import story_time

pytestmark = pytest.mark.django_db


@pytest.fixture
def var(settings: Any, tmp_path: Path) -> Path:
    settings.VAR_DIR = tmp_path
    return tmp_path


def test_real_installations_get_no_invented_content(var: Path, settings: Any) -> None:
    settings.DEMO = False

    with pytest.raises(CommandError, match="riktiga uppgifter"):
        call_command("load_demo")

    assert not User.objects.exists()


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


def test_the_diary_is_told_in_time_order_between_the_chapters() -> None:
    told: list[tuple[str, date]] = []
    with story_time() as clock:
        for days_ago in (20, 40, 30):
            clock.at(days_ago, lambda: told.append(("diary", timezone.localdate())))
        clock.to(35)
        told.append(("chapter", timezone.localdate()))
        clock.to(0)

    days = [clock.today - timedelta(days=days_ago) for days_ago in (40, 35, 30, 20)]
    assert told == list(zip(("diary", "chapter", "diary", "diary"), days, strict=True))
