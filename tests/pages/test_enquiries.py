"""Engagera dig, Kontakt and the accessibility report: sent, answered, and gone after six months."""

import logging
import re
import time
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone
from structlog.testing import capture_logs

from accounts.models import User
from common import form_note as guard
from common import outbox, registries
from common.actors import SYSTEM
from common.errors import DomainError
from common.models import OutboxMessage, StatusChange, TrailEntry
from common.processings import processings
from common.swedish import day_text, today
from common.working_days import is_working_day, last_working_day
from organisations.models import Municipality
from pages import tasks
from pages.enquiries.forms import AccessibilityForm, ContactForm, TakePartForm
from pages.enquiries.queries import inbox
from pages.enquiries.ways import WAYS
from pages.models import Enquiry, Kind
from pages.services import enquiries as services

pytestmark = pytest.mark.django_db

FORMS = ["/engagera-dig/brukarrevisor/", "/kontakt/", "/tillganglighet/rapportera/"]


@pytest.fixture(autouse=True)
def _forms_need_no_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "SHORTEST", -1)


def _typed(**changes: str) -> dict[str, str]:
    typed = {"name": "Lo", "email": "lo@example.org", "text": "Jag undrar en sak.", "note": guard.new_note()}
    return {**typed, **changes}


def _message(**changes: Any) -> services.Message:
    facts = {"kind": Kind.AUDITOR, "name": "Lo", "email": "lo@example.org", "text": "Hemligt ord"}
    return services.Message(**{**facts, **changes})


def _send(**changes: Any) -> Enquiry:
    return services.send_enquiry(_message(**changes), form_id=uuid4())


def test_a_message_gets_the_promised_working_day_and_the_coordinator_a_neutral_letter(client: Client) -> None:
    answer = client.post("/engagera-dig/brukarrevisor/", _typed())
    enquiry = Enquiry.objects.get()
    page = client.get(answer["Location"]).content.decode()
    outbox.sweep()

    assert enquiry.answer_by == last_working_day(today(), 5)
    assert is_working_day(enquiry.answer_by)
    assert "Vi svarar inom 5 arbetsdagar" in page
    assert enquiry.answer_by.isoformat() in page
    assert (enquiry.kind, enquiry.status) == ("auditor", "new")
    letter = mail.outbox[0]
    assert letter.to == [settings.PORTAL["coordinator_email"]]
    assert "/fragor/" in letter.body
    for word in ("Lo", "lo@example.org", "undrar", "revisor"):
        assert word not in letter.subject + letter.body


def test_the_number_of_days_is_a_setting(client: Client, settings: Any) -> None:
    settings.PORTAL_ANSWER_DAYS = 2

    page = client.get("/kontakt/").content.decode()

    found = re.findall("Vi svarar inom[^<]*", page)
    assert found == ["Vi svarar inom 2 arbetsdagar"]
    assert last_working_day(today(), 2).isoformat() in page


def test_whoever_makes_contact_themselves_leaves_nothing_and_gets_the_phone(client: Client) -> None:
    typed = _typed(email="", no_contact="on")

    page = client.post("/engagera-dig/peer-supporter/", typed, follow=True).content.decode()

    enquiry = Enquiry.objects.get()
    assert (enquiry.email, enquiry.phone, enquiry.answer_by) == ("", "", None)
    assert settings.PORTAL["coordinator_phone"] in page
    assert "arbetsdagar, senast" not in page


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"email": ""}, "email"),
        ({"no_contact": "on"}, "no_contact"),
        ({"email": "lo"}, "email"),
        ({"name": " "}, "name"),
        ({"phone": "12"}, "phone"),
        ({"text": "Mitt nummer är 19121212-1212"}, "text"),
        ({"text": "x" * 2001}, "text"),
        ({"text": "https://a.example https://b.example http://c.example"}, "text"),
        ({"municipality": "999"}, "municipality"),
        ({"note": "forged"}, "__all__"),
        ({"note": ""}, "__all__"),
    ],
)
def test_bad_input_gets_a_sentence_at_the_field(changes: dict[str, str], field: str) -> None:
    form = TakePartForm(_typed(**changes), kind=Kind.AUDITOR, message_hint="")

    assert list(form.errors) == [field]


