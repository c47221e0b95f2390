"""The loop: who reads drafts, sent and public proposals, who answers, who checks.

Drafts: their source's team. Sent: addressees, the team, the coordinator. Public: everybody. A unit's manager who isn't
addressed sees only what is public. What a unit writes before it sends is its own; what it does on its own initiative is
told to everybody.
"""

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from tests.access.matrix import EVERYBODY, NOBODY, Route
from tests.access.world import OFFICE, TEAM, World

COORDINATOR = frozenset({"coordinator"})
MANAGER = frozenset({"unit_manager"})
OTHERS = frozenset({"other_auditor"})
#: Who orders an audit is here also the one above the unit.
SUPERIOR = frozenset({"commissioner"})
#: What is sent to the unit.
SENT = TEAM | COORDINATOR | MANAGER
#: What is sent to another unit, by another team.
ELSEWHERE = OTHERS | COORDINATOR
#: Who writes and checks proposals, also those of a council's meetings.
WRITERS = TEAM | COORDINATOR | OTHERS | OFFICE
#: A room of sources for these tests: the loop knows nobody's rooms.
ROOM = "access"


def _pk(name: str) -> Callable[[World], dict[str, Any]]:
    return lambda world: {"pk": world.objects[name].pk}


def _slug(name: str) -> Callable[[World], dict[str, Any]]:
    return lambda world: {"slug": world.objects[name].slug}


def _token(name: str) -> Callable[[World], dict[str, Any]]:
    return lambda world: {"token": world.objects[name]}


ROUTES = [
    # --- everybody
    Route("loop:list", EVERYBODY),
    Route("loop:list", EVERYBODY, query="?enhet=enhet:oppenvarden-gavle&lage=pagar", label="filtered"),
    Route("loop:list", EVERYBODY, query="?enhet=kanarie&sida=x&q=kanarie", label="asked for nonsense"),
    Route("loop:themes", EVERYBODY),
    Route("loop:initiatives", EVERYBODY),
    Route("loop:initiatives", EVERYBODY, query="?enhet=boendestodet-soder&sida=x", label="filtered"),
    Route("loop:json", EVERYBODY),
    Route("loop:csv", EVERYBODY),
    Route("loop:atom", EVERYBODY),
    Route("loop:proposal", EVERYBODY, _slug("public_proposal")),
    Route("loop:proposal", NOBODY, lambda w: {"slug": "skickat-forslag"}, label="sent"),
    Route("loop:poster", EVERYBODY, lambda w: {"pk": w.public_source.pk, "paper": "a4"}, label="a4"),
    Route("loop:poster", EVERYBODY, lambda w: {"pk": w.public_source.pk, "paper": "a3"}, label="a3"),
    Route("loop:poster", NOBODY, lambda w: {"pk": w.sent_source.pk, "paper": "a4"}, label="not public"),
    Route("loop:question", EVERYBODY, _pk("public_source")),
    Route("loop:question", NOBODY, _pk("sent_source"), label="not public"),
    Route("loop:follow", EVERYBODY, _slug("public_proposal")),
    Route("loop:follow", NOBODY, lambda w: {"slug": "skickat-forslag"}, label="sent"),
    Route("loop:follow_asked", EVERYBODY),
    Route("loop:follow_confirm", EVERYBODY, _token("follow_confirm_token")),
    Route("loop:follow_confirm", NOBODY, lambda w: {"token": "gissad"}, label="guessed"),
    Route("loop:follow_own", EVERYBODY, _token("follow_token")),
    Route("loop:follow_own", NOBODY, lambda w: {"token": "gissad"}, label="guessed"),
    Route("loop:follow_end", EVERYBODY, _token("follow_token")),
    Route("loop:follow_end", NOBODY, lambda w: {"token": "gissad"}, label="guessed"),
    # --- lists
    Route("proposals:list", WRITERS),
    Route("proposals:list", WRITERS, query="?q=kanarie&lage=vantar-pa-svar", label="searched"),
    Route("proposals:own", MANAGER | {"other_unit_manager"}),
    Route("proposals:late", SUPERIOR),
    Route("proposals:rules", COORDINATOR | {"administrator"}),
    # --- one proposal, by state and team
    Route("proposals:proposal", SENT, _pk("public_proposal"), label="public"),
    Route("proposals:proposal", SENT, _pk("sent_proposal"), label="sent"),
    Route("proposals:proposal", SENT, _pk("settled_proposal"), label="settled"),
    Route("proposals:proposal", SENT | SUPERIOR, _pk("late_proposal"), label="late"),
    Route("proposals:proposal", TEAM, _pk("draft_proposal"), label="draft"),
    Route("proposals:proposal", ELSEWHERE, _pk("other_proposal"), label="sent to others"),
    Route("proposals:proposal", COORDINATOR, _pk("forum_proposal"), label="draft of a forum"),
    Route("proposals:proposal_edit", TEAM, _pk("draft_proposal")),
    Route("proposals:proposal_edit", COORDINATOR, _pk("forum_proposal"), label="of a forum"),
    Route("proposals:proposal_edit", NOBODY, _pk("sent_proposal"), label="sent"),
    Route("proposals:proposal_remove", TEAM, _pk("draft_proposal"), post_only=True),
    Route("proposals:proposal_remove", NOBODY, _pk("sent_proposal"), post_only=True, label="sent"),
    Route("proposals:sort", TEAM | COORDINATOR, _pk("public_proposal")),
    Route("proposals:settle", TEAM, _pk("public_proposal")),
    Route("proposals:settle", OTHERS, _pk("other_proposal"), label="of others"),
    Route("proposals:reopen", TEAM, _pk("public_proposal")),
    Route("proposals:question_open", TEAM | COORDINATOR, _pk("public_proposal"), post_only=True),
    Route("proposals:question_close", TEAM | COORDINATOR, _pk("public_proposal"), post_only=True),
    Route("proposals:follow", SENT, _pk("public_proposal"), post_only=True),
    Route("proposals:check", TEAM, _pk("done_measure")),
    # --- those who answer
    Route("proposals:answer", MANAGER, _pk("sent_addressee")),
    Route("proposals:answer", NOBODY, _pk("draft_addressee"), label="draft"),
    Route("proposals:answer", NOBODY, _pk("other_addressee"), label="of others"),
    Route("proposals:measure_new", MANAGER, _pk("public_addressee")),
    Route("proposals:measure", MANAGER, _pk("done_measure")),
    Route("proposals:measure", MANAGER, _pk("own_measure"), label="own"),
    Route("proposals:measure", NOBODY, _pk("other_measure"), label="of others"),
    Route("proposals:own_measure_new", MANAGER, _slug("unit")),
    Route("proposals:own_measure_new", NOBODY, _slug("elsewhere"), label="elsewhere"),
    # --- sources and follow-up meetings
    Route("proposals:source_new", COORDINATOR),
    Route("proposals:source", TEAM, _pk("public_source")),
    Route("proposals:source", COORDINATOR, _pk("forum"), label="forum"),
    Route("proposals:proposal_new", TEAM, _pk("sent_source")),
    Route("proposals:proposal_new", COORDINATOR, _pk("forum"), label="forum"),
    # An audit's proposals go out with its report, not by this button.
    Route("proposals:source_publish", NOBODY, _pk("sent_source"), post_only=True),
    Route("proposals:source_publish", COORDINATOR, _pk("forum"), post_only=True, label="forum"),
    Route("proposals:follow_up", SENT, _pk("public_source")),
    Route("proposals:follow_up", ELSEWHERE, _pk("other_source"), label="of others"),
    Route("proposals:follow_up", COORDINATOR, _pk("forum"), label="forum"),
    Route("proposals:follow_up_plan", TEAM | COORDINATOR, _pk("public_source")),
    Route("proposals:follow_up_notes", TEAM | COORDINATOR, _pk("public_source")),
    Route("proposals:follow_up_invite", TEAM | COORDINATOR, _pk("public_source"), post_only=True),
]  # fmt: skip


