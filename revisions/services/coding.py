"""Coding: passages of answers, the codes put on them, memos, and the codes themselves."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from common import sealing, trail
from common.actors import Actor
from common.errors import DomainError
from common.models import TrailEntry
from common.privacy import clean_text, contains_personal_number
from organisations.models import Theme
from revisions.models import AnalysisCode, CodedPassage, Interview, InterviewAnswer, UserAudit
from revisions.services.interviews import ONE_OPENING
from revisions.services.material import locked_for_coding, person_of

LONGEST_MEMO = 2000
MOST_CODES = 12
PERSONAL_NUMBER = (
    "Anteckningen ser ut att innehålla ett personnummer. Ta bort det. Portalen sparar aldrig personnummer."
)
ANSWER_CHANGED = "Svaret har ändrats sedan du öppnade sidan. Läs det som står nu och markera igen."
PASSAGE_GONE = "Markeringen finns inte längre."
NOT_YOURS = "Bara den som gjorde markeringen ändrar den. Gör en egen, så syns det där ni jämför."


@dataclass(frozen=True)
class Coding:
    """What a coder puts on a passage: codes of the audit, shared themes not yet among them, a new own code, a memo."""

    codes: Sequence[AnalysisCode] = ()
    themes: Sequence[Theme] = ()
    own: str = ""
    memo: str = ""


@transaction.atomic
def add_code(audit: UserAudit, name: str, *, theme: Theme | None = None, actor: Actor) -> AnalysisCode:
    """Give the audit a code: a shared theme, or the team's own. One of that name already there is returned."""
    locked = locked_for_coding(audit, actor)
    return _code(locked, name, theme, actor)


@transaction.atomic
def rename_code(code: AnalysisCode, name: str, *, actor: Actor) -> AnalysisCode:
    """Give one of the team's own codes another name. Shared themes keep theirs."""
    audit, locked = _locked_code(code, actor)
    if locked.theme_id is not None:
        raise DomainError("Temat är gemensamt för alla revisioner. Det byter inte namn här.", field="name")
    name = _checked_name(name)
    if locked.name == name:
        return locked
    if AnalysisCode.objects.filter(audit=audit, name__iexact=name).exclude(pk=locked.pk).exists():
        raise DomainError("Ett tema heter redan så.", field="name")
    locked.name = name
    locked.save(update_fields=["name"])
    trail.record("rename_code", locked, actor=actor, fields=["name"])
    return locked


@transaction.atomic
def remove_code(code: AnalysisCode, *, actor: Actor) -> None:
    """Take away a code that nothing is marked with and no finding comes from."""
    _, locked = _locked_code(code, actor)
    if locked.passages.exists() or locked.findings.exists():
        raise DomainError("Temat används. Ta bort det från markeringarna först.")
    trail.record("remove_code", locked, actor=actor)
    locked.delete()


@transaction.atomic
def code_passage(
    answer: InterviewAnswer, start: int, end: int, coding: Coding, *, expected_revision: int, actor: Actor
) -> CodedPassage:
    """Put codes on the characters ``start`` to ``end`` of an answer's text (Unicode code points, spaces around left out).

    ``expected_revision`` is the ``text_revision`` the coder read. The same coder on the same passage again changes its
    codes, so a form sent twice is one marking. Raises ``DomainError``, or the errors of ``common.sealing``.
    """
    audit = locked_for_coding(answer.interview.audit, actor)
    locked = InterviewAnswer.objects.select_related("interview").filter(pk=answer.pk).first()
    if locked is None or locked.interview.audit_id != audit.pk or locked.interview.key_id is None:
        raise DomainError("Svaret finns inte längre.")
    if locked.text is None:
        raise DomainError("Det finns ingen text att markera i.", field="passage")
    if locked.text_revision != expected_revision:
        raise DomainError(ANSWER_CHANGED)
    text = sealing.unseal(locked.text, locked.interview.key_id, place=sealing.place_of(locked, "text"))
    start, end = _trimmed(text, start, end)
    memo = _checked_memo(coding.memo)
    codes = _codes(audit, coding, actor)
    passage, is_new = CodedPassage.objects.get_or_create(
        answer=locked,
        coder_id=person_of(actor),
        start=start,
        end=end,
        defaults={"answer_revision": locked.text_revision},
    )
    passage.answer_revision = locked.text_revision
    passage.answer = locked
    _write(passage, codes, memo)
    # What is coded is written down once an hour and interview, not each stroke.
    if is_new:
        _record_coding(locked.interview, actor)
    return passage


@transaction.atomic
def edit_passage(passage: CodedPassage, coding: Coding, *, actor: Actor) -> CodedPassage:
    """Change the codes and memo of one's own marking."""
    audit, locked = _locked_own(passage, actor)
    memo = _checked_memo(coding.memo)
    _write(locked, _codes(audit, coding, actor), memo)
    _record_coding(locked.answer.interview, actor)
    return locked


@transaction.atomic
def confirm_passage(passage: CodedPassage, *, actor: Actor) -> None:
    """Say that a marking is still right though the answer was edited after it."""
    _, locked = _locked_own(passage, actor)
    answer, key_id = locked.answer, locked.answer.interview.key_id
    if answer.text is None or key_id is None:
        raise DomainError("Svaret har ingen text längre. Ta bort markeringen.")
    if locked.end > len(sealing.unseal(answer.text, key_id, place=sealing.place_of(answer, "text"))):
        raise DomainError("Svaret är kortare nu. Ta bort markeringen och gör en ny.")
    locked.answer_revision = answer.text_revision
    locked.save(update_fields=["answer_revision"])


