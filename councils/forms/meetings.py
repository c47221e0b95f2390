"""Forms for planning a meeting, cancelling it, a year's series, and its papers."""

import uuid
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils import timezone

from associations.forms.fields import TextField
from calendar_app.models import AccessFact
from common.errors import DomainError
from common.form_layout import (
    ButtonRow,
    Group,
    MainButton,
    Pair,
    PortalFormHelper,
    QuietLink,
    Section,
    WarnButton,
    Words,
)
from common.form_widgets import CheckboxChoices, CountedTextarea, DateInput, TimeInput
from councils.models import AgendaItem, Council, Meeting
from councils.services.meetings import PAPERS_OUT, MeetingFacts
from councils.services.papers import CheckedFile, read_paper
from organisations.models import Municipality

_DAY = {"required": "Välj en dag."}
_CLOCK = {"required": "Skriv ett klockslag."}


class _Refusable(forms.Form):
    """Shows a service's sentence at its field."""

    def refuse(self, error: DomainError) -> None:
        """Put the sentence at the field it is about, else above the form."""
        self.add_error(error.field if error.field in self.fields else None, error.message)


def moment(day: date, clock: time) -> datetime:
    """Return the moment in Stockholm; of an hour that comes twice in autumn the first."""
    return datetime.combine(day, clock, tzinfo=timezone.get_default_timezone())


class MeetingForm(_Refusable):
    """When and where, and whether anybody may see it in the calendar."""

    day = forms.DateField(label="Dag", widget=DateInput(), error_messages=_DAY)
    starts = forms.TimeField(label="Börjar", widget=TimeInput(), error_messages=_CLOCK)
    ends = forms.TimeField(label="Slutar", widget=TimeInput(), error_messages=_CLOCK)
    title = TextField(label="Tema", max_length=160, required=False)
    place = TextField(label="Plats", max_length=160, required=False)
    street_address = TextField(label="Gatuadress", max_length=160, required=False)
    municipality = forms.ModelChoiceField(
        label="Kommun", queryset=Municipality.objects.in_order(), required=False, empty_label="Ingen vald"
    )
    access_facts = forms.MultipleChoiceField(
        label="Tillgänglighet", choices=AccessFact.choices, required=False, widget=CheckboxChoices()
    )
    online_link = forms.URLField(
        label="Länk för att delta digitalt",
        required=False,
        max_length=500,
        assume_scheme="https",
        help_text="Visas bara för dem som är kallade.",
        error_messages={"invalid": "Skriv hela länken. Den börjar med https://."},
    )
    papers_due = forms.DateField(
        label="Handlingarna ute senast",
        widget=DateInput(),
        required=False,
        help_text="Lämna tomt för gruppens vanliga tid.",
    )
    in_calendar = forms.BooleanField(
        label="Visa mötet i kalendern, för alla",
        required=False,
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput())
    form_key = forms.UUIDField(required=False, widget=forms.HiddenInput())

    def __init__(
        self, *args: Any, council: Council, meeting: Meeting | None = None, cancel_url: str, **kwargs: Any
    ) -> None:
        initial = (
            _initial(meeting)
            if meeting
            else {"form_key": uuid.uuid4(), "in_calendar": council.is_dialogue and council.is_public}
        )
        super().__init__(*args, **{**kwargs, "initial": initial})
        if not council.is_public:
            self.fields["in_calendar"].disabled = True
            self.fields["in_calendar"].help_text = "Gruppen har ingen publik sida."
        if meeting is not None and meeting.papers_out_at is not None:
            self.fields["papers_due"].disabled = True
            self.fields["papers_due"].help_text = PAPERS_OUT
        self.helper = PortalFormHelper(
            Section("När", "day", Pair("starts", "ends"), "papers_due"),
            Section("Var", "place", Pair("street_address", "municipality"), "access_facts", "online_link"),
            Section("Om mötet", "title", "in_calendar"),
            ButtonRow(MainButton("Spara" if meeting else "Planera mötet"), QuietLink("Avbryt", cancel_url)),
        )
        self.meeting = meeting

    @property
    def facts(self) -> MeetingFacts:
        """What was typed, as the service takes it."""
        data = self.cleaned_data
        return MeetingFacts(
            starts_at=moment(data["day"], data["starts"]),
            ends_at=moment(data["day"], data["ends"]),
            title=data["title"],
            place=data["place"],
            street_address=data["street_address"],
            municipality_id=data["municipality"].pk if data["municipality"] else None,
            access_facts=list(data["access_facts"]),
            online_link=data["online_link"],
            in_calendar=data["in_calendar"],
            papers_due=data["papers_due"],
        )


def _initial(meeting: Meeting) -> dict[str, Any]:
    starts, ends = timezone.localtime(meeting.starts_at), timezone.localtime(meeting.ends_at)
    return {
        "day": meeting.day,
        "starts": starts.time(),
        "ends": ends.time(),
        "title": meeting.title,
        "place": meeting.place,
        "street_address": meeting.street_address,
        "municipality": meeting.municipality_id,
        "access_facts": meeting.access_facts,
        "online_link": meeting.online_link,
        "papers_due": meeting.papers_due,
        "in_calendar": meeting.in_calendar,
        "version": meeting.version,
    }


