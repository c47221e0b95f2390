"""Reads for the guide: the editor, its versions and what changed between them, what may be copied, the library."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Prefetch, Q

from common.readability import Readability, double_question, readability
from organisations.models import Theme
from revisions.models import (
    PUBLIC_STATUSES,
    AuditStatus,
    GuideArea,
    GuideComment,
    GuideQuestion,
    GuideVersion,
    LibraryQuestion,
    QuestionArea,
    QuestionKind,
    TopicWish,
    UserAudit,
)
from revisions.queries.frame import AuditFrame, audit_frame
from revisions.services.guide_versions import missing_for_lock

#: domain.md 2: more than this is too much for one conversation. A hint, never a stop.
MANY_QUESTIONS = 35
#: Minutes for information, consent and closing; for an open question with its follow-ups; for a scale. A rule of thumb.
AROUND, OPEN_MINUTES, SCALE_MINUTES = 10, 3, 1
#: An interview takes about an hour (domain.md 2).
LONG_MINUTES = 75
#: Newspapers lie at 40 and above; questions to somebody who is tired or afraid should lie below.
HARD_LIX = 40


@dataclass(frozen=True)
class QuestionRow:
    """One question as the guide shows it. ``number`` counts through the whole guide."""

    question: GuideQuestion
    number: int
    comments: list[GuideComment]
    reading: Readability
    double: bool

    @property
    def waiting(self) -> int:
        """How many comments nobody has settled."""
        return sum(comment.settled_at is None for comment in self.comments)

    @property
    def has_hint(self) -> bool:
        """Whether the wording deserves another look; what is easy to read is told for the whole guide alone."""
        read = self.reading
        is_hard = read.lix is not None and read.lix >= HARD_LIX
        return self.double or is_hard or bool(read.very_long_words or read.long_sentences)


@dataclass(frozen=True)
class AreaRow:
    """One area with its questions."""

    area: GuideArea
    questions: list[QuestionRow]


@dataclass(frozen=True)
class Content:
    """A whole version: what is asked, how long it takes, how easy it is to read."""

    guide: GuideVersion
    areas: list[AreaRow]
    reading: Readability

    @property
    def questions(self) -> list[QuestionRow]:
        return [row for area in self.areas for row in area.questions]

    @property
    def count(self) -> int:
        return len(self.questions)

    @property
    def minutes(self) -> int:
        """About how long an interview takes, to the nearest five minutes."""
        scales = sum(row.question.kind == QuestionKind.SCALE for row in self.questions)
        whole = AROUND + OPEN_MINUTES * (self.count - scales) + SCALE_MINUTES * scales
        return 5 * round(whole / 5)

    @property
    def is_many(self) -> bool:
        return self.count > MANY_QUESTIONS

    @property
    def is_long(self) -> bool:
        return self.minutes > LONG_MINUTES

    @property
    def waiting(self) -> int:
        """How many comments to questions nobody has settled."""
        return sum(row.waiting for row in self.questions)

    @property
    def doubles(self) -> int:
        """How many questions seem to ask two things."""
        return sum(row.double for row in self.questions)


@dataclass(frozen=True)
class GuidePage:
    """The guide's own page: the open version, else the newest locked one, else neither."""

    frame: AuditFrame
    content: Content | None
    can_edit: bool
    comments: list[GuideComment]
    wishes: list[TopicWish]
    versions: list[GuideVersion]

    @property
    def guide(self) -> GuideVersion | None:
        return self.content.guide if self.content else None

    @property
    def unsettled(self) -> int:
        """How many comments to the whole guide nobody has settled."""
        return sum(comment.settled_at is None for comment in self.comments)

    @property
    def waiting_wishes(self) -> int:
        """How many wishes the team has not answered."""
        return sum(wish.decision == TopicWish.Decision.WAITING for wish in self.wishes)

    @property
    def is_open(self) -> bool:
        return self.guide is not None and self.guide.locked_at is None


@dataclass(frozen=True)
class Difference:
    """One change between two versions: what kind, then the words before and after."""

    kind: str
    old: str
    new: str


@dataclass(frozen=True)
class VersionRow:
    """One version and what changed since the one before (``None`` for the first)."""

    guide: GuideVersion
    changes: list[Difference] | None
    interviews: int


