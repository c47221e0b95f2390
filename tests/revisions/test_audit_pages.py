"""An audit's own pages over HTTP: what stands where, what is refused, and what a listing costs."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Invitation, User
from common.models import TrailEntry
from organisations.models import Principal, PriorityGroup, Unit
from revisions.models import AuditUnit, UserAudit
from revisions.queries.audits import PER_PAGE, audit_list
from revisions.services.planning import wish_topic
from tests.revisions.conftest import Team
from tests.revisions.factories import make_audit, make_interview

ROOT = "/revisioner/"


@pytest.fixture(autouse=True)
def _no_second_factor(settings: Any) -> None:
    settings.REQUIRE_SECOND_FACTOR = False


@pytest.fixture
def as_user() -> Callable[[User], Client]:
    """A browser of one's own for each person."""

    def sign_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return sign_in


def _text(response: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())).replace("\xa0", " ")


# --- the list -----------------------------------------------------------------------------------


def test_a_coordinator_meets_a_board_by_phase_and_all_audits(as_user: Any, coordinator: User, team: Team):
    make_audit(status="enquiry", title="En fråga")
    make_audit(status="closed", title="Gammal")
    make_interview(team.audit, team.guide, team.auditor, status="done")
    make_interview(team.audit, team.guide, team.auditor, code="A02")
    make_interview(team.audit, team.guide, team.auditor, code="A03", status="declined")

    page = _text(as_user(coordinator).get(ROOT))

    for words in (
        "Planering (1)",
        "Intervjuer (1)",
        "Svar och uppföljning (0)",
        "1 av 2 intervjuer klara",
        "Gammal",
    ):
        assert words in page, words


@pytest.mark.parametrize(
    ("who", "sees"), [("lead", True), ("auditor", True), ("commissioner", True), ("coordinator", True)]
)
def test_others_meet_their_own_audits_alone(
    as_user: Any, team: Team, coordinator: User, who: str, sees: bool
):
    make_audit(status="interviewing", title="Någon annans")
    user = coordinator if who == "coordinator" else getattr(team, who)

    page = _text(as_user(user).get(ROOT))

    assert team.audit.title in page
    assert ("Någon annans" in page) == (who == "coordinator")


def test_whoever_may_not_count_meets_no_number_of_interviews(as_user: Any, team: Team, unit_manager: User):
    make_interview(team.audit, team.guide, team.auditor, status="done")

    for user in (team.commissioner, unit_manager):
        for address in (ROOT, f"{ROOT}{team.audit.pk}/"):
            page = _text(as_user(user).get(address))
            assert "intervjuer klara" not in page
            assert "1 av" not in page
            assert "Alva" not in page


def test_a_manager_is_told_how_many_were_interviewed_when_no_day_can_be_told_from_it(
    as_user: Any, team: Team, unit_manager: User
):
    UserAudit.objects.filter(pk=team.audit.pk).update(planned_interviews=8)
    address = f"{ROOT}{team.audit.pk}/"
    for number in range(4):
        make_interview(team.audit, team.guide, team.auditor, code=f"A0{number}", status="done")

    assert "8 planerade" in _text(as_user(unit_manager).get(address))
    UserAudit.objects.filter(pk=team.audit.pk).update(status="analysing")
    assert "Färre än fem gjorda" in _text(as_user(unit_manager).get(address))
    make_interview(team.audit, team.guide, team.auditor, code="A09", status="done")
    assert "5 gjorda" in _text(as_user(unit_manager).get(address))
    assert "gjorda" not in _text(as_user(team.commissioner).get(address))


def test_empty_lists_say_so_and_offer_one_way_on(
    as_user: Any, coordinator: User, unit_manager: User, outsider: User
):
    assert "Här är det tomt än så länge" in _text(as_user(coordinator).get(ROOT))
    assert "Ingen revision gäller din verksamhet" in _text(as_user(unit_manager).get(ROOT))
    assert as_user(outsider).get(ROOT).status_code == 403


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_for_one_row_and_three(
    coordinator: User, unit: Unit, django_assert_num_queries: Any, number: int
):
    for _ in range(number):
        audit = make_audit(unit, status="interviewing")
        audit.principals.set(Principal.objects.all())
    user = User.objects.get(pk=coordinator.pk)

    with django_assert_num_queries(18):
        found = audit_list(user)
        assert len(found.rows) == number


