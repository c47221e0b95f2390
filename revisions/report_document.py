"""The report as chapters in order, made from an edition's own data: web page, PDF and word-processor copy draw the same."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.safestring import SafeString

from common.bars import Bar, Bars
from revisions.report_markup import to_html

#: Words where a count is withheld.
WITHHELD = "visas inte"
FROM_INTERVIEW = "Ur en intervju"
REWORDED = "Ur en intervju. Återgivet med andra ord."
NO_REPLY = "Inget svar inkom."
_THEMES_TITLE = "I hur många intervjuer togs det upp?"
_THEMES_SAID = "En intervju kan handla om flera teman."


@dataclass(frozen=True)
class Quoted:
    """Words to print, and where they come from."""

    text: str
    source: str


@dataclass(frozen=True)
class Found:
    """One strength or improvement area."""

    anchor: str
    theme: str
    title: str
    summary: str
    quotes: list[Quoted]

    @property
    def html(self) -> SafeString:
        return to_html(self.summary, level=4)


@dataclass(frozen=True)
class Counted:
    """Numbers of one kind: the themes, the interviews' scale questions, or one survey."""

    anchor: str
    title: str
    said: str
    charts: list[Bars]
    #: Questions whose counts are not shown, and why.
    withheld: list[tuple[str, str]]


@dataclass(frozen=True)
class Chapter:
    """One chapter. What belongs below its text depends on ``kind``; empty chapters are left out."""

    kind: str
    anchor: str
    number: int
    name: str
    text: str
    findings: list[Found] = field(default_factory=list)
    counted: list[Counted] = field(default_factory=list)
    proposals: list[dict[str, Any]] = field(default_factory=list)
    replies: list[dict[str, Any]] = field(default_factory=list)
    guide: dict[str, Any] | None = None

    @property
    def title(self) -> str:
        return f"{self.number}. {self.name}" if self.number else self.name

    @property
    def html(self) -> SafeString:
        return to_html(self.text, level=3)

    @property
    def is_empty(self) -> bool:
        return not (
            self.text.strip() or self.findings or self.counted or self.proposals or self.replies or self.guide
        )


@dataclass(frozen=True)
class Document:
    """A whole report."""

    data: dict[str, Any]
    chapters: list[Chapter]

    @property
    def has_appendix(self) -> bool:
        return any(chapter.kind == "guide" for chapter in self.chapters)

    @property
    def findings(self) -> dict[str, list[Found]]:
        """Return strengths and improvement areas."""
        return {kind: _found(self.data, kind) for kind in ("strength", "improvement")}


def document(data: dict[str, Any], *, replies: bool = True) -> Document:
    """Return the chapters of ``data`` (``queries.report_data``). ``replies`` is off while addressees still read."""
    chapters: list[Chapter] = []
    parts = [_text_chapter(data, one) for one in data["chapters"]]
    if replies and data["replies"]:
        parts.append(
            Chapter(
                "replies",
                "synpunkter",
                0,
                "Synpunkter från dem rapporten gäller",
                "",
                replies=data["replies"],
            )
        )
    if data["guide"]:
        parts.append(Chapter("guide", "bilaga", 0, "Bilaga: intervjuguiden", "", guide=data["guide"]))
    number = 0
    for part in parts:
        if part.is_empty:
            continue
        if part.kind not in {"summary", "guide"}:
            number += 1
        chapters.append(_numbered(part, 0 if part.kind in {"summary", "guide"} else number))
    return Document(data, chapters)


def _numbered(part: Chapter, number: int) -> Chapter:
    return Chapter(
        part.kind, part.anchor, number, part.name, part.text, part.findings, part.counted, part.proposals,
        part.replies, part.guide,
    )  # fmt: skip


def _text_chapter(data: dict[str, Any], one: dict[str, str]) -> Chapter:
    kind = one["kind"]
    more: dict[str, Any] = {}
    if kind == "results":
        more = {"counted": counted(data)}
    elif kind == "strengths":
        more = {"findings": _found(data, "strength")}
    elif kind == "improvements":
        more = {"findings": _found(data, "improvement"), "proposals": data["proposals"]}
    return Chapter(kind, anchor_of(kind), 0, one["title"], one["text"], **more)


def anchor_of(kind: str) -> str:
    """Return the id of a chapter's heading."""
    return kind.replace("_", "-")


def counted(data: dict[str, Any]) -> list[Counted]:
    """Return every count that the edition holds. Editions from before there were themes and surveys lack those."""
    parts = []
    if themes := data.get("themes"):
        parts.append(("Teman i intervjuerna", _THEMES_SAID if themes["base"] else themes["note"], [themes]))
    if data["scales"]:
        parts.append(("Skalfrågorna i intervjuerna", "", data["scales"]))
    parts += [(f"Enkäten {one['title']}", one["said"], one["questions"]) for one in data.get("surveys", [])]
    return [
        Counted(
            f"antal-{place}",
            title,
            said,
            [_bars(one) for one in rows if one["base"] is not None],
            [(one["title"], one["note"]) for one in rows if one["base"] is None and "title" in one],
        )
        for place, (title, said, rows) in enumerate(parts, start=1)
    ]


def _bars(row: dict[str, Any]) -> Bars:
    cells = [
        Bar(cell["label"], cell["count"], WITHHELD if cell["count"] is None else str(cell["count"]))
        for cell in row["cells"]
    ]
    if "title" in row:
        return Bars(row["title"], row["base"], cells, row["note"])
    said = f"Antal intervjuer av {row['base']}"
    return Bars(_THEMES_TITLE, row["base"], cells, row["note"], of_what=said, head="Tema")


def _found(data: dict[str, Any], kind: str) -> list[Found]:
    return [
        Found(
            f"iakttagelse-{place}",
            one["theme"],
            one["title"],
            one["summary"],
            [
                Quoted(quote["text"], REWORDED if quote["reworded"] else FROM_INTERVIEW)
                for quote in one["quotes"]
            ],
        )
        for place, one in enumerate(data["findings"], start=1)
        if one["kind"] == kind
    ]
