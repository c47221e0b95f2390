"""The parts that stand in a page or in a section.

A draft may lack anything (``is_deferred_validation``); what is handed in or published lacks nothing.
"""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock

from common.swedish import today
from pages.blocks.links import check_link_words
from pages.blocks.words import Lines, Paragraphs, Words, check_picture_words, picture_words


class Link(blocks.StructBlock):
    """Words and where they lead: a page of ours or an address."""

    words = Words(label="Ord", max_length=120)
    page = blocks.PageChooserBlock(label="Sida här på webbplatsen", required=False)
    address = Words(
        label="Eller adress",
        max_length=300,
        required=False,
        help_text="Till exempel /kalender/ eller https://…",
    )

    def clean(self, value: Any) -> Any:
        """One of the two, and words that say which."""
        cleaned = super().clean(value)
        if self.is_deferred_validation:
            return cleaned
        faults: dict[str, ValidationError] = {}
        try:
            check_link_words(cleaned["words"])
        except ValidationError as fault:
            faults["words"] = fault
        address = (cleaned.get("address") or "").strip()
        if bool(cleaned.get("page")) == bool(address):
            faults["address"] = ValidationError("Välj en sida eller skriv en adress, en av dem.")
        elif address and not address.startswith(("/", "https://", "http://", "mailto:", "tel:")):
            faults["address"] = ValidationError("Adressen ska börja med / eller https://.")
        elif address.startswith("//"):
            faults["address"] = ValidationError("Skriv https:// före adressen.")
        if faults:
            raise StructBlockValidationError(block_errors=faults)
        return cleaned

    def get_searchable_content(self, value: Any) -> list[str]:
        """The words: an address in the middle of what was found tells nobody anything."""
        found: list[str] = self.child_blocks["words"].get_searchable_content(value.get("words"))
        return found

    class Meta:
        icon = "link"
        label = "Länk"


class Fact(blocks.StructBlock):
    """A box beside the running text."""

    heading = Words(label="Rubrik", max_length=80, required=False)
    text = Paragraphs(label="Text")

    class Meta:
        icon = "info-circle"
        label = "Faktaruta"
        template = "pages/blocks/fact.html"


class Quote(blocks.StructBlock):
    """Words that somebody said or wrote, as they were."""

    words = Lines(label="Citat", max_length=600)
    said_where = Words(
        label="Källa",
        max_length=160,
        required=False,
        help_text="Ett dokument eller ”Ur en intervju”, aldrig en person.",
    )

    class Meta:
        icon = "openquote"
        label = "Citat"
        template = "pages/blocks/quote.html"


class Table(blocks.StructBlock):
    """A table whose columns always have headings."""

    caption = Words(label="Vad tabellen visar", max_length=160)
    table = TypedTableBlock([("text", Lines(label="Text", required=False))], label="Tabell")
    first_column_heads = blocks.BooleanBlock(
        label="Första kolumnen är rubriker", required=False, default=True
    )

    def clean(self, value: Any) -> Any:
        """No column without a heading, no table without rows."""
        cleaned = super().clean(value)
        if self.is_deferred_validation:
            return cleaned
        table = cleaned["table"]
        if not table.columns or not table.row_data:
            raise StructBlockValidationError(
                block_errors={"table": ValidationError("Tabellen är tom. Lägg till en kolumn och en rad.")}
            )
        if any(not (column["heading"] or "").strip() for column in table.columns):
            raise StructBlockValidationError(
                block_errors={"table": ValidationError("En kolumn saknar rubrik. Skriv vad som står i den.")}
            )
        return cleaned

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        """Add the rows with each cell's heading: on a phone every row becomes a list of them. Empty rows are left out."""
        context: dict[str, Any] = super().get_context(value, parent_context)
        headings = [column["heading"] for column in value["table"].columns]
        context["rows"] = [
            list(zip(headings, row, strict=False))
            for row in value["table"].rows
            if any((cell.value or "").strip() for cell in row)
        ]
        return context

    class Meta:
        icon = "table"
        label = "Tabell"
        template = "pages/blocks/table.html"


class Law(blocks.StructBlock):
    """What a law says, in plain words, with the wording looked at and where it stands."""

    name = Words(label="Lagens namn", max_length=120)
    number = blocks.RegexBlock(
        label="SFS-nummer",
        regex=r"^\d{4}:\d{1,4}$",
        error_messages={"invalid": "Skriv numret så här: 2025:400."},
    )
    chapter = Words(label="Kapitel och paragraf", max_length=80, required=False)
    words = Paragraphs(label="Med egna ord")
    quote = Lines(label="Lagens egna ord", max_length=2000, required=False)
    wording_of = blocks.DateBlock(
        label="Lydelse den", help_text="Dagen för den lydelse som orden bygger på, läst hos källan."
    )
    source = blocks.URLBlock(label="Länk till lagen hos källan")

    def clean(self, value: Any) -> Any:
        """A wording can't have been checked tomorrow."""
        cleaned = super().clean(value)
        checked: date | None = cleaned["wording_of"]
        if checked and checked > today():
            raise StructBlockValidationError(
                block_errors={"wording_of": ValidationError("Dagen har inte varit än.")}
            )
        return cleaned

    class Meta:
        icon = "clipboard-list"
        label = "Lag"
        template = "pages/blocks/law.html"


