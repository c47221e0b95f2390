"""What of an audit waits for a person at ``/oversikt/``, and that nobody else is told."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from common import sealing
from common.transitions import missing_for
from revisions.models import UserAudit
from revisions.services.interview_answers import save_answer
from tests.revisions.conftest import Team
from tests.revisions.factories import make_interview
from tests.revisions.interview_answers import written
from tests.revisions.report_factories import make_finding, make_quote

pytestmark = pytest.mark.django_db


def _overview(user: Any) -> str:
    client = Client()
    client.force_login(type(user).objects.get(pk=user.pk))
    return " ".join(client.get("/oversikt/").content.decode().split())


def test_an_interview_waits_from_its_day_for_the_two_who_hold_it(team: Team, unit_manager: Any) -> None:
    today = timezone.localdate()
    held = {"status": "planned", "consent_given": False, "consent_to": None}
    for code, days in (("A01", 0), ("A02", 1), ("A03", -2)):
        day = today + timedelta(days=days)
        make_interview(team.audit, team.guide, team.auditor, team.lead, code=code, on=day, **held)

    for holder in (team.auditor, team.lead):
        page = _overview(holder)
        assert "Gör intervju A01" in page
        assert "I dag" in page
        assert "Gör intervju A03" in page
        assert "Var planerad" in page
        assert "A02" not in page
    for other in (team.second, team.commissioner, unit_manager):
        assert "intervju A0" not in _overview(other)


def test_a_text_that_came_late_from_a_phone_waits_for_the_team_while_it_can_be_chosen(
    team: Team, unit_manager: Any
) -> None:
    interview = make_interview(team.audit, team.guide, team.auditor, status="done", key_id=sealing.new_key())
    save_answer(interview, written(interview, text="Den första."), actor=team.auditor)
    UserAudit.objects.filter(pk=team.audit.pk).update(status="draft")
    save_answer(interview, written(interview, text="Den sena."), actor=team.second)

    waits = "Välj mellan två texter i samma ruta"
    assert waits in _overview(team.lead)
    for other in (team.commissioner, unit_manager):
        assert waits not in _overview(other)
    # Nobody could choose after the draft is sent.
    team.audit.refresh_from_db()
    assert any("olika i samma ruta" in sentence for sentence in missing_for(team.audit, "factcheck"))
    UserAudit.objects.filter(pk=team.audit.pk).update(status="factcheck")
    assert waits not in _overview(team.lead)


def test_a_quote_waits_for_the_second_pair_of_eyes_alone(team: Team, unit_manager: Any) -> None:
    UserAudit.objects.filter(pk=team.audit.pk).update(status="analysing")
    finding = make_finding(team.audit, "improvement", "Väntan är lång", "Många väntar länge.")
    make_quote(finding, "Ingen ringde.", team.auditor, None, state="suggested")

    waits = "Läs ett citat som väntar på dig"
    assert waits in _overview(team.second)
    assert waits in _overview(team.lead)
    for other in (team.auditor, team.commissioner, unit_manager):
        assert waits not in _overview(other)
