"""The form of an activity, the one-line entry, and the forms beside them."""

import re
import uuid
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django import forms

from associations.models import Association, Audience
from calendar_app.models import AccessFact, AttendanceForm, Event, EventKind, EventSeries
from calendar_app.services import series as rules
from calendar_app.services.attachments import Attachment, read_attachment
from calendar_app.services.content import (
    EventContent,
    Repeat,
    TimePlan,
    content_problems,
    tidied,
)
from common.errors import DomainError
from common.form_layout import (
    ButtonRow,
    Group,
    MainButton,
    More,
    Pair,
    PlainButton,
    PortalFormHelper,
    QuietLink,
    Section,
)
from common.form_widgets import CheckboxChoices, CountedTextarea, DateInput, RadioChoices, TimeInput
from common.participation import ParticipationStep
from common.swedish import MONTHS, MONTHS_SHORT, today
from organisations.models import Municipality, Unit

WHOLE_COUNTY: Final = "county"
#: Field of the services → field of this form, where the names differ.
_FIELDS: Final = {
    "start": "day",
    "end": "ends",
    "association_ids": "association",
    "unit_ids": "units",
    "municipality_id": "municipality",
}
_DATE_FORMATS: Final = ["%Y-%m-%d", "%d/%m %Y", "%d/%m/%Y", "%Y%m%d"]
_TIME_FORMATS: Final = ["%H:%M", "%H.%M", "%H:%M:%S", "%H"]
_KIND_WORDS: Final = (
    ("dialogmöte", EventKind.DIALOGUE_MEETING),
    ("patientforum", EventKind.PATIENT_FORUM),
    ("studiecirkel", EventKind.STUDY_CIRCLE),
    ("öppet hus", EventKind.OPEN_HOUSE),
    ("öppen verksamhet", EventKind.OPEN_HOUSE),
    ("samtalsgrupp", EventKind.TALK_GROUP),
    ("självhjälpsgrupp", EventKind.TALK_GROUP),
    ("föreläsning", EventKind.LECTURE),
    ("utbildning", EventKind.TRAINING),
    ("workshop", EventKind.WORKSHOP),
    ("möte", EventKind.MEETING),
)


def date_field(label: str, *, required: bool = True, help_text: str = "") -> forms.DateField:
    """Return a date field with the browser's own box and a sentence for what can't be read."""
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        input_formats=_DATE_FORMATS,
        widget=DateInput(),
        error_messages={
            "required": "Välj ett datum.",
            "invalid": "Datumet går inte att läsa. Skriv till exempel 2026-10-14.",
        },
    )


def time_field(label: str, *, required: bool = True, help_text: str = "") -> forms.TimeField:
    """Return a time field with the browser's own box."""
    return forms.TimeField(
        label=label,
        required=required,
        help_text=help_text,
        input_formats=_TIME_FORMATS,
        widget=TimeInput(),
        error_messages={
            "required": "Skriv ett klockslag.",
            "invalid": "Klockslaget går inte att läsa. Skriv till exempel 18:00.",
        },
    )


def _text(label: str, *, required: bool = False, missing: str = "", **options: Any) -> forms.CharField:
    # Length is judged together with everything else the services judge (``content_problems``).
    return forms.CharField(
        label=label,
        required=required,
        error_messages={"required": missing or "Fyll i det här."},
        **options,
    )


