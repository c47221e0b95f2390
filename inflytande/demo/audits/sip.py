"""Audit two: a collaboration of several principals. The survey is done, and interviews are going on today."""

from datetime import date, time
from decimal import Decimal
from typing import Any

from associations.models import Association
from inflytande.demo.audits import sip_words as words
from inflytande.demo.audits.cast import (
    AUDITOR,
    COMMISSIONER,
    COORDINATOR,
    LEAD,
    SECOND,
    THIRD,
    Teller,
    person,
    principal,
    theme,
)
from inflytande.demo.audits.clinic import written
from inflytande.demo.clock import Act
from revisions.models import GuideQuestion, Interview, UserAudit
from revisions.services import (
    audits,
    guide,
    guide_versions,
    interview_answers,
    interviews,
    planning,
    team,
    welfare,
)
from surveys import tokens
from surveys.models import Answer, Survey
from surveys.services import answering, flow, writing

#: When, and who: days ago (negative: to come), first and second auditor.
MEETINGS = (
    (21, AUDITOR, THIRD),
    (20, SECOND, LEAD),
    (14, AUDITOR, SECOND),
    (13, THIRD, SECOND),
    (1, AUDITOR, THIRD),
    (0, AUDITOR, SECOND),
    (0, THIRD, LEAD),
    (-6, SECOND, THIRD),
    (-7, AUDITOR, THIRD),
)
BEGUN, SWAP = 4, 7


