"""Which pictures and files somebody may open: those of published pages, and for editors all of them."""

import mimetypes
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import BigIntegerField, Model
from django.db.models.functions import Cast
from wagtail.models import Page, ReferenceIndex

from pages.models import PortalDocument, PortalImage, PortalRendition


def visible_rendition(pk: int, name: str, user: Any) -> PortalRendition | None:
    """Return the picture in the measure that the address names, if ``user`` may see it."""
    rendition = PortalRendition.objects.select_related("image").filter(pk=pk).first()
    if rendition is None or rendition.file_name != name:
        return None
    return rendition if _is_open(rendition.image, user) else None


def visible_document(pk: int, user: Any) -> PortalDocument | None:
    """Return the document, if ``user`` may open it."""
    document: PortalDocument | None = PortalDocument.objects.filter(pk=pk).first()
    return document if document is not None and _is_open(document, user) else None


def type_of_picture(name: str) -> str:
    """Return the content type; anything that is no picture is sent as bytes to save."""
    kind = mimetypes.guess_type(name)[0] or ""
    return kind if kind in {"image/jpeg", "image/png", "image/webp"} else "application/octet-stream"


def _is_open(file: PortalImage | PortalDocument, user: Any) -> bool:
    return user.has_perm("wagtailadmin.access_admin") or is_on_a_published_page(file)


def is_on_a_published_page(file: Model) -> bool:
    """Tell whether a page that everybody can open shows it."""
    uses = ReferenceIndex.get_references_to(file).filter(
        base_content_type=ContentType.objects.get_for_model(Page)
    )
    shown: bool = (
        Page.objects.live().filter(pk__in=uses.values(page=Cast("object_id", BigIntegerField()))).exists()
    )
    return shown
