"""Two people at the same moment: one post, one step, one answer."""

from datetime import timedelta
from uuid import uuid4

import pytest

from accounts.models import User
from common.errors import DomainError
from common.models import StatusChange
from common.swedish import today
from organisations.models import Unit
from peersupport.models import Placement
from peersupport.services import interest, phases, placements, posts
from peersupport.services.interest import InterestFacts
from peersupport.services.posts import OVERLAP, PostFacts
from tests.at_once import at_once
from tests.peersupport.build import facts, fill, make_placement

pytestmark = pytest.mark.django_db(transaction=True)


def test_one_post_one_step_one_answer_and_one_placement(
    unit: Unit, other_unit: Unit, unit_manager: User, coordinator: User
):
    placement = make_placement(unit)
    time = PostFacts(share=50, starts_on=today() - timedelta(days=3))

    told = at_once(
        lambda: posts.add_post(placement, time, form_key=uuid4(), actor=unit_manager),
        lambda: posts.add_post(placement, time, form_key=uuid4(), actor=coordinator),
    )
    assert [str(one) for one in told if isinstance(one, DomainError)] == [OVERLAP]
    assert placement.posts.count() == 1

    placement.posts.all().delete()
    fill(placement)
    told = at_once(
        lambda: phases.move_placement(placement, "readiness", actor=unit_manager),
        lambda: phases.move_placement(placement, "readiness", actor=coordinator),
    )
    assert sum(isinstance(one, DomainError) for one in told) == 1
    assert StatusChange.objects.filter(target="readiness").count() == 1

    asked = interest.send_interest(
        InterestFacts(unit=other_unit, why="Vi vill.", contact_name="Ida", contact_email="ida@example.org"),
        form_key=uuid4(),
    )
    told = at_once(
        lambda: interest.begin_from_interest(asked, other_unit, words="Ja.", actor=coordinator),
        lambda: placements.start_placement(other_unit, facts(), form_key=uuid4(), actor=coordinator),
    )
    assert sum(isinstance(one, DomainError) for one in told) == 1
    assert Placement.objects.filter(unit=other_unit).count() == 1