@transaction.atomic
def remove_passage(passage: CodedPassage, *, actor: Actor) -> None:
    """Take one's own marking away, unless a quote comes from it. Gone already: nothing happens."""
    if not CodedPassage.objects.filter(pk=passage.pk).exists():
        return
    _, locked = _locked_own(passage, actor)
    if locked.quotes.exists():
        raise DomainError("Ett citat kommer från markeringen. Ta bort citatet först.")
    _record_coding(locked.answer.interview, actor)
    locked.delete()


def memo_of(passage: CodedPassage, ring: sealing.Keyring) -> str:
    """Open a marking's memo."""
    key_id = passage.answer.interview.key_id
    if passage.memo is None or key_id is None:
        return ""
    return ring.unseal(passage.memo, key_id, place=sealing.place_of(passage, "memo"))


def _locked_own(passage: CodedPassage, actor: Actor) -> tuple[UserAudit, CodedPassage]:
    audit = locked_for_coding(passage.answer.interview.audit, actor)
    rows = CodedPassage.objects.select_for_update(of=("self",)).select_related("answer__interview")
    locked = rows.filter(pk=passage.pk, answer__interview__audit=audit).first()
    if locked is None:
        raise DomainError(PASSAGE_GONE)
    # Whoever deleted the account left the markings to the team.
    if locked.coder_id is not None and locked.coder_id != person_of(actor):
        raise DomainError(NOT_YOURS)
    return audit, locked


def _locked_code(code: AnalysisCode, actor: Actor) -> tuple[UserAudit, AnalysisCode]:
    audit = locked_for_coding(code.audit, actor)
    locked = AnalysisCode.objects.select_for_update(of=("self",)).filter(pk=code.pk, audit=audit).first()
    if locked is None:
        raise DomainError("Temat finns inte längre.")
    return audit, locked


def _write(passage: CodedPassage, codes: list[AnalysisCode], memo: str) -> None:
    key_id = passage.answer.interview.key_id
    if memo and key_id is not None:
        sealing.seal_field(passage, "memo", memo, key_id)
    else:
        passage.memo = None
    passage.save(update_fields=["memo", "answer_revision"])
    passage.codes.set(codes)


def _codes(audit: UserAudit, coding: Coding, actor: Actor) -> list[AnalysisCode]:
    codes = {code.pk: code for code in coding.codes}
    if any(code.audit_id != audit.pk for code in codes.values()):
        raise DomainError("Ett av temana finns inte i den här revisionen. Välj igen.", field="codes")
    for theme in coding.themes:
        code = _code(audit, theme.name, theme, actor)
        codes[code.pk] = code
    if coding.own.strip():
        code = _code(audit, coding.own, None, actor)
        codes[code.pk] = code
    if not codes:
        raise DomainError("Välj minst ett tema, eller skriv ett eget.", field="codes")
    if len(codes) > MOST_CODES:
        raise DomainError(f"Välj högst {MOST_CODES} teman för samma ställe.", field="codes")
    return list(codes.values())


def _code(audit: UserAudit, name: str, theme: Theme | None, actor: Actor) -> AnalysisCode:
    name = _checked_name(name)
    known = AnalysisCode.objects.filter(audit=audit, name__iexact=name).first()
    if known is not None:
        if theme is not None and known.theme_id is None:
            known.theme = theme
            known.save(update_fields=["theme"])
        return known
    last = AnalysisCode.objects.filter(audit=audit).aggregate(last=Max("order"))["last"] or 0
    code = AnalysisCode.objects.create(audit=audit, name=name, theme=theme, order=last + 1)
    trail.record("add_code", code, actor=actor)
    return code


def _checked_name(name: str) -> str:
    name = " ".join(clean_text(name).split())
    if not name:
        raise DomainError("Skriv vad temat ska heta.", field="name")
    if len(name) > 80:
        raise DomainError("Korta namnet till högst 80 tecken.", field="name")
    if contains_personal_number(name):
        raise DomainError(PERSONAL_NUMBER, field="name")
    return name


def _checked_memo(memo: str) -> str:
    memo = clean_text(memo)
    if len(memo) > LONGEST_MEMO:
        raise DomainError(f"Korta anteckningen till högst {LONGEST_MEMO} tecken.", field="memo")
    if contains_personal_number(memo):
        raise DomainError(PERSONAL_NUMBER, field="memo")
    return memo


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the passage's places without the spaces around it."""
    if not 0 <= start < end <= len(text):
        raise DomainError("Markera några ord i svaret först.", field="passage")
    words = text[start:end]
    start += len(words) - len(words.lstrip())
    end -= len(words) - len(words.rstrip())
    if start >= end:
        raise DomainError("Markera några ord i svaret först.", field="passage")
    return start, end


def _record_coding(interview: Interview, actor: Actor) -> None:
    lately = TrailEntry.objects.filter(
        kind=TrailEntry.Kind.WRITE,
        verb="code_interview",
        actor_id=actor.actor_id,
        object_type=trail.object_type(interview),
        object_id=str(interview.pk),
        at__gt=timezone.now() - ONE_OPENING,
    )
    if not lately.exists():
        trail.record("code_interview", interview, actor=actor, fields=["passages"])
