"""Agendas, notes and minutes as pages and paper."""

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from accounts.models import User
from common import editions, outbox
from common.actors import SYSTEM
from common.form_fields import CheckedText
from common.models import Edition, OutboxMessage, SearchEntry
from common.registries import overview_rows, personal_data
from common.search import index
from common.swedish import today
from councils.forms.notes import ActionForm
from councils.models import Council, Mandate, Meeting, Minutes, StandingItem
from councils.queries.minutes import minutes_page
from councils.services import agenda, meetings, notes, proposed_items
from councils.services.actions import ActionFacts, add_action, close_action
from councils.services.agenda import ItemFacts
from councils.services.decisions import DecisionFacts, add_decision
from councils.services.minutes import publish_minutes
from councils.services.minutes_reminders import remind_of_notes
from organisations.models import Unit
from tests.councils.build import make_meeting
from tests.pdf.checks import assert_passes_both_checkers

SignIn = Callable[[User], Client]


@pytest.fixture
def held(council: Council) -> Meeting:
    return make_meeting(council, today() - timedelta(days=20), status="held")


@pytest.fixture
def item(held: Meeting) -> Any:
    row = agenda.add_item(held, ItemFacts(title="Kallelser"), form_key=uuid.uuid4(), actor=SYSTEM)
    notes.save_note(row, "Breven är svåra att läsa.", expected_version=0, actor=SYSTEM)
    return row


@pytest.fixture
def published(held: Meeting, item: Any, unit: Unit) -> Meeting:
    """Minutes with one decision that has gone on to ``unit``."""
    facts = DecisionFacts(
        kind="proposes",
        text="Regionen skriver om kallelserna. De ska gå att läsa.",
        forwarded_to=unit,
        answer_due=today() + timedelta(days=40),
    )
    add_decision(item, facts, form_key=uuid.uuid4(), actor=SYSTEM)
    publish_again(held)
    return held


def publish_again(meeting: Meeting) -> None:
    from councils.queries.minutes_text import fingerprint, minutes_content

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
    publish_minutes(minutes, actor=SYSTEM)
    for edition in Edition.objects.filter(kind__startswith="councils.minutes"):
        editions.render_edition(edition.pk)


def test_a_note_saves_itself_and_two_writers_see_both_texts(
    signed_in: SignIn, secretary: User, item: Any
) -> None:
    address = f"/rad/punkter/{item.pk}/anteckna/spara/"
    browser = signed_in(secretary)

    saved = browser.post(address, {"text": "Breven är lätta.", "version": "1"})
    late = browser.post(address, {"text": "Annat.", "version": "1"})
    refused = browser.post(address, {"text": "Han 19121212-1212.", "version": "2"})

    assert (saved.status_code, saved.json()["version"]) == (200, 2)
    assert (late.status_code, late.json()["saved"], late.json()["version"]) == (409, "Breven är lätta.", 2)
    assert refused.status_code == 422
    assert "personnummer" in refused.json()["message"]


def test_without_script_a_conflict_keeps_both_texts_and_the_next_press_saves(
    signed_in: SignIn, secretary: User, item: Any
) -> None:
    browser, address = signed_in(secretary), f"/rad/punkter/{item.pk}/anteckna/"

    refused = browser.post(address, {"text": "Mitt.", "version": "0"})
    version = refused.context["form"]["version"].value()
    again = browser.post(address, {"text": "Breven är svåra att läsa. Mitt.", "version": version})

    assert "Breven är svåra att läsa." in refused.text
    assert "Mitt." in refused.text
    assert again.status_code == 302
    item.note.refresh_from_db()
    assert item.note.text == "Breven är svåra att läsa. Mitt."


def test_the_page_warns_when_a_note_seems_to_describe_somebody(
    signed_in: SignIn, secretary: User, held: Meeting, item: Any
) -> None:
    notes.save_note(item, "Anna Svensson fick vänta i tre veckor.", expected_version=1, actor=SYSTEM)

    page = signed_in(secretary).get(f"/rad/moten/{held.pk}/anteckningar/")

    assert "handla om en enskild person" in page.text


