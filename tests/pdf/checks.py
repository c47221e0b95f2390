"""What every PDF of the portal must hold: two PDF/UA checkers, the tags' own reading order, the pages as pictures.

The checkers live in an environment of their own, since they pin other versions of shared libraries:
``.venv-pdf/bin`` (``requirements/pdf-checkers.txt``), or the folder that ``PDF_CHECKERS`` names.
"""

import atexit
import io
import json
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from lxml import html as lxml_html
from pypdf import PdfReader
from pypdf.generic import ArrayObject, ContentStream, DictionaryObject, IndirectObject, NumberObject

_BLANKS = re.compile(r"\s+")
_HEADINGS = {"H1", "H2", "H3", "H4"}


def checker(name: str) -> str:
    """Return the path of a checker, or fail with what to do: a skipped check is no check."""
    places = [os.environ.get("PDF_CHECKERS", ""), str(Path(settings.BASE_DIR) / ".venv-pdf" / "bin")]
    found = shutil.which(name, path=os.pathsep.join(filter(None, places)))
    if found is None:
        pytest.fail(f"The PDF checker {name} is missing. Install requirements/pdf-checkers.txt in .venv-pdf.")
    return found


def assert_passes_both_checkers(content: bytes, folder: Path) -> None:
    """Both checkers must find no error."""
    file = folder / "document.pdf"
    file.write_bytes(content)
    assert _pdfua_errors(file) == []
    assert _outloud_errors(file) == []


def _pdfua_errors(file: Path) -> list[str]:
    code, output, complaints = _checked(
        "pdfua", "check", "--format", "json", "--min-severity", "error", str(file)
    )
    assert code in {0, 1, 2, 3}, complaints
    return _errors(json.loads(output))


def _outloud_errors(file: Path) -> list[str]:
    report = file.with_suffix(".json")
    code, _, complaints = _checked(
        "outloud", "--quiet", "--json", str(report), "--fail-on", "never", str(file)
    )
    assert code == 0, complaints
    return _errors(json.loads(report.read_text()))


def _checked(name: str, *arguments: str) -> tuple[int, str, str]:
    """Run a checker; return its exit code, what it printed and its complaints."""
    service = _checkers(Path(checker(name)).with_name("python"))
    assert service.stdin is not None
    assert service.stdout is not None
    service.stdin.write(json.dumps([name, *arguments]) + "\n")
    service.stdin.flush()
    answer = service.stdout.readline()
    assert answer, f"The checkers ended: {service.wait()}"
    code, output, complaints = json.loads(answer)
    return code, output, complaints


