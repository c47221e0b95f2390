"""The agenda: what comes by itself, what comes back by itself, and what a proposer is told."""

import contextlib
import uuid
from datetime import timedelta
from typing import Any

import pytest

from accounts.models import User
from common.actors import SYSTEM
from common.errors import DomainError, EditConflictError
from common.models import OutboxMessage
from common.swedish import today
from councils.models import Action, AgendaItem, Council, Meeting, StandingItem
from councils.services import agenda, meetings, notes, proposed_items
from councils.services.actions import ActionFacts, add_action
from councils.services.agenda import ItemFacts
from councils.services.calling import call_meeting
from councils.services.writing import SentBeforeError
from tests.at_once import at_once
from tests.councils.build import make_meeting

STANDING = (("opening", "Mötet öppnas"), ("associations", "Föreningarnas frågor"), ("next", "Nästa möte"))


@pytest.fixture
def standing(council: Council) -> None:
    for place, (code, title) in enumerate(STANDING, start=1):
        StandingItem.objects.create(council=council, code=code, title=title, position=place)


@pytest.fixture
def held(council: Council) -> Meeting:
    """A meeting that began an hour ago; nobody has said yet that it is held."""
    return make_meeting(council, today() - timedelta(days=30))


def titles(meeting: Meeting) -> list[str]:
    return list(meeting.items.order_by("position").values_list("title", flat=True))


def add(meeting: Meeting, title: str = "Väntetider", actor: Any = SYSTEM) -> AgendaItem:
    return agenda.add_item(meeting, ItemFacts(title=title), form_key=uuid.uuid4(), actor=actor)


def propose(council: Council, actor: Any, title: str = "Väntetider", **more: Any) -> AgendaItem:
    more = {"text": "", "association": None, "form_key": uuid.uuid4()} | more
    return proposed_items.propose_item(council, title=title, actor=actor, **more)


def test_standing_items_come_by_themselves_and_once(
    meeting: Meeting, standing: None, secretary: User
) -> None:
    first = agenda.make_agenda(meeting, actor=secretary)
    again = agenda.make_agenda(meeting, actor=secretary)

    assert (first, again) == (3, 0)
    assert titles(meeting) == [title for _, title in STANDING]


def test_a_call_completes_an_agenda_that_holds_only_what_somebody_proposed(
    council: Council, standing: None, secretary: User, member: User
) -> None:
    planned = make_meeting(council, status="planned")
    asked = propose(council, member)
    proposed_items.place_item(asked, planned, expected_version=asked.version, actor=secretary)

    call_meeting(planned, actor=secretary)

    assert titles(planned) == ["Mötet öppnas", "Föreningarnas frågor", "Väntetider", "Nästa möte"]


def test_what_is_added_stands_before_the_next_meeting(
    meeting: Meeting, standing: None, secretary: User
) -> None:
    agenda.make_agenda(meeting, actor=secretary)

    add(meeting, actor=secretary)

    assert titles(meeting) == ["Mötet öppnas", "Föreningarnas frågor", "Väntetider", "Nästa möte"]


def test_only_those_who_run_the_council_make_its_agenda(
    meeting: Meeting, standing: None, member: User, chair: User
) -> None:
    with pytest.raises(DomainError):
        agenda.make_agenda(meeting, actor=member)

    assert agenda.make_agenda(meeting, actor=chair) == 3


def test_what_was_left_open_comes_back_once(
    held: Meeting, meeting: Meeting, standing: None, secretary: User
) -> None:
    treated, again, missed = (add(held, title) for title in ("Klar", "Tas upp igen", "Hanns inte"))
    for item in (treated, again):
        notes.save_note(item, "Vi talade om det.", expected_version=0, actor=secretary)
    agenda.mark_item(again, treated=True, stays_open=True, actor=secretary)
    meetings.hold_meeting(held, actor=secretary)

    agenda.make_agenda(meeting, actor=secretary)
    meetings.hold_meeting(held, actor=secretary)
    agenda.bring_back_items(meeting.council, actor=secretary)

    assert [title for title in titles(meeting) if title not in dict(STANDING).values()] == [
        "Tas upp igen",
        "Hanns inte",
    ]
    missed.refresh_from_db()
    assert (missed.state, missed.carried_to.state) == ("postponed", "placed")