def test_what_was_typed_stays_when_something_is_wrong(client: Client) -> None:
    page = client.post("/kontakt/", _typed(email="", text="Behåll det här")).content.decode()

    assert "Ett av dem räcker" in page
    assert "Behåll det här" in page
    assert not Enquiry.objects.exists()


def test_a_form_sent_at_once_is_asked_to_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "SHORTEST", 60)

    form = ContactForm(_typed())

    assert "lite fort" in str(form.errors)


def test_a_form_that_stood_open_for_days_gets_a_note_that_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    days_ago = time.time() - guard.LONGEST - 60
    monkeypatch.setattr(time, "time", lambda: days_ago)
    note = guard.new_note()
    monkeypatch.undo()

    form = ContactForm(_typed(note=note))

    assert "stått öppen länge" in str(form.errors)
    assert guard.read_note(form["note"].value()) is not None


def test_hidden_signs_go_and_the_rest_stays() -> None:
    form = ContactForm(_typed(name="L\x00o\u202e", text="A\u202eB\x00"))

    assert form.is_valid()
    assert (form.message.name, form.message.text) == ("Lo", "AB")


@pytest.mark.parametrize("address", FORMS)
def test_pressing_twice_gives_one_message_and_a_changed_one_is_another(client: Client, address: str) -> None:
    typed = _typed()
    first, again = client.post(address, typed), client.post(address, typed)
    other = client.post(address, {**typed, "text": "Något mer"})

    assert first["Location"] == again["Location"] != other["Location"]
    assert Enquiry.objects.count() == 2
    assert OutboxMessage.objects.count() == 2