@cache
def _checkers(python: Path) -> "subprocess.Popen[str]":
    """Both checkers, started once for all documents; they end with us, when nothing more can come."""
    service = subprocess.Popen(
        [str(python), str(Path(__file__).with_name("checking.py"))],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    atexit.register(_end, service)
    return service


def _end(service: "subprocess.Popen[str]") -> None:
    service.communicate()


def _errors(report: Any) -> list[str]:
    """Every finding of severity "error", wherever the report keeps it."""
    if isinstance(report, list):
        return [error for part in report for error in _errors(part)]
    if not isinstance(report, dict):
        return []
    own = [json.dumps(report)] if str(report.get("severity", "")).lower() == "error" else []
    return own + [error for part in report.values() for error in _errors(part)]


# --- reading order ------------------------------------------------------------------------------


@dataclass(frozen=True)
class TaggedText:
    """One element of the structure tree and all text below it."""

    tag: str
    text: str


def tagged_texts(content: bytes, *tags: str) -> list[str]:
    """Return the text of every element with one of ``tags``, in the order a screen reader meets them."""
    return [one.text for one in _all_tagged(content) if one.tag in tags]


@lru_cache(maxsize=2)
def _all_tagged(content: bytes) -> tuple[TaggedText, ...]:
    """Every element of the structure tree. One document is asked about several kinds of them."""
    reader = PdfReader(io.BytesIO(content))
    pages = {page.indirect_reference.idnum: _marked_text(reader, page) for page in reader.pages}
    root = reader.trailer["/Root"]["/StructTreeRoot"]
    found: list[TaggedText] = []
    _walk(root, None, pages, found)
    return tuple(found)


def html_texts(body: str, *tags: str) -> list[str]:
    """Return the text of every element with one of ``tags``, in the order of the HTML."""
    tree = lxml_html.fromstring(f"<div>{body}</div>")
    return [_folded(" ".join(element.itertext())) for element in tree.iter(*tags)]


def assert_reads_as_the_html(content: bytes, body: str) -> None:
    """Headings and data cells must come in the HTML's order with the HTML's words.

    Spaces are left out of the comparison: where a line breaks, a PDF has none. Header cells are
    repeated on each page, so only their set is compared.
    """
    assert _tight(tagged_texts(content, *_HEADINGS)) == _tight(html_texts(body, "h1", "h2", "h3", "h4"))
    assert _tight(tagged_texts(content, "TD")) == _tight(html_texts(body, "td"))
    assert set(_tight(tagged_texts(content, "TH"))) == set(_tight(html_texts(body, "th")))


def _tight(texts: list[str]) -> list[str]:
    return [tight for text in texts if (tight := _BLANKS.sub("", text))]


def _folded(text: str) -> str:
    return _BLANKS.sub(" ", text).strip()


def _walk(node: Any, page: int | None, pages: dict[int, dict[int, str]], found: list[TaggedText]) -> str:
    if isinstance(node, IndirectObject):
        node = node.get_object()
    if isinstance(node, NumberObject | int):
        return pages.get(page or 0, {}).get(int(node), "")
    if isinstance(node, ArrayObject):
        return " ".join(_walk(kid, page, pages, found) for kid in node)
    if not isinstance(node, DictionaryObject):
        return ""
    if "/Pg" in node:
        page = node.raw_get("/Pg").idnum
    if node.get("/Type") == "/MCR":
        return pages.get(page or 0, {}).get(int(node["/MCID"]), "")
    if node.get("/Type") == "/OBJR" or "/K" not in node:
        return ""
    place = len(found)
    text = _folded(_walk(node.raw_get("/K"), page, pages, found))
    if "/S" in node:
        found.insert(place, TaggedText(str(node["/S"])[1:], text))
    return text


def _marked_text(reader: PdfReader, page: Any) -> dict[int, str]:
    """Return the page's text by marked-content number."""
    fonts = {name: _to_unicode(font.get_object()) for name, font in page["/Resources"]["/Font"].items()}
    texts: dict[int, str] = {}
    open_marks: list[int | None] = []
    letters: dict[int, str] = {}
    for operands, operator in ContentStream(page.get_contents(), reader).operations:
        if operator in {b"BDC", b"BMC"}:
            properties = operands[1] if operator == b"BDC" else {}
            open_marks.append(properties.get("/MCID") if isinstance(properties, DictionaryObject) else None)
        elif operator == b"EMC":
            open_marks.pop()
        elif operator == b"Tf":
            letters = fonts[operands[0]]
        elif operator in {b"Tj", b"TJ"}:
            mark = next((mark for mark in reversed(open_marks) if mark is not None), None)
            if mark is not None:
                texts[mark] = texts.get(mark, "") + _shown(operands[0], letters)
    return texts


def _shown(operand: Any, letters: dict[int, str]) -> str:
    parts = operand if isinstance(operand, ArrayObject) else [operand]
    shown = ""
    for part in parts:
        raw = getattr(part, "original_bytes", None)
        if raw is None and isinstance(part, bytes):
            raw = bytes(part)
        if raw is not None:
            codes = [int.from_bytes(raw[at : at + 2], "big") for at in range(0, len(raw), 2)]
            shown += "".join(letters.get(code, "\ufffd") for code in codes)
    return shown


def _to_unicode(font: DictionaryObject) -> dict[int, str]:
    table = font["/ToUnicode"].get_data().decode("latin-1")
    letters: dict[int, str] = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", table, re.DOTALL):
        for code, text in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            letters[int(code, 16)] = bytes.fromhex(text).decode("utf-16-be")
    return letters


# --- pictures -----------------------------------------------------------------------------------


def page_pictures(content: bytes, folder: Path, *, dots: int = 60) -> list[Path]:
    """Return each page as a PNG, drawn by poppler: for people to look at."""
    drawer = shutil.which("pdftoppm")
    if drawer is None and os.environ.get("CI") != "true":
        pytest.skip("pdftoppm (poppler-utils) is not installed")
    assert drawer, "make test installs pdftoppm (poppler-utils) when it can"
    file = folder / "pages.pdf"
    file.write_bytes(content)
    command = [drawer, "-r", str(dots), "-png", str(file), str(folder / "page")]
    subprocess.run(command, check=True, timeout=120)
    return sorted(folder.glob("page-*.png"))
