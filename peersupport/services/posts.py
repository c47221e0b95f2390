"""Who holds a post, from when until when and how much: written by the unit, erased some months after the end.

Nothing here is told in a mail, a log or the trail but that it changed.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from common import trail
from common.actors import SYSTEM, Actor
from common.errors import DomainError
from common.swedish import today
from peersupport.models import PeerPost, Placement
from peersupport.services.shared import cleaned, locked_placement, write_facts

#: How long a name is kept after its last day in the post.
NAME_KEPT: Final = timedelta(days=180)
OVERLAP: Final = (
    "Någon annan har tjänsten under en del av den tiden. Avsluta den raden först, eller välj andra dagar."
)
_MANAGE: Final = "peersupport.manage_placement"
#: As far from today as a first day may be: beyond it is a slip of the pen.
_FAR: Final = timedelta(days=3660)


@dataclass(frozen=True, kw_only=True)
class PostFacts:
    """One person's time in a post. ``ends_on`` is the last day; ``name`` may be empty."""

    share: int
    starts_on: date
    ends_on: date | None = None
    name: str = ""


@transaction.atomic
def add_post(
    placement: Placement, facts: PostFacts, *, form_key: UUID | None = None, actor: Actor
) -> PeerPost:
    """Write that somebody has, or will have, the post. The same form sent twice makes one row.

    Raises ``DomainError`` when the share is larger than the post, or the time is somebody else's.
    """
    locked = locked_placement(placement, _MANAGE, actor=actor)
    made: PeerPost | None = PeerPost.objects.filter(form_key=form_key).first() if form_key else None
    if made is not None:
        return made
    facts = _checked(facts, locked)
    post = PeerPost(placement=locked, form_key=form_key, **{n: getattr(facts, n) for n in _names()})
    try:
        with transaction.atomic():
            post.save()
    except IntegrityError as error:
        raise _refused(error) from error
    trail.record("add_post", post, actor=actor)
    return post


@transaction.atomic
def edit_post(post: PeerPost, facts: PostFacts, *, expected_version: int, actor: Actor) -> PeerPost:
    """Change somebody's time, share or name. Raises ``EditConflictError`` when somebody saved in between."""
    locked = locked_placement(post.placement, _MANAGE, actor=actor)
    row = _locked_row(post)
    facts = _checked(facts, locked)
    if row.erased_at and facts.name:
        raise DomainError("Namnet är borttaget och går inte att skriva in igen.", field="name")
    try:
        with transaction.atomic():
            write_facts(row, facts, expected_version=expected_version, actor=actor, verb="edit_post")
    except IntegrityError as error:
        raise _refused(error) from error
    return row


@transaction.atomic
def remove_post(post: PeerPost, *, actor: Actor) -> None:
    """Take away a row that was written by mistake. Already gone is as good as removed."""
    locked_placement(post.placement, _MANAGE, actor=actor)
    row = PeerPost.objects.select_for_update().filter(pk=post.pk).first()
    if row is None:
        return
    trail.record("remove_post", row, actor=actor)
    row.delete()


@transaction.atomic
def erase_name(post: PeerPost, *, actor: Actor) -> None:
    """Empty the name at once, as when the person asks for it. The time and the share stay: the post had them."""
    locked_placement(post.placement, _MANAGE, actor=actor, open_only=False)
    _empty(_locked_row(post), actor)


@transaction.atomic
def forget_names() -> int:
    """Empty the names of those who left their post so long ago. Return how many. Twice changes nothing."""
    over = PeerPost.objects.filter(ends_on__lt=today() - NAME_KEPT, erased_at=None).exclude(name="")
    found = list(over.select_for_update(skip_locked=True).order_by("pk"))
    for post in found:
        _empty(post, SYSTEM)
    return len(found)


def _empty(post: PeerPost, actor: Actor) -> None:
    if not post.name:
        return
    post.name, post.erased_at = "", timezone.now()
    post.version += 1
    post.save(update_fields=["name", "erased_at", "version"])
    trail.record("erase_post", post, actor=actor, fields=["name"])


def _locked_row(post: PeerPost) -> PeerPost:
    row: PeerPost | None = PeerPost.objects.select_for_update().filter(pk=post.pk).first()
    if row is None:
        raise DomainError("Raden är borttagen. Ladda om sidan och se hur det ser ut nu.")
    return row


def _names() -> tuple[str, ...]:
    return tuple(PostFacts.__dataclass_fields__)


def _checked(facts: PostFacts, placement: Placement) -> PostFacts:
    if not 1 <= facts.share <= 100:
        raise DomainError("Skriv mellan 1 och 100 procent.", field="share")
    if facts.share > placement.share:
        raise DomainError(
            f"Tjänsten är på {placement.share} procent. Skriv högst {placement.share}, "
            "eller ändra tjänstens omfattning först.",
            field="share",
        )
    if facts.ends_on is not None and facts.ends_on < facts.starts_on:
        raise DomainError("Sista dagen är före den första. Ändra en av dem.", field="ends_on")
    for name in ("starts_on", "ends_on"):
        day = getattr(facts, name)
        if day is not None and abs(day - today()) > _FAR:
            raise DomainError("Dagen ligger mer än tio år bort. Kontrollera årtalet.", field=name)
    return replace(facts, name=cleaned(facts.name, field="name", longest=120))


def _refused(error: IntegrityError) -> DomainError:
    """Only the overlap is left to the database; anything else is a fault of ours."""
    if "one_peer_in_a_post" not in str(error):
        raise error
    return DomainError(OVERLAP, field="starts_on")
