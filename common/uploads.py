"""Uploaded files: checked by their content, not by their name."""

from dataclasses import dataclass
from typing import Any

import puremagic
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.deconstruct import deconstructible

MIB = 1024 * 1024


@dataclass(frozen=True)
class FileKind:
    """A kind of file the portal accepts: its ending, what it is called and its first bytes' types."""

    ending: str
    mime: str


PDF = FileKind("pdf", "application/pdf")
JPEG = FileKind("jpg", "image/jpeg")
PNG = FileKind("png", "image/png")


@deconstructible
class ContentCheck:
    """Form validator: the file's bytes must be of one of ``kinds`` and at most ``max_bytes`` long."""

    def __init__(self, kinds: tuple[FileKind, ...], max_bytes: int = 5 * MIB) -> None:
        self.kinds = kinds
        self.max_bytes = max_bytes

    def __call__(self, upload: "UploadedFile[Any]") -> None:
        if (upload.size or 0) > self.max_bytes:
            raise ValidationError(
                f"Filen är för stor. Den får vara högst {self.max_bytes // MIB} MB. Gör den mindre och försök igen."
            )
        if sniff(upload, self.kinds) is None:
            names = ", ".join(kind.ending for kind in self.kinds)
            raise ValidationError(f"Filen går inte att använda. Välj en fil av typen {names}.")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ContentCheck) and (self.kinds, self.max_bytes) == (
            other.kinds,
            other.max_bytes,
        )

    def __hash__(self) -> int:
        return hash((self.kinds, self.max_bytes))


def sniff(upload: "UploadedFile[Any]", kinds: tuple[FileKind, ...]) -> FileKind | None:
    """Return the kind whose signature the file's first bytes carry, or ``None``."""
    upload.seek(0)
    head = upload.read(2048)
    upload.seek(0)
    try:
        mime = puremagic.from_string(head, mime=True)
    except (puremagic.PureError, ValueError):
        return None
    return next((kind for kind in kinds if kind.mime == mime), None)
