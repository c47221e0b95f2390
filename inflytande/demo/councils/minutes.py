"""What the council's meetings took up, said and sent on, and what came of it: a decision in every state of the loop."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial
from typing import Any, Final
from uuid import uuid4

from common.swedish import day_text
from councils.models import Action, AgendaItem, Decision, Mandate, Meeting, Minutes
from councils.services import (
    actions,
    agenda,
    attendance,
    decisions,
    dialogues,
    minutes,
    notes,
    proposed_items,
)
from councils.services.actions import ActionFacts
from councils.services.agenda import ItemFacts
from councils.services.attendance import Body
from councils.services.decisions import DecisionFacts
from inflytande.demo.audits.cast import (
    CLINIC_HEAD,
    COORDINATOR,
    MANAGER,
    REGION_HEAD,
    Teller,
    association,
    person,
    principal,
    unit,
)
from inflytande.demo.councils.composition import (
    CHAIR,
    COMMITTEE,
    COUNCIL,
    DIALOGUES,
    MEMBER,
    RESUMED,
    SECRETARY,
    STEERING,
    council_named,
)
from inflytande.demo.councils.meetings import COMMITTEE_DAYS, COUNCIL_DAYS, STEERING_DAYS
from inflytande.demo.councils.minutes_words import (
    AT_THE_DIALOGUE,
    CLINIC,
    CORRECTED,
    REGION,
    RIGHT_NOTE,
    SENT_ON,
    TAKEN_UP,
    WARD,
    WHAT_WAS_WRONG,
    Came,
    Point,
    Said,
    Todo,
)
from proposals import services as loop
from proposals.models import Addressee, Measure
from surveys import tokens
from surveys.models import Survey
from surveys.services.answering import Given, submit_answers

#: The last meeting that has been: its notes are out, and wait for one more to approve.
LATEST: Final = 26
#: Notes are written, and nobody has sent them round yet.
DRAFT: Final = 40
TALKED: Final = DIALOGUES["Södra Hälsingland"]
#: Body → who answers for it, and what the one who is responsible is called.
ANSWERS: Final = {
    WARD: (MANAGER, "Vårdenhetschefen"),
    CLINIC: (CLINIC_HEAD, "Vårdenhetschefen"),
    REGION: (REGION_HEAD, "Hälso- och sjukvårdsdirektören"),
}


class WhatWasSaid:
    """Writes in the diary what the meetings took up, and what those who were asked did."""

    def __init__(self, story: Teller) -> None:
        self.story = story
        clock = story.clock
        for number, points in TAKEN_UP.items():
            ago = self.story.clock.working_days_ago(number)
            # After the call, which makes the agenda; the first meeting was called shortly before.
            clock.at(min(ago + 20, 760), partial(self._add, number), hour=11)
            clock.at(ago, partial(self._note, COUNCIL, number, SECRETARY, points), hour=16)
            clock.at(ago - 3, partial(self._send, COUNCIL, number, SECRETARY), hour=9)
            clock.at(ago - 18, partial(self._approve, COUNCIL, number, CHAIR), hour=9)
            if number != LATEST:
                clock.at(ago - 20, partial(self._publish, COUNCIL, number, SECRETARY), hour=9)
            self._tell_what_came(ago, points)
        latest = self.story.clock.working_days_ago(LATEST)
        clock.at(latest - 9, self._give_view, hour=19)
        clock.at(latest - 10, self._answer_view)
        clock.at(self.story.clock.working_days_ago(CORRECTED) - 40, self._correct)
        self._tell_of_the_small(COMMITTEE, COMMITTEE_DAYS, SECRETARY, CHAIR)
        self._tell_of_the_small(STEERING, STEERING_DAYS, COORDINATOR, REGION_HEAD)
        self._tell_of_the_dialogue()
        clock.at(40, self._propose, hour=19)
        clock.at(24, self._answer_proposer)

    def _tell_what_came(self, ago: int, points: Sequence[Point]) -> None:
        at = self.story.clock.at
        for point in points:
            for said in point.said:
                came = said.came
                if came is None:
                    continue
                at(ago - came.answered, partial(self._answer, said, came, ago), hour=14)
                for after, status, words in came.told:
                    at(ago - after, partial(self._report, said, status, words), hour=14)
                if came.seen:
                    after, verdict, words = came.seen
                    at(ago - after, partial(self._check, said, verdict, words), hour=15)
                    at(ago - after - 2, partial(self._people_say, said, came.better), hour=12)
                if came.partly:
                    after, words = came.partly
                    at(ago - after, partial(self._settle, said, words), hour=15)
            if point.todo and point.todo.done:
                after, outcome = point.todo.done
                at(ago - after, partial(self._close, point.todo, outcome), hour=15)

    def _tell_of_the_small(self, name: str, days: Sequence[int], by: str, approves: str) -> None:
        """A committee's and a steering group's notes are short."""
        at = self.story.clock.at
        for number in days:
            if number < 0:
                continue
            ago = self.story.clock.working_days_ago(number)
            at(ago, partial(self._note, name, number, by, ()), hour=12)
            if number != DRAFT:
                at(ago - 3, partial(self._send, name, number, by, approves), hour=9)
                at(ago - 18, partial(self._approve, name, number, approves), hour=9)
                at(ago - 20, partial(self._publish, name, number, by), hour=9)

    def _tell_of_the_dialogue(self) -> None:
        """What was said in Söderhamn goes on to the ward, and a paused council begins again."""
        at, ago = self.story.clock.at, self.story.clock.working_days_ago(SENT_ON)
        at(ago + 20, self._set_question)
        at(ago, partial(self._note, TALKED, SENT_ON, COORDINATOR, (AT_THE_DIALOGUE,)), hour=19)
        at(ago, self._count_heads, hour=21)
        at(ago - 3, partial(self._send, TALKED, SENT_ON, COORDINATOR, CHAIR), hour=9)
        at(ago - 12, self._resume)
        at(ago - 18, partial(self._approve, TALKED, SENT_ON, CHAIR), hour=9)
        at(ago - 20, partial(self._publish, TALKED, SENT_ON, COORDINATOR), hour=9)
        self._tell_what_came(ago, (AT_THE_DIALOGUE,))

    def meeting(self, name: str, number: int) -> Meeting:
        """The meeting of that group on that day of the story."""
        rows = Meeting.objects.select_related("council")
        found: Meeting = rows.get(council__name=name, day=self.story.clock.working_day(number))
        return found

    def _add(self, number: int) -> None:
        meeting = self.meeting(COUNCIL, number)
        for point in TAKEN_UP[number]:
            facts = ItemFacts(title=point.title, minutes=25)
            agenda.add_item(meeting, facts, form_key=uuid4(), actor=person(SECRETARY))

    def _set_question(self) -> None:
        facts = ItemFacts(title=AT_THE_DIALOGUE.title, minutes=60)
        meeting = self.meeting(TALKED, SENT_ON)
        agenda.make_agenda(meeting, actor=person(COORDINATOR))
        agenda.add_item(meeting, facts, form_key=uuid4(), actor=person(COORDINATOR))

    def _count_heads(self) -> None:
        came: list[tuple[Body, int]] = [(association("Föreningen Ljusgläntan"), 12), (unit(WARD), 3)]
        meeting = self.meeting(TALKED, SENT_ON)
        attendance.record_attendance(meeting, came={}, guests=came, actor=person(COORDINATOR))

    def _note(self, name: str, number: int, by: str, points: Sequence[Point]) -> None:
        meeting, writer = self.meeting(name, number), person(by)
        said = {"opening": "Alla hälsades välkomna.", "next": self._next_words(name, number)}
        if not points:
            said["information"] = "Läget gicks igenom. Dagordningen till rådets nästa möte är satt."
        for item in meeting.items.filter(standing__in=said):
            if said[item.standing]:
                notes.save_note(item, said[item.standing], expected_version=0, actor=writer)
        for point in points:
            item = meeting.items.get(title=point.title)
            notes.save_note(item, point.note, expected_version=0, actor=writer)
            for one in point.said:
                self._say(item, one, meeting.day, by)
            if point.todo is not None:
                facts = ActionFacts(
                    what=point.todo.what,
                    who=point.todo.who,
                    due_on=meeting.day + timedelta(days=point.todo.due),
                )
                actions.add_action(item, facts, form_key=uuid4(), actor=writer)
            agenda.mark_item(item, treated=True, stays_open=point.again, actor=writer)

    def _next_words(self, name: str, number: int) -> str:
        days = {COUNCIL: COUNCIL_DAYS, COMMITTEE: COMMITTEE_DAYS, STEERING: STEERING_DAYS}.get(name, ())
        later = [one for one in days if one < number]
        return f"Rådet träffas igen {day_text(self.story.clock.working_day(max(later)))}." if later else ""

    def _say(self, item: AgendaItem, said: Said, day: date, by: str) -> None:
        body: Any = None
        if said.to:
            body = principal(said.to) if said.to == REGION else unit(said.to)
        facts = DecisionFacts(
            kind=said.kind,
            text=said.words,
            forwarded_to=body,
            answer_due=day + timedelta(days=said.answer_in) if body else None,
        )
        decisions.add_decision(item, facts, form_key=uuid4(), actor=person(by))

    def _send(self, name: str, number: int, by: str, approves: str = "") -> None:
        sits = Mandate.objects.current().filter(council__name=name)
        chosen = list(sits.filter(email=approves)) if approves else []
        if (name, number) == (COUNCIL, LATEST):
            # Waits for this member to read and approve.
            chosen = list(sits.filter(email=MEMBER))
        minutes.send_minutes(
            self.meeting(name, number),
            kind="notes",
            approvers=chosen,
            views_until=self.story.clock.day(self.story.clock.working_days_ago(number) - 17),
            actor=person(by),
        )

    def _out(self, name: str, number: int) -> Minutes:
        found: Minutes = Minutes.objects.get(meeting=self.meeting(name, number))
        return found

    def _approve(self, name: str, number: int, by: str) -> None:
        out = self._out(name, number)
        minutes.approve_minutes(out, out.fingerprint, actor=person(by))

    def _publish(self, name: str, number: int, by: str) -> None:
        minutes.publish_minutes(self._out(name, number), actor=person(by))

    def _give_view(self) -> None:
        text = "Det var tre som sa att de saknar tid i schemat, inte två."
        minutes.give_view(self._out(COUNCIL, LATEST), text, form_key=uuid4(), actor=person(MEMBER))

    def _answer_view(self) -> None:
        (view,) = self._out(COUNCIL, LATEST).views.all()
        because = "Vi skriver inte hur många som sa vad. Då kan någon bli igenkänd."
        minutes.answer_view(view, state="left", answer=because, actor=person(SECRETARY))

    def _correct(self) -> None:
        """One word was wrong in what was published: a second edition."""
        by, (point,) = person(SECRETARY), TAKEN_UP[CORRECTED]
        out = minutes.correct_minutes(self._out(COUNCIL, CORRECTED), WHAT_WAS_WRONG, actor=by)
        meeting = self.meeting(COUNCIL, CORRECTED)
        item = meeting.items.select_related("note").get(title=point.title)
        notes.save_note(item, RIGHT_NOTE, expected_version=item.note.version, actor=by)
        minutes.send_minutes(meeting, kind=out.kind, approvers=(), views_until=None, actor=by)
        self._approve(COUNCIL, CORRECTED, CHAIR)
        self._publish(COUNCIL, CORRECTED, SECRETARY)

    def _resume(self) -> None:
        dialogues.resume_council(
            self.meeting(TALKED, SENT_ON), council_named(RESUMED), actor=person(COORDINATOR)
        )

    def _addressee(self, said: Said) -> Addressee:
        decision = Decision.objects.get(text=said.words)
        found: Addressee = Addressee.objects.select_related("proposal").get(proposal=decision.proposal_id)
        return found

    def _answer(self, said: Said, came: Came, ago: int) -> None:
        to = self._addressee(said)
        address, role = ANSWERS[said.to]
        words = loop.AnswerWords(
            answer=came.answer,
            text=came.words,
            responsible=role,
            due=self.story.clock.day(ago - came.due) if came.due else None,
        )
        loop.answer_proposal(to, words, expected_version=to.version, actor=person(address))

    def _measure(self, said: Said) -> Measure:
        found: Measure = Measure.objects.get(addressee=self._addressee(said))
        return found

    def _report(self, said: Said, status: str, words: str) -> None:
        measure = self._measure(said)
        report = loop.MeasureReport(status=status, happened=words, due=measure.expected or measure.due)
        actor = person(ANSWERS[said.to][0])
        loop.update_measure(measure, report, expected_version=measure.version, actor=actor)

    def _check(self, said: Said, verdict: str, words: str) -> None:
        loop.check_measure(self._measure(said), verdict, words, actor=person(CHAIR))

    def _people_say(self, said: Said, better: Sequence[int]) -> None:
        """Those it is about have answered whether it got better, and the answers are counted."""
        proposal = self._addressee(said).proposal
        question = proposal.effect_questions.get(closed_on=None)
        survey = Survey.objects.get(pk=question.survey_id)
        asked = survey.questions.get()
        for choice in better:
            token = tokens.read_token(survey, tokens.new_token(survey)) or ""
            submit_answers(survey, {asked.pk: Given(choices=(choice,))}, token=token)
        loop.close_effect_question(proposal, actor=person(SECRETARY))

    def _settle(self, said: Said, words: str) -> None:
        proposal = self._addressee(said).proposal
        actor = person(SECRETARY)
        loop.settle_proposal(proposal, "partly", words, expected_version=proposal.version, actor=actor)

    def _close(self, todo: Todo, outcome: str) -> None:
        action = Action.objects.get(what=todo.what)
        actions.close_action(action, state="done", outcome=outcome, actor=person(SECRETARY))

    def _propose(self) -> None:
        """A member proposes for her association; one is placed, one waits for an answer."""
        council = council_named(COUNCIL)
        for title in ("Väntrummet i Hudiksvall", "Sms före besöket"):
            proposed_items.propose_item(
                council,
                title=title,
                text="Våra medlemmar tar upp det på nästan varje träff.",
                association=association("Egna Ord Hälsingland"),
                form_key=uuid4(),
                actor=person(MEMBER),
            )

    def _answer_proposer(self) -> None:
        item = AgendaItem.objects.get(title="Väntrummet i Hudiksvall")
        (ahead, *_) = [number for number in COUNCIL_DAYS if number < 0]
        proposed_items.place_item(
            item,
            self.meeting(COUNCIL, ahead),
            answer="Vi tar upp den på nästa möte. Ta gärna med bilder.",
            expected_version=item.version,
            actor=person(SECRETARY),
        )