class YearForm(forms.Form):
    """Which year's meetings to propose, and how many each term."""

    ar = forms.IntegerField(label="År", min_value=2020, max_value=2100)
    antal = forms.IntegerField(label="Möten varje termin", min_value=1, max_value=6)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = PortalFormHelper(
            Pair("ar", "antal"), ButtonRow(MainButton("Föreslå dagar")), method="get"
        )


class SeriesForm(_Refusable):
    """A year's meetings on one page: a day each, the rest the same for all. A day left empty is left out."""

    starts = forms.TimeField(label="Börjar", widget=TimeInput(), error_messages=_CLOCK)
    ends = forms.TimeField(label="Slutar", widget=TimeInput(), error_messages=_CLOCK)
    place = TextField(label="Plats", max_length=160, required=False)
    municipality = forms.ModelChoiceField(
        label="Kommun", queryset=Municipality.objects.in_order(), required=False, empty_label="Ingen vald"
    )
    in_calendar = forms.BooleanField(label="Visa mötena i kalendern, för alla", required=False)
    form_key = forms.UUIDField(widget=forms.HiddenInput())

    def __init__(
        self, *args: Any, council: Council, days: Sequence[date], cancel_url: str, **kwargs: Any
    ) -> None:
        initial = {
            "starts": time(13),
            "ends": time(15),
            "form_key": uuid.uuid4(),
            "in_calendar": council.is_dialogue and council.is_public,
        }
        super().__init__(*args, **{**kwargs, "initial": initial})
        self.day_names = [f"day_{number}" for number in range(1, len(days) + 1)]
        for number, day in enumerate(days, start=1):
            self.fields[f"day_{number}"] = forms.DateField(
                label=f"Möte {number}", widget=DateInput(), required=False, initial=day
            )
        if not council.is_public:
            self.fields["in_calendar"].disabled = True
            self.fields["in_calendar"].help_text = "Gruppen har ingen publik sida."
        self.helper = PortalFormHelper(
            Group("Dagar", *self.day_names, hint="Ändra som ni vill. En tom rad blir inget möte."),
            Section("Samma för alla", Pair("starts", "ends"), Pair("place", "municipality"), "in_calendar"),
            ButtonRow(MainButton("Planera mötena"), QuietLink("Avbryt", cancel_url)),
        )

    @property
    def series(self) -> list[MeetingFacts]:
        """Those with a day, in order."""
        data = self.cleaned_data
        days = sorted({data[name] for name in self.day_names if data.get(name)})
        return [
            MeetingFacts(
                starts_at=moment(day, data["starts"]),
                ends_at=moment(day, data["ends"]),
                place=data["place"],
                municipality_id=data["municipality"].pk if data["municipality"] else None,
                in_calendar=data["in_calendar"],
            )
            for day in days
        ]


class CancelForm(_Refusable):
    """Why a meeting isn't held."""

    because = TextField(
        label="Varför ställs mötet in?",
        max_length=300,
        widget=CountedTextarea(300, {"rows": 3}),
        help_text="De som är kallade läser det här. Har mötet en publik sida läser alla det.",
        error_messages={"required": "Skriv varför mötet ställs in."},
    )

    def __init__(self, *args: Any, cancel_url: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = PortalFormHelper(
            "because", ButtonRow(WarnButton("Ställ in mötet"), QuietLink("Gå tillbaka", cancel_url))
        )


class PaperForm(_Refusable):
    """One paper. The file is checked by what is in it."""

    title = TextField(
        label="Vad är det för handling?",
        max_length=160,
        error_messages={"required": "Skriv vad det är för handling."},
    )
    file = forms.FileField(
        label="Fil",
        help_text="Pdf, docx, odt, xlsx, jpg eller png. Högst 20 MB. Vem som har skrivit filen tas bort ur den.",
        error_messages={"required": "Välj en fil.", "empty": "Filen är tom. Välj en annan."},
    )
    item = forms.ModelChoiceField(
        label="Hör till punkten",
        queryset=AgendaItem.objects.none(),
        required=False,
        empty_label="Hela mötet",
    )
    is_public = forms.BooleanField(label="Visa handlingen på mötets publika sida", required=False)

    def __init__(self, *args: Any, meeting: Meeting, cancel_url: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["item"].queryset = meeting.items.exclude(state="declined")
        words: list[Any] = []
        if meeting.papers_due < timezone.localdate():
            words.append(
                Words("Dagen då handlingarna skulle vara ute har varit. Handlingen märks som sen.", mind=True)
            )
        if not meeting.council.is_public:
            self.fields["is_public"].disabled = True
            self.fields["is_public"].help_text = "Gruppen har ingen publik sida."
        self.helper = PortalFormHelper(
            *words,
            "title",
            "file",
            "item",
            "is_public",
            ButtonRow(MainButton("Lägg till"), QuietLink("Avbryt", cancel_url)),
        )
        self.checked: CheckedFile | None = None

    def clean_file(self) -> Any:
        """Check the content at the field, so that everything typed stays."""
        upload = self.cleaned_data["file"]
        try:
            self.checked = read_paper(upload)
        except DomainError as error:
            raise forms.ValidationError(error.message) from error
        return upload
