"""From draft to answer, measure, check, outcome and reopening."""

import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from common.errors import DomainError, EditConflictError
from common.models import OutboxMessage, StatusChange, TrailEntry
from common.stamps import read_stamps
from common.swedish import today
from proposals import services
from proposals.models import (
    EffectQuestion,
    FollowUp,
    LoopRules,
    Measure,
    Move,
    Proposal,
    ProposalSource,
    Response,
)
from proposals.queries.facts import facts_of, standing_of
from proposals.services import AnswerWords, MeasurePlan, MeasureReport, ProposalWords
from tests.proposals.conftest import ROOM, addressee_of, fresh, say_done, say_yes

pytestmark = pytest.mark.django_db
SENT_AT = datetime(2026, 12, 8, 9, tzinfo=UTC)


def soon() -> date:
    return today() + timedelta(days=30)


def status_of(proposal: Proposal) -> str:
    row = Proposal.objects.for_listing().get(pk=proposal.pk)
    assert (
        Proposal.objects.with_status().get(pk=proposal.pk).status_now == standing_of(row, LoopRules()).status
    )
    return standing_of(row, LoopRules()).status


def words(**more) -> AnswerWords:
    return AnswerWords(
        **{"answer": "yes", "text": "Vi gör det.", "responsible": "Enhetschef", "due": soon()} | more
    )


# --- sources and drafts


def test_a_source_is_opened_once_and_brought_up_to_date(auditor, source):
    again = services.open_source(
        room=ROOM, source_id="1", kind="audit", title="Nytt namn", answer_days=30, actor=auditor
    )

    assert (again.pk, again.title, again.answer_days) == (source.pk, "Nytt namn", 30)


def test_only_its_team_writes_a_sources_proposals(
    source, auditor, other_auditor, coordinator, unit_manager, unit
):
    for person in (other_auditor, coordinator, unit_manager):
        with pytest.raises(DomainError):
            services.create_proposal(source=source, title="X", text="Y", addressees=[unit], actor=person)

    assert (
        services.create_proposal(source=source, title="X", text="Y", addressees=[unit], actor=auditor).number
        == 1
    )


def test_proposals_are_numbered_within_their_source_without_gaps(make_proposal, auditor):
    first, second, third = (make_proposal(title=name) for name in ("A", "B", "C"))

    services.remove_draft(second, actor=auditor)

    assert [fresh(first).number, fresh(third).number] == [1, 2]


def test_how_many_is_said_only_where_many_were_asked(source, auditor, draft, unit):
    kept = {"addressees": [unit], "priority_groups": [], "expected_version": draft.version, "actor": auditor}
    for note in ("3 av 8", "Alla av de fem"):
        with pytest.raises(DomainError, match="minst tio") as refusal:
            services.edit_proposal(draft, ProposalWords(title="A", said_note=note), **kept)
        assert refusal.value.field == "said_note"

    services.edit_proposal(draft, ProposalWords(title="A", said_note="21 av 46"), **kept)

    assert fresh(draft).said_note == "21 av 46"


def test_the_same_form_twice_gives_one_draft(source, auditor, unit):
    key = uuid.uuid4()
    made = [
        services.create_proposal(
            source=source, title="X", text="Y", addressees=[unit], form_key=key, actor=auditor
        )
        for _ in range(2)
    ]

    assert made[0] == made[1]
    assert Proposal.objects.count() == 1


def test_two_who_edit_a_draft_see_each_others_words(draft, auditor, unit):
    version = draft.version
    one = ProposalWords(title="Min rubrik", text="Text", theme=draft.theme)
    other = ProposalWords(title="Din rubrik", text="Text", theme=draft.theme)
    kept = {"addressees": [unit], "priority_groups": [], "actor": auditor}
    services.edit_proposal(draft, one, expected_version=version, **kept)

    with pytest.raises(EditConflictError) as refusal:
        services.edit_proposal(draft, other, expected_version=version, **kept)

    assert refusal.value.changed["Rubrik"] == ("Min rubrik", "Din rubrik")
    assert fresh(draft).title == "Min rubrik"


