"""What of this room is found at ``/sok/``: pages, news, files that a published page links to, and saved checklists."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import BigIntegerField, CharField, Exists, OuterRef
from django.db.models.functions import Cast
from django.urls import reverse
from wagtail.models import Page, ReferenceIndex

from common.registries import SearchSource, SearchText
from common.swedish import count_text, day_text
from pages.models import Checklist, InformationPage, NewsPage, PortalDocument


def sources() -> list[SearchSource]:
    """Published pages and news, documents from the day a published page links to them; checklists for their owners."""
    return [
        SearchSource(
            kind="page",
            label="Sidor",
            one="Sida",
            model=InformationPage,
            rows=lambda: InformationPage.objects.live().public(),
            entry=_written,
            place=lambda keys: {one.pk: (_address(one), "") for one in _pages(InformationPage, keys)},
            order=1,
        ),
        SearchSource(
            kind="news",
            label="Nyheter",
            one="Nyhet",
            model=NewsPage,
            rows=lambda: NewsPage.objects.live().public(),
            entry=_written,
            place=_dated,
            order=15,
        ),
        SearchSource(
            kind="document",
            label="Dokument",
            one="Dokument",
            model=PortalDocument,
            rows=_open_documents,
            entry=_document,
            related={InformationPage: _documents_of, NewsPage: _documents_of},
            place=_measured,
            order=45,
        ),
        SearchSource(
            kind="checklist",
            label="Mitt arbete",
            one="Checklista",
            model=Checklist,
            rows=lambda: Checklist.objects.with_answers(),
            visible=lambda user: Checklist.objects.visible_to(user),
            entry=_checklist,
            order=200,
        ),
    ]


def _written(page: Any) -> SearchText | None:
    """Everything an editor has written, tables and picture texts too."""
    text = page.body.stream_block.get_searchable_content(page.body)
    return SearchText(
        title=page.title,
        url=_address(page),
        body=" ".join([page.lead, *text]),
        keywords=page.search_description,
        language=page.lang,
    )


def _address(page: Any) -> str:
    """Return the page's address; empty when it stands outside the portal's tree. It changes when a page above moves."""
    parts = page.get_url_parts()
    return parts[2] if parts else ""


def _pages(model: Any, keys: Sequence[Any]) -> Iterable[Any]:
    rows: Iterable[Any] = model.objects.filter(pk__in=keys).defer("body")
    return rows


def _dated(keys: Sequence[Any]) -> Mapping[Any, tuple[str, str]]:
    return {one.pk: (_address(one), day_text(one.published_on)) for one in _pages(NewsPage, keys)}


def _open_documents() -> Any:
    """As ``pages.media`` opens them to everybody, in one question for all of them."""
    live = Page.objects.live().public()
    uses = ReferenceIndex.objects.filter(
        to_content_type=ContentType.objects.get_for_model(PortalDocument),
        base_content_type=ContentType.objects.get_for_model(Page),
        to_object_id=Cast(OuterRef("pk"), CharField()),
        object_id__in=live.values(key=Cast("pk", CharField())),
    )
    return PortalDocument.objects.filter(Exists(uses))


def _document(one: PortalDocument) -> SearchText:
    return SearchText(title=one.title, url=_file(one), body=one.text)


def _file(one: PortalDocument) -> str:
    return reverse("wagtaildocs_serve", args=[one.pk, one.filename])


def _checklist(one: Checklist) -> SearchText:
    """The project, and what was last answered: what the checklist's own page begins with."""
    return SearchText(
        title=one.project,
        url=one.get_absolute_url(),
        body=" ".join(answer.text for answer in one.latest.answers.all() if answer.text),
        keywords=str(one.unit),
    )


def _measured(keys: Sequence[Any]) -> Mapping[Any, tuple[str, str]]:
    """Say that it is a file, and how long: nobody wants a surprise of a hundred pages."""
    rows = PortalDocument.objects.filter(pk__in=keys).defer("text")
    return {one.pk: (_file(one), _kind_of(one)) for one in rows}


def _kind_of(one: PortalDocument) -> str:
    length = count_text(one.pages, "sida", "sidor") if one.pages else ""
    return ", ".join(filter(None, [one.file_extension.lower(), length]))


def _documents_of(page: Any) -> Iterable[Any]:
    """Return the files a page links to: they open and close with it."""
    if not page.pk:
        return ()
    uses = ReferenceIndex.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Page),
        object_id=str(page.pk),
        to_content_type=ContentType.objects.get_for_model(PortalDocument),
    )
    keys: Iterable[Any] = uses.values_list(Cast("to_object_id", BigIntegerField()), flat=True)
    return keys
