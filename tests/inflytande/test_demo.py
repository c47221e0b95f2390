"""The demo: made by the services alone, in time order, with something for every persona to see."""

import json
import re
import stat
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import Model
from django.test import Client, override_settings
from django.utils import timezone

from accounts.models import Invitation, User
from associations.models import Association, AssociationNetwork, EntryVersion
from calendar_app.models import DigestSubscription, Event, EventChange, Occurrence
from common.models import Edition, StatusChange, TrailEntry
from common.registries import overview_rows
from councils.models import Claim, Council, Meeting, Minutes, MinutesEdition, PayrollList
from councils.queries.fee_sums import sums_page
from inflytande.demo.audits.clinic_answers import TOLD
from pages.models import Checklist
from peersupport.models import Interest, Placement
from peersupport.words import Phase
from proposals.models import Addressee, EffectQuestion, FollowUp, Measure, Proposal, Response
from proposals.words import Answer, Status, Verdict
from revisions.models import (
    Interview,
    InterviewSwap,
    Quote,
    ReplyComment,
    TopicWish,
    TrainingCohort,
    UserAudit,
)
from surveys.models import PublishedResults, Survey

pytestmark = pytest.mark.django_db

ROLES = {
    "administrator",
    "coordinator",
    "editor",
    "association_representative",
    "unit_manager",
    "supervisor",
    "audit_lead",
    "auditor",
    "commissioner",
    "council_chair",
    "council_member",
    "council_secretary",
    "payroll_reader",
    "outsider",
}


