"""Reading the files in ``data/pages/``: one page or piece of news each, checked whole before anything is written."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml

from common.swedish import today
from pages.content import markdown
from pages.models.written import Language

#: Parts a text may hold, with the keys each must have and may have ("" where the part is no mapping).
_PARTS: dict[str, tuple[set[str], set[str]]] = {
    "section": ({"heading", "body"}, set()),
    "subsection": ({"heading", "body"}, set()),
    "table": ({"caption", "head", "rows"}, {"first_column_heads"}),
    "law": ({"name", "number", "words", "wording_of", "source"}, {"chapter", "quote"}),
    "quote": ({"words"}, {"said_where"}),
    "fact": ({"text"}, {"heading"}),
    "ladder": (set(), set()),
    "wheel": ({"letters"}, set()),
}
_ALSO = {"text", "links"}
_INSIDE = {"": _ALSO | set(_PARTS) - {"subsection"}, "section": _ALSO | set(_PARTS) - {"section"}}
_INSIDE["subsection"] = _INSIDE["section"] - {"subsection"}

_PAGE_KEYS = {"slug", "title", "lead", "parent", "language", "owner", "reviewed", "body"}
_PAGE_MAY = {"translation_of", "kind", "order"}
_NEWS_KEYS = {"slug", "title", "lead", "body"}
_NEWS_MAY = {"municipality", "date", "days_before"}

Part = dict[str, Any]


class ContentFileError(Exception):
    """Files that can't be loaded. ``faults`` holds a Swedish sentence for each fault."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


@dataclass(frozen=True)
class PageText:
    """One page as the file has it. ``key`` is its place in the tree and never changes."""

    key: str
    slug: str
    parent: str
    title: str
    lead: str
    body: list[Part]
    owner: str
    reviewed: date
    language: str = Language.SWEDISH.value
    translation_of: str = ""
    kind: str = "information"
    order: int = 0
    municipality: str = ""
    digest: str = field(default="", compare=False)

    @property
    def depth(self) -> int:
        """How many pages are above it."""
        return self.key.count("/")


def read_pages(folder: Path) -> list[PageText]:
    """Return every page, those above before those below. Raise ``ContentFileError`` with all that is wrong."""
    pages: list[PageText] = []
    faults: list[str] = []
    for path in sorted(folder.glob("*.yaml")):
        raw = _mapping(path, faults)
        if raw is not None and _has_its_keys(path.name, raw, _PAGE_KEYS, _PAGE_MAY, faults):
            faults += _body_faults(path.name, raw["body"])
            pages.append(_page(raw))
    keys = {page.key: page for page in pages}
    if len(keys) < len(pages):
        faults.append("Två filer har samma adress.")
    for page in pages:
        if page.parent and page.parent not in keys:
            faults.append(f"{page.slug}: sidan ovanför, {page.parent}, finns inte.")
        if page.translation_of and page.translation_of not in {one.slug for one in pages}:
            faults.append(f"{page.slug}: sidan {page.translation_of} finns inte.")
        if page.language not in Language.values:
            faults.append(f"{page.slug}: språket {page.language} finns inte.")
    if faults:
        raise ContentFileError(faults)
    # Swedish first: versions in other languages lean on it.
    return sorted(
        pages, key=lambda page: (page.language != Language.SWEDISH, page.depth, page.order, page.key)
    )


def read_news(folder: Path, *, owner: str, parent: str = "aktuellt") -> list[PageText]:
    """Return every piece of news, the oldest first. ``days_before`` counts back from today."""
    news: list[PageText] = []
    faults: list[str] = []
    for path in sorted(folder.glob("*.yaml")):
        raw = _mapping(path, faults)
        if raw is not None and _has_its_keys(path.name, raw, _NEWS_KEYS, _NEWS_MAY, faults):
            faults += _body_faults(path.name, raw["body"])
            day = raw.get("date") or today() - timedelta(days=raw.get("days_before", 0))
            facts = {"owner": owner, "reviewed": day, "parent": parent, "language": Language.SWEDISH.value}
            news.append(_page({**raw, **facts, "kind": "news"}))
    if faults:
        raise ContentFileError(faults)
    return sorted(news, key=lambda one: (one.reviewed, one.key))


