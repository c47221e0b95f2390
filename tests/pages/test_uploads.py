"""Files that come in several steps, as the editors' pages send them."""

from typing import Any

import pypdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from wagtail.models import Collection, UploadedFile

from pages.editing.tree import ensure_tree
from pages.models import InformationPage, PortalDocument, PortalImage
from tests.pages.files import pdf_bytes, photo_with_place

pytestmark = pytest.mark.django_db


@pytest.fixture
def collection(client: Any, coordinator: Any) -> int:
    ensure_tree()
    client.force_login(coordinator)
    return int(Collection.get_first_root_node().pk)


def _upload(client: Any, name: str, content: bytes) -> dict[str, Any]:
    answer = client.post(
        reverse("wagtaildocs:add_multiple"),
        {"title": name, "files[]": SimpleUploadedFile(name, content)},
        HTTP_X_REQUESTED_WITH="XMLHttpRequest",
    )
    found: dict[str, Any] = answer.json()
    return found


def test_a_document_waits_for_its_title_and_is_then_made_bare(client: Any, collection: int) -> None:
    waiting = _upload(client, "scan_0001.pdf", pdf_bytes(author="Hemlig Person", tagged=True, pages=2))
    number = waiting["uploaded_file_id"]
    before = PortalDocument.objects.count()
    address = reverse("wagtaildocs:create_multiple_from_uploaded_document", args=[number])

    def name(title: str) -> dict[str, Any]:
        prefix = f"uploaded-document-{number}"
        answer = client.post(address, {f"{prefix}-title": title, f"{prefix}-collection": collection})
        found: dict[str, Any] = answer.json()
        return found

    refused = name("scan_0001.pdf")
    taken = name("Protokoll från rådet")

    assert (waiting["success"], before) == (True, 0)
    assert refused["success"] is False
    assert "Skriv vad dokumentet heter" in refused["form"]
    assert taken["success"] is True
    document = PortalDocument.objects.get()
    assert (document.title, document.pages, document.is_tagged) == ("Protokoll från rådet", 2, True)
    with document.file.open("rb") as stored:
        told = pypdf.PdfReader(stored).metadata
        assert told is not None
        assert (told.title, told.author) == ("Protokoll från rådet", None)
    assert not UploadedFile.objects.exists()


def test_a_document_that_acts_does_not_even_wait(client: Any, collection: int) -> None:
    answer = _upload(client, "scan_0001.pdf", pdf_bytes(script="app.alert(1)"))

    assert answer["success"] is False
    assert "kör ett program" in answer["error_message"]
    assert not UploadedFile.objects.exists()


def test_a_picture_sent_within_the_chooser_is_made_bare_and_suggests_no_file_name_as_its_words(
    client: Any, collection: int
) -> None:
    answer = client.post(
        reverse("wagtailimages_chooser:create"),
        {
            "image-chooser-upload-title": "IMG_0001",
            "image-chooser-upload-collection": collection,
            "image-chooser-upload-file": SimpleUploadedFile("IMG_0001.JPG", photo_with_place((900, 600))),
        },
        HTTP_X_REQUESTED_WITH="XMLHttpRequest",
    )

    chosen = answer.json()["result"]
    image = PortalImage.objects.get(pk=chosen["id"])
    assert not chosen["default_alt_text"]
    with image.file.open("rb") as stored, Image.open(stored) as kept:
        assert not kept.getexif()


def test_a_pdf_without_tags_is_pointed_out_beside_the_text_and_among_what_to_look_after(
    client: Any, collection: int
) -> None:
    for title, tagged in (("Utan taggar", False), ("Med taggar", True)):
        number = _upload(client, "scan_0001.pdf", pdf_bytes(tagged=tagged))["uploaded_file_id"]
        prefix = f"uploaded-document-{number}"
        client.post(
            reverse("wagtaildocs:create_multiple_from_uploaded_document", args=[number]),
            {f"{prefix}-title": title, f"{prefix}-collection": collection},
        )
    page: InformationPage = ensure_tree().add_child(
        instance=InformationPage(
            title="Provsida",
            slug="provsida",
            owner_role="Samordnaren",
            body=[("documents", {"documents": list(PortalDocument.objects.all())})],
        )
    )

    beside = client.get(reverse("page_readability", args=[page.pk])).content.decode()
    listed = client.get("/redaktion/att-se-over/").content.decode()
    page.unpublish()
    afterwards = client.get("/redaktion/att-se-over/").content.decode()

    assert "”Utan taggar” saknar taggar" in beside
    assert "Med taggar” saknar" not in beside
    assert ">Utan taggar<" in listed
    assert ">Med taggar<" not in listed
    assert "Alla pdf-filer som besökare kan öppna har taggar" in afterwards