@pytest.fixture(scope="module")
def told(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[Path]:
    """The demo, told once for all who only read it; it goes when the last of them is done."""
    var: Path = tmp_path_factory.mktemp("demo")
    folders = f"file://{var}/keys?mirror={var}/key-mirror&create=yes"
    with (
        django_db_blocker.unblock(),
        override_settings(VAR_DIR=var, KEY_STORE_URL=folders),
        transaction.atomic(),
    ):
        call_command("load_demo")
        yield var
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def key_store(told: Path, settings: Any) -> None:
    """The keys that the demo was sealed with, in place of each test's own."""
    settings.KEY_STORE_URL = f"file://{told}/keys?mirror={told}/key-mirror&create=yes"


@pytest.fixture
def var(told: Path, settings: Any) -> Path:
    settings.VAR_DIR = told
    return told


@pytest.fixture
def demo(var: Path) -> list[dict[str, str]]:
    accounts: list[dict[str, str]] = json.loads((var / "demo-accounts.json").read_text())
    return accounts


def test_the_demo_has_something_of_everything(demo: list[dict[str, str]]) -> None:
    statuses = set(Event.objects.values_list("status", flat=True))
    assert {"draft", "proposed", "published", "cancelled", "archived"} <= statuses
    assert Association.objects.count() == 13
    assert AssociationNetwork.objects.count() == 2
    assert Association.objects.get(status="unconfirmed").name == "Föreningen Åkerbärsstigen"
    assert EntryVersion.objects.waiting().count() == 1
    assert EventChange.objects.count() == 1
    assert Occurrence.objects.filter(status="cancelled", event__status="published").count() == 1
    assert Event.objects.filter(is_full=True).count() == 1
    assert any(row.is_moved for row in Occurrence.objects.all())
    assert Edition.objects.filter(number=2).exists()
    assert DigestSubscription.objects.get().status == "active"
    assert Invitation.objects.open().count() == 1
    assert 60 <= Occurrence.objects.public().count() <= 250


def test_a_second_run_changes_nothing(demo: list[dict[str, str]], var: Path) -> None:
    before = (TrailEntry.objects.count(), (var / "demo-accounts.json").read_text())

    call_command("load_demo")

    assert demo
    assert (TrailEntry.objects.count(), (var / "demo-accounts.json").read_text()) == before


def test_every_role_can_sign_in_with_what_is_printed(demo: list[dict[str, str]], var: Path) -> None:
    assert {account["role"] for account in demo} == ROLES
    assert len({account["password"] for account in demo}) == len(demo)
    for account in demo:
        assert authenticate(username=account["email"], password=account["password"]) is not None
    mode = stat.S_IMODE((var / "demo-accounts.json").stat().st_mode)
    assert mode == 0o600


def test_every_persona_meets_an_overview_that_works(demo: list[dict[str, str]], client: Client) -> None:
    rows: dict[str, int] = {}
    for account in demo:
        client.force_login(User.objects.get(email=account["email"]))
        page = client.get("/oversikt/")
        assert page.status_code == 200
        rows[account["role"]] = len(page.context["overview"].rows)
        assert client.get("/konto/mina-roller/").status_code == 200

    assert rows["coordinator"] >= 3
    assert min(rows[role] for role in ("audit_lead", "auditor", "unit_manager")) >= 1
    assert rows["outsider"] == 0


def test_every_object_has_its_status_and_trail_rows(demo: list[dict[str, str]]) -> None:
    labels: dict[type[Model], str] = {
        Event: "calendar_app.event",
        Association: "associations.association",
        UserAudit: "revisions.useraudit",
        Interview: "revisions.interview",
        Survey: "surveys.survey",
        Proposal: "proposals.proposal",
    }
    for model, label in labels.items():
        ids = {str(pk) for pk in model.objects.values_list("pk", flat=True)}
        changes = StatusChange.objects.filter(object_type=label)
        assert ids <= set(changes.filter(source="").values_list("object_id", flat=True))
        assert ids <= set(TrailEntry.objects.filter(object_type=label).values_list("object_id", flat=True))
        column = "state" if model is Proposal else "status"
        for pk, status in model.objects.values_list("pk", column):
            moves = changes.filter(object_id=str(pk), target__in=[status]).exists()
            assert moves, f"{label} {pk} is {status} without a row that says so"


def test_time_goes_forwards_and_ends_before_now(demo: list[dict[str, str]]) -> None:
    for rows in (TrailEntry.objects, StatusChange.objects):
        moments = list(rows.order_by("pk").values_list("at", flat=True))
        assert moments == sorted(moments)
        assert moments[-1] <= timezone.now()
        assert moments[0] < timezone.now() - timedelta(days=300)


def test_the_public_pages_show_the_demo(demo: list[dict[str, str]], client: Client) -> None:
    start = client.get("/").content.decode()
    assert 'class="event' in start
    assert "Inget är inplanerat just nu" not in start
    directory = client.get("/foreningar/").content.decode()
    for association in Association.objects.public():
        assert association.name in directory
    assert client.get("/kalender/").status_code == 200


def test_one_audit_is_followed_up_one_is_interviewing_and_one_is_asked_for(told: Path) -> None:
    phases = dict(UserAudit.objects.values_list("title", "status"))
    assert phases == {
        "Brukarrevision av Beroendemottagningen Söderhamn": "following_up",
        "Brukarrevision av samordnad individuell plan": "interviewing",
        "Brukarrevision av Avdelning 12": "enquiry",
    }
    clinic, sip = UserAudit.objects.exclude(status="enquiry").order_by("pk")
    assert clinic.interviews.filter(status="done").count() == len(TOLD)
    assert {"declined", "cancelled"} <= set(clinic.interviews.values_list("status", flat=True))
    assert sip.audit_units.count() == 0
    assert sip.principals.count() == 4
    today = sip.interviews.filter(on=timezone.localdate())
    assert set(today.values_list("status", flat=True)) == {"planned"}
    assert sip.interviews.filter(status="ongoing").count() == 1
    assert sip.debriefs.filter(on=timezone.localdate(), held=None).exists()
    assert InterviewSwap.objects.filter(closed_at=None).count() == 1
    assert TopicWish.objects.filter(audit=sip, decision="waiting").count() == 1
    assert TrainingCohort.objects.count() == 2


def test_the_report_went_through_a_second_auditor_and_the_right_of_reply(told: Path) -> None:
    audit = UserAudit.objects.public().get()
    states = set(Quote.objects.filter(finding__audit=audit).values_list("state", flat=True))
    assert states == {"approved", "rejected"}
    assert Quote.objects.filter(finding__audit=audit, reworded=True).exists()
    assert not Quote.objects.filter(state="rejected").exclude(published_wording="").exists()
    remarks = ReplyComment.objects.filter(window__audit=audit)
    assert remarks.count() == 2
    assert not remarks.filter(answer=None).exists()
    assert audit.presentations.count() == 3
    assert Edition.objects.filter(key__endswith=f":{audit.pk}", kind__startswith="revisions.").count() == 2


def test_the_loop_has_every_answer_and_what_came_of_it(told: Path) -> None:
    unit = {"addressee__unit__slug": "beroendemottagningen-soderhamn"}
    answers = Response.objects.filter(state="present", **unit)
    assert set(answers.values_list("answer", flat=True)) == {Answer.YES, Answer.PARTLY, Answer.NO}
    verdicts = set(Measure.objects.filter(**unit).values_list("checks__verdict", flat=True))
    assert {Verdict.CONFIRMED, Verdict.NOT_SEEN} <= verdicts
    assert Measure.objects.filter(**unit).overdue().count() == 1
    assert EffectQuestion.objects.filter(closed_on=None).count() == 1
    statuses = set(Proposal.objects.with_status().values_list("status_now", flat=True))
    assert {Status.DONE, Status.GOING, Status.LATE, Status.DECLINED, Status.WAITING} <= statuses
    assert FollowUp.objects.exclude(held_on=None).count() == 1
    assert Addressee.objects.unanswered().filter(proposal__source__kind="patient_forum").exists()


def test_two_years_of_a_council_can_be_followed(told: Path, client: Client) -> None:
    council = Council.objects.get(name="Länets brukarråd")
    held = council.meetings.filter(status="held").order_by("day")
    first, last = held[0].day, held.reverse()[0].day
    assert timedelta(days=700) < last - first
    minutes = Minutes.objects.filter(meeting__council=council)
    assert sorted(minutes.values_list("status", flat=True)) == ["published"] * 8 + ["sent"]
    assert MinutesEdition.objects.filter(minutes__in=minutes, number=2).count() == 1
    assert council.meetings.filter(status__in=["planned", "called"]).count() == 3
    sent_on = Proposal.objects.with_status().filter(source__kind__in=["council", "dialogue_meeting"])
    assert {one.status_now for one in sent_on} >= {
        Status.DONE, Status.PARTLY, Status.GOING, Status.LATE, Status.WAITING, Status.DECLINED
    }  # fmt: skip
    for meeting in Meeting.objects.public().filter(status="held"):
        page = client.get(meeting.get_absolute_url()).text
        assert "Stod på dagordningen" in page or "Det här hörde vi" in page or "inte publicerade" in page


def test_dialogue_meetings_in_three_areas_go_on_and_let_a_paused_council_begin_again(
    told: Path, client: Client
) -> None:
    areas = Council.objects.filter(kind="dialogue_area")
    assert [area.meetings.filter(status="held").count() for area in areas] == [4, 4, 4]
    page = client.get("/dialogmoten/").text
    assert page.count("Den som höll i mötet säger steg") == 12
    resumed = Council.objects.get(name="Brukarrådet för beroendevården")
    assert resumed.status == "active"
    why = StatusChange.objects.filter(object_id=str(resumed.pk), target="active").latest("pk").note
    assert why.startswith("Dialogmötet")
    assert Council.objects.get(status="paused").review_on > timezone.localdate()
    assert set(Claim.objects.values_list("status", flat=True)) >= {"paid", "sent", "returned", "submitted"}
    assert PayrollList.objects.filter(paid_on=None).count() == 1


def test_the_councils_show_sums_offers_that_were_declined_and_two_on_one_seat(told: Path) -> None:
    years = sums_page("").years
    shown = [one.title for year in years for one in sums_page(str(year)).tables if one.groups]
    assert {"Råd för råd", "År för år"} <= set(shown)
    assert Claim.objects.filter(waives=True, status="paid").exists()
    coordinator = User.objects.get(email="sam.samordnare@example.org")
    secretary = User.objects.get(email="saga.sekreterare@example.org")
    assert "En person har tackat nej till ett erbjudande" in [row.title for row in overview_rows(coordinator)]
    assert any(row.title.startswith("Två vill komma på samma plats") for row in overview_rows(secretary))


def test_what_is_late_at_the_clinic_reaches_the_one_above_its_manager(told: Path, client: Client) -> None:
    client.force_login(User.objects.get(email="maj.uppdragsgivare@example.org"))

    assert "Se en sak som är försenad" in client.get("/oversikt/").content.decode()
    late = client.get("/forslag/forsenat/").content.decode()
    assert "Beroendemottagningen Söderhamn. Åtgärd försenad." in late
    (public,) = re.findall(r'href="(/du-sa-vi-gjorde/[^"]+)"', late.partition("todo")[2])
    assert "Svar saknas sedan" in client.get(public).content.decode()


def test_a_ward_asks_each_term_and_an_audit_asked_first(told: Path) -> None:
    ward = Survey.objects.filter(series__isnull=False)
    assert sorted(ward.values_list("status", flat=True)) == ["closed", "closed", "open"]
    assert Survey.objects.get(owner_room="revisions").status == "closed"
    # The slips of dialogue meetings and what peer support is asked about have few answers, and are withheld when too few.
    for results in PublishedResults.objects.exclude(survey__kind="effect").exclude(
        survey__owner_room__in=["councils", "peersupport"]
    ):
        assert results.table["answers"] >= 10


def test_visitors_have_asked_and_a_ward_has_filled_in_the_checklist_again(told: Path, client: Client) -> None:
    client.force_login(User.objects.get(email="sam.samordnare@example.org"))

    waiting, answered = client.get("/fragor/").text, client.get("/fragor/?del=besvarade").text
    listed = client.get("/checklistor/").text
    saved = Checklist.objects.get()

    assert "Boka en föreläsare" in waiting
    assert "Bli brukarrevisor" in answered
    assert saved.project in listed
    assert "Före och efter" in client.get(saved.get_absolute_url()).text


def test_what_was_said_in_an_interview_stands_in_no_column(told: Path) -> None:
    """As a dump would show it: every column of every table, as text."""
    rejected = "någon som jag har en skuld till"
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns "
            "WHERE table_schema = 'public' AND table_name IN "
            "(SELECT table_name FROM information_schema.tables WHERE table_type = 'BASE TABLE')"
        )
        columns = cursor.fetchall()
        assert ("revisions_interviewanswer", "text") in columns
        found = {
            words: [where for where in columns if _holds(cursor, *where, words)]
            for words in ("Det är länge när man äntligen", rejected, "Lås inte dörren")
        }
    assert found["Det är länge när man äntligen"] == []
    assert found[rejected] == []
    # The search itself finds what is public.
    assert ("proposals_proposal", "title") in found["Lås inte dörren"]


