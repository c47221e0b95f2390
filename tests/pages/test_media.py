"""Files that editors upload: looked at by content, kept bare, open once a published page shows them."""

import io
import zipfile
from typing import Any

import pypdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from wagtail.documents.forms import get_document_form
from wagtail.images.forms import get_image_form
from wagtail.models import Collection

from common.uploads import MIB
from pages.editing import clock, files
from pages.editing.files import LONGEST_SIDE
from pages.editing.tree import ensure_tree
from pages.models import InformationPage, NewsIndex, NewsPage, PortalDocument, PortalImage
from tests.pages.files import pdf_bytes, photo_with_place, picture_bytes

pytestmark = pytest.mark.django_db
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script></svg>'


def _send(model: Any, name: str, content: bytes, user: Any, title: str = "Ett dokument om inflytande") -> Any:
    form_class = get_image_form(model) if model is PortalImage else get_document_form(model)
    collection = Collection.get_first_root_node()
    return form_class(
        {"title": title, "collection": collection.pk},
        {"file": SimpleUploadedFile(name, content)},
        user=user,
    )


@pytest.fixture
def writer(coordinator: Any) -> Any:
    ensure_tree()
    return coordinator


def test_a_large_photo_becomes_small_upright_and_forgets_where_it_was_taken(writer: Any) -> None:
    # As heavy as phones make them; what a camera puts after the picture is gone too.
    photo = photo_with_place().ljust(40 * MIB, b"\0")
    form = _send(PortalImage, "IMG 0001.JPG", photo, writer)

    assert form.is_valid(), form.errors
    image = form.save()

    with image.file.open("rb") as stored, Image.open(stored) as kept:
        assert kept.size == (1600, LONGEST_SIDE)
        assert not kept.getexif()
        assert "exif" not in kept.info
        assert image.file.size < 3 * MIB
    assert (image.width, image.height) == (1600, LONGEST_SIDE)
    assert image.file.name.endswith(".jpg")


def test_a_phones_picture_is_kept_as_jpeg(writer: Any) -> None:
    photo = photo_with_place((800, 600), "HEIF")

    form = _send(PortalImage, "bild.heic", photo, writer)

    assert form.is_valid(), form.errors
    image = form.save()
    assert image.file.name.endswith(".jpg")
    with image.file.open("rb") as stored, Image.open(stored) as kept:
        assert (kept.format, dict(kept.getexif())) == ("JPEG", {})


def _many_dots() -> bytes:
    """A small file that becomes a large picture in memory."""
    out = io.BytesIO()
    Image.new("1", (8000, 5001)).save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("bild.svg", SVG, "inte heller svg"),
        ("bild.png", SVG, "något annat"),
        ("bild.jpg", b"MZ" + b"\x00" * 500, "ingen bild"),
        ("bild.jpg", picture_bytes(), "något annat"),
        ("bild.jpg", photo_with_place((900, 600))[:20_000], "inte hel"),
        ("bild.png", picture_bytes((900, 600), "PNG", compress_level=0)[:20_000], "inte hel"),
        ("bild.png", _many_dots(), "för många bildpunkter: 8000 × 5001. Spara om den som jpg"),
    ],
    ids=["svg", "renamed svg", "program", "renamed png", "half a jpg", "half a png", "huge png"],
)
def test_what_is_no_picture_is_refused_with_a_sentence(
    writer: Any, name: str, content: bytes, sentence: str
) -> None:
    form = _send(PortalImage, name, content, writer)

    assert not form.is_valid()
    assert sentence in str(form.errors["file"])


