"""Minutes: sent for views, approved by the chair and the approvers, published in editions that never change."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from common import trail
from common.actors import Actor
from common.editions import request_edition
from common.errors import DomainError
from common.models import Edition
from common.swedish import day_text, today
from common.transitions import change_status, record_status
from councils.models import Mandate, Meeting, Minutes, MinutesApprover, MinutesEdition, MinutesView
from councils.queries.minutes_text import fingerprint, minutes_content
from councils.services.loop import forward_decisions
from councils.services.minutes_letters import tell_members
from councils.services.shared import cleaned, raise_stamp, require
from councils.services.writing import NO_TICK, SentBeforeError, refreeze
from councils.words import MandateRole, MeetingStatus, MinutesKind, MinutesStatus

NOTES_PDF = "councils.minutes"
LARGE_PDF = "councils.minutes_large"
NOT_HELD = "Säg först att mötet är hållet. Det gör du på sidan Närvaro."
CHANGED = "Texten har ändrats sedan du öppnade sidan, så ditt godkännande sparades inte. Läs det som står nu och godkänn igen."
UNANSWERED = "Det finns synpunkter som ingen har svarat på. Svara på dem först."
NOT_APPROVER = "Du är inte vald att godkänna de här anteckningarna."
NOT_OUT = "Anteckningarna är inte ute för synpunkter längre. Ladda om sidan och se hur det ser ut nu."
NOT_PUBLISHED = "Bara publicerade anteckningar rättas så. Ta tillbaka dem om de är ute för synpunkter."


@transaction.atomic
def send_minutes(
    meeting: Meeting,
    *,
    kind: str,
    approvers: Sequence[Mandate],
    views_until: date | None,
    actor: Actor,
) -> Minutes:
    """Freeze the notes and send them to everybody in the council for views until the end of ``views_until``.

    The chair is always among those who approve, also without an account: then the coordinator writes down the approval
    (``minutes_told``). A correction of published minutes may be sent without time for views.
    """
    meeting = _locked_meeting(meeting)
    require(actor, "councils.write_minutes", meeting)
    if meeting.status != MeetingStatus.HELD:
        raise DomainError(NOT_HELD)
    if kind not in MinutesKind.values:
        raise DomainError("Välj minnesanteckningar eller protokoll.", field="kind")
    minutes: Minutes
    minutes, made = Minutes.objects.select_for_update(of=("self",)).get_or_create(
        meeting=meeting, defaults={"kind": kind}
    )
    if made:
        record_status(minutes, source="", target=MinutesStatus.DRAFT, actor=actor)
    if minutes.status == MinutesStatus.SENT:
        return minutes
    if views_until is None and not minutes.correction:
        raise DomainError("Skriv till och med vilken dag rådet kan lämna synpunkter.", field="views_until")
    if views_until is not None and views_until < today():
        raise DomainError("Välj en dag som inte har varit.", field="views_until")
    chosen = _with_chair(meeting, approvers)
    _check_approvers(kind, chosen)
    minutes.kind, minutes.views_until, minutes.sent_at = kind, views_until, timezone.now()
    minutes.approvers.all().delete()
    MinutesApprover.objects.bulk_create(MinutesApprover(minutes=minutes, mandate=one) for one in chosen)
    minutes.frozen = minutes_content(meeting, minutes)
    minutes.fingerprint = fingerprint(minutes.frozen)
    minutes.approved_at = None
    minutes.version += 1
    minutes.save()
    sent: Minutes = change_status(minutes, MinutesStatus.SENT, actor=actor, verb="send_minutes")
    tell_members(sent)
    return sent


@transaction.atomic
def take_back_minutes(minutes: Minutes, *, actor: Actor) -> Minutes:
    """Let minutes that are out for views be a draft again. What is published is opened by a correction alone."""
    if locked_minutes(minutes).status != MinutesStatus.SENT:
        raise DomainError(NOT_OUT)
    locked: Minutes = change_status(minutes, MinutesStatus.DRAFT, actor=actor, verb="withdraw_minutes")
    locked.approvers.update(**NO_TICK)
    return locked


@transaction.atomic
def give_view(minutes: Minutes, text: str, *, form_key: UUID, actor: Actor) -> MinutesView:
    """Say what one thinks should be otherwise, while there is time. The same ``form_key`` again gives the same view."""
    locked = locked_minutes(minutes)
    require(actor, "councils.give_views", locked)
    person: Any = getattr(actor, "pk", None)
    sits = Mandate.objects.current().filter(council=locked.meeting.council, user_id=person).first()
    return add_view(locked, text, mandate=sits, by=person, form_key=form_key, actor=actor)


def add_view(
    locked: Minutes,
    text: str,
    *,
    mandate: Mandate | None,
    by: Any,
    form_key: UUID,
    actor: Actor,
    by_phone: bool = False,
    objects: bool = False,
) -> MinutesView:
    """Write down a view on minutes that the caller has locked. Raises ``DomainError`` when they are not out for views.

    With ``objects`` it is somebody who is to approve, and the time for views may be over.
    """
    text = cleaned(text, field="text", longest=2000, required="Skriv vad som behöver ändras.")
    earlier = MinutesView.objects.filter(form_key=form_key).first()
    if earlier is not None:
        if earlier.text != text:
            raise SentBeforeError("en synpunkt till")
        return earlier
    if locked.status != MinutesStatus.SENT:
        raise DomainError("Anteckningarna är inte ute för synpunkter längre.")
    is_over = locked.views_until is None or locked.views_until < today()
    if is_over and not objects:
        raise DomainError("Tiden för synpunkter är slut. Hör av dig till sekreteraren.")
    view = MinutesView.objects.create(
        minutes=locked, by_id=by, mandate=mandate, by_phone=by_phone, text=text, form_key=form_key
    )
    trail.record("give_view", view, actor=actor)
    return view


@transaction.atomic
def answer_view(view: MinutesView, *, state: str, answer: str, actor: Actor) -> MinutesView:
    """Say whether a view changed the text, and why not when it didn't."""
    out = locked_minutes(view.minutes)
    require(actor, "councils.write_minutes", out)
    if out.status in {MinutesStatus.APPROVED, MinutesStatus.PUBLISHED}:
        raise DomainError("Anteckningarna är redan godkända.")
    if state not in {MinutesView.State.TAKEN, MinutesView.State.LEFT}:
        raise DomainError("Välj om texten ändrades eller inte.", field="state")
    needed = "Skriv varför texten inte ändras." if state == MinutesView.State.LEFT else ""
    locked = MinutesView.objects.select_for_update(of=("self",)).get(pk=view.pk)
    locked.answer = cleaned(answer, field="answer", longest=400, required=needed)
    source, locked.state = locked.state, state
    locked.save(update_fields=["answer", "state"])
    record_status(locked, source=source, target=state, actor=actor)
    trail.record("answer_view", locked, actor=actor, fields=["state", "answer"])
    return locked


