"""What a lower room shows of a higher one is registered here, not imported (architecture, "Rooms").

Each room fills these in its ``AppConfig.ready``.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

Tone = Literal["going", "wait", "late", "done", "no"]


@dataclass(frozen=True)
class OverviewRow:
    """One thing that waits for a person at ``/oversikt/``: verb + object, consequence, deadline.

    ``due`` sorts rows (soonest first, rows without a date last); ``label`` is the status in words.
    """

    title: str
    url: str
    consequence: str
    label: str
    tone: Tone = "going"
    due: date | None = None


@dataclass(frozen=True)
class OverviewSection:
    """A section below the to-do list of ``/oversikt/``, rendered from ``template`` with ``context``."""

    template: str
    context: dict[str, Any]
    order: int = 100
    aside: bool = False


@dataclass(frozen=True)
class NavItem:
    """A link in the navigation; ``active_prefix`` decides when it is the current one."""

    label: str
    url: str
    active_prefix: str = ""
    order: int = 100


@dataclass(frozen=True)
class HeldRole:
    """One role somebody holds, in plain words, for "Mina roller".

    ``can`` lists what one can see and do; ``because`` says why one has the role; ``seen_by`` tells
    who else can see that one has it.
    """

    code: str
    name: str
    scope: str
    can: tuple[str, ...]
    because: str


@dataclass(frozen=True)
class Panel:
    """A piece of one room shown on another room's page, e.g. events on an association's page."""

    template: str
    context: dict[str, Any]
    order: int = 100


@dataclass(frozen=True)
class SearchText:
    """What can be found of one object: nothing that its page at ``url`` doesn't show to those who may open it.

    ``keywords`` weigh more than ``body`` and are never shown; ``body`` gives the excerpt.
    """

    title: str
    url: str
    body: str = ""
    keywords: str = ""
    language: str = "sv"


@dataclass(frozen=True)
class FixedPage:
    """One of the portal's own pages, which no object stands behind; ``pk`` is its number among those of its source."""

    pk: int
    text: SearchText


@dataclass(frozen=True)
class SearchSource:
    """What of a room's objects is found at ``/sok/``, and by whom.

    ``rows`` are the objects in the index, with what ``entry`` reads of them prefetched; ``entry`` gives nothing for
    what has no page. ``visible`` gives those ``user`` may open; without it everybody may open all ``rows``, and their
    words may be proposed to anybody. ``related`` names other models whose change alters an object's text, with a
    function from such a row to the keys of the objects. ``place`` tells, for keys on the page of hits, an
    address and facts that depend on the day; without it the entry's own address holds. Without a ``model`` the rows
    are ``FixedPage``, open to everybody.
    """

    kind: str
    label: str
    one: str
    model: type[Any] | None
    rows: Callable[[], Any]
    entry: Callable[[Any], SearchText | None]
    visible: Callable[[Any], Any] | None = None
    related: Mapping[type[Any], Callable[[Any], Iterable[Any]]] = field(default_factory=dict)
    place: Callable[[Sequence[Any]], Mapping[Any, tuple[str, str]]] | None = None
    order: int = 100

    @property
    def is_public(self) -> bool:
        return self.visible is None

    def open_to(self, user: Any) -> Any:
        """Return the objects that ``user`` may open."""
        return self.rows() if self.visible is None else self.visible(user)


@dataclass(frozen=True)
class PersonalData:
    """What one room holds of a person: ``extract`` lists it, ``erase`` removes or detaches it."""

    room: str
    extract: Callable[[Any], list[dict[str, Any]]]
    erase: Callable[[Any], None]


@dataclass
class _Registry:
    overview_rows: list[Callable[[Any], Iterable[OverviewRow]]] = field(default_factory=list)
    overview_sections: list[Callable[[Any], Iterable[OverviewSection]]] = field(default_factory=list)
    main_nav: list[NavItem] = field(default_factory=list)
    work_nav: list[Callable[[Any], Iterable[NavItem]]] = field(default_factory=list)
    roles: list[Callable[[Any], Iterable[HeldRole]]] = field(default_factory=list)
    panels: dict[str, list[Callable[[Any, Any], Iterable[Panel]]]] = field(default_factory=dict)
    search_sources: dict[str, SearchSource] = field(default_factory=dict)
    personal_data: list[PersonalData] = field(default_factory=list)
    start_page: list[Callable[[Any], Iterable[Panel]]] = field(default_factory=list)
    renames: dict[str, list[Callable[[Any], None]]] = field(default_factory=dict)


