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
class Chapter:
    """One chapter. What belongs below its text depends on ``kind``; empty chapters are left out."""

    kind: str
    anchor: str
    number: int
    name: str
    text: str
    findings: list[Found] = field(default_factory=list)
    charts: list[Bars] = field(default_factory=list)
    withheld: list[tuple[str, str]] = field(default_factory=list)
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
            self.text.strip()
            or self.findings
            or self.charts
            or self.withheld
            or self.proposals
            or self.replies
            or self.guide
        )


@dataclass(frozen=True)
class Document:
    """A whole report."""

    data: dict[str, Any]
    chapters: list[Chapter]

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
        part.kind, part.anchor, number, part.name, part.text, part.findings, part.charts, part.withheld,
        part.proposals, part.replies, part.guide,
    )  # fmt: skip


def _text_chapter(data: dict[str, Any], one: dict[str, str]) -> Chapter:
    kind = one["kind"]
    more: dict[str, Any] = {}
    if kind == "results":
        more = {"charts": charts(data), "withheld": withheld(data)}
    elif kind == "strengths":
        more = {"findings": _found(data, "strength")}
    elif kind == "improvements":
        more = {"findings": _found(data, "improvement"), "proposals": data["proposals"]}
    return Chapter(kind, kind.replace("_", "-"), 0, one["title"], one["text"], **more)


def charts(data: dict[str, Any]) -> list[Bars]:
    """Return the questions whose counts may be shown."""
    return [
        Bars(
            one["title"],
            one["base"],
            [
                Bar(cell["label"], cell["count"], WITHHELD if cell["count"] is None else str(cell["count"]))
                for cell in one["cells"]
            ],
            one["note"],
        )
        for one in data["scales"]
        if one["base"] is not None
    ]


def withheld(data: dict[str, Any]) -> list[tuple[str, str]]:
    """Return the questions whose counts are not shown, and why."""
    return [(one["title"], one["note"]) for one in data["scales"] if one["base"] is None]


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
