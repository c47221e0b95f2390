"""Text in blocks, as it may be stored: no hidden signs, nobody's personal identity number."""

from typing import Any

from django.core.exceptions import ValidationError
from wagtail import blocks
from wagtail.rich_text import RichText

from common.privacy import clean_text, refuse_personal_numbers
from pages.blocks.links import check_links, plain_text
from pages.editing.titles import is_no_title


class Words(blocks.CharBlock):
    """One line."""

    def clean(self, value: Any) -> Any:
        """Without signs that hide or turn what follows."""
        cleaned = super().clean(clean_text(value or ""))
        refuse_personal_numbers(cleaned)
        return cleaned


class Lines(blocks.TextBlock):
    """Several lines without markup."""

    def clean(self, value: Any) -> Any:
        """Without signs that hide or turn what follows."""
        cleaned = super().clean(clean_text(value or ""))
        refuse_personal_numbers(cleaned)
        return cleaned


class Paragraphs(blocks.RichTextBlock):
    """Running text: paragraphs, lists, bold, links (the features in the settings). No headings: those are sections."""

    def clean(self, value: Any) -> Any:
        """Every link says where it leads; nobody is pointed out by number."""
        cleaned = super().clean(RichText(clean_text(value.source)) if value is not None else value)
        if not self.is_deferred_validation:
            if self.required and not plain_text(cleaned.source):
                raise ValidationError("Här står inget. Skriv något eller ta bort delen.")
            check_links(cleaned)
        refuse_personal_numbers(plain_text(cleaned.source))
        return cleaned

    class Meta:
        icon = "pilcrow"
        label = "Text"
        template = "pages/blocks/text.html"


def picture_words(words: str) -> str:
    """Return what a picture shows as it may be stored."""
    words = clean_text(words)
    refuse_personal_numbers(words)
    return words


def check_picture_words(words: str) -> None:
    """Raise ``ValidationError`` for words that tell a listener nothing."""
    if is_no_title(words):
        raise ValidationError("Det där ser ut som ett filnamn. Skriv vad bilden visar.")
