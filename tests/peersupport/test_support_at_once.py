"""Two at the same moment, each in their own connection: one plan, one day, one proposal, one letter."""

import uuid
from datetime import timedelta

import pytest

from common.errors import EditConflictError
from common.models import OutboxMessage
from common.swedish import today
from peersupport.models import Obstacle, SupervisionPlan
from peersupport.services import obstacles, supervision
from peersupport.services.supervision import Ahead, PlanFacts
from peersupport.services.support_reminders import remind_of_obstacles, remind_of_supervision
from proposals.models import Proposal
from tests.at_once import at_once
from tests.peersupport.support_build import make_obstacle, make_running, make_session

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def placement(unit):
    return make_running(unit)


def test_two_who_make_the_first_plan_make_one_and_the_other_sees_it(placement, supervisor, unit_manager):
    first = today() + timedelta(days=7)

    def plan(weeks, actor):
        facts = PlanFacts(form="group", by="nsph", every_weeks=weeks)
        return supervision.save_plan(placement, facts, ahead=Ahead(first, 4), expected_version=0, actor=actor)

    done = at_once(lambda: plan(2, supervisor), lambda: plan(4, unit_manager))

    assert {type(one) for one in done} == {int, EditConflictError}
    assert SupervisionPlan.objects.count() == 1
    assert placement.supervision.count() == 4


def test_two_presses_book_one_time_and_note_it_once(placement, supervisor):
    day = today() - timedelta(days=1)

    booked = at_once(
        *(lambda: supervision.add_session(placement, day, "group", actor=supervisor) for _ in range(2))
    )
    at_once(*(lambda: supervision.mark_session(booked[0], "held", actor=supervisor) for _ in range(2)))

    session = placement.supervision.get()
    assert (session.state, session.version) == ("held", 2)


def test_an_obstacle_raised_and_sent_on_twice_is_one_of_each(placement, supervisor, unit_manager):
    key = uuid.uuid4()

    raised = at_once(
        *(
            lambda: obstacles.raise_obstacle(placement, "Ingen tid.", form_key=key, actor=supervisor)
            for _ in range(2)
        )
    )
    at_once(
        *(
            lambda: obstacles.forward_obstacle(
                raised[0], "Ge tid", "Avsätt en timme.", expected_version=1, actor=unit_manager
            )
            for _ in range(2)
        )
    )

    assert Obstacle.objects.get().proposal == Proposal.objects.get()


def test_two_workers_that_remind_send_one_letter_of_each(placement, supervisor, unit_manager):
    for days in (40, 20):
        make_session(placement, days, "missed")
    obstacle = make_obstacle(placement)
    Obstacle.objects.update(raised_at=obstacle.raised_at - timedelta(days=15))

    done = at_once(remind_of_supervision, remind_of_supervision)
    done += at_once(remind_of_obstacles, remind_of_obstacles)

    assert sorted(done) == [0, 0, 1, 1]
    assert OutboxMessage.objects.filter(kind="mail").count() == 2
