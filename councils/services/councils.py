"""Councils: made, changed, paused, resumed, ended; their seats, their secretary, who reads payroll lists."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.db.models import Max

from accounts import holdings
from accounts.models import User
from common import outbox, trail
from common.actors import Actor
from common.errors import DomainError, EditConflictError
from common.slugs import free_slug
from common.swedish import today
from common.transitions import change_status, record_status
from councils.models import Council, CouncilOffice, PayrollReader, Seat, StandingItem
from councils.services.shared import CONFLICT, cleaned, raise_stamp, require, write_facts
from councils.words import CouncilKind, CouncilStatus, MinutesKind, Standing, Voice
from organisations.models import Principal, Unit

#: Words that other pages below /brukarrad/ and /rad/ have or may come to have.
RESERVED: Final = frozenset(
    {
        "anteckningar",
        "arenden",
        "arkiv",
        "arshjul",
        "arvode",
        "atgarder",
        "balans",
        "beslut",
        "dialogmoten",
        "foresla",
        "forslag",
        "fragor",
        "handlingar",
        "kallelser",
        "loneenheten",
        "mina",
        "mina-fragor",
        "mote",
        "moten",
        "namn",
        "ny",
        "platser",
        "punkter",
        "synpunkter",
        "uppdrag",
    }
)
NAME_TAKEN = "Det finns redan ett råd som heter så. Skriv ett annat namn."
#: How long before the day a review shows at ``/oversikt/``.
REVIEW_AHEAD: Final = timedelta(days=14)
#: Neutral: a mail must not say which council, or that it is one (domain.md 8).
REVIEW_SUBJECT = "Något behöver ses över"
#: Minutes a standing item takes, where it isn't five.
_MINUTES: Final = {
    Standing.ASSOCIATIONS: 20,
    Standing.INFORMATION: 15,
    Standing.ACTIONS: 15,
    Standing.DEVELOPMENT: 15,
    Standing.AUDITS: 10,
    Standing.PEER_SUPPORT: 10,
}
#: The open dialogue meetings have no minutes to approve and no reports from units as items of their own.
_DIALOGUE_ITEMS: Final = (
    Standing.OPENING,
    Standing.PREVIOUS,
    Standing.ASSOCIATIONS,
    Standing.INFORMATION,
    Standing.OTHER,
    Standing.NEXT,
)
_VERBS: Final = {
    CouncilStatus.PAUSED: "pause_council",
    CouncilStatus.ENDED: "end_council",
    CouncilStatus.ACTIVE: "resume_council",
}


@dataclass(frozen=True, kw_only=True)
class CouncilFacts:
    """What a council tells about itself. ``contact_phone`` is E.164."""

    kind: str
    name: str
    purpose: str = ""
    is_public: bool = False
    area_id: int | None = None
    parent_id: int | None = None
    network_id: int | None = None
    rules_decided_on: date | None = None
    contact_name: str = ""
    contact_email: str = ""
    contact_phone: str = ""
    papers_days: int = 10
    views_days: int = 14
    minutes_kind: str = MinutesKind.NOTES
    cost_centre: str = ""


@transaction.atomic
def create_council(
    facts: CouncilFacts,
    *,
    principals: Iterable[Principal] = (),
    units: Iterable[Unit] = (),
    rules: bytes | None = None,
    form_key: UUID | None = None,
    actor: Actor,
) -> Council:
    """Add an active council with the usual standing items. ``rules`` is a PDF that the form has checked.

    The same form sent twice makes one. Raises ``DomainError`` when the name is taken or a fact does not fit.
    """
    require(actor, "councils.maintain_council", None)
    made: Council | None = Council.objects.filter(form_key=form_key).first() if form_key else None
    if made is not None:
        return made
    facts = _checked(facts, None)
    council = Council(
        slug=free_slug(Council, facts.name, fallback="rad", longest=100, reserved=RESERVED),
        form_key=form_key,
        **{name: getattr(facts, name) for name in facts.__dataclass_fields__},
    )
    _save(council)
    council.principals.set(principals)
    council.units.set(units)
    _seed_standing_items(council)
    if rules:
        _keep_rules(council, rules)
    record_status(council, source="", target=council.status, actor=actor)
    trail.record("create_council", council, actor=actor)
    raise_stamp()
    return council


@transaction.atomic
def edit_council(
    council: Council,
    facts: CouncilFacts,
    *,
    principals: Sequence[Principal],
    units: Sequence[Unit],
    rules: bytes | None = None,
    drop_rules: bool = False,
    expected_version: int,
    actor: Actor,
) -> Council:
    """Change a council's facts. Its address stays. Raises ``EditConflictError`` when somebody saved in between."""
    locked = lock(council)
    require(actor, "councils.maintain_council", locked)
    facts, council_version = _checked(facts, locked), locked.version
    try:
        with transaction.atomic():
            changed = write_facts(
                locked, facts, expected_version=expected_version, actor=actor, verb="edit_council"
            )
    except IntegrityError as error:
        raise DomainError(NAME_TAKEN, field="name") from error
    others = []
    for name, wanted in (("principals", principals), ("units", units)):
        held = getattr(locked, name)
        if {one.pk for one in wanted} != set(held.values_list("pk", flat=True)):
            held.set(wanted)
            others.append(name)
    if rules or (drop_rules and locked.rules_of_procedure):
        _keep_rules(locked, rules)
        others.append("rules_of_procedure")
    if others:
        if council_version != expected_version:
            raise EditConflictError(CONFLICT)
        if not changed:
            locked.version += 1
            locked.save(update_fields=["version"])
        trail.record("edit_council", locked, actor=actor, fields=others)
    if changed or others:
        raise_stamp()
    return locked


