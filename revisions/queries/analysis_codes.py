"""Themes and what is marked with them; two coders side by side; search in the material."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db import transaction
from django.db.models.functions import Length

from accounts.models import User
from common import sealing
from common.swedish import sort_key
from revisions.models import AnalysisCode, CodedPassage, Interview, InterviewAnswer, UserAudit
from revisions.queries.analysis import CodeRow, code_rows
from revisions.queries.analysis_text import text_of
from revisions.queries.frame import AuditFrame, audit_frame
from revisions.services.coding import memo_of
from revisions.services.material import record_openings, why_not_coded

PER_PAGE = 15
MOST_HITS = 60
#: Characters shown on either side of what was searched for.
AROUND = 90
SHORTEST_SEARCH = 2


class Place(NamedTuple):
    """One marked passage, opened."""

    passage: CodedPassage
    words: str
    code: str
    question: str
    codes: list[str]
    coder: str
    memo: str
    is_doubtful: bool


@dataclass(frozen=True)
class CodesPage:
    """The audit's themes; ``why_not`` says why they can't be changed now."""

    frame: AuditFrame
    why_not: str
    rows: list[CodeRow]


@dataclass(frozen=True)
class CodePage:
    """One theme and every passage marked with it."""

    frame: AuditFrame
    code: AnalysisCode
    interviews: int
    page: Page[Any]
    places: list[Place]


class Agreement(NamedTuple):
    """How often two coders put the same theme on overlapping words."""

    both: int
    only_first: int
    only_second: int

    @property
    def total(self) -> int:
        return sum(self)


class ComparedInterview(NamedTuple):
    """One interview in the comparison. Counts only."""

    interview: Any
    agreement: Agreement


class ComparedPassage(NamedTuple):
    """The same words as two people marked them; an empty list where one marked nothing."""

    answer: InterviewAnswer
    question: str
    words: str
    both: list[str]
    first: list[str]
    second: list[str]


@dataclass(frozen=True)
class ComparePage:
    """Two coders side by side: all interviews in numbers, or one of them with its words."""

    frame: AuditFrame
    coders: list[User]
    first: User | None
    second: User | None
    agreement: Agreement
    interviews: list[ComparedInterview]
    interview: Any
    passages: list[ComparedPassage]


class Hit(NamedTuple):
    """What was searched for, with the words around it."""

    answer: InterviewAnswer
    code: str
    question: str
    before: str
    match: str
    after: str


@dataclass(frozen=True)
class SearchResult:
    """What was found. ``more`` tells that there is more than is shown; ``unread`` how many interviews can't be opened."""

    hits: list[Hit]
    interviews: int
    more: bool
    unread: int


def codes_page(audit: UserAudit, user: Any) -> CodesPage:
    """Return the audit's themes with how often each is used."""
    frame = audit_frame(audit, user, current="revisions:analysis")
    return CodesPage(frame, why_not_coded(audit), code_rows(audit))


def code_of(audit: UserAudit, pk: int) -> AnalysisCode | None:
    """Return one theme of this audit."""
    return AnalysisCode.objects.select_related("audit", "theme").filter(audit=audit, pk=pk).first()


@transaction.atomic
def code_page(code: AnalysisCode, user: Any, number: str) -> CodePage:
    """Open what is marked with one theme, a page at a time; the openings are on the trail."""
    rows = passages_of(code.audit).filter(codes=code)
    page = Paginator(rows, PER_PAGE).get_page(number)
    places = opened_places(list(page.object_list), user)
    return CodePage(
        frame=audit_frame(code.audit, user, current="revisions:analysis"),
        code=code,
        interviews=Interview.objects.filter(answers__passages__codes=code).distinct().count(),
        page=page,
        places=places,
    )


def passages_of(audit: UserAudit) -> Any:
    """Return every marking of the audit, in the order of interviews and of the text."""
    return (
        CodedPassage.objects.filter(answer__interview__audit=audit)
        .select_related("answer__interview", "answer__question", "coder")
        .prefetch_related("codes")
        .order_by(
            Length("answer__interview__code"),
            "answer__interview__code",
            "answer__question__area__order",
            "answer__question__area",
            "answer__question__order",
            "answer",
            "start",
            "pk",
        )
    )


def opened_places(passages: Sequence[CodedPassage], user: Any) -> list[Place]:
    """Open the words of markings, and note the openings."""
    ring = sealing.keyring(passage.answer.interview.key_id for passage in passages)
    record_openings([passage.answer.interview for passage in passages], actor=user)
    return [_place(passage, ring) for passage in passages]


def coders_of(audit: UserAudit) -> list[User]:
    """Return those who have marked something, by name."""
    ids = CodedPassage.objects.filter(answer__interview__audit=audit).order_by().values("coder").distinct()
    return sorted(User.objects.filter(pk__in=ids), key=lambda one: sort_key(one.name))


def compare_page(
    audit: UserAudit, user: Any, chosen: Sequence[str], pk: UUID | None = None
) -> ComparePage | None:
    """Compare two coders (by id; oneself and the first other when nobody is chosen), in numbers or in one interview.

    ``None`` when the interview isn't in this audit.
    """
    coders = coders_of(audit)
    first, second = _pair(coders, user, chosen)
    rows = list(passages_of(audit).filter(coder__in=[one for one in (first, second) if one]))
    by_interview: defaultdict[UUID, list[CodedPassage]] = defaultdict(list)
    for row in rows:
        by_interview[row.answer.interview_id].append(row)
    compared = [
        ComparedInterview(own[0].answer.interview, _agreement(own, first, second))
        for own in by_interview.values()
    ]
    interview = audit.interviews.filter(pk=pk, status="done").first() if pk else None
    if pk and interview is None:
        return None
    return ComparePage(
        frame=audit_frame(audit, user, current="revisions:analysis"),
        coders=coders,
        first=first,
        second=second,
        agreement=Agreement(
            *(sum(column) for column in zip(*(row.agreement for row in compared), strict=True))
        )
        if compared
        else Agreement(0, 0, 0),
        interviews=compared,
        interview=interview,
        passages=_compared(by_interview[interview.pk], first, second, user) if interview else [],
    )