class WhenFields(forms.Form):
    """Day and clock, shared by the forms. Gives ``start`` and ``end`` as moments."""

    day = date_field("Datum")
    starts = time_field("Börjar")
    ends = time_field("Slutar")

    #: Needed most of the time, so not marked as optional; ``clean`` says when one is missing.
    judged_together: frozenset[str] = frozenset({"starts", "ends"})

    def asked_for(self, name: str) -> bool:
        """Whether the field must be filled in this time."""
        return self.fields[name].required and name not in self.judged_together

    def full_clean(self) -> None:
        """Let fields that depend on others through; they are marked as before afterwards."""
        marks = {name: field.required for name, field in self.fields.items()}
        for name in marks:
            self.fields[name].required = self.asked_for(name)
        super().full_clean()
        for name, required in marks.items():
            self.fields[name].required = required

    def read_span(self) -> tuple[datetime, datetime, bool] | None:
        """Return start, end and whether it is whole days; ``None`` when something typed can't be read."""
        cleaned = self.cleaned_data
        first, last = cleaned.get("day"), cleaned.get("last_day") or cleaned.get("day")
        if not first or not last:
            return None
        if cleaned.get("all_day"):
            duration = (last - first) + timedelta(days=1)
            return (*_whole_days(first, duration), True)
        starts, ends = cleaned.get("starts"), cleaned.get("ends")
        for name in ("starts", "ends"):
            if cleaned.get(name) is None and name not in self.errors:
                self.add_error(name, "Skriv ett klockslag, eller kryssa i hela dagen.")
        if starts is None or ends is None:
            return None
        return _moment(first, starts), _moment(last, ends), False


def _whole_days(first: date, duration: timedelta) -> tuple[datetime, datetime]:
    if duration <= timedelta(0):  # the services say what is wrong
        return _moment(first, time(0)), _moment(first + duration, time(0))
    return rules.moments(first, time(0), duration, all_day=True)


def _moment(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, rules.STOCKHOLM)