@dataclass(frozen=True)
class Source:
    """A guide one may copy from."""

    guide: GuideVersion
    areas: list[GuideArea]
    questions: int

    @property
    def is_public(self) -> bool:
        return self.guide.audit.is_public


def guide_page(audit: UserAudit, user: Any) -> GuidePage:
    """Return what the guide's own page shows ``user``."""
    versions = list(audit.guides.all())
    guide = next((one for one in versions if one.locked_at is None), versions[0] if versions else None)
    comments = guide.comments.filter(question=None).select_related("by") if guide else ()
    return GuidePage(
        frame=audit_frame(audit, user, current="revisions:guide"),
        content=content_of(guide) if guide else None,
        can_edit=may_change(audit, user),
        comments=list(comments),
        wishes=list(audit.wishes.all()),
        versions=versions,
    )


def may_change(audit: UserAudit, user: Any) -> bool:
    """Whether ``user`` may change the guide now."""
    return (
        user.has_perm("revisions.edit_guide", audit)
        and audit.status != AuditStatus.CANCELLED
        and not audit.has_reached(AuditStatus.ANALYSING)
    )


def content_of(guide: GuideVersion) -> Content:
    """Return a version's areas and questions in order, without what was taken away. Three queries."""
    questions = GuideQuestion.objects.kept().prefetch_related(
        Prefetch("comments", GuideComment.objects.select_related("by"))
    )
    areas, number = [], 0
    for area in guide.areas.kept().select_related("theme").prefetch_related(Prefetch("questions", questions)):
        rows = []
        for question in area.questions.all():
            number += 1
            rows.append(_row(question, number, list(question.comments.all())))
        areas.append(AreaRow(area, rows))
    texts = [
        text
        for area in areas
        for row in area.questions
        for text in (row.question.text, *row.question.prompts)
    ]
    return Content(guide, areas, readability("\n".join([guide.opening, *texts, guide.closing])))


def open_version(audit: UserAudit) -> GuideVersion | None:
    """Return the version that can be changed, if there is one."""
    found: GuideVersion | None = audit.guides.filter(locked_at=None).first()
    return found


def newest_version(audit: UserAudit) -> GuideVersion | None:
    """Return the version that is open, or else the one that was locked last."""
    found: GuideVersion | None = audit.guides.first()
    return found


def version(audit: UserAudit, number: int) -> GuideVersion | None:
    """Return version ``number`` of the audit's guide."""
    found: GuideVersion | None = audit.guides.filter(number=number).first()
    return found


def area_of(audit: UserAudit, pk: int) -> GuideArea | None:
    """Return an area of any of the audit's versions."""
    return GuideArea.objects.select_related("guide__audit").filter(guide__audit=audit, pk=pk).first()


def question_of(audit: UserAudit, pk: UUID) -> GuideQuestion | None:
    """Return a question of any of the audit's versions."""
    rows = GuideQuestion.objects.select_related("area__guide__audit")
    return rows.filter(area__guide__audit=audit, pk=pk).first()


def kept_areas(guide: GuideVersion) -> list[GuideArea]:
    """Return the areas of a version in order, without those taken away."""
    return list(guide.areas.kept())


def held_themes(guide: GuideVersion) -> set[int]:
    """Return the ids of the themes that the version already has an area of."""
    return set(guide.areas.kept().exclude(theme=None).values_list("theme_id", flat=True))


def question_row(question: GuideQuestion) -> QuestionRow:
    """Return one question with its comments and hints."""
    return _row(question, 0, list(question.comments.select_related("by")))


def comment_of(audit: UserAudit, pk: int) -> GuideComment | None:
    """Return a comment on any of the audit's versions."""
    return GuideComment.objects.select_related("guide__audit").filter(guide__audit=audit, pk=pk).first()


def lock_problems(guide: GuideVersion) -> list[str]:
    """Return what must be done before the version can be locked."""
    return missing_for_lock(guide)


def history(audit: UserAudit) -> list[VersionRow]:
    """Return all versions, the newest first, each with what changed since the one before it."""
    kept = Prefetch("questions", GuideQuestion.objects.kept())
    versions = list(
        audit.guides.prefetch_related(Prefetch("areas", GuideArea.objects.kept().prefetch_related(kept)))
    )
    used: dict[int, int] = {}
    for pk in audit.interviews.filter(consent_given=True).values_list("guide_id", flat=True):
        used[pk] = used.get(pk, 0) + 1
    return [
        VersionRow(
            guide,
            differences(versions[place + 1], guide) if place + 1 < len(versions) else None,
            used.get(guide.pk, 0),
        )
        for place, guide in enumerate(versions)
    ]