def _package(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name in names:
            package.writestr(name, "x")
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.pdf", pdf_bytes(script="app.alert(1)"), "kör ett program"),
        ("a.pdf", pdf_bytes(launch="cmd.exe"), "startar ett program"),
        ("a.pdf", pdf_bytes(xfa="<xdp/>"), "XFA"),
        ("a.pdf", pdf_bytes(attached=b"MZ"), "andra filer inuti sig"),
        ("a.pdf", b"MZ" + b"\x00" * 500, "något annat"),
        ("a.pdf", b"%PDF-1.7 broken", "går inte att läsa"),
        ("a.docx", _package("xl/workbook.xml"), "något annat"),
        ("a.docx", _package("word/document.xml", "word/vbaProject.bin"), "makron"),
        ("a.docx", _package("word/document.xml", "word/embeddings/oleObject1.bin"), "inbäddat objekt"),
        ("a.txt", b"MZ\x90\x00", "något annat"),
        ("a.mp4", b"<html>", "något annat"),
        ("a.vtt", b"1\n00:00", "WEBVTT"),
        ("a.exe", b"MZ", "exe"),
    ],
)
def test_hostile_documents_are_refused_with_a_sentence(
    writer: Any, name: str, content: bytes, sentence: str
) -> None:
    form = _send(PortalDocument, name, content, writer)

    assert not form.is_valid()
    assert sentence in str(form.errors)


def _sent_anew(kept: Any, name: str, content: bytes, user: Any) -> Any:
    form_class = get_image_form(PortalImage) if name.endswith("png") else get_document_form(PortalDocument)
    fields = {"title": kept.title, "collection": Collection.get_first_root_node().pk}
    return form_class(
        fields,
        {"file": SimpleUploadedFile(name, content)},
        instance=type(kept).objects.get(pk=kept.pk),
        user=user,
    )


@pytest.mark.parametrize(("model", "name"), [(PortalImage, "b.png"), (PortalDocument, "a.pdf")])
def test_what_a_published_page_shows_is_changed_by_whoever_publishes_alone(
    client: Any, coordinator: Any, editor: Any, model: Any, name: str
) -> None:
    ensure_tree()
    content = picture_bytes() if name == "b.png" else pdf_bytes()
    form = _send(model, name, content, editor)
    assert form.is_valid(), form.errors
    form.instance.uploaded_by_user = editor
    kept = form.save()
    others = _send(model, name, content, coordinator)
    assert others.is_valid(), others.errors
    other = others.save()
    part = ("image", {"image": kept}) if name == "b.png" else ("documents", {"documents": [kept]})
    page = _page([part], live=False)

    while_a_draft = _sent_anew(kept, name, content, editor).is_valid()
    page.save_revision().publish()
    published = _sent_anew(kept, name, content, editor)

    assert (while_a_draft, published.is_valid()) == (True, False)
    assert "skicka sidan på granskning" in str(published.errors["file"])
    assert _sent_anew(kept, name, content, coordinator).is_valid()
    # What others have sent is chosen, not changed.
    client.force_login(editor)
    room = "wagtailimages" if name == "b.png" else "wagtaildocs"
    assert [client.get(reverse(f"{room}:edit", args=[one.pk])).status_code for one in (kept, other)] == [
        200,
        302,
    ]


@pytest.mark.parametrize("title", ["arsrapport_2025.pdf", "scan0001", "Microsoft Word - x.docx", "12345"])
def test_a_file_name_is_no_title(writer: Any, title: str) -> None:
    form = _send(PortalDocument, "a.pdf", pdf_bytes(), writer, title)

    assert not form.is_valid()
    assert "Skriv vad dokumentet heter" in str(form.errors["title"])


def test_a_pdf_gets_its_title_loses_its_author_and_is_looked_at_for_tags(writer: Any) -> None:
    content = pdf_bytes(author="Hemlig Person", tagged=True, pages=3)
    form = _send(PortalDocument, "Årets Rapport.pdf", content, writer, "Årets rapport")

    assert form.is_valid(), form.errors
    document = form.save()

    with document.file.open("rb") as stored:
        reader = pypdf.PdfReader(stored)
        assert reader.metadata is not None
        assert (reader.metadata.title, reader.metadata.author) == ("Årets rapport", None)
    assert (document.pages, document.is_tagged) == (3, True)
    assert document.filename == "arets-rapport.pdf"


def test_a_pdf_without_tags_is_said_to_be_so_where_it_is_shown(client: Any, writer: Any) -> None:
    form = _send(PortalDocument, "a.pdf", pdf_bytes(), writer)
    assert form.is_valid()
    document = form.save()

    _page([("documents", {"documents": [document]})])

    assert "Går inte att läsa med alla hjälpmedel" in client.get("/provsida/").content.decode()


