"""Notes under an item, what the council says, actions, attendance."""

from typing import Any

from django import forms

from associations.models import Association
from common.form_fields import CheckedText
from common.form_layout import (
    ButtonRow,
    MainButton,
    More,
    PortalFormHelper,
    QuietLink,
    Section,
)
from common.form_widgets import CheckboxChoices, CheckedTextarea, DateInput, RadioChoices
from councils.forms.writing import WritingForm, key_field, version_field
from councils.models import Action, AgendaItem, Council, Decision, Invitation, Mandate, Meeting
from councils.services.actions import NEED_OUTCOME, NEED_WHAT, NEED_WHO, ActionFacts
from councils.services.attendance import Body
from councils.services.decisions import NEED_TEXT, DecisionFacts
from councils.services.notes import LONGEST, LONGEST_INTERNAL
from councils.words import ActionState, DecisionKind
from organisations.models import Principal, Unit


class NoteForm(WritingForm):
    """What is noted under an item. The page saves it by itself while one writes."""

    text = CheckedText(
        label="Anteckning",
        max_length=LONGEST,
        required=False,
        help_text="Skriv vad gruppen sa, inte vem som sa det. Skriv inget om en enskild persons vård.",
    )
    version = version_field()

    def __init__(self, *args: Any, item: AgendaItem, text: str, number: int, **kwargs: Any) -> None:
        super().__init__(*args, initial={"text": text, "version": number}, **kwargs)
        self.fields["text"].widget = CheckedTextarea(None, {"rows": 12})
        self.helper = PortalFormHelper("text", "version", ButtonRow(MainButton("Spara anteckningen")))


class InternalForm(WritingForm):
    """What those who run the meeting remember for themselves."""

    internal = CheckedText(label="Intern anteckning", max_length=LONGEST_INTERNAL, required=False)
    version = version_field()

    def __init__(self, *args: Any, text: str, number: int, action: str, **kwargs: Any) -> None:
        super().__init__(*args, initial={"internal": text, "version": number}, auto_id="intern_%s", **kwargs)
        self.fields["internal"].widget = CheckedTextarea(None, {"rows": 4})
        self.helper = PortalFormHelper(
            "internal", "version", ButtonRow(MainButton("Spara internt")), action=action
        )


class DecisionForm(WritingForm):
    """What the council says, and to whom it goes."""

    kind = forms.ChoiceField(
        label="Vad gör rådet?",
        choices=DecisionKind.choices,
        widget=RadioChoices(
            hints={
                DecisionKind.PROPOSES: "Någon annan behöver bestämma. Skicka det vidare så får ni svar.",
                DecisionKind.AGREES: "Det gruppen själv kan göra.",
                DecisionKind.NOTES: "Gruppen har fått veta något.",
            }
        ),
        error_messages={"required": "Välj om rådet föreslår, enas om eller noterar."},
    )
    text = CheckedText(
        label="Vad säger rådet?",
        max_length=2000,
        help_text="Skriv så att det går att förstå utan att ha varit med.",
        error_messages={"required": NEED_TEXT},
    )
    forwarded_to = forms.ChoiceField(label="Går vidare till", required=False)
    answer_due = forms.DateField(label="Svar senast", required=False, widget=DateInput())
    form_key = key_field()
    version = version_field()

    def __init__(
        self, *args: Any, council: Council, decision: Decision | None, cancel_url: str, **kwargs: Any
    ) -> None:
        if decision is not None:
            kwargs["initial"] = {
                "kind": decision.kind,
                "text": decision.text,
                "forwarded_to": _body_value(decision.forwarded_to),
                "answer_due": decision.answer_due,
                "version": decision.version,
            }
        super().__init__(*args, **kwargs)
        del self.fields["form_key" if decision is not None else "version"]
        to: Any = self.fields["forwarded_to"]
        to.choices = _recipients(council, decision.forwarded_to if decision is not None else None)
        self.fields["text"].widget = CheckedTextarea(2000, {"rows": 4})
        self.helper = PortalFormHelper(
            "kind",
            "text",
            Section(
                "Ska någon svara?",
                "forwarded_to",
                "answer_due",
                hint="Det skickas när anteckningarna publiceras. Svaret syns sedan under Du sa – vi gjorde.",
            ),
            "version" if decision is not None else "form_key",
            ButtonRow(MainButton("Spara"), QuietLink("Avbryt", cancel_url)),
        )

    @property
    def facts(self) -> DecisionFacts:
        """What was typed."""
        typed = self.cleaned_data
        return DecisionFacts(
            kind=typed["kind"],
            text=typed["text"],
            forwarded_to=_body(typed["forwarded_to"]),
            answer_due=typed["answer_due"],
        )