def test_two_hundred_audits_come_in_pages_and_can_be_searched(as_user: Any, coordinator: User, unit: Unit):
    audits = UserAudit.objects.bulk_create(
        UserAudit(title=f"Granskning {number}", slug=f"g-{number}", status="enquiry") for number in range(200)
    )
    AuditUnit.objects.create(audit=audits[7], unit=unit)
    client = as_user(coordinator)

    first = _text(client.get(ROOT))
    last = _text(client.get(f"{ROOT}?sida=7"))
    beyond = _text(client.get(f"{ROOT}?sida=9999&fas=hittepå"))
    searched = _text(client.get(f"{ROOT}?q=Öppenvården"))
    phase = _text(client.get(f"{ROOT}?fas=avslutade"))

    assert "Planering (200)" in first
    assert "Visa 194 till" in first
    assert f"Sida 1 av {-(-200 // PER_PAGE)}" in first
    assert "Sida 7 av 7" in last
    assert "Sida 7 av 7" in beyond
    assert "1 revision passar in" in searched
    assert "Granskning 7" in searched
    assert "Ingen revision passar in" in phase


# --- titles, addresses ---------------------------------------------------------------------------


def test_no_title_in_the_browser_names_the_audit_or_the_unit(as_user: Any, team: Team):
    UserAudit.objects.filter(pk=team.audit.pk).update(title="Hemligt Namn")
    client = as_user(team.lead)

    for part in ("", "overenskommelse/", "overenskommelse/andra/", "overenskommelse/tidsplan/", "onskemal/",
                 "overenskommelse/kostnad/", "team/", "eftersamtal/", "brev/", "information/", "avbryt/",
                 "berattat/"):  # fmt: skip
        response = client.get(f"{ROOT}{team.audit.pk}/{part}")
        title = re.search(r"<title>(.*?)</title>", response.content.decode(), re.DOTALL)
        assert response.status_code == 200, part
        assert title, part
        assert "Hemligt" not in title[1], part
        assert "Öppenvården" not in title[1], part


def test_an_audit_that_one_may_not_see_answers_as_one_that_is_not_there(
    as_user: Any, team: Team, other_auditor: User
):
    client = as_user(other_auditor)

    for part in ("", "overenskommelse/", "team/", "brev/affisch-a4.pdf", "overenskommelse.pdf"):
        real, invented = (client.get(f"{ROOT}{pk}/{part}").status_code for pk in (team.audit.pk, 999999))
        assert real == invented == 404, part


# --- the moves ----------------------------------------------------------------------------------


def test_the_move_is_offered_when_all_is_met_and_pressed_twice_says_where_it_is(
    as_user: Any, coordinator: User, unit: Unit
):
    audit = make_audit(unit, status="enquiry")
    client, address = as_user(coordinator), f"{ROOT}{audit.pk}/"

    before = client.get(address)
    answers = [client.post(f"{address}flytta/", {"target": "agreed"}, follow=True) for _ in range(2)]
    wrong = client.post(f"{address}flytta/", {"target": "closed"}, follow=True)

    assert b'value="agreed"' in before.content
    assert all("nu i fasen ”Överenskommen”" in _text(answer) for answer in answers)
    assert "Någon annan kan ha hunnit före" in _text(wrong)


def test_a_missing_condition_stands_beside_the_link_that_mends_it(
    as_user: Any, coordinator: User, unit: Unit
):
    audit = make_audit(unit, status="enquiry")
    audit.cost_lines.all().delete()

    page = as_user(coordinator).get(f"{ROOT}{audit.pk}/")

    assert "Räkna ut tid och kostnad" in _text(page)
    assert f'href="{ROOT}{audit.pk}/overenskommelse/kostnad/"'.encode() in page.content
    assert b'value="agreed"' not in page.content


