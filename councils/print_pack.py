"""The print pack: agenda, previous notes and papers of a meeting as one PDF, in normal and large print.

Our own pages are tagged. Pages of other people's PDFs, and pictures as pages, follow as they are: the whole then doesn't
claim to be PDF/UA, and in large print the first pages say which papers keep their size and whom to ask for another form.
Office files can't be put in: the list tells where they are.

Notes of the meeting before that are sent round or approved, and not published yet, are marked so: whoever may read the pack
may read them. A draft is for those who write it, and only told of.
"""

import hashlib
import io
import re
from typing import Any, Final

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from PIL import Image, ImageOps
from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from pypdf.generic import DictionaryObject, NameObject, StreamObject

from common.actors import Actor
from common.crisis import crisis_numbers
from common.editions import request_edition
from common.errors import DomainError
from common.models import Edition
from common.pdf import render_pdf
from common.swedish import phone_text
from councils.meeting_words import timed_agenda
from councils.models import Meeting, Minutes, Paper
from councils.pdf_minutes import shown
from councils.services.meeting_letters import place_text, when_text
from councils.services.shared import require
from councils.words import MinutesStatus

log = structlog.get_logger(__name__)

KIND: Final = "council_pack"
TITLE: Final = "Möteshandlingar"
_PICTURES: Final = frozenset({"jpg", "png"})
#: Papers that become pages of the pack; others are told of.
_AS_PAGES: Final = _PICTURES | {"pdf"}
_DOTS_PER_INCH: Final = 150
#: Long side and short side of A4 at that many dots.
_A4_DOTS: Final = (1754, 1240)
_MARGIN: Final = 90
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


def holds_removed(pack: Edition, meeting: Meeting) -> bool:
    """Whether a paper in the pack has been taken away since: then nobody is handed it."""
    there = set(meeting.papers.values_list("sha256", flat=True))
    return any(paper["sha256"] not in there for paper in pack.data.get("papers", ()))


def has_changed(pack: Edition, meeting: Meeting) -> bool:
    """Whether the pack would say something else if it were made now."""
    return bool(pack.data != pack_data(meeting, large=pack.data.get("large", False)))


def pack_data(meeting: Meeting, *, large: bool) -> dict[str, Any]:
    """Return what the pack says now, as plain values."""
    agenda = [
        {
            "at": at,
            "title": item.title,
            "text": item.text,
            "minutes": item.minutes,
            "presenter": item.presenter,
        }
        for at, item in timed_agenda(meeting)
    ]
    return {
        "council": meeting.council.name,
        "theme": meeting.title,
        "when": when_text(meeting),
        "place": place_text(meeting),
        "large": large,
        "agenda": agenda,
        "previous": _previous(meeting, large=large),
        "ask": _ask(meeting),
        "where": settings.PORTAL_ORIGIN + reverse("councils:meeting", args=[meeting.pk]),
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


def _previous(meeting: Meeting, *, large: bool) -> dict[str, Any] | None:
    """The notes of the meeting before: published as a file, else what the council has been sent, else that there are none."""
    been = Meeting.objects.filter(council=meeting.council, starts_at__lt=meeting.starts_at)
    been = been.filter(Q(status="held") | Q(status="called", ends_at__lt=timezone.now()))
    before = been.select_related("minutes", "council", "municipality").order_by("-starts_at").first()
    if before is None:
        return None
    told: dict[str, Any] = {"when": when_text(before), "state": "missing", "file": "", "content": None}
    minutes: Minutes | None = getattr(before, "minutes", None)
    if minutes is None:
        return told
    edition = minutes.editions.select_related("document", "large_print").order_by("-number").first()
    if edition is not None:
        file = edition.large_print if large else edition.document
        if file is not None and file.state == Edition.State.READY:
            return told | {"state": "published", "file": file.file.name or "", "sha256": file.sha256}
        return told | {"state": "published", "content": edition.content}
    if minutes.status in {MinutesStatus.SENT, MinutesStatus.APPROVED}:
        return told | {"state": minutes.status, "content": minutes.frozen}
    return told


def _ask(meeting: Meeting) -> str:
    """Whom to ask for papers in another form."""
    council = meeting.council
    ways = [council.contact_name, phone_text(council.contact_phone), council.contact_email]
    return ", ".join(one for one in ways if one)


def render_pack(edition: Edition) -> tuple[bytes, int]:
    """Return the pack as PDF and its number of pages. Files that are gone or broken are told, and left out."""
    data = edition.data
    parts: list[tuple[dict[str, Any], type[Edition] | type[Paper]]] = []
    previous = data["previous"] or {}
    if previous.get("file"):
        parts.append((previous, Edition))
    parts += [(paper, Paper) for paper in data["papers"] if paper["ending"] in _AS_PAGES]
    found = {one["file"]: _read(one, model) for one, model in parts}
    html = render_to_string(
        "councils/meetings/pack_pdf.html",
        {
            "data": data,
            "number": edition.number,
            "notes": shown(previous["content"]) if previous.get("content") else None,
            "apart": [one for one in data["papers"] if one["ending"] not in _AS_PAGES],
            "missing": {name for name, content in found.items() if content is None},
            "crisis_lines": [line for line in crisis_numbers() if line.in_strip],
        },
    )
    content, pages = render_pdf(html, title=TITLE, stylesheets=("minutes.css", "pack.css"))
    added = [one for one in found.values() if one is not None]
    return _joined(content, added) if added else (content, pages)


def _read(told: dict[str, Any], model: type[Edition] | type[Paper]) -> bytes | None:
    """Return the file as PDF, if it is the one that was frozen and can be read."""
    store = model._meta.get_field("file").storage
    try:
        with store.open(told["file"]) as file:
            content: bytes = file.read()
        if hashlib.sha256(content).hexdigest() != told["sha256"]:
            return None
        if told.get("ending") in _PICTURES:
            return _page_of(content)
        return content if len(PdfReader(io.BytesIO(content)).pages) else None
    except (OSError, PyPdfError, ValueError, LookupError, TypeError, Image.DecompressionBombError):
        log.warning("pack_part_unreadable")
        return None


def _page_of(content: bytes) -> bytes:
    """Return a picture as one page of A4, lying down if it is wider than high."""
    with Image.open(io.BytesIO(content)) as picture:
        long, short = _A4_DOTS
        size = (long, short) if picture.width > picture.height else (short, long)
        page = Image.new("RGB", size, "white")
        fitted = ImageOps.contain(picture.convert("RGBA"), (size[0] - 2 * _MARGIN, size[1] - 2 * _MARGIN))
    page.paste(fitted, ((size[0] - fitted.width) // 2, (size[1] - fitted.height) // 2), fitted)
    out = io.BytesIO()
    page.save(out, "PDF", resolution=_DOTS_PER_INCH)
    return out.getvalue()


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