_registry = _Registry()


def register_overview_rows(provider: Callable[[Any], Iterable[OverviewRow]]) -> None:
    """Add a provider ``user -> rows`` for ``/oversikt/``."""
    _registry.overview_rows.append(provider)


def register_overview_sections(provider: Callable[[Any], Iterable[OverviewSection]]) -> None:
    """Add a provider ``user -> sections`` for ``/oversikt/``."""
    _registry.overview_sections.append(provider)


def register_main_nav(item: NavItem) -> None:
    """Add a public page to the main navigation."""
    _registry.main_nav.append(item)


def register_work_nav(provider: Callable[[Any], Iterable[NavItem]]) -> None:
    """Add a provider ``user -> items`` for the signed-in navigation."""
    _registry.work_nav.append(provider)


def register_roles(provider: Callable[[Any], Iterable[HeldRole]]) -> None:
    """Add a provider ``user -> roles held`` for "Mina roller" and role checks."""
    _registry.roles.append(provider)


def register_panel(place: str, provider: Callable[[Any, Any], Iterable[Panel]]) -> None:
    """Add a provider ``(subject, user) -> panels`` for ``place``, e.g. ``associations.detail``."""
    _registry.panels.setdefault(place, []).append(provider)


def register_search_source(source: SearchSource) -> None:
    """Let a room's objects be found. Their copies in the index follow every save and removal from now on."""
    from common.search.watching import watch  # noqa: PLC0415 - it reads the registry

    _registry.search_sources[source.kind] = source
    watch(source)


def register_personal_data(handler: PersonalData) -> None:
    """Tell what a room holds of a person."""
    _registry.personal_data.append(handler)


def register_start_page(provider: Callable[[Any], Iterable[Panel]]) -> None:
    """Add a provider ``request parameters -> panels`` for the start page."""
    _registry.start_page.append(provider)


def register_rename(kind: str, listener: Callable[[Any], None]) -> None:
    """Add what a higher room does when a ``kind``, e.g. ``organisations.municipality``, has got a new name."""
    _registry.renames.setdefault(kind, []).append(listener)


def tell_renamed(kind: str, subject: Any) -> None:
    """Let the rooms that keep copies of the name know, in the transaction that changes it."""
    for listener in _registry.renames.get(kind, []):
        listener(subject)


def overview_rows(user: Any) -> list[OverviewRow]:
    """Return what waits for ``user``, most urgent first."""
    rows = [row for provider in _registry.overview_rows for row in provider(user)]
    return sorted(rows, key=lambda row: (row.due is None, row.due or date.max, row.title))


def overview_sections(user: Any) -> list[OverviewSection]:
    """Return the sections of ``user``'s overview in order."""
    return sorted(
        (section for provider in _registry.overview_sections for section in provider(user)),
        key=lambda section: section.order,
    )


def main_nav() -> list[NavItem]:
    """Return the public navigation in order."""
    return sorted(_registry.main_nav, key=lambda item: item.order)


def work_nav(user: Any) -> list[NavItem]:
    """Return ``user``'s navigation in order."""
    items = (item for provider in _registry.work_nav for item in provider(user))
    return sorted(items, key=lambda item: item.order)


def held_roles(user: Any) -> list[HeldRole]:
    """Return every role ``user`` holds, in every room."""
    return [role for provider in _registry.roles for role in provider(user)]


def panels(place: str, subject: Any, user: Any) -> list[Panel]:
    """Return what other rooms show at ``place``."""
    found = (panel for provider in _registry.panels.get(place, []) for panel in provider(subject, user))
    return sorted(found, key=lambda panel: panel.order)


def search_sources() -> dict[str, SearchSource]:
    """Return what can be found, by kind, in the order of the page's filter."""
    found = sorted(_registry.search_sources.values(), key=lambda one: (one.order, one.label, one.kind))
    return {one.kind: one for one in found}


def personal_data() -> list[PersonalData]:
    """Return the rooms' personal-data handlers."""
    return list(_registry.personal_data)


def start_page(parameters: Any) -> list[Panel]:
    """Return the start page's live parts in order."""
    found = (panel for provider in _registry.start_page for panel in provider(parameters))
    return sorted(found, key=lambda panel: panel.order)
