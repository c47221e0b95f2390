"""Reads a county file (YAML or CSV) into checked rows. Every fault is told with its line; nothing is written here."""

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import yaml

from common.privacy import clean_text

#: A county file is a few hundred lines; anything larger is the wrong file.
MAX_BYTES = 500_000


@dataclass(frozen=True)
class Row:
    """One thing in the file. ``values`` holds checked values by the file's own keys."""

    section: str
    line: int
    values: dict[str, Any]

    @property
    def where(self) -> str:
        """Return "Rad 12, kommuner, Gävle" for messages."""
        name = self.values.get("namn") or self.values.get("nummer") or "utan namn"
        return f"Rad {self.line}, {self.section}, {name}"


class CountyFileError(Exception):
    """The file can't be used. ``faults`` are sentences that each say where and what to do."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


@dataclass(frozen=True)
class _Key:
    read: Callable[[str], Any]
    required: bool = False
    default: Any = ""


def _text(longest: int) -> Callable[[str], str]:
    def read(value: str) -> str:
        text = clean_text(value)
        if len(text) > longest:
            raise ValueError(f"får ha högst {longest} tecken, men har {len(text)}")
        return text

    return read


def _whole_number(value: str) -> int:
    if not (value.isascii() and value.isdigit() and len(value) <= 5):
        raise ValueError(f"ska vara ett helt tal, till exempel 3, men är ”{value[:40]}”")
    return int(value)


def _day(value: str) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise ValueError(f"ska vara ett datum som 2026-10-14, men är ”{value[:40]}”") from None


def _yes(value: str) -> bool:
    if value.lower() not in {"ja", "nej", "true", "false"}:
        raise ValueError(f"ska vara ja eller nej, men är ”{value[:40]}”")
    return value.lower() in {"ja", "true"}


def _principal_kind(value: str) -> str:
    kinds = {"region": "region", "kommun": "municipality"}
    if value.lower() not in kinds:
        raise ValueError(f"ska vara region eller kommun, men är ”{value[:40]}”")
    return kinds[value.lower()]


_NAME = _Key(_text(80), required=True)
_ADDRESS = _Key(_text(80))
#: What each section may hold. A section's singular is its name in the column "typ" of a CSV file.
SECTIONS: dict[str, dict[str, _Key]] = {
    "områden": {"namn": _NAME, "adress": _ADDRESS, "ordning": _Key(_whole_number, default=0)},
    "kommuner": {
        "namn": _NAME,
        "adress": _ADDRESS,
        "område": _Key(_text(80), required=True),
        "kod": _Key(_text(4)),
        "kolumn": _Key(_whole_number, default=0),
        "rad": _Key(_whole_number, default=0),
    },
    "huvudmän": {
        "namn": _Key(_text(120), required=True),
        "adress": _ADDRESS,
        "slag": _Key(_principal_kind, required=True),
        "kommun": _Key(_text(80)),
    },
    "verksamheter": {
        "namn": _Key(_text(160), required=True),
        "adress": _ADDRESS,
        "huvudman": _Key(_text(120), required=True),
        "kommun": _Key(_text(80)),
    },
    "hjälpnummer": {
        "nummer": _Key(_text(20), required=True),
        "text": _Key(_text(60), required=True),
        "vem": _Key(_text(200), required=True),
        "tider": _Key(_text(80), required=True),
        "överst": _Key(_yes, default=False),
        "ordning": _Key(_whole_number, default=0),
        "ansvarig": _Key(_text(120), required=True),
        "kontrollerat": _Key(_day, required=True),
    },
}
SINGULAR = {
    "område": "områden",
    "kommun": "kommuner",
    "huvudman": "huvudmän",
    "verksamhet": "verksamheter",
    "hjälpnummer": "hjälpnummer",
}

#: (section, line, key → (value, line of the value))
_Raw = tuple[str, int, dict[str, tuple[str, int]]]


def read_county(content: bytes, *, is_csv: bool) -> list[Row]:
    """Return the file's rows in the order of sections. Raises ``CountyFileError`` with every fault."""
    if len(content) > MAX_BYTES:
        raise CountyFileError(["Filen är för stor för att vara en länsfil. Kontrollera att det är rätt fil."])
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise CountyFileError(["Filen är inte sparad som UTF-8. Spara om den och försök igen."]) from None
    faults: list[str] = []
    raw = _csv_rows(text, faults) if is_csv else _yaml_rows(text, faults)
    rows = [row for one in raw if (row := _checked(one, faults)) is not None]
    faults.extend(_doubles(rows))
    if not rows and not faults:
        faults.append("Filen är tom. Börja med områden och kommuner, se data/counties/gavleborg.yaml.")
    if faults:
        raise CountyFileError(faults)
    order = list(SECTIONS)
    return sorted(rows, key=lambda row: (order.index(row.section), row.line))


