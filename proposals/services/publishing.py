"""From draft to sent to public."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.db import transaction
from django.urls import reverse

from common import outbox, stamps, trail
from common.actors import Actor
from common.errors import DomainError
from common.slugs import free_slug
from common.swedish import day_text, number_text, today
from common.transitions import record_status
from common.working_days import is_working_day, last_working_day
from proposals.models import Addressee, FollowUp, LoopRules, Move, Proposal, ProposalSource
from proposals.queries.recipients import answerers
from proposals.rules import Bodies
from proposals.services.effect import ask_when_done
from proposals.services.shared import STAMP, SentBeforeError, move, require, settle_standing
from proposals.words import MEETS_AGAIN, SourceKind, State

#: Neutral: a subject tells nothing of what it is about (domain.md 8).
SUBJECT = "Du har ett nytt meddelande"
#: What the coordinator enters; audits, councils and peer support are rooms of their own.
_OF_ROOMS = {SourceKind.AUDIT, SourceKind.COUNCIL, SourceKind.PEER_SUPPORT}
ENTERED_KINDS = tuple(kind for kind in SourceKind.values if kind not in _OF_ROOMS)
_RESERVED = {"teman", "folj", "affisch", "fraga", "eget-initiativ"}


@transaction.atomic
def open_source(
    *,
    room: str,
    source_id: str,
    kind: str,
    title: str,
    url: str = "",
    held_on: date | None = None,
    answer_days: int | None = None,
    follow_up_months: int | None = None,
    actor: Actor,
) -> ProposalSource:
    """Return the source that ``room`` knows as ``source_id``, made at the first call and brought up to date at later ones.

    Deadlines that aren't given are the loop's rules. Deadlines of what is already sent don't change.
    """
    rules = LoopRules.current()
    source = ProposalSource.objects.select_for_update().filter(room=room, source_id=source_id).first()
    is_new = source is None
    if source is None:
        source = ProposalSource(room=room, source_id=source_id)
        source.answer_days, source.follow_up_months = rules.answer_days, rules.follow_up_months
    require(actor, "proposals.work_on_source", source)
    facts: dict[str, Any] = {"kind": kind, "title": title, "url": url, "held_on": held_on or source.held_on}
    if answer_days is not None:
        facts["answer_days"] = answer_days
    if follow_up_months is not None:
        facts["follow_up_months"] = follow_up_months
    changed = [name for name, value in facts.items() if getattr(source, name) != value]
    if not is_new and not changed:
        return source
    for name, value in facts.items():
        setattr(source, name, value)
    source.save()
    trail.record("open_source" if is_new else "edit_source", source, actor=actor, fields=changed)
    if source.public_on is not None:
        stamps.raise_stamp(STAMP)
    return source


@transaction.atomic
def enter_source(
    *, kind: str, title: str, held_on: date | None, form_key: UUID, actor: Actor
) -> ProposalSource:
    """Enter a patient forum, a study circle, a focus group or a dialogue meeting; the coordinator is its team.

    The same ``form_key`` again gives the same source; raises ``SentBeforeError`` when it comes with other facts.
    """
    require(actor, "proposals.enter_proposal")
    if kind not in ENTERED_KINDS:
        raise DomainError("Välj i listan vad förslagen kommer från.", field="kind")
    if not title.strip():
        raise DomainError("Skriv vad det var, till exempel Patientforum i Bollnäs.", field="title")
    rules = LoopRules.current()
    source, created = ProposalSource.objects.get_or_create(
        room="proposals",
        source_id=str(form_key),
        defaults={
            "kind": kind,
            "title": title,
            "held_on": held_on,
            "answer_days": rules.answer_days,
            "follow_up_months": rules.follow_up_months,
        },
    )
    if not created and (source.kind, source.title, source.held_on) != (kind, title, held_on):
        raise SentBeforeError("ett möte eller en cirkel till")
    if created:
        trail.record("enter_source", source, actor=actor)
        # What the person's teams were is remembered for the request.
        getattr(actor, "__dict__", {}).pop("_proposal_sources", None)
    return source


@transaction.atomic
def send_proposals(
    source: ProposalSource,
    *,
    actor: Actor,
    on: date | None = None,
    said: Mapping[UUID, str] | None = None,
    due: Mapping[UUID, date] | None = None,
) -> int:
    """Send a source's drafts to those they are addressed to; return how many. The answer deadline begins.

    ``said`` fills in "Du sa" at the last moment, by proposal: an approved quote need not lie in a draft. Day 1 of the
    deadline is the working day after ``on`` (today); ``due`` gives a proposal another last day. Called again it sends
    what has been written since.
    """
    require(actor, "proposals.work_on_source", source)
    locked = ProposalSource.objects.select_for_update().get(pk=source.pk)
    day = on or today()
    drafts = list(
        Proposal.objects.select_for_update(of=("self",))
        .filter(source=locked, state=State.DRAFT)
        .prefetch_related("addressees")
        .order_by("number")
    )
    if missing := [sentence for draft in drafts if (sentence := _missing(draft))]:
        raise DomainError(" ".join(missing))
    usual = last_working_day(day, locked.answer_days)
    for draft in drafts:
        draft.said = (said or {}).get(draft.pk, draft.said)
        draft.state, draft.sent_on = State.SENT, day
        draft.save(update_fields=["said", "state", "sent_on"])
        draft.addressees.update(answer_due=(due or {}).get(draft.pk, usual), answered_on=None, reminded=0)
        record_status(draft, source=State.DRAFT, target=State.SENT, actor=actor)
        trail.record("send_proposal", draft, actor=actor, fields=["state"])
        settle_standing(draft)
    if drafts and locked.sent_on is None:
        locked.sent_on = day
        locked.save(update_fields=["sent_on"])
    write_to_addressees(locked, drafts)
    return len(drafts)


@transaction.atomic
def publish_proposals(
    source: ProposalSource, on: date, *, due: Mapping[UUID, date] | None = None, actor: Actor
) -> int:
    """Let anybody read a source's proposals from ``on``; return how many became public.

    Drafts are sent at the same time, ``due`` as in ``send_proposals``. The follow-up meeting gets its day (``follow_up_months`` later).
    A council gets none: it meets again, and asks there.
    """
    require(actor, "proposals.work_on_source", source)
    send_proposals(source, actor=actor, on=on, due=due)
    locked = ProposalSource.objects.select_for_update().get(pk=source.pk)
    rows = list(
        Proposal.objects.select_for_update(of=("self",))
        .filter(source=locked, state=State.SENT)
        .order_by("number")
    )
    if locked.public_on is None and rows:
        locked.public_on = on
        locked.save(update_fields=["public_on"])
        if locked.kind not in MEETS_AGAIN:
            _plan_default_follow_up(locked, on)
    for row in rows:
        row.state, row.public_on, row.slug = State.PUBLIC, on, _free_address(row.title)
        row.save(update_fields=["state", "public_on", "slug"])
        record_status(row, source=State.SENT, target=State.PUBLIC, actor=actor)
        trail.record("publish_proposal", row, actor=actor, fields=["state"])
        ask_when_done(row, actor=actor)
        move(row, Move.Kind.PUBLISHED)
    return len(rows)


def _free_address(title: str) -> str:
    return free_slug(Proposal, title, fallback="forslag", longest=110, reserved=_RESERVED)


def _missing(draft: Proposal) -> str:
    if not draft.addressees.all():
        return f"Ange vem förslag {draft.number} riktas till."
    if not draft.text.strip():
        return f"Skriv vad som föreslås i förslag {draft.number}."
    return ""


def _plan_default_follow_up(source: ProposalSource, on: date) -> None:
    day = on + relativedelta(months=source.follow_up_months)
    while not is_working_day(day):
        day += relativedelta(days=1)
    FollowUp.objects.get_or_create(source=source, defaults={"on": day})


def write_to_addressees(source: ProposalSource, proposals: list[Proposal], *, again: int = 0) -> None:
    """One letter to each who answers, however many proposals there are."""
    rows = Addressee.objects.filter(proposal__in=proposals, answered_on=None)
    if again:
        rows = Addressee.objects.filter(proposal__in=proposals)
    pairs = list(rows.values_list("unit_id", "principal_id", "answer_due"))
    bodies = Bodies(
        frozenset(unit for unit, _, _ in pairs if unit),
        frozenset(principal for _, principal, _ in pairs if principal),
    )
    due = max((day for _, _, day in pairs if day), default=None)
    for one in answerers(bodies):
        own = [pair for pair in pairs if pair[0] in one.bodies.units or pair[1] in one.bodies.principals]
        outbox.queue_mail(
            "proposals_to_answer",
            to=one.email,
            subject=SUBJECT,
            context={
                "count": "ett förslag" if len(own) == 1 else f"{number_text(len(own))} förslag",
                "due": day_text(due) if due else "",
                "again": bool(again),
                "url": settings.PORTAL_ORIGIN + reverse("proposals:own"),
            },
            dedup_key=f"loop-sent:{source.pk}:{today()}:{again}:{len(proposals)}:{one.key}",
        )