@transaction.atomic
def set_council_status(
    council: Council, status: str, *, reason: str, review_on: date | None = None, actor: Actor
) -> Council:
    """Pause, end or resume a council, with the reason that everybody reads.

    A paused council has a day when it is looked at again. A dialogue meeting may record that a paused one resumes
    (founding document 000): the reason then says where it was agreed. The history keeps every reason.
    """
    locked = lock(council)
    require(actor, "councils.maintain_council", locked)
    reason = cleaned(
        reason, field="reason", longest=400, required="Skriv varför, så att alla som undrar får veta."
    )
    if status == CouncilStatus.PAUSED:
        if review_on is None:
            raise DomainError("Välj en dag då ni ser över om rådet ska börja igen.", field="review_on")
        if review_on <= today():
            raise DomainError("Välj en dag som inte har varit än.", field="review_on")
    locked.status_reason = "" if status == CouncilStatus.ACTIVE else reason
    locked.review_on = review_on if status == CouncilStatus.PAUSED else None
    if status == CouncilStatus.ACTIVE:
        # The reason may go only when the state that needs it has.
        change_status(locked, status, actor=actor, note=reason, verb=_VERBS[CouncilStatus.ACTIVE])
        locked.save(update_fields=["status_reason", "review_on"])
    else:
        locked.save(update_fields=["status_reason", "review_on"])
        change_status(locked, status, actor=actor, note=reason, verb=_VERBS[CouncilStatus(status)])
    raise_stamp()
    return locked


@transaction.atomic
def postpone_review(council: Council, review_on: date, *, actor: Actor) -> None:
    """Look at a paused council another day."""
    locked = lock(council)
    require(actor, "councils.maintain_council", locked)
    if locked.status != CouncilStatus.PAUSED:
        raise DomainError("Rådet är inte vilande. Det finns ingen dag att flytta.")
    if review_on <= today():
        raise DomainError("Välj en dag som inte har varit än.", field="review_on")
    locked.review_on = review_on
    locked.save(update_fields=["review_on"])
    trail.record("postpone_review", locked, actor=actor, fields=["review_on"])
    raise_stamp()


