"""The pages of fees: a claim in one form, sums as one types, bad input told at its field, files for payroll, what is forgotten."""

import csv
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from accounts.models import User
from common.models import TrailEntry
from common.registries import overview_rows
from common.swedish import today
from councils import payroll_files
from councils.fees import ClaimFacts
from councils.models import Claim, ClaimLine, FeeAgreement, Mandate, PayrollList, RateTable
from councils.queries.fee_sums import sums_page
from councils.services import fee_agreements, fee_attests, fee_privacy, fee_retention, payroll
from councils.services.fee_agreements import Offer
from organisations.models import Principal
from tests.councils.build import make_mandate, make_seat
from tests.councils.fee_build import HALF, HALF_ORE, attended, attest, make_table, sent_list, submitted_claim

pytestmark = pytest.mark.django_db

KEY = "6f2f1f9e-4f5c-4f0e-9a6a-0a3f4f5d1c11"
TYPED = {
    "day_type": "half",
    "mil": "20,5",
    "route": "Bollnäs – Gävle",
    "lost_earnings": "no",
    "version": "0",
    "form_key": KEY,
}


@pytest.fixture
def table(db: None) -> RateTable:
    return make_table()


@pytest.fixture
def sent(
    table: Any, member_mandate: Mandate, coordinator: User, payroll_reader: User, principal: Principal
) -> PayrollList:
    attest(submitted_claim(member_mandate), coordinator, principal)
    return sent_list(principal, coordinator)


def test_a_claim_is_one_form_and_a_second_press_leads_to_the_first(
    table: Any, signed_in: Callable[[User], Client], member_mandate: Mandate
):
    invitation = attended(member_mandate)
    client = signed_in(member_mandate.user)
    address = f"/arvode/mote/{invitation.pk}/"

    page = client.get(address)
    first = client.post(address, TYPED)
    again = client.post(address, TYPED | {"form_key": "6f2f1f9e-4f5c-4f0e-9a6a-0a3f4f5d1c22", "mil": "1"})

    assert "1\xa0800\xa0kr" in page.content.decode()
    claim = Claim.objects.get()
    assert (claim.status, claim.total_ore) == ("submitted", HALF_ORE)
    assert first.url == again.url == f"/arvode/begaran/{claim.pk}/"
    assert "redan en begäran" in client.get(again.url).content.decode()


def test_the_sum_is_counted_without_writing(
    table: Any, signed_in: Callable[[User], Client], member_mandate: Mandate
):
    client, address = signed_in(member_mandate.user), f"/arvode/mote/{attended(member_mandate).pk}/"

    page = client.post(address, TYPED | {"count": "1"})
    part = client.post(address, TYPED | {"count": "1"}, headers={"X-Requested-With": "fetch"})

    assert "1\xa0412,50\xa0kr" in page.content.decode()
    assert part.content.decode().count("1\xa0412,50\xa0kr") == 1
    assert "<html" not in part.content.decode()
    assert not Claim.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"mil": "-3"}, "inte är mindre än noll"),
        ({"mil": "0,05"}, "högst en decimal"),
        ({"mil": "99999999999999"}, "för stort"),
        ({"mil": "🚗"}, "ett tal med siffror"),
        ({"mil": "NaN"}, "ett tal med siffror"),
        ({"day_type": "hours", "hours": "25"}, "för stort"),
        ({"day_type": "hours", "hours": ""}, "hur många timmar"),
        ({"ticket": "240,50"}, "kvittots nummer"),
        ({"ticket": "1e9"}, "för stort"),
        ({"route": "Storgatan 4"}, "inga adresser"),
        ({"day_type": "", "waives": ""}, "hur länge uppdraget"),
        ({"day_type": "gissat"}, "ett av alternativen"),
    ],
)
def test_bad_input_comes_back_with_a_sentence_and_what_was_typed(
    table: Any,
    signed_in: Callable[[User], Client],
    member_mandate: Mandate,
    wrong: dict[str, str],
    sentence: str,
):
    client, address = signed_in(member_mandate.user), f"/arvode/mote/{attended(member_mandate).pk}/"

    page = client.post(address, TYPED | wrong).content.decode()

    assert sentence in page
    assert 'aria-invalid="true"' in page
    assert "Bollnäs – Gävle" in page or "route" in wrong
    assert not Claim.objects.exists()


def test_commas_points_blanks_and_kr_are_all_read(
    table: Any, signed_in: Callable[[User], Client], member_mandate: Mandate
):
    client, address = signed_in(member_mandate.user), f"/arvode/mote/{attended(member_mandate).pk}/"

    client.post(address, TYPED | {"ticket": "1\xa0240,50 kr", "mil": "2.5", "receipt_seen": "on"})

    assert (Claim.objects.get().ticket_ore, str(Claim.objects.get().mil)) == (124_050, "2.5")


