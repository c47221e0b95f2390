"""Papers of a meeting: checked by content, freed of who wrote them, out in time or late for all to see."""

import hashlib
import io
import re
import uuid
import zipfile
import zlib
from dataclasses import dataclass
from typing import Any, Final

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from calendar_app.services.file_metadata import pdf_without_metadata, picture_without_metadata
from common import trail
from common.actors import Actor
from common.errors import DomainError
from common.swedish import today
from common.uploads import JPEG, MIB, PDF, PNG, sniff
from councils.models import AgendaItem, Invitation, Meeting, Paper
from councils.services import meeting_letters as letters
from councils.services.shared import cleaned, raise_stamp, require
from councils.words import MeetingStatus

MOST_BYTES: Final = 20 * MIB
TOO_BIG: Final = f"Filen är för stor. Den får vara högst {MOST_BYTES // MIB} MB. Spara den i mindre storlek, eller dela upp den."
WRONG_KIND: Final = "Filen går inte att använda. Välj en fil av typen pdf, docx, odt, xlsx, jpg eller png."
#: Unpacked, an office file is at most this big.
_MOST_UNPACKED: Final = 300 * MIB
_MOST_PARTS: Final = 3_000
#: Ending, the part that tells the kind, what holds author and company.
_OFFICE: Final = (
    ("docx", "word/document.xml", ("docProps/core.xml", "docProps/app.xml", "docProps/custom.xml")),
    ("xlsx", "xl/workbook.xml", ("docProps/core.xml", "docProps/app.xml", "docProps/custom.xml")),
)
_ODT: Final = b"application/vnd.oasis.opendocument.text"
#: Elements that name somebody or somebody's employer.
_NAMING: Final = re.compile(
    rb"<(dc:creator|cp:lastModifiedBy|Manager|Company|meta:initial-creator|meta:printed-by)(\s[^>]*)?>.*?</\1>",
    re.DOTALL,
)
MIME: Final = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "odt": _ODT.decode(),
    "jpg": "image/jpeg",
    "png": "image/png",
}


@dataclass(frozen=True)
class CheckedFile:
    """What may be stored: the bytes and the ending that they show."""

    content: bytes
    ending: str


def read_paper(upload: "UploadedFile[Any]") -> CheckedFile:
    """Check an upload by its content, whatever its name says, and return it without authors. Raises ``DomainError``."""
    if (upload.size or 0) > MOST_BYTES:
        raise DomainError(TOO_BIG, field="file")
    kind = sniff(upload, (PDF, JPEG, PNG))
    upload.seek(0)
    content = upload.read()
    if kind is not None:
        return CheckedFile(_without_metadata(content, kind.ending), kind.ending)
    return _office_file(content)


@transaction.atomic
def add_paper(
    meeting: Meeting,
    file: CheckedFile,
    *,
    title: str,
    actor: Actor,
    is_public: bool = False,
    item: AgendaItem | None = None,
) -> Paper:
    """Put a paper to a meeting. After the day the papers were to be out it is marked late, for good."""
    require(actor, "councils.run_meeting", meeting)
    title = cleaned(title, field="title", longest=160, required="Skriv vad det är för handling.")
    locked = Meeting._base_manager.select_for_update().get(pk=meeting.pk)
    if locked.status == MeetingStatus.CANCELLED:
        raise DomainError("Mötet är inställt. Då läggs inga handlingar till.")
    if item is not None and item.meeting_id != locked.pk:
        raise DomainError("Punkten står inte på mötets dagordning.", field="item")
    digest = hashlib.sha256(file.content).hexdigest()
    if locked.papers.filter(sha256=digest).exists():
        raise DomainError("Den filen finns redan bland mötets handlingar.", field="file")
    last = locked.papers.aggregate(last=Max("position"))["last"] or 0
    paper = Paper(
        meeting=locked,
        item=item,
        title=title,
        ending=file.ending,
        sha256=digest,
        size=len(file.content),
        is_public=is_public,
        is_late=today() > locked.papers_due,
        position=last + 1,
    )
    paper.file.save(f"{uuid.uuid4()}.{file.ending}", ContentFile(file.content), save=False)
    paper.save()
    trail.record("add_paper", paper, actor=actor)
    raise_stamp()
    return paper