def test_a_sent_proposal_keeps_its_words(sent, auditor, unit):
    with pytest.raises(DomainError, match="redan skickat"):
        services.edit_proposal(
            sent,
            ProposalWords(title="Nytt"),
            addressees=[unit],
            priority_groups=[],
            expected_version=1,
            actor=auditor,
        )


# --- sending and publishing


@time_machine.travel(SENT_AT, tick=False)
def test_the_answer_deadline_is_counted_in_working_days(draft, auditor):
    services.send_proposals(draft.source, actor=auditor)

    assert addressee_of(draft).answer_due == date(2027, 3, 9)  # 60 working days


@time_machine.travel(SENT_AT, tick=False)
def test_the_sources_own_deadline_wins(draft, auditor):
    services.open_source(room=ROOM, source_id="1", kind="audit", title="X", answer_days=20, actor=auditor)
    services.send_proposals(draft.source, actor=auditor)

    assert addressee_of(draft).answer_due == date(2027, 1, 12)


def test_sending_writes_one_neutral_letter_to_each_who_answers(
    make_proposal, auditor, unit, unit_manager, kommun, respondent, source
):
    make_proposal(unit, kommun, title="A")
    make_proposal(unit, title="B")
    services.send_proposals(source, actor=auditor)
    services.send_proposals(source, actor=auditor)

    letters = {one.payload["to"]: one.payload for one in OutboxMessage.objects.filter(kind="mail")}
    assert set(letters) == {unit_manager.email, respondent.email}
    assert "två förslag" in letters[unit_manager.email]["body"]
    assert "ett förslag" in letters[respondent.email]["body"]
    assert "<" not in letters[respondent.email]["body"]
    for letter in letters.values():
        assert "Beroende" not in letter["body"] + letter["subject"]
    assert OutboxMessage.objects.filter(kind="mail").count() == 2


def test_nothing_is_sent_when_a_draft_lacks_somebody_to_answer(source, auditor, make_proposal):
    make_proposal(title="A")
    services.create_proposal(source=source, title="B", text="C", actor=auditor)

    with pytest.raises(DomainError, match="förslag 2"):
        services.send_proposals(source, actor=auditor)

    assert not Proposal.objects.exclude(state="draft").exists()


def test_publishing_gives_addresses_a_follow_up_and_a_new_stamp(make_proposal, auditor, source):
    first, second = make_proposal(title="Samma rubrik"), make_proposal(title="Samma rubrik")
    before = read_stamps().get("proposals", 0)

    with time_machine.travel(SENT_AT, tick=False):
        assert services.publish_proposals(source, date(2026, 12, 8), actor=auditor) == 2
        assert services.publish_proposals(source, date(2026, 12, 8), actor=auditor) == 0

    assert {fresh(first).slug, fresh(second).slug} == {"samma-rubrik", "samma-rubrik-2"}
    assert fresh(source).follow_up.on == date(2027, 6, 8)
    assert read_stamps()["proposals"] > before
    assert StatusChange.objects.filter(object_id=str(first.pk)).count() == 3


def test_a_council_meets_again_and_needs_no_follow_up_meeting(draft, auditor, source):
    ProposalSource.objects.filter(pk=source.pk).update(kind="council")
    services.publish_proposals(source, date(2026, 12, 8), actor=auditor)

    assert not FollowUp.objects.exists()
    shown = Proposal.objects.for_listing().get(pk=draft.pk)
    assert facts_of(shown, LoopRules()).follow_up_on is None


def test_words_under_du_sa_can_come_at_the_last_moment(draft, auditor):
    services.send_proposals(draft.source, said={draft.pk: "Jag fick aldrig planen."}, actor=auditor)

    assert fresh(draft).said == "Jag fick aldrig planen."


# --- answers


@pytest.mark.parametrize("persona", ["unit_manager", "respondent"])
def test_only_those_named_answer(request, persona, make_proposal, auditor, unit, kommun, coordinator):
    person = request.getfixturevalue(persona)
    proposal = make_proposal(unit if persona == "unit_manager" else kommun)
    services.send_proposals(proposal.source, actor=auditor)
    row = addressee_of(proposal)
    for stranger in (coordinator, auditor):
        with pytest.raises(DomainError, match="behörighet"):
            services.answer_proposal(row, words(), expected_version=row.version, actor=stranger)

    services.answer_proposal(row, words(), expected_version=row.version, actor=person)

    assert status_of(proposal) == "going"


