"""An audit's own surveys: made by its team, found from its overview, counted for few, read by the team alone."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from common.errors import DomainError
from surveys.models import Survey
from surveys.services.writing import SurveyFacts, create_survey
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
