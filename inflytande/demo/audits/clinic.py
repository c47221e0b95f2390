"""Audit one: an addiction clinic, from the first question to the last interview."""

from datetime import date, time
from decimal import Decimal
from typing import Any
from uuid import uuid4

from associations.models import Association
from inflytande.demo.audits.cast import (
    AUDITOR,
    COMMISSIONER,
    COORDINATOR,
    LEAD,
    MANAGER,
    SECOND,
    Teller,
    person,
    theme,
    unit,
)
from inflytande.demo.audits.clinic_answers import TOLD, Told
from inflytande.demo.audits.clinic_facts import (
    AGREED,
    COSTS,
    INFORMATION,
    INFORMATION_PLAIN,
    QUESTIONS,
    UNIT,
)
from inflytande.demo.clock import Act
from organisations.models import PriorityGroup
from revisions.models import GuideQuestion, Interview, QuestionKind, UserAudit
from revisions.services import (
    audits,
    guide,
    guide_comments,
    guide_versions,
    interview_answers,
    interviews,
    planning,
    team,
    welfare,
)

#: Interview days (days ago) and how many are met on each.
DAYS = ((318, 3), (317, 3), (311, 3), (310, 3), (304, 2))
#: Two who had booked a time: one said no, one never came.
SAID_NO, NEVER_CAME = 4, 9


