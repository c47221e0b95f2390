"""Courses as numbers, and what a placement's team or the one in the post has done. No name, and no list of who applied."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from dateutil.relativedelta import relativedelta
from django.db import transaction

from common import trail
from common.actors import Actor
from common.errors import DomainError
from common.swedish import today
from peersupport.models import Course, Placement, Training
from peersupport.services.shared import NO_PERMISSION, cleaned, locked_placement, write_facts
from proposals.services.shared import SentBeforeError

_MAINTAIN: Final = "peersupport.maintain_courses"
_MANAGE: Final = "peersupport.manage_placement"
MOST_PLACES: Final = 1000
#: Nobody applies to one round in larger numbers; a larger one is a slip of the hand.
MOST_APPLICANTS: Final = 10_000
MOST_MONTHS: Final = 120


@dataclass(frozen=True, kw_only=True)
class CourseFacts:
    """One round of a course. Applicants and completed are numbers, empty until they are known."""

    name: str
    organiser: str
    starts_on: date
    ends_on: date
    places: int
    cohort: str = ""
    applicants: int | None = None
    completed: int | None = None
    refresh_months: int | None = None
    link: str = ""


@dataclass(frozen=True, kw_only=True)
class TrainingFacts:
    """When it was done, and the day by which it should be refreshed: empty when it need not be."""

    completed_on: date
    refresh_on: date | None = None


@transaction.atomic
def create_course(facts: CourseFacts, *, form_key: UUID, actor: Actor) -> Course:
    """Enter one round of a course. The same ``form_key`` again gives the same row."""
    _require(actor)
    facts = _checked(facts)
    earlier = Course.objects.filter(form_key=form_key).first()
    if earlier is not None:
        if any(getattr(earlier, name) != value for name, value in facts.__dict__.items()):
            raise SentBeforeError("en utbildning till")
        return earlier
    course = Course.objects.create(form_key=form_key, **facts.__dict__)
    trail.record("create_course", course, actor=actor)
    return course


@transaction.atomic
def edit_course(course: Course, facts: CourseFacts, *, expected_version: int, actor: Actor) -> Course:
    """Change a course: most often how many applied and how many have completed it."""
    _require(actor)
    locked = Course.objects.select_for_update().get(pk=course.pk)
    write_facts(locked, _checked(facts), expected_version=expected_version, actor=actor, verb="edit_course")
    return locked


@transaction.atomic
def remove_course(course: Course, *, actor: Actor) -> None:
    """Take away a course that was entered by mistake; one that somebody has done stays. Harmless when it is gone."""
    _require(actor)
    locked = Course.objects.select_for_update().filter(pk=course.pk).first()
    if locked is None:
        return
    if locked.trainings.exists():
        raise DomainError("Någon placering har gått utbildningen. Då finns den kvar.")
    trail.record("remove_course", locked, actor=actor)
    locked.delete()


@transaction.atomic
def record_training(
    placement: Placement, course: Course, who: str, facts: TrainingFacts, *, actor: Actor
) -> Training:
    """Note that the team, or the one in the post, has done a course. Sent twice it stands there once.

    Without a day of its own the refresher is due as many months later as the course says.
    """
    locked = locked_placement(placement, _MANAGE, actor=actor)
    # Held until we are done: a course that goes away meanwhile would leave nothing to point at.
    held = Course.objects.select_for_update().filter(pk=course.pk).first()
    if held is None:
        raise DomainError("Utbildningen är borttagen. Välj en annan.", field="course")
    if who not in Training.Who.values:
        raise DomainError("Välj vem som har gått utbildningen.", field="who")
    if facts.refresh_on is None and held.refresh_months:
        due = facts.completed_on + relativedelta(months=held.refresh_months)
        facts = TrainingFacts(completed_on=facts.completed_on, refresh_on=due)
    _check_days(facts, held)
    earlier = locked.trainings.filter(course=held, who=who).first()
    if earlier is not None:
        if (earlier.completed_on, earlier.refresh_on) != (facts.completed_on, facts.refresh_on):
            raise DomainError("Utbildningen står redan på listan. Ändra den där.", field="course")
        return earlier
    training = Training.objects.create(placement=locked, course=held, who=who, **facts.__dict__)
    trail.record("record_training", training, actor=actor)
    return training


@transaction.atomic
def edit_training(
    training: Training, facts: TrainingFacts, *, expected_version: int, actor: Actor
) -> Training:
    """Change the day it was done, or when it should be refreshed; without a day it need not be."""
    locked = _locked(training, actor=actor)
    _check_days(facts, locked.course)
    write_facts(locked, facts, expected_version=expected_version, actor=actor, verb="edit_training")
    return locked


@transaction.atomic
def remove_training(training: Training, *, actor: Actor) -> None:
    """Take it off the list. Harmless when it is gone."""
    locked_placement(training.placement, _MANAGE, actor=actor)
    locked = Training.objects.select_for_update(of=("self",)).filter(pk=training.pk).first()
    if locked is None:
        return
    trail.record("remove_training", locked, actor=actor)
    locked.delete()


def _require(actor: Actor) -> None:
    if not actor.has_perm(_MAINTAIN):
        raise DomainError(NO_PERMISSION)


def _locked(training: Training, *, actor: Actor) -> Training:
    placement = locked_placement(training.placement, _MANAGE, actor=actor)
    rows = Training.objects.select_for_update(of=("self",)).select_related("course")
    locked = rows.filter(pk=training.pk).first()
    if locked is None:
        raise DomainError("Raden är borttagen. Ladda om sidan.")
    locked.placement = placement
    return locked


def _checked(facts: CourseFacts) -> CourseFacts:
    texts: dict[str, Any] = {
        "name": cleaned(facts.name, field="name", longest=120, required="Skriv vad utbildningen heter."),
        "organiser": cleaned(facts.organiser, field="organiser", longest=120, required="Skriv vem som håller den."),
        "cohort": cleaned(facts.cohort, field="cohort", longest=60),
    }  # fmt: skip
    _check_numbers(facts)
    if facts.ends_on < facts.starts_on:
        raise DomainError("Utbildningen kan inte sluta innan den börjar.", field="ends_on")
    if facts.completed and facts.starts_on > today():
        raise DomainError("Utbildningen har inte börjat, så ingen kan vara klar.", field="completed")
    if facts.link and not facts.link.startswith("https://"):
        raise DomainError("Skriv en adress som börjar med https://.", field="link")
    return CourseFacts(**{**facts.__dict__, **texts})


def _check_numbers(facts: CourseFacts) -> None:
    for field, most, words in (
        ("places", MOST_PLACES, "platser"),
        ("applicants", MOST_APPLICANTS, "sökande"),
        ("completed", MOST_PLACES, "klara"),
        ("refresh_months", MOST_MONTHS, "månader"),
    ):
        value = getattr(facts, field)
        least = 1 if field in {"places", "refresh_months"} else 0
        if value is not None and not least <= value <= most:
            raise DomainError(f"Skriv mellan {least} och {most} {words}.", field=field)
    if facts.completed is not None and facts.completed > facts.places:
        raise DomainError("Fler kan inte vara klara än det fanns platser.", field="completed")


def _check_days(facts: TrainingFacts, course: Course) -> None:
    if facts.completed_on > today():
        raise DomainError("Välj i dag eller en dag som har varit.", field="completed_on")
    if facts.completed_on < course.starts_on:
        raise DomainError("Då hade utbildningen inte börjat.", field="completed_on")
    if facts.refresh_on is not None and facts.refresh_on < facts.completed_on:
        raise DomainError("Repetitionen kommer efter utbildningen.", field="refresh_on")
