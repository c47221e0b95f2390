"""Uploading a file with activities, and saying yes to what it would do."""

import io
import zipfile
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from associations.models import Association
from calendar_app.imports.rows import MIB, MOST_BYTES
from common.form_layout import ButtonRow, MainButton, PortalFormHelper

_WRONG_TYPE = "Filen går inte att använda. Välj en fil av typen ics, csv eller xlsx."
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_NOT_TABLES = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"{\\rtf",
    b"MZ",
    b"\x1f\x8b",
    b"Rar!",
    b"\x7fELF",
)


class ImportForm(forms.Form):
    """One file; its content decides what it is, not its name."""

    file = forms.FileField(
        label="Fil med aktiviteter",
        help_text="En kalenderfil (ics) eller en lista (xlsx eller csv). Högst 5 MB och 10 000 aktiviteter.",
        error_messages={"required": "Välj en fil.", "empty": "Filen är tom. Välj en annan."},
        widget=forms.FileInput(attrs={"accept": ".ics,.csv,.xlsx,.txt"}),
        max_length=200,
    )
    association = forms.ModelChoiceField(
        queryset=Association.objects.none(),
        required=False,
        label="Förening som ordnar aktiviteterna",
        help_text="Gäller bara det i filen som inte säger vem som ordnar.",
        empty_label="Filen säger vem som ordnar",
        error_messages={"invalid_choice": "Välj en förening i listan."},
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["association"].queryset = Association.objects.visible_to(user).in_order()  # type: ignore[attr-defined]
        self.fields["file"].error_messages["max_length"] = (
            "Filens namn är för långt. Ge den ett kortare namn."
        )
        self.helper = PortalFormHelper(
            "file",
            "association",
            ButtonRow(
                MainButton("Läs filen"), hint="Inget läggs in förrän du har sett och godkänt resultatet."
            ),
        )

    def clean_file(self) -> "UploadedFile[Any]":
        """Check size and content; leave the kind in ``cleaned_data["format"]``."""
        upload: UploadedFile[Any] = self.cleaned_data["file"]
        if (upload.size or 0) > MOST_BYTES:
            raise forms.ValidationError(
                f"Filen är för stor. Den får vara högst {MOST_BYTES // MIB} MB. Dela upp den i flera filer."
            )
        self.cleaned_data["format"] = _format_of(upload)
        return upload


def _format_of(upload: "UploadedFile[Any]") -> str:
    upload.seek(0)
    head = upload.read(4096)
    upload.seek(0)
    if head.startswith(_OLD_EXCEL):
        raise forms.ValidationError(
            "Filen är i Excels gamla format (xls). Spara den som xlsx och försök igen."
        )
    if head.startswith(b"PK"):
        if not _is_spreadsheet(upload):
            raise forms.ValidationError(_WRONG_TYPE)
        return "xlsx"
    if head.startswith(_NOT_TABLES):
        raise forms.ValidationError(_WRONG_TYPE)
    if b"BEGIN:VCALENDAR" in head.upper().replace(b"\x00", b""):
        return "ics"
    if head.count(b"\x00") > len(head) // 100 and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise forms.ValidationError(_WRONG_TYPE)
    return "csv"


def _is_spreadsheet(upload: "UploadedFile[Any]") -> bool:
    """Look at the package's list of parts alone; nothing is unpacked here."""
    try:
        with zipfile.ZipFile(io.BytesIO(upload.read())) as package:
            return "xl/workbook.xml" in package.namelist()
    except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError):
        # A broken spreadsheet is told so by the reader, with what to do.
        return True
    finally:
        upload.seek(0)


class ConfirmForm(forms.Form):
    """Whether new activities become drafts or public at once."""

    publish = forms.ChoiceField(
        label="Hur ska nya aktiviteter läggas in?",
        choices=[
            ("nej", "Som utkast. Du publicerar dem sedan från listan."),
            ("ja", "Publicera direkt. De syns för alla med en gång."),
        ],
        widget=forms.RadioSelect,
        initial="nej",
        error_messages={
            "required": "Välj ett av alternativen.",
            "invalid_choice": "Välj ett av alternativen.",
        },
    )

    def __init__(self, *args: Any, number: int, action: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = "aktivitet" if number == 1 else "aktiviteter"
        self.helper = PortalFormHelper(
            "publish", ButtonRow(MainButton(f"Lägg in {number} {words}")), action=action
        )