def plant_public(world: World) -> None:
    """A public proposal of a team's source, answered yes by the unit, with a measure that is done and seen."""
    from organisations.models import Unit
    from proposals.models import Check, FollowUp, Measure, Move, Response

    register(world)
    today = _today()
    world.objects["public_source"] = _source("1", today, public=True)
    proposal = _proposal(world, "public", world.public_source, EVERYBODY, state="public")
    proposal.slug = "kopia-av-planen"
    proposal.save()
    addressee = world.public_addressee
    addressee.answered_on = today
    addressee.save()
    Response.objects.create(
        addressee=addressee,
        state="present",
        answer="yes",
        text=f"Vi gör det {world.canary('words of an answer', EVERYBODY)}",
        responsible="Enhetschef",
        due=today + timedelta(days=30),
        sent_on=today,
    )
    measure = Measure.objects.create(
        addressee=addressee,
        what=f"Utskrift {world.canary('a measure', EVERYBODY)}",
        who="Enhetschef",
        due=today + timedelta(days=30),
        status="done",
        done_on=today,
        happened=f"Det är gjort {world.canary('what happened', EVERYBODY)}",
    )
    measure.updates.create(
        status="going",
        due=measure.due,
        happened=f"Det är beställt {world.canary('earlier word of a measure', EVERYBODY)}",
    )
    world.objects["done_measure"] = measure
    Check.objects.create(
        measure=measure,
        verdict="partly",
        on=today,
        note=f"Inte överallt {world.canary('note of a check', EVERYBODY)}",
        by=world.personas["auditor"],
    )
    FollowUp.objects.create(
        source=world.public_source,
        on=today + timedelta(days=20),
        place=f"Rum {world.canary('place of a follow-up', SENT)}",
        bring=f"Ta med {world.canary('what to bring', SENT)}",
        notes=f"Sagt {world.canary('notes of a follow-up', SENT)}",
        lessons=f"Lärt {world.canary('lessons', EVERYBODY)}",
    )
    Move.objects.create(proposal=proposal, kind="answered", status="going")
    world.objects["elsewhere"] = Unit.objects.create(
        name="Boendestödet Söder", slug="boendestodet-soder", principal=world.principal
    )
    for name, unit in (("own", world.unit), ("other", world.elsewhere)):
        world.objects[f"{name}_measure"] = Measure.objects.create(
            unit=unit,
            what=f"Nya stolar {world.canary(f'{name} measure', EVERYBODY)}",
            who="Vårdenhetschef",
            due=today + timedelta(days=30),
        )


