"""What editors upload: looked at by its content, and kept without what it tells of whoever made it."""

import io
import re
import struct
import threading
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import PurePosixPath
from typing import Any

import pillow_heif
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.text import slugify
from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError
from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, BooleanObject, DictionaryObject, IndirectObject, NameObject

from calendar_app.services.file_metadata import pdf_without_metadata
from common.errors import DomainError
from common.uploads import MIB
from pages.captions import captions_fault
from pages.editing.titles import is_no_title

pillow_heif.register_heif_opener()

#: The longest side of a picture that is kept, in dots: twice the widest a page shows it.
LONGEST_SIDE = 2400
_ONE_PICTURE = threading.Lock()
#: So much of a document's text is searched, in characters.
MOST_TEXT = 400_000
#: And so many of its pages are read.
MOST_PAGES = 1000
#: A PDF of more parts than this is not one to read.
_MOST_PARTS = 400_000
MOST_BYTES = {"mp4": 300 * MIB, "webm": 300 * MIB, "vtt": MIB}
MOST_BYTES_OF_OTHERS = 40 * MIB
#: A picture that can't be unpacked smaller than it is has at most so many dots: four bytes each in memory.
_MOST_DOTS = 40_000_000
_UNPACKED_SMALL = {"JPEG", "MPO"}
_KINDS_KEPT = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp"}
#: What pypdf and Pillow make of files that nobody should have written.
BROKEN = (
    PyPdfError,
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    NotImplementedError,
    OSError,
    RecursionError,
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
)
_ACTS = {
    "/JavaScript": "kör ett program",
    "/Launch": "startar ett program",
    "/ImportData": "hämtar uppgifter",
}
#: A part that every file of the kind has.
_PACKAGES = {
    "docx": "word/document.xml",
    "xlsx": "xl/workbook.xml",
    "odt": "content.xml",
    "ods": "content.xml",
}
_HEADS = {"mp4": re.compile(rb"^.{4}ftyp", re.DOTALL), "webm": re.compile(rb"^\x1aE\xdf\xa3")}


@dataclass(frozen=True)
class PdfFacts:
    """What a look into a PDF found."""

    pages: int
    is_tagged: bool


def prepared_picture(upload: Any) -> SimpleUploadedFile:
    """Return the picture upright, at most 2400 dots long, with nothing but its dots. Raises ``ValidationError``."""
    upload.seek(0)
    try:
        with _whole_pictures_only(), Image.open(upload) as opened:
            kind = opened.format if opened.format in _KINDS_KEPT else "JPEG"
            # A photo is unpacked no larger than needed: 100 million dots would fill the memory. Other kinds can't be.
            opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            _refuse_too_many_dots(opened)
            opened.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
            clean = ImageOps.exif_transpose(opened).convert("RGB" if kind == "JPEG" else "RGBA")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        if "truncated" in str(error):
            raise ValidationError(
                "Bilden är inte hel: slutet av filen saknas. Hämta den igen från kameran eller den som skickade den."
            ) from error
        raise ValidationError("Bilden går inte att läsa. Spara om den som jpg och försök igen.") from error
    clean.info = {}
    out = io.BytesIO()
    clean.save(out, kind, quality=86)
    name = f"{safe_stem(upload.name)}.{_KINDS_KEPT[kind]}"
    return SimpleUploadedFile(name, out.getvalue(), f"image/{kind.lower()}")


def _refuse_too_many_dots(opened: Image.Image) -> None:
    width, height = opened.size
    if width * height > _MOST_DOTS and opened.format not in _UNPACKED_SMALL:
        raise ValidationError(
            f"Bilden har för många bildpunkter: {width} × {height}. Spara om den som jpg eller gör den mindre."
        )


@contextmanager
def _whole_pictures_only() -> Iterator[None]:
    """Let Pillow refuse a picture that ends too early: WeasyPrint has it draw what there is, in the whole process."""
    with _ONE_PICTURE:
        before = ImageFile.LOAD_TRUNCATED_IMAGES
        ImageFile.LOAD_TRUNCATED_IMAGES = False
        try:
            yield
        finally:
            ImageFile.LOAD_TRUNCATED_IMAGES = before


def safe_stem(name: str) -> str:
    """Return the file's name without ending, in letters that every computer knows."""
    return slugify(PurePosixPath(name.replace("\\", "/")).stem)[:80] or "fil"


def ending_of(name: str) -> str:
    return PurePosixPath(name).suffix.lower().removeprefix(".")


def prepared_document(upload: Any, title: str) -> Any:
    """Return the file as it may be kept, under a safe name. Raises ``ValidationError`` with what to do instead.

    A PDF loses its author and its programs' notes, and bears ``title`` if it has none of its own.
    """
    ending = ending_of(upload.name)
    most = MOST_BYTES.get(ending, MOST_BYTES_OF_OTHERS)
    if upload.size > most:
        raise ValidationError(f"Filen är för stor. Den får vara högst {most // MIB} MB.")
    upload.seek(0)
    head = upload.read(4096)
    upload.seek(0)
    if ending == "pdf":
        if b"%PDF-" not in head[:1024]:
            raise ValidationError(_not_that("pdf"))
        return _prepared_pdf(upload, title)
    if ending in _PACKAGES:
        _check_package(upload, ending)
    elif ending in _HEADS:
        if not _HEADS[ending].match(head):
            raise ValidationError(_not_that(ending))
    elif b"\x00" in head or head.startswith((b"MZ", b"#!", b"%PDF", b"PK")):
        raise ValidationError(_not_that(ending))
    elif ending == "vtt":
        upload.seek(0)
        if fault := captions_fault(upload.read()):
            raise ValidationError(fault)
    upload.seek(0)
    upload.name = f"{safe_stem(upload.name)}.{ending}"
    return upload