def test_what_waits_stands_in_the_overview(
    table: Any, member_mandate: Mandate, coordinator: User, payroll_reader: User, principal: Principal
):
    attended(member_mandate, days_ago=20)
    claim = submitted_claim(member_mandate)

    def titles(user: User) -> str:
        return " ".join(row.title for row in overview_rows(User.objects.get(pk=user.pk)))

    assert "Begär arvode" in titles(member_mandate.user)
    assert "Attestera en begäran" in titles(coordinator)
    fee_attests.return_claim(claim, "Skriv mil.", expected_version=claim.version, actor=coordinator)
    assert "Rätta din begäran" in titles(member_mandate.user)
    attest(submitted_claim(member_mandate, days_ago=3), coordinator, principal)
    assert "Skicka en attesterad begäran" in titles(coordinator)
    made = sent_list(principal, coordinator)
    assert f"Betala ut löneunderlag {made.number}" in titles(payroll_reader)


def test_the_files_hold_what_payroll_needs_and_formulas_sleep(
    table: Any, member_mandate: Mandate, coordinator: User, payroll_reader: User, principal: Principal
):
    Mandate.objects.filter(pk=member_mandate.pk).update(name="=cmd|' /C calc'!A0")
    member_mandate.refresh_from_db()
    attest(submitted_claim(member_mandate), coordinator, principal)
    sent = sent_list(principal, coordinator)

    lines = "".join(_csv_of(sent)).removeprefix("\ufeff")
    rows = list(csv.DictReader(StringIO(lines), delimiter=";"))

    assert [row["Kronor"] for row in rows] == ["900,00", "512,50"]
    assert [row["Antal"] for row in rows] == ["1,00", "20,50"]
    assert rows[0]["Namn"] == "'=cmd|' /C calc'!A0"
    assert rows[0]["Förlorad arbetsinkomst"] == "Nej"
    assert "Bollnäs" not in lines
    sheet = load_workbook(BytesIO(payroll_files.payroll_xlsx(sent))).active
    assert sheet is not None
    assert sheet["D2"].data_type == "s"
    assert sheet["K2"].value == 900
    assert sheet.cell(sheet.max_row, 11).value == pytest.approx(HALF_ORE / 100)


def _csv_of(sent: PayrollList) -> Any:
    from common.exports import csv_lines

    return csv_lines(payroll_files.HEADER, payroll_files.table_rows(sent))


def test_a_correction_stands_with_its_sign_in_the_files(sent: PayrollList):
    sent.rows[0]["lines"] = [{"what": "Arvode", "quantity": "−1", "each_ore": 90_000, "total_ore": -90_000}]

    (row,) = list(payroll_files.table_rows(sent))

    assert [str(value) for value in row[8:11]] == ["-1,00", "900,00", "-900,00"]
    assert "-900,00" in "".join(_csv_of(sent))


def test_whoever_opens_or_fetches_a_list_stands_in_the_trail(
    sent: PayrollList, signed_in: Callable[[User], Client], payroll_reader: User
):
    client = signed_in(payroll_reader)

    client.get(f"/arvode/loneunderlag/{sent.pk}/")
    answer = client.get(f"/arvode/loneunderlag/{sent.pk}/lista.csv")

    assert answer.status_code == 200
    opened = TrailEntry.objects.filter(kind="opened", object_id=str(sent.pk))
    assert set(opened.values_list("actor_id", flat=True)) == {payroll_reader.actor_id}
    assert opened.count() == 2


@pytest.mark.parametrize("number", [1, 3])
def test_lists_cost_the_same_at_any_length(
    table: Any,
    member_mandate: Mandate,
    coordinator: User,
    payroll_reader: User,
    principal: Principal,
    signed_in: Callable[[User], Client],
    django_assert_num_queries: Any,
    number: int,
):
    for turn in range(number):
        submitted_claim(member_mandate, days_ago=30 + turn)
        attest(submitted_claim(member_mandate, days_ago=60 + turn), coordinator, principal)
    sent_list(principal, coordinator)
    client = signed_in(coordinator)
    counted = {}
    for address in ("/arvode/attestera/", "/arvode/loneunderlag/", "/arvode/summor/"):
        with django_assert_num_queries(10, exact=False) as queries:
            assert client.get(address).status_code == 200
        counted[address] = len(queries)

    assert counted == {"/arvode/attestera/": 9, "/arvode/loneunderlag/": 7, "/arvode/summor/": 5}


# --- sums and time


