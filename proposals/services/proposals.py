"""Writing proposals while they are drafts, and sorting them by theme."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F, Max

from common import stamps, trail
from common.actors import Actor
from common.errors import DomainError
from common.transitions import record_status
from organisations.models import Principal, PriorityGroup, Theme, Unit
from proposals.few import TOO_FEW, tells_of_few
from proposals.models import Addressee, Proposal, ProposalSource
from proposals.services.shared import STAMP, SentBeforeError, conflict, locked_proposal, require
from proposals.words import SaidFrom, State

Body = Unit | Principal
NOT_DRAFT = "Förslaget är redan skickat. Då ändras inte orden i det."


@dataclass(frozen=True, kw_only=True)
class ProposalWords:
    """What a proposal says. A quote in ``said`` must be approved for others' eyes: these are plain columns."""

    title: str
    text: str = ""
    said: str = ""
    said_from: str = ""
    said_reworded: bool = False
    said_note: str = ""
    theme: Theme | None = None


@transaction.atomic
def create_proposal(
    *,
    source: ProposalSource,
    title: str,
    said: str = "",
    text: str = "",
    theme: Theme | None = None,
    addressees: Sequence[Body] = (),
    priority_groups: Sequence[PriorityGroup] = (),
    said_from: str = "",
    said_reworded: bool = False,
    said_note: str = "",
    form_key: UUID | None = None,
    actor: Actor,
) -> Proposal:
    """Write a draft, numbered last within its source. The same ``form_key`` again gives the same draft.

    Raises ``SentBeforeError`` when the key comes again with other words.
    """
    require(actor, "proposals.work_on_source", source)
    locked = ProposalSource.objects.select_for_update().get(pk=source.pk)
    words = ProposalWords(
        title=title,
        text=text,
        said=said,
        said_from=said_from,
        said_reworded=said_reworded,
        said_note=said_note,
        theme=theme,
    )
    earlier = Proposal.objects.filter(form_key=form_key).first() if form_key else None
    if earlier is not None:
        if not _is_as_saved(earlier, source, words, addressees, priority_groups):
            raise SentBeforeError("ett förslag till")
        return earlier
    _check_words(words)
    last = locked.proposals.aggregate(last=Max("number"))["last"] or 0
    proposal = Proposal(source=locked, number=last + 1, form_key=form_key, **_values(words))
    proposal.save(force_insert=True)
    proposal.priority_groups.set(priority_groups)
    _address(proposal, addressees)
    record_status(proposal, source="", target=State.DRAFT, actor=actor)
    trail.record("create_proposal", proposal, actor=actor)
    return proposal


@transaction.atomic
def edit_proposal(
    proposal: Proposal,
    words: ProposalWords,
    *,
    addressees: Sequence[Body],
    priority_groups: Sequence[PriorityGroup],
    expected_version: int,
    actor: Actor,
) -> Proposal:
    """Change a draft. Raises ``EditConflictError`` with saved and typed words when somebody came between."""
    require(actor, "proposals.work_on_source", proposal)
    locked = locked_proposal(proposal.pk)
    if locked.state != State.DRAFT:
        raise DomainError(NOT_DRAFT)
    _check_words(words)
    saved = _values(locked)
    changed = [name for name, value in _values(words).items() if saved[name] != value]
    if set(_bodies(locked)) != set(addressees):
        changed.append("addressees")
    if set(locked.priority_groups.all()) != set(priority_groups):
        changed.append("priority_groups")
    if not changed:
        return locked
    if locked.version != expected_version:
        typed = _values(words)
        raise conflict({_label(name): (str(saved[name] or ""), str(typed[name] or "")) for name in typed})
    for name, value in _values(words).items():
        setattr(locked, name, value)
    locked.version += 1
    locked.save(update_fields=[*_values(words), "version"])
    if "addressees" in changed:
        locked.addressees.all().delete()
        _address(locked, addressees)
    locked.priority_groups.set(priority_groups)
    trail.record("edit_proposal", locked, actor=actor, fields=changed)
    return locked


@transaction.atomic
def remove_draft(proposal: Proposal, *, actor: Actor) -> None:
    """Take a draft away. Drafts after it move up, so that numbers stay without gaps."""
    require(actor, "proposals.work_on_source", proposal)
    ProposalSource.objects.select_for_update().get(pk=proposal.source_id)
    locked = Proposal.objects.select_for_update().filter(pk=proposal.pk).first()
    if locked is None:
        return
    if locked.state != State.DRAFT:
        raise DomainError(NOT_DRAFT)
    trail.record("remove_draft", locked, actor=actor)
    source, number = locked.source_id, locked.number
    locked.delete()
    later = Proposal.objects.filter(source=source, number__gt=number, state=State.DRAFT)
    for pk in later.order_by("number").values_list("pk", flat=True):
        Proposal.objects.filter(pk=pk).update(number=F("number") - 1)


@transaction.atomic
def sort_proposal(
    proposal: Proposal, *, theme: Theme | None, priority_groups: Sequence[PriorityGroup], actor: Actor
) -> Proposal:
    """Say what a proposal is about and which priority groups it concerns; possible at any time."""
    require(actor, "proposals.sort_proposal", proposal)
    locked = locked_proposal(proposal.pk)
    locked.theme = theme
    locked.save(update_fields=["theme"])
    locked.priority_groups.set(priority_groups)
    trail.record("sort_proposal", locked, actor=actor, fields=["theme", "priority_groups"])
    if locked.is_public:
        stamps.raise_stamp(STAMP)
    return locked


def _values(words: ProposalWords | Proposal) -> dict[str, object]:
    return {one.name: getattr(words, one.name) for one in fields(ProposalWords)}


def _label(name: str) -> str:
    field: Any = Proposal._meta.get_field(name)
    return str(field.verbose_name).capitalize()


def _check_words(words: ProposalWords) -> None:
    if not words.title.strip():
        raise DomainError("Skriv vad som föreslås, i en rad.", field="title")
    if words.said_from and words.said_from not in SaidFrom.values:
        raise DomainError("Välj i listan varifrån orden kommer.", field="said_from")
    if tells_of_few(words.said_note):
        raise DomainError(TOO_FEW, field="said_note")
    if words.said and not words.said_from:
        raise DomainError("Ange varifrån orden kommer.", field="said_from")


def _is_as_saved(
    saved: Proposal,
    source: ProposalSource,
    words: ProposalWords,
    addressees: Sequence[Body],
    groups: Sequence[PriorityGroup],
) -> bool:
    """Whether nothing of what is typed would be lost if the draft stays as it is."""
    return (
        saved.source_id == source.pk
        and _values(saved) == _values(words)
        and set(_bodies(saved)) == set(addressees)
        and set(saved.priority_groups.all()) == set(groups)
    )


def _bodies(proposal: Proposal) -> list[Body]:
    return [one.body for one in proposal.addressees.select_related("unit", "principal")]


def _address(proposal: Proposal, bodies: Sequence[Body]) -> None:
    try:
        with transaction.atomic():
            for body in bodies:
                unit, principal = (body, None) if isinstance(body, Unit) else (None, body)
                Addressee.objects.create(proposal=proposal, unit=unit, principal=principal)
    except IntegrityError as error:
        raise DomainError("Samma verksamhet är vald två gånger.", field="addressees") from error
