"""Entries: proposed, approved, published, listed and taken down."""

from dataclasses import replace
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from associations.facts import FACT_LABELS, EntryFacts, fact_text, facts_of, search_terms, search_words
from associations.models import Association, EntryVersion
from associations.services.readers import tell_readers
from associations.services.slugs import free_address
from common import outbox, trail
from common.actors import Actor
from common.errors import DomainError, EditConflictError
from common.privacy import clean_text
from common.transitions import change_status, record_status
from organisations.models import Municipality

NOT_ALLOWED = "Du har inte behörighet att göra det här. Fråga samordnaren."
NAME_TAKEN = "Det finns redan en förening som heter så. Skriv ett annat namn, eller ändra den som finns."
#: Neutral: a mail must not reveal an association (domain.md 8).
MAIL_SUBJECT = "Du har ett nytt meddelande"


@transaction.atomic
def create_association(name: str, *, actor: Actor, **facts: Any) -> Association:
    """Add an association as a draft. ``facts`` are those of ``EntryFacts``.

    Raises ``DomainError`` when the name is empty or taken.
    """
    if not actor.has_perm("associations.maintain"):
        raise DomainError(NOT_ALLOWED)
    entry = _cleaned(EntryFacts(name=name, **facts))
    association = Association(
        name=entry.name, slug=free_address(Association, entry.name, "forening"), version=1
    )
    _save(association)
    record_status(association, source="", target=association.status, actor=actor)
    trail.record("create_association", association, actor=actor)
    _write_facts(association, entry)
    _publish_version(association, _new_version(association, 1, entry, list(FACT_LABELS), actor), actor)
    return association


@transaction.atomic
def propose_entry_change(
    association: Association, facts: EntryFacts, *, expected_version: int, actor: Actor
) -> EntryVersion:
    """Save new facts: published at once for coordinators and trusted associations, else proposed.

    ``expected_version`` is ``association.version`` when the form was opened. Raises
    ``EditConflictError`` when somebody saved in between, telling what they changed. The same facts
    sent twice are saved once. A proposal replaces one that already waits; the approved facts stay
    public until a coordinator approves.
    """
    facts = _cleaned(facts)
    locked = _lock(association)
    if not actor.has_perm("associations.edit_entry", locked):
        raise DomainError(NOT_ALLOWED)
    if locked.version != expected_version:
        return _same_or_conflict(locked, facts, expected_version, actor)
    changed = facts.changed_from(facts_of(locked))
    if not changed:
        raise DomainError("Det är ingen skillnad mot det som visas nu. Ändra något innan du sparar.")
    _refuse_taken_name(locked, facts)
    waiting = locked.versions.waiting().first()
    # A coordinator's own change leaves an association's proposal waiting; it is merged when approved.
    if waiting and not actor.has_perm("associations.maintain"):
        _close_version(waiting, EntryVersion.State.SUPERSEDED, actor)
    version = _new_version(locked, locked.version + 1, facts, changed, actor)
    if actor.has_perm("associations.publish_entry", locked):
        _publish_version(locked, version, actor)
    else:
        record_status(version, source="", target=version.state, actor=actor)
        version.save(force_insert=True)
        _keep_version_number(locked, version)
        trail.record("propose_entry_change", locked, actor=actor, fields=changed)
    _copy_back(association, locked)
    return version


@transaction.atomic
def approve_entry_change(version: EntryVersion, *, actor: Actor) -> EntryVersion:
    """Publish a waiting proposal: only the facts it changes, on top of what is public now."""
    locked, waiting = _lock_waiting(version)
    if not actor.has_perm("associations.publish_version", waiting):
        raise DomainError(NOT_ALLOWED)
    proposed = EntryFacts.from_json(waiting.facts)
    merged = facts_of(locked).with_facts_of(proposed, waiting.changed)
    _refuse_taken_name(locked, merged)
    waiting.facts = merged.as_json()
    _publish_version(locked, waiting, actor)
    _tell_representatives(locked, "associations_approved", {})
    version.refresh_from_db()
    return version


@transaction.atomic
def reject_entry_change(version: EntryVersion, *, actor: Actor, note: str) -> EntryVersion:
    """Turn a proposal down with words to the association. What is public stays as it is."""
    note = clean_text(note)
    if not note:
        raise DomainError(
            "Skriv några ord om varför, så att föreningen vet hur de kan göra i stället.", field="note"
        )
    locked, waiting = _lock_waiting(version)
    if not actor.has_perm("associations.maintain"):
        raise DomainError(NOT_ALLOWED)
    waiting.note = note
    waiting.save(update_fields=["note"])
    _close_version(waiting, EntryVersion.State.REJECTED, actor)
    _tell_representatives(locked, "associations_rejected", {})
    version.refresh_from_db()
    return version


