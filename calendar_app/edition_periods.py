"""What a printed edition of the calendar covers: a month, or a term (VT January–June, HT August–December)."""

import re
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.conf import settings

from calendar_app.periods import Month, Span, is_reachable
from common.swedish import month_text

_CODE = re.compile(r"(?P<year>[0-9]{4})-(?:(?P<month>0[1-9]|1[0-2])|(?P<term>vt|ht))")
#: First and last month of the terms (domain.md 9). July belongs to neither and has its month editions.
_TERMS = {"vt": (1, 6, "vårterminen"), "ht": (8, 12, "höstterminen")}


@dataclass(frozen=True)
class EditionPeriod:
    """A month ("2026-10") or a term ("2026-ht"). ``code`` stands in addresses and in the editions' keys."""

    code: str

    @classmethod
    def parse(cls, code: str) -> "EditionPeriod | None":
        """Return the period with this code; ``None`` when there is none or it lies out of reach."""
        match = _CODE.fullmatch(code)
        if match is None or not is_reachable(int(match["year"])):
            return None
        return cls(code)

    @cached_property
    def _parts(self) -> tuple[int, str]:
        year, part = self.code.split("-")
        return int(year), part

    @property
    def year(self) -> int:
        """The year it lies in."""
        return self._parts[0]

    @property
    def is_term(self) -> bool:
        """Whether it is a term rather than a month."""
        return self._parts[1] in _TERMS

    @property
    def months(self) -> tuple[Month, ...]:
        """Its months in order."""
        year, part = self._parts
        first, last = _TERMS[part][:2] if part in _TERMS else (int(part), int(part))
        return tuple(Month(year, month) for month in range(first, last + 1))

    @property
    def span(self) -> Span:
        """Its days."""
        months = self.months
        return Span(months[0].first_day, months[-1].shifted(1).first_day)

    @property
    def name(self) -> str:
        """Return "oktober 2026" or "höstterminen 2026"."""
        year, part = self._parts
        return f"{_TERMS[part][2]} {year}" if part in _TERMS else month_text(year, int(part))

    @property
    def web_path(self) -> str:
        """Where the same activities stand on the web."""
        month = self.months[0]
        return f"/kalender/{month.year}/{month.month:02}/"

    @property
    def web_url(self) -> str:
        """The same with scheme and host, for paper."""
        return f"{settings.PORTAL_ORIGIN}{self.web_path}"


def month_period(month: Month) -> EditionPeriod:
    """Return the period of one month."""
    return EditionPeriod(f"{month.year}-{month.month:02}")


def periods_to_offer(today: date) -> list[EditionPeriod]:
    """Return what a coordinator may want to print: last month to a year ahead, this term and the next two."""
    this = Month.of(today)
    months = [month_period(this.shifted(step)) for step in range(-1, 13)]
    terms = [
        term
        for year in (today.year, today.year + 1)
        for term in (EditionPeriod(f"{year}-vt"), EditionPeriod(f"{year}-ht"))
        if term.span.after > today
    ]
    return months + terms[:3]