def remind_of_reviews(day: date | None = None) -> int:
    """Write to the coordinator when a paused council is to be looked at; once for each day set. Return how many."""
    day = day or today()
    due = Council.objects.filter(status=CouncilStatus.PAUSED, review_on__lte=day)
    to = settings.PORTAL["coordinator_email"]
    sent = 0
    for council in due if to else ():
        key = f"council-review:{council.pk}:{council.review_on}"
        sent += bool(
            outbox.queue_mail("councils_review", to=to, subject=REVIEW_SUBJECT, context={}, dedup_key=key)
        )
    return sent


@transaction.atomic
def add_seats(
    council: Council,
    *,
    kind: str,
    bodies: Sequence[Any] = (),
    voice: str,
    each: int = 1,
    has_substitute: bool = True,
    actor: Actor,
) -> list[Seat]:
    """Add ``each`` seats for each of ``bodies``, or ``each`` open ones. Together the seats are the composition rule."""
    locked = lock(council)
    require(actor, "councils.maintain_council", locked)
    if not 1 <= each <= 20:
        raise DomainError("Välj mellan 1 och 20 platser.", field="each")
    if kind not in Seat.Kind.values or voice not in Voice.values:
        raise DomainError("Välj vad platsen är för.", field="kind")
    if kind == Seat.Kind.OPEN:
        bodies = [None]
    elif not bodies:
        raise DomainError("Välj minst en.", field="bodies")
    made = []
    for body in bodies:
        whose = {} if body is None else {kind: body}
        latest = locked.seats.filter(kind=kind, withdrawn_on=None, **whose).aggregate(Max("number"))
        first = (latest["number__max"] or 0) + 1
        made += [
            Seat.objects.create(
                council=locked,
                kind=kind,
                voice=voice,
                number=number,
                has_substitute=has_substitute,
                **whose,
            )
            for number in range(first, first + each)
        ]
    for seat in made:
        trail.record("add_seat", seat, actor=actor)
    raise_stamp()
    return made


@transaction.atomic
def withdraw_seat(seat: Seat, *, actor: Actor) -> None:
    """Take a seat out of the composition. Its history stays. Refused while somebody sits there or shall."""
    locked = Seat.objects.select_for_update(of=("self",)).get(pk=seat.pk)
    require(actor, "councils.maintain_council", locked)
    if locked.withdrawn_on:
        return
    day = today()
    if locked.mandates.exclude(ends_on__lt=day).exists():
        raise DomainError("Någon sitter på platsen, eller ska göra det. Avsluta uppdraget först.")
    locked.withdrawn_on = day
    locked.version += 1
    locked.save(update_fields=["withdrawn_on", "version"])
    trail.record("withdraw_seat", locked, actor=actor, fields=["withdrawn_on"])
    raise_stamp()


@transaction.atomic
def give_office(user: User, council: Council, *, actor: Actor) -> CouncilOffice:
    """Let ``user`` keep the council's papers as its secretary. Harmless when they already do."""
    locked = lock(council)
    require(actor, "councils.maintain_council", locked)
    office, created = CouncilOffice.objects.get_or_create(council=locked, user=user, ended_on=None)
    if created:
        trail.record("give_office", office, actor=actor)
    holdings.forget(user)
    return office


@transaction.atomic
def end_office(office: CouncilOffice, *, actor: Actor) -> None:
    """End a secretary's office at once."""
    locked = CouncilOffice.objects.select_for_update(of=("self",)).get(pk=office.pk)
    require(actor, "councils.maintain_council", locked)
    if locked.ended_on is None:
        locked.ended_on = today()
        locked.save(update_fields=["ended_on"])
        trail.record("end_office", locked, actor=actor, fields=["ended_on"])
        holdings.forget(locked.user)


@transaction.atomic
def give_payroll_reading(user: User, principal: Principal, *, actor: Actor) -> PayrollReader:
    """Let ``user`` receive the principal's payroll lists. Harmless when they already do."""
    require(actor, "councils.maintain_council", None)
    reading, created = PayrollReader.objects.get_or_create(principal=principal, user=user, ended_on=None)
    if created:
        trail.record("give_payroll_reading", reading, actor=actor)
    holdings.forget(user)
    return reading


