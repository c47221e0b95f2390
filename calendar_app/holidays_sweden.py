"""Days that make people stay away: hints while planning, never a refusal (domain.md 9)."""

from collections.abc import Iterable
from datetime import date, timedelta

from common.swedish import short_day_text
from common.working_days import closed_days

_SUMMER_WEEKS = range(27, 33)
_ONE_DAY = timedelta(days=1)


def holiday_name(day: date) -> str:
    """Return the name of a public holiday, or of an eve when everything is closed; else nothing."""
    return closed_days(day.year).get(day, "")


def planning_hint(day: date) -> str:
    """Return what makes the day a doubtful choice, as a short phrase; else nothing.

    Public holidays and eves, the day before one, a working day squeezed in between (klämdag), weeks 27–32.
    """
    if name := holiday_name(day):
        return _inside_sentence(name)
    if _is_squeezed(day):
        return "klämdag"
    if after := holiday_name(day + _ONE_DAY):
        return f"dagen före {_inside_sentence(after)}"
    if day.isocalendar().week in _SUMMER_WEEKS:
        return f"vecka {day.isocalendar().week}, då många är lediga"
    return ""


def planning_hints(days: Iterable[date], most: int = 6) -> list[str]:
    """Return "tors 24 dec är julafton" for the doubtful ones among ``days``; the rest as a number."""
    found = [(day, hint) for day in days if (hint := planning_hint(day))]
    words = [_sentence(day, hint) for day, hint in found[:most]]
    if len(found) > most:
        words.append(f"Och {len(found) - most} dagar till infaller vid helger eller i semestertider.")
    return words


def _sentence(day: date, hint: str) -> str:
    verb = "ligger i" if hint.startswith("vecka") else "är"
    return f"{short_day_text(day).capitalize()} {verb} {hint}."


def _inside_sentence(name: str) -> str:
    return name if name.startswith("Kristi") else name[:1].lower() + name[1:]


def _is_squeezed(day: date) -> bool:
    """A working day with days off on both sides, at least one of them a holiday."""
    if _is_off(day):
        return False
    before, after = day - _ONE_DAY, day + _ONE_DAY
    return _is_off(before) and _is_off(after) and bool(holiday_name(before) or holiday_name(after))


def _is_off(day: date) -> bool:
    return day.weekday() >= 5 or bool(holiday_name(day))