def plant(world: World) -> None:
    """Drafts, sent ones, what is late, others' ones, what units haven't sent, and who follows."""
    from organisations.models import Respondent
    from proposals.models import ProposalSource, Response

    today = _today()
    Respondent.objects.create(
        unit=world.unit,
        kind="superior",
        name="Överordnad",
        title="Verksamhetschef",
        email="overordnad@example.org",
        user=world.personas["commissioner"],
    )
    world.objects["sent_source"] = _source("2", today)
    world.objects["other_source"] = _source("3", today)
    world.objects["forum"] = ProposalSource.objects.create(
        kind="patient_forum",
        room="proposals",
        source_id=str(uuid.uuid4()),
        title=f"Forum {world.canary('title of a forum', COORDINATOR)}",
    )
    _proposal(world, "sent", world.sent_source, SENT, state="sent")
    _proposal(world, "draft", world.sent_source, TEAM, state="draft")
    _proposal(world, "late", world.sent_source, SENT | SUPERIOR, state="sent", days_late=30)
    _proposal(world, "other", world.other_source, ELSEWHERE, state="sent", unit=world.elsewhere)
    _proposal(world, "forum", world.forum, COORDINATOR, state="draft")
    Response.objects.create(
        addressee=world.sent_addressee,
        state="draft",
        answer="no",
        text=f"Kanske inte {world.canary('draft of an answer', MANAGER)}",
        responsible=f"Chef {world.canary('role in a draft of an answer', MANAGER)}",
    )
    settled = _proposal(world, "settled", world.sent_source, SENT, state="sent")
    settled.outcome, settled.outcome_on = "no_longer", today
    settled.outcome_note = f"Stället är stängt {world.canary('why a proposal was settled', SENT)}"
    settled.save()
    again = world.sent_proposal
    again.reopened_on = today
    again.reopened_note = f"Det kom tillbaka {world.canary('why a proposal was opened again', SENT)}"
    again.save()
    _plant_follows(world)


def register(world: World) -> None:
    """Tell the loop, which knows nobody's rooms, who belongs to these tests' sources."""
    from proposals.sources import register_source

    team = {world.personas[persona].pk for persona in TEAM}
    others = {world.personas["other_auditor"].pk}

    def sources_of(user: Any) -> tuple[str, ...]:
        return ("1", "2") if user.pk in team else ("3",) if user.pk in others else ()

    register_source(
        ROOM, checkers=lambda user, source_id: source_id in sources_of(user), sources_of=sources_of
    )


def _today() -> Any:
    from django.utils import timezone

    return timezone.localdate()


def _source(source_id: str, day: Any, *, public: bool = False) -> Any:
    from proposals.models import ProposalSource

    return ProposalSource.objects.create(
        kind="audit",
        room=ROOM,
        source_id=source_id,
        title=f"Granskning {source_id}",
        sent_on=day,
        public_on=day if public else None,
    )


def _proposal(
    world: World,
    name: str,
    source: Any,
    seers: frozenset[str],
    *,
    state: str,
    unit: Any = None,
    days_late: int = 0,
) -> Any:
    from proposals.models import Addressee, Proposal

    today = _today()
    is_draft = state == "draft"
    due = None if is_draft else today + timedelta(days=40 - (days_late and 40 + days_late))
    proposal = Proposal.objects.create(
        source=source,
        number=source.proposals.count() + 1,
        title=f"Förslag {world.canary(f'title of a {name} proposal', seers)}",
        said=f"Sagt {world.canary(f'words behind a {name} proposal', seers)}",
        said_from="interview",
        said_note=f"Gäller {world.canary(f'how many a {name} proposal concerns', seers)}",
        text=f"Ändra {world.canary(f'text of a {name} proposal', seers)}",
        state=state,
        slug=f"forslag-{name}" if state == "public" else "",
        sent_on=None if is_draft else today,
        public_on=today if state == "public" else None,
        late_from=today - timedelta(days=days_late - 8) if days_late else None,
    )
    world.objects[f"{name}_proposal"] = proposal
    world.objects[f"{name}_addressee"] = Addressee.objects.create(
        proposal=proposal, unit=unit or world.unit, answer_due=due
    )
    return proposal


def _plant_follows(world: World) -> None:
    from django.utils import timezone

    from proposals.models import Follow
    from proposals.services.followers import confirm_token, keep_token

    now = timezone.now()
    common = {"proposal": world.public_proposal, "asked_at": now}
    asked = Follow.objects.create(email=world.address("address of one who asked to follow"), **common)
    active = Follow.objects.create(
        email=world.address("address of one who follows"), status="active", confirmed_at=now, **common
    )
    world.objects |= {"follow_confirm_token": confirm_token(asked), "follow_token": keep_token(active)}
