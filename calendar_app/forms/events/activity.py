"""The form of an activity."""

from collections.abc import Callable
from typing import Any

from django import forms

from associations.models import Association, Audience
from calendar_app.forms.events.days import read_days
from calendar_app.forms.events.fields import FORM_FIELDS, WHOLE_COUNTY, date_field, fill_choices, text_field
from calendar_app.forms.events.layout import buttons, sections
from calendar_app.forms.events.when import WhenFields
from calendar_app.models import AccessFact, AttendanceForm, Event, EventKind, EventSeries
from calendar_app.services import series as rules
from calendar_app.services.attachments import Attachment, read_attachment
from calendar_app.services.content import EventContent, Repeat, TimePlan, content_problems, tidied
from common.errors import DomainError
from common.form_layout import PortalFormHelper
from common.form_widgets import CheckboxChoices, CountedTextarea, RadioChoices
from common.participation import ParticipationStep
from common.swedish import today
from organisations.models import Municipality, PriorityGroup, Unit


class EventForm(WhenFields):
    """Everything about an activity. ``wants`` names the button that was pressed.

    A draft needs only a title and a time; what is sent or published needs the rest.
    """

    title = text_field(
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
    description = text_field(
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
    excluded = text_field(
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
    place = text_field("Plats", required=True, help_text="Lokalens namn, till exempel Föreningshuset.")
    street_address = text_field("Gatuadress")
    access_facts = forms.MultipleChoiceField(
        label="Tillgänglighet", required=False, choices=AccessFact.choices, widget=CheckboxChoices()
    )
    access_note = text_field("Mer om tillgänglighet", help_text="Till exempel hur många trappsteg det är.")
    online_link = text_field("Länk till det digitala mötet")
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
    cost = text_field("Kostnad", help_text="Till exempel Gratis, eller 50 kronor för fika.")
    registration = text_field("Anmälan", help_text="Hur man anmäler sig. Lämna tomt om man bara kan komma.")
    register_by = date_field("Sista anmälningsdag", required=False)
    is_full = forms.BooleanField(label="Fullt, ingen mer får plats", required=False)
    interpretation = text_field(
        "Tolk och lättläst", help_text="Till exempel teckenspråkstolk, eller material på lätt svenska."
    )

    association = forms.TypedMultipleChoiceField(
        label="Förening", required=False, coerce=int, widget=CheckboxChoices()
    )
    units = forms.TypedMultipleChoiceField(
        label="Verksamhet", required=False, coerce=int, widget=CheckboxChoices()
    )
    priority_groups = forms.TypedMultipleChoiceField(
        label="Prioriterade grupper",
        required=False,
        coerce=int,
        widget=CheckboxChoices(),
        help_text="Om aktiviteten särskilt vänder sig till någon av dem. Det säger inget om dem som kommer.",
    )
    contact_name = text_field("Kontakt", help_text="Ett förnamn eller en roll räcker.")
    contact_email = text_field(
        "E-post för frågor",
        required=True,
        missing="Skriv en e-postadress som någon läser.",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    contact_phone = text_field(
        "Telefon", widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"})
    )
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
        self.helper = PortalFormHelper(*sections(self.fields), *buttons(user, event, back_url))

    # --- what the person may choose -------------------------------------------------------------

    def _fill_choices(self) -> None:
        municipalities = [
            (str(pk), name) for pk, name in Municipality.objects.in_order().values_list("pk", "name")
        ]
        fill_choices(
            self, "municipality", [("", "Välj kommun"), (WHOLE_COUNTY, "Hela länet"), *municipalities]
        )
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
        fill_choices(self, "participation_step", [("", "Inget steg"), *steps])
        fill_choices(self, "units", list(Unit.objects.active().in_order().values_list("pk", "name")))
        groups = PriorityGroup.objects.in_use()
        if self.event is not None:
            # A group that has been retired since stays where it is.
            groups |= PriorityGroup.objects.filter(pk__in=self.event.priority_groups.values("pk"))
        names = list(groups.in_order().values_list("pk", "name"))
        fill_choices(self, "priority_groups", names)
        if not names:
            del self.fields["priority_groups"]

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
        fill_choices(self, "association", choices)
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
        field = FORM_FIELDS.get(name, name)
        if field in self.fields and field not in self.errors:
            self.add_error(field, sentence)

    def _judge(self, check: Callable[[], None]) -> None:
        try:
            check()
        except DomainError as error:
            name = FORM_FIELDS.get(error.field or "", error.field or "")
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
            priority_group_ids=tuple(cleaned.get("priority_groups") or ()),
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
        name = FORM_FIELDS.get(error.field or "", error.field or "")
        self.add_error(name if name in self.fields else None, error.message)