def approve_minutes(minutes: Minutes, seen: str, *, actor: Actor) -> Minutes:
    """Tick the text whose fingerprint was ``seen``. When the last of those chosen has ticked, the minutes are approved.

    Another text needs another tick: it is frozen anew, so that the page shows it, and then the tick is refused. Somebody
    chosen by two mandates ticks for both. Nothing is approved while there is time for views, or while one is unanswered.
    """
    with transaction.atomic():
        locked = locked_minutes(minutes)
        require(actor, "councils.approve_minutes", locked)
        person: Any = getattr(actor, "pk", None)
        mine = list(locked.approvers.filter(mandate__user_id=person).order_by("pk")) if person else []
        if not mine:
            raise DomainError(NOT_APPROVER)
        if locked.status != MinutesStatus.SENT and all(
            one.fingerprint == seen == locked.fingerprint for one in mine
        ):
            return locked
        ticked = tick(locked, mine, seen, actor=actor, verb="tick_minutes")
    return settled(ticked)


def tick(
    locked: Minutes,
    mine: Sequence[MinutesApprover],
    seen: str,
    *,
    actor: Actor,
    verb: str,
    told: tuple[str, date | None] = ("", None),
) -> Minutes | None:
    """Give one person's ticks on minutes that the caller has locked; the last one approves them.

    ``told`` is how and when somebody without account said it. Raises ``DomainError`` when it is not time. Returns ``None``
    when the text is another than ``seen``: the caller refuses with ``settled`` when the new text is committed.
    """
    if locked.status != MinutesStatus.SENT:
        raise DomainError("Anteckningarna är inte ute för godkännande.")
    if locked.views_until and locked.views_until >= today():
        raise DomainError(
            f"Rådet har till och med {day_text(locked.views_until)} på sig att lämna synpunkter. Godkänn efter det."
        )
    if locked.views.filter(state=MinutesView.State.WAITING).exists():
        raise DomainError(UNANSWERED)
    # Counts of who came and names of bodies may have changed elsewhere.
    refreeze(locked, actor=actor)
    if locked.fingerprint != seen:
        return None
    for one in mine:
        one.ticked_at, one.fingerprint = timezone.now(), seen
        one.told_how, one.told_on = told
        one.save(update_fields=["ticked_at", "fingerprint", "told_how", "told_on"])
    trail.record(
        verb, locked, actor=actor, fields=["fingerprint", *(["told_how", "told_on"] if told[0] else [])]
    )
    if locked.approvers.exclude(fingerprint=locked.fingerprint).exists():
        return locked
    locked.approved_at = timezone.now()
    locked.save(update_fields=["approved_at"])
    approved: Minutes = change_status(locked, MinutesStatus.APPROVED, actor=actor, verb="approve_minutes")
    return approved


