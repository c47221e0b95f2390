import re
from datetime import date, timedelta
from typing import Any

import pytest

from associations import services
from associations.models import Association, ConfirmationRound
from common.errors import DomainError, EditConflictError
from common.models import OutboxMessage, StatusChange
from common.swedish import today

pytestmark = pytest.mark.django_db
Step = ConfirmationRound.Step


@pytest.fixture
def round_(association: Association) -> ConfirmationRound:
    """A planned round whose question goes out today."""
    association.email = "hej@egnaord.example.org"
    association.verified_on = today() - timedelta(days=365)
    association.verified_by = "link"
    association.save()
    services.plan_rounds()
    return association.confirmation_rounds.get()


def token() -> str:
    """The link in the newest mail."""
    mail = OutboxMessage.objects.filter(kind="mail").order_by("-created_at").first()
    assert mail is not None
    found = re.search(r"/bekrafta/([^/]+)/", mail.payload["body"])
    assert found is not None
    return found.group(1)


def step_on(round_: ConfirmationRound, day: date) -> ConfirmationRound:
    services.take_step(round_.pk, day)
    round_.refresh_from_db()
    return round_


def test_a_round_is_planned_once_a_month_ahead(association: Association):
    association.verified_on = today() - timedelta(days=340)
    association.verified_by = "link"
    association.save()

    assert (services.plan_rounds(), services.plan_rounds()) == (1, 0)
    assert association.confirmation_rounds.get().ask_on == today() + timedelta(days=25)


def test_a_newly_checked_association_is_left_in_peace(association: Association):
    association.verified_on = today()
    association.verified_by = "link"
    association.save()

    assert services.plan_rounds() == 0


def test_unlisted_associations_are_not_asked(association: Association, coordinator: Any):
    services.unlist_association(association, actor=coordinator)

    assert services.plan_rounds() == 0


def test_the_question_goes_to_the_shared_mailbox_and_reveals_nothing(
    association: Association, round_: ConfirmationRound
):
    step_on(round_, today())

    mail = OutboxMessage.objects.get(kind="mail")
    assert round_.step == Step.ASKED
    assert mail.payload["to"] == "hej@egnaord.example.org"
    assert association.name not in mail.payload["subject"] + mail.payload["body"]
    assert token() not in str(round_.token_hashes)


def test_without_a_mailbox_the_representatives_are_asked(
    association: Association, round_: ConfirmationRound, representative: Any
):
    association.email = ""
    association.save()

    step_on(round_, today())

    assert OutboxMessage.objects.get(kind="mail").payload["to"] == representative.email


def test_nobody_to_ask_stops_the_clock_for_the_coordinator(
    association: Association, round_: ConfirmationRound, coordinator: Any
):
    association.email = ""
    association.save()

    step_on(round_, today())

    assert (round_.unreachable, round_.next_on, round_.step) == (True, None, Step.PLANNED)
    moved = services.postpone_round(
        round_, today() + timedelta(days=7), expected_version=round_.version, actor=coordinator
    )
    assert (moved.unreachable, moved.next_on) == (False, today() + timedelta(days=7))


def test_two_reminders_then_marked_then_unlisted(association: Association, round_: ConfirmationRound):
    for days, expected in ((0, Step.ASKED), (14, 2), (28, 3), (42, Step.MARKED), (84, Step.UNLISTED)):
        assert step_on(round_, today() + timedelta(days=days)).step == expected

    association.refresh_from_db()
    assert association.status == "unlisted"
    assert OutboxMessage.objects.filter(kind="mail").count() == 3


def test_an_unconfirmed_entry_stays_public_until_its_date(
    association: Association, round_: ConfirmationRound
):
    for days in (0, 14, 28, 42):
        step_on(round_, today() + timedelta(days=days))

    association.refresh_from_db()
    assert (association.status, association.is_public) == ("unconfirmed", True)


def test_the_same_step_is_taken_once(round_: ConfirmationRound):
    assert services.advance_rounds() == 1
    assert services.advance_rounds() == 0