def test_cancelling_needs_a_reason_and_shows_it(as_user: Any, team: Team):
    client, address = as_user(team.lead), f"{ROOT}{team.audit.pk}/"

    empty = client.post(f"{address}avbryt/", {"reason": ""})
    done = client.post(f"{address}avbryt/", {"reason": "Mottagningen läggs ned."}, follow=True)

    assert "Skriv varför revisionen avbryts." in _text(empty)
    assert "Mottagningen läggs ned." in _text(done)
    assert "Flytta" not in _text(done)


# --- the agreement ------------------------------------------------------------------------------

FORM = {
    "title": "Bemötande",
    "version": "1",
    "purpose": "Min text",
    "reply_days": "20",
    "answer_days": "60",
    "follow_up_months": "6",
    "retention_months": "6",
}


def test_two_who_write_the_agreement_at_once_see_both_texts(as_user: Any, coordinator: User, unit: Unit):
    audit = make_audit(unit, status="enquiry")
    client, address = as_user(coordinator), f"{ROOT}{audit.pk}/overenskommelse/andra/"
    UserAudit.objects.filter(pk=audit.pk).update(purpose="Deras text", version=2)
    typed = {**FORM, "units": [unit.pk], "version": "1"}

    conflict = client.post(address, typed)
    version = re.search(r'name="version"[^>]*value="(\d+)"', conflict.content.decode())
    assert version
    again = client.post(address, {**typed, "version": version[1]})

    assert conflict.status_code == 409
    assert "Deras text" in _text(conflict)
    assert "Min text" in _text(conflict)
    assert again.status_code == 302
    audit.refresh_from_db()
    assert audit.purpose == "Min text"


def test_a_contact_person_that_somebody_else_wrote_meanwhile_is_shown_beside(
    as_user: Any, coordinator: User, unit: Unit
):
    audit = make_audit(unit, status="enquiry")
    row = audit.audit_units.get()
    client, address = as_user(coordinator), f"{ROOT}{audit.pk}/overenskommelse/kontakt/{row.pk}/"
    typed = {"name": "Min Kontakt", "title": "", "email": "k@example.org", "phone": ""}
    typed["seen"] = client.get(address).context["form"].initial["seen"]
    AuditUnit.objects.filter(pk=row.pk).update(contact_name="Deras Kontakt", contact_title="Chef")

    conflict = client.post(address, typed)
    row.refresh_from_db()
    kept = row.contact_name
    again = client.post(address, {**typed, "seen": conflict.context["form"]["seen"].value()})

    assert conflict.status_code == 409
    assert "<del>Deras Kontakt</del>" in conflict.content.decode()
    assert 'value="Min Kontakt"' in conflict.content.decode()
    assert kept == "Deras Kontakt"
    assert again.status_code == 302
    row.refresh_from_db()
    assert row.contact_name == "Min Kontakt"


def test_an_answer_to_a_wish_and_an_information_are_never_overwritten_unseen(as_user: Any, team: Team):
    wish = wish_topic(team.audit, "Fråga om väntetid.", actor=team.commissioner)
    first, second = as_user(team.auditor), as_user(team.second)
    decide, write = f"{ROOT}{team.audit.pk}/onskemal/{wish.pk}/", f"{ROOT}{team.audit.pk}/information/"
    seen = [browser.get(decide).context["form"].initial["seen"] for browser in (first, second)]
    number = second.get(write).context["form"].initial["seen"]
    first.post(decide, {"decision": "taken", "seen": seen[0]})
    first.post(write, {"text": "Deras ord.", "seen": number})

    other_answer = second.post(decide, {"decision": "declined", "reason": "Ryms inte.", "seen": seen[1]})
    other_words = second.post(write, {"text": "Mina ord.", "seen": number})
    wish.refresh_from_db()
    kept = wish.decision, team.audit.information_texts.count()
    for address, typed, answer in (
        (decide, {"decision": "declined", "reason": "Ryms inte."}, other_answer),
        (write, {"text": "Mina ord."}, other_words),
    ):
        second.post(address, {**typed, "seen": answer.context["form"]["seen"].value()})

    assert (other_answer.status_code, other_words.status_code) == (409, 409)
    assert "<del>Deras ord.</del>" in other_words.content.decode()
    assert "<del>Kommer med</del>" in other_answer.content.decode()
    assert kept == ("taken", 1)
    wish.refresh_from_db()
    assert (wish.decision, wish.reason) == ("declined", "Ryms inte.")
    assert team.audit.information_texts.first().text == "Mina ord."


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("title", "", "Skriv vad revisionen heter."),
        ("title", "x" * 201, "Texten är för lång"),
        ("purpose", "Ring 19121212-1212", "personnummer"),
        ("purpose", "x" * 4001, "Texten är för lång"),
        ("reply_days", "noll", "Skriv ett helt tal med siffror."),
        ("reply_days", "0", "Talet får inte vara mindre än 1."),
        ("retention_months", "99", "Talet får vara högst 60."),
        ("planned_interviews", "99999999999999999999", "Talet får vara högst 500."),
        ("units", "999999", "Välj"),
    ],
)
def test_bad_input_gets_a_sentence_at_its_field_and_all_that_was_typed_is_kept(
    as_user: Any, coordinator: User, field: str, value: str, words: str
):
    response = as_user(coordinator).post(f"{ROOT}ny/", {**FORM, "scope": "Kvar efteråt", field: value})

    assert response.status_code == 200
    assert words in _text(response)
    assert "Kvar efteråt" in response.content.decode()
    assert not UserAudit.objects.exists()