def test_what_was_not_treated_after_all_comes_back_and_a_standing_item_not_twice(
    held: Meeting, meeting: Meeting, standing: None, secretary: User
) -> None:
    agenda.make_agenda(held, actor=secretary)
    item = add(held, "Tas upp igen")
    notes.save_note(item, "Vi började tala om det.", expected_version=0, actor=secretary)
    meetings.hold_meeting(held, actor=secretary)
    agenda.make_agenda(meeting, actor=secretary)
    opening = held.items.get(standing="opening")

    for row in (item, opening):
        agenda.mark_item(row, treated=False, stays_open=row == item, actor=secretary)

    item.refresh_from_db()
    assert item.state == "postponed"
    assert [titles(meeting).count(title) for title in ("Tas upp igen", "Mötet öppnas")] == [1, 1]


def test_what_is_open_comes_back_when_the_meeting_is_held_if_the_next_has_an_agenda(
    held: Meeting, meeting: Meeting, standing: None, secretary: User
) -> None:
    add(held, "Hanns inte")
    # What the earlier meeting leaves open shows when it is held.
    agenda.make_agenda(meeting, actor=secretary)
    assert "Hanns inte" not in titles(meeting)

    meetings.hold_meeting(held, actor=secretary)

    assert titles(meeting).count("Hanns inte") == 1


def test_a_past_meeting_that_nobody_marked_as_held_takes_nothing_from_the_next(
    held: Meeting, meeting: Meeting, member: User, secretary: User
) -> None:
    for one in (held, meeting):
        add(one, "Annat")
    item = propose(meeting.council, member)
    proposed_items.postpone_item(item, expected_version=1, actor=secretary)

    agenda.bring_back_items(meeting.council, actor=secretary)

    assert (titles(held), titles(meeting)) == (["Annat"], ["Annat", "Väntetider"])


@pytest.mark.django_db(transaction=True)
def test_two_tabs_that_make_an_agenda_at_once_make_one(
    held: Meeting, meeting: Meeting, standing: None, secretary: User
) -> None:
    add(held, "Hanns inte")
    meetings.hold_meeting(held, actor=SYSTEM)

    made = at_once(*[lambda: agenda.make_agenda(meeting, actor=SYSTEM)] * 2)

    assert sorted(made) == [0, 4]
    assert len(titles(meeting)) == 4


def test_unfinished_actions_bring_the_list_of_actions(
    held: Meeting, meeting: Meeting, secretary: User
) -> None:
    item = add(held)
    add_action(
        item, ActionFacts(what="Ring regionen", who="Sekreteraren"), form_key=uuid.uuid4(), actor=secretary
    )
    meetings.hold_meeting(held, actor=secretary)
    add(meeting, "Annat")

    agenda.bring_back_items(meeting.council, actor=secretary)
    agenda.bring_back_items(meeting.council, actor=secretary)

    assert titles(meeting).count("Åtgärdslistan") == 1


def test_the_agenda_of_a_cancelled_meeting_moves_to_the_next(
    council: Council, meeting: Meeting, standing: None, secretary: User
) -> None:
    later = make_meeting(council, today() + timedelta(days=60), status="planned")
    item = add(meeting)
    agenda.make_agenda(later, actor=secretary)

    meetings.cancel_meeting(meeting, "För få kan komma.", actor=secretary)

    item.refresh_from_db()
    assert item.meeting == later


