"""Dialogue meetings: before, after, the slip and its gap, a paused council that begins again; the open page."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from common.actors import SYSTEM
from common.errors import DomainError
from common.models import OutboxMessage, StatusChange
from common.swedish import today
from councils.models import DialogueMeeting, Meeting
from councils.queries.dialogues import gap_text
from councils.services import agenda
from councils.services import dialogues as services
from councils.services.council_status import REVIEW_SUBJECT, set_council_status
from councils.services.decisions import DecisionFacts, add_decision
from councils.services.dialogues import DialogueFacts, DialogueOutcome, StepGap
from councils.services.minutes_reminders import remind_of_notes, without_notes
from surveys.services.answering import Given, submit_answers
from tests.councils.build import make_council, make_meeting, make_secretary


@pytest.fixture
def dialogue_area(area: Any) -> Any:
    return make_council("Dialogmöten i Gästrikland", kind="dialogue_area", area=area)


@pytest.fixture
def host(make_user: Any, dialogue_area: Any) -> Any:
    """Runs the area's meetings."""
    user = make_user("Vilja Värd")
    make_secretary(dialogue_area, user)
    return user


@pytest.fixture
def held(dialogue_area: Any) -> Any:
    meeting = make_meeting(dialogue_area, today() - timedelta(days=2), status="held")
    DialogueMeeting.objects.create(meeting=meeting)
    return meeting


def answer(survey: Any, steps: list[int]) -> None:
    """Each on a slip of their own: which step, then twice yes."""
    first, *rest = survey.questions.all()
    for step in steps:
        given = {first.pk: Given(choices=(step - 1,)), **{one.pk: Given(choices=(0,)) for one in rest}}
        submit_answers(survey, given, token=str(uuid4()))


def test_before_the_meeting_host_questions_and_invited_are_told_to_all(
    dialogue_area: Any, host: Any, association: Any, municipality: Any, unit: Any, client: Any
) -> None:
    meeting = make_meeting(dialogue_area)
    dialogue = DialogueMeeting.objects.create(meeting=meeting)
    before = dialogue.version

    services.edit_dialogue(
        meeting,
        DialogueFacts(host_id=association.pk, questions="Vad gör en bra plan?"),
        municipalities=[municipality],
        units=[unit],
        expected_version=before,
        actor=host,
    )

    page = client.get("/dialogmoten/").content.decode()
    for told in (association.name, "Vad gör en bra plan?", municipality.name, unit.name, meeting.place):
        assert told in page


def test_afterwards_heads_are_counted_and_what_was_heard_is_told(held: Any, host: Any, client: Any) -> None:
    ahead = make_meeting(held.council)
    DialogueMeeting.objects.create(meeting=ahead)
    outcome = DialogueOutcome(users_count=12, staff_count=1, heard="Många väntar länge.", claimed_step=3)

    with pytest.raises(DomainError):
        services.record_dialogue(ahead, outcome, expected_version=1, actor=host)
    with pytest.raises(DomainError) as refused:
        services.record_dialogue(held, DialogueOutcome(claimed_step=6), expected_version=1, actor=host)
    services.record_dialogue(held, outcome, expected_version=1, actor=host)

    assert refused.value.field == "claimed_step"
    page = client.get("/dialogmoten/").content.decode()
    assert "Många väntar länge." in page
    assert "tolv brukare och en ur personalen" in page


@pytest.mark.parametrize(
    ("steps", "told"),
    [
        ([1] * 4, None),
        ([2] * 8 + [3] * 4, (12, 4, 2, 1)),
        ([4] * 10, (10, 10, 4, -1)),
    ],
)
def test_the_slip_shows_the_gap_between_host_and_participants_and_nothing_of_a_few(
    held: Any, host: Any, steps: list[int], told: tuple[int, int, int, int] | None
) -> None:
    services.record_dialogue(held, DialogueOutcome(claimed_step=3), expected_version=1, actor=host)
    survey = services.open_slip(held, actor=host)
    assert services.open_slip(held, actor=host) == survey
    answer(survey, steps)
    dialogue = DialogueMeeting.objects.get()
    assert services.step_gap(dialogue, services.slip_of(dialogue)) is None

    services.close_slip(held, actor=host)
    services.close_slip(held, actor=host)

    gap = services.step_gap(dialogue, services.slip_of(dialogue))
    assert gap is not None
    if told is None:
        assert (gap.answers, gap.counts, gap.reached, gap.gap) == (None, None, None, None)
        assert "För få" in gap_text(gap)
    else:
        assert (gap.answers, gap.reached, gap.experienced, gap.gap) == told