def test_a_flood_is_stopped_and_the_words_stay(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pages.views.enquiries.TRIES", 2)
    for number in range(2):
        client.post("/kontakt/", _typed(text=f"Nummer {number}"))

    page = client.post("/kontakt/", _typed(text="En till"))

    assert Enquiry.objects.count() == 2
    assert "många meddelanden" in page.content.decode()
    assert "En till" in page.content.decode()


def test_an_accessibility_report_needs_neither_account_nor_name(client: Client, coordinator: User) -> None:
    page = client.post(
        "/tillganglighet/rapportera/",
        {"text": "Kartan går inte att läsa upp", "place": "/foreningar/", "note": guard.new_note()},
        follow=True,
    )

    enquiry = Enquiry.objects.get()
    assert (enquiry.kind, enquiry.place, enquiry.answer_by) == ("accessibility", "/foreningar/", None)
    assert "kan vi inte svara dig" in page.content.decode()
    client.force_login(coordinator)
    inbox = client.get("/fragor/").text
    assert ("Varken e-post eller telefon" in inbox, "Vill inte bli kontaktad" in inbox) == (True, False)


def test_no_form_asks_why_or_about_health() -> None:
    asked = {
        name
        for form in (TakePartForm(kind=Kind.AUDITOR, message_hint=""), ContactForm(), AccessibilityForm())
        for name in form.fields
    }

    assert asked == {"note", "name", "email", "phone", "no_contact", "municipality", "text", "place"}


@pytest.mark.parametrize("address", [*FORMS, "/engagera-dig/"])
def test_every_page_says_that_we_do_not_ask_why_and_where_help_is(client: Client, address: str) -> None:
    page = client.get(address).content.decode()

    assert "Vi frågar aldrig varför" in page
    assert 'id="akut"' in page
    assert "tas bort efter sex månader" in page


@pytest.mark.parametrize("address", FORMS)
def test_a_form_is_never_stored(client: Client, address: str) -> None:
    assert "no-store" in client.get(address)["Cache-Control"]


def test_every_way_leads_to_its_form_and_another_address_nowhere(client: Client) -> None:
    page = client.get("/engagera-dig/").content.decode()

    assert all(f'href="{way.url}"' in page for way in WAYS)
    assert {client.get(way.url).status_code for way in WAYS} == {200}
    assert client.get("/engagera-dig/annat/").status_code == 404


def test_a_signed_in_sender_is_not_tied_to_the_message(client: Client, outsider: User) -> None:
    client.force_login(outsider)

    with capture_logs() as structured:
        client.post("/kontakt/", _typed())

    trail = TrailEntry.objects.get(verb="send_enquiry")
    assert trail.actor_id == UUID(int=1)
    assert not TrailEntry.objects.filter(actor_id=outsider.actor_id).exists()
    assert "undrar" not in str(structured)


def test_nothing_of_a_message_reaches_log_trail_or_outbox(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with capture_logs() as structured:
        client.post("/kontakt/", _typed(text="Hemligtord", name="Aliasnamn"))

    rows = [
        *TrailEntry.objects.values_list(),
        *StatusChange.objects.values_list(),
        *OutboxMessage.objects.values_list(),
    ]
    told = caplog.text + str(structured) + str(rows)
    assert not re.search("Hemligtord|Aliasnamn|lo@example", told)


def test_the_coordinator_answers_closes_and_takes_it_back(client: Client, coordinator: User) -> None:
    client.force_login(coordinator)
    enquiry = _send()
    assert "Hemligt ord" in client.get("/fragor/").content.decode()

    client.post(f"/fragor/{enquiry.pk}/klar/", {"lage": "besvarad"})
    enquiry.refresh_from_db()
    assert (enquiry.status, enquiry.settled_by) == ("answered", coordinator.actor_id)
    assert "Sam Samordnare" in client.get("/fragor/?del=besvarade").content.decode()
    client.post(f"/fragor/{enquiry.pk}/vantar/")
    enquiry.refresh_from_db()
    assert (enquiry.status, enquiry.settled_at) == ("new", None)
    client.post(f"/fragor/{enquiry.pk}/klar/", {"lage": "stangd"})

    assert "Hemligt ord" in client.get("/fragor/?del=stangda&typ=auditor").content.decode()
    assert "Hemligt ord" not in client.get("/fragor/?del=stangda&typ=contact").content.decode()
    assert list(StatusChange.objects.order_by("pk").values_list("target", flat=True)) == [
        "new",
        "answered",
        "new",
        "closed",
    ]
    assert TrailEntry.objects.filter(kind="opened", verb="open_enquiries").count() == 4


def test_two_who_answer_the_same_one_are_told(coordinator: User) -> None:
    first, second = (Enquiry.objects.get(pk=one.pk) for one in [_send()] * 2)
    services.settle_enquiry(first, "answered", actor=coordinator)

    with pytest.raises(DomainError, match="hunnit före"):
        services.settle_enquiry(second, "closed", actor=coordinator)
    with pytest.raises(DomainError, match="Välj"):
        services.settle_enquiry(second, "new", actor=coordinator)


@pytest.mark.parametrize("persona", ["administrator", "editor", "outsider", "unit_manager"])
def test_nobody_else_reads_answers_or_deletes(
    client: Client, persona: str, request: pytest.FixtureRequest
) -> None:
    user, enquiry = request.getfixturevalue(persona), _send()
    client.force_login(user)

    assert client.get("/fragor/").status_code == 403
    assert not Enquiry.objects.visible_to(user).exists()
    assert not any("från besökare" in row.title for row in registries.overview_rows(user))
    with pytest.raises(DomainError):
        services.settle_enquiry(enquiry, "answered", actor=user)
    with pytest.raises(DomainError):
        services.reopen_enquiry(enquiry, actor=user)
    with pytest.raises(DomainError):
        services.delete_enquiry(enquiry, actor=user)


def test_a_message_is_deleted_at_once_when_asked_for(client: Client, coordinator: User) -> None:
    client.force_login(coordinator)
    enquiry = _send()

    for _ in range(2):
        assert "Frågan är borttagen." in client.post(f"/fragor/{enquiry.pk}/ta-bort/", follow=True).text
    services.delete_enquiry(enquiry, actor=coordinator)

    assert not Enquiry.objects.exists()
    assert TrailEntry.objects.filter(verb="delete_enquiry").count() == 1
    for act in (
        lambda: services.settle_enquiry(enquiry, "answered", actor=coordinator),
        lambda: services.reopen_enquiry(enquiry, actor=coordinator),
    ):
        with pytest.raises(DomainError, match="borttagen"):
            act()
    assert client.get(f"/kontakt/tack/{enquiry.sending}/").status_code == 404


def test_after_six_months_nothing_is_left_anywhere(client: Client, coordinator: User) -> None:
    old, answered, young = (_send(text=text) for text in ("Gammalt", "Besvarat", "Ungt"))
    services.settle_enquiry(answered, "answered", actor=coordinator)
    outbox.sweep()
    six = timezone.now() - relativedelta(months=6)
    for one, at in ((old, six), (answered, six), (young, six + timedelta(days=1))):
        Enquiry.objects.filter(pk=one.pk).update(created_at=at - timedelta(minutes=1))

    tasks.forget_old_enquiries()
    tasks.forget_old_enquiries()

    assert list(Enquiry.objects.values_list("text", flat=True)) == ["Ungt"]
    assert TrailEntry.objects.filter(verb="forget_enquiry", actor_id=SYSTEM.actor_id).count() == 2
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT 1 FROM {table} t WHERE t::text ~ 'Gammalt|Besvarat' LIMIT 1")  # noqa: S608
            assert cursor.fetchone() is None, table


def test_what_waits_stands_in_the_overview_and_turns_late(coordinator: User) -> None:
    enquiry = _send()
    _send(email="")

    def row() -> registries.OverviewRow:
        return next(one for one in registries.overview_rows(coordinator) if "från besökare" in one.title)

    assert (row().title, row().tone) == ("Svara på två frågor från besökare", "wait")
    assert row().due == enquiry.answer_by
    Enquiry.objects.filter(pk=enquiry.pk).update(answer_by=date(2026, 3, 2))
    assert (row().tone, row().label) == ("late", f"Försenat sedan {day_text(date(2026, 3, 2))}")


def test_a_promise_that_is_due_is_reminded_of_once() -> None:
    enquiry = _send(email="", phone="+46701740605")
    OutboxMessage.objects.all().delete()
    assert services.remind_of_unanswered() is False
    Enquiry.objects.filter(pk=enquiry.pk).update(answer_by=today())

    tasks.remind_coordinator()
    tasks.remind_coordinator()

    assert OutboxMessage.objects.count() == 1
    assert "+4670" not in str(OutboxMessage.objects.get().payload)


@pytest.mark.parametrize("number", [1, 3])
def test_the_inbox_asks_as_often_however_many_there_are(
    coordinator: User, municipality: Municipality, number: int, django_assert_num_queries: Callable[..., Any]
) -> None:
    for one in range(number):
        enquiry = _send(text=f"Nummer {one}", municipality=municipality)
        services.settle_enquiry(enquiry, "answered", actor=coordinator)
    coordinator.has_perm("pages.answer_enquiries")

    with django_assert_num_queries(4):
        page = inbox(coordinator, "besvarade", "", None)
        assert [row.enquiry.municipality.name for row in page.rows if row.enquiry.municipality]

    assert len(page.rows) == number


def test_a_day_is_promised_only_to_whoever_can_be_reached() -> None:
    enquiry = _send()

    with pytest.raises(IntegrityError), transaction.atomic():
        Enquiry.objects.filter(pk=enquiry.pk).update(answer_by=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Enquiry.objects.filter(pk=enquiry.pk).update(settled_at=timezone.now())


def test_a_person_gets_out_and_gets_rid_of_what_they_wrote(outsider: User) -> None:
    _send(email=outsider.email.upper())
    _send(email="annan@example.org")
    handler = next(one for one in registries.personal_data() if one.room == "enquiries")

    assert [row["meddelande"] for row in handler.extract(outsider)] == ["Hemligt ord"]
    handler.erase(outsider)

    assert [one.email for one in Enquiry.objects.all()] == ["annan@example.org"]


def test_the_privacy_page_tells_the_time_that_is_kept() -> None:
    told = next(one for one in processings() if one.slug == "fragor")

    assert told.how_long.startswith("6 månader")