def test_a_proposal_is_placed_postponed_or_declined_with_an_answer(
    council: Council, meeting: Meeting, member: User, secretary: User
) -> None:
    placed, waits, refused = (propose(council, member, title) for title in ("Ett", "Två", "Tre"))

    proposed_items.place_item(placed, meeting, answer="Bra fråga.", expected_version=1, actor=secretary)
    proposed_items.postpone_item(waits, expected_version=1, actor=secretary)
    with pytest.raises(DomainError, match="varför") as refusal:
        proposed_items.decline_item(refused, answer=" ", expected_version=1, actor=secretary)
    proposed_items.decline_item(refused, answer="Den hör till kommunen.", expected_version=1, actor=secretary)

    assert refusal.value.field == "answer"
    states = dict(AgendaItem.objects.values_list("title", "state"))
    assert states == {"Ett": "placed", "Två": "postponed", "Tre": "declined"}


def test_a_proposer_gets_one_neutral_letter_for_each_answer(
    council: Council, meeting: Meeting, member: User, secretary: User
) -> None:
    asked, own, refused = (propose(council, who) for who in (member, secretary, member))

    proposed_items.postpone_item(asked, answer="Vi hinner inte.", expected_version=1, actor=secretary)
    proposed_items.place_item(asked, meeting, answer="Bra fråga.", expected_version=2, actor=secretary)
    proposed_items.place_item(own, meeting, expected_version=1, actor=secretary)
    for _ in "pressed", "pressed again":
        with contextlib.suppress(EditConflictError):
            proposed_items.decline_item(
                refused, answer="Den hör till kommunen.", expected_version=1, actor=secretary
            )

    letters = [one.payload for one in OutboxMessage.objects.filter(kind="mail")]
    assert [one["to"] for one in letters] == [member.email] * 3
    told = " ".join(one["subject"] + one["body"] for one in letters)
    assert "/rad/mina-fragor/" in told
    assert not [words for words in (council.name, "Väntetider", "Bra", "kommunen") if words in told]


def test_two_who_decide_about_one_proposal_get_one_answer(
    council: Council, meeting: Meeting, member: User, secretary: User, chair: User
) -> None:
    item = propose(council, member)
    proposed_items.place_item(item, meeting, expected_version=1, actor=secretary)

    with pytest.raises(DomainError, match="redan svarat på frågan"):
        proposed_items.decline_item(item, answer="Nej.", expected_version=1, actor=chair)


def test_who_may_propose(
    council: Council, member: User, substitute: User, association_representative: User, other_member: User
) -> None:
    for person in (member, substitute, association_representative):
        propose(council, person)

    with pytest.raises(DomainError):
        propose(council, other_member)
    assert AgendaItem.objects.count() == 3


def test_nobody_proposes_for_another_association(
    council: Council, member: User, other_association: Any
) -> None:
    with pytest.raises(DomainError) as refusal:
        propose(council, member, association=other_association)

    assert refusal.value.field == "association"


def test_a_form_sent_twice_proposes_once_and_other_words_are_told(council: Council, member: User) -> None:
    key = uuid.uuid4()
    first = propose(council, member, form_key=key)

    assert propose(council, member, form_key=key) == first
    with pytest.raises(SentBeforeError):
        propose(council, member, "Andra ord", form_key=key)
    assert AgendaItem.objects.count() == 1


def test_items_move_and_a_removed_proposal_waits_for_the_next_agenda(
    council: Council, meeting: Meeting, member: User, secretary: User
) -> None:
    first, second = add(meeting, "Ett"), add(meeting, "Två")
    item = propose(council, member, "Tre")
    proposed_items.place_item(item, meeting, expected_version=1, actor=secretary)

    agenda.move_item(second, -1, actor=secretary)
    agenda.remove_item(first, actor=secretary)
    item.refresh_from_db()
    agenda.remove_item(item, actor=secretary)

    item.refresh_from_db()
    assert titles(meeting) == ["Två"]
    assert (item.state, item.meeting) == ("postponed", None)


