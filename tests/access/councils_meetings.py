"""Meetings: who finds them, who is called, who reads papers, who knows what somebody needs."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from tests.access.matrix import EVERYBODY, NOBODY, SIGNED_IN, Route
from tests.access.world import COUNCIL, OFFICE, World

COORDINATOR = frozenset({"coordinator"})
KEEPERS = COORDINATOR | {"administrator"}
#: Run the meetings of ``world.council``, and read its papers before they are public.
RUN = OFFICE | COORDINATOR
READ = COUNCIL | COORDINATOR
#: Note answers by phone and see needs.
NEEDS = COORDINATOR | {"council_secretary"}
#: Find a meeting that is called; one that is planned is no business of the unit's manager yet.
FIND = COUNCIL | KEEPERS | {"unit_manager"}
LISTERS = FIND | {"other_council_member"}
FIND_PLANNED = COUNCIL | KEEPERS


def _pk(name: str, **more: Any) -> Callable[[World], dict[str, Any]]:
    return lambda world: {"pk": getattr(world, name).pk, **more}


def _slug(name: str) -> Callable[[World], dict[str, Any]]:
    return lambda world: {"slug": getattr(world, name).slug}


def _paper(world: World) -> dict[str, Any]:
    return {"pk": world.called_meeting.pk, "paper": world.paper.pk}


def _row(world: World) -> dict[str, Any]:
    return {"pk": world.called_meeting.pk, "row": world.member_invitation.pk}


def _invited(code: str) -> Callable[[World], dict[str, Any]]:
    """The invitation of ``world.unit``, or of the municipality."""
    body = {"v": "unit", "k": "municipality"}[code]
    return lambda world: {"pk": world.invited_meeting.pk, "code": f"{code}{getattr(world, body).pk}"}


def _invited_paper(name: str) -> Callable[[World], dict[str, Any]]:
    return lambda world: {"pk": world.invited_meeting.pk, "paper": world.objects[name].pk}


def _foreign_paper(world: World) -> dict[str, Any]:
    return {"pk": world.planned_meeting.pk, "paper": world.paper.pk}


def _year(world: World) -> dict[str, Any]:
    return {"year": world.called_meeting.day.year}


def _next_year(world: World) -> dict[str, Any]:
    return {"year": world.called_meeting.day.year + 1}


ROUTES = [
    Route("councils_public:wheel", EVERYBODY, _year),
    Route("councils_public:wheel", NOBODY, lambda w: {"year": 1900}, label="long ago"),
    Route("dialogues:list", EVERYBODY),
    Route("councils:meetings", LISTERS),
    Route("councils:meetings", LISTERS, query="?visa=varit", label="held"),
    Route("councils:wheel_now", SIGNED_IN),
    Route("councils:wheel", LISTERS, _year),
    Route("councils:year_plan", RUN, _next_year),
    Route("councils:meeting", FIND, _pk("called_meeting")),
    Route("councils:meeting", FIND_PLANNED, _pk("planned_meeting"), label="planned"),
    Route("councils:meeting", FIND, _pk("cancelled_meeting"), label="cancelled"),
    Route("councils:meeting", KEEPERS, _pk("dialogue_meeting"), label="dialogue"),
    Route("councils:meeting_new", RUN, _slug("council")),
    Route("councils:meeting_new", COORDINATOR, _slug("other_council"), label="of others"),
    Route("councils:meeting_series", RUN, _slug("council")),
    Route("councils:meeting_edit", RUN, _pk("called_meeting")),
    Route("councils:meeting_cancel", RUN, _pk("called_meeting"), data=lambda w: {"because": "Nej."}),
    Route("councils:meeting_call", RUN, _pk("planned_meeting"), post_only=True),
    Route("councils:meeting_resume", RUN, _pk("cancelled_meeting"), post_only=True),
    Route("councils:meeting_ics", READ, _pk("called_meeting")),
    Route("councils:paper_new", RUN, _pk("called_meeting")),
    Route("councils:papers_out", RUN, _pk("called_meeting"), post_only=True),
    Route("councils:paper", READ, _paper),
    # Another meeting's paper through this one's address.
    Route("councils:paper", NOBODY, _foreign_paper, label="of another meeting"),
    Route("councils:paper_remove", RUN, _paper, post_only=True),
    Route("councils:pack_request", RUN, _pk("called_meeting", size="vanlig"), post_only=True),
    Route("councils:pack", READ, _pk("called_meeting", size="vanlig")),
    Route("councils:pack", NOBODY, _pk("called_meeting", size="stor"), label="none"),
    Route("councils:reply_for", NEEDS, _row, data=lambda w: {"reply": "declined"}),
    Route("councils:needs_for", NEEDS, _row, data=lambda w: {"needs": ["lift"]}),
    Route(
        "councils:invitation",
        {"council_member"},
        _pk("member_invitation"),
        data=lambda w: {"reply": "declined"},
    ),
    Route(
        "councils:needs",
        {"council_member"},
        _pk("member_invitation"),
        post_only=True,
        data=lambda w: {"needs": ["lift"]},
    ),
    Route(
        "councils:invitation",
        NOBODY,
        _pk("former_invitation"),
        label="of an ended mandate",
        data=lambda w: {"reply": "accepted"},
    ),
    Route(
        "councils:needs",
        NOBODY,
        _pk("former_invitation"),
        label="of an ended mandate",
        post_only=True,
        data=lambda w: {"needs": ["lift"]},
    ),
    # --- a unit and a municipality that are invited; the municipality has nobody who answers for it here
    Route("councils:meeting", KEEPERS | {"unit_manager"}, _pk("invited_meeting"), label="invited"),
    Route("councils:dialogue_invitation", {"unit_manager"}, _pk("invited_meeting")),
    Route("councils:dialogue_invitation", NOBODY, _pk("called_meeting"), label="no dialogue"),
    Route(
        "councils:dialogue_answer",
        {"unit_manager"},
        _invited("v"),
        post_only=True,
        data=lambda w: {f"v{w.unit.pk}-reply": "declined"},
    ),
    Route("councils:dialogue_answer", NOBODY, _invited("k"), label="of others", post_only=True),
    Route("councils:dialogue_answer_heard", COORDINATOR, _invited("k"), data=lambda w: {"reply": "declined"}),
    Route(
        "councils:paper",
        COORDINATOR | {"unit_manager"},
        _invited_paper("invited_paper"),
        label="of the invited",
    ),
    Route("councils:paper", COORDINATOR, _invited_paper("invited_inner_paper"), label="not for the invited"),
    Route("councils:letter_returned", NEEDS, _row, post_only=True),
    Route("councils:dialogue_edit", COORDINATOR, _pk("dialogue_meeting")),
    Route("councils:dialogue_edit", NOBODY, _pk("called_meeting"), label="no dialogue"),
    Route("councils:dialogue_record", COORDINATOR, _pk("dialogue_meeting")),
    Route("councils:dialogue_resume", COORDINATOR, _pk("dialogue_meeting")),
    Route("councils:dialogue_resume", NOBODY, _pk("called_meeting"), label="no dialogue"),
    Route("councils:slip_open", COORDINATOR, _pk("dialogue_meeting"), post_only=True),
    Route("councils:slip_close", COORDINATOR, _pk("dialogue_meeting"), post_only=True),
]


def plant_public(world: World) -> None:
    """A called and a cancelled meeting of ``council``; a dialogue meeting that was held. Anybody may know of them."""
    from django.utils import timezone

    _meeting(world, "called", 20, EVERYBODY, status="called", called_at=timezone.now())
    _meeting(
        world,
        "cancelled",
        40,
        EVERYBODY,
        status="cancelled",
        cancelled_because=f"För att {world.canary('why a meeting is cancelled', EVERYBODY)}",
    )
    _plant_dialogue(world)


def plant(world: World) -> None:
    """A planned meeting of ``council``; links, papers, answers and needs of those that anybody may know of."""
    from django.core.files.base import ContentFile

    from common.models import Edition
    from common.swedish import local_date
    from councils.models import Invitation, MeetingNeeds, Paper
    from councils.print_pack import pack_key

    called = world.called_meeting
    _plant_answer(world)
    _meeting(world, "planned", 60, FIND_PLANNED)
    for name in ("called", "planned", "cancelled", "dialogue"):
        meeting = world.objects[f"{name}_meeting"]
        meeting.online_link = f"https://example.org/{world.canary(f'link of a {name} meeting', READ)}"
        meeting.save(update_fields=["online_link"])
    paper = Paper(
        meeting=called,
        title=f"Handling {world.canary('title of a paper', READ)}",
        ending="docx",
        sha256="0" * 64,
        size=100,
    )
    paper.file.save(
        "handling.docx", ContentFile(world.canary("content of a paper", READ).encode()), save=False
    )
    paper.save()
    world.objects["paper"] = paper
    for name in ("member", "chair"):
        mandate = getattr(world, f"council_{name}_mandate")
        world.objects[f"{name}_invitation"] = Invitation.objects.create(
            meeting=called, mandate=mandate, seat=mandate.seat
        )
    world.objects["former_invitation"] = Invitation.objects.create(meeting=called, mandate=_former(world))
    MeetingNeeds.objects.create(
        invitation=world.member_invitation,
        needs=["lift"],
        note=f"Utan {world.canary('what a member needs', NEEDS | {'council_member'})}",
    )
    pack = Edition(
        key=pack_key(called, large=False),
        number=1,
        kind="council_pack",
        title="Möteshandlingar",
        state="ready",
        actor_id=world.personas["coordinator"].actor_id,
        sha256="1" * 64,
        pages=1,
        size=100,
        data={"council": world.canary("frozen words of a print pack")},
    )
    pack.file.save(
        "utskrift.pdf", ContentFile(world.canary("content of a print pack", READ).encode()), save=False
    )
    pack.save()
    assert local_date(called.starts_at) == called.day


def _plant_answer(world: World) -> None:
    """What ``world.unit`` answers, and a paper that the invited don't read."""
    from django.core.files.base import ContentFile
    from django.utils import timezone

    from councils.models import DialogueReply, Paper

    meeting = world.invited_meeting
    DialogueReply.objects.create(
        dialogue=meeting.dialogue,
        unit=world.unit,
        reply="accepted",
        count=2,
        who=f"Enhetschef {world.canary('who comes from an invited unit', COORDINATOR | {'unit_manager'})}",
        replied_at=timezone.now(),
    )
    secret = world.canary("title of a paper that the invited don't read", COORDINATOR)
    for name, title in (("invited_paper", "Underlag"), ("invited_inner_paper", secret)):
        world.objects[name] = Paper.objects.create(
            meeting=meeting,
            title=title,
            ending="pdf",
            sha256=name.ljust(64, "0"),
            size=1,
            is_public=title != secret,
            file=ContentFile(b"%PDF-1.4", f"{name}.pdf"),
        )


