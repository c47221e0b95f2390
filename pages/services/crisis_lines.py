"""The numbers to call in a crisis: who answers for each, and when somebody last rang it to check."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from common import outbox, stamps, trail
from common.actors import Actor
from common.crisis import FALLBACK
from common.errors import DomainError
from common.models import CrisisLine
from organisations.services.maintenance import changed_facts

STAMP = "crisis"
TAKEN = "Numret finns redan i listan. Ändra det som finns i stället."
#: Old help lines that are closed but linger on the web (domain.md 11). A dead number is dangerous.
CLOSED_NUMBERS = frozenset({"0771220060", "020220060"})
#: So many fit beside each other at the top of a phone's screen.
STRIP_HOLDS = 3
#: A number must be rung and checked at least this often (domain.md 11).
CHECK_EVERY = relativedelta(months=6)
#: Neutral, as every letter's outside.
SUBJECT = "Något väntar på dig"


@dataclass(frozen=True, kw_only=True)
class CrisisLineFacts:
    """What is known of one number."""

    number: str
    label: str
    who: str
    hours: str
    owner: str
    verified_on: date
    in_strip: bool = False
    order: int = 0


@transaction.atomic
def add_crisis_line(facts: CrisisLineFacts, *, actor: Actor) -> CrisisLine:
    """Add a number that somebody has rung and checked."""
    _require(actor)
    _one_at_a_time()
    _check(facts, but=0)
    line = CrisisLine(**vars(facts))
    _save(line, insert=True)
    trail.record("add_crisis_line", line, actor=actor)
    stamps.raise_stamp(STAMP)
    return line


@transaction.atomic
def edit_crisis_line(
    line: CrisisLine, facts: CrisisLineFacts, *, expected_version: int, actor: Actor
) -> CrisisLine:
    """Change a number's facts. Raises ``EditConflictError`` when somebody came between."""
    _require(actor)
    _one_at_a_time()
    locked = _locked(line)
    changed = changed_facts(locked, facts, expected_version=expected_version)
    if not changed:
        return locked
    _check(facts, but=locked.pk)
    for name in changed:
        setattr(locked, name, getattr(facts, name))
    locked.version += 1
    _save(locked, insert=False)
    trail.record("edit_crisis_line", locked, actor=actor, fields=changed)
    stamps.raise_stamp(STAMP)
    return locked


@transaction.atomic
def verify_crisis_line(line: CrisisLine, *, actor: Actor) -> None:
    """Note that the number was rung today and is right."""
    _require(actor)
    locked = _locked(line)
    today = timezone.localdate()
    if locked.verified_on == today:
        return
    locked.verified_on = today
    locked.version += 1
    locked.save(update_fields=["verified_on", "version"])
    trail.record("verify_crisis_line", locked, actor=actor, fields=["verified_on"])
    stamps.raise_stamp(STAMP)


@transaction.atomic
def remove_crisis_line(line: CrisisLine, *, actor: Actor) -> None:
    """Take a number away at once. 112 is always there, whatever is removed."""
    _require(actor)
    locked = CrisisLine.objects.select_for_update().filter(pk=line.pk).first()
    if locked is None:
        return
    trail.record("remove_crisis_line", locked, actor=actor)
    locked.delete()
    stamps.raise_stamp(STAMP)


@transaction.atomic
def remind_to_check() -> int:
    """Write to the coordinator about the numbers whose six months are over, once for each due date.

    Returns how many letters were queued. Running twice, or late after days without a worker, sends no more.
    """
    due: dict[date, list[str]] = defaultdict(list)
    for line in CrisisLine.objects.all():
        if (day := line.verified_on + CHECK_EVERY) <= timezone.localdate():
            due[day].append(f"{line.number} {line.label}")
    to = settings.PORTAL["coordinator_email"]
    url = settings.PORTAL_ORIGIN + reverse("pages:crisis_lines")
    letters = [
        outbox.queue_mail(
            "pages_crisis_check",
            to=to,
            subject=SUBJECT,
            context={"numbers": numbers, "url": url},
            dedup_key=f"crisis-lines:{day}",
        )
        for day, numbers in sorted(due.items())
        if to
    ]
    return sum(letter is not None for letter in letters)


def _save(line: CrisisLine, *, insert: bool) -> None:
    try:
        with transaction.atomic():
            line.save(force_insert=insert)
    except IntegrityError as error:
        raise DomainError(TAKEN, field="number") from error


def _one_at_a_time() -> None:
    """The strip's room and a number's twin are judged over all rows: two people at once would each see half."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('crisis-lines', 0))")


def _locked(line: CrisisLine) -> CrisisLine:
    locked = CrisisLine.objects.select_for_update().filter(pk=line.pk).first()
    if locked is None:
        raise DomainError("Någon annan har tagit bort numret. Gå till listan och se hur det ser ut nu.")
    return locked


def _require(actor: Actor) -> None:
    if not actor.has_perm("pages.maintain_crisis_lines"):
        raise DomainError("Bara samordnare och administratörer kan ändra hjälpnumren.")


def _check(facts: CrisisLineFacts, *, but: int) -> None:
    digits = "".join(sign for sign in facts.number if sign.isdigit())
    others = CrisisLine.objects.exclude(pk=but)
    if digits in CLOSED_NUMBERS:
        raise DomainError(
            "Den linjen är nedlagd. Numret får inte stå här, för den som ringer får inget svar.",
            field="number",
        )
    if any("".join(s for s in line.number if s.isdigit()) == digits for line in others):
        raise DomainError(TAKEN, field="number")
    if facts.verified_on > timezone.localdate():
        raise DomainError("Datumet har inte varit än. Ange dagen då du ringde.", field="verified_on")
    if facts.number == FALLBACK.number and not facts.in_strip:
        raise DomainError("112 ska alltid stå överst på varje sida.", field="in_strip")
    in_strip = others.filter(in_strip=True).exclude(number=FALLBACK.number).count()
    if facts.in_strip and facts.number != FALLBACK.number and in_strip >= STRIP_HOLDS - 1:
        raise DomainError(
            "Överst på sidan får 112 och två nummer till plats. Ta bort ett av dem därifrån först.",
            field="in_strip",
        )
