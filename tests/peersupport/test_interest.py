"""A unit says that it wants to know more; the coordinator answers; contact data goes after half a year."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from accounts.models import User
from common import form_note
from common.errors import DomainError
from common.models import OutboxMessage
from common.registries import overview_rows
from organisations.models import Unit
from peersupport.models import Interest, Placement
from peersupport.services import interest as services
from peersupport.services.interest import CONTACT_KEPT, InterestFacts
from peersupport.views import interest as views

pytestmark = pytest.mark.django_db
ADDRESS = "/peer-support/intresse/"


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch, settings: Any) -> dict[str, str]:
    monkeypatch.setattr(form_note, "SHORTEST", -1)
    settings.PORTAL = {**settings.PORTAL, "coordinator_email": "sam@example.org"}
    return {
        "note": form_note.new_note(),
        "unit_text": "Boendestöd Ljusdal",
        "why": "Vi vill prova.",
        "contact_name": "Ida Enhet",
        "contact_email": "ida@kommun.example.org",
    }


def _sent(unit: Unit | None = None) -> Interest:
    facts = InterestFacts(
        unit=unit,
        unit_text="" if unit else "Boendestöd Ljusdal",
        why="Vi vill prova.",
        contact_name="Ida",
        contact_email="ida@kommun.example.org",
        contact_phone="+46701740699",
    )
    return services.send_interest(facts, form_key=uuid4())


def test_anybody_sends_a_units_interest_once_and_the_coordinator_is_told(
    client: Client, typed: dict[str, str], coordinator: User
):
    for _ in range(2):
        assert client.post(ADDRESS, typed)["Location"] == f"{ADDRESS}tack/"

    one = Interest.objects.get()
    assert (one.unit_text, one.sent_by, one.state) == ("Boendestöd Ljusdal", None, "waiting")
    letter = OutboxMessage.objects.get()
    assert "ida" not in str(letter.payload).lower()
    assert "peer" not in letter.payload["subject"].lower()
    assert [row.label for row in overview_rows(coordinator) if "peer support" in row.title] == [
        "Väntar på svar"
    ]


def test_the_units_manager_has_the_own_unit_chosen_and_nobody_reads_which_units_there_are(
    client: Client, typed: dict[str, str], unit: Unit, other_unit: Unit, unit_manager: User
):
    assert unit.name not in client.get(ADDRESS).content.decode()
    client.force_login(unit_manager)
    page = client.get(ADDRESS).content.decode()

    assert f'<option value="{unit.pk}" selected>' in page
    assert unit_manager.email in page
    assert other_unit.name not in page
    client.post(ADDRESS, {**typed, "unit": unit.pk, "unit_text": ""})
    assert (Interest.objects.get().sent_by, Interest.objects.get().unit) == (unit_manager, unit)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"unit_text": ""}, "Skriv vad verksamheten heter"),
        ({"why": " "}, "Skriv några ord om varför"),
        ({"why": "http://a.example https://b.example http://c.example"}, "många länkar"),
        ({"contact_email": "ida@"}, "Skriv hela e-postadressen"),
        ({"note": "påhittad"}, "öppen länge"),
    ],
)
def test_what_does_not_fit_comes_back_with_a_sentence_and_what_was_typed(
    client: Client, typed: dict[str, str], wrong: dict[str, str], sentence: str
):
    page = client.post(ADDRESS, {**typed, **wrong}).content.decode()

    assert sentence in page
    assert "Ida Enhet" in page
    assert not Interest.objects.exists()


def test_machines_that_send_at_once_or_often_are_kept_out(
    client: Client, typed: dict[str, str], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(views, "TRIES", 0)
    assert "många meddelanden" in client.post(ADDRESS, typed).content.decode()
    cache.clear()
    monkeypatch.setattr(views, "TRIES", 20)
    monkeypatch.setattr(form_note, "SHORTEST", 3600)
    assert "lite fort" in client.post(ADDRESS, typed).content.decode()

    assert not Interest.objects.exists()


def test_an_answer_begins_a_placement_and_is_sent_neutrally(
    client: Client, typed: dict[str, str], unit: Unit, coordinator: User
):
    asked = _sent()
    client.force_login(coordinator)
    page = f"/placeringar/intresse/{asked.pk}/"
    answer = {"answer": "begin", "unit": unit.pk, "words": "Vad roligt. Vi ses på tisdag."}

    assert "Välj vilken verksamhet" in client.post(page, {**answer, "unit": ""}).content.decode()
    assert client.post(page, answer).status_code == 302

    placement = Placement.objects.get()
    assert (placement.unit, placement.status) == (unit, "interest")
    # Words, name and address were for the coordinator alone.
    assert (placement.purpose, placement.contact_name, placement.contact_email) == ("", "", "")
    asked.refresh_from_db()
    assert (asked.state, asked.placement) == ("begun", placement)
    letter = OutboxMessage.objects.get(dedup_key=f"peer-interest-answer:{asked.pk}")
    assert "Vi ses på tisdag." in letter.payload["body"]
    assert "peer" not in letter.payload["subject"].lower()
    with pytest.raises(DomainError, match="redan svarat"):
        services.decline_interest(asked, words="Nej.", actor=coordinator)


def test_nothing_now_is_answered_with_words_and_seen_by_the_units_own_manager(
    client: Client, unit: Unit, unit_manager: User, coordinator: User
):
    asked = _sent(unit)
    with pytest.raises(DomainError) as refusal:
        services.decline_interest(asked, words=" ", actor=coordinator)
    assert refusal.value.field == "words"
    with pytest.raises(DomainError):
        services.decline_interest(asked, words="Nej.", actor=unit_manager)

    services.decline_interest(asked, words="Vi hör av oss i höst.", actor=coordinator)

    client.force_login(unit_manager)
    assert "Vi hör av oss i höst." in client.get("/placeringar/").content.decode()


def test_contact_data_goes_half_a_year_after_the_answer_and_the_list_says_when(
    client: Client, unit: Unit, coordinator: User
):
    old, new = _sent(unit), _sent()
    now = timezone.now()
    Interest.objects.filter(pk=old.pk).update(
        state="declined", answer="Nej.", answered_at=now - CONTACT_KEPT - timedelta(days=2)
    )
    Interest.objects.filter(pk=new.pk).update(created_at=now - CONTACT_KEPT + timedelta(days=5))
    client.force_login(coordinator)
    page = client.get("/placeringar/intresse/").content.decode()

    assert "tas bort om" in page
    assert "Har väntat i" in page
    assert (services.forget_contacts(), services.forget_contacts()) == (1, 0)
    old.refresh_from_db()
    assert (old.contact_name, old.contact_email, old.contact_phone, old.why) == ("", "", "", "Vi vill prova.")
    new.refresh_from_db()
    assert new.contact_name == "Ida"
