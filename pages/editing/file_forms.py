"""Forms where editors upload pictures and files; named in ``inflytande.settings.editing``."""

from typing import Any

from django.core.exceptions import ValidationError
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm

from common.privacy import clean_text, refuse_personal_numbers
from common.uploads import MIB
from pages.editing.files import ending_of, look_into_pdf, prepared_document, prepared_picture
from pages.editing.titles import is_no_title
from pages.media import is_on_a_published_page

_LONGEST_TITLE = 120


def _clean_title(title: str) -> str:
    title = clean_text(title)
    refuse_personal_numbers(title)
    if len(title) > _LONGEST_TITLE:
        raise ValidationError(f"Namnet är för långt: {len(title)} tecken. Skriv högst {_LONGEST_TITLE}.")
    return title


def _refuse_past_the_review(form: Any) -> None:
    """What visitors see already is changed by whoever publishes. Raises ``ValidationError``."""
    publishes = form.user is not None and form.user.has_perm("pages.review_pages")
    if form.instance.pk and not publishes and is_on_a_published_page(form.instance):
        raise ValidationError(
            "Filen visas på en publicerad sida. Ladda upp en ny fil, välj den i sidan och skicka sidan på granskning."
        )


class PictureForm(BaseImageForm):  # type: ignore[misc] # Wagtail has no types
    """A photo becomes small enough for the web and forgets where it was taken."""

    def __init__(self, *args: Any, user: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        self.user = user
        if "file" not in self.fields:
            return
        kinds = "jpg, png, webp eller heic"
        field = self.fields["file"]
        field.help_text = f"En bild av typen {kinds}, högst {field.max_upload_size // MIB} MB. Den görs mindre, och var den är tagen tas bort."
        field.error_messages |= {
            "invalid_image": f"Filen är ingen bild som går att läsa. Välj en fil av typen {kinds}.",
            "invalid_image_extension": f"Filtypen går inte att använda, inte heller svg: i en sådan fil kan program gömma sig. Välj {kinds}.",
            "invalid_image_known_format": "Filens namn slutar på .%(extension)s men den är något annat (%(image_format)s). Spara om den som jpg.",
            "file_too_large": "Bilden är för stor: %(file_size)s. Den får vara högst %(max_filesize)s.",
            "file_too_large_unknown_size": f"Bilden är för stor. Den får vara högst {field.max_upload_size // MIB} MB.",
            "file_too_many_pixels": "Bilden har för många bildpunkter. Gör den mindre och försök igen.",
        }

    def clean_title(self) -> str:
        """No hidden signs, nobody's number."""
        return _clean_title(self.cleaned_data["title"])

    def clean_file(self) -> Any:
        """Made small and bare where a new one is sent."""
        upload = self.cleaned_data["file"]
        if "file" not in self.changed_data:
            return upload
        _refuse_past_the_review(self)
        return prepared_picture(upload)

    def save(self, commit: bool = True) -> Any:
        """A file that waited for its title comes past the field: it is made bare here."""
        if "file" not in self.fields and self.instance._state.adding:
            bare = prepared_picture(self.instance.file)
            self.instance.file.delete(save=False)
            self.instance.file.save(bare.name, bare, save=False)
            self.instance._set_image_file_metadata()
        return super().save(commit=commit)


class DocumentForm(BaseDocumentForm):  # type: ignore[misc] # Wagtail has no types
    """A file is what its name says, does nothing by itself and has a title."""

    def __init__(self, *args: Any, user: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        self.user = user
        if "title" in self.fields:
            self.fields["title"].help_text = "Vad dokumentet heter, inte filens namn."
        if "file" in self.fields:
            self.fields[
                "file"
            ].help_text = "Pdf helst med taggar, så att den går att läsa med alla hjälpmedel. Film: mp4 eller webm, med undertexter som vtt."

    def clean_title(self) -> str:
        """Readers hear the title: it says what the document is."""
        title = _clean_title(self.cleaned_data["title"])
        if "title" in self.changed_data:
            _refuse_past_the_review(self)
        if is_no_title(title):
            raise ValidationError(
                "Skriv vad dokumentet heter. Det här ser ut som ett filnamn, och den som lyssnar hör det."
            )
        return title

    def clean(self) -> dict[str, Any]:
        """The file is looked at once the title is known, since a PDF without one is given it."""
        cleaned: dict[str, Any] = super().clean()
        upload = cleaned.get("file")
        if upload is not None and "file" in self.changed_data:
            try:
                _refuse_past_the_review(self)
                cleaned["file"] = prepared_document(upload, cleaned.get("title") or "")
            except ValidationError as fault:
                self.add_error("file", fault)
        return cleaned

    def save(self, commit: bool = True) -> Any:
        """Remember what a look into a PDF finds."""
        waited = "file" not in self.fields and self.instance._state.adding
        if waited:
            ready = prepared_document(self.instance.file.file, self.instance.title)
            self.instance.file.delete(save=False)
            self.instance.file.save(ready.name, ready, save=False)
            self.instance._set_document_file_metadata()
        if self.instance._state.adding or "file" in self.changed_data:
            self._look_into()
        saved = super().save(commit=commit)
        if waited:
            self.instance.file.close()
        return saved

    def _look_into(self) -> None:
        document = self.instance
        facts = None
        if ending_of(document.file.name) == "pdf":
            document.file.seek(0)
            facts = look_into_pdf(document.file)
            document.file.seek(0)
        document.pages = facts.pages if facts else None
        document.is_tagged = facts.is_tagged if facts else None
        document.text = ""
        document.text_read_of = ""
