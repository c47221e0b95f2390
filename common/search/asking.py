"""Asks the index for somebody: hits, counts and proposals, all of them only of what this person may open."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.contrib.postgres.search import SearchHeadline, SearchQuery, SearchRank
from django.core.paginator import Page, Paginator
from django.db.models import Case, Exists, F, FloatField, OuterRef, Q, QuerySet, UUIDField, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Left
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify

from common.models import SearchEntry
from common.registries import SearchSource, search_sources
from common.search.reading import Wish, read_wish
from common.search.text import CONFIG

PAGE_SIZE = 20
#: Of each kind so many are counted and weighed, all of them.
MOST_WEIGHED = 1_000
#: Of a kind that has more, so many are shown; whoever has more hits needs another word rather than page 26.
MOST = 500
#: What the excerpt is looked for in; reading all of a long report took longer than the search.
_EXCERPT_FROM = 30_000
#: Around a found word; no text holds them, control signs are taken out before it is stored.
_START, _STOP = "\x02", "\x03"
#: Numbers of entries, by kind.
Found = dict[str, list[int]]
#: Weights of text, (unused), keywords and title.
_WEIGHTS = [0.05, 0.2, 0.6, 1.0]


@dataclass(frozen=True)
class Hit:
    """One thing found, with the words that were asked for marked in ``excerpt``."""

    title: str
    url: str
    kind: str
    facts: str
    excerpt: SafeString
    language: str


@dataclass(frozen=True)
class Group:
    """A choice in the filter: "Föreningar", and how many of them match."""

    slug: str
    label: str
    count: int


@dataclass(frozen=True)
class Answer:
    """What a search gave. ``loosened``: nothing has every word, so these have some of them. ``is_cut``: there may be
    more than ``total``: some kind has so many that only the best are shown.
    """

    hits: list[Hit]
    groups: list[Group]
    chosen: str
    total: int
    page: Page[int]
    proposal: str
    loosened: bool
    says_nothing: bool
    is_cut: bool = False


def ask(text: str, user: Any, *, group: str = "", page: str | None = None) -> Answer:
    """Search for ``text``. ``group`` is the slug of a label; one that gives nothing is passed over."""
    signed_in = bool(getattr(user, "is_authenticated", False))
    sources = [one for one in search_sources().values() if one.is_public or signed_in]
    opened = {one.kind: Q(kind=one.kind) & _is_open(user, one) for one in sources}
    entries = SearchEntry.objects.filter(reduce(or_, opened.values(), Q(pk__in=[])))
    wish = read_wish(text, entries, signed_in=signed_in)
    if not wish.slots:
        return _nothing(says_nothing=True)
    query, found, loosened = _counted(opened, wish)
    cut = [kind for kind, keys in found.items() if len(keys) > MOST_WEIGHED]
    for kind in cut:
        best = [*_headed(kind, opened[kind], wish, query, text), *found[kind]]
        found[kind] = list(dict.fromkeys(best))[:MOST]
    groups = _groups(sources, found)
    chosen = group if any(one.slug == group for one in groups) else ""
    total = sum(one.count for one in groups if chosen in {"", one.slug})
    shown = Paginator(range(total), PAGE_SIZE).get_page(page)
    numbers = [
        key for one in sources if chosen in {"", slugify(one.label)} for key in found.get(one.kind, ())
    ]
    hits = _hits(SearchEntry.objects.filter(pk__in=numbers), wish, query, text, shown) if total else []
    return Answer(
        hits=hits,
        groups=groups,
        chosen=chosen,
        total=total,
        page=shown,
        proposal=_proposal(entries, wish) if total and not loosened else "",
        loosened=loosened,
        says_nothing=False,
        is_cut=bool(cut),
    )


def _is_open(user: Any, source: SearchSource) -> Q:
    """Return the condition that an entry's object is one that ``user`` may open now, whatever the index says."""
    if source.model is None:
        return Q()
    column = "object_uuid" if isinstance(source.model._meta.pk, UUIDField) else "object_number"
    return Q(Exists(source.open_to(user).order_by().filter(pk=OuterRef(column))))


def _counted(opened: dict[str, Q], wish: Wish) -> tuple[SearchQuery, Found, bool]:
    """Return the query to use, what of each kind matches, and whether every word was too much to ask."""
    found = _found(opened, wish.wide)
    if found or len(wish.slots) == 1:
        return wish.wide, found, False
    return wish.any, _found(opened, wish.any), True


def _found(opened: dict[str, Q], query: SearchQuery) -> Found:
    """Return the entries that match, by kind, in no order: one more than ``MOST_WEIGHED`` of each tells that it has more.

    What matches is found first and whether it is open is asked of that alone: asked of all fifty thousand, that took
    longer than the search. Only for a kind with so much closed that its first ones don't tell is everything asked.
    """
    found = _by_kind([SearchEntry.objects.filter(kind=kind, vector=query) for kind in opened])
    if not found:
        return {}
    asked = [SearchEntry.objects.filter(opened[kind], pk__in=keys) for kind, keys in found.items()]
    shown = _by_kind(asked)
    unsure = [kind for kind, keys in found.items() if len(keys) > MOST_WEIGHED >= len(shown.get(kind, ()))]
    if unsure:
        shown |= _by_kind([SearchEntry.objects.filter(opened[kind], vector=query) for kind in unsure])
    return shown


