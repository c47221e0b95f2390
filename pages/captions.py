"""Whether a file of captions is one: WebVTT as browsers read it, or a sentence that says which line to mend."""

import re

#: The header alone or followed by words of its own (WebVTT, 4.1).
_HEADER = re.compile(r"\ufeff?WEBVTT(?:[ \t].*)?")
_TIME = r"(?:(\d{2,}):)?([0-5]\d):([0-5]\d)\.(\d{3})"
_TIMES = re.compile(rf"{_TIME}[ \t]+-->[ \t]+{_TIME}(?:[ \t].*)?", re.ASCII)
_BELOW_HEADER = 2
_NOT_SHOWN = ("NOTE", "STYLE", "REGION")


def captions_fault(content: bytes) -> str:
    """Return what is wrong with the file, as a sentence, or "". A browser drops faulty captions without a word."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return "Filen med undertexter ska vara sparad som UTF-8. Annars blir å, ä och ö fel."
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if not _HEADER.fullmatch(lines[0]):
        return "Filen med undertexter ska börja med ordet WEBVTT."
    return _cues_fault(lines)


def _cues_fault(lines: list[str]) -> str:
    shown, before = 0, 0
    for start, block in _blocks(lines):
        # Some programs tell of language and kind just below the header; browsers pass that over.
        if start == _BELOW_HEADER and not any("-->" in line for line in block):
            continue
        if block[0].split(" ")[0] in _NOT_SHOWN:
            continue
        at = next((number for number, line in enumerate(block[:2]) if "-->" in line), None)
        if at is None:
            return f"Rad {start} i filen med undertexter: här saknas en tid, till exempel 00:01.000 --> 00:04.000."
        line = start + at
        times = _TIMES.fullmatch(block[at].strip())
        if times is None:
            return f"Rad {line} i filen med undertexter: skriv tiden så här: 00:01.000 --> 00:04.000."
        first, last = _milliseconds(times.groups()[:4]), _milliseconds(times.groups()[4:])
        if last <= first:
            return f"Rad {line} i filen med undertexter: texten slutar innan den börjar."
        if first < before:
            return f"Rad {line} i filen med undertexter: texten börjar före den ovanför. Lägg dem i ordning."
        if not any(words.strip() for words in block[at + 1 :]):
            return f"Rad {line} i filen med undertexter: tiden har ingen text."
        shown, before = shown + 1, first
    return "" if shown else "Filen med undertexter har ingen text."


def _blocks(lines: list[str]) -> list[tuple[int, list[str]]]:
    """Return the parts between empty lines below the header, each with the number of its first line."""
    found: list[tuple[int, list[str]]] = []
    is_inside = False
    for number, line in enumerate(lines[1:], start=2):
        if not line.strip():
            is_inside = False
        elif is_inside:
            found[-1][1].append(line)
        else:
            found.append((number, [line]))
            is_inside = True
    return found


def _milliseconds(parts: tuple[str | None, ...]) -> int:
    hours, minutes, seconds, rest = (int(part or 0) for part in parts)
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + rest
