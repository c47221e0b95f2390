"""Which pages somebody should read through again, and which laws should be looked up."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta
from django.contrib.contenttypes.models import ContentType
from django.db.models import BigIntegerField, CharField, QuerySet
from django.db.models.functions import Cast
from wagtail.models import Page, ReferenceIndex

from common.swedish import today
from pages.blocks.reading import wordings
from pages.models import DeadLink, InformationPage, PortalDocument
from pages.models.written import REVIEW_EVERY

#: So long before the day a page shows up.
SHOWN_AHEAD = timedelta(days=30)
#: A wording that was looked at longer ago is looked up anew.
WORDING_HOLDS = relativedelta(months=12)


@dataclass(frozen=True)
class AgeingPage:
    """One page and why it should be looked at; ``laws`` are wordings older than twelve months."""

    pk: int
    title: str
    owner: str
    due: date
    is_late: bool
    is_due: bool
    laws: tuple[tuple[str, date], ...]


@dataclass(frozen=True)
class OwnersPages:
    """The pages of one owner."""

    owner: str
    pages: tuple[AgeingPage, ...]


@dataclass(frozen=True)
class LookAfter:
    """All that should be looked at."""

    owners: tuple[OwnersPages, ...]
    links: tuple[DeadLink, ...]

    @property
    def pages(self) -> list[AgeingPage]:
        return [page for owner in self.owners for page in owner.pages]


def to_look_after() -> LookAfter:
    """Return every published page that is due within a month or holds an old wording, by owner, oldest first."""
    by_owner: dict[str, list[AgeingPage]] = {}
    for page in sorted(_ageing(), key=lambda page: (page.owner.casefold(), page.due, page.title)):
        by_owner.setdefault(page.owner, []).append(page)
    links = DeadLink.objects.filter(page__live=True).select_related("page").order_by("page__title", "pk")
    return LookAfter(
        owners=tuple(OwnersPages(owner, tuple(pages)) for owner, pages in by_owner.items()),
        links=tuple(links),
    )


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


def _ageing() -> Iterator[AgeingPage]:
    now = today()
    for page in InformationPage.objects.live():
        due = page.reviewed_on + REVIEW_EVERY
        laws = tuple((name, day) for name, day in wordings(page.body) if day + WORDING_HOLDS < now)
        is_due = due <= now + SHOWN_AHEAD
        if is_due or laws:
            yield AgeingPage(
                pk=page.pk,
                title=page.title,
                owner=page.owner_role,
                due=due,
                is_late=due < now,
                is_due=is_due,
                laws=laws,
            )