def test_under_an_item_of_a_cancelled_meeting_stands_that_it_is_cancelled(
    signed_in: SignIn, secretary: User, held: Meeting, item: Any
) -> None:
    Meeting.objects.filter(pk=held.pk).update(status="cancelled", cancelled_because="Få kunde komma.")

    page = signed_in(secretary).get(f"/rad/punkter/{item.pk}/anteckna/").text

    assert "Mötet är inställt." in page
    assert "är godkända" not in page


def test_decisions_actions_and_how_they_went_are_looked_at_too(
    held: Meeting, item: Any, secretary: User, member: User
) -> None:
    def remarks() -> int:
        return minutes_page(Meeting.objects.get(pk=held.pk), secretary).remarks

    rows = [
        agenda.add_item(held, ItemFacts(title=title), form_key=uuid.uuid4(), actor=SYSTEM)
        for title in ("Brev", "Samtal")
    ]
    facts = ActionFacts(what="Läs breven", who="Sekreteraren")
    told = add_action(item, facts, form_key=uuid.uuid4(), actor=SYSTEM)
    assert remarks() == 0
    said = DecisionFacts(kind="notes", text="Anna Svensson fick vänta i tre veckor.")
    add_decision(rows[0], said, form_key=uuid.uuid4(), actor=SYSTEM)
    assert remarks() == 1
    for place, named in enumerate(({"what": "Ring Anna Svensson"}, {"who": "Anna Svensson"}), start=1):
        changed = replace(facts, **named)
        made = add_action(rows[1], changed, form_key=uuid.uuid4(), actor=SYSTEM)
        assert (place, remarks()) == (place, 2)
        made.delete()
    close_action(told, state="done", outcome="Anna Svensson fick svar.", at=held, actor=SYSTEM)
    assert remarks() == 2
    form = ActionForm(mandates=Mandate.objects.none(), action=None, cancel_url="/")
    assert {type(form.fields[name]) for name in ("what", "who")} == {CheckedText}


def test_what_goes_on_goes_to_no_closed_unit_but_keeps_the_one_it_has(
    signed_in: SignIn, secretary: User, item: Any, unit: Unit
) -> None:
    Unit.objects.create(
        name="Nedlagda mottagningen", slug="nedlagd", principal=unit.principal, closed_on=today()
    )
    facts = DecisionFacts(
        kind="proposes", text="Skriv om.", forwarded_to=unit, answer_due=today() + timedelta(30)
    )
    decision = add_decision(item, facts, form_key=uuid.uuid4(), actor=SYSTEM)
    browser, page = signed_in(secretary), f"/rad/beslut/{decision.pk}/"

    before = browser.get(page).text
    Unit.objects.filter(pk=unit.pk).update(closed_on=today())
    after = browser.get(page).text

    for shown in (before, after):
        assert f'value="v{unit.pk}" selected' in shown
        assert "Nedlagda mottagningen" not in shown


def test_an_agenda_that_is_longer_than_the_meeting_says_so(
    signed_in: SignIn, secretary: User, meeting: Meeting
) -> None:
    facts = ItemFacts(title="Lång punkt", minutes=130)
    agenda.add_item(meeting, facts, form_key=uuid.uuid4(), actor=SYSTEM)

    page = signed_in(secretary).get(f"/rad/moten/{meeting.pk}/dagordning/")

    assert "Dagordningen är längre än mötet" in page.text
    assert ">Närvaro</a>" in page.text
    assert "&lt;" not in page.text


def test_calling_to_a_meeting_makes_its_agenda(council: Council, member: User, secretary: User) -> None:
    StandingItem.objects.create(council=council, code="opening", title="Mötet öppnas", position=1)
    planned = make_meeting(council, status="planned")

    from councils.services.calling import call_meeting

    call_meeting(planned, actor=secretary)

    assert planned.items.get().title == "Mötet öppnas"


