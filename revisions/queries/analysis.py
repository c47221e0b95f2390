"""The analysis pages: where one begins, one question across interviews, one interview, one answer."""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db import transaction
from django.db.models import Count, F, Q, QuerySet, Window

from common.swedish import sort_key
from organisations.models import Theme
from revisions.models import (
    AnalysisCode,
    CodedPassage,
    Finding,
    GuideQuestion,
    Interview,
    InterviewAnswer,
    Quote,
    UserAudit,
)
from revisions.queries.analysis_text import (
    OpenedAnswer,
    answer_of,
    answers_to_open,
    opened_answers,
)
from revisions.queries.frame import AuditFrame, audit_frame
from revisions.services.material import record_openings, why_closed, why_not_coded

#: Answers on one page of a question: as many as one reads before a pause.
PER_PAGE = 8
_TEXT = Q(text__isnull=False)


class QuestionRow(NamedTuple):
    """One question of the guide in all its versions. Counts only."""

    thread: UUID
    text: str
    area: str
    answers: int
    coded: int
    #: Markings in answers that were edited afterwards.
    doubtful: int


class InterviewProgress(NamedTuple):
    """How far the reading of one interview has come: texts, those with a marking, those with one's own."""

    interview: Any
    texts: int
    coded: int
    own: int


class CodeRow(NamedTuple):
    """One theme: in how many interviews, and on how many places."""

    code: AnalysisCode
    interviews: int
    places: int


@dataclass(frozen=True)
class AnalysisPage:
    """Where the analysis begins. Nothing is opened here."""

    frame: AuditFrame
    why_closed: str
    questions: list[QuestionRow]
    interviews: list[InterviewProgress]
    codes: list[CodeRow]
    findings: int
    waiting: int
    doubtful: int


@dataclass(frozen=True)
class QuestionPage:
    """One question, and what was answered to it in each interview."""

    frame: AuditFrame
    thread: UUID
    text: str
    number: int
    total: int
    before: UUID | None
    after: UUID | None
    page: Page[Any]
    rows: list[OpenedAnswer]


@dataclass(frozen=True)
class InterviewPage:
    """One interview, all its answers."""

    frame: AuditFrame
    interview: Any
    rows: list[OpenedAnswer]
    before: Any
    after: Any


@dataclass(frozen=True)
class AnswerPage:
    """One answer to mark passages in; ``before`` and ``after`` are the same question in other interviews."""

    frame: AuditFrame
    #: Why nothing can be marked now; empty when it can.
    why_not: str
    row: OpenedAnswer
    before: UUID | None
    after: UUID | None


def analysis_page(audit: UserAudit, user: Any) -> AnalysisPage:
    """Return the start of the analysis: progress by question and interview, themes, what waits."""
    closed = why_closed(audit)
    suggested = Q(quotes__state=Quote.State.SUGGESTED)
    counted = Finding.objects.filter(audit=audit).aggregate(
        findings=Count("pk", distinct=True), waiting=Count("quotes", filter=suggested, distinct=True)
    )
    questions = [] if closed else _question_rows(audit)
    return AnalysisPage(
        frame=audit_frame(audit, user, current="revisions:analysis"),
        why_closed=closed,
        questions=questions,
        interviews=[] if closed else _progress(audit, user),
        codes=code_rows(audit),
        findings=counted["findings"],
        waiting=counted["waiting"],
        doubtful=sum(row.doubtful for row in questions),
    )


@transaction.atomic
def question_page(audit: UserAudit, thread: UUID, user: Any, number: str) -> QuestionPage | None:
    """Open one question across interviews, a page at a time; the openings are on the trail."""
    threads = threads_of(audit)
    if thread not in threads:
        return None
    order = list(threads)
    here = order.index(thread)
    page, answers = _paged(_answered(audit, thread), int(number) if re.fullmatch(r"\d{1,4}", number) else 1)
    rows = opened_answers(answers, user)
    record_openings([row.answer.interview for row in rows], actor=user)
    return QuestionPage(
        frame=audit_frame(audit, user, current="revisions:analysis"),
        thread=thread,
        text=threads[thread].text,
        number=here + 1,
        total=len(order),
        before=order[here - 1] if here else None,
        after=order[here + 1] if here + 1 < len(order) else None,
        page=page,
        rows=rows,
    )


@transaction.atomic
def interview_page(audit: UserAudit, pk: UUID, user: Any) -> InterviewPage | None:
    """Open one interview; the opening is on the trail."""
    interviews = sorted(audit.interviews.filter(status="done"), key=_by_code)
    interview = next((one for one in interviews if one.pk == pk), None)
    if interview is None:
        return None
    answers = [answer for answer in answers_to_open(audit).filter(interview=interview) if _says(answer)]
    record_openings([interview], actor=user)
    here = interviews.index(interview)
    return InterviewPage(
        frame=audit_frame(audit, user, current="revisions:analysis"),
        interview=interview,
        rows=opened_answers(answers, user),
        before=interviews[here - 1] if here else None,
        after=interviews[here + 1] if here + 1 < len(interviews) else None,
    )


