"""Swedish formats: dates, times, phone numbers, sorting. Rules: visual.md 9 and domain.md 9."""

import re
from collections.abc import Sequence
from datetime import date, datetime, time

import phonenumbers
from django.db.models import CharField, F, Func, Value
from django.db.models.functions import Collate, Lower
from django.utils import timezone

NBSP = "\xa0"
WEEKDAYS = ("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag")
WEEKDAYS_SHORT = ("mån", "tis", "ons", "tors", "fre", "lör", "sön")
MONTHS = (
    "januari",
    "februari",
    "mars",
    "april",
    "maj",
    "juni",
    "juli",
    "augusti",
    "september",
    "oktober",
    "november",
    "december",
)
MONTHS_SHORT = ("jan", "feb", "mars", "april", "maj", "juni", "juli", "aug", "sep", "okt", "nov", "dec")
_NUMBERS = ("noll", "en", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio", "elva", "tolv")

# å ä ö come after z; the signs {, | and } follow z in ASCII. Other accents sort as their base letter.
_FROM = "åäöàáâãçèéêëìíîïñòóôõùúûüýÿæø"
_TO = "{|}aaaaceeeeiiiinoooouuuuyy|}"
_SORT_TABLE = str.maketrans(_FROM, _TO)


def local_date(moment: datetime) -> date:
    """Return the day in Stockholm."""
    return timezone.localtime(moment).date()


def today() -> date:
    """Return the present day in Stockholm."""
    return timezone.localdate()


def day_text(day: date, *, weekday: bool = False, year: bool = True) -> str:
    """Return "14 oktober 2026", with ``weekday`` "onsdag 14 oktober 2026"."""
    parts = [f"{day.day}{NBSP}{MONTHS[day.month - 1]}"]
    if weekday:
        parts.insert(0, WEEKDAYS[day.weekday()])
    if year:
        parts.append(str(day.year))
    return " ".join(parts)


def short_day_text(day: date) -> str:
    """Return "tors 15 okt", for workspace lists and PDF lists."""
    return f"{WEEKDAYS_SHORT[day.weekday()]} {day.day}{NBSP}{MONTHS_SHORT[day.month - 1]}"


def month_text(year: int, month: int) -> str:
    """Return "oktober 2026"."""
    return f"{MONTHS[month - 1]} {year}"


def time_text(moment: datetime | time) -> str:
    """Return "9.00": full stop, 24 hours, no leading zero, Stockholm time."""
    if isinstance(moment, datetime):
        moment = timezone.localtime(moment).time()
    return f"{moment.hour}.{moment.minute:02}"


def time_range_text(start: datetime, end: datetime) -> str:
    """Return "9.00–12.00"; days are written out when the end falls on another day."""
    if local_date(start) == local_date(end):
        return f"{time_text(start)}–{time_text(end)}"
    return (
        f"{short_day_text(local_date(start))} kl.{NBSP}{time_text(start)} – "
        f"{short_day_text(local_date(end))} kl.{NBSP}{time_text(end)}"
    )


def week_text(day: date) -> str:
    """Return "vecka 41" (ISO 8601)."""
    return f"vecka {day.isocalendar().week}"


def count_text(number: int, singular: str, plural: str, *, neuter: bool = False) -> str:
    """Return "en aktivitet", "två aktiviteter", "22 aktiviteter"; ``neuter`` gives "ett förslag"."""
    if number == 1:
        return f"{'ett' if neuter else number_text(1)} {singular}"
    return f"{number_text(number)} {plural}"


def number_text(number: int) -> str:
    """Return small numbers in words, others with a space as thousands separator."""
    return _NUMBERS[number] if 0 <= number < len(_NUMBERS) else f"{number:,}".replace(",", NBSP)


def parse_phone(text: str) -> str:
    """Return the number in E.164, or raise ``ValueError`` with a Swedish sentence."""
    message = "Skriv hela telefonnumret med riktnummer, till exempel 070-174 06 05."
    try:
        number = phonenumbers.parse(text, "SE")
    except phonenumbers.NumberParseException as error:
        raise ValueError(message) from error
    if not phonenumbers.is_possible_number(number):
        raise ValueError(message)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def phone_text(number: str) -> str:
    """Return "070-174 06 05" for a Swedish number, groups of two; others in international form."""
    if not number.startswith("+"):
        return number
    parsed = phonenumbers.parse(number, None)
    if parsed.country_code != 46:
        return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.NATIONAL)


def phone_link(number: str) -> str:
    """Return a ``tel:`` address; short numbers such as 112 stay as they are."""
    digits = re.sub(r"[^\d+]", "", number)
    if digits.startswith("+") or len(digits) <= 6:
        return f"tel:{digits}"
    return f"tel:+46{digits.removeprefix('0')}"


def sort_key(text: str) -> str:
    """Return a key that sorts in Swedish order: å, ä, ö after z."""
    return text.lower().translate(_SORT_TABLE)


def swedish_order(field: str) -> Collate:
    """Return an expression that sorts ``field`` in Swedish order inside PostgreSQL."""
    translated = Func(
        Lower(F(field)), Value(_FROM), Value(_TO), function="translate", output_field=CharField()
    )
    return Collate(translated, "C")


def join_words(words: Sequence[str]) -> str:
    """Return "Bollnäs, Gävle och Ljusdal"."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} och {words[-1]}"