def test_a_proposer_follows_their_item_to_what_came_of_it(
    signed_in: SignIn, council: Council, member: User, secretary: User, unit: Unit
) -> None:
    browser = signed_in(member)
    sent = browser.post(
        "/rad/foresla/",
        {
            "council": council.pk,
            "title": "Kallelser på lätt svenska",
            "text": "",
            "form_key": str(uuid.uuid4()),
        },
    )
    item = council.items.get()
    waiting = browser.get("/rad/mina-fragor/").text
    soon = make_meeting(council, today(), status="planned")
    proposed_items.place_item(item, soon, answer="Bra fråga.", expected_version=1, actor=secretary)
    placed = browser.get("/rad/mina-fragor/").text
    item.refresh_from_db()
    facts = DecisionFacts(
        kind="proposes", text="Skriv om breven.", forwarded_to=unit, answer_due=today() + timedelta(days=9)
    )
    add_decision(item, facts, form_key=uuid.uuid4(), actor=SYSTEM)
    Meeting.objects.filter(pk=soon.pk).update(starts_at=soon.starts_at - timedelta(days=1))
    soon.refresh_from_db()
    meetings.hold_meeting(soon, actor=SYSTEM)
    told_early = browser.get("/rad/mina-fragor/").text
    soon.refresh_from_db()
    publish_again(soon)
    told = browser.get("/rad/mina-fragor/").text

    assert sent.status_code == 302
    assert "Föreslagen" in waiting
    assert "Bra fråga." in placed
    assert "Skriv om breven." not in told_early
    assert "Skriv om breven." in told
    assert "Väntar på svar" in told


def test_the_public_page_shows_minutes_counts_and_what_came_of_them(
    client: Client, published: Meeting, chair: User
) -> None:
    page = client.get(published.get_absolute_url())

    assert page.status_code == 200
    assert "Breven är svåra att läsa." in page.text
    assert "Vad hände sedan?" in page.text
    assert "Väntar på svar" in page.text
    assert chair.name not in page.text


def test_before_the_call_nothing_of_the_agenda_is_public(client: Client, council: Council) -> None:
    planned = make_meeting(council, status="planned", in_calendar=True)
    agenda.add_item(planned, ItemFacts(title="Hemligt än"), form_key=uuid.uuid4(), actor=SYSTEM)
    hidden = make_meeting(council, today() + timedelta(days=50), status="planned")

    page = client.get(planned.get_absolute_url())

    assert page.status_code == 200
    assert "Hemligt än" not in page.text
    assert client.get(hidden.get_absolute_url()).status_code == 404


def test_a_second_meeting_the_same_day_and_a_moved_one_keep_their_addresses(
    client: Client, council: Council
) -> None:
    first = make_meeting(council)
    second = make_meeting(council, first.day)
    council.former_addresses.create(meeting=first, slug="2025-01-15")

    assert second.get_absolute_url().endswith(f"/{first.slug}-2/")
    assert client.get(second.get_absolute_url()).status_code == 200
    assert (
        client.get("/brukarrad/brukarradet-i-lanet/2025-01-15/")
        .headers["Location"]
        .endswith(first.get_absolute_url())
    )


def test_the_archive_lists_a_year(client: Client, published: Meeting) -> None:
    address = f"/brukarrad/{published.council.slug}/arkiv/{published.day.year}/"

    page = client.get(address)

    assert published.get_absolute_url() in page.text
    assert client.get(f"/brukarrad/{published.council.slug}/arkiv/1999/").status_code == 404


@pytest.mark.parametrize("name", ["anteckningar.pdf", "anteckningar-stor-stil.pdf"])
def test_the_files_pass_both_checkers(client: Client, published: Meeting, tmp_path: Path, name: str) -> None:
    response = client.get(f"{published.get_absolute_url()}{name}")

    assert_passes_both_checkers(b"".join(response.streaming_content), tmp_path)


def test_published_minutes_and_decisions_are_found_and_internal_notes_are_not(
    item: Any, published: Meeting
) -> None:
    notes.save_internal_note(item, "Ring kansliet om hemligheten.", expected_version=0, actor=SYSTEM)
    index.repair()

    kinds = set(SearchEntry.objects.filter(url__contains=published.slug).values_list("kind", flat=True))
    assert {"minutes", "council_decision"} <= kinds
    assert not SearchEntry.objects.filter(body__contains="hemligheten").exists()