def differences(before: GuideVersion, after: GuideVersion) -> list[Difference]:
    """Return what differs between two versions, by the questions' threads."""
    found = [
        Difference(name, old, new)
        for name, old, new in (
            ("Inledningen är ändrad", before.opening, after.opening),
            ("Avslutningen är ändrad", before.closing, after.closing),
        )
        if old != new
    ]
    old, new = _by_thread(before), _by_thread(after)
    for thread, (area, question) in new.items():
        if thread not in old:
            found.append(Difference("Ny fråga", "", _whole(area, question)))
        elif (words := _whole(*old[thread])) != _whole(area, question):
            found.append(Difference("Ändrad fråga", words, _whole(area, question)))
    found += [Difference("Borttagen fråga", _whole(*old[thread]), "") for thread in old if thread not in new]
    if not found and list(old) != list(new):
        found.append(Difference("Ny ordning på frågorna", "", ""))
    return found


def guide_sources(audit: UserAudit, user: Any) -> list[Source]:
    """Return the newest locked guide of each audit that ``user`` works in, or whose report is public."""
    mine = UserAudit.objects.filter(
        Q(members__user=user, members__recused_on=None) | Q(status__in=PUBLIC_STATUSES)
    )
    guides = (
        GuideVersion.objects.filter(audit__in=mine.exclude(pk=audit.pk), locked_at__isnull=False)
        .order_by("audit_id", "-number")
        .distinct("audit_id")
    )
    areas = GuideArea.objects.kept().prefetch_related(Prefetch("questions", GuideQuestion.objects.kept()))
    found = (
        GuideVersion.objects.filter(pk__in=guides.values("pk"))
        .select_related("audit")
        .prefetch_related(Prefetch("areas", areas))
        .order_by("-audit__created_at", "-pk")
    )
    return [
        Source(guide, rows, sum(len(area.questions.all()) for area in rows))
        for guide in found
        if (rows := list(guide.areas.all()))
    ]


def library() -> list[QuestionArea]:
    """Return the areas of the library that hold something to ask and whose themes are in use."""
    rows = QuestionArea.objects.filter(theme__retired_on=None).select_related("theme")
    return [area for area in rows.prefetch_related("questions") if area.questions.all()]


def library_themes() -> list[tuple[Theme, int]]:
    """Return every theme in use with how many questions the library holds for it."""
    themes = Theme.objects.in_use().in_order().annotate(asked=Count("question_area__questions"))
    return [(theme, theme.asked) for theme in themes]


def library_theme(slug: str) -> Theme | None:
    """Return one theme, retired or not."""
    found: Theme | None = Theme.objects.filter(slug=slug).first()
    return found


def library_questions(theme: Theme) -> list[LibraryQuestion]:
    """Return what the library asks within a theme."""
    return list(LibraryQuestion.objects.filter(area__theme=theme))


def library_question(pk: int) -> LibraryQuestion | None:
    """Return one question of the library."""
    return LibraryQuestion.objects.select_related("area__theme").filter(pk=pk).first()


def chosen_areas(source: Source, chosen: Iterable[str]) -> list[GuideArea]:
    """Return the areas of ``source`` whose ids were sent."""
    wanted = set(chosen)
    return [area for area in source.areas if str(area.pk) in wanted]


def _row(question: GuideQuestion, number: int, comments: list[GuideComment]) -> QuestionRow:
    reading = readability("\n".join([question.text, *question.prompts]))
    return QuestionRow(question, number, comments, reading, double_question(question.text))


def _by_thread(guide: GuideVersion) -> dict[UUID, tuple[GuideArea, GuideQuestion]]:
    return {
        question.thread: (area, question)
        for area in guide.areas.all()
        if area.removed_at is None
        for question in area.questions.all()
        if question.removed_at is None
    }


def _whole(area: GuideArea, question: GuideQuestion) -> str:
    lines = [f"{area.title}: {question.text}", *(f"Följdfråga: {prompt}" for prompt in question.prompts)]
    if question.scale:
        lines.append(f"Svar: {', '.join(question.scale)}")
    return "\n".join(lines)
