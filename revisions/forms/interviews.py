"""Planning an interview, consent, and one area's answers as a plain form sends them."""

import json
from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from common.form_layout import ButtonRow, MainButton, Pair, PortalFormHelper, QuietLink
from common.form_widgets import RadioChoices
from revisions.models import Interview, InterviewAnswer, UserAudit
from revisions.queries.interview_entry import AnswerField, AreaPage, content_mark
from revisions.queries.interviews import interviewers_of
from revisions.services.interview_answers import WrittenAnswer
from revisions.services.interviews import InterviewPlan


class PlanForm(forms.Form):
    """Day, place, who comes. No name, no contact, no time of day: there is no field for them."""

    on = forms.DateField(
        label="Dag",
        help_text="Bara dagen sparas, ingen tid.",
        error_messages={"required": "Välj dag.", "invalid": "Skriv dagen så här: 2026-11-22."},
    )
    place_kind = forms.ChoiceField(
        label="Var ses ni?",
        choices=Interview.PlaceKind.choices,
        help_text="Bara vilken sorts plats, aldrig adressen.",
        error_messages={"required": "Välj vilken sorts plats det är."},
    )
    kind = forms.ChoiceField(
        label="Hur frågar ni?",
        choices=Interview.Kind.choices,
        widget=RadioChoices(
            hints={
                "interview": "Ett samtal med en person.",
                "focus_group": "Flera personer pratar tillsammans.",
            }
        ),
        initial=Interview.Kind.INTERVIEW,
    )
    participants = forms.IntegerField(
        label="Hur många personer i fokusgruppen?",
        min_value=2,
        max_value=30,
        required=False,
        help_text="Lämna tomt när ni intervjuar en person.",
        error_messages={
            "min_value": "En fokusgrupp har minst två personer.",
            "max_value": "Högst 30 personer.",
        },
    )
    first_auditor = forms.ModelChoiceField(
        label="Revisor",
        queryset=User.objects.none(),
        empty_label="Välj",
        error_messages={
            "required": "Välj vem som intervjuar.",
            "invalid_choice": "Personen är inte med i teamet. Välj en annan.",
        },
    )
    second_auditor = forms.ModelChoiceField(
        label="Den andra revisorn",
        queryset=User.objects.none(),
        required=False,
        empty_label="Ingen än",
        error_messages={"invalid_choice": "Personen är inte med i teamet. Välj en annan."},
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def __init__(
        self, *args: Any, audit: UserAudit, interview: Interview | None = None, user: User, **kwargs: Any
    ) -> None:
        kwargs.setdefault("initial", _initial(interview, user))
        super().__init__(*args, **kwargs)
        people = interviewers_of(audit)
        for name in ("first_auditor", "second_auditor"):
            field = self.fields[name]
            if isinstance(field, forms.ModelChoiceField):
                field.queryset = people
                field.label_from_instance = _name_of  # type: ignore[method-assign]
        self.helper = PortalFormHelper(
            Pair("on", "place_kind"),
            "kind",
            "participants",
            Pair("first_auditor", "second_auditor"),
            "version",
            ButtonRow(
                MainButton("Spara" if interview else "Planera intervjun"),
                QuietLink("Avbryt", reverse("revisions:interviews", args=[audit.pk])),
            ),
        )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        is_group = cleaned.get("kind") == Interview.Kind.FOCUS_GROUP
        if is_group and not cleaned.get("participants") and "participants" not in self.errors:
            self.add_error("participants", "Skriv hur många som är med i fokusgruppen.")
        if not is_group:
            cleaned["participants"] = 1
        if cleaned.get("first_auditor") and cleaned["first_auditor"] == cleaned.get("second_auditor"):
            self.add_error("second_auditor", "Välj två olika personer.")
        return cleaned

    def plan(self) -> InterviewPlan:
        """Return what was planned; the form is valid."""
        facts = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        return InterviewPlan(**facts)


class WithdrawForm(forms.Form):
    """The interview's code, typed, so that nobody takes away the wrong one."""

    confirmation = forms.CharField(
        label="Intervjuns kod",
        max_length=10,
        help_text="Skriv koden, så att det blir rätt intervju som tas bort.",
        error_messages={"required": "Skriv koden på den intervju som ska tas bort."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["confirmation"].widget.attrs["autocomplete"] = "off"


def typed_fields(
    post: QueryDict, fields: list[AnswerField]
) -> Iterator[tuple[AnswerField, WrittenAnswer | None]]:
    """Put what was typed into the page's fields; give what to save for those that were touched."""
    for field in fields:
        if f"base-{field.key}" not in post:
            yield field, None
            continue
        typed = _typed(post, field.key)
        was = post.get(f"was-{field.key}", "")
        if content_mark(**typed) == was:
            yield field, None
            continue
        _put(field, typed, post)
        state, choice = split_answer(field.answer)
        yield (
            field,
            WrittenAnswer(
                save_id=field.save_id,
                question_id=field.question.pk,
                base=field.base,
                state=state,
                choice=choice,
                text=field.text,
                quotes=[line for line in field.quotes.split("\n") if line.strip()],
                worry=field.worry,
            ),
        )


def keep_typed(post: QueryDict, page: AreaPage, message: str) -> bool:
    """Give the form back as it was sent, when nothing could be opened or saved: the same press again saves it.

    Tell whether there was anything to keep. Questions where two texts wait for a choice had no field in the form, and
    have none in the page.
    """
    page.fields[:] = [field for field in page.fields if f"base-{field.key}" in post]
    for field in page.fields:
        typed = _typed(post, field.key)
        field.error = message if content_mark(**typed) != post.get(f"was-{field.key}", "") else ""
        _put(field, typed, post)
    return bool(page.errors)


def _typed(post: QueryDict, key: str) -> dict[str, Any]:
    return {
        "answer": post.get(f"answer-{key}", ""),
        "text": post.get(f"text-{key}", "").replace("\r\n", "\n"),
        "quotes": post.get(f"quotes-{key}", "").replace("\r\n", "\n"),
        "worry": f"worry-{key}" in post,
    }


def _put(field: AnswerField, typed: dict[str, Any], post: QueryDict) -> None:
    """Put what was typed into the field, with what the form knew of it: what it began from and the save's id."""
    for name, value in typed.items():
        setattr(field, name, value)
    field.base = _number(post.get(f"base-{field.key}", ""))
    field.save_id = _uuid(post.get(f"save-{field.key}", ""))
    field.was = post.get(f"was-{field.key}", "")


def split_answer(answer: str) -> tuple[str, int | None]:
    """Return state and choice of what stood chosen: a number on the scale, a state, or nothing."""
    if answer.isdecimal() and len(answer) < 4:
        return InterviewAnswer.State.ANSWERED, int(answer)
    return answer or InterviewAnswer.State.ANSWERED, None


def written_from_json(body: bytes) -> WrittenAnswer:
    """Read one answer as the phone's script sends it. Raises ``ValueError``."""
    try:
        sent = json.loads(body)
        if not isinstance(sent, dict):
            raise ValueError("not an object")
        choice = sent.get("choice")
        quotes = sent.get("quotes", [])
        if not isinstance(quotes, list) or not all(isinstance(words, str) for words in quotes):
            raise ValueError("quotes")
        if not isinstance(sent["text"], str) or not (choice is None or type(choice) is int):
            raise ValueError("text or choice")
        return WrittenAnswer(
            save_id=UUID(str(sent["save"])),
            question_id=UUID(str(sent["question"])),
            base=_whole(sent["base"]),
            state=str(sent["state"]),
            choice=choice,
            text=sent["text"],
            quotes=quotes,
            worry=sent.get("worry") is True,
        )
    except (KeyError, RecursionError) as error:
        raise ValueError("incomplete") from error


def _whole(value: Any) -> int:
    if type(value) is not int or not 0 <= value < 2**31:
        raise ValueError("base")
    return value


def _number(value: str) -> int:
    return int(value) if value.isdecimal() and len(value) < 10 else 0


def _uuid(value: str) -> UUID:
    try:
        return UUID(value)
    except ValueError:
        return uuid4()


def _name_of(obj: Any) -> str:
    return str(obj.name)


def _initial(interview: Interview | None, user: User) -> dict[str, Any]:
    if interview is None:
        return {"on": timezone.localdate(), "first_auditor": user.pk, "kind": Interview.Kind.INTERVIEW}
    return {
        "on": interview.on,
        "place_kind": interview.place_kind,
        "kind": interview.kind,
        "participants": interview.participants if interview.participants > 1 else None,
        "first_auditor": interview.first_auditor_id,
        "second_auditor": interview.second_auditor_id,
        "version": interview.version,
    }