def test_what_is_taken_off_an_agenda_skips_it_and_comes_on_the_one_after(
    council: Council, meeting: Meeting, standing: None, member: User, secretary: User
) -> None:
    item = propose(council, member)
    proposed_items.place_item(item, meeting, expected_version=1, actor=secretary)
    item.refresh_from_db()
    agenda.remove_item(item, actor=secretary)
    agenda.make_agenda(meeting, actor=secretary)
    assert "Väntetider" not in titles(meeting)

    after = make_meeting(council, meeting.day + timedelta(days=30))
    Meeting.objects.filter(pk=meeting.pk).update(status="cancelled", cancelled_because="Ledigt.")
    agenda.make_agenda(after, actor=secretary)

    assert "Väntetider" in titles(after)
    item.refresh_from_db()
    assert (item.meeting, item.removed_from) == (after, None)


def test_what_a_held_meeting_had_no_time_for_stays_in_its_notes(
    council: Council, held: Meeting, meeting: Meeting, member: User, secretary: User, signed_in: Any
) -> None:
    item = propose(council, member)
    proposed_items.place_item(item, held, expected_version=1, actor=secretary)
    meetings.hold_meeting(held, actor=secretary)
    item.refresh_from_db()
    sent = {"choice": "place", "meeting": meeting.pk, "answer": "", "version": item.version}

    page = signed_in(secretary).post(f"/rad/fragor/{item.pk}/", sent).content.decode()
    for act in (
        lambda: proposed_items.place_item(item, meeting, expected_version=item.version, actor=secretary),
        lambda: proposed_items.postpone_item(item, expected_version=item.version, actor=secretary),
        lambda: proposed_items.decline_item(
            item, answer="Nej.", expected_version=item.version, actor=secretary
        ),
    ):
        with pytest.raises(DomainError, match="kommer tillbaka av sig själv"):
            act()

    item.refresh_from_db()
    assert "kommer tillbaka av sig själv" in page
    assert (item.state, item.meeting) == ("postponed", held)


def test_how_many_items_came_is_told_in_words(
    meeting: Meeting, secretary: User, signed_in: Any, council: Council
) -> None:
    StandingItem.objects.create(council=council, code="opening", title="Mötet öppnas", position=1)

    page = signed_in(secretary).post(f"/rad/moten/{meeting.pk}/dagordning/gor/", follow=True)

    assert "En punkt kom till." in page.content.decode()


def test_two_note_takers_lose_nothing(meeting: Meeting, secretary: User, chair: User) -> None:
    item = add(meeting)
    notes.save_note(item, "Det ena", expected_version=0, actor=secretary)

    with pytest.raises(EditConflictError) as conflict:
        notes.save_note(item, "Det andra", expected_version=0, actor=chair)
    saved = notes.save_note(item, "Det ena och det andra", expected_version=1, actor=chair)

    assert conflict.value.changed == {"Anteckning": ("Det ena", "Det andra")}
    assert (saved.text, saved.version) == ("Det ena och det andra", 2)


def test_a_personal_number_is_never_noted(meeting: Meeting, secretary: User) -> None:
    item = add(meeting)

    with pytest.raises(DomainError, match="personnummer"):
        notes.save_note(item, "Patienten 19121212-1212 väntade", expected_version=0, actor=secretary)


def test_an_action_is_closed_with_how_it_went(meeting: Meeting, secretary: User, member: User) -> None:
    from councils.services.actions import close_action

    facts = ActionFacts(what="Ring", who="Sekreteraren", due_on=today())
    action = add_action(add(meeting), facts, form_key=uuid.uuid4(), actor=secretary)

    with pytest.raises(DomainError):
        close_action(action, state="done", outcome="Gjort", actor=member)
    with pytest.raises(DomainError) as refusal:
        close_action(action, state="done", outcome="", actor=secretary)
    close_action(action, state="done", outcome="De ändrar brevet.", at=meeting, actor=secretary)

    assert refusal.value.field == "outcome"
    assert not Action.objects.open().exists()
    assert meeting.closed_actions.get() == action