def test_a_draft_cannot_be_answered(draft, unit_manager):
    row = addressee_of(draft)

    with pytest.raises(DomainError, match="inte skickat"):
        services.answer_proposal(row, words(), expected_version=row.version, actor=unit_manager)


def test_a_yes_becomes_a_measure_and_a_no_drops_it(sent, unit_manager):
    measure = say_yes(sent, unit_manager, soon())
    assert (measure.what, measure.due) == ("Planen skrivs ut.", soon())

    row = addressee_of(sent)
    services.answer_proposal(
        row, words(answer="no", text="Vi har inte råd."), expected_version=row.version, actor=unit_manager
    )

    assert fresh(measure).status == "dropped"
    assert status_of(sent) == "declined"
    assert [one.state for one in row.responses.all()] == ["present", "earlier"]


def test_the_same_answer_sent_twice_is_one_answer(sent, unit_manager):
    row = addressee_of(sent)
    for _ in range(2):
        services.answer_proposal(row, words(), expected_version=row.version, actor=unit_manager)

    assert Response.objects.count() == 1
    assert Measure.objects.count() == 1
    assert Move.objects.count() == 1


def test_two_managers_at_once_see_each_others_answers(sent, unit_manager):
    row = addressee_of(sent)
    services.answer_proposal(row, words(), expected_version=row.version, actor=unit_manager)

    with pytest.raises(EditConflictError) as refusal:
        services.answer_proposal(
            row, words(text="Något annat."), expected_version=row.version, actor=unit_manager
        )

    assert refusal.value.changed == {"Vad ni gör, eller varför inte": ("Vi gör det.", "Något annat.")}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"answer": ""}, "answer"),
        ({"answer": "kanske"}, "answer"),
        ({"text": "  "}, "text"),
        ({"responsible": ""}, "responsible"),
        ({"due": None}, "due"),
        ({"due": date(2020, 1, 1)}, "due"),
    ],
)
def test_an_answer_says_what_who_and_when(sent, unit_manager, change, field):
    row = addressee_of(sent)

    with pytest.raises(DomainError) as refusal:
        services.answer_proposal(row, words(**change), expected_version=row.version, actor=unit_manager)

    assert refusal.value.field == field
    assert not Response.objects.exists()


def test_a_saved_draft_is_nobodys_answer(sent, unit_manager):
    row = addressee_of(sent)
    services.save_answer_draft(row, words(text="Kanske"), expected_version=row.version, actor=unit_manager)

    assert status_of(sent) == "waiting"
    row = fresh(row)
    services.answer_proposal(row, words(), expected_version=row.version, actor=unit_manager)
    assert [one.state for one in row.responses.all()] == ["present"]


# --- measures


def test_a_measure_needs_a_yes(sent, unit_manager):
    row = addressee_of(sent)
    with pytest.raises(DomainError, match="Svara först"):
        services.add_measure(row, MeasurePlan(what="X", who="Y", due=soon()), actor=unit_manager)
    say_yes(sent, unit_manager, soon())
    key = uuid.uuid4()

    made = [
        services.add_measure(
            row, MeasurePlan(what="X", who="Y", due=soon()), form_key=key, actor=unit_manager
        )
        for _ in range(2)
    ]

    assert made[0] == made[1]
    assert row.measures.count() == 2


def test_staff_add_measures_of_their_own(unit, unit_manager, respondent):
    own = MeasurePlan(what="Nya stolar i väntrummet", who="Vårdenhetschef", due=soon())
    with pytest.raises(DomainError, match="behörighet"):
        services.add_own_measure(unit, own, actor=respondent)

    measure = services.add_own_measure(unit, own, actor=unit_manager)
    say_done(measure, unit_manager)

    assert fresh(measure).done_on == today()