def _not_that(ending: str) -> str:
    return (
        f"Filen heter .{ending} men är något annat. Spara om den i programmet den är gjord i och försök igen."
    )


def _check_package(upload: Any, ending: str) -> None:
    try:
        with zipfile.ZipFile(upload) as package:
            names = set(package.namelist())
    except (zipfile.BadZipFile, *BROKEN) as error:
        raise ValidationError(_not_that(ending)) from error
    if _PACKAGES[ending] not in names:
        raise ValidationError(_not_that(ending))
    if any("/embeddings/" in name.lower() and name.lower().endswith(".bin") for name in names):
        raise ValidationError(
            "Filen har ett inbäddat objekt, och i ett sådant kan program gömma sig. Gör om det till text eller bild."
        )
    if any(name.lower().endswith("vbaproject.bin") or name.startswith("Basic/") for name in names):
        raise ValidationError("Filen innehåller makron, alltså program. Spara den utan makron.")


def _prepared_pdf(upload: Any, title: str) -> SimpleUploadedFile:
    content = upload.read()
    try:
        reader = PdfReader(io.BytesIO(content))
        if not reader.is_encrypted:
            _refuse_acts(reader)
            content = pdf_without_metadata(content)
            content = _with_title(content, title)
        else:
            raise ValidationError("Pdf-filen är låst med ett lösenord. Spara den utan lösenord.")
    except DomainError as fault:
        raise ValidationError(fault.message) from fault
    except BROKEN as error:
        raise ValidationError(
            "Pdf-filen går inte att läsa. Spara om den i programmet den är gjord i och försök igen."
        ) from error
    return SimpleUploadedFile(f"{safe_stem(upload.name)}.pdf", content, "application/pdf")


def _refuse_acts(reader: PdfReader) -> None:
    """A document is read; it does nothing by itself."""
    seen: set[tuple[int, int]] = set()
    waiting: list[Any] = [reader.root_object]
    looked_at = 0
    while waiting:
        part = waiting.pop()
        looked_at += 1
        if looked_at > _MOST_PARTS:
            raise ValidationError("Pdf-filen har för många delar. Spara om den i färre sidor.")
        if isinstance(part, IndirectObject):
            if (part.idnum, part.generation) in seen:
                continue
            seen.add((part.idnum, part.generation))
            part = part.get_object()
        if isinstance(part, DictionaryObject):
            act = _ACTS.get(str(part.get("/S"))) or ("kör ett program" if "/JS" in part else "")
            if act:
                raise ValidationError(
                    f"Pdf-filen gör något av sig själv: den {act}. Spara den som en vanlig pdf utan skript."
                )
            if "/XFA" in part:
                raise ValidationError(
                    "Pdf-filen är ett formulär av en sort (XFA) som kan köra program. Spara den som en vanlig pdf."
                )
            if "/EF" in part or part.get("/Type") == "/EmbeddedFile":
                raise ValidationError("Pdf-filen har andra filer inuti sig. Spara den utan bifogade filer.")
            waiting += [part.raw_get(name) for name in part]
        elif isinstance(part, ArrayObject):
            waiting += list(part)


def _with_title(content: bytes, title: str) -> bytes:
    reader = PdfReader(io.BytesIO(content))
    own = (reader.metadata.title or "").strip() if reader.metadata else ""
    writer = PdfWriter(clone_from=reader)
    if not own or is_no_title(own):
        writer.metadata = {"/Title": title}
    # Readers announce the title instead of the file's name (PDF/UA-1, 7.1).
    view = writer.root_object.get("/ViewerPreferences", DictionaryObject()).get_object()
    view[NameObject("/DisplayDocTitle")] = BooleanObject(True)
    writer.root_object[NameObject("/ViewerPreferences")] = view
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def look_into_pdf(content: Any) -> PdfFacts | None:
    """Return pages and whether it is tagged, or nothing if it can't be read."""
    try:
        reader = PdfReader(content)
        marked = reader.root_object.get("/MarkInfo", DictionaryObject()).get_object().get("/Marked")
        return PdfFacts(
            pages=len(reader.pages),
            is_tagged=bool(getattr(marked, "value", marked)) and "/StructTreeRoot" in reader.root_object,
        )
    except BROKEN:
        return None


def text_of_pdf(content: Any) -> str:
    """Return the text, for the search; cut where it grows too long, empty if it can't be read."""
    found: list[str] = []
    length = 0
    try:
        for page in islice(PdfReader(content).pages, MOST_PAGES):
            found.append(page.extract_text())
            length += len(found[-1])
            if length > MOST_TEXT:
                break
    except BROKEN:
        pass
    return "\n".join(found).replace("\x00", "")[:MOST_TEXT]
