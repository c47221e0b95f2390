"""How parts nest: section (h2) holds subsection (h3), so that no heading level can be skipped."""

from typing import Any

from wagtail import blocks

from pages.blocks.parts import (
    Documents,
    Fact,
    Film,
    Ladder,
    Law,
    Links,
    Picture,
    Quote,
    Table,
    Wheel,
)
from pages.blocks.words import Paragraphs, Words


def _parts() -> list[tuple[str, blocks.Block]]:
    return [
        ("text", Paragraphs()),
        ("fact", Fact()),
        ("quote", Quote()),
        ("image", Picture()),
        ("table", Table()),
        ("law", Law()),
        ("links", Links()),
        ("documents", Documents()),
        ("film", Film()),
        ("ladder", Ladder()),
        ("wheel", Wheel()),
    ]


class Subsection(blocks.StructBlock):
    """Heading of the third level and what stands under it."""

    heading = Words(label="Underrubrik", max_length=120)
    body = blocks.StreamBlock(_parts(), label="Innehåll")

    class Meta:
        icon = "h3"
        label = "Underavsnitt"
        template = "pages/blocks/subsection.html"


class Section(blocks.StructBlock):
    """Heading of the second level and what stands under it."""

    heading = Words(label="Rubrik", max_length=120)
    body = blocks.StreamBlock([*_parts(), ("subsection", Subsection())], label="Innehåll")

    class Meta:
        icon = "h2"
        label = "Avsnitt"
        template = "pages/blocks/section.html"


class PageBody(blocks.StreamBlock):
    """The body of a page of information."""

    def __init__(self, local_blocks: Any = None, **kwargs: Any) -> None:
        super().__init__(local_blocks or [*_parts(), ("section", Section())], **kwargs)


class NewsBody(PageBody):
    """The body of a piece of news."""
