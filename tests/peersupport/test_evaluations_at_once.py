"""Two at the same moment: one plan, one set of questions, one answer from one person, one report."""

from uuid import uuid4

import pytest
from django.db import transaction

from accounts.models import User
from common.errors import DomainError
from common.models import Edition
from organisations.models import Unit
from peersupport.models import Evaluation
from peersupport.services import evaluation_report as reports
from peersupport.services import evaluation_team as team
from peersupport.services import evaluations as services
from peersupport.services import statements as said
from surveys.models import Survey
from tests.at_once import at_once
from tests.peersupport.test_evaluations import running_at

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_at_the_same_moment_make_one_of_everything(
    unit: Unit, coordinator: User, outsider: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("surveys.services.keys.READY", 2)
    placement = running_at(unit)

    at_once(*[lambda: services.plan_evaluations(placement, actor=coordinator)] * 2)
    at_once(*[lambda: team.add_evaluator(placement, outsider, actor=coordinator)] * 2)
    evaluation = placement.evaluations.get(occasion="months_3")
    at_once(*[lambda: services.open_questions(evaluation, ["users", "peer"], actor=coordinator)] * 2)
    statement = evaluation.statements.get()
    new = at_once(
        lambda: said.send_statement(statement, {"works": "Den ena fliken."}),
        lambda: said.send_statement(statement, {"works": "Den andra fliken."}),
    )
    at_once(*[lambda: services.close_questions(evaluation, actor=coordinator)] * 2)
    key = uuid4()
    at_once(
        *[lambda: reports.add_finding(evaluation, "keep", "Rollen.", form_key=key, actor=coordinator)] * 2
    )
    with transaction.atomic():
        now = Evaluation.objects.get(pk=evaluation.pk)
        reports.write_conclusion(now, "Fortsätt.", expected_version=now.version, actor=coordinator)
    at_once(*[lambda: reports.make_report(evaluation, actor=coordinator)] * 2)

    assert placement.evaluations.count() == 3
    assert placement.evaluation_team.count() == 1
    assert Survey.objects.filter(owner_room="peersupport").count() == 1
    # One is kept; the other is told that it was not.
    assert [one is True for one in new].count(True) == 1
    assert [str(one) for one in new if isinstance(one, DomainError)] == [said.SAID_BEFORE]
    assert evaluation.findings.count() == 1
    assert Edition.objects.filter(kind=reports.REPORT).count() == 1