class ChosenPicture(ImageBlock):
    """Wagtail's, which calls its first field "Image"."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.child_blocks["image"].label = "Vilken bild"


class Picture(blocks.StructBlock):
    """A picture with words for those who don't see it, or marked as decoration."""

    image = ChosenPicture(label="Bild")
    caption = Words(label="Bildtext", max_length=200, required=False)

    def clean(self, value: Any) -> Any:
        """What the picture shows, in words: no file's name, nobody's number."""
        cleaned = super().clean(value)
        picture = cleaned["image"]
        try:
            words = picture_words(getattr(picture, "contextual_alt_text", None) or "")
            if words and not self.is_deferred_validation:
                check_picture_words(words)
        except ValidationError as fault:
            inner = StructBlockValidationError(block_errors={"alt_text": fault})
            raise StructBlockValidationError(block_errors={"image": inner}) from fault
        if picture is not None:
            picture.contextual_alt_text = words
        return cleaned

    class Meta:
        icon = "image"
        label = "Bild"
        template = "pages/blocks/picture.html"


class Documents(blocks.StructBlock):
    """Files to download."""

    documents = blocks.ListBlock(DocumentChooserBlock(label="Dokument"), label="Dokument", min_num=1)

    class Meta:
        icon = "doc-full"
        label = "Dokument att ladda ner"
        template = "pages/blocks/documents.html"


class Film(blocks.StructBlock):
    """A film: a file of ours with captions, or a link; nothing is fetched from elsewhere before somebody follows it."""

    title = Words(label="Filmens namn", max_length=120)
    language = blocks.ChoiceBlock(
        label="Filmens språk",
        choices=[("sv", "Svenska"), ("sgn", "Svenskt teckenspråk"), ("en", "English"), ("fi", "Suomi")],
        default="sv",
    )
    file = DocumentChooserBlock(label="Filmfil", required=False)
    captions = DocumentChooserBlock(label="Undertexter (vtt)", required=False)
    address = blocks.URLBlock(label="Eller länk till filmen", required=False)
    length = Words(label="Längd", max_length=40, required=False, help_text="Till exempel 3 minuter.")
    transcript = Paragraphs(label="Det som sägs och visas, som text")

    def clean(self, value: Any) -> Any:
        """A file needs captions; a link stands alone."""
        cleaned = super().clean(value)
        if self.is_deferred_validation:
            return cleaned
        faults: dict[str, ValidationError] = {}
        if bool(cleaned.get("file")) == bool(cleaned.get("address")):
            faults["address"] = ValidationError("Välj en fil eller skriv en länk, en av dem.")
        if cleaned.get("file") and not cleaned.get("captions"):
            faults["captions"] = ValidationError("Filmen behöver undertexter.")
        if cleaned.get("file") and _ending(cleaned["file"]) not in {"mp4", "webm"}:
            faults["file"] = ValidationError("Välj en film: mp4 eller webm.")
        if cleaned.get("captions") and _ending(cleaned["captions"]) != "vtt":
            faults["captions"] = ValidationError("Välj en fil med undertexter: vtt.")
        if (cleaned.get("address") or "https://").partition(":")[0] != "https":
            faults["address"] = ValidationError("Adressen ska börja med https://.")
        if faults:
            raise StructBlockValidationError(block_errors=faults)
        return cleaned

    class Meta:
        icon = "media"
        label = "Film"
        template = "pages/blocks/film.html"


def _ending(document: Any) -> str:
    ending: str = document.file_extension
    return ending.lower()


class WheelLetter(blocks.StructBlock):
    """One letter of the wheel. What it stands for is left empty until NSPH has said it."""

    letter = Words(label="Bokstav", max_length=1)
    word = Words(label="Står för", max_length=60, required=False)
    text = Lines(label="Vad det betyder", max_length=400, required=False)

    class Meta:
        icon = "title"
        label = "Bokstav"


class Wheel(blocks.StructBlock):
    """The BUUUU wheel."""

    letters = blocks.ListBlock(WheelLetter(), label="Bokstäver", min_num=1, max_num=8)

    class Meta:
        icon = "rotate"
        label = "BUUUU-hjulet"
        template = "pages/blocks/wheel.html"


class Ladder(blocks.StaticBlock):
    """The participation ladder: picture and table."""

    class Meta:
        icon = "order"
        label = "Delaktighetstrappan"
        admin_text = "Trappan som bild och tabell. Orden är desamma överallt i portalen."
        template = "pages/blocks/ladder.html"


class Links(blocks.ListBlock):
    """Where to go on."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            Link(), **{"label": "Länkar", "icon": "list-ul", "template": "pages/blocks/links.html", **kwargs}
        )