def test_the_meetings_own_page_tells_how_many_came_what_was_heard_and_both_steps(
    held: Any, host: Any, client: Any
) -> None:
    outcome = DialogueOutcome(users_count=9, staff_count=2, heard="Många väntar länge.", claimed_step=4)
    services.record_dialogue(held, outcome, expected_version=1, actor=host)
    answer(services.open_slip(held, actor=host), [2] * 8 + [4] * 4)
    before = client.get(held.get_absolute_url()).text
    services.close_slip(held, actor=host)

    page = " ".join(client.get(held.get_absolute_url()).text.split())

    assert "De som var med upplevde oftast" not in before
    assert "steg 4 av 5" in before
    assert "Många väntar länge." in page
    assert "<strong>På mötet:</strong> nio brukare och två ur personalen." in page
    said, _, felt = page.partition("De som var med upplevde oftast")
    assert "steg 4 av 5" in said
    assert "steg 2 av 5" in felt
    assert "4 av 12 som svarade tyckte" in felt


def test_withheld_counts_leave_no_number_in_the_words() -> None:
    text = gap_text(StepGap(claimed=4, answers=6, counts=None, reached=None, experienced=None))

    assert "6" not in text
    assert "steg 4" in text


def test_only_those_who_run_the_meeting_own_its_slip(held: Any, host: Any, make_user: Any) -> None:
    survey = services.open_slip(held, actor=host)
    stranger = make_user()

    assert host.has_perm("surveys.manage_survey", survey)
    assert not host.has_perm("surveys.read_texts", survey)
    assert not stranger.has_perm("surveys.manage_survey", survey)
    with pytest.raises(DomainError):
        services.close_slip(held, actor=stranger)


def test_who_runs_a_dialogue_meeting_records_that_a_paused_council_begins_again(
    held: Any, host: Any, secretary: Any, council: Any, signed_in: Any, settings: Any
) -> None:
    settings.PORTAL = settings.PORTAL | {"coordinator_email": "samordnare@example.org"}
    paused = make_council(
        "Brukarrådet i norr", status="paused", status_reason="För få kunde vara med.", review_on=today()
    )
    hidden = make_council(
        "Slutna gruppen", is_public=False, status="paused", status_reason="Få.", review_on=today()
    )
    usual = make_meeting(council, today() - timedelta(days=2), status="held")
    page = f"/rad/moten/{held.pk}/dialog/aterupptar/"

    for meeting, one, actor in ((held, paused, secretary), (usual, paused, secretary), (held, hidden, host)):
        with pytest.raises(DomainError):
            services.resume_council(meeting, one, actor=actor)
    with pytest.raises(DomainError):
        set_council_status(paused, "active", reason="Nu.", actor=host)
    later = make_council("Brukarrådet i söder")
    set_council_status(
        later, "paused", reason="För få.", review_on=today() + timedelta(days=90), actor=SYSTEM
    )
    with pytest.raises(DomainError, match="innan rådet blev vilande"):
        services.resume_council(held, later, actor=host)
    assert "Slutna gruppen" not in signed_in(host).get(page).content.decode()
    signed_in(host).post(page, {"council": paused.pk})

    paused.refresh_from_db()
    assert (paused.status, paused.status_reason, paused.review_on) == ("active", "", None)
    assert "Dialogmötet" in StatusChange.objects.get(object_type="councils.council", target="active").note
    (letter,) = OutboxMessage.objects.filter(kind="mail")
    assert (letter.payload["to"], letter.payload["subject"]) == ("samordnare@example.org", REVIEW_SUBJECT)
    assert paused.name not in letter.payload["body"]
    assert paused.slug not in letter.payload["body"]


def test_notes_are_asked_for_while_something_that_was_heard_waits_to_be_sent_on(
    held: Any, host: Any, unit: Any
) -> None:
    DialogueMeeting.objects.update(heard="Många väntar länge.")
    Meeting.objects.update(day=today() - timedelta(days=3))
    item = agenda.add_item(held, agenda.ItemFacts(title="Väntetiderna"), form_key=uuid4(), actor=host)
    stays = DecisionFacts(kind="agrees", text="Vi träffas igen i höst.")
    goes_on = DecisionFacts(
        kind="proposes",
        text="Avdelningen ser över väntetiderna.",
        forwarded_to=unit,
        answer_due=today() + timedelta(days=30),
    )

    add_decision(item, stays, form_key=uuid4(), actor=host)
    assert (without_notes().count(), remind_of_notes()) == (0, 0)
    add_decision(item, goes_on, form_key=uuid4(), actor=host)

    assert (without_notes().count(), remind_of_notes()) == (1, 1)
