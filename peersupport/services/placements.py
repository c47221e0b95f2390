"""A placement: begun, its facts changed, shown to the public, moved to another unit."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import F, Max

from associations.models import Association
from common import trail
from common.actors import Actor
from common.errors import DomainError
from common.swedish import today
from common.transitions import record_status
from organisations.models import Unit
from peersupport.models import Placement
from peersupport.services.shared import cleaned, locked_placement, raise_stamp, require, write_facts
from peersupport.words import IN_WORK, EmployerKind, Phase

CLOSED: Final = "Verksamheten är nedlagd. Välj en annan verksamhet."
ALREADY: Final = (
    "Verksamheten har redan en placering som inte har kommit i gång. Gå till den, eller avsluta den först."
)
#: Days before and after are mistyped years.
_EARLIEST: Final = date(2000, 1, 1)
_FURTHEST: Final = timedelta(days=365 * 20)
#: Before anybody works there: a unit has one of these at a time.
_ON_THE_WAY: Final = (Phase.INTEREST, Phase.READINESS, Phase.DECISION, Phase.NOT_NOW)


@dataclass(frozen=True, kw_only=True)
class PlacementFacts:
    """What a placement tells of the post. ``share`` is its size in per cent of full time."""

    share: int = 100
    employer_kind: str = ""
    employer_association_id: int | None = None
    contact_name: str = ""
    contact_email: str = ""
    purpose: str = ""
    starts_on: date | None = None
    ends_on: date | None = None


@transaction.atomic
def start_placement(
    unit: Unit, facts: PlacementFacts, *, form_key: UUID | None = None, actor: Actor
) -> Placement:
    """Begin the way of a post at ``unit``, at *intresse*. The same form sent twice makes one.

    Raises ``DomainError`` when the unit is closed, or has another that has not come so far that somebody works there.
    """
    require(actor, "peersupport.answer_interest", None)
    made: Placement | None = Placement.objects.filter(form_key=form_key).first() if form_key else None
    if made is not None:
        return made
    locked = Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    if _is_closed(locked):
        raise DomainError(CLOSED, field="unit")
    if Placement.objects.filter(unit=locked, status__in=_ON_THE_WAY).exists():
        raise DomainError(ALREADY, field="unit")
    facts = _checked(facts)
    placement = Placement.objects.create(
        unit=locked, status_since=today(), form_key=form_key, **{n: getattr(facts, n) for n in _names()}
    )
    record_status(placement, source="", target=placement.status, actor=actor)
    trail.record("start_placement", placement, actor=actor)
    return placement


@transaction.atomic
def edit_placement(
    placement: Placement, facts: PlacementFacts, *, expected_version: int, actor: Actor
) -> Placement:
    """Change a placement's facts. Raises ``EditConflictError`` when somebody saved in between."""
    locked = locked_placement(placement, "peersupport.manage_placement", actor=actor)
    facts = _checked(facts, locked)
    held = locked.posts.exclude(ends_on__lt=today()).aggregate(most=Max("share"))["most"] or 0
    if facts.share < held:
        # The number itself is for those who may see the post's holder, who are those who come here.
        raise DomainError(
            f"Den som har tjänsten arbetar {held} procent. Ändra det först, eller skriv minst {held}.",
            field="share",
        )
    changed = write_facts(
        locked, facts, expected_version=expected_version, actor=actor, verb="edit_placement"
    )
    if changed and locked.is_public and locked.status in IN_WORK:
        raise_stamp()
    return locked


@transaction.atomic
def show_placement(placement: Placement, is_public: bool, *, actor: Actor) -> None:
    """Tick, or take away the tick, that the unit is shown on the public pages from *i gång* on."""
    locked = locked_placement(placement, "peersupport.show_publicly", actor=actor, open_only=False)
    if locked.is_public == is_public:
        return
    if is_public and locked.status == Phase.ENDED:
        raise DomainError("Placeringen är avslutad och syns inte längre.")
    locked.is_public = is_public
    locked.version += 1
    locked.save(update_fields=["is_public", "version"])
    trail.record(
        "show_placement" if is_public else "hide_placement", locked, actor=actor, fields=["is_public"]
    )
    raise_stamp()


@transaction.atomic
def move_placement_to_unit(placement: Placement, unit: Unit, *, actor: Actor) -> Placement:
    """Move a post to another unit, as when its own is closed or has become part of another.

    Only those who oversee all: the unit's manager would give it away. The public tick was the former unit's, and goes.
    """
    locked = locked_placement(placement, "peersupport.answer_interest", actor=actor)
    target = Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    if target.pk == locked.unit_id:
        raise DomainError("Placeringen är redan där.", field="unit")
    if _is_closed(target):
        raise DomainError(CLOSED, field="unit")
    on_its_way = locked.status in _ON_THE_WAY
    if on_its_way and Placement.objects.filter(unit=target, status__in=_ON_THE_WAY).exists():
        raise DomainError(ALREADY, field="unit")
    was_shown = locked.is_public
    locked.unit, locked.is_public = target, False
    locked.version += 1
    locked.save(update_fields=["unit", "is_public", "version"])
    # So was the yes to show what its people answered.
    locked.evaluations.filter(is_public=True).update(is_public=False, version=F("version") + 1)
    trail.record("move_placement", locked, actor=actor, fields=["unit"])
    if was_shown:
        raise_stamp()
    return locked


def _is_closed(unit: Unit) -> bool:
    return unit.closed_on is not None and unit.closed_on <= today()


def _names() -> tuple[str, ...]:
    return tuple(PlacementFacts.__dataclass_fields__)


def _checked(facts: PlacementFacts, placement: Placement | None = None) -> PlacementFacts:
    if not 1 <= facts.share <= 100:
        raise DomainError("Skriv mellan 1 och 100 procent.", field="share")
    if facts.employer_kind not in {"", *EmployerKind.values}:
        raise DomainError("Välj vem som anställer.", field="employer_kind")
    if facts.employer_kind == EmployerKind.ASSOCIATION:
        _check_association(facts.employer_association_id, placement)
    else:
        facts = replace(facts, employer_association_id=None)
    for name in ("starts_on", "ends_on"):
        day = getattr(facts, name)
        if day and not _EARLIEST <= day <= today() + _FURTHEST:
            raise DomainError("Dagen ligger för långt bort. Stämmer årtalet?", field=name)
    if facts.starts_on and facts.ends_on and facts.ends_on < facts.starts_on:
        raise DomainError("Sista dagen är före den första. Ändra en av dem.", field="ends_on")
    email = facts.contact_email.strip()
    if email:
        try:
            validate_email(email)
        except ValidationError as error:
            raise DomainError(
                "Skriv hela e-postadressen, till exempel namn@region.se.", field="contact_email"
            ) from error
    return replace(
        facts,
        contact_name=cleaned(facts.contact_name, field="contact_name", longest=120),
        contact_email=email,
        purpose=cleaned(facts.purpose, field="purpose", longest=1500),
    )


def _check_association(pk: int | None, placement: Placement | None) -> None:
    if pk is None:
        raise DomainError("Välj vilken förening som anställer.", field="employer_association")
    kept = placement is not None and placement.employer_association_id == pk
    if not kept and not Association.objects.public().filter(pk=pk).exists():
        raise DomainError(
            "Föreningen finns inte längre i listan. Välj en annan.", field="employer_association"
        )
