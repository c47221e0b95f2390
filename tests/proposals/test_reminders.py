"""Reminders before and after the day, the one above, and delays that a new day brings."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.urls import reverse

from common.errors import DomainError
from common.models import OutboxMessage
from common.stamps import read_stamps
from common.swedish import today
from organisations.models import UnitRole
from proposals import services, tasks
from proposals.models import Addressee, LoopRules, Measure, Move, Proposal
from proposals.services.reminders import note_delays, send_reminders, step_of
from proposals.services.rules import RuleFacts, change_rules
from tests.proposals.conftest import addressee_of, fresh, say_done, say_yes

pytestmark = pytest.mark.django_db
DUE = date(2027, 3, 9)
INITIATIVES = "/du-sa-vi-gjorde/eget-initiativ/"


def on(day: date):
    return time_machine.travel(datetime.combine(day, time(6, 30), ZoneInfo("Europe/Stockholm")), tick=False)


@pytest.mark.parametrize(
    ("day", "step"),
    [
        (date(2027, 3, 1), 0),
        (date(2027, 3, 2), 1),
        (date(2027, 3, 7), 1),
        (date(2027, 3, 8), 2),
        (date(2027, 3, 9), 2),
        (date(2027, 3, 10), 0),
        (date(2027, 3, 15), 0),
        (date(2027, 3, 16), 3),
        (date(2027, 3, 17), 4),
        (date(2028, 1, 1), 4),
    ],
)
def test_steps_fall_seven_and_one_days_before_seven_after_and_then_above(day, step):
    assert step_of(DUE, day, grace_days=7) == step


@pytest.fixture
def asked(sent: Proposal, unit_manager, superior) -> Addressee:
    """A proposal to answer by ``DUE``, whose letter of arrival has been read."""
    row = addressee_of(sent)
    Addressee.objects.filter(pk=row.pk).update(answer_due=DUE)
    OutboxMessage.objects.all().delete()
    return row


def letters() -> list[str]:
    return [one.payload["to"] for one in OutboxMessage.objects.filter(kind="mail").order_by("created_at")]


def test_each_step_is_sent_once_and_the_last_goes_to_the_one_above(asked, unit_manager, superior):
    for day in (date(2027, 3, 2), date(2027, 3, 8), date(2027, 3, 16), date(2027, 3, 17)):
        with on(day):
            send_reminders()
            send_reminders()

    assert letters() == [unit_manager.email] * 3 + [superior.email]
    for message in OutboxMessage.objects.all():
        assert "Beroende" not in str(message.payload)
        assert message.payload["subject"] == "Du har ett nytt meddelande"


def test_after_days_without_a_worker_only_the_latest_step_is_sent(asked, unit_manager):
    with on(date(2027, 3, 16)):
        assert send_reminders() == 1
        assert send_reminders() == 0

    assert letters() == [unit_manager.email]


def test_an_answer_ends_the_reminders(asked, unit_manager):
    with on(date(2027, 3, 1)):
        say_yes(asked.proposal, unit_manager, date(2027, 9, 1))
    with on(date(2027, 3, 8)):
        assert send_reminders() == 0


def test_a_measures_letter_leads_straight_to_its_page(sent, unit_manager):
    measure = say_yes(sent, unit_manager, today() + timedelta(days=5))
    OutboxMessage.objects.all().delete()

    send_reminders()

    assert f"/forslag/atgarder/{measure.pk}/" in OutboxMessage.objects.get().payload["body"]


def test_a_measure_of_ones_own_reminds_and_reaches_the_one_above(unit, unit_manager, superior, client):
    with on(DUE - timedelta(days=30)):
        own = services.MeasurePlan(what="Nya stolar", who="Enhetschef", due=DUE)
        services.add_own_measure(unit, own, actor=unit_manager)
    for days in (-7, -1, 7, 8):
        with on(DUE + timedelta(days=days)):
            send_reminders()

    assert letters() == [unit_manager.email] * 3 + [superior.email]
    with on(DUE + timedelta(days=8)):
        assert "Svar saknas sedan 9\xa0mars 2027" in client.get(INITIATIVES).content.decode()
        client.force_login(superior)
        assert "Nya stolar" in client.get(reverse("proposals:late")).content.decode()


def test_a_done_measure_and_a_settled_proposal_remind_nobody(public, unit_manager, auditor):
    measure = say_yes(public, unit_manager, today() + timedelta(days=5))
    say_done(measure, unit_manager)
    OutboxMessage.objects.all().delete()
    assert send_reminders() == 0

    other = services.add_measure(
        addressee_of(public),
        services.MeasurePlan(what="X", who="Y", due=today() + timedelta(days=3)),
        actor=unit_manager,
    )
    services.settle_proposal(
        public, "no_longer", "Nedlagd.", expected_version=fresh(public).version, actor=auditor
    )
    assert send_reminders() == 0
    assert fresh(other).reminded == 0


def test_a_moved_day_reminds_anew(sent, unit_manager):
    measure = say_yes(sent, unit_manager, today() + timedelta(days=5))
    send_reminders()
    report = services.MeasureReport(status="going", happened="", due=today() + timedelta(days=6))

    services.update_measure(measure, report, expected_version=fresh(measure).version, actor=unit_manager)

    assert fresh(measure).reminded == 0


def test_a_role_that_has_ended_gets_no_letters(asked, unit_manager):
    UnitRole.objects.filter(user=unit_manager).update(starts_on=date(2026, 1, 1), ends_on=date(2027, 1, 1))

    with on(date(2027, 3, 8)):
        assert send_reminders() == 0


def test_a_new_day_makes_a_public_proposal_late_for_everybody_once(public):
    Addressee.objects.filter(proposal=public).update(answer_due=DUE)
    Proposal.objects.filter(pk=public.pk).update(late_from=DUE + timedelta(days=8))
    before = read_stamps()["proposals"]

    with on(date(2027, 3, 16)):
        assert note_delays() == 0
    with on(date(2027, 3, 17)):
        assert note_delays() == 1
        assert note_delays() == 0

    assert Move.objects.filter(kind="late").count() == 1
    assert read_stamps()["proposals"] > before


def test_more_days_of_grace_are_told_as_a_change_and_not_as_a_delay(public, coordinator):
    Addressee.objects.filter(proposal=public).update(answer_due=DUE)
    Proposal.objects.filter(pk=public.pk).update(late_from=DUE + timedelta(days=8))
    with on(date(2027, 3, 17)):
        note_delays()
        milder = RuleFacts(
            answer_days=60, follow_up_months=6, grace_days=30, effect_answers=5, effect_percent=60
        )
        change_rules(milder, expected_version=1, actor=coordinator)
        assert note_delays() == 1

    assert list(Move.objects.order_by("pk").values_list("kind", "status"))[-2:] == [
        ("late", "late"),
        ("status", "waiting"),
    ]


def test_the_clock_can_run_everything_twice(public):
    tasks.tend_the_loop()
    tasks.tend_the_loop()

    assert Measure.objects.count() == 0


def test_the_rules_are_data(public, coordinator, outsider):
    facts = RuleFacts(answer_days=40, follow_up_months=3, grace_days=0, effect_answers=10, effect_percent=70)
    late_from = fresh(public).late_from
    with pytest.raises(DomainError, match="behörighet"):
        change_rules(facts, expected_version=1, actor=outsider)

    change_rules(facts, expected_version=1, actor=coordinator)
    change_rules(facts, expected_version=1, actor=coordinator)

    assert LoopRules.current().effect_answers == 10
    assert fresh(public).late_from == late_from - timedelta(days=7)
    with pytest.raises(DomainError, match="Minst fem"):
        change_rules(
            RuleFacts(answer_days=40, follow_up_months=3, grace_days=0, effect_answers=4, effect_percent=70),
            expected_version=2,
            actor=coordinator,
        )