@transaction.atomic
def end_payroll_reading(reading: PayrollReader, *, actor: Actor) -> None:
    """End it at once."""
    locked = PayrollReader.objects.select_for_update(of=("self",)).get(pk=reading.pk)
    require(actor, "councils.maintain_council", None)
    if locked.ended_on is None:
        locked.ended_on = today()
        locked.save(update_fields=["ended_on"])
        trail.record("end_payroll_reading", locked, actor=actor, fields=["ended_on"])
        holdings.forget(locked.user)


@transaction.atomic
def set_standing_items(council: Council, codes: Sequence[str], *, actor: Actor) -> None:
    """Let just these items stand on every agenda from now on, in their usual order. Those that stay keep their words."""
    locked = lock(council)
    require(actor, "councils.set_agenda", locked)
    wanted = [one for one in Standing.values if one in set(codes)]
    if not wanted:
        raise DomainError("Välj minst en punkt.", field="codes")
    held = {one.code: one for one in locked.standing_items.all()}
    if set(held) == set(wanted):
        return
    for position, code in enumerate(wanted, start=1):
        item = held.pop(code, None) or _standing_item(locked, code)
        item.position = position
        item.save()
    for gone in held.values():
        gone.delete()
    trail.record("set_standing_items", locked, actor=actor, fields=["standing_items"])


def lock(council: Council) -> Council:
    """Return the council's row, locked for this transaction."""
    locked: Council = Council.objects.select_for_update(of=("self",)).get(pk=council.pk)
    return locked


def _checked(facts: CouncilFacts, council: Council | None) -> CouncilFacts:
    if facts.kind not in CouncilKind.values:
        raise DomainError("Välj vad för slags råd det är.", field="kind")
    if facts.kind == CouncilKind.DIALOGUE_AREA and facts.area_id is None:
        raise DomainError("Välj vilket område dialogmötena gäller.", field="area")
    if council is not None and facts.parent_id == council.pk:
        raise DomainError("Ett råd kan inte höra till sig självt.", field="parent")
    for name in ("papers_days", "views_days"):
        if not (0 if name == "papers_days" else 1) <= getattr(facts, name) <= 60:
            raise DomainError("Välj högst 60 dagar.", field=name)
    name = cleaned(facts.name, field="name", longest=120, required="Skriv vad rådet heter.")
    others = Council.objects.filter(name=name)
    if (others if council is None else others.exclude(pk=council.pk)).exists():
        raise DomainError(NAME_TAKEN, field="name")
    texts = {
        "name": name,
        "purpose": cleaned(facts.purpose, field="purpose", longest=2000),
        "contact_name": cleaned(facts.contact_name, field="contact_name", longest=120),
        "contact_email": facts.contact_email.strip(),
        "contact_phone": facts.contact_phone.strip(),
        "cost_centre": cleaned(facts.cost_centre, field="cost_centre", longest=20),
    }
    return CouncilFacts(**{**facts.__dict__, **texts})


def _save(council: Council) -> None:
    """Save; a name that somebody else took at the same moment is told like any taken name."""
    try:
        with transaction.atomic():
            council.save()
    except IntegrityError as error:
        raise DomainError(NAME_TAKEN, field="name") from error


def _keep_rules(council: Council, rules: bytes | None) -> None:
    """Keep the PDF under a name of ours (what it was called may name people), or none; the former file goes."""
    file = council.rules_of_procedure
    former, storage = file.name, file.storage
    council.rules_of_procedure = ""
    if rules:
        council.rules_of_procedure.save("arbetsordning.pdf", ContentFile(rules), save=False)
    council.save(update_fields=["rules_of_procedure"])
    if former:
        transaction.on_commit(lambda: storage.delete(former))


def _seed_standing_items(council: Council) -> None:
    wanted = _DIALOGUE_ITEMS if council.is_dialogue else tuple(Standing)
    for position, code in enumerate(wanted, start=1):
        item = _standing_item(council, code)
        item.position = position
        item.save()


def _standing_item(council: Council, code: str) -> StandingItem:
    return StandingItem(
        council=council,
        code=code,
        title=Standing(code).label,
        minutes=_MINUTES.get(Standing(code), 5),
    )
