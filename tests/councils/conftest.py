"""A council with people in it. ``representative`` and ``other_representative`` (tests/conftest.py) appoint to its seats."""

from collections.abc import Callable
from typing import Any

import pytest

from accounts.models import User
from associations.models import Association
from councils.models import Council, Mandate, Meeting, Seat
from organisations.models import Principal, Unit
from tests.councils.build import (
    make_council,
    make_mandate,
    make_meeting,
    make_payroll_reader,
    make_seat,
    make_secretary,
)


@pytest.fixture
def principal(unit: Unit) -> Principal:
    return unit.principal


@pytest.fixture
def council(unit: Unit) -> Council:
    """An active council with a public page, in which ``unit`` and its principal take part."""
    made = make_council()
    made.units.add(unit)
    made.principals.add(unit.principal)
    return made


@pytest.fixture
def other_council(db: None) -> Council:
    return make_council("Brukarrådet för beroendevården")


@pytest.fixture
def seat(council: Council, association: Association) -> Seat:
    """The association's seat: ``member`` and ``substitute`` sit there."""
    return make_seat(council, association)


@pytest.fixture
def other_seat(council: Council, other_association: Association) -> Seat:
    """The other association's seat: ``chair`` sits there."""
    return make_seat(council, other_association, voice="relatives")


@pytest.fixture
def unit_seat(council: Council, unit: Unit) -> Seat:
    return make_seat(council, unit)


@pytest.fixture
def chair(make_user: Callable[..., User], other_seat: Seat) -> User:
    """The chair; sits for ``other_association``. The mandate: ``chair.mandates.get()``."""
    user = make_user("Ode Ordförande")
    make_mandate(other_seat, user, "chair")
    return user


@pytest.fixture
def member(make_user: Callable[..., User], seat: Seat) -> User:
    """A member; sits for ``association``."""
    user = make_user("Love Ledamot")
    make_mandate(seat, user)
    return user


@pytest.fixture
def substitute(make_user: Callable[..., User], seat: Seat) -> User:
    """Substitute for ``member``."""
    user = make_user("Essa Ersättare")
    make_mandate(seat, user, "substitute")
    return user


@pytest.fixture
def member_mandate(member: User) -> Mandate:
    return member.mandates.get()


@pytest.fixture
def substitute_mandate(substitute: User) -> Mandate:
    return substitute.mandates.get()


@pytest.fixture
def chair_mandate(chair: User) -> Mandate:
    return chair.mandates.get()


@pytest.fixture
def secretary(make_user: Callable[..., User], council: Council) -> User:
    user = make_user("Sasha Sekreterare")
    make_secretary(council, user)
    return user


@pytest.fixture
def other_member(
    make_user: Callable[..., User], other_council: Council, other_association: Association
) -> User:
    """Sits in ``other_council``, in nothing of ``council``."""
    user = make_user("Lou Annanstans")
    make_mandate(make_seat(other_council, other_association), user)
    return user


@pytest.fixture
def payroll_reader(make_user: Callable[..., User], principal: Principal) -> User:
    user = make_user("Linn Löneenhet")
    make_payroll_reader(principal, user)
    return user


@pytest.fixture
def association_representative(representative: User, seat: Seat) -> User:
    """Appoints to ``seat``, sits in no council."""
    return representative


@pytest.fixture
def meeting(council: Council) -> Meeting:
    """A called meeting in three weeks."""
    return make_meeting(council)


@pytest.fixture
def signed_in(client: Any) -> Callable[[User], Any]:
    """Sign a person in: ``signed_in(member).get(…)``."""

    def sign_in(user: User) -> Any:
        client.force_login(user)
        return client

    return sign_in