def _former(world: World) -> Any:
    """Somebody who sat in ``council`` until yesterday, and sits in another now."""
    from common.swedish import today
    from councils.models import Mandate

    return Mandate.objects.create(
        council=world.council,
        association=world.other_association,
        role="co_opted",
        user=world.personas["other_council_member"],
        name="Mika",
        starts_on=today() - timedelta(days=300),
        ends_on=today() - timedelta(days=1),
        appointed_on=today() - timedelta(days=300),
        appointed_how="board",
    )


def _meeting(world: World, name: str, days: int, seers: frozenset[str], **fields: Any) -> Any:
    from datetime import datetime, time

    from django.utils import timezone

    from common.swedish import today
    from councils.models import Meeting

    day = today() + timedelta(days=days)
    starts_at = datetime.combine(day, time(13), tzinfo=timezone.get_default_timezone())
    fields.setdefault("council", world.council)
    made = Meeting.objects.create(
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=2),
        day=day,
        title=f"Tema {world.canary(f'theme of a {name} meeting', seers)}",
        place=f"Rummet {world.canary(f'place of a {name} meeting', seers)}",
        street_address=f"Vägen {world.canary(f'street of a {name} meeting', seers)}",
        papers_due=day - timedelta(days=10),
        **fields,
    )
    world.objects[f"{name}_meeting"] = made
    return made


def _plant_dialogue(world: World) -> None:
    from django.utils import timezone

    from councils.models import Council, DialogueMeeting

    area = Council.objects.create(
        kind="dialogue_area",
        name=f"Dialogmöten {world.canary('name of a dialogue area', EVERYBODY)}",
        slug="dialogmoten-i-gastrikland",
        is_public=True,
        area=world.area,
    )
    world.objects["dialogue_area"] = area
    held = _meeting(world, "dialogue", -20, EVERYBODY, council=area, status="held", held_at=timezone.now())
    coming = _meeting(
        world, "invited", 30, EVERYBODY, council=area, status="called", called_at=timezone.now()
    )
    invited = DialogueMeeting.objects.create(meeting=coming)
    invited.units.set([world.unit])
    invited.municipalities.set([world.municipality])
    DialogueMeeting.objects.create(
        meeting=held,
        host=world.association,
        questions=f"Vad {world.canary('question before a dialogue meeting', EVERYBODY)}?",
        heard=f"Vi hörde {world.canary('what was heard', EVERYBODY)}",
        users_count=12,
    )