class SipAudit:
    """Tells the audit so far."""

    def __init__(self, story: Teller) -> None:
        self.clock = story.clock
        at = story.clock.at
        at(150, self.ask)
        at(138, self.agree)
        at(127, self.gather_the_team)
        at(124, self.promise)
        at(118, self.make_the_survey)
        at(111, self.open_the_survey)
        for number, row in enumerate(words.SURVEY_ANSWERS):
            at(110 - number, self._send(number, row), hour=15)
        at(70, self.close_the_survey)
        at(52, self.draft_the_guide)
        at(41, self.lock_the_guide)
        at(30, self.begin_interviews)
        for number, (days_ago, first, second) in enumerate(MEETINGS):
            if days_ago > 1:
                at(days_ago, self._meeting(number, first, second), hour=13)
                at(days_ago, self._debrief(days_ago, first), hour=16)
        at(8, self.wish)
        at(3, self.ask_for_swap)
        at(1, self.begin_one, hour=13)

    @property
    def audit(self) -> UserAudit:
        """The audit as the database holds it now."""
        return UserAudit.objects.get(title=words.AGREED["title"])

    def ask(self) -> None:
        """The county's committee wants to know how coordination is for those it is for."""
        facts = audits.AuditFacts(
            title=str(words.AGREED["title"]), commissioner_name=str(words.AGREED["commissioner_name"])
        )
        audits.register_enquiry(facts, self._addressed(), actor=person(COORDINATOR))

    def _addressed(self) -> audits.Addressed:
        return audits.Addressed(principals=tuple(principal(slug) for slug in words.PRINCIPALS))

    def agree(self) -> None:
        """What is examined is what happens between principals, so there is no unit."""
        audit, actor = self.audit, person(COORDINATOR)
        team.offer_place(audit, COMMISSIONER, role="commissioner", actor=actor)
        network = Association.objects.get(name="Föreningsnätverket för psykisk hälsa")
        facts: dict[str, Any] = words.AGREED | {"association": network}
        audits.revise_agreement(
            audit, audits.AuditFacts(**facts), self._addressed(), expected_version=audit.version, actor=actor
        )
        planning.set_timetable(audit, self._timetable(), actor=actor)
        costs = (("Enkät", 40, 12_000), ("Intervjuer", 72, 21_600), ("Analys och rapport", 120, 36_000))
        items = [
            planning.CostItem(label=what, hours=Decimal(hours), amount=Decimal(sek))
            for what, hours, sek in costs
        ]
        planning.set_cost_estimate(audit, items, actor=actor)
        audits.move_audit(audit, "agreed", actor=actor)

    def _timetable(self) -> dict[str, date | None]:
        day = self.clock.day
        return {
            "information": day(45),
            "interviews_from": day(21),
            "interviews_to": day(-14),
            "report": day(-100),
            "presentation": day(-120),
            "follow_up": day(-300),
        }

    def gather_the_team(self) -> None:
        """The same lead, and three auditors."""
        places = ((LEAD, "audit_lead"), (AUDITOR, "auditor"), (SECOND, "auditor"), (THIRD, "auditor"))
        for address, role in places:
            team.offer_place(self.audit, address, role=role, actor=person(COORDINATOR))
        audits.move_audit(self.audit, "preparing", actor=person(LEAD))

    def promise(self) -> None:
        """Each ticks for oneself."""
        for member in self.audit.members.select_related("user"):
            team.declare(member, confidentiality=True, no_care_relation=True, actor=person(member.user.email))

    def make_the_survey(self) -> None:
        """First a survey, to those who have a plan and to those who were refused one."""
        facts = writing.SurveyFacts(
            title=words.SURVEY_TITLE,
            purpose="Brukarrevisorer vill veta hur en samordnad individuell plan fungerar för den som har den.",
            information="Svaren är anonyma. De läses av brukarrevisorerna och visas bara när minst fem har svarat.",
            thanks="Tack. Vill du berätta mer? Ring samordnaren, så hör en brukarrevisor av sig.",
            closes_on=self.clock.day(60),
        )
        survey = writing.create_survey(
            facts, actor=person(LEAD), owner_room="revisions", owner_id=self.audit.pk
        )
        for question in words.SURVEY_QUESTIONS:
            writing.add_question(survey, question, actor=person(LEAD))

    @property
    def survey(self) -> Survey:
        """The audit's survey."""
        return Survey.objects.get(title=words.SURVEY_TITLE)

    def open_the_survey(self) -> None:
        """From now on anybody with the link or the poster can answer."""
        flow.open_survey(self.survey, actor=person(LEAD))

    def _send(self, number: int, row: tuple[int | None, ...]) -> Act:
        def send() -> None:
            survey = self.survey
            *closed, own_words = survey.questions.all()
            given = {
                question.pk: answering.Given(state=Answer.State.UNKNOWN)
                if choice is None
                else answering.Given(choices=(choice,))
                for question, choice in zip(closed, row, strict=True)
            }
            if number < len(words.SURVEY_WORDS):
                given[own_words.pk] = answering.Given(text=words.SURVEY_WORDS[number])
            token = tokens.read_token(survey, tokens.new_token(survey)) or ""
            answering.submit_answers(survey, given, token=token)

        return send

    def close_the_survey(self) -> None:
        """The counts are frozen, and what they say shapes the guide."""
        flow.close_survey(self.survey, actor=person(LEAD))

    def draft_the_guide(self) -> None:
        """The team writes what to ask about in depth."""
        draft = guide_versions.start_guide(self.audit, actor=person(LEAD))
        for title, questions in words.QUESTIONS.items():
            area = guide.add_area(
                draft, guide.AreaFacts(title=title, theme=theme(title)), actor=person(SECOND)
            )
            for question in questions:
                guide.add_question(area, question, actor=person(SECOND))
        planning.write_information(
            self.audit, text=words.INFORMATION, plain_text=words.INFORMATION_PLAIN, actor=person(LEAD)
        )

    def lock_the_guide(self) -> None:
        """From now on everybody is asked the same."""
        guide_versions.lock_guide(self.audit.guides.get(), actor=person(LEAD))

    def begin_interviews(self) -> None:
        """The lead says when, and plans who meets whom."""
        audits.move_audit(self.audit, "interviewing", actor=person(LEAD))
        for days_ago, first, second in MEETINGS:
            plan = interviews.InterviewPlan(
                on=self.clock.day(days_ago),
                place_kind=Interview.PlaceKind.ASSOCIATION if days_ago % 2 else Interview.PlaceKind.PHONE,
                kind=Interview.Kind.INTERVIEW,
                participants=1,
                first_auditor=person(first),
                second_auditor=person(second),
            )
            interviews.plan_interview(self.audit, plan, actor=person(LEAD))
            welfare.plan_debrief(
                self.audit,
                self.clock.day(days_ago),
                starts_at=time(16),
                place="Sal Linden",
                actor=person(LEAD),
            )

    def _meeting(self, number: int, first: str, second: str) -> Act:
        def meet() -> None:
            interview = self._interview(number)
            self._write(interview, words.TOLD[number], first, second)
            interviews.finish_interview(interview, actor=person(first))

        return meet

    def begin_one(self) -> None:
        """Begun yesterday, and to be gone on with."""
        _, first, second = MEETINGS[BEGUN]
        self._write(self._interview(BEGUN), words.BEGUN, first, second)
        welfare.record_debrief(self.audit, self.clock.day(1), held=True, actor=person(second))

    def _write(
        self, interview: Interview, told: tuple[str | int | None, ...], first: str, second: str
    ) -> None:
        information = interviews.latest_information(interview.audit)
        if information is None:
            raise LookupError("the story begins an interview without information to read aloud")
        begun = interviews.begin_interview(interview, information, consent=True, actor=person(first))
        questions = GuideQuestion.objects.filter(area__guide=begun.guide).order_by("area__order", "order")
        for number, (question, said) in enumerate(zip(questions, told, strict=False)):
            writer = person(second if number % 2 else first)
            interview_answers.save_answer(begun, written(question, said), actor=writer)

    def _debrief(self, days_ago: int, address: str) -> Act:
        return lambda: welfare.record_debrief(
            self.audit, self.clock.day(days_ago), held=days_ago != 20, actor=person(address)
        )

    def wish(self) -> None:
        """The commissioner may wish; the team has not decided yet."""
        planning.wish_topic(
            self.audit, "Fråga om det hade hjälpt att få dagordningen före mötet.", actor=person(COMMISSIONER)
        )

    def ask_for_swap(self) -> None:
        """Somebody can't come, and asks the others."""
        _, first, _ = MEETINGS[SWAP]
        welfare.ask_for_swap(self._interview(SWAP), actor=person(first))

    def _interview(self, number: int) -> Interview:
        return Interview.objects.get(audit=self.audit, code=f"A{number + 1:02d}")
