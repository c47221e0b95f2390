"""Two people, or one person twice, at the same moment: real transactions side by side."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from common.models import OutboxMessage
from common.swedish import today
from proposals import services
from proposals.models import Check, Measure, Proposal, Response
from proposals.services import AnswerWords
from tests.at_once import at_once
from tests.proposals.conftest import addressee_of, fresh, say_done, say_yes

pytestmark = pytest.mark.django_db(transaction=True)


def test_pressed_twice_proposals_are_sent_once(draft, auditor, unit_manager):
    answers = at_once(*[lambda: services.send_proposals(draft.source, actor=auditor)] * 2)

    assert sorted(answers) == [0, 1]
    assert OutboxMessage.objects.filter(kind="mail").count() == 1


def test_two_managers_never_overwrite_each_other(sent, unit_manager):
    row = addressee_of(sent)

    def answer(text: str) -> Callable[[], Any]:
        words = AnswerWords(answer="yes", text=text, responsible="Chef", due=today() + timedelta(days=9))
        return lambda: services.answer_proposal(row, words, expected_version=row.version, actor=unit_manager)

    answers = at_once(answer("Mitt svar"), answer("Ditt svar"))

    assert sum(isinstance(one, Response) for one in answers) == 1
    assert Response.objects.count() == 1
    assert Measure.objects.count() == 1


def test_a_form_sent_twice_at_once_is_one_proposal(source, auditor, unit):
    from uuid import uuid4

    key = uuid4()
    made = at_once(
        *[
            lambda: services.create_proposal(
                source=source, title="A", text="B", addressees=[unit], form_key=key, actor=auditor
            )
        ]
        * 2
    )

    assert made[0] == made[1]
    assert Proposal.objects.count() == 1


def test_a_check_and_a_reopening_at_once_leave_a_whole_proposal(public, unit_manager, auditor):
    measure = say_done(say_yes(public, unit_manager, today() + timedelta(days=9)), unit_manager)

    at_once(
        lambda: services.check_measure(measure, "confirmed", actor=auditor),
        lambda: services.reopen_proposal(public, "Det märks inte.", actor=auditor),
    )

    assert fresh(measure).status == "going"
    assert not Check.objects.filter(counts=True).exists()
    assert fresh(public).base_status == "going"