@transaction.atomic
def search(audit: UserAudit, words: str, user: Any) -> SearchResult:
    """Look for words in everything that was answered: opened in memory, and nothing of it kept.

    The interviews in which something is shown are noted as opened.
    """
    wanted = words.casefold()
    answers = list(
        InterviewAnswer.objects.filter(interview__audit=audit, interview__status="done", text__isnull=False)
        .select_related("interview", "question")
        .order_by(Length("interview__code"), "interview__code", "question__area__order", "question__order")
    )
    ring = sealing.keyring(answer.interview.key_id for answer in answers)
    hits: list[Hit] = []
    found: dict[UUID, Interview] = {}
    closed: set[UUID] = set()
    more = False
    for answer in answers:
        try:
            text = text_of(answer, ring)
        except sealing.SealingError:
            closed.add(answer.interview_id)
            continue
        at = _find(text, wanted)
        if at is None:
            continue
        found[answer.interview_id] = answer.interview
        if len(hits) == MOST_HITS:
            more = True
            break
        hits.append(_hit(answer, text, *at))
    record_openings(found.values(), actor=user)
    return SearchResult(hits, len(found), more, len(closed))


def _find(text: str, wanted: str) -> tuple[int, int] | None:
    """Find words whatever their case. Where folding changes a text's length ("ß"), its beginning is shown instead."""
    at = text.lower().find(wanted)
    if at < 0 and wanted not in text.casefold():
        return None
    at = max(at, 0)
    return at, min(at + len(wanted), len(text))


def _hit(answer: InterviewAnswer, text: str, start: int, end: int) -> Hit:
    before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    return Hit(
        answer,
        answer.interview.code,
        answer.question.text,
        f"… {before.lstrip()}" if start > AROUND else before,
        text[start:end],
        f"{after.rstrip()} …" if end + AROUND < len(text) else after,
    )


def _place(passage: CodedPassage, ring: sealing.Keyring) -> Place:
    try:
        words = text_of(passage.answer, ring)[passage.start : passage.end]
        memo = memo_of(passage, ring)
    except sealing.SealingError as error:
        words, memo = error.message, ""
    return Place(
        passage,
        words,
        passage.answer.interview.code,
        passage.answer.question.text,
        [code.name for code in passage.codes.all()],
        passage.coder.name if passage.coder else "Någon som inte är med längre",
        memo,
        passage.answer_revision != passage.answer.text_revision,
    )


def _pair(coders: list[User], user: Any, chosen: Sequence[str]) -> tuple[User | None, User | None]:
    by_id = {str(one.pk): one for one in coders}
    wanted = [by_id[one] for one in chosen if one in by_id]
    if len(wanted) == 2 and wanted[0] != wanted[1]:
        return wanted[0], wanted[1]
    order = sorted(coders, key=lambda one: one.pk != user.pk)
    return (order[0] if order else None), (order[1] if len(order) > 1 else None)


def _agreement(rows: Iterable[CodedPassage], first: User | None, second: User | None) -> Agreement:
    own = [row for row in rows if first and row.coder_id == first.pk]
    others = [row for row in rows if second and row.coder_id == second.pk]
    ours = [_is_shared(row, code.pk, others) for row in own for code in row.codes.all()]
    theirs = [_is_shared(row, code.pk, own) for row in others for code in row.codes.all()]
    return Agreement(sum(ours), len(ours) - sum(ours), len(theirs) - sum(theirs))


def _is_shared(row: CodedPassage, code: int, others: Iterable[CodedPassage]) -> bool:
    return any(_overlap(row, one) and code in {own.pk for own in one.codes.all()} for one in others)


def _overlap(one: CodedPassage, other: CodedPassage) -> bool:
    return one.answer_id == other.answer_id and one.start < other.end and other.start < one.end


def _compared(
    rows: list[CodedPassage], first: User | None, second: User | None, user: Any
) -> list[ComparedPassage]:
    """Overlapping markings stand in one row, with the words that either covers."""
    ring = sealing.keyring(row.answer.interview.key_id for row in rows)
    record_openings([row.answer.interview for row in rows], actor=user)
    found = []
    for group in _groups(rows):
        answer = group[0].answer
        names = [
            {code.name for row in group if one and row.coder_id == one.pk for code in row.codes.all()}
            for one in (first, second)
        ]
        words = text_of(answer, ring)[min(row.start for row in group) : max(row.end for row in group)]
        found.append(
            ComparedPassage(
                answer,
                answer.question.text,
                words,
                sorted(names[0] & names[1], key=sort_key),
                sorted(names[0] - names[1], key=sort_key),
                sorted(names[1] - names[0], key=sort_key),
            )
        )
    return found


def _groups(rows: list[CodedPassage]) -> list[list[CodedPassage]]:
    """Put overlapping markings together; they come in the order of the guide and of the text."""
    groups: list[list[CodedPassage]] = []
    for row in rows:
        if groups and any(_overlap(row, one) for one in groups[-1]):
            groups[-1].append(row)
        else:
            groups.append([row])
    return groups
