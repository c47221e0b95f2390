"""An audit from enquiry to closing: facts, agreement, timetable, cost, moves, wishes."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from common.errors import DomainError, EditConflictError
from common.models import StatusChange, TrailEntry
from organisations.models import Principal, PriorityGroup, Unit, UnitRole
from revisions.models import Interview, UserAudit
from revisions.queries.phases import next_moves, phase_steps, waits_for
from revisions.services.audits import (
    Addressed,
    AuditFacts,
    ask_for_audit,
    cancel_audit,
    move_audit,
    record_presentation,
    register_enquiry,
    remove_presentation,
    revise_agreement,
)
from revisions.services.planning import (
    ContactPerson,
    CostItem,
    decide_wish,
    set_contact_person,
    set_cost_estimate,
    set_timetable,
    wish_topic,
)
from tests.at_once import at_once
from tests.revisions.conftest import Team
from tests.revisions.factories import AGREED, make_audit, make_interview, make_member

FACTS = AuditFacts(title="Bemötande i öppenvården", **AGREED)


@pytest.fixture
def enquiry(coordinator: User, unit: Unit) -> UserAudit:
    """What a coordinator has entered: only the name and the unit."""
    return register_enquiry(
        AuditFacts(title="Bemötande i öppenvården"), Addressed(units=(unit,)), actor=coordinator
    )


def _agree_on_everything(audit: UserAudit, actor: Any) -> None:
    audit.refresh_from_db()
    units = tuple(audit.units.all())
    revise_agreement(audit, FACTS, Addressed(units=units), expected_version=audit.version, actor=actor)
    today = timezone.localdate()
    days = {"interviews_from": today, "interviews_to": today, "report": today + timedelta(days=30)}
    set_timetable(audit, days, actor=actor)
    set_cost_estimate(audit, [CostItem(label="Intervjuer", hours=Decimal(40))], actor=actor)
    set_contact_person(audit.audit_units.get(), ContactPerson(name="Kim Kontakt"), actor=actor)


def test_only_a_coordinator_registers_an_enquiry(coordinator: User, team: Team, unit_manager: User):
    facts, addressed = AuditFacts(title="Ny"), Addressed()

    made = register_enquiry(facts, addressed, actor=coordinator)

    assert made.status == "enquiry"
    assert (
        StatusChange.objects.get(object_type="revisions.useraudit", object_id=str(made.pk)).target
        == "enquiry"
    )
    assert TrailEntry.objects.filter(verb="register_enquiry", object_id=str(made.pk)).count() == 1
    for stranger in (team.lead, team.commissioner, unit_manager):
        with pytest.raises(DomainError, match="behörighet"):
            register_enquiry(facts, addressed, actor=stranger)


def test_two_audits_with_one_name_get_addresses_of_their_own(coordinator: User):
    one, other = (
        register_enquiry(AuditFacts(title="SIP", scope=scope), Addressed(), actor=coordinator)
        for scope in ("Gävle", "Sandviken")
    )

    assert (one.slug, other.slug) == ("sip", "sip-2")


@pytest.mark.django_db(transaction=True)
def test_the_same_enquiry_sent_twice_at_once_is_one(coordinator: User, unit_manager: User, unit: Unit):
    def enter() -> UserAudit:
        me = User.objects.get(pk=coordinator.pk)
        return register_enquiry(AuditFacts(title="Bemötande"), Addressed(units=(unit,)), actor=me)

    def ask() -> UserAudit:
        me = User.objects.get(pk=unit_manager.pk)
        return ask_for_audit(unit, title="Bemötande", purpose="Vi vill veta.", actor=me)

    entered, again, asked, anew = at_once(enter, enter, ask, ask)

    assert entered == again
    assert asked == anew
    assert UserAudit.objects.count() == 2


def test_a_manager_asks_for_an_audit_of_the_own_unit_and_commissions_it(unit_manager: User, unit: Unit):
    audit = ask_for_audit(unit, title="Bemötande", purpose="Vi vill veta.", actor=unit_manager)

    assert audit.status == "enquiry"
    assert list(audit.units.all()) == [unit]
    assert audit.commissioners.get().user == unit_manager
    assert UserAudit.objects.visible_to(unit_manager).get() == audit


def test_nobody_asks_for_an_audit_of_somebody_elses_unit(unit_manager: User, unit: Unit, supervisor: User):
    other = Unit.objects.create(name="Annan", slug="annan", principal=unit.principal)

    with pytest.raises(DomainError, match="chef för") as refusal:
        ask_for_audit(other, title="Bemötande", purpose="", actor=unit_manager)
    with pytest.raises(DomainError, match="behörighet"):
        ask_for_audit(unit, title="Bemötande", purpose="", actor=supervisor)

    assert refusal.value.field == "unit"
    assert not UserAudit.objects.exists()


def test_an_enquiry_is_agreed_when_nothing_is_missing(enquiry: UserAudit, coordinator: User):
    with pytest.raises(DomainError) as refusal:
        move_audit(enquiry, "agreed", actor=coordinator)
    _agree_on_everything(enquiry, coordinator)

    move_audit(enquiry, "agreed", actor=coordinator)

    for words in ("uppdragsgivare", "syftet", "omfattningen", "målgruppen", "resultatet ska användas",
                  "kontaktperson", "intervjudagen", "rapporten", "kostnad"):  # fmt: skip
        assert words in refusal.value.message, words
    enquiry.refresh_from_db()
    assert enquiry.status == "agreed"


@pytest.mark.parametrize(
    "missing", ["commissioner_name", "purpose", "scope", "target_group", "plan_for_results"]
)
def test_each_required_fact_stops_the_agreement_alone(enquiry: UserAudit, coordinator: User, missing: str):
    _agree_on_everything(enquiry, coordinator)
    UserAudit.objects.filter(pk=enquiry.pk).update(**{missing: " "})

    with pytest.raises(DomainError):
        move_audit(enquiry, "agreed", actor=coordinator)


def test_what_was_agreed_is_written_anew_and_never_taken_away(
    enquiry: UserAudit, coordinator: User, unit: Unit
):
    _agree_on_everything(enquiry, coordinator)
    move_audit(enquiry, "agreed", actor=coordinator)
    units = Addressed(units=(unit,))

    def revised(facts: AuditFacts, addressed: Addressed = units) -> Any:
        version = UserAudit.objects.get(pk=enquiry.pk).version
        return revise_agreement(enquiry, facts, addressed, expected_version=version, actor=coordinator)

    refusals: dict[str, Callable[[], Any]] = {
        name: partial(revised, replace(FACTS, **{name: " "})) for name in AGREED if name != "question"
    } | {
        "units": partial(revised, FACTS, Addressed()),
        "interviews_from": partial(set_timetable, enquiry, {"interviews_from": None}, actor=coordinator),
    }
    for name, attempt in refusals.items():
        with pytest.raises(DomainError, match="behövs i en överenskommelse") as refusal:
            attempt()
        assert refusal.value.field == name
    with pytest.raises(DomainError, match="minst en rad"):
        set_cost_estimate(enquiry, [], actor=coordinator)
    revised(replace(FACTS, purpose="Nytt syfte"))
    set_timetable(enquiry, {"information": None, "report": timezone.localdate()}, actor=coordinator)

    assert enquiry.cost_lines.count() == 1
    assert UserAudit.objects.get(pk=enquiry.pk).purpose == "Nytt syfte"


def test_a_unit_that_joins_after_the_agreement_needs_a_contact_person_too(team: Team, unit: Unit):
    UserAudit.objects.filter(pk=team.audit.pk).update(status="agreed")
    other = Unit.objects.create(name="Dagverksamheten", slug="dagverksamheten", principal=unit.principal)
    added = team.audit.audit_units.create(unit=other)

    with pytest.raises(DomainError, match="kontaktperson för Dagverksamheten"):
        move_audit(team.audit, "preparing", actor=team.lead)
    set_contact_person(added, ContactPerson(name="Kim Kontakt"), actor=team.lead)
    move_audit(team.audit, "preparing", actor=team.lead)

    assert team.audit.status == "preparing"


def test_a_collaboration_has_principals_and_needs_no_unit_and_no_contact(coordinator: User, unit: Unit):
    principals = tuple(Principal.objects.all())
    audit = register_enquiry(FACTS, Addressed(principals=principals), actor=coordinator)
    today = timezone.localdate()
    set_timetable(
        audit, dict.fromkeys(("interviews_from", "interviews_to", "report"), today), actor=coordinator
    )
    set_cost_estimate(audit, [CostItem(label="Enkät", amount=Decimal(900))], actor=coordinator)

    move_audit(audit, "agreed", actor=coordinator)

    assert not audit.units.exists()
    assert audit.status == "agreed"


def test_pressing_a_move_twice_is_one_move(enquiry: UserAudit, coordinator: User):
    _agree_on_everything(enquiry, coordinator)
    stale = UserAudit.objects.get(pk=enquiry.pk)

    move_audit(enquiry, "agreed", actor=coordinator)
    move_audit(stale, "agreed", actor=coordinator)

    assert StatusChange.objects.filter(object_id=str(enquiry.pk), target="agreed").count() == 1
    assert stale.status == "agreed"


def test_a_move_from_a_phase_that_has_passed_gets_a_calm_sentence(enquiry: UserAudit, coordinator: User):
    with pytest.raises(DomainError, match="Någon annan kan ha hunnit före"):
        move_audit(enquiry, "closed", actor=coordinator)


@pytest.mark.parametrize("target", ["published", "cancelled", "factcheck"])
def test_some_phases_are_reached_only_on_their_own_pages(team: Team, target: str):
    with pytest.raises(DomainError, match="egen sida"):
        move_audit(team.audit, target, actor=team.lead)


def test_only_the_lead_takes_the_audit_on_once_the_team_works(team: Team, coordinator: User):
    make_interview(team.audit, team.guide, team.auditor, status="done")
    team.audit.debriefs.create(on=timezone.localdate(), held=True)

    for other in (team.auditor, team.commissioner, coordinator):
        with pytest.raises(DomainError, match="behörighet"):
            move_audit(team.audit, "analysing", actor=other)
    move_audit(team.audit, "analysing", actor=team.lead)

    assert team.audit.status == "analysing"


def test_debriefs_that_nobody_has_recorded_keep_the_interviews_open(team: Team):
    make_interview(team.audit, team.guide, team.auditor, status="done")

    with pytest.raises(DomainError, match="eftersamtalet"):
        move_audit(team.audit, "analysing", actor=team.lead)


def test_the_checklist_says_what_is_met_and_what_is_missing_with_a_way_to_mend_it(
    enquiry: UserAudit, coordinator: User
):
    [move] = next_moves(enquiry, coordinator)
    before = [check.met for check in move.checks]
    _agree_on_everything(enquiry, coordinator)
    [after] = next_moves(UserAudit.objects.get(pk=enquiry.pk), coordinator)

    assert before == [True, False, False, False, False]
    assert all(check.url for check in move.checks if not check.met)
    assert not move.is_ready
    assert after.is_ready
    assert [check.url for check in after.checks] == [""] * 5


def test_who_may_not_move_sees_what_is_missing_but_no_button(team: Team, coordinator: User):
    assert next_moves(team.audit, coordinator) == []
    assert [check.met for check in waits_for(team.audit, coordinator)] == [False, True, True, True]
    assert waits_for(team.audit, team.lead) == []
    assert waits_for(team.audit, team.commissioner) == []


def test_the_phases_have_the_days_they_began(enquiry: UserAudit, coordinator: User):
    _agree_on_everything(enquiry, coordinator)
    move_audit(enquiry, "agreed", actor=coordinator)

    steps = phase_steps(enquiry)

    assert [step.state for step in steps] == ["done", "now", *["later"] * 8]
    assert [step.on for step in steps[:3]] == [timezone.localdate(), timezone.localdate(), None]


def test_an_audit_is_cancelled_with_a_reason_until_it_is_published(team: Team):
    with pytest.raises(DomainError, match="varför") as refusal:
        cancel_audit(team.audit, " \n", actor=team.lead)
    cancel_audit(team.audit, "Mottagningen läggs ned.", actor=team.lead)

    assert refusal.value.field == "reason"
    assert team.audit.status == "cancelled"
    assert [step.name for step in phase_steps(team.audit)][-1] == "Avbruten"
    with pytest.raises(DomainError, match="redan avbruten"):
        cancel_audit(team.audit, "Igen.", actor=team.lead)
    with pytest.raises(DomainError):
        cancel_audit(make_audit(status="published"), "För sent.", actor=team.lead)


def test_an_auditor_or_commissioner_cannot_cancel(team: Team):
    for other in (team.auditor, team.commissioner):
        with pytest.raises(DomainError, match="behörighet"):
            cancel_audit(team.audit, "Jag vill inte.", actor=other)


def test_a_unit_manager_never_meets_an_enquiry_that_came_to_nothing(
    enquiry: UserAudit, coordinator: User, unit_manager: User
):
    cancel_audit(enquiry, "Inga pengar.", actor=coordinator)
    agreed = make_audit(enquiry.units.get(), status="enquiry")
    move_audit(agreed, "agreed", actor=coordinator)
    cancel_audit(agreed, "Chefen slutade.", actor=coordinator)

    seen = UserAudit.objects.visible_to(unit_manager)

    assert list(seen) == [agreed]
    assert not unit_manager.has_perm("revisions.view_audit", enquiry)
    assert unit_manager.has_perm("revisions.view_audit", agreed)


# --- two who write at once ----------------------------------------------------------------------


def test_somebody_elses_agreement_is_never_overwritten_unseen(enquiry: UserAudit, coordinator: User):
    seen = enquiry.version
    units = Addressed(units=tuple(enquiry.units.all()))
    mine, theirs = replace(FACTS, purpose="Min text"), replace(FACTS, purpose="Deras text")
    revise_agreement(enquiry, theirs, units, expected_version=seen, actor=coordinator)

    with pytest.raises(EditConflictError) as conflict:
        revise_agreement(enquiry, mine, units, expected_version=seen, actor=coordinator)

    assert conflict.value.changed == {"Syfte": ("Deras text", "Min text")}
    enquiry.refresh_from_db()
    assert enquiry.purpose == "Deras text"
    revise_agreement(enquiry, mine, units, expected_version=enquiry.version, actor=coordinator)
    enquiry.refresh_from_db()
    assert enquiry.purpose == "Min text"


def test_units_chosen_by_two_at_once_are_shown_side_by_side(
    enquiry: UserAudit, coordinator: User, unit: Unit
):
    other = Unit.objects.create(name="Beroendemottagningen", slug="beroende", principal=unit.principal)
    facts = AuditFacts(title=enquiry.title)
    seen = enquiry.version
    revise_agreement(enquiry, facts, Addressed(units=(unit, other)), expected_version=seen, actor=coordinator)

    with pytest.raises(EditConflictError) as conflict:
        revise_agreement(enquiry, facts, Addressed(), expected_version=seen, actor=coordinator)

    assert conflict.value.changed == {"Verksamheter": ("Beroendemottagningen, Öppenvården Gävle", "")}
    assert enquiry.units.count() == 2


def test_a_unit_that_stays_keeps_its_contact_person(enquiry: UserAudit, coordinator: User, unit: Unit):
    set_contact_person(enquiry.audit_units.get(), ContactPerson(name="Kim Kontakt"), actor=coordinator)
    group = PriorityGroup.objects.create(name="Samsjuklighet", slug="samsjuklighet")

    revise_agreement(
        enquiry,
        AuditFacts(title=enquiry.title),
        Addressed(units=(unit,), priority_groups=(group,)),
        expected_version=enquiry.version,
        actor=coordinator,
    )

    assert enquiry.audit_units.get().contact_name == "Kim Kontakt"
    assert list(enquiry.priority_groups.all()) == [group]


def test_whom_it_is_about_is_fixed_once_the_report_is_sent(team: Team, coordinator: User):
    UserAudit.objects.filter(pk=team.audit.pk).update(status="factcheck")
    facts = AuditFacts(title=team.audit.title, **AGREED)

    with pytest.raises(DomainError, match="byta vem"):
        revise_agreement(team.audit, facts, Addressed(), expected_version=1, actor=coordinator)


def test_a_published_agreement_stays_as_it_is(team: Team, coordinator: User):
    audit = make_audit(status="published")

    with pytest.raises(DomainError, match="publicerad"):
        revise_agreement(audit, FACTS, Addressed(), expected_version=1, actor=coordinator)


def test_days_in_the_wrong_order_are_refused_at_their_field(enquiry: UserAudit, coordinator: User):
    today = timezone.localdate()

    with pytest.raises(DomainError, match="är före") as refusal:
        set_timetable(
            enquiry, {"interviews_to": today, "interviews_from": today + timedelta(days=1)}, actor=coordinator
        )

    assert refusal.value.field == "interviews_to"
    assert not enquiry.timetable.exists()


def test_a_day_that_two_changed_is_shown_and_one_that_only_the_other_changed_is_kept(
    enquiry: UserAudit, coordinator: User
):
    today = timezone.localdate()
    seen = {"report": today, "follow_up": today}
    set_timetable(enquiry, seen, actor=coordinator)
    theirs = {"report": today + timedelta(days=2), "follow_up": today + timedelta(days=9)}
    set_timetable(enquiry, theirs, seen=seen, actor=coordinator)

    with pytest.raises(EditConflictError) as conflict:
        set_timetable(enquiry, {**seen, "report": today + timedelta(days=3)}, seen=seen, actor=coordinator)
    set_timetable(enquiry, {**seen, "presentation": today + timedelta(days=5)}, seen=seen, actor=coordinator)

    assert list(conflict.value.changed) == ["Rapporten är klar"]
    assert dict(enquiry.timetable.values_list("kind", "on")) == {
        **theirs,
        "presentation": today + timedelta(days=5),
    }


def test_an_estimate_is_replaced_whole_and_never_unseen(enquiry: UserAudit, coordinator: User):
    mine, theirs = (
        [CostItem(label=label, hours=Decimal(hours), amount=Decimal(100))]
        for label, hours in (("A", 1), ("B", 2))
    )
    set_cost_estimate(enquiry, theirs, seen=[], actor=coordinator)

    with pytest.raises(EditConflictError):
        set_cost_estimate(enquiry, mine, seen=[], actor=coordinator)
    set_cost_estimate(enquiry, theirs, seen=[], actor=coordinator)
    set_cost_estimate(enquiry, mine, seen=theirs, actor=coordinator)

    assert [line.label for line in enquiry.cost_lines.all()] == ["A"]
    assert TrailEntry.objects.filter(verb="set_cost_estimate").count() == 2


def test_a_contact_person_of_a_unit_that_left_the_audit_is_refused(enquiry: UserAudit, coordinator: User):
    row = enquiry.audit_units.get()
    enquiry.audit_units.all().delete()

    with pytest.raises(DomainError, match="ingår inte"):
        set_contact_person(row, ContactPerson(name="Kim"), actor=coordinator)


# --- told, wished -------------------------------------------------------------------------------


def test_telling_the_result_is_a_dated_record_and_can_be_taken_away(team: Team, coordinator: User):
    today = timezone.localdate()

    row = record_presentation(team.audit, audience="staff", on=today, actor=coordinator)
    assert record_presentation(team.audit, audience="staff", on=today, actor=team.lead) == row
    with pytest.raises(DomainError, match="inte varit") as refusal:
        record_presentation(team.audit, audience="users", on=today + timedelta(days=1), actor=team.lead)
    with pytest.raises(DomainError, match="behörighet"):
        remove_presentation(row, actor=team.commissioner)
    remove_presentation(row, actor=team.lead)

    assert refusal.value.field == "on"
    assert not team.audit.presentations.exists()


def test_the_commissioner_wishes_and_only_the_team_decides(team: Team, unit_manager: User, coordinator: User):
    wishes = [
        wish_topic(team.audit, "Fråga om väntetid.", actor=one) for one in (team.commissioner, unit_manager)
    ]

    for other in (team.commissioner, unit_manager, coordinator):
        with pytest.raises(DomainError, match="behörighet"):
            decide_wish(wishes[0], taken=True, actor=other)
    for other in (team.auditor, coordinator):
        with pytest.raises(DomainError, match="behörighet"):
            wish_topic(team.audit, "Nej", actor=other)
    with pytest.raises(DomainError, match="varför") as refusal:
        decide_wish(wishes[0], taken=False, actor=team.auditor)
    decide_wish(wishes[0], taken=False, reason="Det ryms inte.", actor=team.auditor)
    decide_wish(wishes[1], taken=True, actor=team.lead)

    assert refusal.value.field == "reason"
    assert [wish.decision for wish in team.audit.wishes.all()] == ["declined", "taken"]


def test_wishes_end_with_the_interviews(team: Team):
    wish = wish_topic(team.audit, "Fråga om väntetid.", actor=team.commissioner)
    UserAudit.objects.filter(pk=team.audit.pk).update(status="analysing")

    with pytest.raises(DomainError, match="Intervjuerna är klara"):
        wish_topic(team.audit, "Mer", actor=team.commissioner)
    with pytest.raises(DomainError, match="Intervjuerna är klara"):
        decide_wish(wish, taken=True, actor=team.lead)


def test_whoever_deletes_the_account_leaves_interviews_and_wishes_without_a_person(
    team: Team, make_user: Callable[..., User], unit: Unit
):
    from revisions.services.privacy import forget_person, held_of_person

    interview = make_interview(team.audit, team.guide, team.auditor, team.second)
    make_member(make_audit(unit, status="preparing"), team.auditor)
    wish = wish_topic(team.audit, "Fråga om väntetid.", actor=team.commissioner)

    held = held_of_person(team.auditor)
    forget_person(team.auditor)
    forget_person(team.commissioner)
    team.auditor.delete()

    assert [row["vad"] for row in held] == [
        "Med i en brukarrevision",
        "Med i en brukarrevision",
        "Utbildad brukarrevisor",
    ]
    assert held_of_person(team.commissioner) == []
    wish.refresh_from_db()
    assert wish.by is None
    kept = Interview.objects.get(pk=interview.pk)
    assert kept.first_auditor is None
    assert kept.second_auditor == team.second
    assert not UnitRole.objects.filter(user=team.commissioner).exists()