def test_an_enquiry_needs_only_a_name(as_user: Any, coordinator: User):
    group = PriorityGroup.objects.create(name="Samsjuklighet", slug="samsjuklighet")
    bare = {**FORM, "purpose": "", "priority_groups": [group.pk]}

    response = as_user(coordinator).post(f"{ROOT}ny/", bare)

    audit = UserAudit.objects.get()
    assert response.headers["Location"] == f"{ROOT}{audit.pk}/"
    assert list(audit.priority_groups.all()) == [group]


def test_documents_are_made_for_reading_alone(as_user: Any, team: Team):
    client = as_user(team.lead)

    for part in ("overenskommelse.pdf", "brev/affisch-a4.pdf", "guide/version/1/a4.pdf"):
        assert client.post(f"{ROOT}{team.audit.pk}/{part}").status_code == 405, part


def test_what_earlier_audits_took_is_told_from_three_and_never_which(
    as_user: Any, unit_manager: User, unit: Unit
):
    for hours in (80, 40):
        made = make_audit(status="agreed", title="Nämns inte")
        made.cost_lines.update(hours=hours, amount=hours * 300)
    make_audit(status="enquiry").cost_lines.update(hours=999)
    make_audit(status="cancelled", cancelled_reason="x").cost_lines.update(hours=999)
    client = as_user(unit_manager)

    few = _text(client.get(f"{ROOT}bestall/"))
    make_audit(status="published").cost_lines.update(hours="62.5", amount=15000)
    enough = _text(client.get(f"{ROOT}bestall/"))

    assert "för få tidigare revisioner" in few
    assert "3 revisioner har räknats ut" in enough
    assert "Timmar 40 62,5 80" in enough
    assert "Kronor 12 000 15 000 24 000" in enough
    for page in (few, enough):
        assert "Nämns inte" not in page
        assert "999" not in page


def test_a_closed_unit_stays_chosen_and_is_not_offered_to_others(as_user: Any, coordinator: User, unit: Unit):
    audit = make_audit(unit, status="agreed")
    Unit.objects.filter(pk=unit.pk).update(closed_on=timezone.localdate())
    client = as_user(coordinator)

    assert unit.name in _text(client.get(f"{ROOT}{audit.pk}/overenskommelse/andra/"))
    assert unit.name not in _text(client.get(f"{ROOT}ny/"))


def _lines(*rows: tuple[str, str, str], seen: str = "") -> dict[str, str]:
    data = {"form-TOTAL_FORMS": str(len(rows)), "form-INITIAL_FORMS": "0", "seen": seen}
    for number, (label, hours, amount) in enumerate(rows):
        data |= {
            f"form-{number}-label": label,
            f"form-{number}-hours": hours,
            f"form-{number}-amount": amount,
        }
    return data


def _seen(client: Client, address: str) -> str:
    found = re.search(r'name="seen" value="([^"]*)"', client.get(address).content.decode())
    assert found
    return found[1]