class EventForm(WhenFields):
    """Everything about an activity. ``wants`` names the button that was pressed.

    A draft needs only a title and a time; what is sent or published needs the rest.
    """

    title = _text(
        "Rubrik",
        required=True,
        missing="Skriv en rubrik.",
        help_text="Säg vad som händer. Undvik förkortningar.",
    )
    kind = forms.ChoiceField(
        label="Typ",
        choices=[("", "Välj typ"), *EventKind.choices],
        error_messages={"required": "Välj vilken typ av aktivitet det är."},
    )
    description = _text(
        "Beskrivning",
        required=True,
        missing="Beskriv aktiviteten. En mening räcker.",
        help_text="Skriv så att den som aldrig har varit hos er förstår hur det går till.",
        widget=CountedTextarea(4000, attrs={"rows": 6}),
    )
    all_day = forms.BooleanField(label="Hela dagen", required=False)
    last_day = date_field(
        "Sista dag", required=False, help_text="Bara om aktiviteten håller på i flera dagar."
    )

    frequency = forms.ChoiceField(
        label="Hur ofta?",
        choices=[("", "Bara en gång"), *EventSeries.Frequency.choices],
        widget=RadioChoices(
            hints={EventSeries.Frequency.MONTHLY_DATE: "I kortare månader blir den 31:a månadens sista dag."}
        ),
    )
    interval = forms.IntegerField(
        label="Med vilket mellanrum?",
        help_text="1 är varje vecka eller månad, 2 är varannan.",
        error_messages={"invalid": "Skriv ett tal mellan 1 och 52."},
    )
    until = date_field("Till och med", required=False, help_text="Lämna tomt om den fortsätter tills vidare.")
    count = forms.IntegerField(
        label="Eller antal gånger", required=False, error_messages={"invalid": "Skriv ett heltal."}
    )
    excluded = _text(
        "Dagar att hoppa över",
        help_text="Till exempel 2026-10-28, 4 november. Skriv komma mellan dagarna.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    municipality = forms.ChoiceField(
        label="Kommun", error_messages={"required": "Välj kommun, eller hela länet."}
    )
    attendance = forms.ChoiceField(
        label="Hur kan man vara med?", choices=AttendanceForm.choices, initial=AttendanceForm.ON_SITE
    )
    place = _text("Plats", required=True, help_text="Lokalens namn, till exempel Föreningshuset.")
    street_address = _text("Gatuadress")
    access_facts = forms.MultipleChoiceField(
        label="Tillgänglighet", required=False, choices=AccessFact.choices, widget=CheckboxChoices()
    )
    access_note = _text("Mer om tillgänglighet", help_text="Till exempel hur många trappsteg det är.")
    online_link = _text("Länk till det digitala mötet")
    online_link_public = forms.BooleanField(
        label="Visa länken för alla",
        required=False,
        help_text="Annars skickar ni den till dem som anmält sig.",
    )
    audiences = forms.MultipleChoiceField(
        label="För vem?",
        choices=Audience.choices,
        widget=CheckboxChoices(),
        error_messages={"required": "Välj minst en."},
    )
    participation_step = forms.ChoiceField(
        label="Vilket steg i trappan?",
        help_text="Välj det som deltagarna faktiskt får göra.",
    )
    cost = _text("Kostnad", help_text="Till exempel Gratis, eller 50 kronor för fika.")
    registration = _text("Anmälan", help_text="Hur man anmäler sig. Lämna tomt om man bara kan komma.")
    register_by = date_field("Sista anmälningsdag", required=False)
    is_full = forms.BooleanField(label="Fullt, ingen mer får plats", required=False)
    interpretation = _text(
        "Tolk och lättläst", help_text="Till exempel teckenspråkstolk, eller material på lätt svenska."
    )

    association = forms.TypedMultipleChoiceField(
        label="Förening", required=False, coerce=int, widget=CheckboxChoices()
    )
    units = forms.TypedMultipleChoiceField(
        label="Verksamhet", required=False, coerce=int, widget=CheckboxChoices()
    )
    contact_name = _text("Kontakt", help_text="Ett förnamn eller en roll räcker.")
    contact_email = _text(
        "E-post för frågor",
        required=True,
        missing="Skriv en e-postadress som någon läser.",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    contact_phone = _text("Telefon", widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}))
    attachment = forms.FileField(
        label="Affisch eller program",
        required=False,
        help_text="Pdf, jpg eller png. Högst 5 MB.",
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
        error_messages={"empty": "Filen är tom. Välj en annan.", "invalid": "Välj filen igen."},
    )
    no_private_names = forms.BooleanField(
        label="Jag har kollat att inga privatpersoners namn eller nummer finns med.",
        error_messages={"required": "Kontrollera texten och kryssa i rutan."},
    )
    form_key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    settles = forms.UUIDField(widget=forms.HiddenInput, required=False)

    #: As on the page, so that the error summary follows it.
    field_order = ("title", "kind", "description", "day", "starts", "ends", "all_day", "last_day")
    judged_together = frozenset({"starts", "ends", "place", "frequency", "interval", "participation_step"})

    def __init__(
        self,
        *args: Any,
        user: Any,
        event: Event | None = None,
        one_time: bool = False,
        times_are_fixed: bool = False,
        back_url: str = "/oversikt/",
        wants: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.event = event
        self.wants = wants
        self.one_time = one_time
        self.times_are_fixed = times_are_fixed
        self.upload: Attachment | None = None
        self._fill_choices()
        self._fit_to_user()
        self.helper = PortalFormHelper(*self._sections(), *self._buttons(back_url))

    # --- what the person may choose -------------------------------------------------------------

    def _fill_choices(self) -> None:
        municipalities = [
            (str(pk), name) for pk, name in Municipality.objects.in_order().values_list("pk", "name")
        ]
        self._choices("municipality", [("", "Välj kommun"), (WHOLE_COUNTY, "Hela länet"), *municipalities])
        self.fields["attendance"].widget = RadioChoices(
            choices=AttendanceForm.choices,
            hints={
                AttendanceForm.ONLINE: "Länken skickas bara till anmälda, om du inte väljer att visa den."
            },
        )
        steps = [(str(step.value), step.long_name) for step in ParticipationStep]
        field = self.fields["participation_step"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells the type checker
        field.widget = RadioChoices(
            hints={"": "Vi umgås.", **{str(step.value): f"{step.meaning}." for step in ParticipationStep}},
            stairs=True,
        )
        self._choices("participation_step", [("", "Inget steg"), *steps])
        self._choices("units", list(Unit.objects.active().in_order().values_list("pk", "name")))

    def _choices(self, name: str, choices: list[tuple[Any, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells the type checker
        field.choices = choices

    def _fit_to_user(self) -> None:
        reviews = self.user.has_perm("calendar_app.review_events")
        mine = self.user.represents.current().values("association_id") if not reviews else None
        associations = Association.objects.visible_to(self.user).in_order()
        if mine is not None:
            present: Any = self.event.associations.values("pk") if self.event else mine
            associations = Association.objects.filter(pk__in=mine).union(
                Association.objects.filter(pk__in=present)
            )
        choices = [(one.pk, one.name) for one in associations]
        self._choices("association", choices)
        if mine is not None:
            del self.fields["units"]
        if mine is not None and len(choices) == 1:
            self._fix_association(choices[0])
        if self.event is None:
            del self.fields["is_full"]
        if self.times_are_fixed:
            for name in ("day", "starts", "ends", "all_day", "last_day"):
                del self.fields[name]
        if self.one_time or self.times_are_fixed:
            for name in ("frequency", "interval", "until", "count", "excluded"):
                del self.fields[name]

    def _fix_association(self, only: tuple[int, str]) -> None:
        self._fixed_association: tuple[int, ...] = (only[0],)
        self.fields["association"] = forms.CharField(
            label="Förening",
            disabled=True,
            required=False,
            initial=only[1],
            help_text="Går inte att ändra. Du är inloggad för den här föreningen.",
        )
        self.initial["association"] = only[1]

    # --- layout ----------------------------------------------------------------------------------

    def _sections(self) -> list[Any]:
        when: list[Any] = []
        if not self.times_are_fixed:
            when = [
                Group(
                    "Datum och tid",
                    Pair("day", "starts", "ends"),
                    "all_day",
                    "last_day",
                    hint="Till exempel 14 oktober, 18.00–20.00",
                )
            ]
        repeat = (
            []
            if "frequency" not in self.fields
            else [
                Section(
                    "Återkommer aktiviteten?", "frequency", Pair("interval", "until", "count"), "excluded"
                )
            ]
        )
        organisers = ["association"]
        units = [More("Verksamhet som ordnar eller är med", "units")] if "units" in self.fields else []
        return [
            Section("Vad och när", "title", "kind", "description", *when),
            *repeat,
            Section(
                "Var och för vem",
                "municipality",
                "attendance",
                "place",
                "street_address",
                "online_link",
                "online_link_public",
                "audiences",
                "participation_step",
                "access_facts",
                "access_note",
                "interpretation",
            ),
            Section(
                "Kostnad och anmälan",
                "cost",
                "registration",
                "register_by",
                *(["is_full"] if "is_full" in self.fields else []),
            ),
            Section(
                "Kontakt och bilaga",
                *organisers,
                *units,
                "contact_name",
                "contact_email",
                "contact_phone",
                "attachment",
                "no_private_names",
            ),
        ]

    def _buttons(self, back_url: str) -> list[Any]:
        cancel = QuietLink("Avbryt", back_url)
        preview = PlainButton("Förhandsgranska", "wants", "preview")
        if self.event is not None and self.event.is_public:
            if self.user.has_perm("calendar_app.publish_event", self.event):
                return [ButtonRow(MainButton("Spara ändringen", "wants", "save"), preview, cancel)]
            hint = "Det som är publicerat ligger kvar tills samordnaren har godkänt ändringen."
            return [
                ButtonRow(
                    MainButton("Skicka ändringen för granskning", "wants", "save"), preview, cancel, hint=hint
                )
            ]
        draft = PlainButton("Spara utkast", "wants", "draft")
        if may_publish(self.user, self.event):
            main = MainButton("Publicera", "wants", "publish")
            return [ButtonRow(main, draft, preview, cancel)]
        if self.event is not None and self.event.status == Event.Status.PROPOSED:
            return [ButtonRow(MainButton("Spara", "wants", "propose"), preview, cancel)]
        return [
            ButtonRow(
                MainButton("Skicka för granskning", "wants", "propose"),
                draft,
                PlainButton("Publicera", disabled=True),
                preview,
                cancel,
                hint="Du kan inte publicera själv. Det gör samordnaren.",
            )
        ]

    # --- reading ---------------------------------------------------------------------------------

    def asked_for(self, name: str) -> bool:
        """Ask less of a draft and a preview: a title and a time are enough."""
        if self.wants in {"draft", "preview"}:
            return name in {"title", "day"}
        return super().asked_for(name)

    def clean(self) -> dict[str, Any]:
        """Judge content and times as the services do, so that every problem shows at once."""
        cleaned = super().clean() or self.cleaned_data
        if self.wants not in {"draft", "preview"}:
            self._require_place(cleaned)
        self.content = tidied(self._content(cleaned))
        for name, sentence in content_problems(self.content).items():
            self._tell(name, sentence)
        self.plan = self._plan(cleaned)
        self._judge(self._read_file)
        if self.plan is not None:
            plan = self.plan
            self._judge(lambda: rules.check_plan(plan, today()))
        return cleaned

    def _require_place(self, cleaned: dict[str, Any]) -> None:
        if cleaned.get("attendance") != AttendanceForm.ONLINE and not cleaned.get("place"):
            self.add_error("place", "Skriv var ni träffas, så att man hittar dit.")
        if "association" in self.fields and not self._association_ids(cleaned) and not cleaned.get("units"):
            self.add_error("association", "Välj vem som ordnar aktiviteten.")

    def _tell(self, name: str, sentence: str) -> None:
        field = _FIELDS.get(name, name)
        if field in self.fields and field not in self.errors:
            self.add_error(field, sentence)

    def _judge(self, check: Callable[[], None]) -> None:
        try:
            check()
        except DomainError as error:
            name = _FIELDS.get(error.field or "", error.field or "")
            if name == "ends" and self.cleaned_data.get("all_day"):
                name = "last_day"
            self.add_error(name if name in self.fields else None, error.message)

    def _read_file(self) -> None:
        upload = self.cleaned_data.get("attachment")
        self.removes_attachment = upload is False
        # Without a new file the field holds the stored one; asking that for anything would open it.
        if upload and "attachment" in self.files:
            self.upload = read_attachment(upload)

    def _association_ids(self, cleaned: dict[str, Any]) -> tuple[int, ...]:
        fixed = getattr(self, "_fixed_association", None)
        return fixed if fixed is not None else tuple(cleaned.get("association") or ())

    def _content(self, cleaned: dict[str, Any]) -> EventContent:
        chosen = cleaned.get("municipality") or ""
        step = cleaned.get("participation_step") or ""
        plain = {
            name: cleaned.get(name) or ""
            for name in (
                "title", "description", "place", "street_address", "access_note", "online_link", "cost",
                "registration", "contact_name", "contact_email", "contact_phone", "interpretation",
            )
        }  # fmt: skip
        units = tuple(cleaned.get("units") or ())
        if "units" not in self.fields and self.event is not None:
            units = tuple(self.event.units.values_list("pk", flat=True))
        return EventContent(
            **plain,
            kind=cleaned.get("kind") or EventKind.OTHER,
            attendance=cleaned.get("attendance") or AttendanceForm.ON_SITE,
            association_ids=self._association_ids(cleaned),
            unit_ids=units,
            municipality_id=int(chosen) if chosen.isdecimal() else None,
            access_facts=tuple(cleaned.get("access_facts") or ()),
            online_link_public=bool(cleaned.get("online_link_public")),
            audiences=tuple(cleaned.get("audiences") or ()),
            register_by=cleaned.get("register_by"),
            is_full=bool(cleaned.get("is_full")),
            participation_step=int(step) if step else None,
        )

    def _plan(self, cleaned: dict[str, Any]) -> TimePlan | None:
        if self.times_are_fixed:
            return None
        span = self.read_span()
        if span is None:
            return None
        repeat = None
        if cleaned.get("frequency"):
            try:
                excluded = read_days(cleaned.get("excluded") or "", cleaned["day"])
            except ValueError as error:
                self.add_error("excluded", str(error))
                return None
            interval = cleaned.get("interval")
            repeat = Repeat(
                frequency=cleaned["frequency"],
                interval=1 if interval is None else interval,
                until=cleaned.get("until"),
                count=cleaned.get("count"),
                excluded=excluded,
            )
        start, end, all_day = span
        return TimePlan(start=start, end=end, all_day=all_day, repeat=repeat)

    def add_service_error(self, error: DomainError) -> None:
        """Show what a service refused, at its field."""
        name = _FIELDS.get(error.field or "", error.field or "")
        self.add_error(name if name in self.fields else None, error.message)


def may_publish(user: Any, event: Event | None) -> bool:
    """Whether the publish button works: the service decides again."""
    if event is not None:
        return bool(user.has_perm("calendar_app.publish_event", event))
    if user.has_perm("calendar_app.review_events"):
        return True
    mine = list(Association.objects.filter(representatives__in=user.represents.current()))
    return bool(mine) and all(association.trusted for association in mine)


def initial_values(content: EventContent, plan: TimePlan | None) -> dict[str, Any]:
    """Return the form's starting values for an event that exists."""
    values: dict[str, Any] = {
        name: getattr(content, name)
        for name in EventContent.__dataclass_fields__
        if name not in {"association_ids", "unit_ids", "municipality_id", "participation_step"}
    }
    values["association"] = list(content.association_ids)
    values["units"] = list(content.unit_ids)
    values["municipality"] = str(content.municipality_id or WHOLE_COUNTY)
    values["participation_step"] = str(content.participation_step or "")
    return values | (plan_values(plan) if plan else {})


def plan_values(plan: TimePlan) -> dict[str, Any]:
    """Return the starting values of the time fields."""
    start, end = rules.wall(plan.start), rules.wall(plan.end)
    last = (end - timedelta(days=1)).date() if plan.all_day else end.date()
    values: dict[str, Any] = {
        "day": start.date(),
        "starts": None if plan.all_day else start.time(),
        "ends": None if plan.all_day else end.time(),
        "all_day": plan.all_day,
        "last_day": last if last != start.date() else None,
    }
    if plan.repeat:
        values |= {
            "frequency": plan.repeat.frequency,
            "interval": plan.repeat.interval,
            "until": plan.repeat.until,
            "count": plan.repeat.count,
            "excluded": ", ".join(day.isoformat() for day in plan.repeat.excluded),
        }
    return values


def new_values(user: Any) -> dict[str, Any]:
    """Return the starting values of a new activity."""
    return {"form_key": uuid.uuid4(), "interval": 1, "frequency": "", "participation_step": ""} | _own_place(
        user
    )


def _own_place(user: Any) -> dict[str, Any]:
    if user.has_perm("calendar_app.review_events"):
        return {}
    first = Association.objects.filter(representatives__in=user.represents.current()).first()
    if first is None:
        return {}
    return {"municipality": str(first.base_municipality_id or ""), "contact_email": first.email}


def read_days(text: str, near: date) -> tuple[date, ...]:
    """Return the days in a list such as "2026-10-28, 4 november". Raises ``ValueError`` with a sentence.

    A day without a year is the first one on or after ``near``.
    """
    parts = [part.strip() for part in re.split(r"[,;\n]+", text) if part.strip()]
    if len(parts) > rules.MOST:
        raise ValueError("Så många dagar går inte att hoppa över. Dela upp aktiviteten i stället.")
    return tuple(sorted({_read_day(part, near) for part in parts}))


def _read_day(part: str, near: date) -> date:
    try:
        return date.fromisoformat(part)
    except ValueError:
        pass
    match = re.fullmatch(
        r"(?:\w+\s+)?(\d{1,2})(?:[/.]|\s+|:[ae]\s+)(\d{1,2}|[a-zåäö]+)\.?(?:[/ ]+(\d{4}))?", part.lower()
    )
    month = _month_number(match[2]) if match else 0
    for year in (int(match[3]),) if match and match[3] else (near.year, near.year + 1):
        if match and 1 <= month <= 12:
            try:
                day = date(year, month, int(match[1]))
            except ValueError:
                break
            if match[3] or day >= near:
                return day
    raise ValueError(
        f"”{part[:40]}” går inte att läsa som en dag. Skriv till exempel 2026-10-28 eller 28 oktober."
    )


def _month_number(word: str) -> int:
    if word.isdecimal():
        return int(word)
    for names in (MONTHS, MONTHS_SHORT):
        if word in names:
            return names.index(word) + 1
    return next(
        (number for number, name in enumerate(MONTHS, 1) if len(word) >= 3 and name.startswith(word)), 0
    )


def guessed_kind(title: str) -> str:
    """Return the kind a title speaks of, else "annat"."""
    lower = title.casefold()
    return next((kind for word, kind in _KIND_WORDS if word in lower), EventKind.OTHER)


class QuickForm(WhenFields):
    """One line: a title, a day, a time, an association. The rest is filled in later."""

    title = forms.CharField(label="Rubrik", max_length=160, error_messages={"required": "Skriv en rubrik."})
    association = forms.TypedChoiceField(
        label="Förening", coerce=int, error_messages={"required": "Välj förening."}
    )
    form_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    field_order = ["day", "starts", "ends", "title", "association"]

    def __init__(
        self, *args: Any, choices: list[tuple[int, str]], takes_focus: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if takes_focus:
            self.fields["day"].widget.attrs["autofocus"] = True
        field = self.fields["association"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells the type checker
        field.choices = [("", "Välj förening"), *choices]

    def clean(self) -> dict[str, Any]:
        """Read the times; an activity without an end lasts two hours."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("starts") and cleaned.get("ends") is None and "ends" not in self.errors:
            late = cleaned["starts"] >= time(22)
            cleaned["ends"] = (
                time(23, 59) if late else time(cleaned["starts"].hour + 2, cleaned["starts"].minute)
            )
        self.span = self.read_span()
        if self.span:
            try:
                rules.check_plan(TimePlan(start=self.span[0], end=self.span[1]), today())
            except DomainError as error:
                self.add_error(_FIELDS.get(error.field or "", "day"), error.message)
        return cleaned


class MoveForm(WhenFields):
    """Another time for one occurrence."""

    all_day = forms.BooleanField(label="Hela dagen", required=False)
    last_day = date_field(
        "Sista dag", required=False, help_text="Bara om aktiviteten håller på i flera dagar."
    )

    def __init__(self, *args: Any, back_url: str, button: str, hint: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = PortalFormHelper(
            Group("Ny tid", Pair("day", "starts", "ends"), "all_day", "last_day"),
            ButtonRow(MainButton(button), QuietLink("Avbryt", back_url), hint=hint),
        )

    def clean(self) -> dict[str, Any]:
        """Read the times."""
        cleaned = super().clean() or self.cleaned_data
        self.span = self.read_span()
        return cleaned


class NoteForm(forms.Form):
    """A reason or a message, shown in the event's history."""

    note = forms.CharField(
        label="Skriv till föreningen",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": "Skriv varför, så att föreningen vet vad den kan göra.",
            "max_length": "Högst 1000 tecken får plats.",
        },
    )


class FilterForm(forms.Form):
    """The coordinator's selection of the month."""

    q = forms.CharField(label="Sök", required=False, max_length=100)
    status = forms.ChoiceField(
        label="Läge",
        required=False,
        choices=[("", "Alla lägen"), *[c for c in Event.Status.choices if c[0] != Event.Status.DELETED]],
    )
    forening = forms.TypedChoiceField(label="Förening", required=False, coerce=int, empty_value=None)
    kommun = forms.TypedChoiceField(label="Kommun", required=False, coerce=int, empty_value=None)
    typ = forms.ChoiceField(label="Typ", required=False, choices=[("", "Alla typer"), *EventKind.choices])
    manad = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, associations: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        municipalities = list(Municipality.objects.in_order().values_list("pk", "name"))
        for name, first, choices in (
            ("forening", "Alla föreningar", associations),
            ("kommun", "Alla kommuner", municipalities),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells the type checker
            field.choices = [("", first), *choices]