def test_sums_name_nobody_and_put_few_together(sent: PayrollList):
    page = sums_page("")

    assert page.year == sent.claims.get().meeting.day.year
    assert page.total is None
    assert all(table.groups is None for table in page.tables)


def test_the_sums_as_a_file_hold_what_the_page_shows_and_formulas_sleep(
    table: Any,
    council: Any,
    coordinator: User,
    member: User,
    principal: Principal,
    association: Any,
    signed_in: Callable[[User], Client],
):
    type(council).objects.filter(pk=council.pk).update(name="=Rådet; i länet")
    for _ in range(5):
        attest(submitted_claim(make_mandate(make_seat(council, association))), coordinator, principal)
    year = Claim.objects.earliest("meeting__day").meeting.day.year
    assert signed_in(member).get("/arvode/summor/summor.csv").status_code == 403

    response = signed_in(coordinator).get(f"/arvode/summor/summor.csv?ar={year}")

    told = b"".join(response.streaming_content).decode("utf-8-sig")
    rows = list(csv.reader(StringIO(told), delimiter=";"))
    assert rows[0][:3] == ["Uppdelning", "Rad", "Personer"]
    assert rows[1] == ["Råd för råd", "'=Rådet; i länet", "5", "4500,00", "2562,50", "7062,50"]
    assert response["Content-Disposition"] == f'attachment; filename="arvoden-{year}.csv"'
    assert "Lo Ledamot" not in told
    assert TrailEntry.objects.filter(verb="export_sums", actor_id=coordinator.actor_id).count() == 1


def test_the_file_of_sums_withholds_what_the_page_withholds(
    sent: PayrollList, coordinator: User, signed_in: Callable[[User], Client]
):
    response = signed_in(coordinator).get("/arvode/summor/summor.csv")

    told = b"".join(response.streaming_content).decode("utf-8-sig")
    assert told.count("Visas inte: färre än 5 personer") == 4
    assert "1412" not in told


def test_whoever_says_no_to_an_offer_is_read_by_the_coordinator(
    table: Any, member_mandate: Mandate, coordinator: User, signed_in: Callable[[User], Client]
):
    offer = Offer(what="Ledamot", how_long="Två år", day_type="half")
    (made,) = fee_agreements.offer_agreement([member_mandate], offer, form_key=uuid4(), actor=coordinator)
    page = f"/arvode/overenskommelser/{made.pk}/"
    client = signed_in(member_mandate.user)

    offered = client.get(page).content.decode()
    refused = client.post(f"{page}nej/", {"because": "19121212-1212"}).content.decode()
    client.post(f"{page}nej/", {"because": "Jag hinner inte."})

    assert "Nej tack" in offered
    assert "personnummer" in refused
    assert "Nej tack" not in client.get(page).content.decode()
    read = signed_in(coordinator).get("/arvode/overenskommelser/").content.decode()
    assert "Tackade nej" in read
    assert "Jag hinner inte." in read
    assert "Erbjud något annat" in signed_in(coordinator).get(page).content.decode()
    FeeAgreement.objects.update(declined_at=timezone.now() - timedelta(days=366))
    fee_retention.forget_old_fees()
    assert FeeAgreement.objects.get().declined_because == ""


def test_who_attests_is_told_of_what_goes_beyond_the_agreement(
    table: Any, member_mandate: Mandate, coordinator: User, signed_in: Callable[[User], Client]
):
    without = submitted_claim(member_mandate)
    offer = Offer(what="Ledamot", how_long="Två år", day_type="half", preparation_hours=Decimal(1))
    (made,) = fee_agreements.offer_agreement([member_mandate], offer, form_key=uuid4(), actor=coordinator)
    fee_agreements.accept_agreement(made, actor=member_mandate.user)
    FeeAgreement.objects.update(agreed_on=today() - timedelta(days=5))
    facts = ClaimFacts(day_type="half", preparation_hours=Decimal(1))
    within = submitted_claim(member_mandate, facts, days_ago=1)
    more = ClaimFacts(day_type="whole", preparation_hours=Decimal("2.5"))
    beyond = submitted_claim(member_mandate, more, days_ago=2)
    hourly = submitted_claim(member_mandate, ClaimFacts(day_type="hours", hours=Decimal(9)), days_ago=3)
    waived = submitted_claim(member_mandate, ClaimFacts(waives=True, mil=Decimal(1)), days_ago=9)

    def read(claim: Claim) -> str:
        return signed_in(coordinator).get(f"/arvode/begaran/{claim.pk}/attestera/").content.decode()

    asks = "Stämmer det med det som är överenskommet?"
    assert "ingen överenskommelse som personen har sagt ja till" in read(without)
    assert asks not in read(within)
    assert asks not in read(waived)
    assert "Begärt: heldag. Överenskommet: halvdag." in read(beyond)
    assert "Begärd förberedelse: 2,5 timmar. Överenskommet: 1 timme." in read(beyond)
    assert "Begärt: per timme. Överenskommet: halvdag." in read(hourly)