def test_a_clock_that_stood_still_skips_no_reminder(round_: ConfirmationRound):
    late = today() + timedelta(days=100)

    step_on(round_, late)

    assert round_.step == Step.ASKED
    assert round_.remind_on == late + timedelta(days=14)
    assert round_.unlist_on == late + timedelta(days=84)


def test_the_link_confirms_once_and_lists_again(association: Association, round_: ConfirmationRound):
    for days in (0, 14, 28, 42, 84):
        step_on(round_, today() + timedelta(days=days))
    link = token()

    services.confirm_by_link(link)
    services.confirm_by_link(link)

    association.refresh_from_db()
    assert (association.status, association.verified_on, association.verified_by) == (
        "listed",
        today(),
        "link",
    )


def test_every_mailed_link_works(round_: ConfirmationRound):
    step_on(round_, today())
    first = token()
    step_on(round_, today() + timedelta(days=14))

    assert services.confirm_by_link(first).state == "confirmed"


def test_an_unknown_link_is_refused(round_: ConfirmationRound):
    with pytest.raises(DomainError, match="gäller inte"):
        services.confirm_by_link("x" * 43)


def test_a_link_does_not_bring_back_what_a_coordinator_took_down(
    association: Association, round_: ConfirmationRound, coordinator: Any
):
    step_on(round_, today())
    link = token()
    services.unlist_association(association, actor=coordinator)

    with pytest.raises(DomainError, match="gäller inte"):
        services.confirm_by_link(link)

    association.refresh_from_db()
    assert association.status == "unlisted"


def test_what_a_coordinator_shows_again_is_asked_anew(
    association: Association, round_: ConfirmationRound, coordinator: Any
):
    for days in (0, 14, 28, 42, 84):
        step_on(round_, today() + timedelta(days=days))
    association.refresh_from_db()

    services.list_association(association, actor=coordinator)

    round_.refresh_from_db()
    assert round_.state == "closed"
    assert StatusChange.objects.get(object_id=str(round_.pk), target="closed").source == "open"
    assert services.plan_rounds() == 1


@pytest.mark.parametrize(
    ("who", "way"), [("representative", "representative"), ("coordinator", "coordinator")]
)
def test_confirming_when_signed_in_closes_the_round(
    request: pytest.FixtureRequest,
    association: Association,
    round_: ConfirmationRound,
    who: str,
    way: str,
):
    for days in (0, 14, 28, 42):
        step_on(round_, today() + timedelta(days=days))

    services.confirm_entry(association, actor=request.getfixturevalue(who))

    round_.refresh_from_db()
    assert (association.verified_by, association.status, round_.state) == (way, "listed", "confirmed")


def test_a_stranger_confirms_nothing(association: Association, other_representative: Any):
    with pytest.raises(DomainError, match="behörighet"):
        services.confirm_entry(association, actor=other_representative)


def test_postponing_moves_everything_that_follows(round_: ConfirmationRound, coordinator: Any):
    step_on(round_, today())
    before = round_.unlist_on

    moved = services.postpone_round(
        round_, round_.remind_on + timedelta(days=10), expected_version=round_.version, actor=coordinator
    )

    assert moved.unlist_on == before + timedelta(days=10)
    assert moved.ask_on == round_.ask_on


@pytest.mark.parametrize("days", [0, -1, 400])
def test_postponing_takes_a_day_within_a_year(round_: ConfirmationRound, coordinator: Any, days: int):
    with pytest.raises(DomainError) as caught:
        services.postpone_round(
            round_, today() + timedelta(days=days), expected_version=round_.version, actor=coordinator
        )

    assert caught.value.field == "until"


def test_postponing_needs_a_coordinator_the_newest_dates_and_something_left(
    association: Association, round_: ConfirmationRound, coordinator: Any, representative: Any
):
    day = today() + timedelta(days=3)
    with pytest.raises(DomainError, match="behörighet"):
        services.postpone_round(round_, day, expected_version=round_.version, actor=representative)
    with pytest.raises(EditConflictError):
        services.postpone_round(round_, day, expected_version=99, actor=coordinator)
    services.confirm_entry(association, actor=coordinator)
    with pytest.raises(DomainError, match="inget att flytta"):
        services.postpone_round(round_, day, expected_version=round_.version, actor=coordinator)
