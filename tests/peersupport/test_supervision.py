"""Supervision: planned ahead, held or missed, told when it is missed; never a word of what was said."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.db.models import CharField, TextField

from common.errors import DomainError, EditConflictError
from common.models import TrailEntry
from common.registries import overview_rows
from common.swedish import day_text, today
from common.working_days import is_working_day
from organisations.models import UnitRole
from peersupport.forms.supervision import PlanForm, SessionForm
from peersupport.models import SupervisionPlan, SupervisionSession
from peersupport.models.phases import has_supervision
from peersupport.queries import support_overview
from peersupport.queries.supervision import state_of, supervision_states
from peersupport.services import phases
from peersupport.services import supervision as services
from peersupport.services.supervision import Ahead, PlanFacts
from peersupport.services.support_reminders import forget_old_log, remind_of_supervision
from tests.peersupport.support_build import letters, make_plan, make_running, make_session

PLAN = PlanFacts(form="individual", by="nsph", every_weeks=2)
NEUTRAL = "Du har ett nytt meddelande"


@pytest.fixture
def placement(unit):
    return make_running(unit)


def waits(user, words):
    return [row for row in overview_rows(user) if words in row.title]


def test_no_field_of_supervision_takes_words():
    free = [
        f"{model.__name__}.{field.name}"
        for model in (SupervisionPlan, SupervisionSession)
        for field in model._meta.concrete_fields
        if isinstance(field, CharField | TextField) and not field.choices
    ]
    typed = [
        name
        for form in (PlanForm, SessionForm)
        for name, field in form.base_fields.items()
        if type(field).__name__ == "CharField"
    ]

    assert (free, typed) == ([], [])


def test_days_are_planned_ahead_by_the_plan_on_working_days(placement, supervisor):
    first = today() + timedelta(days=3)

    came = services.save_plan(placement, PLAN, ahead=Ahead(first, 6), expected_version=0, actor=supervisor)

    days = list(placement.supervision.values_list("day", flat=True))
    assert came == 6
    assert days[0] == first
    assert all(is_working_day(day) for day in days[1:])
    # Two weeks apart, but for days that gave way to a closed one.
    assert all(4 <= (after - before).days <= 24 for before, after in pairwise(days))
    assert has_supervision(placement) is None


def test_planning_anew_leaves_what_is_noted_and_what_comes_before(placement, supervisor):
    held = make_session(placement, 14, "held")
    soon, later = make_session(placement, -2), make_session(placement, -20)
    make_plan(placement)
    first = today() + timedelta(days=10)

    services.save_plan(placement, PLAN, ahead=Ahead(first, 2), expected_version=1, actor=supervisor)

    kept = set(placement.supervision.values_list("pk", flat=True))
    assert {held.pk, soon.pk} <= kept
    assert later.pk not in kept
    assert len(kept) == 4
    services.save_plan(placement, PLAN, ahead=Ahead(first, 2), expected_version=2, actor=supervisor)
    assert placement.supervision.count() == 4


@pytest.mark.parametrize(
    ("facts", "ahead", "field"),
    [
        (PlanFacts(form="x", by="nsph", every_weeks=2), None, "form"),
        (PlanFacts(form="group", by="x", every_weeks=2), None, "by"),
        (PlanFacts(form="group", by="nsph", every_weeks=0), None, "every_weeks"),
        (PlanFacts(form="group", by="nsph", every_weeks=27), None, "every_weeks"),
        (PLAN, Ahead(date(1926, 1, 1), 2), "first"),
        (PLAN, Ahead(date(2926, 1, 1), 2), "first"),
        (PLAN, Ahead(today() + timedelta(days=9), 0), "times"),
        (PLAN, Ahead(today() + timedelta(days=9), 27), "times"),
        (PlanFacts(form="group", by="nsph", every_weeks=26), Ahead(today() + timedelta(days=9), 26), "times"),
    ],
)
def test_a_bad_plan_is_refused_at_its_field_and_nothing_is_saved(placement, supervisor, facts, ahead, field):
    with pytest.raises(DomainError) as refused:
        services.save_plan(placement, facts, ahead=ahead, expected_version=0, actor=supervisor)

    assert refused.value.field == field


def test_held_or_missed_is_one_press_from_its_day_on_and_can_be_undone(client, placement, supervisor):
    due, ahead = make_session(placement, 0), make_session(placement, -1)
    client.force_login(supervisor)
    at = f"/placeringar/{placement.pk}/handledning/"

    page = client.get(at).content.decode()
    noted = client.post(f"{at}{due.pk}/hallen/", follow=True).content.decode()
    early = client.post(f"{at}{ahead.pk}/hallen/", follow=True).content.decode()

    assert f'action="{at}{due.pk}/hallen/"' in page
    assert f'action="{at}{ahead.pk}/hallen/"' not in page
    assert f'action="{at}{due.pk}/angra/"' in noted
    assert "från och med dagen" in early
    due.refresh_from_db()
    ahead.refresh_from_db()
    assert (due.state, ahead.state) == ("held", "planned")
    client.post(f"{at}{due.pk}/angra/")
    due.refresh_from_db()
    assert (due.state, due.noted_at) == ("planned", None)


def test_a_time_is_booked_moved_and_taken_away_until_its_day(placement, supervisor):
    day = today() + timedelta(days=5)
    session = services.add_session(placement, day, "group", actor=supervisor)
    assert services.add_session(placement, day, "group", actor=supervisor).pk == session.pk
    with pytest.raises(DomainError, match="redan en handledning"):
        services.add_session(placement, day, "individual", actor=supervisor)

    services.move_session(session, day + timedelta(days=1), "group", expected_version=1, actor=supervisor)

    with pytest.raises(EditConflictError) as conflict:
        services.move_session(session, day, "group", expected_version=1, actor=supervisor)
    assert conflict.value.changed == {"Dag": (day_text(day + timedelta(days=1)), day_text(day))}
    services.remove_session(session, actor=supervisor)
    services.remove_session(session, actor=supervisor)
    been = make_session(placement, 1)
    with pytest.raises(DomainError, match="Dagen har varit"):
        services.remove_session(been, actor=supervisor)
    services.mark_session(been, "missed", actor=supervisor)
    with pytest.raises(DomainError, match="flyttas inte"):
        services.move_session(been, day, "group", expected_version=2, actor=supervisor)


def test_only_those_around_the_post_read_the_log_and_reading_it_is_noted(
    client, placement, supervisor, administrator, unit_manager
):
    make_session(placement, 9, "held")
    at = f"/placeringar/{placement.pk}/handledning/"
    client.force_login(administrator)
    assert client.get(at).status_code == 403

    client.force_login(unit_manager)
    assert client.get(at).status_code == 200

    row = TrailEntry.objects.get(kind="opened")
    assert (row.object_id, row.actor_id) == (str(placement.pk), unit_manager.actor_id)


@pytest.mark.parametrize(
    ("log", "missed", "to_mark"),
    [
        ([(30, "missed"), (20, "held"), (5, "missed")], 1, 0),
        ([(40, "held"), (20, "missed"), (5, "missed")], 2, 0),
        # Nobody wrote how it went: after a week it counts as missed, before that nothing is known.
        ([(20, "missed"), (8, "planned")], 2, 1),
        ([(20, "missed"), (7, "planned")], 1, 1),
        ([(20, "missed"), (7, "planned"), (0, "planned")], 1, 2),
        ([(30, "missed"), (20, "missed"), (10, "missed"), (-4, "planned")], 3, 0),
        ([], 0, 0),
    ],
)
def test_missed_in_a_row_is_counted_back_to_the_last_that_was_held(placement, log, missed, to_mark):
    sessions = [make_session(placement, days, state) for days, state in log]

    state = state_of(sessions)

    assert (state.missed, len(state.to_mark)) == (missed, to_mark)
    assert state.next == (sessions[-1] if log and log[-1][0] <= 0 else None)


def test_missed_twice_reminds_the_supervisor_and_after_a_week_the_manager_each_once(
    placement, supervisor, unit_manager
):
    make_session(placement, 40, "missed")
    assert remind_of_supervision() == 0
    second = make_session(placement, 9, "missed")

    assert (remind_of_supervision(), remind_of_supervision()) == (1, 0)
    assert letters() == [(supervisor.email, NEUTRAL)]

    def days_since(days):
        SupervisionSession.objects.filter(pk=second.pk).update(reminded_on=today() - timedelta(days=days))

    days_since(6)
    # A third one missed meanwhile neither begins anew nor puts the manager off.
    make_session(placement, 2, "missed")
    assert remind_of_supervision() == 0
    days_since(7)
    assert (remind_of_supervision(), remind_of_supervision()) == (1, 0)
    assert letters() == sorted([(supervisor.email, NEUTRAL), (unit_manager.email, NEUTRAL)])


def test_one_that_is_held_at_last_ends_the_row(placement, supervisor):
    for days in (60, 50):
        make_session(placement, days, "missed")
    remind_of_supervision()
    make_session(placement, 40, "held")
    make_session(placement, 30, "missed")

    assert remind_of_supervision() == 0
    make_session(placement, 20, "missed")
    assert remind_of_supervision() == 1
    assert len(letters()) == 2


@pytest.mark.parametrize("how", ["ended", "closed account"])
def test_the_coordinator_is_told_when_the_supervisor_has_left(placement, supervisor, coordinator, how):
    for days in (20, 9):
        make_session(placement, days, "missed")
    if how == "ended":
        UnitRole.objects.filter(user=supervisor).update(ends_on=today())
    else:
        type(supervisor).objects.filter(pk=supervisor.pk).update(is_active=False)

    remind_of_supervision()

    assert letters() == [(coordinator.email, NEUTRAL)]
    assert len(waits(coordinator, "Se till att handledningen blir av")) == 1


@pytest.mark.parametrize("status", ["recruitment", "paused", "ended"])
def test_nobody_is_reminded_where_nobody_works(placement, supervisor, status):
    for days in (20, 9):
        make_session(placement, days, "missed")
    resting = {"reason": "Vi väntar.", "review_on": today(), "former_status": "running"}
    type(placement).objects.update(status=status, **resting)

    assert remind_of_supervision() == 0
    assert not waits(supervisor, "handledning")


def test_a_pause_takes_the_times_to_come_away_so_that_nothing_counts_as_missed_after_it(
    placement, unit_manager, supervisor
):
    held, been = make_session(placement, 30, "held"), make_session(placement, 2)
    for days in (12, 40):
        make_session(placement, -days)
    day = today() + timedelta(days=60)

    phases.rest_placement(placement, "paused", reason="Ombyggnad.", review_on=day, actor=unit_manager)
    assert set(placement.supervision.all()) == {held, been}
    phases.resume_placement(placement, actor=unit_manager)

    services.mark_session(been, "held", actor=supervisor)
    assert remind_of_supervision() == 0
    assert len(waits(supervisor, "Boka nästa handledning")) == 1


def test_what_waits_stands_on_the_overview_of_whoever_it_falls_to(
    placement, supervisor, unit_manager, coordinator
):
    assert len(waits(supervisor, "Boka nästa handledning")) == 1
    due = make_session(placement, 2)

    assert len(waits(supervisor, "Skriv om handledningen hölls")) == 1
    assert not waits(unit_manager, "handledning")
    services.mark_session(due, "missed", actor=supervisor)
    make_session(placement, 30, "missed")
    assert len(waits(unit_manager, "Se till att handledningen blir av")) == 1
    assert not waits(coordinator, "handledning")
    make_session(placement, -9)
    (row,) = [row for row in waits(supervisor, "Handledning") if row.title.startswith("Handledning")]
    assert row.due == today() + timedelta(days=9)


def test_the_log_is_forgotten_after_two_years(placement):
    kept = make_session(placement, 730, "held")
    make_session(placement, 731, "held")

    assert forget_old_log() == 1
    assert list(placement.supervision.all()) == [kept]


def test_states_of_many_placements_cost_one_query(unit, django_assert_num_queries):
    for number in (1, 3):
        found = [make_running(unit) for _ in range(number)]
        for one in found:
            make_session(one, 5, "missed")
        with django_assert_num_queries(1):
            states = supervision_states([one.pk for one in found])
        assert len(states) == number


def test_the_overview_costs_the_same_for_one_placement_and_three(unit, supervisor, django_assert_num_queries):
    for number in (1, 3):
        while unit.placements.count() < number:
            made = make_running(unit)
            for days in (20, 10):
                make_session(made, days, "missed")
        person = type(supervisor).objects.get(pk=supervisor.pk)
        # What one holds, the portal's roles, the placements, their times, who supervises where.
        with django_assert_num_queries(5):
            found = list(support_overview.rows(person))
        assert len(found) == 2 * number
