"""The readiness check: nine conditions, saved together or one at a time, by several people."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from common.errors import DomainError, EditConflictError
from organisations.models import Unit
from peersupport.models import Placement
from peersupport.queries.readiness import readiness_page
from peersupport.services.readiness import ReadinessFacts, save_readiness
from peersupport.words import Condition, Readiness
from tests.peersupport.money_build import make_placement

pytestmark = pytest.mark.django_db


def _typed(client: Client, placement: Placement) -> dict[str, Any]:
    """What the page would send if nobody typed anything."""
    form = client.get(reverse("peersupport:readiness", args=[placement.pk])).context["form"]
    return {name: form[name].value() or "" for name in form.fields}


def test_answers_are_kept_with_what_shows_them_who_sees_to_it_and_when(
    client: Client, unit_manager: User, unit: Unit
) -> None:
    placement = make_placement(unit)
    client.force_login(unit_manager)
    url = reverse("peersupport:readiness", args=[placement.pk])

    sent = _typed(client, placement) | {
        "formal_decision_answer": "yes",
        "formal_decision_evidence": "Protokoll i mars",
        "staff_answer": "no",
        "staff_owner": "Vårdenhetschefen",
        "staff_due_on": "2027-02-01",
    }
    answer = client.post(url, sent)

    assert answer.status_code == 302
    decision, staff = placement.readiness.order_by("condition")
    assert (decision.answer, decision.evidence) == ("yes", "Protokoll i mars")
    assert (staff.answer, staff.owner, staff.due_on.isoformat()) == ("no", "Vårdenhetschefen", "2027-02-01")
    page = client.get(url).content.decode()
    assert "1 av 9 villkor är på plats" in page
    assert "hyrpersonal" in page
    assert "3 Stabil och erfaren personal som kan handleda: saknas" in page


def test_one_condition_is_saved_and_what_is_typed_in_others_stays_on_the_page(
    client: Client, unit_manager: User, unit: Unit
) -> None:
    placement = make_placement(unit)
    client.force_login(unit_manager)
    url = reverse("peersupport:readiness", args=[placement.pk])

    sent = _typed(client, placement) | {
        "team_answer": "partly",
        "role_evidence": "Ett utkast finns",
        "one": "team",
    }
    answer = client.post(url, sent | {"role_due_on": "i vår"})

    page = answer.content.decode()
    assert answer.status_code == 200
    assert list(placement.readiness.values_list("condition", "answer")) == [("team", "partly")]
    assert "står kvar på sidan, men är inte sparat än" in page
    assert "Ett utkast finns" in page
    # What can't be read in another condition is told when that one is saved.
    again = client.post(url, {**{n: answer.context["form"][n].value() or "" for n in sent if n != "one"}})
    assert "Skriv dagen som 2026-11-24." in again.content.decode()
    assert "Ett utkast finns" in again.content.decode()


def test_two_people_answer_different_conditions_and_only_the_same_one_is_asked_about(
    client: Client, unit_manager: User, coordinator: User, unit: Unit
) -> None:
    placement = make_placement(unit)
    client.force_login(unit_manager)
    url = reverse("peersupport:readiness", args=[placement.pk])
    opened = _typed(client, placement)
    save_readiness(
        placement, {"team": (ReadinessFacts(answer="no", evidence="Ingen tid"), 0)}, actor=coordinator
    )

    other = client.post(url, opened | {"role_answer": "yes"})
    same = client.post(url, opened | {"team_answer": "yes"})

    assert other.status_code == 302
    told = same.content.decode()
    assert "Det har sparats ändringar sedan du öppnade sidan" in told
    assert "Ingen tid" in told
    assert placement.readiness.get(condition="team").answer == Readiness.NO
    # Sent once more with what the page carries now: a choice made knowingly.
    form = same.context["form"]
    knowingly = client.post(url, {name: form[name].value() or "" for name in form.fields})
    assert knowingly.status_code == 302
    assert placement.readiness.get(condition="team").answer == Readiness.YES


def test_who_only_looks_reads_the_answers_and_changes_nothing(
    client: Client, supervisor: User, unit: Unit
) -> None:
    placement = make_placement(unit)
    client.force_login(supervisor)
    url = reverse("peersupport:readiness", args=[placement.pk])

    assert "Spara allt" not in client.get(url).content.decode()
    assert client.post(url, {"team_answer": "yes"}).status_code == 403
    with pytest.raises(DomainError, match="behörighet"):
        save_readiness(placement, {"team": (ReadinessFacts(answer="yes"), 0)}, actor=supervisor)


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        (ReadinessFacts(answer="kanske"), "team_answer"),
        (ReadinessFacts(evidence="x" * 501), "team_evidence"),
        (ReadinessFacts(owner="19900101-0017"), "team_owner"),
    ],
)
def test_what_can_not_be_is_refused_at_its_field_and_nothing_is_saved(
    facts: ReadinessFacts, field: str, unit_manager: User, unit: Unit
) -> None:
    placement = make_placement(unit)

    with pytest.raises(DomainError) as refused:
        save_readiness(
            placement, {"role": (ReadinessFacts(answer="yes"), 0), "team": (facts, 0)}, actor=unit_manager
        )

    assert refused.value.field == field
    assert not placement.readiness.exists()


def test_all_nine_at_once_and_again_from_an_old_page(unit_manager: User, unit: Unit) -> None:
    placement = make_placement(unit)
    answers = {one.value: (ReadinessFacts(answer="yes"), 0) for one in Condition}

    changed = save_readiness(placement, answers, actor=unit_manager)

    assert len(changed) == 9
    assert readiness_page(placement, unit_manager).picture.title == "9 av 9 villkor är på plats"
    # The same answers from a page opened before are no conflict; others are.
    assert save_readiness(placement, answers, actor=unit_manager) == []
    with pytest.raises(EditConflictError):
        save_readiness(placement, {"team": (ReadinessFacts(answer="no"), 0)}, actor=unit_manager)


def test_an_ended_placement_is_read_and_whoever_was_typing_keeps_what_was_typed(
    client: Client, unit_manager: User, unit: Unit
) -> None:
    placement = make_placement(unit)
    client.force_login(unit_manager)
    url = reverse("peersupport:readiness", args=[placement.pk])
    opened = _typed(client, placement)
    Placement.objects.update(status="ended", reason="Pengarna tog slut")

    answer = client.post(url, opened | {"team_evidence": "Vi träffades i går"}).content.decode()

    assert "Placeringen är avslutad. Då ändras inget mer." in answer
    assert "Vi träffades i går" in answer
    assert "Spara allt" not in client.get(url).content.decode()
    assert (
        "Spara beräkningen"
        not in client.get(reverse("peersupport:cost", args=[placement.pk])).content.decode()
    )