def _checked(raw: _Raw, faults: list[str]) -> Row | None:
    section, line, given = raw
    before = len(faults)
    keys = SECTIONS[section]
    values: dict[str, Any] = {}
    for key, (value, at) in given.items():
        if key not in keys:
            known = ", ".join(keys)
            faults.append(f"Rad {at}, {section}: ”{key[:40]}” känns inte igen. Här kan stå {known}.")
        elif value.strip():
            try:
                values[key] = keys[key].read(value.strip())
            except ValueError as error:
                faults.append(f"Rad {at}, {section}: {key} {error}.")
    if len(faults) > before:
        return None
    missing = [key for key, rule in keys.items() if rule.required and not values.get(key)]
    faults.extend(f"Rad {line}, {section}: {key} saknas." for key in missing)
    if missing:
        return None
    return Row(section, line, {key: values.get(key, rule.default) for key, rule in keys.items()})


def _doubles(rows: list[Row]) -> Iterator[str]:
    seen: dict[tuple[str, str], int] = {}
    for row in rows:
        name = row.values.get("nummer") or row.values.get("adress") or row.values["namn"]
        # Two principals may each have a unit of the same name.
        key = (row.section, f"{row.values.get('huvudman', '')}/{name}".casefold())
        if key in seen:
            yield f"{row.where}: finns redan på rad {seen[key]}. Ta bort den ena."
        seen.setdefault(key, row.line)


def _yaml_rows(text: str, faults: list[str]) -> Iterator[_Raw]:
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f"Rad {mark.line + 1}: " if mark else ""
        faults.append(f"{place}Filen går inte att läsa som YAML. Kontrollera indrag och citattecken.")
        return
    if root is None:
        return
    if not isinstance(root, yaml.MappingNode):
        faults.append("Filen ska börja med rubriker som områden: och kommuner:.")
        return
    for key, section in root.value:
        name, line = str(key.value), key.start_mark.line + 1
        if name not in SECTIONS:
            faults.append(
                f"Rad {line}: rubriken ”{name[:40]}” känns inte igen. Använd {', '.join(SECTIONS)}."
            )
        elif not isinstance(section, yaml.SequenceNode):
            faults.append(
                f"Rad {line}: under {name} ska det stå en lista där varje rad börjar med bindestreck."
            )
        else:
            yield from _yaml_section(name, section, faults)


def _yaml_section(name: str, section: yaml.SequenceNode, faults: list[str]) -> Iterator[_Raw]:
    for node in section.value:
        line = node.start_mark.line + 1
        if not isinstance(node, yaml.MappingNode):
            faults.append(
                f"Rad {line}, {name}: skriv varje uppgift som nyckel: värde, till exempel namn: Gävle."
            )
            continue
        given: dict[str, tuple[str, int]] = {}
        for key, value in node.value:
            at = key.start_mark.line + 1
            if not isinstance(key, yaml.ScalarNode) or not isinstance(value, yaml.ScalarNode):
                faults.append(f"Rad {at}, {name}: värdet ska vara en enkel text eller ett tal.")
                continue
            given[str(key.value)] = ("" if value.tag.endswith(":null") else str(value.value), at)
        yield name, line, given


def _csv_rows(text: str, faults: list[str]) -> Iterator[_Raw]:
    first = text.partition("\n")[0]
    delimiter = max(";,\t", key=first.count)
    reader = csv.reader(io.StringIO(text), delimiter=delimiter)
    try:
        rows = [(reader.line_num, row) for row in reader]
    except csv.Error:
        faults.append(f"Rad {reader.line_num}: raden går inte att läsa. Kontrollera citattecknen.")
        return
    header = [cell.strip().lower() for cell in rows[0][1]] if rows else []
    if rows and "typ" not in header:
        faults.append(
            "Rad 1: kolumnen ”typ” saknas. Den säger om raden är ett område, en kommun och så vidare."
        )
        return
    for line, cells in rows[1:]:
        given = dict(zip(header, cells, strict=False))
        kind = given.pop("typ", "").strip().lower()
        if not kind and not any(cell.strip() for cell in cells):
            continue
        if kind not in SINGULAR:
            known = ", ".join(SINGULAR)
            faults.append(f"Rad {line}: typ är ”{kind[:40]}”. Skriv en av {known}.")
            continue
        # A column that another type uses may stand empty.
        yield SINGULAR[kind], line, {key: (value, line) for key, value in given.items() if value.strip()}
