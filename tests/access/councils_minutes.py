"""Agendas, notes, decisions, actions and minutes.

Four meetings of one council: ``told_meeting`` with published minutes, ``noted_meeting`` whose notes are a draft,
``sent_meeting`` whose minutes are out for views, ``coming_meeting`` that is called. ``hidden_meeting`` belongs to a council
without a public page. Drafts are for those who write them, what is out for the council, what is published for all.
"""

import uuid
from collections.abc import Callable
from typing import Any

from tests.access.matrix import EVERYBODY, NOBODY, Route
from tests.access.world import COUNCIL, KEEPERS, OFFICE, World

RUNS = OFFICE | {"coordinator"}
READS = COUNCIL | {"coordinator"}
SITS = COUNCIL - {"council_secretary"}
#: Those who know of a meeting at work, once it is called.
KNOWS = READS | {"administrator", "unit_manager"}
PROPOSES = READS | {"representative", "other_representative", "other_council_member"}
#: Who follows what council_member has proposed for the association.
FOLLOWS = RUNS | {"council_member", "representative"}
MEETINGS = ("told_meeting", "noted_meeting", "sent_meeting", "coming_meeting")


def _pk(name: str, /, **more: Any) -> Callable[[World], dict[str, Any]]:
    return lambda world: {"pk": world.objects[name].pk, **more}


def _page(name: str) -> Callable[[World], dict[str, Any]]:
    return lambda world: {"slug": world.objects[name].council.slug, "day": world.objects[name].slug}


def _paper(name: str) -> Callable[[World], dict[str, Any]]:
    return lambda world: {**_page("told_meeting")(world), "pk": world.objects[name].pk}


def _year(world: World) -> dict[str, Any]:
    return {"slug": world.told_meeting.council.slug, "year": world.told_meeting.day.year}


def _proposal(world: World) -> dict[str, Any]:
    return {"council": world.noted_meeting.council.pk, "title": "En fråga", "form_key": str(uuid.uuid4())}


def _item(world: World) -> dict[str, Any]:
    return {"title": "En punkt", "minutes": 5, "form_key": str(uuid.uuid4()), "version": 1}


ROUTES = [
    # --- everybody
    Route("councils_public:meeting", EVERYBODY, _page("told_meeting")),
    Route("councils_public:meeting", EVERYBODY, _page("coming_meeting"), label="called"),
    Route("councils_public:meeting", EVERYBODY, _page("noted_meeting"), label="not written"),
    Route("councils_public:meeting", EVERYBODY, _page("sent_meeting"), label="out for views"),
    Route("councils_public:meeting", NOBODY, _page("hidden_meeting"), label="hidden"),
    Route(
        "councils_public:meeting",
        NOBODY,
        lambda w: {"slug": "brukarradet", "day": "2020-13-45"},
        label="no day",
    ),
    Route("councils_public:archive", EVERYBODY, _year),
    Route("councils_public:archive", NOBODY, lambda w: {"slug": w.council.slug, "year": 1999}, label="empty"),
    Route("councils_public:minutes_pdf", EVERYBODY, _page("told_meeting")),
    Route("councils_public:minutes_pdf", NOBODY, _page("sent_meeting"), label="out for views"),
    Route("councils_public:minutes_large_pdf", EVERYBODY, _page("told_meeting")),
    Route("councils_public:paper", EVERYBODY, _paper("told_paper")),
    Route("councils_public:paper", NOBODY, _paper("inner_paper"), label="not public"),
    # --- proposing
    Route("councils:propose", PROPOSES, data=_proposal),
    Route("councils:followed", PROPOSES),
    Route("councils:proposed", RUNS),
    Route(
        "councils:answer_item",
        RUNS,
        _pk("proposed_item"),
        data=lambda w: {"choice": "decline", "answer": "Nej.", "version": 1},
    ),
    # --- agenda
    Route("councils:agenda_make", RUNS, _pk("coming_meeting"), post_only=True),
    Route("councils:item_add", RUNS, _pk("coming_meeting"), data=_item),
    Route("councils:item_edit", RUNS, _pk("coming_item"), data=_item),
    Route("councils:item_move", RUNS, _pk("coming_item"), post_only=True, data=lambda w: {"step": "ner"}),
    Route("councils:item_remove", RUNS, _pk("coming_item"), post_only=True),
    # --- in the room
    Route("councils:note", RUNS, _pk("noted_item"), data=lambda w: {"text": "Ny text.", "version": 1}),
    Route("councils:note", RUNS, _pk("sent_item"), label="out for views"),
    Route("councils:note", RUNS, _pk("told_item"), label="published"),
    Route("councils:note", {"coordinator"}, _pk("hidden_item"), label="hidden"),
    Route("councils:agenda", {"coordinator"}, _pk("hidden_meeting"), label="hidden"),
    Route("councils:minutes", KEEPERS, _pk("hidden_meeting"), label="hidden"),
    Route("councils:answer_item", RUNS, _pk("declined_item"), label="declined"),
    Route(
        "councils:note_save",
        RUNS,
        _pk("noted_item"),
        post_only=True,
        data=lambda w: {"text": "Ny text.", "version": 1},
    ),
    Route(
        "councils:note_internal", RUNS, _pk("noted_item"), data=lambda w: {"internal": "Nytt.", "version": 1}
    ),
    Route("councils:item_mark", RUNS, _pk("noted_item"), post_only=True),
    Route("councils:decision_add", RUNS, _pk("noted_item")),
    Route("councils:decision_edit", RUNS, _pk("noted_decision")),
    Route("councils:decision_remove", RUNS, _pk("noted_decision")),
    Route("councils:action_add", RUNS, _pk("noted_item")),
    Route("councils:action_edit", RUNS, _pk("noted_action")),
    Route("councils:action_close", RUNS, _pk("noted_action")),
    Route("councils:attendance", RUNS, _pk("noted_meeting")),
    Route("councils:meeting_hold", RUNS, _pk("coming_meeting"), post_only=True),
    # --- minutes
    Route("councils:minutes_send", RUNS, _pk("noted_meeting")),
    Route("councils:minutes_take_back", RUNS, _pk("sent_meeting"), post_only=True),
    Route(
        "councils:minutes_view",
        SITS,
        _pk("sent_meeting"),
        post_only=True,
        data=lambda w: {"text": "En synpunkt.", "form_key": str(uuid.uuid4())},
    ),
    # What somebody said by phone or on paper; only the coordinator writes down an approval.
    Route("councils:minutes_view_heard", {"coordinator", "council_secretary"}, _pk("sent_meeting")),
    Route(
        "councils:minutes_tick_heard",
        {"coordinator"},
        lambda w: {"pk": w.sent_meeting.pk, "approver": w.paper_approver.pk},
    ),
    Route("councils:view_answer", RUNS, _pk("minutes_remark")),
    Route("councils:minutes_approve", SITS, _pk("sent_meeting"), post_only=True),
    Route("councils:minutes_publish", RUNS, _pk("sent_meeting"), post_only=True),
    Route("councils:minutes_correct", RUNS, _pk("told_meeting")),
    Route("councils:minutes_edition", KNOWS, _pk("told_meeting", number=1)),
    Route("councils:minutes_edition", NOBODY, _pk("sent_meeting", number=1), label="not published"),
]
for _name in MEETINGS:
    ROUTES += [
        Route("councils:agenda", READS, _pk(_name), label=_name),
        Route("councils:minutes", KNOWS, _pk(_name), label=_name),
    ]