def _holds(cursor: Any, table: str, column: str, words: str) -> bool:
    as_text = f'"{column}"::text'
    as_hex = words.encode().hex()
    cursor.execute(
        f'SELECT EXISTS (SELECT 1 FROM "{table}" WHERE {as_text} LIKE %s OR {as_text} LIKE %s)',  # noqa: S608
        [f"%{words}%", f"%{as_hex}%"],
    )
    return bool(cursor.fetchone()[0])


def test_the_public_pages_of_audits_and_proposals_open(told: Path, client: Client) -> None:
    audit = UserAudit.objects.public().get()
    for address in (
        "/brukarrevisioner/",
        f"/brukarrevisioner/{audit.slug}/",
        f"/brukarrevisioner/{audit.slug}/rapport/",
        "/du-sa-vi-gjorde/",
    ):
        page = client.get(address)
        assert page.status_code == 200, address
        assert audit.units.get().name in page.content.decode()


@pytest.mark.parametrize(
    ("email", "sees", "reads"),
    [
        ("noor.revisionsledare@example.org", 2, True),
        ("bim.revisor@example.org", 2, True),
        ("maj.uppdragsgivare@example.org", 2, False),
        ("eli.enhetschef@example.org", 2, False),
        ("sam.samordnare@example.org", 3, False),
        ("kim.utanroll@example.org", 0, False),
    ],
)
def test_each_role_meets_its_own_audits(
    told: Path, client: Client, email: str, sees: int, reads: bool
) -> None:
    user = User.objects.get(email=email)
    client.force_login(user)
    seen = UserAudit.objects.visible_to(user)
    assert seen.count() == sees
    for audit in seen:
        assert client.get(f"/revisioner/{audit.pk}/").status_code == 200
    sip = UserAudit.objects.get(status="interviewing")
    assert user.has_perm("revisions.read_material", sip) is reads


def test_peer_support_has_units_in_every_phase(demo: list[dict[str, str]], client: Client) -> None:
    assert {one.status for one in Placement.objects.all()} == set(Phase.values)
    resting = Placement.objects.get(status="not_now")
    assert "hyrpersonal" in resting.reason
    assert "befintlig budget" in resting.reason
    assert resting.review_on is not None
    assert set(Interest.objects.values_list("state", flat=True)) == {"begun", "declined", "waiting"}
    client.force_login(User.objects.get(email="sam.samordnare@example.org"))
    page = client.get("/placeringar/")
    assert "Har stått i förberedelse i nio månader: beslut saknas" in page.content.decode()
    for placement in Placement.objects.all():
        assert client.get(f"/placeringar/{placement.pk}/").status_code == 200
        assert client.get(f"/placeringar/{placement.pk}/utvardering/").status_code == 200
    public = client.get("/peer-support/").text
    assert "14 av 15 brukare och patienter vill att det ska finnas en peer supporter där." in public
    assert "Färre än fem" in client.get("/placeringar/utvarderingar/?nar=months_6").text
