"""Address and telephone of whoever sat in a council go half a year after the last day."""

from datetime import timedelta
from typing import Any

import pytest

from accounts.models import User
from common.models import TrailEntry
from common.swedish import today
from councils.council_tasks import tend_mandates
from councils.models import Invitation, Mandate, Seat
from councils.services import payroll
from councils.services.contact_retention import CONTACT_KEPT, forget_contact
from organisations.models import Principal
from tests.councils.build import make_mandate, make_meeting
from tests.councils.fee_build import attest, make_table, sent_list, submitted_claim

pytestmark = pytest.mark.django_db


def ended(seat: Seat, days_ago: int) -> Mandate:
    """Somebody without account, whose last day was so long ago."""
    last = today() - timedelta(days=days_ago)
    since = last - timedelta(days=20)
    return make_mandate(
        seat, name="Kim Ledamot", phone="+46701740611", starts_on=since, ends_on=last, appointed_on=since
    )


def test_address_and_telephone_go_half_a_year_after_the_last_day_and_the_name_stays(seat: Seat) -> None:
    kept, gone = ended(seat, CONTACT_KEPT.days), ended(seat, CONTACT_KEPT.days + 30)
    sits = make_mandate(seat, phone="+46701740612", ends_on=None)

    tend_mandates()
    tend_mandates()

    for one in (kept, sits):
        before = (one.email, one.phone)
        one.refresh_from_db()
        assert (one.email, one.phone) == before
    gone.refresh_from_db()
    assert (gone.name, gone.email, gone.phone) == ("Kim Ledamot", "", "")
    row = TrailEntry.objects.get(verb="forget_contact")
    assert (row.object_id, row.fields) == (str(gone.pk), ["email", "phone"])


def test_whoever_may_still_claim_a_fee_can_be_reached(seat: Seat) -> None:
    one = ended(seat, CONTACT_KEPT.days + 1)
    held = make_meeting(seat.council, day=today() - timedelta(days=200), status="held")
    call = Invitation.objects.create(meeting=held, mandate=one, attended=True)

    assert forget_contact() == 0
    Invitation.objects.filter(pk=call.pk).update(attended=False)
    assert forget_contact() == 1


def test_whoever_waits_for_a_fee_can_be_reached_until_it_is_paid(
    seat: Seat, principal: Principal, coordinator: User, payroll_reader: User
) -> None:
    make_table()
    one = ended(seat, CONTACT_KEPT.days + 1)
    attest(submitted_claim(one), coordinator, principal)

    assert forget_contact() == 0
    sent: Any = sent_list(principal, coordinator)
    assert forget_contact() == 0
    payroll.mark_list_paid(sent, today(), actor=payroll_reader)
    assert forget_contact() == 1
