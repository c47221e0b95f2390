"""Councils: made and changed, and the items that stand on their agendas."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction

from common import trail
from common.actors import Actor
from common.errors import DomainError, EditConflictError
from common.slugs import free_slug
from common.transitions import record_status
from councils.models import Council, StandingItem
from councils.services.shared import CONFLICT, cleaned, raise_stamp, require, write_facts
from councils.words import CouncilKind, MinutesKind, Standing
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
    locked: Council = Council.objects.select_for_update(of=("self",), no_key=True).get(pk=council.pk)
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
