"""Checklists that are saved for a unit's project: filled in, filled in again, put right, removed, forgotten."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID, uuid5

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from common import trail
from common.actors import SYSTEM, Actor
from common.errors import DomainError, EditConflictError
from common.privacy import contains_personal_number
from common.swedish import day_text, today
from organisations.models import Unit
from pages.checklist.questions import QUESTIONS
from pages.checklist.result import Said, said_in
from pages.models import Checklist, ChecklistAnswer, ChecklistRound
from pages.models.checklists import ChecklistQuerySet

#: A checklist nobody has filled in for so long is removed.
KEPT = timedelta(days=3 * 365)
#: A follow-up may be planned so far ahead: well before the checklist is removed.
FURTHEST = timedelta(days=2 * 365)
NO_PERMISSION = "Du har inte behörighet att göra det här. Fråga samordnaren."
GONE = "Checklistan är borttagen. Spara den som en ny om arbetet ska följas upp."
FILLED_MEANWHILE = (
    "Checklistan har fyllts i eller ändrats sedan du öppnade den. Det du skrev står kvar. "
    "Jämför det som skiljer och spara igen om ditt ska gälla."
)


@dataclass(frozen=True)
class ChecklistFacts:
    """What is typed: the project, the day to look at it again, and five answers in the questions' order."""

    project: str
    follow_up_on: date | None
    said: Sequence[Said]


@transaction.atomic
def save_checklist(
    unit: Unit, facts: ChecklistFacts, *, form_key: UUID | None, expected_version: int = 0, actor: Actor
) -> Checklist:
    """Save a checklist for a unit's project. The same ``form_key`` again gives the same checklist.

    With other words in it, after a step back in the browser, it is a change of that checklist: raises
    ``EditConflictError`` until ``expected_version`` tells that the saved words have been seen.
    """
    user = _person(actor, "pages.save_checklist", unit)
    # Those who save for one unit wait for each other, so that a form sent twice finds its first.
    locked = Unit.objects.select_for_update(of=("self",), no_key=True).get(pk=unit.pk)
    if form_key and (earlier := _sent(unit, form_key, user).first()):
        return change_checklist(earlier, facts, expected_version=expected_version, actor=actor)
    if locked.closed_on is not None:
        raise DomainError("Verksamheten är nedlagd. Välj en annan.", field="unit")
    _check(facts, None)
    checklist = Checklist.objects.create(
        unit=locked,
        project=facts.project.strip(),
        saved_by=user,
        follow_up_on=facts.follow_up_on,
        form_key=_key(form_key, user.pk, unit.pk),
    )
    _write_round(checklist, 1, facts.said, user, None)
    trail.record("save_checklist", checklist, actor=actor)
    return checklist


def sent_before(unit: Unit, form_key: UUID, user: User) -> Checklist:
    """Return what the same form of the same person has saved for the unit. Raises ``DoesNotExist``."""
    return _sent(unit, form_key, user).get()


@transaction.atomic
def renew_checklist(
    checklist: Checklist, facts: ChecklistFacts, *, form_key: UUID | None, expected_version: int, actor: Actor
) -> ChecklistRound:
    """Fill the checklist in again: a round of its own beside the earlier ones.

    The same ``form_key`` again with the same words gives the same round. Raises ``EditConflictError`` when somebody
    came between, and when the same form is sent again with other words.
    """
    user = _person(actor, "pages.fill_in_checklist", checklist)
    locked = _locked(checklist)
    # Saved once more after a conflict, the form has its old key but has seen a newer version: a sending of its own.
    key = _key(form_key, locked.pk, expected_version)
    earlier = locked.rounds.filter(form_key=key).first() if key else None
    if earlier is not None and _is_as_saved(locked, earlier, facts):
        return earlier
    _check(facts, locked)
    _refuse_older(locked, facts, expected_version)
    moment = timezone.now()
    made = _write_round(locked, locked.latest.number + 1, facts.said, user, key)
    locked.project = facts.project.strip()
    locked.follow_up_on = facts.follow_up_on
    locked.last_filled_at = moment
    locked.version += 1
    locked.save(update_fields=["project", "follow_up_on", "last_filled_at", "version"])
    trail.record("renew_checklist", locked, actor=actor)
    return made


@transaction.atomic
def change_checklist(
    checklist: Checklist, facts: ChecklistFacts, *, expected_version: int, actor: Actor
) -> Checklist:
    """Put right what stands in the latest round, the project's name or the day to follow up.

    Raises ``EditConflictError`` with saved and typed words when somebody came between.
    """
    _person(actor, "pages.fill_in_checklist", checklist)
    locked = _locked(checklist)
    _check(facts, locked)
    changed = [label for label, (old, new) in _pairs(locked, facts).items() if old != new]
    if not changed:
        return locked
    _refuse_older(locked, facts, expected_version)
    fields = [
        name
        for name, value in (("project", facts.project.strip()), ("follow_up_on", facts.follow_up_on))
        if getattr(locked, name) != value
    ]
    latest = locked.latest
    if said_in(latest) != list(facts.said):
        fields.append("answers")
        latest.answers.all().delete()
        _write_answers(latest, facts.said)
    locked.project = facts.project.strip()
    locked.follow_up_on = facts.follow_up_on
    locked.version += 1
    locked.save(update_fields=["project", "follow_up_on", "version"])
    trail.record("change_checklist", locked, actor=actor, fields=fields)
    return locked