def test_the_worker_reads_a_document_once(writer: Any) -> None:
    form = _send(PortalDocument, "a.pdf", pdf_bytes(), writer)
    assert form.is_valid()
    document = form.save()

    clock.read_new_documents()
    document.refresh_from_db()
    PortalDocument.objects.filter(pk=document.pk).update(text="kvar")
    clock.read_new_documents()

    document.refresh_from_db()
    assert document.text_read_of == document.file_hash != ""
    assert document.text == "kvar"


def test_a_document_too_heavy_to_read_is_tried_once_and_stops_no_other(
    writer: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("tung", "annan"):
        form = _send(PortalDocument, f"{name}.pdf", pdf_bytes(title=f"Om {name}"), writer)
        assert form.is_valid()
        form.save()
    seen: list[int] = []

    def heavy_at_first(page: Any) -> str:
        seen.append(1)
        if len(seen) == 1:
            raise MemoryError
        return "Något att läsa"

    monkeypatch.setattr(pypdf.PageObject, "extract_text", heavy_at_first)

    with pytest.raises(MemoryError):
        clock.read_new_documents()
    for _ in range(2):
        clock.read_new_documents()

    texts = PortalDocument.objects.order_by("text").values_list("text", flat=True)
    assert (list(texts), len(seen)) == (["", "Något att läsa"], 2)


def test_of_a_very_long_document_the_beginning_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MOST_PAGES", 2)
    monkeypatch.setattr(pypdf.PageObject, "extract_text", lambda page: "Sida")

    assert files.text_of_pdf(io.BytesIO(pdf_bytes(pages=3))) == "Sida\nSida"


def _page(body: Any, *, live: bool = True) -> InformationPage:
    page: InformationPage = ensure_tree().add_child(
        instance=InformationPage(
            title="Provsida", slug="provsida", owner_role="Samordnaren", live=live, body=body
        )
    )
    return page


def _status(client: Any, address: str) -> int:
    answer = client.get(address)
    if answer.streaming:
        b"".join(answer.streaming_content)
    return int(answer.status_code)


def test_a_file_is_open_as_long_as_a_published_page_shows_it(
    client: Any, writer: Any, outsider: Any, editor: Any
) -> None:
    picture = PortalImage.objects.create(title="Bild", file=SimpleUploadedFile("b.png", picture_bytes()))
    form = _send(PortalDocument, "a.pdf", pdf_bytes(), writer)
    assert form.is_valid()
    document = form.save()
    page = _page([("image", {"image": picture}), ("documents", {"documents": [document]})], live=False)
    addresses = [picture.get_rendition("width-400").url, document.url]

    def opened() -> dict[str, list[int]]:
        found = {"visitor": [_status(client, address) for address in addresses]}
        for name, user in (("outsider", outsider), ("editor", editor)):
            client.force_login(user)
            found[name] = [_status(client, address) for address in addresses]
        client.logout()
        return found

    assert opened() == {"visitor": [404, 404], "outsider": [404, 404], "editor": [200, 200]}

    page.save_revision().publish()
    assert opened() == {"visitor": [200, 200], "outsider": [200, 200], "editor": [200, 200]}

    page.refresh_from_db()
    page.unpublish()
    assert opened() == {"visitor": [404, 404], "outsider": [404, 404], "editor": [200, 200]}


def test_a_news_picture_is_open_with_its_page(client: Any, writer: Any) -> None:
    picture = PortalImage.objects.create(title="Bild", file=SimpleUploadedFile("b.png", picture_bytes()))
    root = ensure_tree()
    index = NewsIndex.objects.first() or root.add_child(
        instance=NewsIndex(title="Aktuellt", slug="aktuellt", owner_role="Samordnaren")
    )
    index.add_child(
        instance=NewsPage(
            title="Nyhet", slug="nyhet", owner_role="Samordnaren", picture=picture, picture_words="En bild"
        )
    )

    answer = client.get(picture.get_rendition("width-400").url)
    b"".join(answer.streaming_content)

    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/png")