class ActionForm(WritingForm):
    """What somebody is to do."""

    what = CheckedText(label="Vad ska göras?", max_length=400, error_messages={"required": NEED_WHAT})
    who = CheckedText(
        label="Vem gör det?",
        max_length=120,
        help_text="En förening, en verksamhet eller en uppgift i rådet, inte ett namn. Till exempel: sekreteraren.",
        error_messages={"required": NEED_WHO},
    )
    mandate: Any = forms.ModelChoiceField(
        label="Påminn den som sitter för",
        queryset=None,
        required=False,
        empty_label="Ingen",
        help_text="Åtgärden syns då på den personens översikt.",
    )
    due_on = forms.DateField(label="Senast", required=False, widget=DateInput())
    form_key = key_field()
    version = version_field()

    def __init__(
        self, *args: Any, mandates: Any, action: Action | None, cancel_url: str, **kwargs: Any
    ) -> None:
        if action is not None:
            kwargs["initial"] = {
                name: getattr(action, name) for name in ("what", "who", "mandate", "due_on", "version")
            }
        super().__init__(*args, **kwargs)
        self.fields["what"].widget = CheckedTextarea(400, {"rows": 3})
        self.fields["who"].widget = CheckedTextarea(120, {"rows": 1})
        del self.fields["form_key" if action is not None else "version"]
        chosen: Any = self.fields["mandate"]
        chosen.queryset = mandates
        chosen.label_from_instance = mandate_words
        self.helper = PortalFormHelper(
            "what",
            "who",
            "mandate",
            "due_on",
            "version" if action is not None else "form_key",
            ButtonRow(MainButton("Spara"), QuietLink("Avbryt", cancel_url)),
        )

    @property
    def facts(self) -> ActionFacts:
        """What was typed."""
        return ActionFacts(**{name: self.cleaned_data[name] for name in ("what", "who", "mandate", "due_on")})


