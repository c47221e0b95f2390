"""What the words in a file's cells mean here, and what is said about those that mean nothing."""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from functools import lru_cache
from typing import Any

from associations.models import Audience
from calendar_app.imports.columns import LABELS as COLUMN_LABELS
from calendar_app.models import AttendanceForm, EventKind
from common.privacy import clean_text

LONGEST_REASON = 300
#: So many alternatives are listed in a sentence.
_FEW = 20


def key_of(text: str) -> str:
    """Return the text as it is looked up: without capitals and doubled spaces."""
    return " ".join(text.split()).casefold()


def parts_of(text: str) -> list[str]:
    """Return the items of a cell that lists several, fifty at most."""
    return [part.strip() for part in text.replace("\n", ";").replace(",", ";").split(";") if part.strip()][
        :50
    ]


def choice_of(field_name: str, text: str, choices: Any, problems: list[str]) -> str:
    """Return the code behind a label; "" for an empty cell, also when the problem has been told."""
    if not text:
        return ""
    by_label = _by_label(choices)
    if code := by_label.get(key_of(text)):
        return code
    label = COLUMN_LABELS[field_name]
    problems.append(unknown(label, label.lower(), text, _shown(by_label, choices)))
    return ""


def _by_label(choices: Any) -> dict[str, str]:
    by_label = {key_of(str(label)): value for value, label in choices.choices}
    if choices is EventKind:
        by_label |= {
            "samtalsgrupp": EventKind.TALK_GROUP.value,
            "självhjälpsgrupp": EventKind.TALK_GROUP.value,
            "cirkel": EventKind.STUDY_CIRCLE.value,
            "föredrag": EventKind.LECTURE.value,
            "kurs": EventKind.TRAINING.value,
        }
    if choices is AttendanceForm:
        by_label |= {
            "online": AttendanceForm.ONLINE.value,
            "både": AttendanceForm.BOTH.value,
            "hybrid": "both",
        }
    return by_label


def known_choice(words: Iterable[str], choices: Any) -> str:
    """Return the code of the first word that is a choice, or ""."""
    by_label = _by_label(choices)
    return next((by_label[key_of(word)] for word in words if key_of(word) in by_label), "")


def audiences_of(text: str, problems: list[str]) -> tuple[str, ...]:
    """Return the codes of those an activity is for; adds what it does not know to ``problems``."""
    by_label = {key_of(str(label)): value for value, label in Audience.choices}
    by_label |= {"egen erfarenhet": Audience.SERVICE_USERS.value, "närstående": Audience.RELATIVES.value}
    by_label |= {"anhöriga": Audience.RELATIVES.value, "brukare": Audience.SERVICE_USERS.value}
    found = []
    for word in parts_of(text):
        if code := by_label.get(key_of(word)):
            found.append(code)
        else:
            problems.append(unknown("För vem", "målgrupp", word, _shown(by_label, Audience)))
    return tuple(dict.fromkeys(found))


def step_of(text: str, problems: list[str]) -> int | None:
    """Return the step of the participation stair, or ``None`` for an empty cell."""
    if not text:
        return None
    if text in {"1", "2", "3", "4", "5"}:
        return int(text)
    problems.append(f"Steg: ”{text[:40]}” är inget steg. Skriv en siffra från 1 till 5, eller lämna tomt.")
    return None


def unknown(column: str, what: str, text: str, known: Mapping[str, str]) -> str:
    """Say that a word isn't known, with the nearest one that is."""
    near = _nearest(key_of(text[:100]), tuple(known))
    hint = ""
    if near:
        hint = f" Menade du {known[near]}?"
    elif len(known) <= _FEW:
        hint = f" Välj bland: {', '.join(dict.fromkeys(known.values()))}."
    return f"{column}: ”{clean_text(text)[:60]}” finns inte som {what}.{hint}"


def _shown(by_label: Mapping[str, str], choices: Any) -> dict[str, str]:
    """Return the proper label for each word that means one of the choices."""
    return {word: str(choices(code).label) for word, code in by_label.items()}


@lru_cache(maxsize=4096)
def _nearest(key: str, known: tuple[str, ...]) -> str:
    """Return the known word most like the key; a file tends to be wrong in the same way on every row."""
    near = get_close_matches(key, known, n=1, cutoff=0.6)
    return near[0] if near else ""


def lowered(sentence: str) -> str:
    """Return the sentence for use after a colon."""
    return sentence[:1].lower() + sentence[1:]


def shortened(text: str, most: int = LONGEST_REASON) -> str:
    """Return the text, cut with an ellipsis beyond ``most`` characters."""
    return text if len(text) <= most else f"{text[: most - 1]}…"