def _by_kind(parts: list[QuerySet[SearchEntry]]) -> Found:
    """Return the numbers of some entries of each kind with one question."""
    if not parts:
        return {}
    few = [part.order_by().values_list("kind", "pk")[: MOST_WEIGHED + 1] for part in parts]
    found: Found = {}
    for kind, key in few[0].union(*few[1:], all=True) if len(few) > 1 else few[0]:
        found.setdefault(kind, []).append(key)
    return found


def _headed(kind: str, is_open: Q, wish: Wish, query: SearchQuery, text: str) -> list[int]:
    """Return the ``MOST`` best of a kind by title and keywords, of all that bear the words there.

    Headings are short, so all of them can be weighed. Weighing all the texts that hold a word which half of fifty
    thousand have took a second, and tells nobody which of them to read. Of twice as many the open ones are taken.
    """
    rows = SearchEntry.objects.filter(kind=kind, heading=query)
    weighed = rows.annotate(weight=_weight("heading", wish, query, text)).order_by("-weight", "title", "pk")
    best = list(weighed.values_list("pk", flat=True)[: 2 * MOST])
    shown = set(SearchEntry.objects.filter(is_open, pk__in=best).values_list("pk", flat=True))
    return [key for key in best if key in shown][:MOST]


def _weight(vector: str, wish: Wish, query: SearchQuery, text: str) -> Combinable:
    """Return how well an entry answers: the words as typed weigh most, and the very name above all."""
    return (
        SearchRank(F(vector), query, weights=_WEIGHTS, normalization=Value(1))
        + SearchRank(F(vector), wish.exact, weights=_WEIGHTS, normalization=Value(1)) * Value(3.0)
        + Case(
            When(title__iexact=text.strip(), then=Value(9.0)), default=Value(0.0), output_field=FloatField()
        )
    )


def _groups(sources: Iterable[SearchSource], keys: Found) -> list[Group]:
    """Return the labels that have hits, in the filter's order; rooms may share a label."""
    found: dict[str, int] = {}
    for source in sources:
        if keys.get(source.kind):
            found[source.label] = found.get(source.label, 0) + len(keys[source.kind])
    return [Group(slugify(label), label, count) for label, count in found.items()]


def _hits(
    entries: QuerySet[SearchEntry], wish: Wish, query: SearchQuery, text: str, page: Page[int]
) -> list[Hit]:
    excerpt = SearchHeadline(
        Left("body", _EXCERPT_FROM), query, config=CONFIG, start_sel=_START, stop_sel=_STOP,
        max_words=34, min_words=18, max_fragments=2, fragment_delimiter=" … ",
    )  # fmt: skip
    ranked = entries.annotate(rank=_weight("vector", wish, query, text)).order_by("-rank", "title", "pk")
    rows = ranked.annotate(excerpt=excerpt).only(
        "kind", "object_number", "object_uuid", "title", "url", "language"
    )
    start = max(page.start_index() - 1, 0)
    found = list(rows[start : start + PAGE_SIZE])
    places = _places(found)
    sources = search_sources()
    hits = []
    for row in found:
        url, facts = places.get((row.kind, _key(row)), (row.url, ""))
        hits.append(Hit(row.title, url, sources[row.kind].one, facts, marked(row.excerpt), row.language))
    return hits


def _places(rows: Iterable[SearchEntry]) -> dict[tuple[str, Any], tuple[str, str]]:
    """Return where today's address and facts of some hits are, for the rooms that tell."""
    keys: dict[str, list[int | UUID]] = {}
    for row in rows:
        keys.setdefault(row.kind, []).append(_key(row))
    found: dict[tuple[str, Any], tuple[str, str]] = {}
    for kind, source in search_sources().items():
        if source.place and kind in keys:
            told = source.place(keys[kind])
            found |= {(kind, key): place for key, place in told.items()}
    return found


def _key(row: SearchEntry) -> Any:
    return row.object_uuid or row.object_number


def marked(excerpt: str) -> SafeString:
    """Return an excerpt as HTML: everything escaped, the found words in ``<mark>``."""
    bare = excerpt.replace(_START, "").replace(_STOP, "").rstrip()
    # A piece of a longer text says so at its ends.
    before = "… " if bare[:1].islower() else ""
    after = " …" if bare and bare[-1] not in ".!?" else ""
    html = (
        str(escape(f"{before}{excerpt.rstrip()}{after}")).replace(_START, "<mark>").replace(_STOP, "</mark>")
    )
    # Escaped above; the two control signs stand only where PostgreSQL put them.
    return mark_safe(html)  # noqa: S308


def _proposal(entries: QuerySet[SearchEntry], wish: Wish) -> str:
    """Return "menade du" only when it leads somewhere."""
    if wish.proposal and entries.filter(vector=wish.proposed).exists():
        return wish.proposal
    return ""


def _nothing(*, says_nothing: bool) -> Answer:
    return Answer([], [], "", 0, Paginator(range(0), PAGE_SIZE).get_page(1), "", False, says_nothing)
