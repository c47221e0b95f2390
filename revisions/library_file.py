"""Reads a file of themes, library questions and priority groups (YAML). Every fault is told with its place."""

from dataclasses import dataclass, field
from typing import Any

import yaml
from django.utils.text import slugify

from common.errors import DomainError
from common.privacy import clean_text
from revisions.models import QuestionKind
from revisions.services.guide import QuestionFacts, checked

#: A library is a few hundred lines; anything larger is the wrong file.
MAX_BYTES = 500_000
_LONGEST = {"namn": 80, "adress": 80, "om": 300, "fråga": 400, "följdfrågor": 200, "skala": 60}


@dataclass(frozen=True)
class FiledTheme:
    """A theme of the file with its questions."""

    slug: str
    name: str
    description: str
    questions: list[QuestionFacts] = field(default_factory=list)


@dataclass(frozen=True)
class LibraryFile:
    """What a file holds, checked."""

    themes: list[FiledTheme]
    groups: list[str]


class LibraryFileError(Exception):
    """The file can't be used. ``faults`` are sentences that each say where and what to do."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


def read_library(content: bytes) -> LibraryFile:
    """Return what the file holds; raise ``LibraryFileError`` with all that is wrong in it."""
    if len(content) > MAX_BYTES:
        raise LibraryFileError(["Filen är för stor för att vara en fil med teman."])
    try:
        read = yaml.safe_load(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, yaml.YAMLError) as error:
        raise LibraryFileError([f"Filen går inte att läsa som YAML i UTF-8: {error}"]) from error
    if not isinstance(read, dict) or not read.get("teman"):
        raise LibraryFileError(["Filen behöver börja med ”teman:”, se data/themes.yaml."])
    faults: list[str] = []
    themes = [
        _theme(row, number, faults) for number, row in enumerate(_listed(read, "teman", faults), start=1)
    ]
    groups = [
        _text(row, "namn", "prioriterade grupper", faults)
        for row in _listed(read, "prioriterade grupper", faults)
    ]
    for what, names in (
        ("Temat", [theme.slug for theme in themes]),
        ("Gruppen", [slugify(group) for group in groups]),
    ):
        faults += [f"{what} {name} står två gånger." for name in sorted(set(names)) if names.count(name) > 1]
    if faults:
        raise LibraryFileError(faults)
    return LibraryFile(themes, groups)


def _theme(row: Any, number: int, faults: list[str]) -> FiledTheme:
    where = f"Tema {number}"
    if not isinstance(row, dict) or not row.get("namn"):
        faults.append(f"{where} saknar namn.")
        return FiledTheme(f"tema-{number}", "", "")
    where = f"Tema {row['namn']}"
    unknown = sorted(set(row) - {"namn", "adress", "om", "frågor"})
    if unknown:
        faults.append(f"{where}: ”{unknown[0]}” finns inte. Välj bland namn, adress, om och frågor.")
    name = _text(row["namn"], "namn", where, faults)
    slug = slugify(_text(row.get("adress", ""), "adress", where, faults) or name)[:80]
    questions = [
        found
        for place, one in enumerate(_listed(row, "frågor", faults), start=1)
        if (found := _question(one, f"{where}, fråga {place}", faults))
    ]
    return FiledTheme(slug, name, _text(row.get("om", ""), "om", where, faults), questions)


def _question(row: Any, where: str, faults: list[str]) -> QuestionFacts | None:
    if not isinstance(row, dict) or not row.get("fråga"):
        faults.append(f"{where} saknar text. Skriv ”fråga: …”.")
        return None
    lines = {
        key: tuple(_text(line, key, where, faults) for line in _listed(row, key, faults))
        for key in ("följdfrågor", "skala")
    }
    facts = QuestionFacts(
        text=_text(row["fråga"], "fråga", where, faults),
        kind=QuestionKind.SCALE if lines["skala"] else QuestionKind.OPEN,
        prompts=lines["följdfrågor"],
        scale=lines["skala"],
    )
    try:
        return checked(facts)
    except DomainError as error:
        faults.append(f"{where}: {error.message}")
        return None


def _listed(row: dict[str, Any], key: str, faults: list[str]) -> list[Any]:
    value = row.get(key) or []
    if isinstance(value, list):
        return value
    faults.append(f"”{key}” ska vara en lista.")
    return []


def _text(value: Any, key: str, where: str, faults: list[str]) -> str:
    if not isinstance(value, str | int | float):
        faults.append(f"{where}: ”{key}” ska vara text. Sätt citattecken runt den.")
        return ""
    text = clean_text(str(value))
    if len(text) > _LONGEST[key]:
        faults.append(f"{where}: ”{key}” får ha högst {_LONGEST[key]} tecken, men har {len(text)}.")
    return text
