"""The one search: councils, meetings, published minutes and decisions by their words; nothing that the asker may not open."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from common.actors import SYSTEM
from common.search import index
from common.search.asking import ask
from common.swedish import today
from councils.models import Council, Meeting, Minutes
from councils.queries.minutes_text import fingerprint, minutes_content
from councils.services import agenda, notes
from councils.services.decisions import DecisionFacts, add_decision
from councils.services.minutes import correct_minutes, publish_minutes
from organisations.models import Unit
from tests.councils.build import make_council, make_mandate, make_meeting, make_seat

NOBODY = AnonymousUser()


def held_meeting(council: Council, words: str, *, published: bool) -> Meeting:
    """A meeting two weeks ago with a note and a decision that hold ``words``, and an internal note."""
    meeting = make_meeting(council, today() - timedelta(days=14), status="held", place="Gamla brandstationen")
    item = agenda.add_item(meeting, agenda.ItemFacts(title="Kallelser"), form_key=uuid.uuid4(), actor=SYSTEM)
    notes.save_note(item, f"Vi talade om {words}.", expected_version=0, actor=SYSTEM)
    notes.save_internal_note(item, "Ring kansliet om hemligheten.", expected_version=0, actor=SYSTEM)
    decision = DecisionFacts(kind="agrees", text=f"Rådet skriver brev om {words}.")
    add_decision(item, decision, form_key=uuid.uuid4(), actor=SYSTEM)
    content = minutes_content(meeting)
    minutes = Minutes.objects.create(
        meeting=meeting,
        kind="notes",
        status="approved",
        frozen=content,
        fingerprint=fingerprint(content),
        sent_at=meeting.ends_at,
        approved_at=meeting.ends_at,
    )
    if published:
        publish_minutes(minutes, actor=SYSTEM)
    return meeting


def found(words: str, user: Any = NOBODY) -> list[str]:
    """The kinds of what is found; that the count, the groups and the proposal tell no more than the hits."""
    answer = ask(words, user)
    assert answer.total == len(answer.hits) == sum(one.count for one in answer.groups)
    return sorted(hit.kind for hit in answer.hits)


@pytest.fixture
def closed(association: Any, member: User) -> Council:
    """A group without a public page, in which ``member`` sits."""
    made = make_council("Styrgruppen Lärkan", is_public=False)
    make_mandate(make_seat(made, association), member)
    return made


def test_anybody_finds_councils_meetings_minutes_and_decisions_by_their_words(council: Council) -> None:
    council.purpose = "Bevakar rehabilitering."
    council.save()
    ahead = make_meeting(council, title="Tema trygghetsplaner", place="Folkets hus")
    agenda.add_item(ahead, agenda.ItemFacts(title="Avgifterna"), form_key=uuid.uuid4(), actor=SYSTEM)
    held_meeting(council, "tandvården", published=True)
    index.repair()

    assert found("rehabilitering") == ["Råd"]
    assert found("trygghetsplaner") == found("avgifterna") == ["Möte"]
    assert found("tandvården") == ["Mötesanteckningar", "Rådets förslag eller besked"]


@pytest.mark.parametrize("words", ["tandvården", "brandstationen", "hemligheten", "ordförande", "lärkan"])
def test_outsiders_find_nothing_of_drafts_internal_notes_names_or_closed_groups(
    council: Council, closed: Council, chair: User, other_member: User, words: str
) -> None:
    held_meeting(council, "tandvården", published=False)
    Meeting.objects.filter(council=council).update(status="planned")
    held_meeting(closed, "tandvården", published=True)
    index.repair()

    for user in (NOBODY, other_member):
        answer = ask(words, user)
        misspelt = ask(f"{words}s", user)
        assert (answer.hits, answer.groups, answer.total, answer.proposal) == ([], [], 0, "")
        assert (misspelt.total, misspelt.proposal) == (0, "")


def test_who_sits_in_a_closed_group_finds_its_meetings_and_published_minutes(
    closed: Council, member: User
) -> None:
    held_meeting(closed, "tandvården", published=True)
    index.repair()

    assert found("lärkan", member) == ["Möte i ett råd", "Mötesanteckningar", "Råd utan publik sida"]
    assert found("tandvården", member) == ["Mötesanteckningar"]
    assert found("hemligheten", member) == []


def test_what_is_written_for_a_correction_is_found_when_it_is_published(
    council: Council, secretary: User
) -> None:
    meeting = held_meeting(council, "tandvården", published=True)
    correct_minutes(meeting.minutes, "Fel ord.", actor=secretary)
    item = meeting.items.get()
    notes.save_note(item, "Vi talade om färdtjänsten.", expected_version=1, actor=secretary)
    index.repair()

    assert found("färdtjänsten") == []
    assert "Mötesanteckningar" in found("tandvården")


def test_what_a_closed_group_takes_up_is_found_by_those_who_may_read_its_agenda(
    closed: Council, member: User, administrator: User
) -> None:
    ahead = make_meeting(closed, status="called")
    agenda.add_item(ahead, agenda.ItemFacts(title="Avgifterna"), form_key=uuid.uuid4(), actor=SYSTEM)
    index.repair()

    assert found("avgifterna", member)
    assert found("avgifterna", administrator) == []


def test_the_published_edition_of_a_closed_group_is_read_while_it_is_corrected_and_by_managers_taking_part(
    closed: Council, member: User, unit: Unit, unit_manager: User, other_member: User, client: Any
) -> None:
    closed.units.add(unit)
    meeting = held_meeting(closed, "tandvården", published=True)
    address = f"/rad/moten/{meeting.pk}/anteckningar/"
    item = meeting.items.get()

    def read(user: User) -> str:
        client.force_login(user)
        return str(client.get(address).text)

    for is_corrected in (False, True):
        if is_corrected:
            correct_minutes(meeting.minutes, "Fel ord.", actor=SYSTEM)
            notes.save_note(item, "Vi talade om färdtjänsten.", expected_version=1, actor=SYSTEM)
        index.repair()
        for user in (member, unit_manager):
            assert found("tandvården", user) == ["Mötesanteckningar"]
            assert found("färdtjänsten", user) == []
            assert "Vi talade om tandvården." in read(user)
            assert "färdtjänsten" not in read(user)
        assert found("tandvården", other_member) == []
