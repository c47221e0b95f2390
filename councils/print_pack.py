"""The print pack: agenda, previous notes and papers of a meeting as one PDF, in normal and large print.

Our own pages are tagged. Pages of other people's PDFs follow as they are: the whole then doesn't claim to be PDF/UA, and
in large print the first pages say which papers keep their size and whom to ask for another form.
"""

import hashlib
import io
import re
from datetime import timedelta
from typing import Any, Final

import structlog
from django.db import transaction
from django.template.loader import render_to_string
from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from pypdf.generic import DictionaryObject, NameObject, StreamObject

from common.actors import Actor
from common.crisis import crisis_numbers
from common.editions import request_edition
from common.errors import DomainError
from common.models import Edition
from common.pdf import render_pdf
from common.swedish import phone_text, time_text
from councils.models import Meeting, MinutesEdition, Paper
from councils.services.meeting_letters import place_text, when_text
from councils.services.shared import require

log = structlog.get_logger(__name__)

KIND: Final = "council_pack"
TITLE: Final = "Möteshandlingar"
_UA: Final = re.compile(rb"<pdfuaid:part>.*?</pdfuaid:part>|\s*pdfuaid:part=\"[^\"]*\"", re.DOTALL)


def pack_key(meeting: Meeting, *, large: bool) -> str:
    """Return the key under which the editions of one pack are numbered."""
    return f"council-pack:{meeting.pk}:{'large' if large else 'normal'}"


@transaction.atomic
def request_pack(meeting: Meeting, *, large: bool, actor: Actor) -> Edition:
    """Freeze what the pack holds now and let the worker make it. Unchanged since the last, that one is it."""
    require(actor, "councils.run_meeting", meeting)
    data = pack_data(meeting, large=large)
    latest = Edition.objects.filter(key=pack_key(meeting, large=large)).order_by("-number").first()
    if latest is not None and latest.data == data and latest.state != Edition.State.FAILED:
        return latest
    if not data["agenda"] and not data["papers"]:
        raise DomainError("Det finns varken dagordning eller handlingar att skriva ut.")
    return request_edition(kind=KIND, key=pack_key(meeting, large=large), title=TITLE, data=data, actor=actor)


def newest_pack(meeting: Meeting, *, large: bool) -> Edition | None:
    """Return the newest pack, also while it is being made."""
    return Edition.objects.filter(key=pack_key(meeting, large=large)).order_by("-number").first()


def pack_data(meeting: Meeting, *, large: bool) -> dict[str, Any]:
    """Return what the pack says now, as plain values."""
    at = meeting.starts_at
    agenda = []
    for item in meeting.items.filter(state__in=["placed", "treated", "postponed"]).order_by(
        "position", "created_at"
    ):
        agenda.append(
            {
                "at": time_text(at),
                "title": item.title,
                "text": item.text,
                "minutes": item.minutes,
                "presenter": item.presenter,
            }
        )
        at += timedelta(minutes=item.minutes)
    return {
        "council": meeting.council.name,
        "theme": meeting.title,
        "when": when_text(meeting),
        "place": place_text(meeting),
        "large": large,
        "agenda": agenda,
        "previous": _previous(meeting, large=large),
        "ask": _ask(meeting) if large else "",
        "papers": [
            {
                "title": paper.title,
                "ending": paper.ending,
                "file": paper.file.name,
                "sha256": paper.sha256,
                "late": paper.is_late,
            }
            for paper in meeting.papers.all()
        ],
    }


def _previous(meeting: Meeting, *, large: bool) -> dict[str, str] | None:
    """The last published notes of an earlier meeting, when their file of that size is ready."""
    size = "large_print" if large else "document"
    edition = (
        MinutesEdition.objects.filter(
            minutes__meeting__council=meeting.council,
            minutes__meeting__starts_at__lt=meeting.starts_at,
            **{f"{size}__state": Edition.State.READY},
        )
        .select_related(size, "minutes__meeting")
        .order_by("-minutes__meeting__starts_at", "-number")
        .first()
    )
    file: Edition | None = getattr(edition, size, None)
    if edition is None or file is None:
        return None
    return {"when": when_text(edition.minutes.meeting), "file": file.file.name or "", "sha256": file.sha256}


def _ask(meeting: Meeting) -> str:
    """Whom to ask for papers in another form."""
    council = meeting.council
    ways = [council.contact_name, phone_text(council.contact_phone), council.contact_email]
    return ", ".join(one for one in ways if one)


def render_pack(edition: Edition) -> tuple[bytes, int]:
    """Return the pack as PDF and its number of pages. Files that are gone or broken are told, and left out."""
    data = edition.data
    parts: list[tuple[dict[str, Any], type[Edition] | type[Paper]]] = []
    if data["previous"]:
        parts.append((data["previous"], Edition))
    parts += [(paper, Paper) for paper in data["papers"] if paper["ending"] == "pdf"]
    found = {one["file"]: _read(one, model) for one, model in parts}
    html = render_to_string(
        "councils/meetings/pack_pdf.html",
        {
            "data": data,
            "number": edition.number,
            "missing": {name for name, content in found.items() if content is None},
            "crisis_lines": [line for line in crisis_numbers() if line.in_strip],
        },
    )
    content, pages = render_pdf(html, title=TITLE, stylesheets=("pack.css",))
    added = [one for one in found.values() if one is not None]
    return _joined(content, added) if added else (content, pages)


def _read(told: dict[str, Any], model: type[Edition] | type[Paper]) -> bytes | None:
    """Return the file, if it is the one that was frozen and can be read."""
    store = model._meta.get_field("file").storage
    try:
        with store.open(told["file"]) as file:
            content: bytes = file.read()
        if hashlib.sha256(content).hexdigest() != told["sha256"]:
            return None
        return content if len(PdfReader(io.BytesIO(content)).pages) else None
    except (OSError, PyPdfError, ValueError, LookupError, TypeError):
        log.warning("pack_part_unreadable")
        return None


def _joined(own: bytes, added: list[bytes]) -> tuple[bytes, int]:
    """Put the others' pages after ours. Their tags are not ours to vouch for, and neither is the whole."""
    writer = PdfWriter(clone_from=io.BytesIO(own))
    for content in added:
        for page in PdfReader(io.BytesIO(content)).pages:
            new = writer.add_page(page)
            # Their numbers would point into our own tree of tags.
            new.pop("/StructParents", None)
            for annotation in new.get("/Annots", ()) or ():
                one = annotation.get_object()
                if isinstance(one, DictionaryObject):
                    one.pop("/StructParent", None)
    metadata = writer.root_object.get("/Metadata")
    if metadata is not None and isinstance(metadata.get_object(), StreamObject):
        stream = StreamObject()
        stream.update(
            {NameObject("/Type"): NameObject("/Metadata"), NameObject("/Subtype"): NameObject("/XML")}
        )
        stream.set_data(_UA.sub(b"", metadata.get_object().get_data()))
        writer.root_object[NameObject("/Metadata")] = writer._add_object(stream)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue(), len(writer.pages)