class CloseActionForm(WritingForm):
    """How an action went."""

    state = forms.ChoiceField(
        label="Hur gick det?",
        choices=[(one.value, one.label) for one in (ActionState.DONE, ActionState.DROPPED)],
        widget=RadioChoices(),
        error_messages={"required": "Välj hur det gick."},
    )
    outcome = CheckedText(
        label="Berätta i en mening", max_length=400, error_messages={"required": NEED_OUTCOME}
    )
    meeting: Any = forms.ModelChoiceField(
        label="Berättades på mötet",
        queryset=None,
        required=False,
        empty_label="Mellan två möten",
        help_text="Då står det i mötets anteckningar.",
    )

    def __init__(self, *args: Any, meetings: Any, cancel_url: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["outcome"].widget = CheckedTextarea(400, {"rows": 3})
        chosen: Any = self.fields["meeting"]
        chosen.queryset = meetings
        self.helper = PortalFormHelper(
            "state",
            "outcome",
            "meeting",
            ButtonRow(MainButton("Avsluta åtgärden"), QuietLink("Avbryt", cancel_url)),
        )


class AttendanceForm(WritingForm):
    """Who of those who sit there came, called or not, and how many others from each body."""

    came = forms.MultipleChoiceField(label="De som var med", required=False, widget=CheckboxChoices())

    def __init__(
        self,
        *args: Any,
        meeting: Meeting,
        invitations: list[Invitation],
        uncalled: list[Mandate],
        bodies: list[Body],
        cancel_url: str,
        **kwargs: Any,
    ) -> None:
        guests = {
            _body_value(one.association or one.unit or one.principal): one.count
            for one in meeting.guests.select_related("association", "unit", "principal")
        }
        initial: dict[str, Any] = {"came": [str(one.mandate_id) for one in invitations if one.attended]}
        self.bodies = {_body_value(body): body for body in bodies}
        initial |= {f"guests_{value}": guests.get(value) for value in self.bodies}
        super().__init__(*args, initial=initial, **kwargs)
        self.invitations, self.uncalled = invitations, uncalled
        came: Any = self.fields["came"]
        # By mandate: whoever is called by the first press is the same one at the second.
        came.choices = [
            *((str(one.mandate_id), _present_words(one.mandate)) for one in invitations),
            *((str(one.pk), f"{_present_words(one)} (inte kallad)") for one in uncalled),
        ]
        for value, body in self.bodies.items():
            self.fields[f"guests_{value}"] = forms.IntegerField(
                label=str(body),
                required=False,
                min_value=0,
                max_value=500,
                error_messages={
                    "invalid": "Skriv antalet med siffror.",
                    "min_value": "Skriv ett antal mellan 0 och 500.",
                    "max_value": "Skriv ett antal mellan 0 och 500.",
                },
            )
        self.helper = PortalFormHelper(
            "came",
            More(
                "Andra som var med, i antal",
                *(f"guests_{value}" for value in self.bodies),
                hint="Skriv bara hur många, aldrig namn.",
            ),
            ButtonRow(MainButton("Spara närvaron"), QuietLink("Avbryt", cancel_url)),
        )

    @property
    def present(self) -> dict[int, bool]:
        """Invitation → whether that person came."""
        chosen = set(self.cleaned_data["came"])
        return {one.pk: str(one.mandate_id) in chosen for one in self.invitations}

    @property
    def uncalled_present(self) -> list[int]:
        """Mandates of those who came without a call."""
        chosen = set(self.cleaned_data["came"])
        return [one.pk for one in self.uncalled if str(one.pk) in chosen]

    @property
    def guests(self) -> list[tuple[Body, int]]:
        """Bodies with how many others came from each."""
        return [(body, self.cleaned_data[f"guests_{value}"] or 0) for value, body in self.bodies.items()]


def _present_words(mandate: Mandate) -> str:
    return f"{mandate.name or 'Utan namn'}, {mandate.body}"


def mandate_words(mandate: Any) -> str:
    """Return "Ledamot, Egna Ord Hälsingland"; a name only where the page already shows names."""
    return f"{mandate.get_role_display()}, {mandate.body}"


def _body_value(body: Any) -> str:
    if body is None:
        return ""
    letter = {Association: "f", Unit: "v", Principal: "h"}[type(body)]
    return f"{letter}{body.pk}"


def _body(value: str) -> Unit | Principal | None:
    if value.startswith("v"):
        return Unit.objects.filter(pk=value[1:]).first()
    return Principal.objects.filter(pk=value[1:]).first() if value.startswith("h") else None


def _recipients(council: Council, chosen: Any) -> list[Any]:
    """Those who take part first, then every unit that is open and every principal; a closed one only where it is chosen."""
    units = [one for one in council.units.in_order() if one.closed_on is None or one == chosen]
    near = [(_body_value(one), str(one)) for one in (*units, *council.principals.in_order())]
    known = {value for value, _ in near}
    others: list[Any] = [*Principal.objects.in_order(), *Unit.objects.active().in_order()]
    if chosen is not None and chosen not in others:
        others.append(chosen)
    far = [(_body_value(one), str(one)) for one in others if _body_value(one) not in known]
    groups = [("Är med i rådet", near), ("Andra", far)]
    return [("", "Ingen, det stannar i rådet"), *((name, rows) for name, rows in groups if rows)]
