"""Units and municipalities invited to a dialogue meeting: written to, finding it, answering who comes."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile

from common.errors import DomainError
from common.models import OutboxMessage
from common.registries import overview_rows
from common.swedish import today
from councils.models import AgendaItem, DialogueMeeting, DialogueReply, Meeting, Paper
from councils.services import dialogues, meetings
from councils.services.calling import call_meeting
from councils.services.dialogue_invited import Invited, InvitedAnswer, answer_for_invited
from councils.services.dialogues import DialogueFacts
from councils.services.meetings import facts_of
from organisations.models import Municipality, Principal, Respondent
from tests.councils.build import make_council, make_meeting, make_secretary


@pytest.fixture
def host(make_user: Any) -> Any:
    return make_user("Vilja Värd")


@pytest.fixture
def planned(area: Any, host: Any, unit: Any, municipality: Any) -> Meeting:
    """A planned dialogue meeting that ``unit`` and ``municipality`` are invited to; nobody has a seat in its group."""
    council = make_council("Dialogmöten i Gästrikland", kind="dialogue_area", area=area)
    make_secretary(council, host)
    meeting = make_meeting(council, status="planned")
    dialogue = DialogueMeeting.objects.create(meeting=meeting, questions="Vad gör en bra plan?")
    dialogue.units.add(unit)
    dialogue.municipalities.add(municipality)
    return meeting


@pytest.fixture
def called(planned: Meeting, host: Any, unit_manager: Any) -> Meeting:
    call_meeting(planned, actor=host)
    planned.refresh_from_db()
    return planned


@pytest.fixture
def respondent(municipality: Municipality) -> Respondent:
    """Named to answer for the municipality, without account."""
    principal = Principal.objects.create(
        name="Gävle kommun", slug="gavle-kommun", kind="municipality", municipality=municipality
    )
    return Respondent.objects.create(
        principal=principal, kind="respondent", name="Ru Svarar", title="Chef", email="socialchef@example.org"
    )


def letters(subject: str) -> dict[str, str]:
    rows = OutboxMessage.objects.filter(kind="mail", payload__subject=subject)
    return {one.payload["to"]: one.payload["body"] for one in rows}


def waits(user: Any) -> bool:
    return any("Svara om ni kommer" in row.title for row in overview_rows(user))


def test_who_is_invited_gets_the_questions_beforehand_and_a_way_to_answer(
    planned: Meeting, host: Any, unit_manager: Any, respondent: Respondent
) -> None:
    sent = call_meeting(planned, actor=host)

    told = letters("Inbjudan till möte")
    assert (sent, set(told)) == (2, {unit_manager.email, respondent.email})
    assert all("Vad gör en bra plan?" in body for body in told.values())
    assert f"/rad/moten/{planned.pk}/inbjudan/" in told[unit_manager.email]
    # Who has no account reads the open page and rings.
    assert "/inbjudan/" not in told[respondent.email]
    assert planned.get_absolute_url() in told[respondent.email]
    assert call_meeting(planned, actor=host) == 0


def test_an_invited_manager_finds_the_meeting_once_it_is_called_and_says_who_comes(
    planned: Meeting, host: Any, unit_manager: Any, other_member: Any, signed_in: Any
) -> None:
    page = f"/rad/moten/{planned.pk}/inbjudan/"
    client = signed_in(unit_manager)
    AgendaItem.objects.create(
        council=planned.council,
        meeting=planned,
        state="placed",
        title="Planer",
        text="Bara för gruppen",
        minutes=20,
    )
    assert (client.get(page).status_code, waits(unit_manager)) == (404, False)
    call_meeting(planned, actor=host)

    shown = client.get(page).content.decode()
    assert waits(unit_manager)
    assert all(told in shown for told in ("Vad gör en bra plan?", "13.00", "Planer"))
    assert "Bara för gruppen" not in shown
    code = f"v{planned.dialogue.units.get().pk}"
    address = f"{page}{code}/"
    refused = client.post(
        address, {f"{code}-reply": "accepted", f"{code}-who": "Två skötare"}
    ).content.decode()
    client.post(
        address, {f"{code}-reply": "accepted", f"{code}-count": "3", f"{code}-who": "Två skötare och en chef"}
    )

    assert "Skriv hur många ni blir" in refused
    assert "Två skötare" in refused
    assert not waits(unit_manager)
    told = signed_in(host).get(f"/rad/moten/{planned.pk}/").content.decode()
    assert "Två skötare och en chef" in told
    assert signed_in(other_member).get(page).status_code == 404


def test_invited_read_papers_for_everybody_and_neither_others_nor_the_called(
    called: Meeting, unit_manager: Any, signed_in: Any
) -> None:
    papers = [
        Paper.objects.create(
            meeting=called, title="Underlag", ending="pdf", sha256=str(public), is_public=public
        )
        for public in (True, False)
    ]
    for one in papers:
        one.file.save(f"{one.pk}.pdf", ContentFile(b"%PDF-1.4"))
    client = signed_in(unit_manager)

    def read(paper: Paper) -> bytes:
        response = client.get(f"/rad/moten/{called.pk}/handlingar/{paper.pk}/")
        return b"".join(response.streaming_content) if response.streaming else b""

    found = [read(one) for one in papers]
    own = client.get(f"/rad/moten/{called.pk}/").content.decode()

    assert found == [b"%PDF-1.4", b""]
    assert "Kallade" not in own
    assert client.get(f"/rad/moten/{called.pk}/dagordning/").status_code == 403
    assert client.get(f"/rad/{called.council.slug}/").status_code == 404


def test_a_moved_meeting_is_asked_about_again_and_a_cancelled_one_is_told(
    called: Meeting, host: Any, unit_manager: Any, unit: Any
) -> None:
    invited = Invited(unit=unit)
    answer_for_invited(called, invited, InvitedAnswer(reply="accepted", count=1), actor=unit_manager)
    assert not waits(unit_manager)
    facts = facts_of(called)
    later = {name: getattr(facts, name) + timedelta(days=7) for name in ("starts_at", "ends_at")}

    meetings.change_meeting(
        called, type(facts)(**{**vars(facts), **later}), expected_version=called.version, actor=host
    )
    assert waits(unit_manager)
    meetings.cancel_meeting(called, "Lokalen är stängd.", actor=host)

    assert set(letters("Mötet är ändrat")) == {unit_manager.email}
    (told,) = letters("Mötet är inställt").values()
    assert "Lokalen är stängd" not in told
    assert not waits(unit_manager)
    with pytest.raises(DomainError, match="går inte att svara"):
        answer_for_invited(called, invited, InvitedAnswer(reply="declined"), actor=unit_manager)


def test_whoever_is_invited_later_is_the_only_one_written_to_and_who_is_taken_off_is_asked_anew(
    called: Meeting,
    host: Any,
    unit_manager: Any,
    unit: Any,
    municipality: Municipality,
    respondent: Respondent,
) -> None:
    dialogue = called.dialogue
    dialogue.municipalities.clear()
    answer_for_invited(
        called, Invited(unit=unit), InvitedAnswer(reply="accepted", count=4), actor=unit_manager
    )
    facts = facts_of(called)
    later = {name: getattr(facts, name) + timedelta(days=7) for name in ("starts_at", "ends_at")}
    meetings.change_meeting(
        called, type(facts)(**{**vars(facts), **later}), expected_version=called.version, actor=host
    )
    dialogue.refresh_from_db()
    invitations = OutboxMessage.objects.filter(payload__subject="Inbjudan till möte")
    before = set(invitations.values_list("pk", flat=True))

    def invite(*units: Any) -> None:
        dialogue.refresh_from_db()
        dialogues.edit_dialogue(
            called,
            DialogueFacts(host_id=dialogue.host_id, questions=dialogue.questions),
            municipalities=[municipality],
            units=list(units),
            expected_version=dialogue.version,
            actor=host,
        )

    invite(unit)
    assert [one.payload["to"] for one in invitations.exclude(pk__in=before)] == [respondent.email]
    invite()
    invite(unit)

    assert not DialogueReply.objects.exists()
    assert waits(unit_manager)


def test_who_answers_for_a_municipality_answers_here_with_an_account_and_else_by_phone(
    called: Meeting,
    host: Any,
    municipality: Municipality,
    respondent: Respondent,
    make_user: Any,
    unit_manager: Any,
) -> None:
    town = Invited(municipality=municipality)
    comes = InvitedAnswer(reply="accepted", count=2, who="Socialchef och utredare")

    for stranger in (unit_manager, host):
        with pytest.raises(DomainError, match="behörighet"):
            answer_for_invited(called, town, comes, actor=stranger)
    answer_for_invited(called, town, comes, actor=host, by_phone=True)
    assert DialogueReply.objects.get().by_phone
    person = make_user("Ru Svarar")
    Respondent.objects.update(user=person)
    answer_for_invited(called, town, InvitedAnswer(reply="declined"), actor=person)

    reply = DialogueReply.objects.get()
    assert (reply.reply, reply.count, reply.who, reply.by_phone) == ("declined", 0, "", False)


def test_who_is_invited_after_the_call_is_written_to_at_once(
    called: Meeting, host: Any, unit: Any, unit_manager: Any, make_user: Any, municipality: Municipality
) -> None:
    dialogue = DialogueMeeting.objects.get()
    before = set(letters("Inbjudan till möte"))
    added = type(unit).objects.create(
        name="Boendestödet", slug="boendestodet", principal=unit.principal, municipality=municipality
    )
    Respondent.objects.create(
        unit=added, kind="respondent", name="Bo", title="Chef", email="boendestodet@example.org"
    )

    dialogues.edit_dialogue(
        called,
        DialogueFacts(questions=dialogue.questions),
        municipalities=[],
        units=[unit, added],
        expected_version=dialogue.version,
        actor=host,
    )

    assert set(letters("Inbjudan till möte")) - before == {"boendestodet@example.org"}


def test_nobody_is_asked_for_papers_of_an_open_meeting_that_has_none(called: Meeting, host: Any) -> None:
    Meeting.objects.update(papers_due=today() + timedelta(days=1))

    def asked() -> bool:
        return any("Skicka ut handlingarna" in row.title for row in overview_rows(host))

    assert (asked(), meetings.remind_of_papers()) == (False, 0)
    Paper.objects.create(meeting=called, title="Underlag", ending="pdf", sha256="x")
    assert (asked(), meetings.remind_of_papers()) == (True, 1)