@transaction.atomic
def withdraw_entry_change(version: EntryVersion, *, actor: Actor) -> None:
    """Take back one's own association's proposal before it is answered."""
    _, waiting = _lock_waiting(version)
    _close_version(waiting, EntryVersion.State.SUPERSEDED, actor)


def restore_version(version: EntryVersion, *, expected_version: int, actor: Actor) -> EntryVersion:
    """Bring an older version's facts back as a new version, by the same road as any change."""
    facts = _without_missing_places(EntryFacts.from_json(version.facts))
    with transaction.atomic():
        restored = propose_entry_change(
            version.association, facts, expected_version=expected_version, actor=actor
        )
        restored.restored_from = version.number
        restored.save(update_fields=["restored_from"])
    return restored


@transaction.atomic
def list_association(association: Association, *, actor: Actor) -> None:
    """Show the entry to everybody."""
    locked = _lock(association)
    change_status(locked, Association.Status.LISTED, actor=actor, verb="list_association")
    # What the clock took down has a round that nobody answered: left open, the entry is never asked again.
    _close_rounds(locked, actor)
    _copy_back(association, locked)
    tell_readers()


@transaction.atomic
def unlist_association(association: Association, *, actor: Actor, note: str = "") -> None:
    """Take the entry down: from pages, search, feeds and exports at once, and from PDFs to come."""
    locked = _lock(association)
    change_status(
        locked, Association.Status.UNLISTED, actor=actor, note=clean_text(note), verb="unlist_association"
    )
    # A link in a mail must not bring back what a coordinator took down.
    _close_rounds(locked, actor)
    _copy_back(association, locked)
    tell_readers()


@transaction.atomic
def set_trusted(association: Association, trusted: bool, *, actor: Actor) -> None:
    """Let the association publish its own changes and activities at once, or no longer."""
    locked = _lock(association)
    if not actor.has_perm("associations.maintain"):
        raise DomainError(NOT_ALLOWED)
    if locked.trusted != trusted:
        locked.trusted = trusted
        locked.save(update_fields=["trusted"])
        trail.record("set_trusted" if trusted else "set_not_trusted", locked, actor=actor, fields=["trusted"])
    _copy_back(association, locked)


def _close_rounds(locked: Association, actor: Actor) -> None:
    """End the yearly question without an answer."""
    for round_ in locked.confirmation_rounds.open().select_for_update():
        record_status(round_, source=round_.state, target=round_.State.CLOSED, actor=actor)
        round_.state = round_.State.CLOSED
        round_.closed_at = timezone.now()
        round_.next_on = None
        round_.save(update_fields=["state", "closed_at", "next_on"])


def _lock(association: Association) -> Association:
    return Association.objects.select_for_update().get(pk=association.pk)


def _lock_waiting(version: EntryVersion) -> tuple[Association, EntryVersion]:
    """Lock the association, then the version, always in that order."""
    locked = Association.objects.select_for_update().get(pk=version.association_id)
    waiting = EntryVersion.objects.select_for_update().select_related("association").get(pk=version.pk)
    if waiting.state != EntryVersion.State.PROPOSED:
        raise DomainError("Förslaget är redan besvarat eller ersatt. Ladda om sidan och se hur det blev.")
    return locked, waiting


def _cleaned(facts: EntryFacts) -> EntryFacts:
    texts: dict[str, Any] = {
        name: clean_text(value) for name in FACT_LABELS if isinstance(value := getattr(facts, name), str)
    }
    cleaned = replace(facts, **texts)
    if not cleaned.name:
        raise DomainError("Skriv föreningens namn.", field="name")
    return cleaned


def _save(association: Association, fields: list[str] | None = None) -> None:
    """Save; a name that somebody else took at the same moment is told like any taken name."""
    try:
        with transaction.atomic():
            association.save(update_fields=fields)
    except IntegrityError as error:
        raise DomainError(NAME_TAKEN, field="name") from error


def _refuse_taken_name(association: Association, facts: EntryFacts) -> None:
    if Association.objects.filter(name=facts.name).exclude(pk=association.pk).exists():
        raise DomainError(NAME_TAKEN, field="name")


def _new_version(
    association: Association, number: int, facts: EntryFacts, changed: list[str], actor: Actor
) -> EntryVersion:
    return EntryVersion(
        association=association,
        number=number,
        state=EntryVersion.State.PROPOSED,
        facts=facts.as_json(),
        changed=changed,
        actor_id=actor.actor_id,
    )