def plant_public(world: World) -> None:
    """A meeting whose minutes anybody may read, and one that is called."""
    from datetime import timedelta

    from django.core.files.base import ContentFile

    from common import editions
    from common.actors import SYSTEM
    from common.models import Edition
    from common.swedish import today
    from councils.models import Minutes, Paper
    from councils.services.minutes import publish_minutes
    from tests.councils.build import make_meeting

    council = world.council
    world.objects["told_meeting"] = told = make_meeting(council, today() - timedelta(days=67), status="held")
    _item_of(world, "told_item", told, EVERYBODY, written=True)
    minutes = _minutes(told, "approved")
    minutes.correction = f"Fel dag {world.canary('why the minutes were corrected', EVERYBODY)}"
    minutes.save(update_fields=["correction"])
    _freeze(minutes)
    publish_minutes(Minutes.objects.get(pk=minutes.pk), actor=SYSTEM)
    for edition in Edition.objects.filter(kind__startswith="councils.minutes"):
        editions.render_edition(edition.pk)
    world.objects["coming_meeting"] = coming = make_meeting(council, today() + timedelta(days=23))
    _item_of(world, "coming_item", coming, EVERYBODY)
    # Anybody may know that these were held, and what they took up; what was said is planted later.
    for name, days in (("noted", 17), ("sent", 47)):
        made = make_meeting(council, today() - timedelta(days=days), status="held")
        world.objects[f"{name}_meeting"] = made
        _item_of(world, f"{name}_item", made, EVERYBODY)
    for name, words in (
        ("told_paper", f"%PDF-1.4 {world.canary('public paper', EVERYBODY)}"),
        ("inner_paper", "x"),
    ):
        world.objects[name] = Paper.objects.create(
            meeting=told,
            title=f"Underlag {world.canary('title of a public paper', EVERYBODY) if words != 'x' else ''}",
            ending="pdf",
            sha256=name.ljust(64, "0"),
            size=len(words),
            is_public=words != "x",
            file=ContentFile(words.encode(), f"{name}.pdf"),
        )