def test_drafts_go_after_a_year_and_what_is_paid_when_bookkeeping_lets_go(
    sent: PayrollList, member_mandate: Mandate, payroll_reader: User
):
    draft = Claim.objects.create(
        mandate=member_mandate,
        meeting=attended(member_mandate, 30).meeting,
        association=member_mandate.association,
    )
    year_ago = timezone.now() - timedelta(days=366)
    Claim.objects.filter(pk=draft.pk).update(created_at=year_ago, changed_at=year_ago)
    payroll.mark_list_paid(sent, today(), actor=payroll_reader)

    fee_retention.forget_old_fees()

    kept = Claim.objects.get()
    assert (kept.claimant_name, kept.route) == ("Love Ledamot", "Bollnäs – Gävle")
    PayrollList.objects.update(paid_on=today() - timedelta(days=91))
    fee_retention.forget_old_fees()
    kept.refresh_from_db()
    assert (kept.claimant_name, kept.route) == ("Love Ledamot", "")
    for year, is_kept in ((today().year - 7, True), (today().year - 8, False)):
        PayrollList.objects.update(paid_on=date(year, 12, 31))
        fee_retention.forget_old_fees()
        assert Claim.objects.filter(mandate=member_mandate).exists() == is_kept
        assert bool(PayrollList.objects.get().rows) == is_kept
    sent.refresh_from_db()
    kept.refresh_from_db()
    assert (sent.total_ore, kept.total_ore, kept.claimant) == (HALF_ORE, HALF_ORE, None)
    assert ClaimLine.objects.filter(claim=kept).count() == 2


def test_what_came_back_yesterday_is_kept_however_old_the_claim_is(
    table: Any, member_mandate: Mandate, coordinator: User
):
    claim = submitted_claim(member_mandate)
    old = timezone.now() - timedelta(days=400)
    Claim.objects.update(created_at=old, submitted_at=old, changed_at=old)
    returned = fee_attests.return_claim(
        claim, "Skriv hur långt.", expected_version=claim.version, actor=coordinator
    )

    fee_retention.forget_old_fees()

    assert Claim.objects.get() == returned
    Claim.objects.update(changed_at=old)
    fee_retention.forget_old_fees()
    assert not Claim.objects.exists()


def test_what_counts_as_a_whole_day_is_what_the_table_says_and_nothing_is_chosen_by_the_meeting_alone(
    signed_in: Callable[[User], Client], member_mandate: Mandate
):
    rules = "Heldag är mer än fem timmar. Räkna med resan."
    make_table(day_rules=rules)
    first, other = attended(member_mandate), attended(member_mandate, days_ago=70)
    client = signed_in(member_mandate.user)

    page = client.get(f"/arvode/mote/{first.pk}/").content.decode()

    assert rules in page
    assert "fyra timmar" not in page
    assert " checked" not in page.split('name="lost_earnings"')[0].split('name="day_type"', 1)[1]
    make_table(valid_from=today() - timedelta(days=100), amounts={"half": 90_000})
    only = client.get(f"/arvode/mote/{other.pk}/").content.decode()
    assert only.split('value="half"')[1].split(">")[0].strip().startswith("checked") or "checked" in only


def test_only_payroll_is_promised_a_letter(
    signed_in: Callable[[User], Client], coordinator: User, payroll_reader: User
):
    assert "brev" not in signed_in(coordinator).get("/arvode/loneunderlag/").content.decode()
    assert "Du får ett brev" in signed_in(payroll_reader).get("/arvode/loneunderlag/").content.decode()


def test_whoever_leaves_is_told_everything_first_and_what_is_to_be_paid_stays(
    sent: PayrollList, member_mandate: Mandate
):
    submitted_claim(member_mandate, ClaimFacts(day_type="half"), days_ago=2)
    Claim.objects.create(
        mandate=member_mandate,
        meeting=attended(member_mandate, 30).meeting,
        association=member_mandate.association,
        claimant=member_mandate.user,
    )

    told = fee_privacy.held_of_person(member_mandate.user)
    fee_privacy.forget_person(member_mandate.user)

    assert [row["läge"] for row in told] == ["Utkast", "Skickat till löneenheten", "Inskickat"]
    assert set(Claim.objects.values_list("claimant", "claimant_name")) == {(None, "Love Ledamot")}
    assert HALF.route in str(told)
