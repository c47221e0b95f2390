"""What editors have written and what they have not published. Their own rooms: ``test_editors_rooms.py``."""

from datetime import date
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
    Route("wagtail_serve", EVERYBODY, _path("news_index"), label="news"),
    Route("wagtail_serve", NOBODY, _path("written_draft"), label="draft"),
    Route("wagtail_serve", NOBODY, lambda w: {"path": f"aktuellt/{w.news_draft.slug}/"}, label="draft news"),
    Route("page_picture", EVERYBODY, _picture("written_picture")),
    Route("page_picture", EDITORS, _picture("draft_picture"), label="draft"),
    Route("wagtaildocs_serve", EVERYBODY, _document("written_document")),
    Route("wagtaildocs_serve", EDITORS, _document("draft_document"), label="draft"),
    # What was read in a file on a page that is out; the draft's file has the same word in its title.
    Route("pages:search", EVERYBODY, query="?q=dokument", label="a file"),
]


def plant_public(world: World) -> None:
    """A page that everybody can open, with a picture and a file; the list of news and what stands above all pages."""
    from pages.editing.tree import ensure_tree
    from pages.models import NewsIndex

    _plant(world, "written", EVERYBODY, live=True)
    root = ensure_tree()
    root.lead = f"Vi finns för dig {world.canary('lead of the start page', EVERYBODY)}"
    root.save()
    world.objects["news_index"] = root.add_child(
        instance=NewsIndex(
            title="Aktuellt",
            slug="aktuellt",
            lead=f"Nyheter {world.canary('lead of the news', EVERYBODY)}",
            owner_role=f"Ansvarig {world.canary('owner of the news', EVERYBODY)}",
        )
    )


def plant(world: World) -> None:
    """A page and a piece of news that nobody has published, and what is still to come on a page that is."""
    from pages.models import DeadLink, NewsIndex, NewsPage

    _plant(world, "draft", EDITORS, live=False)
    # Only links on pages that are out are followed, and only editors read which of them lead nowhere.
    DeadLink.objects.create(
        page=world.written_page,
        address=f"/{world.canary('address of a dead link', EDITORS)}/",
        words=f"Länken {world.canary('words of a dead link', EDITORS)}",
        reason=DeadLink.Reason.GONE,
        found_on=date(2026, 1, 5),
    )
    world.objects["news_draft"] = NewsIndex.objects.get().add_child(
        instance=NewsPage(
            title=f"Nyhet {world.canary('title of draft news')}",
            slug="nyhet-som-vantar",
            lead=f"Ingress {world.canary('lead of draft news')}",
            owner_role=f"Ansvarig {world.canary('owner of draft news')}",
            picture=world.draft_picture.image,
            picture_words=f"En bild av {world.canary('words of a picture in draft news')}",
            body=[("text", f"<p>{world.canary('body of draft news')}</p>")],
            live=False,
        )
    )
    coming = type(world.written_page).objects.get(pk=world.written_page.pk)
    coming.title = f"Ny rubrik {world.canary('coming title of a published page')}"
    coming.lead = f"Ny ingress {world.canary('coming lead of a published page')}"
    coming.save_revision()


def _plant(world: World, kind: str, may_open: frozenset[str], *, live: bool) -> None:
    from django.core.files.base import ContentFile

    from pages.editing.tree import ensure_tree
    from pages.models import InformationPage, PortalDocument, PortalImage
    from pages.pictures import shown_picture
    from tests.pages.files import picture_bytes

    seers = EVERYBODY if live else NOBODY
    said = "published" if live else "draft"
    # A draft's name stands in the address that is asked for: what comes back there tells nobody anything new.
    name = (
        f"{said}-{world.canary('name of the picture of a published page', may_open)}.png"
        if live
        else "draft.png"
    )
    picture = PortalImage.objects.create(
        title=f"Bild {world.canary(f'title of the picture of a {said} page', may_open)}",
        file=ContentFile(picture_bytes(), name),
    )
    shown_picture(picture)  # made smaller when its editor looked at the page
    text = f"Dokumentets text {world.canary(f'file of a {said} page', may_open)}."
    document = PortalDocument(
        title=f"Dokument {world.canary(f'title of the file of a {said} page', may_open)}",
        file=ContentFile(text.encode(), f"{said}.txt"),
        # What the worker reads in it, for the search alone, which finds no file that waits with a draft.
        text=f"Läst {world.canary(f'text read in the file of a {said} page', seers)}",
    )
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