def plant(world: World) -> None:
    """Notes that are a draft, minutes that are out, what is proposed, a council without a public page."""
    from datetime import timedelta

    from common.swedish import today
    from councils.models import AgendaItem, InternalNote, Minutes, MinutesApprover, MinutesView
    from tests.councils.build import make_council, make_meeting

    council = world.council
    _write_under(world, "noted_item", RUNS)
    InternalNote.objects.create(
        item=world.noted_item, text=f"Ring {world.canary('internal note', RUNS)}", version=1
    )
    _write_under(world, "sent_item", READS)
    sent = world.sent_meeting
    minutes = _minutes(sent, "sent")
    MinutesApprover.objects.create(minutes=minutes, mandate=world.council_chair_mandate)
    world.objects["paper_approver"] = MinutesApprover.objects.create(
        minutes=minutes, mandate=world.unit_mandate
    )
    _freeze(minutes)
    Minutes.objects.filter(pk=minutes.pk).update(views_until=today() + timedelta(days=5))
    world.objects["minutes_remark"] = MinutesView.objects.create(
        minutes=minutes,
        by=world.personas["council_member"],
        mandate=world.council_member_mandate,
        text=f"Det var i mars {world.canary('view on minutes', RUNS | {'council_member'})}",
        state="left",
        answer=f"Det sades inte {world.canary('answer to a view', RUNS | {'council_member'})}",
    )
    for name, state in (("proposed_item", "proposed"), ("declined_item", "declined")):
        world.objects[name] = AgendaItem.objects.create(
            council=council,
            state=state,
            title=f"Väntan {world.canary(f'title of {name}', FOLLOWS)}",
            text=f"Det tar tid {world.canary(f'text of {name}', FOLLOWS)}",
            proposed_by=world.personas["council_member"],
            proposed_for=world.association,
            proposed_at=sent.starts_at,
            answer=f"Nej {world.canary(f'answer to {name}', FOLLOWS)}" if state == "declined" else "",
        )
    hidden = make_council("Styrgruppen", slug="styrgruppen-dold", is_public=False)
    world.objects["hidden_meeting"] = make_meeting(hidden, today() - timedelta(days=13), status="held")
    _item_of(world, "hidden_item", world.hidden_meeting, frozenset({"coordinator"}), written=True)


def _item_of(world: World, name: str, meeting: Any, seers: frozenset[str], *, written: bool = False) -> None:
    """An item with what only those called read of it, and, ``written``, what was noted under it."""
    from councils.models import AgendaItem

    called = READS if meeting.council.is_public else frozenset({"coordinator"})
    item = AgendaItem.objects.create(
        council=meeting.council,
        meeting=meeting,
        state="treated" if written else "placed",
        title=f"Kallelser {world.canary(f'title of {name}', seers)}",
        text=f"Breven är svåra {world.canary(f'text of {name}', called)}",
        presenter=f"Enheten {world.canary(f'who tells of {name}', called)}",
        position=1,
    )
    world.objects[name] = item
    if written:
        _write_under(world, name, seers)


def _write_under(world: World, name: str, seers: frozenset[str]) -> None:
    """What was noted, said and agreed to do under an item."""
    from councils.models import Action, Decision, ItemNote

    item = world.objects[name]
    meeting, stem = item.meeting, name.removesuffix("_item")
    called = READS if meeting.council.is_public else frozenset({"coordinator"})
    ItemNote.objects.create(
        item=item, text=f"Alla höll med {world.canary(f'note of {name}', seers)}", version=1
    )
    world.objects[f"{stem}_decision"] = Decision.objects.create(
        item=item,
        meeting=meeting,
        number=1,
        kind="agrees",
        text=f"Vi ber om nya brev {world.canary(f'decision of {name}', seers)}",
    )
    # What is to be done stands beside every agenda of the council.
    world.objects[f"{stem}_action"] = Action.objects.create(
        council=meeting.council,
        item=item,
        what=f"Skriv {world.canary(f'action of {name}', seers | called)}",
        who=f"Sekreteraren {world.canary(f'who does the action of {name}', seers | called)}",
    )
    Action.objects.create(
        council=meeting.council,
        item=item,
        what="Ring",
        who="Ordföranden",
        state="done",
        outcome=f"De svarade {world.canary(f'outcome of an action of {name}', RUNS)}",
        closed_on=meeting.day,
    )


def _minutes(meeting: Any, status: str) -> Any:
    from councils.models import Minutes

    return Minutes.objects.create(
        meeting=meeting,
        kind="notes",
        status=status,
        fingerprint="x",
        sent_at=meeting.starts_at,
        approved_at=meeting.ends_at if status == "approved" else None,
    )


def _freeze(minutes: Any) -> None:
    from councils.queries.minutes_text import fingerprint, minutes_content

    minutes.frozen = minutes_content(minutes.meeting, minutes)
    minutes.fingerprint = fingerprint(minutes.frozen)
    minutes.save(update_fields=["frozen", "fingerprint"])