def test_missing_notes_are_asked_for_after_three_and_seven_days(
    council: Council, secretary: User, coordinator: User
) -> None:
    made = make_meeting(council, today() - timedelta(days=3), status="held")

    assert (remind_of_notes(), remind_of_notes()) == (1, 0)
    Meeting.objects.filter(pk=made.pk).update(day=today() - timedelta(days=7))
    assert (remind_of_notes(), remind_of_notes()) == (1, 0)

    outbox.sweep()
    assert sorted(one.to[0] for one in mail.outbox) == sorted(
        [secretary.email, secretary.email, coordinator.email]
    )
    assert not OutboxMessage.objects.filter(payload__subject__contains="råd").exists()
    assert not OutboxMessage.objects.filter(dedup_key__contains="@").exists()


def test_sent_notes_are_not_asked_for(published: Meeting, secretary: User) -> None:
    Meeting.objects.filter(pk=published.pk).update(day=today() - timedelta(days=7))

    assert remind_of_notes() == 0


def test_what_waits_stands_on_the_overview(
    held: Meeting, item: Any, member_mandate: Mandate, member: User, chair: User, secretary: User
) -> None:
    from councils.services.minutes import send_minutes

    before = [row.title for row in overview_rows(secretary)]
    sent = send_minutes(held, kind="notes", approvers=[], views_until=today(), actor=secretary)
    to_read = [row.url for row in overview_rows(member)]
    Minutes.objects.update(views_until=today() - timedelta(days=1))
    to_approve = [row.title for row in overview_rows(chair)]

    assert any("Skriv klart anteckningarna" in title for title in before)
    assert f"/rad/moten/{sent.meeting_id}/anteckningar/" in to_read
    assert not OutboxMessage.objects.filter(dedup_key__contains="@").exists()
    assert any("Godkänn anteckningarna" in title for title in to_approve)


def test_an_erased_proposer_leaves_the_item_without_a_name(council: Council, member: User) -> None:
    item = proposed_items.propose_item(
        council, title="Ett", text="", association=None, form_key=uuid.uuid4(), actor=member
    )
    told = [row for one in personal_data() if one.room == "councils" for row in one.extract(member)]

    for one in personal_data():
        if one.room == "councils":
            one.erase(member)

    item.refresh_from_db()
    assert any(row.get("rubrik") == "Ett" for row in told)
    assert item.proposed_by is None


@pytest.mark.parametrize("number", [1, 3])
def test_a_meetings_public_page_costs_the_same_however_much_is_said(
    client: Client, held: Meeting, unit: Unit, number: int, django_assert_num_queries: Any
) -> None:
    for place in range(number):
        row = agenda.add_item(held, ItemFacts(title=f"Punkt {place}"), form_key=uuid.uuid4(), actor=SYSTEM)
        facts = DecisionFacts(
            kind="proposes",
            text=f"Förslag {place}",
            forwarded_to=unit,
            answer_due=today() + timedelta(days=30),
        )
        add_decision(row, facts, form_key=uuid.uuid4(), actor=SYSTEM)
    publish_again(held)
    client.get(held.get_absolute_url())

    from councils.queries.public_meetings import find_meeting, public_page

    found = find_meeting(held.council.slug, held.slug)
    assert found is not None
    with django_assert_num_queries(8):
        public_page(found)


@pytest.mark.parametrize("number", [1, 3])
def test_what_one_follows_costs_the_same_however_much_it_is(
    published: Meeting, member: User, number: int, django_assert_num_queries: Any
) -> None:
    from councils.queries.agenda import followed_items

    for place in range(number):
        row = proposed_items.propose_item(
            published.council,
            title=f"Fråga {place}",
            text="",
            association=None,
            form_key=uuid.uuid4(),
            actor=member,
        )
        row.meeting, row.state = published, "treated"
        row.save()
    member.has_perm("councils.oversee")

    with django_assert_num_queries(4):
        rows = followed_items(member)
    assert len(rows) == number
