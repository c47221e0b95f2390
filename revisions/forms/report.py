"""A chapter, a remark and its answer, a correction, a filter: input and layout, no state changes."""

import uuid
from typing import Any

from django import forms
from django.http import HttpRequest

from associations.forms.fields import VersionedForm, with_value
from common.errors import DomainError
from common.form_fields import CheckedText
from common.form_layout import ButtonRow, MainButton, PlainButton, PortalFormHelper, QuietLink
from common.form_widgets import CheckedTextarea
from revisions.models import ReportChapter
from revisions.report_markup import LONGEST as LONGEST_CHAPTER
from revisions.services.reply import LONGEST as LONGEST_COMMENT
from revisions.services.report import NOT_WITHOUT

MARKUP_HELP = (
    "Tom rad mellan stycken. ### före en mellanrubrik, - före en punkt i en lista, 1. före en numrerad punkt, "
    "**två stjärnor** runt ord som ska vara feta."
)


class ChapterForm(VersionedForm):
    """One chapter as structured text. "Visa hur det blir" saves nothing (``is_shown_only``).

    ``needed`` is for a chapter that no report can be without.
    """

    text = CheckedText(
        label="Text",
        max_length=LONGEST_CHAPTER,
        help_text=MARKUP_HELP,
        error_messages={"required": NOT_WITHOUT},
    )

    def __init__(self, *args: Any, needed: bool, cancel_url: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].widget = CheckedTextarea(None, {"rows": 22})
        self.fields["text"].required = needed
        self.helper = PortalFormHelper(
            "version",
            "text",
            ButtonRow(
                MainButton("Spara kapitlet"),
                PlainButton("Visa hur det blir", "show"),
                QuietLink("Till rapporten", cancel_url),
            ),
        )

    @property
    def is_shown_only(self) -> bool:
        return "show" in self.data


class CommentForm(forms.Form):
    """A remark on a chapter or on the whole report. ``key`` makes a double press one remark."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    chapter = forms.ModelChoiceField(
        queryset=ReportChapter.objects.none(), required=False, widget=forms.HiddenInput
    )
    text = CheckedText(
        label="Er synpunkt",
        max_length=LONGEST_COMMENT,
        help_text="Skriv inget som pekar ut en patient eller en medarbetare. Synpunkten och revisorernas svar "
        "står i rapporten när den publiceras.",
        error_messages={"required": "Skriv er synpunkt innan ni sparar."},
    )

    def __init__(self, *args: Any, chapters: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["chapter"].queryset = chapters  # type: ignore[attr-defined]
        self.fields["text"].widget = CheckedTextarea(LONGEST_COMMENT, {"rows": 5})
        self.helper = PortalFormHelper("key", "chapter", "text", ButtonRow(MainButton("Lämna synpunkten")))

    @classmethod
    def empty(cls, chapter: ReportChapter | None, chapters: Any) -> "CommentForm":
        """A form for ``chapter``; its fields have ids of their own, since a page holds many."""
        place = str(chapter.pk) if chapter else "hela"
        initial = {"key": uuid.uuid4(), "chapter": chapter.pk if chapter else None}
        return cls(initial=initial, chapters=chapters, auto_id=f"synpunkt_{place}_%s")


class WordsForm(VersionedForm):
    """A remark being changed, or the auditors' answer to one."""

    text = CheckedText(
        label="Text", max_length=LONGEST_COMMENT, error_messages={"required": "Skriv något innan du sparar."}
    )

    def __init__(self, *args: Any, label: str, button: str, cancel_url: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = label
        self.fields["text"].widget = CheckedTextarea(LONGEST_COMMENT, {"rows": 6})
        self.helper = PortalFormHelper(
            "version", "text", ButtonRow(MainButton(button), QuietLink("Avbryt", cancel_url))
        )


class CorrectionForm(forms.Form):
    """What a new edition corrects, and which state of the text it is made from."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)
    note = CheckedText(
        label="Vad är rättat?",
        max_length=500,
        help_text="Står först i den nya utgåvan. Till exempel: Antalet intervjuer i kapitel 4 är rättat.",
        error_messages={"required": "Skriv vad som är rättat. Det står i den nya utgåvan."},
    )

    def __init__(self, *args: Any, cancel_url: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"].widget = CheckedTextarea(500, {"rows": 3})
        self.helper = PortalFormHelper(
            "seen", "note", ButtonRow(MainButton("Publicera rättelsen"), QuietLink("Avbryt", cancel_url))
        )

    def refuse(self, error: DomainError, seen: str) -> None:
        """Show the sentence; the next press answers for the text as it is now."""
        self.data = with_value(self.data, "seen", seen)
        self.add_error(error.field if error.field in self.fields else None, error.message)


def versions_to_compare(request: HttpRequest) -> tuple[int | None, int | None]:
    """Read ``?fran=2&till=4``; what isn't a number is passed over."""
    first, second = (request.GET.get(name, "") for name in ("fran", "till"))
    return (int(first) if first.isdecimal() and len(first) < 6 else None), (
        int(second) if second.isdecimal() and len(second) < 6 else None
    )