@transaction.atomic
def remove_paper(paper: Paper, *, actor: Actor) -> None:
    """Take a paper away, file and all. Gone already is no error."""
    require(actor, "councils.run_meeting", paper.meeting)
    locked = Paper.objects.select_for_update().filter(pk=paper.pk).first()
    if locked is None:
        return
    store, name = locked.file.storage, locked.file.name
    trail.record("remove_paper", locked, actor=actor)
    locked.delete()
    raise_stamp()
    # The file goes when the row surely has.
    transaction.on_commit(lambda: store.delete(name) if name else None)


@transaction.atomic
def send_papers_out(meeting: Meeting, *, actor: Actor) -> Meeting:
    """Note that the papers are out, and tell everybody who is called. Once: the day stands for all to see."""
    require(actor, "councils.run_meeting", meeting)
    locked = Meeting._base_manager.select_for_update().get(pk=meeting.pk)
    if locked.papers_out_at is not None:
        return locked
    if locked.status not in {MeetingStatus.PLANNED, MeetingStatus.CALLED}:
        raise DomainError("Mötet är hållet eller inställt. Då skickas inga handlingar ut.")
    if locked.status == MeetingStatus.PLANNED:
        raise DomainError("Skicka kallelsen först. Då vet alla vart handlingarna hör.")
    if not locked.papers.exists() and not locked.items.exists():
        raise DomainError("Det finns varken dagordning eller handlingar att skicka ut.")
    locked.papers_out_at = timezone.now()
    locked.version += 1
    locked.save(update_fields=["papers_out_at", "version"])
    trail.record("send_papers_out", locked, actor=actor, fields=["papers_out_at"])
    called = Invitation.objects.filter(meeting=locked).select_related(
        "mandate__user", "meeting__council", "meeting__municipality"
    )
    for invitation in called.order_by("pk"):
        letters.send(letters.PAPERS_OUT, invitation)
    raise_stamp()
    return locked


def _without_metadata(content: bytes, ending: str) -> bytes:
    try:
        return pdf_without_metadata(content) if ending == "pdf" else picture_without_metadata(content, ending)
    except DomainError as error:
        raise DomainError(error.message, field="file") from error


def _office_file(content: bytes) -> CheckedFile:
    """A docx, xlsx or odt by what is in it: written anew without authors, without macros, not too big unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
            names = {part.filename for part in parts}
            if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _MOST_UNPACKED:
                raise DomainError(TOO_BIG, field="file")
            if any(name.lower().endswith(("vbaproject.bin", ".exe", ".js")) for name in names):
                raise DomainError(
                    "Filen innehåller makron. Spara den utan makron och välj den igen.", field="file"
                )
            ending, private = _kind_of(packed, names)
            return CheckedFile(_packed_anew(packed, parts, private), ending)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise DomainError(WRONG_KIND, field="file") from error


def _kind_of(packed: zipfile.ZipFile, names: set[str]) -> tuple[str, tuple[str, ...]]:
    for ending, part, private in _OFFICE:
        if part in names and "[Content_Types].xml" in names:
            return ending, private
    if "mimetype" in names and "content.xml" in names:
        with packed.open("mimetype") as told:
            if told.read(len(_ODT) + 1).strip() == _ODT:
                return "odt", ("meta.xml",)
    raise DomainError(WRONG_KIND, field="file")


def _packed_anew(packed: zipfile.ZipFile, parts: list[zipfile.ZipInfo], private: tuple[str, ...]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as written:
        for part in parts:
            data = packed.read(part)
            if part.filename in private:
                data = _NAMING.sub(rb"<\1\2></\1>", data)
            # An odt tells its kind by a first part that isn't compressed.
            stored = part.filename == "mimetype"
            fresh = zipfile.ZipInfo(part.filename, date_time=(1980, 1, 1, 0, 0, 0))
            fresh.external_attr = part.external_attr
            written.writestr(
                fresh, data, compress_type=zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            )
    return out.getvalue()
