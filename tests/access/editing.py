"""What editors have written and what they have not published. Their own rooms: ``test_editors_rooms.py``."""

from typing import Any

from tests.access.matrix import EVERYBODY, NOBODY, Route
from tests.access.world import World

EDITORS = frozenset({"editor", "coordinator"})


def _path(name: str) -> Any:
    return lambda w: {"path": f"{w.objects[name].slug}/"}


def _picture(name: str) -> Any:
    return lambda w: {"pk": w.objects[name].pk, "name": w.objects[name].file_name}


def _document(name: str) -> Any:
    return lambda w: {"document_id": w.objects[name].pk, "document_filename": w.objects[name].filename}


ROUTES = [
    Route("wagtail_serve", EVERYBODY, _path("written_page")),
    Route("wagtail_serve", NOBODY, _path("written_draft"), label="draft"),
    Route("page_picture", EVERYBODY, _picture("written_picture")),
    Route("page_picture", EDITORS, _picture("draft_picture"), label="draft"),
    Route("wagtaildocs_serve", EVERYBODY, _document("written_document")),
    Route("wagtaildocs_serve", EDITORS, _document("draft_document"), label="draft"),
]


def plant_public(world: World) -> None:
    """A page that everybody can open, with a picture and a file."""
    _plant(world, "written", EVERYBODY, live=True)


def plant(world: World) -> None:
    """A page that nobody has published."""
    _plant(world, "draft", EDITORS, live=False)


def _plant(world: World, kind: str, may_open: frozenset[str], *, live: bool) -> None:
    from django.core.files.base import ContentFile

    from pages.editing.tree import ensure_tree
    from pages.models import InformationPage, PortalDocument, PortalImage
    from tests.pages.files import picture_bytes

    seers = EVERYBODY if live else NOBODY
    said = "published" if live else "draft"
    picture = PortalImage.objects.create(
        title=f"Bild {said}", file=ContentFile(picture_bytes(), f"{said}.png")
    )
    text = f"Dokumentets text {world.canary(f'file of a {said} page', may_open)}."
    document = PortalDocument(title=f"Dokument {said}", file=ContentFile(text.encode(), f"{said}.txt"))
    document._set_document_file_metadata()
    document.save()
    page = ensure_tree().add_child(
        instance=InformationPage(
            title=f"Sida {world.canary(f'title of a {said} page', seers)}",
            slug=f"sida-{said}",
            lead=f"Ingress {world.canary(f'lead of a {said} page', seers)}",
            owner_role=f"Ansvarig {world.canary(f'owner of a {said} page', seers)}",
            live=live,
            body=[
                ("image", {"image": picture, "caption": "Bild"}),
                ("documents", {"documents": [document]}),
                ("text", f"<p>{world.canary(f'body of a {said} page', seers)}</p>"),
            ],
        )
    )
    world.objects |= {
        "written_page" if live else "written_draft": page,
        f"{kind}_picture": picture.get_rendition("width-720"),
        f"{kind}_document": document,
    }
