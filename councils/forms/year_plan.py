"""The year of all groups in one form: a row for each, with days that may be changed or left empty."""

import uuid
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils import timezone

from associations.forms.fields import TextField
from common.errors import DomainError
from common.form_layout import ButtonRow, MainButton, Pair, PortalFormHelper, QuietLink, Section
from common.form_widgets import DateInput, TimeInput
from common.swedish import day_text, join_words
from councils.forms.meetings import moment
from councils.models import Council, Meeting
from councils.queries.year_plan import PlanRow
from councils.services.meetings import MeetingFacts
from councils.services.year_plan import keys_of

_CLOCK = {"required": "Skriv ett klockslag."}
TWICE = "Gruppen har redan ett möte den dagen. Välj en annan dag, eller lämna tomt."
CLASH = (
    "{group} har möte samtidigt. Välj en annan dag eller tid, eller kryssa i rutan sist på sidan om mötena får vara "
    "samtidigt."
)


class YearPlanForm(forms.Form):
    """A day for each meeting of the year, time and place the same for all of a group's."""

    may_clash = forms.BooleanField(label="Möten får vara samtidigt", required=False)
    form_key = forms.UUIDField(widget=forms.HiddenInput())

    def __init__(
        self,
        *args: Any,
        rows: Sequence[PlanRow],
        year: int,
        known: Sequence[Meeting],
        cancel_url: str,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **{**kwargs, "initial": {"form_key": uuid.uuid4()}})
        self.rows, self.year, self.known = rows, year, known
        #: Group → the names of its days.
        self.days = {row.council.pk: list(self._add_days(row)) for row in rows}
        for row in rows:
            self._add_rest(row)
        self.helper = PortalFormHelper(
            *(self._section(row) for row in rows),
            Section("Om möten krockar", "may_clash", hint="Behövs bara om två grupper ska mötas samtidigt."),
            ButtonRow(MainButton("Planera mötena"), QuietLink("Avbryt", cancel_url)),
        )
        self.helper.form_class = "form year-plan"

    @property
    def plans(self) -> list[tuple[Council, list[MeetingFacts]]]:
        """What was typed, as the service takes it."""
        return [(row.council, self._series(row)) for row in self.rows]

    def refuse(self, error: DomainError) -> None:
        """Put the service's sentence above the form: it names the group."""
        self.add_error(None, error.message)

    def clean(self) -> dict[str, Any]:
        """Every day within the year, no group twice on a day, and no two groups at once unless that is ticked."""
        data = super().clean() or self.cleaned_data
        self._refuse_lost_rows()
        busy = [
            (one.council_id, str(one.council), one.day, one.starts_at, one.ends_at) for one in self._others()
        ]
        for row in self.rows:
            pk = row.council.pk
            starts, ends = data.get(f"g{pk}_starts"), data.get(f"g{pk}_ends")
            if not (starts and ends):
                continue
            if ends <= starts:
                self.add_error(f"g{pk}_ends", "Mötet slutar innan det börjar. Ändra sluttiden.")
                continue
            for name in self.days[pk]:
                day = data.get(name)
                if day is None:
                    continue
                begins, over = moment(day, starts), moment(day, ends)
                sentence = self._fault(pk, day, (begins, over), busy, may_clash=bool(data.get("may_clash")))
                if sentence:
                    self.add_error(name, sentence)
                else:
                    busy.append((pk, str(row.council), day, begins, over))
        return data

    def _fault(
        self, pk: int, day: date, span: tuple[datetime, datetime], busy: list[Any], *, may_clash: bool
    ) -> str:
        if day.year != self.year:
            return f"Skriv en dag {self.year}."
        if any(group == pk and taken == day for group, _, taken, *_ in busy):
            return TWICE
        met = [name for group, name, _, begins, over in busy if begins < span[1] and span[0] < over]
        return CLASH.format(group=join_words(met[:2])) if met and not may_clash else ""

    def _others(self) -> Iterator[Meeting]:
        """What is planned already, but not by this very form: pressed twice it isn't in its own way."""
        key = self.cleaned_data.get("form_key")
        own: set[uuid.UUID] = set()
        if key is not None:
            for row in self.rows:
                own |= keys_of(key, row.council, len(self.days[row.council.pk]))
        return (one for one in self.known if one.form_key not in own)

    def _refuse_lost_rows(self) -> None:
        """A group that was paused while somebody typed has no row any more: say so rather than drop its days."""
        left = {
            name
            for name, value in self.data.items()
            if value and name.startswith("g") and "_day_" in name and name not in self.fields
        }
        if left:
            self.add_error(
                None, "En av grupperna går inte att planera längre. Se vilka som står kvar och skicka igen."
            )

    def _add_days(self, row: PlanRow) -> Iterator[str]:
        for term, days in row.days:
            for number, day in enumerate(days, start=1):
                name = f"g{row.council.pk}_day_{'h' if term.is_autumn else 'v'}{number}"
                label = f"{term.season} {number}" if len(days) > 1 else term.season
                self.fields[name] = forms.DateField(
                    label=label, widget=DateInput(), required=False, initial=day
                )
                yield name

    def _add_rest(self, row: PlanRow) -> None:
        last, council = row.latest, row.council
        starts, ends = (_clock(last.starts_at), _clock(last.ends_at)) if last else (time(13), time(15))
        for name, label, clock in (("starts", "Börjar", starts), ("ends", "Slutar", ends)):
            self.fields[f"g{council.pk}_{name}"] = forms.TimeField(
                label=label, widget=TimeInput(), initial=clock, error_messages=_CLOCK
            )
        self.fields[f"g{council.pk}_place"] = TextField(
            label="Plats",
            max_length=160,
            required=False,
            # A dialogue meeting wanders in its area.
            initial=last.place if last and not council.is_dialogue else "",
        )
        self.fields[f"g{council.pk}_in_calendar"] = forms.BooleanField(
            label="Visa mötena i kalendern, för alla",
            required=False,
            initial=council.is_public and (last.in_calendar if last else council.is_dialogue),
            disabled=not council.is_public,
        )

    def _section(self, row: PlanRow) -> Section:
        pk = row.council.pk
        there = join_words([day_text(one.day, year=False) for one in row.planned])
        return Section(
            str(row.council),
            Pair(*self.days[pk]),
            Pair(f"g{pk}_starts", f"g{pk}_ends", f"g{pk}_place"),
            f"g{pk}_in_calendar",
            hint=f"Redan planerat {self.year}: {there}." if there else f"Inget är planerat {self.year} än.",
        )

    def _series(self, row: PlanRow) -> list[MeetingFacts]:
        data, pk, last = self.cleaned_data, row.council.pk, row.latest
        place = data[f"g{pk}_place"]
        days = [day for name in self.days[pk] if (day := data.get(name))]
        more: dict[str, Any] = {}
        if last is not None and place and place == last.place:
            # The same place as last: its address and how to get in come along.
            more = {
                "street_address": last.street_address,
                "municipality_id": last.municipality_id,
                "access_facts": list(last.access_facts),
            }
        return [
            MeetingFacts(
                starts_at=moment(day, data[f"g{pk}_starts"]),
                ends_at=moment(day, data[f"g{pk}_ends"]),
                place=place,
                in_calendar=bool(data[f"g{pk}_in_calendar"]),
                **more,
            )
            for day in sorted(days)
        ]


def _clock(at: datetime) -> time:
    return timezone.localtime(at).time()


class EachTermForm(forms.Form):
    """How many meetings each term to propose days for."""

    antal = forms.IntegerField(
        label="Möten varje termin, i varje råd",
        min_value=1,
        max_value=6,
        help_text="Dialogmötena är ett varje termin.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = PortalFormHelper("antal", ButtonRow(MainButton("Föreslå dagar")), method="get")
