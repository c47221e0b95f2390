"""Lays shipped texts in as pages, and brings newer ones in without ever writing over what an editor has changed.

What was last loaded is known from Wagtail's own history: each load leaves a line with the page's key, the digest of
its text and the revision it made. A page whose newest revision is another, or that somebody has unpublished or
deleted, belongs to the editors and is left as it is. Addresses never change.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Max
from wagtail.log_actions import registry as log_actions
from wagtail.models import Page, PageLogEntry

from common import trail
from common.actors import Actor
from organisations.models import Municipality
from pages.content.building import Builder
from pages.content.reading import PageText
from pages.editing.tree import ensure_tree
from pages.models import InformationPage, NewsIndex, NewsPage
from pages.models.written import Language, WrittenPage

_ACTION = "pages.load"
_KINDS: dict[str, type[WrittenPage]] = {
    "information": InformationPage,
    "news_index": NewsIndex,
    "news": NewsPage,
}

if not log_actions.action_exists(_ACTION):
    log_actions.register_action(_ACTION, "Läs in färdig text", "Läste in färdig text")


@dataclass
class Loaded:
    """Keys of the pages, by what became of them."""

    new: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    same: list[str] = field(default_factory=list)
    #: An editor has changed, unpublished or deleted the page, or made one of their own at the same address.
    kept: list[str] = field(default_factory=list)


@transaction.atomic
def import_pages(texts: Iterable[PageText], *, actor: Actor) -> Loaded:
    """Lay in pages that are new and bring in new wordings of those that no editor has touched.

    ``texts`` come in the order of ``read_pages``: those above first. Raises ``ValidationError`` when a text breaks
    a rule that an editor must follow too.
    """
    root = ensure_tree()
    # One load at a time.
    Page.objects.select_for_update().get(pk=root.pk)
    load = _Load(root, actor)
    waiting = [(text, page) for text in texts if (page := load.claim(text))]
    # Only now every page has its number, so that a text can link to one that comes after it.
    for text, page in waiting:
        load.write(text, page)
    return load.loaded


class _Load:
    def __init__(self, root: Page, actor: Actor) -> None:
        self.loaded = Loaded()
        self._actor = actor
        self._root = root
        self._last = _last_loads()
        self._pages: dict[str, WrittenPage] = {}

    def claim(self, text: PageText) -> WrittenPage | None:
        """Return the page to write ``text`` in, made empty if it is new; ``None`` when nothing is to be written."""
        last = self._last.get(text.key)
        if last is None:
            return self._make(text)
        page: WrittenPage | None = _KINDS[text.kind]._default_manager.filter(pk=last.page_id).first()
        if page is None:
            self.loaded.kept.append(text.key)
            return None
        self._pages[text.key] = page
        if not page.live or page.latest_revision_id != last.revision_id:
            self.loaded.kept.append(text.key)
            return None
        if last.data["digest"] == text.digest:
            self.loaded.same.append(text.key)
            return None
        self.loaded.changed.append(text.key)
        return page

    def write(self, text: PageText, page: WrittenPage) -> None:
        """Fill in the page and publish it."""
        # Read again: it counts its pages below, and those have come since.
        page.refresh_from_db()
        _set_facts(page, text, self._translation_of(text))
        raw = Builder(text.key, self._number_at).body(text.body)
        if not isinstance(page, NewsIndex):
            block = page.body.stream_block
            page.body = block.clean(block.to_python(raw))
        page.full_clean()
        revision = page.save_revision(changed=True)
        revision.publish()
        log_actions.log(
            instance=page,
            action=_ACTION,
            data={"key": text.key, "digest": text.digest},
            revision=revision,
            content_changed=True,
        )
        trail.record("import_page", page, actor=self._actor)

    def _make(self, text: PageText) -> WrittenPage | None:
        parent = self._pages.get(text.parent) if text.parent else self._root
        if parent is None or Page.objects.child_of(parent).filter(slug=text.slug).exists():
            self.loaded.kept.append(text.key)
            return None
        page = _KINDS[text.kind](slug=text.slug, live=False, show_in_menus=text.language == Language.SWEDISH)
        _set_facts(page, text, self._translation_of(text))
        # Read again: its path tells where the new one goes, and earlier ones have moved it on.
        Page.objects.get(pk=parent.pk).add_child(instance=page)
        self._pages[text.key] = page
        self.loaded.new.append(text.key)
        return page

    def _translation_of(self, text: PageText) -> Page | None:
        found = next(
            (page for key, page in self._pages.items() if key.split("/")[-1] == text.translation_of), None
        )
        return found.page_ptr if found else None

    def _number_at(self, address: str) -> int | None:
        page = self._pages.get(address.strip("/"))
        return page.pk if page else None


def _set_facts(page: WrittenPage, text: PageText, translation_of: Page | None) -> None:
    page.title = text.title
    page.draft_title = text.title
    page.lead = text.lead
    page.owner_role = text.owner
    page.reviewed_on = text.reviewed
    page.language = text.language
    page.translation_of = translation_of
    if isinstance(page, NewsPage):
        page.published_on = text.reviewed
        page.municipality = Municipality.objects.filter(slug=text.municipality).first()


def _last_loads() -> dict[str, Any]:
    """Return the last line of each key in Wagtail's history, also of pages that are gone."""
    newest = (
        PageLogEntry.objects.filter(action=_ACTION)
        .values("data__key")
        .annotate(newest=Max("pk"))
        .values("newest")
    )
    return {entry.data["key"]: entry for entry in PageLogEntry.objects.filter(pk__in=newest)}
