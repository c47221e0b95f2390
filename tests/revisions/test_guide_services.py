"""The guide while it is written: nothing is lost between two writers, and a locked version never changes."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from accounts.models import User
from common.errors import DomainError, EditConflictError
from organisations.models import Theme
from revisions.models import (
    GuideQuestion,
    GuideVersion,
    LibraryQuestion,
    QuestionArea,
    UserAudit,
)
from revisions.services import guide as services
from revisions.services import guide_comments, guide_library, guide_versions
from revisions.services.guide import AreaFacts, FrameFacts, QuestionFacts
from tests.at_once import at_once
from tests.revisions.conftest import Team
from tests.revisions.factories import make_audit, make_guide, make_interview, make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(team: Team) -> GuideVersion:
    """Version 2, open: a copy of the locked version 1 with two areas of two questions."""
    return guide_versions.start_guide(team.audit, actor=team.auditor)


def _texts(guide: GuideVersion) -> list[str]:
    kept = GuideQuestion.objects.kept().filter(area__guide=guide, area__removed_at=None)
    return list(kept.order_by("area__order", "order").values_list("text", flat=True))


def test_a_new_version_copies_the_locked_one_with_the_same_threads(team: Team, draft: GuideVersion) -> None:
    def threads(guide: GuideVersion) -> set[Any]:
        return set(GuideQuestion.objects.filter(area__guide=guide).values_list("thread", flat=True))

    assert draft.number == 2
    assert _texts(draft) == _texts(team.guide)
    assert threads(draft) == threads(team.guide)
    assert not GuideQuestion.objects.filter(area__guide=draft, pk__in=_ids(team.guide)).exists()


def _ids(guide: GuideVersion) -> list[Any]:
    return list(GuideQuestion.objects.filter(area__guide=guide).values_list("pk", flat=True))


def test_pressed_twice_there_is_one_open_version(team: Team, draft: GuideVersion) -> None:
    assert guide_versions.start_guide(team.audit, actor=team.lead) == draft
    assert team.audit.guides.count() == 2


def test_the_first_guide_begins_with_words_of_welcome(team: Team) -> None:
    audit = make_audit(status="preparing")
    make_member(audit, team.lead, "audit_lead")

    guide = guide_versions.start_guide(audit, actor=team.lead)

    assert guide.number == 1
    assert "Du bestämmer själv" in guide.opening
    assert not guide.areas.exists()


@pytest.mark.parametrize(
    "persona", ["commissioner", "unit_manager", "coordinator", "administrator", "other_auditor"]
)
def test_only_the_team_writes_the_guide(
    team: Team, draft: GuideVersion, persona: str, request: pytest.FixtureRequest
) -> None:
    actor = getattr(team, persona, None) or request.getfixturevalue(persona)
    area = draft.areas.first()
    question = area.questions.first()
    facts = QuestionFacts(text="Hur var det?")
    tries: list[Callable[[], Any]] = [
        lambda: guide_versions.start_guide(team.audit, actor=actor),
        lambda: services.add_area(draft, AreaFacts(title="Eget"), actor=actor),
        lambda: services.add_question(area, facts, actor=actor),
        lambda: services.edit_question(question, facts, expected_version=1, actor=actor),
        lambda: services.move_part(question, step=1, actor=actor),
        lambda: services.remove_part(question, actor=actor),
        lambda: services.restore_part(question, actor=actor),
        lambda: services.write_frame(draft, FrameFacts(opening="Hej"), expected_version=1, actor=actor),
        lambda: guide_comments.comment_guide(draft, "Bra", actor=actor),
        lambda: guide_versions.lock_guide(draft, actor=actor),
    ]

    for attempt in tries:
        with pytest.raises(DomainError, match="behörighet"):
            attempt()
    assert _texts(draft) == _texts(team.guide)


def test_two_who_change_the_same_question_both_keep_their_words(team: Team, draft: GuideVersion) -> None:
    question = draft.areas.first().questions.first()
    services.edit_question(question, QuestionFacts(text="Lovas ord?"), expected_version=1, actor=team.lead)

    with pytest.raises(EditConflictError) as caught:
        services.edit_question(
            question, QuestionFacts(text="Alvas ord?"), expected_version=1, actor=team.auditor
        )

    assert caught.value.changed == {"Fråga": ("Lovas ord?", "Alvas ord?")}
    question.refresh_from_db()
    assert question.text == "Lovas ord?"
    services.edit_question(question, QuestionFacts(text="Alvas ord?"), expected_version=2, actor=team.auditor)
    question.refresh_from_db()
    assert question.text == "Alvas ord?"


def test_two_who_change_different_questions_do_not_meet(team: Team, draft: GuideVersion) -> None:
    first, second = draft.areas.first().questions.all()
    services.edit_question(first, QuestionFacts(text="Ett?"), expected_version=1, actor=team.lead)

    services.edit_question(second, QuestionFacts(text="Två?"), expected_version=1, actor=team.auditor)

    assert _texts(draft)[:2] == ["Ett?", "Två?"]


def test_opening_and_closing_are_not_overwritten_unseen(team: Team, draft: GuideVersion) -> None:
    services.write_frame(draft, FrameFacts(opening="Först"), expected_version=1, actor=team.lead)

    with pytest.raises(EditConflictError):
        services.write_frame(draft, FrameFacts(opening="Sedan"), expected_version=1, actor=team.auditor)

    draft.refresh_from_db()
    assert draft.opening == "Först"


def test_a_question_sent_twice_is_there_once(team: Team, draft: GuideVersion) -> None:
    area = draft.areas.first()
    for _ in range(2):
        services.add_question(area, QuestionFacts(text="Hur fick du veta det?"), actor=team.auditor)

    assert _texts(draft).count("Hur fick du veta det?") == 1


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        (QuestionFacts(text=" \u202e "), "Skriv frågan"),
        (QuestionFacts(text="Hur?", kind="scale", scale=("Bra",)), "minst två svar"),
        (QuestionFacts(text="Hur?", kind="scale", scale=("Bra", "bra")), "likadana"),
        (QuestionFacts(text="Hur?", kind="scale", scale=("Bra", "Dåligt", "Vet inte")), "finns alltid"),
        (QuestionFacts(text="Hur?", prompts=tuple(str(number) for number in range(11))), "Högst 10"),
    ],
)
def test_what_cannot_be_asked_is_told(
    team: Team, draft: GuideVersion, facts: QuestionFacts, sentence: str
) -> None:
    with pytest.raises(DomainError, match=sentence):
        services.add_question(draft.areas.first(), facts, actor=team.auditor)


def test_an_open_question_keeps_no_scale(team: Team, draft: GuideVersion) -> None:
    question = draft.areas.first().questions.last()
    assert question.kind == "scale"

    services.edit_question(
        question,
        QuestionFacts(text="Fritt?", kind="open", scale=("A", "B")),
        expected_version=1,
        actor=team.auditor,
    )

    question.refresh_from_db()
    assert (question.kind, question.scale) == ("open", [])


def test_moving_changes_places_and_stops_at_the_ends(team: Team, draft: GuideVersion) -> None:
    first, second = draft.areas.first().questions.all()

    services.move_part(second, step=-1, actor=team.auditor)
    services.move_part(second, step=-1, actor=team.auditor)
    assert _texts(draft)[:2] == [second.text, first.text]
    services.move_part(draft.areas.last(), step=-1, actor=team.auditor)

    assert [area.title for area in draft.areas.all()] == ["Tema 2", "Tema 1"]


def test_a_question_can_change_area(team: Team, draft: GuideVersion) -> None:
    first, second = draft.areas.all()
    question = first.questions.first()

    services.edit_question(
        question, QuestionFacts(text=question.text), expected_version=1, actor=team.auditor, area=second
    )

    assert [one.text for one in second.questions.all()][-1] == question.text


def test_a_question_cannot_be_put_in_somebody_elses_guide(team: Team, draft: GuideVersion) -> None:
    other = make_guide(make_audit(status="preparing"), locked=False)

    with pytest.raises(DomainError, match="finns inte längre"):
        services.edit_question(
            draft.areas.first().questions.first(), QuestionFacts(text="X?"),
            expected_version=1, actor=team.auditor, area=other.areas.first(),
        )  # fmt: skip


def test_what_is_taken_away_comes_back_at_its_place(team: Team, draft: GuideVersion) -> None:
    before = _texts(draft)
    area = draft.areas.first()
    question = area.questions.first()

    services.remove_part(question, actor=team.auditor)
    services.remove_part(area, actor=team.auditor)
    assert _texts(draft) == before[2:]
    services.restore_part(question, actor=team.lead)

    assert _texts(draft) == before


def test_an_area_that_was_taken_away_can_be_added_anew_and_then_stays_away(
    team: Team, draft: GuideVersion
) -> None:
    before = _texts(draft)
    area = draft.areas.first()
    question = area.questions.first()
    services.remove_part(area, actor=team.auditor)

    came = guide_versions.copy_areas(draft, [team.guide.areas.first()], actor=team.auditor)

    assert came == 2
    assert sorted(_texts(draft)) == sorted(before)
    for part in (area, question):
        with pytest.raises(DomainError, match="redan fått ”Tema 1” igen"):
            services.restore_part(part, actor=team.lead)
    assert sorted(_texts(draft)) == sorted(before)


def test_a_question_that_was_copied_anew_does_not_come_back_beside_itself(
    team: Team, draft: GuideVersion
) -> None:
    before = _texts(draft)
    question = draft.areas.first().questions.first()
    services.remove_part(question, actor=team.auditor)
    guide_versions.copy_areas(draft, [team.guide.areas.first()], actor=team.auditor)

    with pytest.raises(DomainError, match="igen"):
        services.restore_part(question, actor=team.lead)

    assert sorted(_texts(draft)) == sorted(before)


def test_what_somebody_took_away_is_not_written_on(team: Team, draft: GuideVersion) -> None:
    question = draft.areas.first().questions.first()
    services.remove_part(question, actor=team.lead)

    with pytest.raises(DomainError, match="tagit bort"):
        services.edit_question(question, QuestionFacts(text="Ny?"), expected_version=1, actor=team.auditor)


def test_the_library_gives_questions_once_and_keeps_threads(
    team: Team, draft: GuideVersion, coordinator: User
) -> None:
    theme = Theme.objects.get_or_create(slug="bemotande-prov", defaults={"name": "Bemötande, prov"})[0]
    entry = guide_library.open_library_area(theme, actor=coordinator)
    written = guide_library.add_library_question(
        entry, QuestionFacts(text="Hur blir du bemött?", prompts=("Av vem?",)), actor=coordinator
    )

    services.add_from_library(draft, [entry], actor=team.auditor)
    services.add_from_library(draft, [entry], actor=team.auditor)

    copied = GuideQuestion.objects.get(area__guide=draft, thread=written.thread)
    assert (copied.text, copied.prompts, copied.area.theme) == ("Hur blir du bemött?", ["Av vem?"], theme)
    guide_library.edit_library_question(
        written, QuestionFacts(text="Annat?"), expected_version=1, actor=coordinator
    )
    copied.refresh_from_db()
    assert copied.text == "Hur blir du bemött?"


@pytest.mark.parametrize("persona", ["lead", "auditor", "administrator"])
def test_only_coordinators_keep_the_library(
    team: Team, coordinator: User, persona: str, request: pytest.FixtureRequest
) -> None:
    theme = Theme.objects.get(slug="tema-1")
    area = QuestionArea.objects.create(theme=theme)
    question = LibraryQuestion.objects.create(area=area, text="Hur?")
    actor = getattr(team, persona, None) or request.getfixturevalue(persona)
    facts = QuestionFacts(text="Var?")

    for attempt in (
        lambda: guide_library.open_library_area(theme, actor=actor),
        lambda: guide_library.add_library_question(area, facts, actor=actor),
        lambda: guide_library.edit_library_question(question, facts, expected_version=1, actor=actor),
        lambda: guide_library.remove_library_question(question, actor=actor),
    ):
        with pytest.raises(DomainError):
            attempt()
    assert list(area.questions.values_list("text", flat=True)) == ["Hur?"]


def test_locking_freezes_and_deletes_what_was_taken_away(team: Team, draft: GuideVersion) -> None:
    question = draft.areas.first().questions.first()
    services.remove_part(question, actor=team.auditor)

    guide_versions.lock_guide(draft, actor=team.auditor)
    guide_versions.lock_guide(draft, actor=team.lead)

    draft.refresh_from_db()
    assert draft.locked_at is not None
    assert not GuideQuestion.objects.filter(pk=question.pk).exists()
    area = draft.areas.first()
    for attempt in (
        lambda: services.add_question(area, QuestionFacts(text="Ny?"), actor=team.auditor),
        lambda: services.remove_part(area, actor=team.auditor),
        lambda: services.write_frame(draft, FrameFacts(), expected_version=1, actor=team.auditor),
        lambda: guide_comments.comment_guide(draft, "Sent", actor=team.auditor),
    ):
        with pytest.raises(DomainError, match="låst"):
            attempt()


def test_an_empty_guide_an_empty_area_and_an_unchanged_copy_are_not_locked(
    team: Team, draft: GuideVersion
) -> None:
    with pytest.raises(DomainError, match="Ingenting är ändrat"):
        guide_versions.lock_guide(draft, actor=team.lead)
    services.add_area(draft, AreaFacts(title="Tomt"), actor=team.lead)
    with pytest.raises(DomainError, match="Tomt"):
        guide_versions.lock_guide(draft, actor=team.lead)
    for area in draft.areas.all():
        services.remove_part(area, actor=team.lead)
    with pytest.raises(DomainError, match="minst ett område"):
        guide_versions.lock_guide(draft, actor=team.lead)


def test_answers_keep_the_version_they_were_given_to(team: Team, draft: GuideVersion) -> None:
    interview = make_interview(team.audit, team.guide, team.auditor)
    asked = team.guide.areas.first().questions.first()
    answer = interview.answers.create(question=asked)
    copied = draft.areas.first().questions.first()
    services.edit_question(copied, QuestionFacts(text="Ändrad?"), expected_version=1, actor=team.auditor)
    guide_versions.lock_guide(draft, actor=team.lead)

    answer.refresh_from_db()
    interview.refresh_from_db()

    assert interview.guide == team.guide
    assert answer.question.text != "Ändrad?"
    assert answer.question.thread == copied.thread


@pytest.mark.parametrize("status", ["analysing", "draft", "published", "closed", "cancelled"])
def test_when_the_interviews_are_done_the_guide_stays(team: Team, draft: GuideVersion, status: str) -> None:
    UserAudit.objects.update(status=status, cancelled_reason="Nej", published_on="2026-01-01")

    with pytest.raises(DomainError, match=r"klara|avslutad"):
        services.add_area(draft, AreaFacts(title="Nytt"), actor=team.lead)
    with pytest.raises(DomainError, match=r"klara|avslutad"):
        guide_versions.start_guide(team.audit, actor=team.lead)


def test_areas_are_copied_from_another_guide_and_not_doubled(team: Team, draft: GuideVersion) -> None:
    other = make_guide(make_audit(status="published"), areas=3, questions=3)
    areas = list(other.areas.all())

    came = guide_versions.copy_areas(draft, areas[1:], actor=team.auditor)
    again = guide_versions.copy_areas(draft, areas[1:], actor=team.auditor)

    assert (came, again) == (6, 0)
    assert [area.title for area in draft.areas.all()] == ["Tema 1", "Tema 2", "Tema 3"]


def test_a_comment_is_settled_and_taken_up_again(team: Team, draft: GuideVersion) -> None:
    question = draft.areas.first().questions.first()
    for _ in range(2):
        comment = guide_comments.comment_guide(draft, "Två frågor?", question=question, actor=team.auditor)
    assert draft.comments.count() == 1

    guide_comments.settle_comment(comment, actor=team.lead)
    comment.refresh_from_db()
    assert comment.settled_at is not None
    guide_comments.settle_comment(comment, settled=False, actor=team.lead)
    comment.refresh_from_db()

    assert comment.settled_at is None


@pytest.mark.django_db(transaction=True)
def test_two_who_start_and_lock_at_once_make_one_version(team: Team) -> None:
    begun = at_once(
        *(partial(guide_versions.start_guide, team.audit, actor=user) for user in (team.lead, team.auditor))
    )

    assert begun[0] == begun[1]
    assert team.audit.guides.filter(locked_at=None).count() == 1