def test_the_estimate_takes_comma_and_point_and_adds_up(as_user: Any, coordinator: User):
    audit = make_audit(status="enquiry")
    audit.cost_lines.all().delete()
    client, address = as_user(coordinator), f"{ROOT}{audit.pk}/overenskommelse/kostnad/"
    rows = _lines(
        ("Intervjuer", "7,5", "1 200,50"), ("", "", ""), ("Resor", "", "99.5"), seen=_seen(client, address)
    )

    done = client.post(address, rows, follow=True)

    assert [(line.label, float(line.hours), float(line.amount)) for line in audit.cost_lines.all()] == [
        ("Intervjuer", 7.5, 1200.5),
        ("Resor", 0.0, 99.5),
    ]
    assert "1 300" in _text(done)


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (("", "8", ""), "Skriv vad raden gäller."),
        (("Intervjuer", "åtta", ""), "Skriv ett tal med siffror"),
        (("Intervjuer", "-1", ""), "inte är mindre än noll"),
        (("Intervjuer", "1000000", ""), "Talet är för stort"),
        (("Intervjuer", "1,25", ""), "högst 1 decimaler"),
        (("Intervjuer", "NaN", ""), "Skriv ett tal med siffror"),
        (("x" * 121, "1", ""), "Texten är för lång"),
    ],
)
def test_a_bad_line_of_the_estimate_is_refused_with_a_sentence(
    as_user: Any, coordinator: User, row: tuple[str, str, str], words: str
):
    audit = make_audit(status="enquiry")
    address = f"{ROOT}{audit.pk}/overenskommelse/kostnad/"

    response = as_user(coordinator).post(address, _lines(("Möten", "2", "0"), row))

    assert words in _text(response)
    assert 'value="Möten"' in response.content.decode()
    assert [line.label for line in audit.cost_lines.all()] == ["Intervjuer"]


def test_a_tampered_count_of_lines_is_no_fault_of_ours(as_user: Any, coordinator: User):
    audit = make_audit(status="enquiry")
    address = f"{ROOT}{audit.pk}/overenskommelse/kostnad/"
    client = as_user(coordinator)

    for total in ("", "-5", "100000", "x"):
        response = client.post(
            address, {"form-TOTAL_FORMS": total, "form-INITIAL_FORMS": "0", "seen": "förfalskat"}
        )
        assert response.status_code in {200, 302, 409}
    assert audit.cost_lines.count() <= 1


def test_an_estimate_that_somebody_else_saved_meanwhile_is_shown_beside(as_user: Any, coordinator: User):
    audit = make_audit(status="enquiry")
    client, address = as_user(coordinator), f"{ROOT}{audit.pk}/overenskommelse/kostnad/"
    seen = _seen(client, address)
    audit.cost_lines.update(label="Deras rad")

    conflict = client.post(address, _lines(("Min rad", "1", ""), seen=seen))
    kept = audit.cost_lines.get().label
    again = client.post(
        address,
        _lines(
            ("Min rad", "1", ""),
            seen=re.findall(r'name="seen" value="([^"]*)"', conflict.content.decode())[0],
        ),
    )

    assert "Deras rad" in _text(conflict)
    assert kept == "Deras rad"
    assert again.status_code == 302
    assert audit.cost_lines.get().label == "Min rad"


# --- the team -----------------------------------------------------------------------------------


def test_an_unknown_and_a_known_address_get_the_same_answer(
    as_user: Any, team: Team, coordinator: User, make_user: Any
):
    person = make_user("Ny Revisor")
    client, address = as_user(coordinator), f"{ROOT}{team.audit.pk}/team/erbjud/"

    answers = [
        client.post(address, {"email": email, "role": "auditor"}, follow=True)
        for email in (person.email, "okand@example.org")
    ]

    messages = [re.search(r"Klart\.[^<]*", answer.content.decode()) for answer in answers]
    assert messages[0]
    assert messages[1]
    assert messages[0][0] == messages[1][0]
    assert Invitation.objects.get().email == "okand@example.org"