def test_a_promised_day_can_be_moved_until_it_has_passed(sent, unit_manager):
    measure = say_yes(sent, unit_manager, today() + timedelta(days=3))
    report = MeasureReport(status="going", happened="Vi har börjat.", due=today() + timedelta(days=9))
    measure = services.update_measure(measure, report, expected_version=measure.version, actor=unit_manager)
    assert (measure.due, measure.expected) == (today() + timedelta(days=9), None)

    with time_machine.travel(measure.due + timedelta(days=20)):
        later = MeasureReport(status="going", happened="Det drar ut.", due=today() + timedelta(days=9))
        measure = services.update_measure(
            measure, later, expected_version=measure.version, actor=unit_manager
        )
        assert (measure.due, measure.expected) != (later.due, None)
        assert measure.expected == later.due
        assert status_of(sent) == "late"


@pytest.mark.parametrize("status", ["done", "dropped"])
def test_done_and_dropped_say_what_happened(sent, unit_manager, status):
    measure = say_yes(sent, unit_manager, soon())

    with pytest.raises(DomainError) as refusal:
        services.update_measure(
            measure,
            MeasureReport(status=status, happened=" ", due=measure.due),
            expected_version=measure.version,
            actor=unit_manager,
        )

    assert refusal.value.field == "happened"


def test_a_yes_keeps_something_to_do(sent, unit_manager):
    """Without anything to do nothing would ever be late. The unit says no, or does something else."""
    measure = say_yes(sent, unit_manager, soon())
    dropped = MeasureReport(status="dropped", happened="Det gick inte.", due=measure.due)

    with pytest.raises(DomainError, match="enda åtgärden") as refusal:
        services.update_measure(measure, dropped, expected_version=measure.version, actor=unit_manager)
    services.add_measure(addressee_of(sent), MeasurePlan(what="X", who="Y", due=soon()), actor=unit_manager)
    services.update_measure(measure, dropped, expected_version=measure.version, actor=unit_manager)

    assert refusal.value.field == "status"
    assert fresh(measure).status == "dropped"


def test_two_reports_at_once_are_shown_side_by_side(sent, unit_manager):
    measure = say_yes(sent, unit_manager, soon())
    first = MeasureReport(status="going", happened="Vi har börjat.", due=measure.due)
    other = MeasureReport(status="going", happened="Inget än.", due=measure.due)
    services.update_measure(measure, first, expected_version=measure.version, actor=unit_manager)
    services.update_measure(measure, first, expected_version=measure.version, actor=unit_manager)

    with pytest.raises(EditConflictError) as refusal:
        services.update_measure(measure, other, expected_version=measure.version, actor=unit_manager)

    assert refusal.value.changed == {"Vad har hänt": ("Vi har börjat.", "Inget än.")}
    assert fresh(measure).updates.count() == 1


# --- checks, outcome, reopening


def test_only_checkers_check_and_only_what_is_done(public, unit_manager, auditor, other_auditor, coordinator):
    measure = say_yes(public, unit_manager, soon())
    with pytest.raises(DomainError, match="säger inte"):
        services.check_measure(measure, "confirmed", actor=auditor)
    measure = say_done(measure, unit_manager)
    for person in (unit_manager, other_auditor, coordinator):
        with pytest.raises(DomainError, match="behörighet"):
            services.check_measure(measure, "confirmed", actor=person)
    with pytest.raises(DomainError, match="vad som saknas"):
        services.check_measure(measure, "not_seen", actor=auditor)

    services.check_measure(measure, "not_seen", "Ingen har fått någon utskrift.", actor=auditor)
    services.check_measure(measure, "not_seen", "Ingen har fått någon utskrift.", actor=auditor)
    services.check_measure(measure, "confirmed", actor=auditor)

    assert [one.counts for one in measure.checks.all()] == [True, False]
    assert status_of(public) == "going"


def test_a_check_is_forgotten_when_the_deed_is_no_longer_done(public, unit_manager, auditor):
    measure = say_done(say_yes(public, unit_manager, soon()), unit_manager)
    services.check_measure(measure, "confirmed", actor=auditor)
    again = MeasureReport(status="going", happened="Det höll inte.", due=measure.due)

    services.update_measure(measure, again, expected_version=measure.version, actor=unit_manager)

    assert not measure.checks.filter(counts=True).exists()


def test_genomford_takes_unit_checkers_and_users(public, unit_manager, auditor):
    measure = say_done(say_yes(public, unit_manager, soon()), unit_manager)
    assert status_of(public) == "going"
    services.check_measure(measure, "confirmed", actor=auditor)
    assert status_of(public) == "going"

    count_effect(public)

    assert status_of(public) == "done"


