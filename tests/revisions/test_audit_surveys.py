"""An audit's own surveys: made by its team, found from its overview, counted for few, read by the team alone."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from common.errors import DomainError
from common.stamps import raise_stamp
from revisions.models import UserAudit
from surveys import tokens
from surveys.models import Survey
from surveys.owners import owner_names, owner_url
from surveys.queries.work import survey_list
from surveys.rules import SurveyPlace
from surveys.services.answering import Given, submit_answers
from surveys.services.flow import close_survey, open_survey
from surveys.services.writing import QuestionFacts, SurveyFacts, add_question, create_survey
from tests.revisions.conftest import Team

pytestmark = pytest.mark.django_db


@pytest.fixture
def survey(team: Team) -> Survey:
    facts = SurveyFacts(title="Hur är det att vänta?", purpose="Vi vill veta.")
    return create_survey(facts, actor=team.lead, owner_room="revisions", owner_id=team.audit.pk)


def test_the_team_makes_it_and_nobody_else_does(team: Team, other_auditor: User) -> None:
    facts = SurveyFacts(title="Hur är det att vänta?")
    assert create_survey(facts, actor=team.auditor, owner_room="revisions", owner_id=team.audit.pk).pk
    for person in (other_auditor, team.commissioner):
        with pytest.raises(DomainError):
            create_survey(facts, actor=person, owner_room="revisions", owner_id=team.audit.pk)


def test_only_the_team_reads_what_people_wrote(team: Team, survey: Survey, make_user: Any) -> None:
    coordinator = make_user("Kim Samordnare", "coordinator")
    assert team.second.has_perm("surveys.read_texts", survey)
    assert not coordinator.has_perm("surveys.read_texts", survey)
    assert coordinator.has_perm("surveys.see_counts", survey)
    assert not team.commissioner.has_perm("surveys.see_counts", survey)
    assert survey not in Survey.objects.visible_to(team.commissioner)


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_for_one_survey_and_three(
    number: int, coordinator: User, unit: Any, team: Team, django_assert_num_queries: Any
) -> None:
    from tests.revisions.factories import make_audit, make_member

    for count in range(number):
        audit = team.audit if count == 0 else make_audit(unit, status="preparing")
        if count:
            make_member(audit, team.lead)
        facts = SurveyFacts(title=f"Enkät {count}", purpose="Vi vill veta.")
        create_survey(facts, actor=team.lead, owner_room="revisions", owner_id=audit.pk)
    coordinator.has_perm("surveys.create_survey")

    with django_assert_num_queries(13):
        page = survey_list(coordinator, "utkast", "/enkater/")

    assert sorted(row.place for row in page.rows)[0].startswith("Revision")
    assert len(page.rows) == number


@pytest.mark.parametrize("odd", ["²", "-1", "1 ", "9" * 40, "ett"])
def test_an_odd_number_is_no_audit(team: Team, odd: str) -> None:
    place = SurveyPlace("revisions", odd)

    assert not team.lead.has_perm("surveys.create_survey", place)
    assert team.lead.has_perm("surveys.create_survey", SurveyPlace("revisions", str(team.audit.pk)))
    assert owner_names([("revisions", odd)]) == {}
    assert owner_url("revisions", "²") == ""


def test_an_auditors_first_survey_leads_back_to_the_audit(team: Team, client: Client) -> None:
    client.force_login(team.auditor)
    address = f"/revisioner/{team.audit.pk}/"

    page = client.get(f"/enkater/ny/?rum=revisions&id={team.audit.pk}").content.decode()

    assert client.get("/enkater/").status_code == 403
    assert page.count(f'href="{address}"') == 2
    assert 'href="/enkater/"' not in page


def test_anybody_sees_the_survey_among_the_phases_and_its_count_with_the_report(
    team: Team, survey: Survey, client: Client
) -> None:
    address = f"/brukarrevisioner/{team.audit.slug}/"
    assert "Enkät" not in client.get(address).content.decode()
    asked = add_question(
        survey, QuestionFacts(kind="choice", text="Ja?", options=("Ja", "Nej")), actor=team.lead
    )
    open_survey(survey, actor=team.lead)
    assert "Enkät och intervjuer" in client.get(address).content.decode()
    for _ in range(6):
        token = tokens.read_token(survey, tokens.new_token(survey))
        submit_answers(survey, {asked.pk: Given(choices=(0,))}, token=str(token))
    close_survey(survey, actor=team.lead)
    assert "svar på enkäten" not in client.get(address).content.decode()

    UserAudit.objects.filter(pk=team.audit.pk).update(status="published", published_on=timezone.localdate())
    raise_stamp("revisions")

    page = client.get(address).content.decode()
    assert "6 svar på enkäten" in page
    assert "Fas 7 av 8" in page


def test_the_overview_leads_to_it_for_those_who_may_see_it(
    team: Team, survey: Survey, client: Client
) -> None:
    address = f"/revisioner/{team.audit.pk}/"
    client.force_login(team.auditor)
    page = client.get(address).content.decode()
    assert survey.get_absolute_url() in page
    assert f"?rum=revisions&amp;id={team.audit.pk}" in page
    client.force_login(team.commissioner)
    page = client.get(address).content.decode()
    assert survey.title not in page
    assert "Ny enkät" not in page