def settled(ticked: Minutes | None) -> Minutes:
    """Return what was ticked; raises ``DomainError`` when another text had been frozen. Called outside the transaction."""
    if ticked is None:
        raise DomainError(CHANGED)
    return ticked


@transaction.atomic
def publish_minutes(minutes: Minutes, *, actor: Actor) -> MinutesEdition:
    """Make the approved text the next edition, with its files, and send on what is forwarded. Locked from then on.

    Called again, or by two at once, it returns the edition that is there.
    """
    locked = locked_minutes(minutes)
    require(actor, "councils.publish_minutes", locked)
    if locked.status == MinutesStatus.PUBLISHED:
        return locked.editions.order_by("-number")[0]
    on = today()
    locked.published_at = locked.published_at or timezone.now()
    locked.save(update_fields=["published_at"])
    locked = change_status(locked, MinutesStatus.PUBLISHED, actor=actor, verb="publish_minutes")
    number = locked.editions.count() + 1
    approved = locked.approved_at or timezone.now()
    content = locked.frozen | {
        "number": number,
        "approved_on": timezone.localdate(approved).isoformat(),
        "published_on": on.isoformat(),
    }
    edition = MinutesEdition.objects.create(
        minutes=locked,
        number=number,
        content=content,
        fingerprint=locked.fingerprint,
        correction=locked.correction,
        published_at=timezone.now(),
        document=_file(locked, NOTES_PDF, content, actor),
        large_print=_file(locked, LARGE_PDF, content, actor),
    )
    forward_decisions(locked.meeting, on, actor=actor)
    if locked.meeting.council.is_public:
        raise_stamp()
    return edition


@transaction.atomic
def correct_minutes(minutes: Minutes, reason: str, *, actor: Actor) -> Minutes:
    """Open published minutes for a new edition. What is published stays until the next one is."""
    reason = cleaned(
        reason, field="reason", longest=400, required="Skriv vad som är fel. Det står i den nya utgåvan."
    )
    if locked_minutes(minutes).status != MinutesStatus.PUBLISHED:
        raise DomainError(NOT_PUBLISHED)
    locked: Minutes = change_status(
        minutes, MinutesStatus.DRAFT, actor=actor, note=reason, verb="correct_minutes"
    )
    locked.correction = reason
    locked.views_until = None
    locked.version += 1
    locked.save(update_fields=["correction", "views_until", "version"])
    locked.approvers.update(**NO_TICK)
    return locked


def approver_mandates(meeting: Meeting) -> QuerySet[Mandate]:
    """Return those who may be chosen to approve: they sit in the council now."""
    rows = Mandate.objects.current().filter(council=meeting.council_id, erased_at=None)
    return rows.select_related("user", "association", "unit", "principal").order_by("role", "pk")


def _file(minutes: Minutes, kind: str, content: dict[str, object], actor: Actor) -> Edition:
    title = f"{minutes.get_kind_display()}, {minutes.meeting.council.name}"[:200]
    return request_edition(kind=kind, key=f"{kind}:{minutes.pk}", title=title, data=content, actor=actor)


def _locked_meeting(meeting: Meeting) -> Meeting:
    rows = Meeting.objects.select_for_update(of=("self",)).select_related("council")
    found: Meeting = rows.get(pk=meeting.pk)
    return found


def locked_minutes(minutes: Minutes) -> Minutes:
    """Lock the meeting first, as every write below it does, then its minutes."""
    _locked_meeting(minutes.meeting)
    rows = Minutes.objects.select_for_update(of=("self",)).select_related("meeting__council")
    found: Minutes = rows.get(pk=minutes.pk)
    return found


def _with_chair(meeting: Meeting, approvers: Sequence[Mandate]) -> list[Mandate]:
    chair = Mandate.objects.current().filter(council=meeting.council, role=MandateRole.CHAIR).first()
    chosen = {one.pk: one for one in approvers}
    if chair is not None and chair.erased_at is None:
        chosen[chair.pk] = chair
    if any(one.council_id != meeting.council_id for one in chosen.values()):
        raise DomainError("Välj bland dem som sitter i rådet.", field="approvers")
    return list(chosen.values())


def _check_approvers(kind: str, chosen: Sequence[Mandate]) -> None:
    if not chosen:
        raise DomainError("Välj minst en som godkänner.", field="approvers")
    # Two mandates of one person are one who approves.
    people = {one.user_id or f"mandate {one.pk}" for one in chosen}
    if kind == MinutesKind.FORMAL and len(people) < 2:
        raise DomainError("Ett protokoll behöver en justerare vid sidan av ordföranden.", field="approvers")
