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


def _foreign_paper(world: World) -> dict[str, Any]:
    return {"pk": world.planned_meeting.pk, "paper": world.paper.pk}


def _year(world: World) -> dict[str, Any]:
    return {"year": world.called_meeting.day.year}


ROUTES = [
    Route("councils_public:wheel", EVERYBODY, _year),
    Route("councils_public:wheel", NOBODY, lambda w: {"year": 1900}, label="long ago"),
    Route("dialogues:list", EVERYBODY),
    Route("councils:meetings", LISTERS),
    Route("councils:meetings", LISTERS, query="?visa=varit", label="held"),
    Route("councils:wheel_now", SIGNED_IN),
    Route("councils:wheel", LISTERS, _year),
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
    DialogueMeeting.objects.create(
        meeting=held,
        host=world.association,
        questions=f"Vad {world.canary('question before a dialogue meeting', EVERYBODY)}?",
        heard=f"Vi hörde {world.canary('what was heard', EVERYBODY)}",
        users_count=12,
    )
