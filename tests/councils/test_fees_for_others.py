"""What a coordinator writes for others: claims on paper, corrections, answers to offers; and the account that is opened later."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from importlib import import_module
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone

from accounts.models import User
from common.actors import SYSTEM
from common.errors import DomainError
from common.models import TrailEntry
from common.registries import overview_rows
from common.swedish import today
from councils.models import Claim, FeeAgreement, Mandate
from councils.services import fee_agreements, fee_attests, fee_claims, fee_privacy, fee_retention, mandates
from councils.services.fee_agreements import Offer
from councils.services.mandate_accounts import tie_account
from organisations.models import Principal
from tests.councils.build import make_mandate, make_seat
from tests.councils.fee_build import HALF, attended, attest, make_table, sent_list, submitted_claim

pytestmark = pytest.mark.django_db
TO_FINISH = "om arvode åt någon annan"


@pytest.fixture
def table(db: None) -> Any:
    return make_table()


@pytest.fixture
def paper(council: Any, association: Any) -> Mandate:
    """Somebody who sits for an association and has no account."""
    return make_mandate(make_seat(council, association), name="Pim Papper", email="pim@example.org")


@pytest.fixture
def second(make_user: Callable[..., User]) -> User:
    return make_user("Sim Samordnare", "coordinator")


def _draft(paper: Mandate, coordinator: User, **fields: Any) -> Claim:
    return fee_claims.write_claim(
        attended(paper, **fields), HALF, submit=False, form_key=None, actor=coordinator
    )


def _titles(user: User) -> str:
    return " ".join(row.title for row in overview_rows(User.objects.get(pk=user.pk)))


# --- claims on paper


def test_a_draft_and_what_came_back_of_somebody_without_account_wait_for_the_coordinator(
    table: Any, paper: Mandate, coordinator: User, second: User, signed_in: Callable[[User], Client]
):
    draft = _draft(paper, coordinator)
    back = fee_claims.write_claim(attended(paper, 9), HALF, submit=True, form_key=None, actor=coordinator)

    assert f"Skriv klart en begäran {TO_FINISH}" in _titles(second)
    fee_attests.return_claim(back, "Skriv hur långt.", expected_version=back.version, actor=second)
    page = signed_in(second).get("/arvode/attestera/").content.decode()

    assert f"Skriv klart två begäranden {TO_FINISH}" in _titles(second)
    for claim in (draft, back):
        assert f"/arvode/begaran/{claim.pk}/" in page
        assert signed_in(second).get(f"/arvode/begaran/{claim.pk}/andra/").status_code == 200
    for claim in Claim.objects.all():
        fee_claims.edit_claim(claim, HALF, submit=True, expected_version=claim.version, actor=second)
    assert TO_FINISH not in _titles(second)


def test_drafts_of_those_with_an_account_are_theirs_alone(
    table: Any, member_mandate: Mandate, coordinator: User, signed_in: Callable[[User], Client]
):
    fee_claims.write_claim(
        attended(member_mandate), HALF, submit=False, form_key=None, actor=member_mandate.user
    )

    assert TO_FINISH not in _titles(coordinator)
    assert member_mandate.name not in signed_in(coordinator).get("/arvode/attestera/").content.decode()


# --- an account that is opened later


def _opens_account(paper: Mandate, person: User, coordinator: User) -> None:
    tie_account(person, paper, actor=SYSTEM)


def _is_found_by_address(paper: Mandate, person: User, coordinator: User) -> None:
    facts = mandates.ContactFacts(name=paper.name, email=person.email)
    mandates.edit_contact(paper, facts, expected_version=paper.version, actor=coordinator)


@pytest.mark.parametrize("tie", [_opens_account, _is_found_by_address])
def test_who_opens_an_account_later_goes_on_with_what_was_written_on_paper(
    table: Any,
    paper: Mandate,
    coordinator: User,
    second: User,
    principal: Principal,
    payroll_reader: User,
    make_user: Callable[..., User],
    signed_in: Callable[[User], Client],
    tie: Callable[..., None],
):
    attest(_sent_in(paper, coordinator), second, principal)
    sent_list(principal, second)
    draft = _draft(paper, coordinator)
    person = make_user("Pim Papper")

    tie(paper, person, coordinator)

    assert set(Claim.objects.values_list("claimant", flat=True)) == {person.pk}
    assert signed_in(person).get(f"/arvode/begaran/{draft.pk}/andra/").status_code == 200
    assert len(fee_privacy.held_of_person(person)) == 2
    fee_privacy.forget_person(person)
    assert not Claim.objects.filter(pk=draft.pk).exists()


def _sent_in(paper: Mandate, coordinator: User) -> Claim:
    return fee_claims.write_claim(attended(paper, 9), HALF, submit=True, form_key=None, actor=coordinator)


def test_the_database_gives_a_sent_claim_to_nobody_but_who_holds_the_mandate(
    table: Any,
    paper: Mandate,
    coordinator: User,
    second: User,
    principal: Principal,
    payroll_reader: User,
    make_user: Callable[..., User],
):
    attest(_sent_in(paper, coordinator), second, principal)
    sent_list(principal, second)
    with (
        pytest.raises(IntegrityError, match="was sent stays"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE councils_claim SET claimant_id = %s", [second.pk])


def test_what_was_claimed_before_accounts_took_it_along_is_given_and_counted_from_its_last_step(
    table: Any,
    member_mandate: Mandate,
    coordinator: User,
    principal: Principal,
    payroll_reader: User,
):
    attest(submitted_claim(member_mandate), coordinator, principal)
    sent_list(principal, coordinator)
    claim = submitted_claim(member_mandate, days_ago=9)
    fee_attests.return_claim(claim, "Skriv hur långt.", expected_version=claim.version, actor=coordinator)
    Claim.objects.update(claimant=None)
    Claim.objects.filter(pk=claim.pk).update(changed_at=timezone.now() - timedelta(days=400))
    migration = import_module("councils.migrations.0007_claims_follow_the_account")

    migration.give_claims(apps, None)
    migration.count_from_what_happened_last(apps, None)

    assert set(Claim.objects.values_list("claimant", flat=True)) == {member_mandate.user_id}
    assert fee_retention.forget_unsent() == 0


# --- corrections


def test_a_coordinator_finds_and_finishes_a_correction_they_have_taken_back(
    table: Any,
    member_mandate: Mandate,
    coordinator: User,
    second: User,
    principal: Principal,
    payroll_reader: User,
    signed_in: Callable[[User], Client],
):
    claim = attest(submitted_claim(member_mandate), coordinator, principal)
    sent_list(principal, coordinator)
    made = fee_claims.correct_claim(claim, replace(HALF, mil=HALF.mil + 1), actor=coordinator)
    client = signed_in(coordinator)

    taken = client.post(f"/arvode/begaran/{made.pk}/ta-tillbaka/", follow=True)

    assert taken.status_code == 200
    assert f"Skriv klart en begäran {TO_FINISH}" in _titles(second)
    assert f"/arvode/begaran/{made.pk}/" in client.get("/arvode/attestera/").content.decode()
    assert f"/arvode/begaran/{made.pk}/" in client.get(f"/arvode/begaran/{claim.pk}/").content.decode()
    assert client.post(f"/arvode/begaran/{made.pk}/ta-bort/").status_code == 302
    theirs = fee_claims.correct_claim(claim, replace(HALF, mil=HALF.mil + 2), actor=member_mandate.user)
    fee_claims.withdraw_claim(theirs, actor=member_mandate.user)
    assert client.get(f"/arvode/begaran/{theirs.pk}/").status_code == 404
    page = client.get(f"/arvode/begaran/{claim.pk}/").content.decode()
    assert "Personen skriver på en rättelse" in page
    assert str(theirs.pk) not in page


# --- answers to offers


def _offer(mandate: Mandate, coordinator: User) -> FeeAgreement:
    offer = Offer(what="Ledamot", how_long="Två år", day_type="half")
    (made,) = fee_agreements.offer_agreement([mandate], offer, form_key=uuid4(), actor=coordinator)
    return made


@pytest.mark.parametrize(
    ("answer", "because", "told"),
    [("yes", "Ska inte sparas.", "Ni är överens"), ("no", "Det räcker inte.", "Personen tackade nej")],
)
def test_the_answer_of_somebody_without_account_is_written_down_with_how_and_when(
    table: Any,
    paper: Mandate,
    coordinator: User,
    signed_in: Callable[[User], Client],
    answer: str,
    because: str,
    told: str,
):
    made = _offer(paper, coordinator)
    client, page = signed_in(coordinator), f"/arvode/overenskommelser/{made.pk}/"
    typed = {"answer": answer, "told_how": "phone", "told_on": today().isoformat(), "because": because}

    assert "Anteckna svaret" in client.get(page).content.decode()
    for wrong in (today() + timedelta(days=1), today() - timedelta(days=1)):
        refused = client.post(f"{page}svar/", typed | {"told_on": wrong.isoformat()})
        assert 'aria-invalid="true"' in refused.content.decode()
    for _ in "pressed", "pressed again":
        assert client.post(f"{page}svar/", typed).status_code == 302
    other = client.post(f"{page}svar/", typed | {"told_how": "paper"})

    made.refresh_from_db()
    assert (made.told_how, made.told_on) == ("phone", today())
    assert made.declined_because == (because if answer == "no" else "")
    assert "redan antecknat" in other.content.decode()
    shown = client.get(page).content.decode()
    assert told in shown
    assert "Svaret kom per telefon" in shown
    assert TrailEntry.objects.filter(verb="record_answer", actor_id=coordinator.actor_id).count() == 1


def test_nobody_answers_for_somebody_with_an_account(
    table: Any, paper: Mandate, member_mandate: Mandate, secretary: User, coordinator: User
):
    def record(mandate: Mandate, actor: User) -> None:
        made = _offer(mandate, coordinator)
        fee_agreements.record_answer(made, is_yes=True, how="paper", on=today(), actor=actor)

    for mandate, actor in ((member_mandate, coordinator), (paper, secretary)):
        with pytest.raises(DomainError, match="behörighet"):
            record(mandate, actor)
    assert not FeeAgreement.objects.exclude(accepted_at=None).exists()
    record(paper, coordinator)
    assert FeeAgreement.objects.exclude(accepted_at=None).get().mandate == paper


def test_an_offer_says_who_sees_it_here_and_whom_to_ask(
    table: Any,
    paper: Mandate,
    chair_mandate: Mandate,
    coordinator: User,
    signed_in: Callable[[User], Client],
):
    address = f"/arvode/overenskommelser/ny/{paper.council.slug}/"
    typed = {"what": "Ledamot", "how_long": "Två år", "day_type": "half"}

    def told(*chosen: Mandate) -> str:
        sent = typed | {"mandates": [one.pk for one in chosen], "form_key": str(uuid4())}
        page = signed_in(coordinator).post(address, sent, follow=True)
        return " ".join(str(one) for one in page.context["messages"])

    assert "Fråga den som inte har konto" in told(paper)
    assert "loggar in" not in told(paper)
    both = told(paper, chair_mandate)
    assert "loggar in" in both
    assert "Fråga den som inte har konto" in both
    assert "Fråga" not in told(chair_mandate)