def _mapping(path: Path, faults: list[str]) -> dict[str, Any] | None:
    try:
        raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        faults.append(f"{path.name}: filen går inte att läsa: {error}")
        return None
    if not isinstance(raw, dict):
        faults.append(f"{path.name}: filen ska vara en lista med namn och värden.")
        return None
    return raw


def _has_its_keys(name: str, raw: Part, must: set[str], may: set[str], faults: list[str]) -> bool:
    missing, unknown = must - set(raw), set(raw) - must - may
    if missing:
        faults.append(f"{name}: saknar {', '.join(sorted(missing))}.")
    if unknown:
        faults.append(f"{name}: känner inte igen {', '.join(sorted(unknown))}.")
    return not missing


def _body_faults(name: str, body: Any, inside: str = "") -> Iterator[str]:
    for part in body if isinstance(body, list) else [body]:
        if not isinstance(part, dict) or len(part) != 1:
            yield f"{name}: varje del ska ha ett enda namn."
            continue
        [(kind, value)] = part.items()
        if kind not in _INSIDE[inside]:
            yield f"{name}: {kind} kan inte stå här."
            continue
        if kind in _PARTS:
            must, may = _PARTS[kind]
            missing, unknown = must - set(value), set(value) - must - may
            if missing or unknown:
                yield f"{name}: {kind} har fel namn: {', '.join(sorted(missing | unknown))}."
            elif kind in ("section", "subsection"):
                yield from _body_faults(name, value["body"], kind)
        elif kind == "links" and any(set(link) != {"words", "address"} for link in value):
            yield f"{name}: varje länk ska ha words och address."
        elif kind == "text" and not isinstance(value, str):
            yield f"{name}: text ska vara text."


def _page(raw: Part) -> PageText:
    parent = raw["parent"]
    # The day the news was written moves in the demo; it is no change of the text.
    written = {name: value for name, value in raw.items() if name != "reviewed" or raw.get("kind") != "news"}
    return PageText(
        key=f"{parent}/{raw['slug']}" if parent else raw["slug"],
        slug=raw["slug"],
        parent=parent,
        title=raw["title"],
        lead=raw["lead"],
        body=raw["body"],
        owner=raw["owner"],
        # Nobody has read a page tomorrow: a machine whose clock is behind shows its own day.
        reviewed=min(raw["reviewed"], today()),
        language=raw["language"],
        translation_of=raw.get("translation_of", ""),
        kind=raw.get("kind", "information"),
        order=raw.get("order", 0),
        municipality=raw.get("municipality", ""),
        digest=hashlib.sha256(json.dumps(written, sort_keys=True, default=str).encode()).hexdigest(),
    )


def words_of(body: Iterable[Part], *, quotes: bool = False) -> Iterator[str]:
    """Yield every text of a body as it is read; what laws and people say only with ``quotes``."""
    for part in body:
        [(kind, value)] = part.items()
        if kind == "text":
            yield markdown.plain(value)
        elif kind in ("section", "subsection"):
            yield value["heading"]
            yield from words_of(value["body"], quotes=quotes)
        elif kind == "table":
            yield value["caption"]
            yield from (str(cell) for row in [value["head"], *value["rows"]] for cell in row)
        elif kind == "fact":
            yield from (value.get("heading", ""), markdown.plain(value["text"]))
        elif kind == "links":
            yield from (link["words"] for link in value)
        elif kind == "wheel":
            yield from (letter["text"] for letter in value["letters"])
        elif kind == "law":
            yield markdown.plain(value["words"])
            yield value.get("quote", "") if quotes else ""
        elif kind == "quote" and quotes:
            yield value["words"]


def addresses_of(body: Iterable[Part]) -> Iterator[str]:
    """Yield every address that a body links to."""
    for part in body:
        [(kind, value)] = part.items()
        if kind == "text":
            yield from markdown.addresses(value)
        elif kind in ("section", "subsection"):
            yield from addresses_of(value["body"])
        elif kind == "fact":
            yield from markdown.addresses(value["text"])
        elif kind == "law":
            yield value["source"]
            yield from markdown.addresses(value["words"])
        elif kind == "links":
            yield from (link["address"] for link in value)
