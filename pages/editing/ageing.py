"""Which pages somebody should read through again, and which laws should be looked up.

Every kind of page with an owner and a day of review is among them; the pages without are told beside.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from dateutil.relativedelta import relativedelta
from django.contrib.contenttypes.models import ContentType
from django.core.paginator import Page as Part
from django.core.paginator import Paginator
from django.db.models import BigIntegerField, CharField, Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.urls import reverse
from wagtail.models import Page, ReferenceIndex

from common.swedish import today
from pages.blocks.reading import wordings
from pages.models import (
    DeadLink,
    InformationPage,
    LinkCheck,
    NewsIndex,
    NewsPage,
    OwnPageReview,
    PortalDocument,
    PortalRoot,
)
from pages.models.information import usual_owner
from pages.models.written import REVIEW_EVERY
from pages.own_pages import OWN_PAGES, READ_THROUGH

#: So long before the day a page shows up.
SHOWN_AHEAD = timedelta(days=30)
#: Pages with an owner and a day of review.
_OWNED = (PortalRoot, InformationPage, NewsIndex, NewsPage)
#: So many on one page of the list.
PER_PAGE = 50
#: How a body that holds a law is kept.
_HOLDS_LAW = '"type": "law"'
#: A wording that was looked at longer ago is looked up anew; whoever reads the page through has looked at it.
WORDING_HOLDS = relativedelta(months=12)


@dataclass(frozen=True)
class AgeingPage:
    """One page and why it should be looked at; ``laws`` are wordings that nobody has looked at for twelve months.

    ``url`` is where an editor changes it; a page of the portal's own is only read, and ``own`` is its number.
    """

    url: str
    title: str
    owner: str
    reviewed_on: date
    due: date
    is_late: bool
    is_due: bool
    laws: tuple[tuple[str, date], ...] = ()
    own: int | None = None


@dataclass(frozen=True)
class OwnersPages:
    """The pages of one owner."""

    owner: str
    pages: tuple[AgeingPage, ...]


@dataclass(frozen=True)
class LookAfter:
    """All that should be looked at: pages by owner, the oldest first."""

    pages: tuple[AgeingPage, ...]
    links: tuple[DeadLink, ...]

    @property
    def owners(self) -> tuple[OwnersPages, ...]:
        return by_owner(self.pages)

    def part(self, number: str | None) -> Part[AgeingPage]:
        """Return one page of the list; ``by_owner`` puts it in order for the eye."""
        return Paginator(self.pages, PER_PAGE).get_page(number)


def to_look_after() -> LookAfter:
    """Return every published page that is due within a month or holds an old wording, by owner, oldest first."""
    ageing = [*_ageing(), *(page for page in own_pages() if page.is_due)]
    links = DeadLink.objects.filter(page__live=True).select_related("page").order_by("page__title", "pk")
    return LookAfter(
        pages=tuple(sorted(ageing, key=lambda page: (page.owner.casefold(), page.due, page.title))),
        links=tuple(links),
    )


def by_owner(pages: Iterable[AgeingPage]) -> tuple[OwnersPages, ...]:
    """Return the pages, which come in the owners' order, under their owners."""
    found: dict[str, list[AgeingPage]] = {}
    for page in pages:
        found.setdefault(page.owner, []).append(page)
    return tuple(OwnersPages(owner, tuple(its)) for owner, its in found.items())


def last_link_check() -> LinkCheck | None:
    """Return when links were followed last, or nothing where they never were."""
    return LinkCheck.objects.first()


def own_pages() -> list[AgeingPage]:
    """Return the pages that no editor writes: the coordinator's to read through, from the day they were shipped."""
    now = today()
    read = dict(OwnPageReview.objects.values_list("address", "reviewed_on"))
    found = []
    for one in OWN_PAGES:
        reviewed_on = max(read.get(one.text.url, READ_THROUGH), READ_THROUGH)
        due = reviewed_on + REVIEW_EVERY
        found.append(
            AgeingPage(
                url=one.text.url,
                title=one.text.title,
                owner=usual_owner(),
                reviewed_on=reviewed_on,
                due=due,
                is_late=due < now,
                is_due=due <= now + SHOWN_AHEAD,
                own=one.pk,
            )
        )
    return found


def without_owner() -> QuerySet[Page]:
    """Return the published pages that nobody is reminded of: of a kind without owner and day of review."""
    found: QuerySet[Page] = Page.objects.live().filter(depth__gt=1).not_type(*_OWNED)
    return found.order_by("path")


def untagged_documents() -> QuerySet[PortalDocument]:
    """Return the PDFs that visitors can open but not everybody can read, by title."""
    live = Page.objects.live().values(key=Cast("pk", CharField()))
    uses = ReferenceIndex.objects.filter(
        to_content_type=ContentType.objects.get_for_model(PortalDocument),
        base_content_type=ContentType.objects.get_for_model(Page),
        object_id__in=live,
    )
    shown = uses.values(key=Cast("to_object_id", BigIntegerField()))
    found: QuerySet[PortalDocument] = PortalDocument.objects.filter(is_tagged=False, pk__in=shown)
    return found.defer("text").order_by("title", "pk")


def _may_be_due(model: Any, now: date) -> Any:
    """Return the pages that are to be looked at more closely; nothing is opened in those that aren't.

    News is not read again each year: it tells of its day. A law in it is looked up as everywhere.
    """
    # A day more: the day a year after 29 February is 28 February.
    old = Q(reviewed_on__lte=now + SHOWN_AHEAD - REVIEW_EVERY + timedelta(days=1))
    rows = model._default_manager.live()
    if not hasattr(model, "body"):
        return rows.filter(old)
    rows = rows.annotate(as_kept=Cast("body", TextField()))
    law = Q(as_kept__contains=_HOLDS_LAW)
    return rows.filter(law if model is NewsPage else law | old)


def _ageing() -> Iterator[AgeingPage]:
    now = today()
    for page in (page for model in _OWNED for page in _may_be_due(model, now)):
        due = page.reviewed_on + REVIEW_EVERY
        laws = tuple(
            (name, day)
            for name, day in wordings(getattr(page, "body", None))
            if max(day, page.reviewed_on) + WORDING_HOLDS < now
        )
        is_due = due <= now + SHOWN_AHEAD
        if is_due or laws:
            yield AgeingPage(
                url=reverse("wagtailadmin_pages:edit", args=[page.pk]),
                title=page.title,
                owner=page.owner_role,
                reviewed_on=page.reviewed_on,
                due=due,
                is_late=due < now,
                is_due=is_due,
                laws=laws,
            )
