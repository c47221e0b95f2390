"""Writing the report: chapters in versions, nobody overwritten."""

from typing import Any

from django.db import transaction

from common import sealing, trail
from common.actors import Actor
from common.errors import DomainError, EditConflictError
from common.privacy import clean_text, contains_personal_number
from revisions.models import AuditStatus, ChapterVersion, ReportChapter, UserAudit
from revisions.report_markup import LONGEST
from revisions.report_prefill import ORDER, prefill
from revisions.report_text import opened, report_ring
from revisions.services.sealing import audit_key
from revisions.services.shared import CONFLICT, locked_open_audit, require

Kind = ReportChapter.Kind
TOO_EARLY = "Rapporten kan skrivas när intervjuerna är klara."
PERSONAL_NUMBER = "Ta bort personnumret. Sådana får aldrig stå i en rapport."
NOT_WITHOUT = "Skriv sammanfattningen. Rapporten kan inte vara utan den."
#: A report can't be without these.
NEEDED = frozenset({Kind.SUMMARY, Kind.PLAIN_SUMMARY})
_PLACES = {kind: place for place, kind in enumerate((*ORDER, Kind.PLAIN_SUMMARY), start=1)}


@transaction.atomic
def save_chapter(
    audit: UserAudit, kind: str, text: str, *, expected_version: int, actor: Actor
) -> ReportChapter:
    """Save a chapter as its next version, sealed. ``expected_version`` is the newest one the writer has seen, 0 for none.

    Raises ``EditConflictError`` with both texts when somebody saved in between. The same text again saves nothing.
    """
    locked = locked_open_audit(audit)
    require(actor, "revisions.edit_report", locked)
    if not locked.has_reached(AuditStatus.ANALYSING):
        raise DomainError(TOO_EARLY)
    text = _checked(kind, text)
    chapter = _chapter(locked, kind)
    newest = chapter.versions.first()
    if newest is not None:
        saved = opened(report_ring(locked), locked, newest, "text")
        if saved == text:
            return chapter
        if newest.number != expected_version:
            raise EditConflictError(CONFLICT, changed={"Texten": (saved, text)})
    add_version(locked, chapter, text, actor=actor)
    trail.record("save_chapter", chapter, actor=actor, fields=["text"])
    return chapter


@transaction.atomic
def restore_chapter(version: ChapterVersion, *, expected_version: int, actor: Actor) -> ReportChapter:
    """Let an earlier version be the text again, as a new version: nothing that came between is lost."""
    chapter = version.chapter
    audit = chapter.audit
    require(actor, "revisions.edit_report", audit)
    text = opened(report_ring(audit), audit, version, "text")
    return save_chapter(audit, chapter.kind, text, expected_version=expected_version, actor=actor)


def fill_unwritten(audit: UserAudit, *, actor: Actor) -> None:
    """Write down what the facts say for chapters nobody has touched, so that addressees comment on a fixed text.

    Chapters that only hold findings have no text, but can be commented on. The caller holds the audit's row lock.
    """
    written = set(audit.chapters.filter(versions__isnull=False).values_list("kind", flat=True))
    for kind in _PLACES:
        chapter = _chapter(audit, kind)
        text = prefill(audit, kind)
        if kind not in written and text:
            add_version(audit, chapter, text, actor=actor)


def add_version(audit: UserAudit, chapter: ReportChapter, text: str, *, actor: Actor) -> ChapterVersion:
    """Seal ``text`` as the chapter's next version."""
    newest = chapter.versions.first()
    number = newest.number + 1 if newest else 1
    row = ChapterVersion(chapter=chapter, number=number, text=b"", by_id=_person(actor))
    row.save(force_insert=True)
    sealing.seal_field(row, "text", text, audit_key(audit))
    row.save(update_fields=["text"])
    chapter.version = number
    chapter.save(update_fields=["version"])
    return row


def _chapter(audit: UserAudit, kind: str) -> ReportChapter:
    if kind not in _PLACES:
        raise DomainError("Kapitlet finns inte i rapporten.")
    chapter, _ = ReportChapter.objects.get_or_create(
        audit=audit, kind=kind, defaults={"order": _PLACES[kind], "version": 0}
    )
    return chapter


def _checked(kind: str, text: str) -> str:
    text = clean_text(text).strip()
    if len(text) > LONGEST:
        raise DomainError("Kapitlet är för långt. Dela upp det, eller korta det.", field="text")
    if contains_personal_number(text):
        raise DomainError(PERSONAL_NUMBER, field="text")
    if not text and kind in NEEDED:
        raise DomainError(NOT_WITHOUT, field="text")
    return text


def _person(actor: Actor) -> Any:
    """The acting person's id; ``None`` for the portal itself."""
    return getattr(actor, "pk", None)
