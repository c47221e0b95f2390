"""Uploaded files without what they tell of whoever made them: where a photo was taken, who wrote a programme."""

import io
import struct
import zlib
from typing import Any

from PIL import Image, ImageOps, UnidentifiedImageError
from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from pypdf.generic import DictionaryObject

from common.errors import DomainError

#: More pixels than any poster needs; a small file can unfold to a huge picture.
MOST_PIXELS = 40_000_000
#: What pypdf makes of files that nobody should have written.
_BROKEN = (
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
#: Of the document and of each page: XMP, and what programs keep to themselves.
_PRIVATE = ("/Metadata", "/PieceInfo")


def picture_without_metadata(content: bytes, ending: str) -> bytes:
    """Return the picture written anew, upright, with nothing but its dots. Raises ``DomainError``."""
    try:
        with Image.open(io.BytesIO(content)) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise DomainError("Bilden har för många bildpunkter. Gör den mindre.", field="attachment")
            upright = ImageOps.exif_transpose(picture)
            clean = upright.convert("RGB" if ending == "jpg" else "RGBA")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise DomainError(
            "Bilden går inte att läsa. Spara om den och försök igen.", field="attachment"
        ) from error
    clean.info = {}
    out = io.BytesIO()
    if ending == "jpg":
        clean.save(out, "JPEG", quality=88)
    else:
        clean.save(out, "PNG")
    return out.getvalue()


def pdf_without_metadata(content: bytes) -> bytes:
    """Return the PDF written anew, with its title and tags, without author, programs and who commented.

    Earlier versions that a program left in the file go too. Raises ``DomainError`` when it is locked or broken.
    """
    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted:
            raise DomainError(
                "Pdf-filen är låst med ett lösenord. Spara den utan lösenord och välj den igen.",
                field="attachment",
            )
        title = reader.metadata.title if reader.metadata else None
        # Forgotten where it is read: what nothing leads to any longer is not copied.
        for part in (reader.root_object, *reader.pages):
            _forget(part, _PRIVATE)
        for page in reader.pages:
            for annotation in page.annotations or ():
                _forget_commenter(annotation.get_object())
        writer = PdfWriter(clone_from=reader)
        writer.metadata = {"/Title": title} if title else None
        out = io.BytesIO()
        writer.write(out)
    except _BROKEN as error:
        if isinstance(error, DomainError):
            raise
        raise DomainError(
            "Pdf-filen går inte att läsa. Spara om den i programmet den är gjord i och försök igen.",
            field="attachment",
        ) from error
    return out.getvalue()


def _forget_commenter(annotation: Any) -> None:
    # /T is the commenter's name, and in a form the field's.
    if isinstance(annotation, DictionaryObject) and annotation.get("/Subtype") != "/Widget":
        _forget(annotation, ("/T",))


def _forget(part: DictionaryObject, names: tuple[str, ...]) -> None:
    for name in names:
        part.pop(name, None)