class ClinicAudit:
    """Tells the audit. Every step is taken by the one whose step it is."""

    def __init__(self, story: Teller) -> None:
        self.clock = story.clock
        at = story.clock.at
        at(390, self.ask)
        at(381, self.agree)
        at(374, self.gather_the_team)
        at(372, self.promise)
        at(366, self.draft_the_guide)
        at(352, self.decide_on_wishes)
        at(345, self.lock_the_guide)
        at(330, self.begin_interviews)
        told = iter(TOLD)
        number = 0
        for days_ago, count in DAYS:
            for hour in range(count):
                at(days_ago, self._meeting(number, days_ago, told), hour=10 + 2 * hour)
                number += 1
            at(days_ago, self._debrief(days_ago), hour=17)

    @property
    def audit(self) -> UserAudit:
        """The audit as the database holds it now."""
        return UserAudit.objects.get(title=AGREED["title"])

    def ask(self) -> None:
        """The clinic's head of department has rung the coordinator."""
        facts = audits.AuditFacts(title=str(AGREED["title"]), purpose=str(AGREED["purpose"]))
        audits.register_enquiry(facts, audits.Addressed(units=(unit(UNIT),)), actor=person(COORDINATOR))

    def agree(self) -> None:
        """Everything that must be settled before anybody is asked to take part."""
        audit, actor = self.audit, person(COORDINATOR)
        team.offer_place(audit, COMMISSIONER, role="commissioner", actor=actor)
        facts: dict[str, Any] = AGREED | {"association": Association.objects.get(name="Egna Ord Hälsingland")}
        audits.revise_agreement(
            audit,
            audits.AuditFacts(**facts),
            audits.Addressed(
                units=(unit(UNIT),), priority_groups=tuple(PriorityGroup.objects.filter(name="Samsjuklighet"))
            ),
            expected_version=audit.version,
            actor=actor,
        )
        contact = planning.ContactPerson(
            name="Eli Vårdsäter", title="Vårdenhetschef", email=MANAGER, phone="070-174 06 31"
        )
        planning.set_contact_person(audit.audit_units.get(), contact, actor=actor)
        planning.set_timetable(audit, self._timetable(), actor=actor)
        costs = [
            planning.CostItem(label=label, hours=Decimal(hours), amount=Decimal(amount))
            for label, hours, amount in COSTS
        ]
        planning.set_cost_estimate(audit, costs, actor=actor)
        audits.move_audit(audit, "agreed", actor=actor)

    def _timetable(self) -> dict[str, date | None]:
        day = self.clock.day
        return {
            "information": day(340),
            "interviews_from": day(318),
            "interviews_to": day(304),
            "report": day(200),
            "presentation": day(158),
            "follow_up": day(42),
        }

    def gather_the_team(self) -> None:
        """A lead and two auditors, none of whom goes to the clinic."""
        for address, role in ((LEAD, "audit_lead"), (AUDITOR, "auditor"), (SECOND, "auditor")):
            team.offer_place(self.audit, address, role=role, actor=person(COORDINATOR))
        audits.move_audit(self.audit, "preparing", actor=person(LEAD))

    def promise(self) -> None:
        """Each ticks for oneself."""
        for address in (LEAD, AUDITOR, SECOND):
            member = self.audit.members.get(user__email=address)
            team.declare(member, confidentiality=True, no_care_relation=True, actor=person(address))

    def draft_the_guide(self) -> None:
        """The team writes the questions; commissioner and manager may wish."""
        lead = person(LEAD)
        draft = guide_versions.start_guide(self.audit, actor=lead)
        for title, questions in QUESTIONS.items():
            facts = guide.AreaFacts(title=title, theme=theme(title))
            area = guide.add_area(draft, facts, actor=person(AUDITOR))
            for question in questions.values():
                guide.add_question(area, question, actor=person(AUDITOR))
        asked = GuideQuestion.objects.get(area__guide=draft, text=QUESTIONS["Bemötande"]["treatment"].text)
        guide_comments.comment_guide(
            draft,
            "Ska vi fråga om receptionen för sig? Många nämner den.",
            question=asked,
            actor=person(SECOND),
        )
        planning.wish_topic(
            self.audit, "Fråga om det är lätt att komma fram på telefon.", actor=person(COMMISSIONER)
        )
        planning.wish_topic(self.audit, "Fråga vad de tycker om våra nya broschyrer.", actor=person(MANAGER))
        planning.write_information(self.audit, text=INFORMATION, plain_text=INFORMATION_PLAIN, actor=lead)

    def decide_on_wishes(self) -> None:
        """Only the auditors decide what is asked."""
        about_phone, about_leaflets = self.audit.wishes.all()
        planning.decide_wish(about_phone, taken=True, actor=person(LEAD))
        reason = "Vi har få frågor och vill att de ska handla om vården. Säger någon något om broschyrerna skriver vi ner det."
        planning.decide_wish(about_leaflets, taken=False, reason=reason, actor=person(LEAD))

    def lock_the_guide(self) -> None:
        """From now on everybody is asked the same."""
        lead = person(LEAD)
        for comment in self.audit.guides.get().comments.all():
            guide_comments.settle_comment(comment, actor=lead)
        guide_versions.lock_guide(self.audit.guides.get(), actor=lead)

    def begin_interviews(self) -> None:
        """The lead says when; fourteen have booked a time."""
        audits.move_audit(self.audit, "interviewing", actor=person(LEAD))
        for days_ago, count in DAYS:
            for _ in range(count):
                plan = interviews.InterviewPlan(
                    on=self.clock.day(days_ago),
                    place_kind=Interview.PlaceKind.ASSOCIATION,
                    kind=Interview.Kind.INTERVIEW,
                    participants=1,
                    first_auditor=person(AUDITOR),
                    second_auditor=person(SECOND),
                )
                interviews.plan_interview(self.audit, plan, actor=person(LEAD))
            welfare.plan_debrief(
                self.audit,
                self.clock.day(days_ago),
                starts_at=time(16, 30),
                place="Egna Ords lokal",
                actor=person(LEAD),
            )

    def _meeting(self, number: int, days_ago: int, told: Any) -> Act:
        def meet() -> None:
            interview = Interview.objects.get(audit=self.audit, code=f"A{number + 1:02d}")
            auditor = person(AUDITOR)
            if number == SAID_NO:
                interviews.decline_interview(interview, actor=auditor)
            elif number == NEVER_CAME:
                interviews.cancel_interview(interview, actor=auditor)
            else:
                write_down(interview, next(told), writers=(AUDITOR, SECOND))
                interviews.finish_interview(interview, actor=auditor)

        return meet

    def _debrief(self, days_ago: int) -> Act:
        return lambda: welfare.record_debrief(
            self.audit, self.clock.day(days_ago), held=True, actor=person(AUDITOR)
        )


def write_down(interview: Interview, told: Told, *, writers: tuple[str, str]) -> None:
    """Read the information aloud, hear a yes, and write what is said, question by question."""
    first, second = (person(address) for address in writers)
    information = interviews.latest_information(interview.audit)
    if information is None:
        raise LookupError("the story begins an interview without information to read aloud")
    begun = interviews.begin_interview(interview, information, consent=True, actor=first)
    said = {facts.text: getattr(told, key) for area in QUESTIONS.values() for key, facts in area.items()}
    for number, question in enumerate(GuideQuestion.objects.filter(area__guide=begun.guide)):
        answer = written(question, said[question.text])
        interview_answers.save_answer(begun, answer, actor=second if number % 3 == 2 else first)


def written(question: GuideQuestion, said: Any) -> interview_answers.WrittenAnswer:
    """Return one answer as a phone would send it. ``None`` and "" as in ``Told``."""
    is_scale = question.kind == QuestionKind.SCALE
    if said is None:
        state = "unknown" if is_scale else "declined"
    else:
        state = "skipped" if said == "" else "answered"
    return interview_answers.WrittenAnswer(
        save_id=uuid4(),
        question_id=question.pk,
        base=0,
        state=state,
        choice=said if is_scale and said is not None else None,
        text="" if is_scale or not said else said,
    )