@transaction.atomic
def remove_checklist(checklist: Checklist, *, actor: Actor) -> None:
    """Remove a checklist with all its rounds. Already gone is as good as removed."""
    if not actor.has_perm("pages.remove_checklist", checklist):
        raise DomainError(NO_PERMISSION)
    locked = Checklist.objects.select_for_update().filter(pk=checklist.pk).first()
    if locked is None:
        return
    trail.record("remove_checklist", locked, actor=actor)
    locked.delete()


def forget_checklists() -> int:
    """Remove every checklist that nobody has filled in for three years; return how many there were."""
    removed = 0
    for pk in Checklist.objects.filled_before(timezone.now() - KEPT).values_list("pk", flat=True):
        with transaction.atomic():
            old = (
                Checklist.objects.filled_before(timezone.now() - KEPT)
                .select_for_update()
                .filter(pk=pk)
                .first()
            )
            if old is None:
                continue
            trail.record("forget_checklist", old, actor=SYSTEM)
            old.delete()
            removed += 1
    return removed


def _person(actor: Actor, permission: str, subject: Checklist | Unit) -> User:
    if not isinstance(actor, User) or not actor.has_perm(permission, subject):
        raise DomainError(NO_PERMISSION)
    return actor


def _locked(checklist: Checklist) -> Checklist:
    found = Checklist.objects.select_for_update(of=("self",)).filter(pk=checklist.pk).first()
    if found is None:
        raise DomainError(GONE)
    return found


def _check(facts: ChecklistFacts, saved: Checklist | None) -> None:
    if not facts.project.strip():
        raise DomainError("Skriv vad arbetet heter.", field="project")
    if not any(facts.said):
        raise DomainError("Svara på minst en av frågorna, med ord eller i vilken grad.", field="text_1")
    if any(contains_personal_number(one.text) for one in facts.said) or contains_personal_number(
        facts.project
    ):
        raise DomainError("Ett personnummer får inte stå här. Portalen sparar aldrig personnummer.")
    day = facts.follow_up_on
    if day is None or (saved is not None and saved.follow_up_on == day):
        return
    if day <= today():
        raise DomainError("Välj en dag som inte har varit.", field="follow_up_on")
    if day > today() + FURTHEST:
        raise DomainError("Välj en dag inom två år.", field="follow_up_on")


def _refuse_older(locked: Checklist, facts: ChecklistFacts, expected_version: int) -> None:
    if locked.version == expected_version:
        return
    changed = {label: pair for label, pair in _pairs(locked, facts).items() if pair[0] != pair[1]}
    raise EditConflictError(FILLED_MEANWHILE, changed=changed)


def _key(form_key: UUID | None, *of: int) -> UUID | None:
    """The form's key for one person and unit, or for one checklist and version: never that of another's."""
    return uuid5(form_key, " ".join(map(str, of))) if form_key else None


def _sent(unit: Unit, form_key: UUID, user: User) -> ChecklistQuerySet:
    return Checklist.objects.filter(form_key=_key(form_key, user.pk, unit.pk), saved_by=user)


def _is_as_saved(saved: Checklist, round_: ChecklistRound, facts: ChecklistFacts) -> bool:
    """Whether nothing of what is typed would be lost if the round stays as it is."""
    return (saved.project, saved.follow_up_on, said_in(round_)) == (
        facts.project.strip(),
        facts.follow_up_on,
        list(facts.said),
    )


def _pairs(saved: Checklist, facts: ChecklistFacts) -> dict[str, tuple[str, str]]:
    """Label → what is saved beside what is typed, in words."""
    pairs = {
        "Utvecklingsarbete": (saved.project, facts.project.strip()),
        "Följs upp": tuple(day_text(day) if day else "" for day in (saved.follow_up_on, facts.follow_up_on)),
    }
    for question, old, new in zip(QUESTIONS, said_in(saved.latest), facts.said, strict=True):
        pairs[question.text] = (old.in_words, new.in_words)
    return pairs  # type: ignore[return-value] # a tuple made of a pair is a pair


def _write_round(
    checklist: Checklist, number: int, said: Sequence[Said], user: User, form_key: UUID | None
) -> ChecklistRound:
    made = ChecklistRound.objects.create(
        checklist=checklist, number=number, filled_by=user, form_key=form_key
    )
    _write_answers(made, said)
    return made


def _write_answers(round_: ChecklistRound, said: Sequence[Said]) -> None:
    ChecklistAnswer.objects.bulk_create(
        ChecklistAnswer(round=round_, question=question.number, text=one.text, extent=one.extent)
        for question, one in zip(QUESTIONS, said, strict=True)
        if one
    )
