"""Reports to print: none, one and many findings, words of sixty letters, a hundred pages. No database."""

from typing import Any

LONG_WORD = "Verksamhetsutvecklingssamordningsgruppsmötesprotokollförare"
TEXT = (
    "Vi har pratat med dem som får hjälp här. De flesta känner sig väl mottagna, men många väntar länge på besked. "
    "När någon ringer upp och berättar vad som händer blir det lättare att vänta. Det kostar lite och gör stor skillnad."
)
CHAPTERS = (
    ("summary", "Sammanfattning"),
    ("introduction", "Inledning"),
    ("assignment", "Uppdraget"),
    ("respondents", "De som svarade"),
    ("ethics", "Etik"),
    ("results", "Resultat"),
    ("strengths", "Styrkor"),
    ("improvements", "Förbättringsområden och förslag"),
    ("discussion", "Diskussion"),
    ("use", "Så tas resultatet till vara"),
)


def sample(findings: int = 3, *, word: str = "", paragraphs: int = 2, **facts: Any) -> dict[str, Any]:
    """Return a report's data with ``findings`` of each kind; ``word`` is put into every text."""
    text = f"{word} {TEXT}".strip()
    body = "\n\n".join(
        [
            text,
            f"### {word or 'Så gjorde vi'}",
            f"- **Två** var med. {text}\n- Ingen kände någon.",
            *[text] * paragraphs,
        ]
    )
    return {
        "title": f"Öppenvården Gävle 2026 {word}".strip(),
        "question": f"Får du vara med och bestämma om din behandling? {word}".strip(),
        "lead": text,
        "slug": "oppenvarden-gavle-2026",
        "association": "Föreningen Egna ord",
        "commissioner": "Verksamhetsområde psykiatri",
        "diary_number": "HSN 2026/117",
        "addressees": ["Öppenvården Gävle"],
        "interviews": 12,
        "published_on": "2026-03-26",
        "note": "",
        "plain_summary": f"{text}\n\n## Det här är bra\n\n- De lyssnar.\n- {word or 'De'} ringer tillbaka.\n\n{text}",
        "chapters": [{"kind": kind, "title": title, "text": body} for kind, title in CHAPTERS],
        "findings": [
            {
                "id": f"{kind}-{place}",
                "kind": kind,
                "theme": f"Delaktighet {word}".strip(),
                "title": f"Väntan utan besked är svår {place} {word}".strip(),
                "summary": f"{text}\n\n1. Först.\n2. Sedan.",
                "quotes": [
                    {"text": f"Jag fick vänta i elva veckor. {word}".strip(), "reworded": False},
                    {"text": "Då vågade jag.", "reworded": True},
                ],
            }
            for kind in ("strength", "improvement")
            for place in range(1, findings + 1)
        ],
        "scales": _scales(word) if findings else [],
        "themes": _themes(word) if findings else None,
        "surveys": _surveys(word) if findings else [],
        "proposals": [
            {
                "number": place,
                "title": f"Ring upp inom en dag {word}".strip(),
                "text": text,
                "said": "Ingen ringde." if place % 2 else "",
                "note": "Togs upp i 8 av 12 intervjuer" if place % 3 else "",
                "to": ["Öppenvården Gävle", *([word] if word else [])],
            }
            for place in range(1, findings + 1)
        ],
        "answer_days": 60,
        "replies": [
            {"name": f"Öppenvården Gävle {word}".strip(), "given": False, "unanswered": 0, "comments": []},
            {
                "name": "Beroendemottagningen",
                "given": True,
                "unanswered": 1,
                "comments": [{"chapter": "Resultat", "text": text, "answer": "Vi har rättat antalet."}],
            },
        ],
        "guide": {
            "number": 2,
            "opening": "Tack för att du vill vara med.",
            "closing": "Vill du lägga till något?",
            "areas": [
                {
                    "title": f"Bemötande {word}".strip(),
                    "questions": [
                        {"text": "Hur blev du mottagen?", "prompts": ["Vem mötte dig?"], "scale": []},
                        {
                            "text": "Känner du dig lyssnad på?",
                            "prompts": [],
                            "scale": ["Aldrig", "Ibland", "Alltid"],
                        },
                    ],
                }
            ],
        },
        **facts,
    }


def _themes(word: str) -> dict[str, Any]:
    cells = [("Bemötande", 11), (f"Väntan {word}".strip(), 8), ("Delaktighet", 1)]
    return {
        "base": 12,
        "cells": [{"label": label, "count": count} for label, count in cells],
        "note": "",
    }


def _surveys(word: str) -> list[dict[str, Any]]:
    """One whose small groups are withheld, and one that too few answered."""
    return [
        {
            "title": f"Hur är det att vänta? {word}".strip(),
            "said": "46 personer svarade.",
            "questions": _scales(word),
        },
        {"title": "Om maten", "said": "Färre än fem svarade på enkäten.", "questions": []},
    ]


def _scales(word: str) -> list[dict[str, Any]]:
    cells = [("Aldrig", 1), ("Ibland", 3), (f"Ofta {word}".strip(), 5), ("Alltid", 3), ("Vet inte", 0)]
    return [
        {
            "title": f"Känner du dig lyssnad på? {word}".strip(),
            "base": 12,
            "cells": [{"label": label, "count": count} for label, count in cells],
            "note": "",
        },
        {
            "title": "Vet du vem du ska ringa?",
            "base": 8,
            "cells": [
                {"label": "Ja", "count": None},
                {"label": "Nej", "count": None},
                {"label": "Vet inte", "count": 0},
            ],
            "note": "Några antal visas inte, för att ingen ska kunna pekas ut.",
        },
        {"title": "Har du en plan?", "base": None, "cells": [], "note": "Färre än fem har svarat."},
    ]