def _publish_version(association: Association, version: EntryVersion, actor: Actor) -> None:
    """Make ``version`` the approved one and write its facts to the association's row."""
    for former in association.versions.filter(state=EntryVersion.State.APPROVED):
        _close_version(former, EntryVersion.State.SUPERSEDED, actor)
    version.decided_at = timezone.now()
    if version.pk is None:
        # Published without waiting: its first state is also its last move.
        version.state = EntryVersion.State.APPROVED
        version.save(force_insert=True)
        record_status(version, source="", target=version.state, actor=actor)
    else:
        version.save(update_fields=["facts", "decided_at"])
        change_status(
            version, EntryVersion.State.APPROVED, actor=actor, field="state", verb="approve_entry_change"
        )
    _write_facts(association, EntryFacts.from_json(version.facts))
    _keep_version_number(association, version)
    trail.record("publish_entry_change", association, actor=actor, fields=version.changed)
    if association.is_public:
        tell_readers()


def _write_facts(association: Association, facts: EntryFacts) -> None:
    values = facts.as_json()
    names = [name for name in values if name != "covers_ids"]
    for name in names:
        setattr(association, name, values[name])
    _set_search_words(association, facts)
    association.published_at = timezone.now()
    fields = ["base_municipality" if name == "base_municipality_id" else name for name in names]
    _save(association, [*fields, "search_terms", "search_words", "published_at"])
    association.covers.set(facts.covers_ids)


def _set_search_words(association: Association, facts: EntryFacts) -> None:
    places = dict(Municipality.objects.values_list("pk", "name"))
    association.search_terms = search_terms(facts, places)
    association.search_words = search_words(facts, places)


@transaction.atomic
def refresh_search_words(municipality_id: int) -> int:
    """Let associations be found by the municipality's present name. Return how many were concerned."""
    here = Q(base_municipality=municipality_id) | Q(covers=municipality_id)
    concerned = Association.objects.filter(pk__in=Association.objects.filter(here).values("pk"))
    found = list(concerned.prefetch_related("covers").select_for_update().order_by("pk"))
    for association in found:
        _set_search_words(association, facts_of(association))
        association.save(update_fields=["search_terms", "search_words"])
    if any(association.is_public for association in found):
        tell_readers()
    return len(found)


def _keep_version_number(association: Association, version: EntryVersion) -> None:
    if version.number > association.version:
        association.version = version.number
        association.save(update_fields=["version"])


def _close_version(version: EntryVersion, state: str, actor: Actor) -> None:
    change_status(
        version,
        state,
        actor=actor,
        field="state",
        verb=f"{EntryVersion.State(state).name.lower()}_entry_change",
    )
    version.decided_at = timezone.now()
    version.save(update_fields=["decided_at"])


def _copy_back(association: Association, locked: Association) -> None:
    """Let the caller's object say what the database holds now."""
    association.__dict__.update(
        {key: value for key, value in locked.__dict__.items() if not key.startswith("_")}
    )


def _same_or_conflict(
    association: Association, facts: EntryFacts, expected_version: int, actor: Actor
) -> EntryVersion:
    latest = association.versions.order_by("-number").first()
    if latest and latest.actor_id == actor.actor_id and latest.facts == facts.as_json():
        return latest  # the same button pressed twice
    saved = EntryFacts.from_json(latest.facts) if latest else facts_of(association)
    opened = association.versions.filter(number=expected_version).first()
    names = saved.changed_from(EntryFacts.from_json(opened.facts)) if opened else saved.changed_from(facts)
    places = dict(Municipality.objects.values_list("pk", "name"))
    raise EditConflictError(
        "Uppgifterna har ändrats sedan du öppnade sidan. Här nedanför ser du vad som är sparat. "
        "Det du har skrivit är kvar. Spara igen om det är ditt som ska gälla.",
        changed={
            FACT_LABELS[name]: (
                fact_text(name, getattr(saved, name), places),
                fact_text(name, getattr(facts, name), places),
            )
            for name in names
        },
    )


def _without_missing_places(facts: EntryFacts) -> EntryFacts:
    """Drop municipalities that no longer exist from an old version."""
    known = set(Municipality.objects.values_list("pk", flat=True))
    base = facts.base_municipality_id
    return replace(
        facts,
        covers_ids=tuple(pk for pk in facts.covers_ids if pk in known),
        base_municipality_id=base if base in known else None,
    )


def _tell_representatives(association: Association, template: str, context: dict[str, Any]) -> None:
    """Write to those who keep the entry; the mail names no association."""
    for representative in association.representatives.current().select_related("user"):
        outbox.queue_mail(template, to=representative.user.email, subject=MAIL_SUBJECT, context=context)