@transaction.atomic
def answer_page(audit: UserAudit, pk: UUID, user: Any) -> AnswerPage | None:
    """Open one answer to mark passages in; the opening is on the trail."""
    answer = answer_of(audit, pk)
    if answer is None:
        return None
    record_openings([answer.interview], actor=user)
    same = _answered(audit, answer.question.thread).filter(_TEXT).values_list("pk", flat=True)
    order = list(same)
    here = order.index(answer.pk) if answer.pk in order else 0
    return AnswerPage(
        frame=audit_frame(audit, user, current="revisions:analysis"),
        why_not=why_not_coded(audit),
        row=opened_answers([answer], user)[0],
        before=order[here - 1] if here else None,
        after=order[here + 1] if here + 1 < len(order) else None,
    )


def threads_of(audit: UserAudit) -> dict[UUID, GuideQuestion]:
    """Return the newest wording of each question, in the order of the newest guide."""
    found: dict[UUID, GuideQuestion] = {}
    for question in _questions(audit):
        found.pop(question.thread, None)
        found[question.thread] = question
    return found


def _questions(audit: UserAudit) -> QuerySet[Any]:
    rows = GuideQuestion.objects.filter(area__guide__audit=audit, area__guide__locked_at__isnull=False)
    return rows.select_related("area").order_by("area__guide__number", "area__order", "area__pk", "order")


def code_rows(audit: UserAudit) -> list[CodeRow]:
    """Return the audit's themes, those in most interviews first."""
    rows = AnalysisCode.objects.filter(audit=audit).annotate(
        interviews=Count("passages__answer__interview", distinct=True),
        places=Count("passages", distinct=True),
    )
    counted: list[Any] = list(rows)
    return sorted(
        (CodeRow(code, code.interviews, code.places) for code in counted),
        key=lambda row: (-row.interviews, sort_key(row.code.name)),
    )


def unused_themes(audit: UserAudit) -> list[Theme]:
    """Return the shared themes that the audit has no code for yet."""
    return list(Theme.objects.exclude(analysiscode__audit=audit).order_by("order", "name"))


def _answered(audit: UserAudit, thread: UUID) -> Any:
    said = _TEXT | Q(choice__isnull=False) | ~Q(state="answered")
    return answers_to_open(audit).filter(said, question__thread=thread)


def _paged(rows: Any, number: int) -> tuple[Page[Any], list[InterviewAnswer]]:
    """Return one page and what stands on it: read with how many there are in all, and nothing of the other pages."""
    start = max(number - 1, 0) * PER_PAGE
    found = list(rows.annotate(in_all=Window(Count("pk")))[start : start + PER_PAGE])
    if not found and start:
        return _paged(rows, Paginator(rows, PER_PAGE).num_pages)
    in_all = found[0].in_all if found else 0
    return Paginator(range(in_all), PER_PAGE).get_page(number), found


def _says(answer: InterviewAnswer) -> bool:
    return answer.text is not None or answer.choice is not None or answer.state != "answered"


def _question_rows(audit: UserAudit) -> list[QuestionRow]:
    """Each question in its newest wording; what is counted is counted through all its versions."""
    said = Q(answers__text__isnull=False) | Q(answers__choice__isnull=False) | ~Q(answers__state="answered")
    done = Q(answers__interview__status="done")
    newest: dict[UUID, Any] = {}
    answers: Counter[UUID] = Counter()
    for question in _questions(audit).annotate(said=Count("answers", filter=done & said)):
        newest.pop(question.thread, None)
        newest[question.thread] = question
        answers[question.thread] += question.said
    marked = _counted(
        CodedPassage.objects.filter(answer__interview__audit=audit),
        "answer__question__thread",
        coded=Count("answer", filter=Q(answer__interview__status="done"), distinct=True),
        doubtful=Count("pk", filter=~Q(answer_revision=F("answer__text_revision"))),
    )
    return [
        QuestionRow(
            thread,
            question.text,
            question.area.title,
            answers[thread],
            marked[thread]["coded"],
            marked[thread]["doubtful"],
        )
        for thread, question in newest.items()
    ]


def _progress(audit: UserAudit, user: Any) -> list[InterviewProgress]:
    texts = Count("answers", filter=Q(answers__text__isnull=False))
    rows: list[Any] = sorted(
        Interview.objects.filter(audit=audit, status="done").only("code").annotate(texts=texts), key=_by_code
    )
    marked = _counted(
        CodedPassage.objects.filter(answer__interview__audit=audit),
        "answer__interview",
        coded=Count("answer", distinct=True),
        own=Count("answer", filter=Q(coder=user), distinct=True),
    )
    return [InterviewProgress(one, one.texts, marked[one.pk]["coded"], marked[one.pk]["own"]) for one in rows]


def _counted(rows: QuerySet[Any], by: str, **counts: Count) -> defaultdict[Any, Counter[str]]:
    """Count rows by one column; nothing is 0. Counted apart, since joined counts would grow with each other."""
    found: defaultdict[Any, Counter[str]] = defaultdict(Counter)
    for row in rows.order_by().values(by).annotate(**counts):
        found[row[by]].update({name: row[name] for name in counts})
    return found


def _by_code(interview: Any) -> tuple[int, str]:
    return len(interview.code), interview.code
