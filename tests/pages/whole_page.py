"""A page with every part that an editor can lay in: looked at by the checkers of HTML, of accessibility and of weight."""

from datetime import date
from typing import Any

from django.core.files.base import ContentFile
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.rich_text import RichText

from pages.blocks import PageBody
from pages.editing.tree import ensure_tree
from pages.models import InformationPage, PortalDocument, PortalImage
from tests.pages.files import pdf_bytes, picture_bytes

_TRANSCRIPT = "<p>Kim säger hej.</p>"


def page_with_every_part(slug: str = "alla-delar") -> InformationPage:
    """Publish it. A ladder stands there twice, a film as a file with captions, as a link and in sign language."""
    sound = _body()
    page: InformationPage = ensure_tree().add_child(
        instance=InformationPage(
            title="Alla delar", slug=slug, lead="Här finns allt.", owner_role="Samordnaren", body=sound
        )
    )
    kept = InformationPage.objects.get(pk=page.pk)
    assert {part.block_type for part in kept.body} == set(PageBody().child_blocks)
    return kept


def _file(name: str, content: bytes) -> PortalDocument:
    document = PortalDocument(title="Om brukarråd", file=ContentFile(content, name))
    document._set_document_file_metadata()
    document.save()
    return document


def _body() -> list[tuple[str, Any]]:
    picture = PortalImage.objects.create(title="Mötet", file=ContentFile(picture_bytes(), "motet.png"))
    picture.contextual_alt_text = "Fyra personer vid ett bord"
    film = {
        "title": "Om brukarråd",
        "language": "sgn",
        "length": "3 minuter",
        "transcript": RichText(_TRANSCRIPT),
    }
    table = TypedTableBlock(
        [("text", PageBody().child_blocks["table"].child_blocks["table"].child_blocks["text"])]
    )
    parts: list[tuple[str, Any]] = [
        ("text", RichText("<p>Ord med <b>fett</b> och <a href=\"/kalender/\">en länk till kalendern</a>.</p>")),
        ("fact", {"heading": "Bra att veta", "text": RichText("<p>Det kostar inget.</p>")}),
        ("quote", {"words": "Nu blir jag lyssnad på.", "said_where": "Sagt på ett möte"}),
        ("image", {"image": picture, "caption": "Rådet i maj"}),
        (
            "table",
            {
                "caption": "Möten i vår",
                "first_column_heads": True,
                "table": table.to_python(
                    {
                        "columns": [{"type": "text", "heading": "Dag"}, {"type": "text", "heading": "Ort"}],
                        "rows": [{"values": ["Måndag", "Ljusdal"]}, {"values": ["Tisdag", "Gävle"]}],
                        "caption": "",
                    }
                ),
            },
        ),
        (
            "law",
            {
                "name": "Socialtjänstlag",
                "number": "2025:400",
                "chapter": "1 kap. 1 §",
                "words": RichText("<p>Så här säger lagen.</p>"),
                "quote": "Lagens ord.",
                "wording_of": date(2026, 1, 2),
                "source": "https://www.riksdagen.se/",
            },
        ),
        ("links", [{"words": "Gå till kalendern", "page": None, "address": "/kalender/"}]),
        ("documents", {"documents": [_file("om.pdf", pdf_bytes(title="Om brukarråd"))]}),
        (
            "film",
            {
                **film,
                "file": _file("film.mp4", b"\x00\x00\x00\x18ftypmp42"),
                "captions": _file("film.vtt", b"WEBVTT\n"),
            },
        ),
        ("film", {**film, "title": "Om arvode", "address": "https://www.example.org/film"}),
        ("ladder", None),
        ("wheel", {"letters": [{"letter": "B", "word": "", "text": ""}]}),
        ("section", {"heading": "Ett avsnitt", "body": [("subsection", {"heading": "Under", "body": [("ladder", None)]})]}),
    ]  # fmt: skip
    return parts
