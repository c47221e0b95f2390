"""Words of a link say where it leads."""

import re
from html.parser import HTMLParser

from django.core.exceptions import ValidationError
from wagtail.rich_text import RichText

_EMPTY_WORDS = {
    "här", "klicka här", "klicka", "läs mer", "mer", "läs vidare", "läs mer här", "se här", "länk", "länken", "denna länk",
    "tryck här", "hit", "gå hit", "här finns", "click here", "here", "read more", "more", "link",
    "lue lisää", "tästä", "napsauta tästä",
}  # fmt: skip
_SIGNS = re.compile(r"[^\w\s]", re.UNICODE)
_ADDRESS = re.compile(r"^(https?://|www\.)", re.IGNORECASE)


def check_link_words(words: str) -> None:
    """Raise ``ValidationError`` unless somebody who only hears the words knows where the link leads (WCAG 2.4.4)."""
    plain = " ".join(_SIGNS.sub(" ", words).casefold().split())
    if not plain:
        raise ValidationError("En länk saknar ord. Skriv vart den leder.")
    if plain in _EMPTY_WORDS:
        raise ValidationError(
            f"”{words.strip()}” säger inte vart länken leder. Skriv det i länken, till exempel ”Anmäl dig till mötet”."
        )
    if _ADDRESS.match(words.strip()):
        raise ValidationError("Skriv ord i stället för en webbadress i länken: vart leder den?")


def check_links(text: RichText) -> None:
    """Check every link of a paragraph."""
    found = _Links()
    found.feed(text.source)
    for words in found.words:
        check_link_words(words)


def plain_text(source: str) -> str:
    """Return the words of a marked-up text, one line for each paragraph or point of a list."""
    found = _Words()
    found.feed(source)
    found.close()
    return "".join(found.words).strip()


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self.words.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in {"p", "li", "h2", "h3", "h4"}:
            self.words.append("\n")


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._open = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self._open = True
            self.words.append("")

    def handle_data(self, data: str) -> None:
        if self._open:
            self.words[-1] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self._open = False
