"""Claims from draft to paid, rate tables, agreements: what is allowed, what is refused, what stays frozen."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.models import User
from common.errors import DomainError, EditConflictError
from common.models import OutboxMessage
from common.registries import overview_rows
from common.swedish import today
from councils.fees import ClaimFacts
from councils.models import Claim, FeeAgreement, Mandate, Meeting, PayrollList, RateTable
from councils.queries import fee_agreements as agreements
from councils.services import fee_agreements, fee_attests, fee_claims, fee_rates, payroll
from councils.services.fee_agreements import Offer
from councils.services.fee_claims import AlreadyClaimedError
from organisations.models import Principal
from tests.councils.build import make_co_opted, make_invitation, make_mandate, make_meeting, make_seat
from tests.councils.fee_build import (
    AMOUNTS,
    HALF,
    HALF_ORE,
    attended,
    attest,
    make_table,
    sent_list,
    submitted_claim,
)

pytestmark = pytest.mark.django_db
#: Long after any test has run.
AHEAD = datetime(2090, 1, 10, 13, tzinfo=UTC)


@pytest.fixture
def table(db: None) -> Any:
    return make_table()


@pytest.fixture
def second(make_user: Callable[..., User]) -> User:
    return make_user("Sim Samordnare", "coordinator")


def _refused(act: Callable[[], object]) -> str:
    with pytest.raises(DomainError) as told, transaction.atomic():
        act()
    return told.value.message


# --- writing


def test_a_member_claims_for_a_meeting_they_were_at(table: Any, member_mandate: Mandate):
    claim = submitted_claim(member_mandate)

    assert (claim.status, claim.total_ore, claim.claimant_name) == ("submitted", HALF_ORE, "Love Ledamot")
    assert [(line.what, line.total_ore) for line in claim.lines.all()] == [
        ("fee", 90_000),
        ("mileage", 51_250),
    ]


def test_only_the_person_and_only_after_attending(
    table: Any, member_mandate: Mandate, chair: User, coordinator: User
):
    invitation = attended(member_mandate)

    def write(actor: Any, row: Any = invitation) -> object:
        return fee_claims.write_claim(row, HALF, submit=True, form_key=None, actor=actor)

    absent = make_invitation(make_meeting(member_mandate.council, today()), member_mandate, "accepted")
    for other in (chair, coordinator):
        assert "behörighet" in _refused(lambda who=other: write(who))
    assert "närvaron" in _refused(lambda: write(member_mandate.user, absent))
    assert write(member_mandate.user)


def test_twice_is_once_and_another_tab_is_told(table: Any, member_mandate: Mandate):
    invitation, key = attended(member_mandate), uuid4()

    def write(facts: ClaimFacts, form_key: Any) -> Claim:
        return fee_claims.write_claim(
            invitation, facts, submit=True, form_key=form_key, actor=member_mandate.user
        )

    first = write(HALF, key)

    assert write(HALF, key) == first
    with pytest.raises(AlreadyClaimedError):
        write(replace(HALF, mil=Decimal(99)), uuid4())
    assert Claim.objects.get().total_ore == HALF_ORE
    with pytest.raises(IntegrityError), transaction.atomic():
        Claim.objects.create(
            mandate=member_mandate, meeting=invitation.meeting, association=first.association
        )


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        (replace(HALF, mil=Decimal("300.1")), "mil"),
        (replace(HALF, mil=Decimal(-1)), "mil"),
        (replace(HALF, hours=Decimal(25)), "hours"),
        (replace(HALF, preparation_hours=Decimal(41)), "preparation_hours"),
        (replace(HALF, ticket_ore=2_000_001, receipt_seen=True), "ticket"),
        (replace(HALF, ticket_ore=24_000), "receipt_number"),
        (replace(HALF, route="Storgatan 4, Bollnäs"), "route"),
        (replace(HALF, route="Från 820 40"), "route"),
        (replace(HALF, receipt_number="19121212-1212", ticket_ore=1), "receipt_number"),
        (replace(HALF, day_type="week"), "day_type"),
    ],
)
def test_bad_input_is_told_at_its_field_and_nothing_is_kept(
    table: Any, member_mandate: Mandate, facts: ClaimFacts, field: str
):
    invitation = attended(member_mandate)

    with pytest.raises(DomainError) as told, transaction.atomic():
        fee_claims.write_claim(invitation, facts, submit=True, form_key=None, actor=member_mandate.user)

    assert told.value.field == field
    assert not Claim.objects.exists()


def test_without_a_table_a_draft_can_wait(member_mandate: Mandate):
    invitation = attended(member_mandate)

    assert "ingen taxa" in _refused(
        lambda: fee_claims.write_claim(
            invitation, HALF, submit=True, form_key=None, actor=member_mandate.user
        )
    )
    draft = fee_claims.write_claim(invitation, HALF, submit=False, form_key=None, actor=member_mandate.user)
    make_table()
    done = fee_claims.edit_claim(
        draft, HALF, submit=True, expected_version=draft.version, actor=member_mandate.user
    )

    assert (done.status, done.total_ore) == ("submitted", HALF_ORE)


def test_a_draft_saved_in_two_tabs_shows_both(table: Any, member_mandate: Mandate):
    draft = fee_claims.write_claim(
        attended(member_mandate), HALF, submit=False, form_key=None, actor=member_mandate.user
    )
    fee_claims.edit_claim(
        draft, replace(HALF, mil=Decimal(3)), submit=False, expected_version=1, actor=member_mandate.user
    )

    with pytest.raises(EditConflictError) as told:
        fee_claims.edit_claim(
            draft, replace(HALF, mil=Decimal(4)), submit=True, expected_version=1, actor=member_mandate.user
        )

    assert told.value.changed == {"Mil med egen bil": ("3", "4")}


def test_what_is_submitted_can_be_taken_back_until_somebody_attests(
    member_mandate: Mandate, coordinator: User, principal: Principal
):
    make_table(second_attest_ore=1_000)
    claim = submitted_claim(member_mandate)

    fee_claims.withdraw_claim(claim, actor=member_mandate.user)

    claim.refresh_from_db()
    assert (claim.status, claim.total_ore, claim.lines.count()) == ("draft", 0, 0)
    claim = fee_claims.edit_claim(
        claim, HALF, submit=True, expected_version=claim.version, actor=member_mandate.user
    )
    attest(claim, coordinator, principal)
    assert "börjat attestera" in _refused(lambda: fee_claims.withdraw_claim(claim, actor=member_mandate.user))


def test_only_a_draft_is_removed(table: Any, member_mandate: Mandate):
    claim = submitted_claim(member_mandate)

    assert "Bara ett utkast" in _refused(lambda: fee_claims.remove_claim(claim, actor=member_mandate.user))
    fee_claims.withdraw_claim(claim, actor=member_mandate.user)
    fee_claims.remove_claim(claim, actor=member_mandate.user)

    assert not Claim.objects.exists()


def test_the_coordinator_writes_for_somebody_without_account_and_another_attests(
    table: Any, council: Any, association: Any, coordinator: User, second: User, principal: Principal
):
    mandate = make_co_opted(council, association=association)
    claim = fee_claims.write_claim(attended(mandate), HALF, submit=True, form_key=None, actor=coordinator)

    assert "själv" in _refused(lambda: attest(claim, coordinator, principal))
    assert attest(claim, second, principal).status == "attested"


# --- the rate is the one of the meeting's day, frozen


def test_the_rate_of_the_meetings_day_counts_and_the_councils_own_comes_first(member_mandate: Mandate):
    make_table(valid_from=today() - timedelta(days=400))
    make_table(valid_from=today() - timedelta(days=3), amounts={**AMOUNTS, "half": 99_900})
    other = submitted_claim(member_mandate, ClaimFacts(day_type="half"), days_ago=2)
    older = submitted_claim(member_mandate, ClaimFacts(day_type="half"), days_ago=3 + 1)
    make_table(
        member_mandate.council, valid_from=today() - timedelta(days=300), amounts={**AMOUNTS, "half": 50_000}
    )
    own = submitted_claim(member_mandate, ClaimFacts(day_type="half"), days_ago=1)

    assert (other.total_ore, older.total_ore, own.total_ore) == (99_900, 90_000, 50_000)


def test_a_table_that_came_later_changes_nothing_already_claimed(
    table: Any, member_mandate: Mandate, coordinator: User, principal: Principal
):
    claim = submitted_claim(member_mandate)

    make_table(valid_from=today() - timedelta(days=100), amounts={"half": 1}, mileage_ore=1)
    attested = attest(claim, coordinator, principal)

    assert attested.total_ore == sum(line.total_ore for line in claim.lines.all()) == HALF_ORE


def test_corrections_and_what_came_back_keep_the_rates_they_were_handed_in_with(
    table: Any, member_mandate: Mandate, coordinator: User, payroll_reader: User, principal: Principal
):
    paid = submitted_claim(member_mandate)
    attest(paid, coordinator, principal)
    sent_list(principal, coordinator)
    back = submitted_claim(member_mandate, days_ago=8)
    fee_attests.return_claim(back, "Skriv milen.", expected_version=back.version, actor=coordinator)
    back.refresh_from_db()
    make_table(valid_from=today() - timedelta(days=100), amounts={"half": 1}, mileage_ore=1)

    less = fee_claims.correct_claim(paid, replace(HALF, mil=Decimal("18.5")), actor=member_mandate.user)
    again = fee_claims.edit_claim(
        back,
        replace(HALF, mil=Decimal("18.5")),
        submit=True,
        expected_version=back.version,
        actor=member_mandate.user,
    )

    assert less.total_ore == -5_000
    assert (less.table, again.table) == (table, table)
    assert again.total_ore == HALF_ORE - 5_000


def test_who_holds_two_seats_is_paid_once_for_a_meeting(
    table: Any, member_mandate: Mandate, council: Any, coordinator: User
):
    person = member_mandate.user
    two = make_mandate(make_seat(council, member_mandate.association), person)
    paper = make_mandate(make_seat(council, member_mandate.association), email=person.email.upper())
    first = attended(member_mandate)
    others = [make_invitation(first.meeting, one, "accepted", attended=True) for one in (two, paper)]
    fee_claims.write_claim(first, HALF, submit=False, form_key=None, actor=person)

    for invitation, actor in zip(others, (person, coordinator), strict=True):
        with pytest.raises(DomainError, match="Ett möte ersätts en gång"):
            fee_claims.write_claim(invitation, HALF, submit=True, form_key=uuid4(), actor=actor)

    assert Claim.objects.count() == 1
    assert not any("Begär arvode" in row.title for row in overview_rows(person))


def test_a_table_in_use_keeps_its_amounts_but_its_words_can_be_put_right(
    table: Any, member_mandate: Mandate, coordinator: User
):
    facts = fee_rates.facts_of_table(table)
    dearer = replace(facts, amounts={**AMOUNTS, "half": 99_900})

    changed = fee_rates.edit_rate_table(table, dearer, expected_version=1, actor=coordinator)
    claim = submitted_claim(member_mandate, ClaimFacts(day_type="half"))

    assert claim.total_ore == 99_900
    for other in (facts, replace(dearer, mileage_ore=1), replace(dearer, valid_from=today())):
        act = lambda facts=other: fee_rates.edit_rate_table(  # noqa: E731 - one line of a loop
            changed, facts, expected_version=2, actor=coordinator
        )
        assert "används" in _refused(act)
    renamed = fee_rates.edit_rate_table(
        changed, replace(dearer, name="Nytt namn"), expected_version=2, actor=coordinator
    )
    assert renamed.name == "Nytt namn"
    assert "används" in _refused(lambda: fee_rates.remove_rate_table(table, actor=coordinator))


def test_a_table_that_somebody_has_been_offered_by_is_locked_whatever_they_answered(
    table: Any, member_mandate: Mandate, coordinator: User, signed_in: Callable[[User], Any]
):
    (made,) = fee_agreements.offer_agreement(
        [member_mandate],
        Offer(what="Ledamot", how_long="Två år", day_type="half"),
        form_key=uuid4(),
        actor=coordinator,
    )
    facts = fee_rates.facts_of_table(table)
    dearer = replace(facts, amounts={**AMOUNTS, "half": 99_900})

    def edit(wanted: Any) -> Any:
        version = RateTable.objects.get().version
        return fee_rates.edit_rate_table(table, wanted, expected_version=version, actor=coordinator)

    for answered in ("open", "declined"):
        if answered == "declined":
            fee_agreements.decline_agreement(made, "", actor=member_mandate.user)
        assert "används" in _refused(lambda: edit(dearer))
        assert signed_in(coordinator).post(f"/arvode/taxor/{table.pk}/ta-bort/").status_code == 302
        assert "Ta bort" not in signed_in(coordinator).get("/arvode/taxor/").content.decode()
    told = replace(facts, day_rules="Heldag är mer än fem timmar.")
    assert edit(told).day_rules == told.day_rules
    assert "används" in _refused(lambda: edit(replace(told, day_rules="Heldag är mer än sex timmar.")))


def test_tables_are_the_coordinators_and_one_begins_on_a_day(table: Any, coordinator: User, member: User):
    facts = fee_rates.facts_of_table(table)

    assert fee_rates.create_rate_table(facts, actor=coordinator) == table
    assert "redan" in _refused(
        lambda: fee_rates.create_rate_table(replace(facts, mileage_ore=1), actor=coordinator)
    )
    assert "behörighet" in _refused(
        lambda: fee_rates.create_rate_table(replace(facts, valid_from=today()), actor=member)
    )
    with pytest.raises(EditConflictError):
        fee_rates.edit_rate_table(table, replace(facts, name="A"), expected_version=0, actor=coordinator)
    fee_rates.remove_rate_table(table, actor=coordinator)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"amounts": {}}, "whole"),
        ({"amounts": {}, "percents": {"half": Decimal("1.8")}}, "base_ore"),
        ({"percents": {"half": Decimal("1.8")}, "base_ore": 5_920_000}, "half"),
        ({"name": " "}, "name"),
    ],
)
def test_a_table_that_cannot_be_reckoned_with_is_refused(
    coordinator: User, wrong: dict[str, Any], field: str
):
    facts = fee_rates.TableFacts(
        **{
            "name": "Taxa",
            "valid_from": today(),
            "mileage_ore": 2_500,
            "second_attest_ore": 1,
            "amounts": {"half": 1},
            **wrong,
        }
    )

    with pytest.raises(DomainError) as told:
        fee_rates.create_rate_table(facts, actor=coordinator)

    assert told.value.field == field


# --- attest


def test_nobody_attests_their_own_not_even_a_coordinator_who_sits(
    table: Any, other_seat: Any, coordinator: User, second: User, member: User, principal: Principal
):
    claim = submitted_claim(make_mandate(other_seat, coordinator))

    assert "själv" in _refused(lambda: attest(claim, coordinator, principal))
    assert "behörighet" in _refused(lambda: attest(claim, member, principal))
    assert attest(claim, second, principal).status == "attested"


def test_over_the_limit_two_different_people_attest(
    member_mandate: Mandate, coordinator: User, second: User, principal: Principal
):
    make_table(second_attest_ore=HALF_ORE - 1)
    claim = submitted_claim(member_mandate)

    assert attest(claim, coordinator, principal).status == "submitted"
    assert attest(claim, coordinator, principal).status == "submitted"
    done = attest(claim, second, principal)

    assert done.status == "attested"
    assert {done.attested_by, done.second_attested_by} == {coordinator.actor_id, second.actor_id}
    with pytest.raises(IntegrityError), transaction.atomic():
        Claim.objects.filter(pk=claim.pk).update(second_attested_by=coordinator.actor_id)


def test_at_the_limit_one_is_enough(member_mandate: Mandate, coordinator: User, principal: Principal):
    make_table(second_attest_ore=HALF_ORE)

    assert attest(submitted_claim(member_mandate), coordinator, principal).status == "attested"


def test_what_changed_since_the_page_was_opened_is_not_attested(
    table: Any, member_mandate: Mandate, coordinator: User, principal: Principal
):
    claim = submitted_claim(member_mandate)
    seen = claim.version
    fee_claims.withdraw_claim(claim, actor=member_mandate.user)
    claim.refresh_from_db()
    dearer = replace(HALF, mil=Decimal(200))
    fee_claims.edit_claim(
        claim, dearer, submit=True, expected_version=claim.version, actor=member_mandate.user
    )

    def act() -> object:
        return fee_attests.attest_claim(
            claim, principal=principal, cost_centre="", expected_version=seen, actor=coordinator
        )

    assert "har ändrats" in _refused(act)


def test_who_was_not_there_after_all_is_not_paid(
    table: Any, member_mandate: Mandate, coordinator: User, principal: Principal
):
    claim = submitted_claim(member_mandate)
    claim.meeting.invitations.update(attended=False)

    assert "inte med på mötet" in _refused(lambda: attest(claim, coordinator, principal))
    claim.meeting.invitations.update(attended=True)
    assert attest(claim, coordinator, principal).status == "attested"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"status": "cancelled", "cancelled_because": "Ingen kunde.", "held_at": None}, "inställt"),
        ({"starts_at": AHEAD, "ends_at": AHEAD + timedelta(hours=2)}, "inte börjat"),
    ],
)
def test_a_meeting_that_is_cancelled_or_has_not_begun_is_neither_claimed_for_nor_attested(
    table: Any,
    member_mandate: Mandate,
    coordinator: User,
    principal: Principal,
    change: dict[str, Any],
    sentence: str,
):
    member = member_mandate.user
    invitation, waits = attended(member_mandate), submitted_claim(member_mandate, days_ago=9)
    draft = fee_claims.write_claim(
        attended(member_mandate, 11), HALF, submit=False, form_key=None, actor=member
    )
    Meeting.objects.update(**change)

    for act in (
        lambda: fee_claims.write_claim(invitation, HALF, submit=True, form_key=None, actor=member),
        lambda: fee_claims.edit_claim(draft, HALF, submit=True, expected_version=draft.version, actor=member),
        lambda: attest(waits, coordinator, principal),
    ):
        assert sentence in _refused(act)
    assert not any("Begär arvode" in row.title for row in overview_rows(member))


def test_a_returned_claim_says_why_and_comes_back(
    table: Any, member_mandate: Mandate, coordinator: User, principal: Principal
):
    claim = attest(submitted_claim(member_mandate), coordinator, principal)
    opened = payroll.open_payroll_list(principal, today(), actor=coordinator)
    claim.refresh_from_db()

    def back(words: str) -> Claim:
        return fee_attests.return_claim(claim, words, expected_version=claim.version, actor=coordinator)

    assert "Skriv vad" in _refused(lambda: back("  "))
    returned = back("Fyll i hur du reste.")

    assert (returned.status, returned.attested_by, returned.payroll_list) == ("returned", None, None)
    assert "har ändrats" in _refused(
        lambda: payroll.send_payroll_list(opened, expected_version=opened.version, actor=coordinator)
    )
    mail = OutboxMessage.objects.latest("created_at")
    assert mail.payload["subject"] == "Något att titta på igen"
    again = fee_claims.edit_claim(
        returned, HALF, submit=True, expected_version=returned.version, actor=member_mandate.user
    )
    assert again.status == "submitted"


# --- agreements


def test_an_agreement_is_offered_to_several_once_and_accepted_by_the_person_alone(
    table: Any, member_mandate: Mandate, chair_mandate: Mandate, coordinator: User
):
    offer = Offer(what="Ledamot", how_long="Två år", day_type="half", pays_travel=False)
    key = uuid4()

    made = fee_agreements.offer_agreement(
        [member_mandate, chair_mandate], offer, form_key=key, actor=coordinator
    )

    assert (
        fee_agreements.offer_agreement([member_mandate], offer, form_key=key, actor=coordinator) == made[:1]
    )
    for other in (coordinator, chair_mandate.user):
        assert "behörighet" in _refused(lambda who=other: fee_agreements.accept_agreement(made[0], actor=who))
    accepted = fee_agreements.accept_agreement(made[0], actor=member_mandate.user)
    assert (
        fee_agreements.accept_agreement(made[0], actor=member_mandate.user).accepted_at
        == accepted.accepted_at
    )
    assert fee_rates.table_in_use(table)


@pytest.mark.parametrize("field", ["what", "how_long"])
def test_no_address_is_kept_in_an_agreement(
    table: Any, member_mandate: Mandate, coordinator: User, field: str
):
    offer = Offer(**{"what": "Ledamot", "how_long": "Två år", "day_type": "half", field: "Hos Storgatan 4"})

    with pytest.raises(DomainError, match="adress") as told:
        fee_agreements.offer_agreement([member_mandate], offer, form_key=uuid4(), actor=coordinator)

    assert told.value.field == field


def test_an_accepted_agreement_without_travel_pays_none(
    table: Any, member_mandate: Mandate, coordinator: User
):
    offer = Offer(what="Ledamot", how_long="Två år", day_type="half", pays_travel=False)
    (made,) = fee_agreements.offer_agreement([member_mandate], offer, form_key=uuid4(), actor=coordinator)
    FeeAgreement.objects.update(agreed_on=today() - timedelta(days=9))
    invitation = attended(member_mandate)

    def write(facts: ClaimFacts) -> Claim:
        return fee_claims.write_claim(
            invitation, facts, submit=True, form_key=None, actor=member_mandate.user
        )

    fee_agreements.accept_agreement(made, actor=member_mandate.user)

    assert "ersätts inte resor" in _refused(lambda: write(HALF))
    assert write(ClaimFacts(day_type="half")).total_ore == 90_000


def test_an_offer_may_be_declined_and_the_coordinator_sees_it_until_another_is_made(
    table: Any, member_mandate: Mandate, chair_mandate: Mandate, coordinator: User
):
    member = member_mandate.user
    offer = Offer(what="Ledamot", how_long="Två år", day_type="half")

    def offered(**change: Any) -> Any:
        (made,) = fee_agreements.offer_agreement(
            [member_mandate], replace(offer, **change), form_key=uuid4(), actor=coordinator
        )
        return made

    def waits(user: User) -> list[str]:
        return [row.title for row in overview_rows(user)]

    agreed = fee_agreements.accept_agreement(offered(), actor=member)
    worse = offered(what="Ersättare")
    for other in (coordinator, chair_mandate.user):
        assert "behörighet" in _refused(
            lambda who=other: fee_agreements.decline_agreement(worse, "", actor=who)
        )
    newest = offered(day_type="short")
    fee_agreements.decline_agreement(newest, "Det räcker inte.", actor=member)
    fee_agreements.decline_agreement(newest, "Ett annat ord.", actor=member)

    newest.refresh_from_db()
    assert newest.declined_because == "Det räcker inte."
    assert "redan sagt nej" in _refused(lambda: fee_agreements.accept_agreement(newest, actor=member))
    assert "redan sagt ja" in _refused(lambda: fee_agreements.decline_agreement(agreed, "", actor=member))
    assert fee_agreements.agreement_for(member_mandate, today()) == agreed
    assert "En person har tackat nej till ett erbjudande" in waits(coordinator)
    assert "Svara på erbjudandet om uppdrag" not in waits(member)
    better = offered(day_type="whole")
    assert "En person har tackat nej till ett erbjudande" not in waits(coordinator)
    assert agreements.offered_to(member) == [better]
    assert "nyare" in _refused(lambda: fee_agreements.accept_agreement(worse, actor=member))


# --- payroll


def test_a_sent_list_is_locked_numbered_and_told_neutrally(
    table: Any, member_mandate: Mandate, coordinator: User, payroll_reader: User, principal: Principal
):
    attest(submitted_claim(member_mandate), coordinator, principal)

    made = payroll.open_payroll_list(principal, today(), actor=coordinator)
    again = payroll.open_payroll_list(principal, today(), actor=coordinator)
    sent = payroll.send_payroll_list(made, expected_version=again.version, actor=coordinator)

    assert (made, made.number) == (again, 1)
    assert (sent.total_ore, len(sent.sha256)) == (HALF_ORE, 64)
    assert sent.rows[0]["name"] == "Love Ledamot"
    assert set(sent.rows[0]) == {
        "name", "council", "day", "cost_centre", "lost_earnings", "is_correction", "lines", "total_ore",
    }  # fmt: skip
    assert Claim.objects.get().status == "sent"
    assert payroll.send_payroll_list(made, expected_version=0, actor=coordinator).sha256 == sent.sha256
    mail = OutboxMessage.objects.get(payload__to=payroll_reader.email)
    assert "Love" not in mail.payload["body"] + mail.payload["subject"]
    assert "låst" in _refused(lambda: payroll.gather_payroll_list(sent, actor=coordinator))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE councils_payrolllist SET total_ore = 1",
        "UPDATE councils_payrolllist SET sent_at = NULL",
        "UPDATE councils_payrolllist SET rows = '[{}]'",
        "DELETE FROM councils_payrolllist",
        "UPDATE councils_claim SET total_ore = 1 WHERE status = 'sent'",
        "UPDATE councils_claim SET status = 'submitted' WHERE status = 'sent'",
        "UPDATE councils_claim SET payroll_list_id = NULL WHERE status = 'sent'",
        "UPDATE councils_claim SET claimant_name = 'Kim' WHERE status = 'sent'",
        "DELETE FROM councils_claim WHERE status = 'sent'",
        "UPDATE councils_claim SET payroll_list_id = (SELECT id FROM councils_payrolllist) WHERE status <> 'sent'",
        "UPDATE councils_claimline SET total_ore = 1 WHERE claim_id IN"
        " (SELECT id FROM councils_claim WHERE status = 'sent')",
        "DELETE FROM councils_claimline WHERE claim_id IN (SELECT id FROM councils_claim WHERE status = 'sent')",
        "INSERT INTO councils_claimline (claim_id, what, quantity, each_ore, total_ore)"
        " SELECT id, 'fee', 1, 1, 1 FROM councils_claim WHERE status = 'sent'",
    ],
)
def test_the_database_refuses_to_change_what_is_sent_whoever_writes(
    table: Any,
    member_mandate: Mandate,
    coordinator: User,
    payroll_reader: User,
    principal: Principal,
    statement: str,
):
    attest(submitted_claim(member_mandate), coordinator, principal)
    sent = sent_list(principal, coordinator)
    submitted_claim(member_mandate, days_ago=2)

    with pytest.raises(IntegrityError, match=r"stays|takes no more"), transaction.atomic():
        connection.cursor().execute(statement)

    payroll.mark_list_paid(sent, today(), actor=payroll_reader)
    assert set(Claim.objects.values_list("status", "total_ore")) == {
        ("paid", HALF_ORE),
        ("submitted", HALF_ORE),
    }


def test_what_is_sent_stays_word_for_word_when_names_change(
    table: Any, member_mandate: Mandate, coordinator: User, payroll_reader: User, principal: Principal
):
    attest(submitted_claim(member_mandate), coordinator, principal)
    sent = sent_list(principal, coordinator)

    member_mandate.council.name = "Ett annat namn"
    member_mandate.council.save()
    sent = PayrollList.objects.select_related("principal").get(pk=sent.pk)

    assert sent.rows[0]["council"] == "Brukarrådet i länet"
    assert payroll.fingerprint(sent) == sent.sha256


def test_an_empty_list_and_one_that_nobody_receives_are_refused(
    table: Any, member_mandate: Mandate, coordinator: User, principal: Principal
):
    assert "inget attesterat" in _refused(
        lambda: payroll.open_payroll_list(principal, today(), actor=coordinator)
    )
    attest(submitted_claim(member_mandate), coordinator, principal)
    made = payroll.open_payroll_list(principal, today(), actor=coordinator)
    assert "Ingen på löneenheten" in _refused(
        lambda: payroll.send_payroll_list(made, expected_version=made.version, actor=coordinator)
    )


def test_who_waived_everything_is_on_no_list(
    table: Any, member_mandate: Mandate, coordinator: User, principal: Principal
):
    attest(submitted_claim(member_mandate, ClaimFacts(waives=True)), coordinator, principal)

    assert "inget attesterat" in _refused(
        lambda: payroll.open_payroll_list(principal, today(), actor=coordinator)
    )


def test_only_the_receiver_marks_a_list_as_paid(
    table: Any, member_mandate: Mandate, coordinator: User, payroll_reader: User, principal: Principal
):
    attest(submitted_claim(member_mandate), coordinator, principal)
    sent = sent_list(principal, coordinator)

    assert "behörighet" in _refused(lambda: payroll.mark_list_paid(sent, today(), actor=coordinator))
    for wrong in (today() + timedelta(days=1), today() - timedelta(days=1)):
        assert "Skriv dagen" in _refused(
            lambda day=wrong: payroll.mark_list_paid(sent, day, actor=payroll_reader)
        )
    payroll.mark_list_paid(sent, today(), actor=payroll_reader)
    payroll.mark_list_paid(sent, today(), actor=payroll_reader)

    assert Claim.objects.get().status == "paid"


def test_numbers_have_no_gaps(
    table: Any,
    member_mandate: Mandate,
    chair_mandate: Mandate,
    coordinator: User,
    payroll_reader: User,
    principal: Principal,
):
    for mandate in (member_mandate, chair_mandate):
        attest(submitted_claim(mandate), coordinator, principal)
        sent_list(principal, coordinator)
        _refused(lambda: payroll.open_payroll_list(principal, today(), actor=coordinator))

    assert sorted(PayrollList.objects.values_list("number", flat=True)) == [1, 2]


# --- corrections


def test_a_correction_is_rows_with_sign_on_a_later_list(
    table: Any,
    member_mandate: Mandate,
    coordinator: User,
    second: User,
    payroll_reader: User,
    principal: Principal,
):
    claim = attest(submitted_claim(member_mandate), coordinator, principal)
    assert "Bara det som är skickat" in _refused(
        lambda: fee_claims.correct_claim(claim, HALF, actor=member_mandate.user)
    )
    first_list = sent_list(principal, coordinator)
    claim.refresh_from_db()
    assert "ingen skillnad" in _refused(lambda: fee_claims.correct_claim(claim, HALF, actor=coordinator))

    right = replace(HALF, day_type="short", mil=Decimal(10))
    correction = fee_claims.correct_claim(claim, right, actor=coordinator)

    assert fee_claims.correct_claim(claim, right, actor=coordinator) == correction
    assert "redan en rättelse" in _refused(
        lambda: fee_claims.correct_claim(claim, replace(right, mil=Decimal(1)), actor=member_mandate.user)
    )
    assert correction.total_ore == 45_000 + 25_000 - HALF_ORE
    assert "själv" in _refused(lambda: attest(correction, coordinator, principal))
    attest(correction, second, principal)
    second_list = sent_list(principal, coordinator)
    assert (first_list.number, second_list.number) == (1, 2)
    assert second_list.total_ore == correction.total_ore < 0
    assert second_list.rows[0]["is_correction"]
    assert [line["quantity"] for line in second_list.rows[0]["lines"]] == ["−1", "1", "−20,5", "10"]
    first_list.refresh_from_db()
    assert first_list.total_ore == HALF_ORE
    again = fee_claims.correct_claim(claim, HALF, actor=member_mandate.user)
    assert again.total_ore == -correction.total_ore


def test_seats_of_authorities_claim_nothing(table: Any, unit_seat: Any, make_user: Callable[..., User]):
    mandate = make_mandate(unit_seat, make_user("Vera Verksamhet"))

    assert "för en förening" in _refused(lambda: submitted_claim(mandate))


def test_an_open_seat_is_claimed_for_by_the_association_that_sits(
    table: Any, council: Any, association: Any, make_user: Callable[..., User]
):
    mandate = make_mandate(make_seat(council), make_user("Öppen Plats"), association=association)

    assert submitted_claim(mandate).association == association
