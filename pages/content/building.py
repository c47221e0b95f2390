"""From parts of a file to the blocks that editors see and change."""

import uuid
from collections.abc import Callable, Iterable
from typing import Any

from pages.content import markdown
from pages.content.reading import Part

#: Blocks of the shipped texts keep their ids from one load to the next.
_NAMESPACE = uuid.UUID("6f9e2a54-0c0b-4c8e-9a55-5d9c8a1f7b10")

#: An address of ours → the page that stands there, if it is one that an editor writes.
PageAt = Callable[[str], int | None]


class Builder:
    """Builds the raw value of one page's body. ``page_at`` finds pages, so that links follow them when they move."""

    def __init__(self, key: str, page_at: PageAt) -> None:
        self._key = key
        self._page_at = page_at
        self._made = 0

    def body(self, parts: Iterable[Part]) -> list[dict[str, Any]]:
        """Return what the stream field takes in."""
        return [self._block(part) for part in parts]

    def _block(self, part: Part) -> dict[str, Any]:
        [(kind, value)] = part.items()
        self._made += 1
        identity = str(uuid.uuid5(_NAMESPACE, f"{self._key}#{self._made}"))
        return {"type": kind, "value": self._value(kind, value), "id": identity}

    def _value(self, kind: str, value: Any) -> Any:
        if kind == "text":
            return self._rich(value)
        if kind in ("section", "subsection"):
            return {"heading": value["heading"], "body": self.body(value["body"])}
        if kind == "table":
            return _table(value)
        if kind == "law":
            return {**value, "words": self._rich(value["words"]), "wording_of": str(value["wording_of"])}
        if kind == "fact":
            return {"heading": value.get("heading", ""), "text": self._rich(value["text"])}
        if kind == "links":
            return [self._link(link) for link in value]
        return value or None

    def _rich(self, source: str) -> str:
        return markdown.rich_text(source, self._attributes)

    def _attributes(self, address: str) -> str:
        page = self._page_at(address)
        return f'linktype="page" id="{page}"' if page else f'href="{address}"'

    def _link(self, link: dict[str, str]) -> dict[str, Any]:
        page = self._page_at(link["address"])
        return {"words": link["words"], "page": page, "address": "" if page else link["address"]}


def _table(value: dict[str, Any]) -> dict[str, Any]:
    return {
        "caption": value["caption"],
        "first_column_heads": value.get("first_column_heads", True),
        "table": {
            "columns": [{"type": "text", "heading": heading} for heading in value["head"]],
            "rows": [{"values": [str(cell) for cell in row]} for row in value["rows"]],
        },
    }