def test_looking_at_a_team_from_outside_is_noted(as_user: Any, team: Team, coordinator: User):
    address = f"{ROOT}{team.audit.pk}/team/"

    as_user(team.auditor).get(address)
    assert not TrailEntry.objects.filter(verb="open_team").exists()
    as_user(coordinator).get(address)

    assert TrailEntry.objects.get(verb="open_team").actor_id == coordinator.actor_id


def test_there_is_no_search_for_people_and_no_list_of_accounts(
    as_user: Any, team: Team, coordinator: User, outsider: User
):
    client = as_user(coordinator)

    for part in (f"{team.audit.pk}/team/", "utbildning/"):
        page = client.get(f"{ROOT}{part}").content.decode()
        assert outsider.name not in page
        assert outsider.email not in page
        assert "<datalist" not in page
        assert 'type="search"' not in page


def test_stepping_off_asks_for_nothing_and_closes_the_door(as_user: Any, team: Team):
    client = as_user(team.auditor)
    member = team.audit.members.get(user=team.auditor)

    response = client.post(f"{ROOT}{team.audit.pk}/team/{member.pk}/kliv-av/", follow=True)

    assert "Ingen frågar varför" in _text(response)
    assert client.get(f"{ROOT}{team.audit.pk}/").status_code == 404


@pytest.mark.parametrize("status", ["closed", "cancelled"])
def test_an_audit_that_is_over_keeps_nobody_in(as_user: Any, team: Team, coordinator: User, status: str):
    UserAudit.objects.filter(pk=team.audit.pk).update(
        status=status, cancelled_reason="x", published_on=timezone.localdate()
    )
    lead, auditor = (team.audit.members.get(user=user).pk for user in (team.lead, team.auditor))
    keeper, part = as_user(coordinator), f"{ROOT}{team.audit.pk}/team/"

    left = as_user(team.lead).post(f"{part}{lead}/kliv-av/")
    led = keeper.post(f"{part}{auditor}/led/", follow=True)
    gone = keeper.post(f"{part}uppdragsgivare/{team.audit.commissioners.get().pk}/ta-bort/", follow=True)

    assert left.status_code == 302
    assert not UserAudit.objects.visible_to(User.objects.get(pk=team.lead.pk)).exists()
    assert "leder teamet nu" in _text(led)
    assert "inte uppdragsgivare längre" in _text(gone)
    assert team.audit.members.get(role="audit_lead", recused_on=None).user == team.auditor


def test_an_old_training_shows_as_expired_in_words(as_user: Any, team: Team):
    team.second.auditor_trainings.update(
        valid_from=timezone.localdate() - timedelta(days=900),
        valid_to=timezone.localdate() - timedelta(days=1),
    )

    assert "Gick ut" in _text(as_user(team.lead).get(f"{ROOT}{team.audit.pk}/team/"))


def test_the_information_is_written_in_versions(as_user: Any, team: Team):
    client, address = as_user(team.auditor), f"{ROOT}{team.audit.pk}/information/"
    suggested = client.get(address).content.decode()

    client.post(address, {"text": "Det är frivilligt.", "plain_text": ""})
    client.post(address, {"text": "Det är frivilligt.", "plain_text": ""})
    client.post(address, {"text": "Det är helt frivilligt.", "plain_text": "Du väljer."})

    assert "hoppa över frågor" in suggested
    assert list(team.audit.information_texts.values_list("number", flat=True)) == [2, 1]


def test_the_overview_holds_the_board_for_coordinators_alone(as_user: Any, coordinator: User, team: Team):
    board = "Revisioner per fas"

    assert board in _text(as_user(coordinator).get("/oversikt/"))
    for other in (team.lead, team.auditor, team.commissioner):
        assert board not in _text(as_user(other).get("/oversikt/"))


def test_every_page_of_the_team_has_the_way_to_somebody_to_talk_with(
    as_user: Any, team: Team, coordinator: User
):
    button = "Jag behöver prata med någon"

    for part in ("", "overenskommelse/", "team/", "eftersamtal/", "brev/", "onskemal/"):
        page = _text(as_user(team.auditor).get(f"{ROOT}{team.audit.pk}/{part}"))
        assert page.count(button) == 1, part
    for other in (team.lead, team.commissioner, coordinator):
        assert button not in _text(as_user(other).get(f"{ROOT}{team.audit.pk}/"))
