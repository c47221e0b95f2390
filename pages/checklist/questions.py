"""The five questions of the checklist, word for word as in founding document 001 (domain.md 6)."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Question:
    """``part`` names the part of the work that the question is about, for the picture and headings."""

    number: int
    part: str
    text: str


QUESTIONS: Final[tuple[Question, ...]] = (
    Question(
        1,
        "Beslutet",
        "I vilken utsträckning bygger beslutet om det här utvecklingsarbetet på vad målgruppen själv beskrivit?",
    ),
    Question(
        2,
        "Målen",
        "I vilken utsträckning bygger målen för utvecklingsarbetet på vad målgruppen själv beskrivit?",
    ),
    Question(
        3,
        "Planeringen",
        "Har målgruppens berättelser och synpunkter påverkat hur man planerar att genomföra arbetet?",
    ),
    Question(
        4,
        "Genomförandet",
        "I vilken utsträckning genomförs utvecklingsarbetet tillsammans med målgruppen eller med företrädare för målgruppen?",
    ),
    Question(
        5,
        "Utvärderingen",
        "I vilken mån planerar man att utvärdera arbetets framgång tillsammans med målgruppen?",
    ),
)