def test_the_checkers_open_it_again_and_the_unit_cannot_prevent_it(public, unit_manager, auditor):
    measure = say_done(say_yes(public, unit_manager, soon()), unit_manager)
    services.check_measure(measure, "confirmed", actor=auditor)
    count_effect(public)
    question = EffectQuestion.objects.get(proposal=public)
    with pytest.raises(DomainError, match="behörighet"):
        services.reopen_proposal(public, "Nej", actor=unit_manager)

    services.reopen_proposal(public, "Det har slutat fungera.", actor=auditor)
    services.reopen_proposal(public, "Det har slutat fungera.", actor=auditor)

    assert status_of(public) == "going"
    assert fresh(measure).status == "going"
    assert fresh(public).effect_base is None
    assert fresh(question).closed_on == today()
    assert Move.objects.filter(kind="reopened").count() == 1
    assert "öppnat igen" in OutboxMessage.objects.latest("created_at").payload["body"]


def test_a_no_can_be_asked_again(public, unit_manager, auditor):
    row = addressee_of(public)
    services.answer_proposal(
        row, words(answer="no", due=None), expected_version=row.version, actor=unit_manager
    )
    assert status_of(public) == "declined"

    services.reopen_proposal(public, "Nu finns det pengar.", actor=auditor)

    assert status_of(public) == "waiting"
    assert [one.state for one in row.responses.all()] == ["earlier"]


def test_an_open_proposal_cannot_be_opened_again(public, auditor):
    with pytest.raises(DomainError, match="redan öppet"):
        services.reopen_proposal(public, "Nu", actor=auditor)


def test_settled_counts_as_no_improvement_and_stops_reports(public, unit_manager, auditor):
    measure = say_yes(public, unit_manager, soon())
    with pytest.raises(DomainError, match="sedd av er"):
        services.settle_proposal(public, "partly", "Halva.", expected_version=public.version, actor=auditor)
    with pytest.raises(DomainError, match="behörighet"):
        services.settle_proposal(
            public, "no_longer", "X", expected_version=public.version, actor=unit_manager
        )
    services.settle_proposal(
        public, "no_longer", "Enheten läggs ned.", expected_version=public.version, actor=auditor
    )

    assert status_of(public) == "no_longer"
    with pytest.raises(DomainError, match="avslutat"):
        say_done(measure, unit_manager)
    services.reopen_proposal(fresh(public), "Den blev kvar.", actor=auditor)
    assert status_of(public) == "going"


def test_every_write_leaves_a_trail_without_content(public, unit_manager, auditor):
    say_done(say_yes(public, unit_manager, soon()), unit_manager)

    verbs = set(TrailEntry.objects.values_list("verb", flat=True))
    assert {"create_proposal", "publish_proposal", "answer_proposal", "update_measure"} <= verbs
    assert not TrailEntry.objects.filter(fields__contains=["Alla får en utskrift."]).exists()


# --- sources the coordinator enters


def test_the_coordinator_enters_a_patient_forum_and_is_its_checker(coordinator, auditor, unit, unit_manager):
    key = uuid.uuid4()
    facts = {"kind": "patient_forum", "title": "Patientforum i Bollnäs", "held_on": date(2026, 10, 1)}
    with pytest.raises(DomainError, match="behörighet"):
        services.enter_source(**facts, form_key=key, actor=auditor)
    forum = services.enter_source(**facts, form_key=key, actor=coordinator)
    assert services.enter_source(**facts, form_key=key, actor=coordinator) == forum

    proposal = services.create_proposal(
        source=forum, title="A", text="B", addressees=[unit], actor=coordinator
    )
    services.publish_proposals(forum, today(), actor=coordinator)
    measure = say_done(say_yes(fresh(proposal), unit_manager, soon()), unit_manager)

    services.check_measure(measure, "confirmed", actor=coordinator)


def count_effect(proposal: Proposal) -> None:
    """As the daily reading writes it."""
    from proposals.services.shared import settle_standing

    row = fresh(proposal)
    row.effect_base, row.effect_yes, row.effect_reached, row.effect_on = 10, 6, True, today()
    row.save()
    settle_standing(row)
