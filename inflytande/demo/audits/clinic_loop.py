"""Audit one after publication: the clinic answers and acts, the auditors look, those who go there are asked."""

from collections.abc import Iterable
from datetime import date, time, timedelta

from common.working_days import is_working_day
from inflytande.demo.audits.cast import AUDITOR, LEAD, MANAGER, SECOND, Teller, person, unit
from inflytande.demo.audits.clinic_facts import AGREED, UNIT
from inflytande.demo.audits.clinic_proposals import FAMILY, PHONE, PLAN, PROPOSALS, ROOM, Proposed
from inflytande.demo.clock import Act
from proposals import services as loop
from proposals.models import Addressee, Measure, Proposal, ProposalSource
from proposals.services import followers, reminders
from proposals.services.effect import read_effects
from revisions.models import UserAudit
from revisions.services import audits
from revisions.services.source import existing_source
from surveys import tokens
from surveys.models import Survey
from surveys.services import answering

#: Places among "Ja, Delvis, Nej".
YES, PARTLY, NO = 0, 1, 2
#: What those who go to the clinic said about the phone, and so far about the plan.
PHONE_BETTER = (YES, YES, PARTLY, YES, YES, NO, YES, YES, YES, YES, PARTLY)
PLAN_BETTER = (NO, PARTLY, NO)
SEEN = "Vi ringde fyra dagar i rad, olika tider. Alla gånger kom vi fram, och två gånger blev vi uppringda inom timmen."
NOT_SEEN = "Vi frågade åtta som kom från ett besök. Ingen hade fått sin plan på papper, och mallen fanns inte i rummen."


class ClinicLoop:
    """Tells what came of the proposals."""

    def __init__(self, story: Teller) -> None:
        self.clock = story.clock
        at = story.clock.at
        at(152, self.follow)
        for words in PROPOSALS:
            at(words.answered, self._answer(words))
        at(
            112,
            lambda: self._report(
                PHONE, "going", "Växeln är beställd. Telefontiden är utökad till alla vardagar."
            ),
        )
        at(
            96,
            lambda: self._report(
                PHONE, "done", "Telefonen är öppen kl. 8–10 alla vardagar och ringer upp den som väntar."
            ),
        )
        at(92, self.add_own_measure)
        at(84, lambda: self._report(ROOM, "going", "Skärmen är beställd. Den kommer senare än vi trodde."))
        at(83, lambda: self._check(PHONE, "confirmed", SEEN, AUDITOR))
        at(76, lambda: self._people_say(PHONE, PHONE_BETTER))
        at(74, self.plan_the_meeting)
        at(66, lambda: self._report(PLAN, "done", "Mallen är klar och alla har fått information om den."))
        at(60, self.follow_up)
        at(58, lambda: self._count(PHONE))
        at(55, self.invite)
        at(47, lambda: self._check(PLAN, "not_seen", NOT_SEEN, SECOND))
        at(40, self.hold_the_meeting)
        at(34, lambda: self._people_say(PLAN, PLAN_BETTER))
        at(12, lambda: self._report(FAMILY, "going", "Två samtal är hållna. Fler är inbokade."))
        for morning in (82, 70, 28, 14, 12, 2):
            at(morning, tend, hour=6)

    def follow(self) -> None:
        """Somebody outside wants to know when it moves."""
        followers.follow_proposal(proposal(PHONE), actor=person(AUDITOR))

    def _answer(self, words: Proposed) -> Act:
        def answer() -> None:
            addressee = Addressee.objects.get(proposal__title=words.title, unit=unit(UNIT))
            said = loop.AnswerWords(
                answer=words.answer,
                text=words.words,
                responsible=words.who,
                due=self.clock.day(words.due) if words.answer != "no" else None,
            )
            loop.answer_proposal(addressee, said, expected_version=addressee.version, actor=person(MANAGER))

        return answer

    def _report(self, title: str, status: str, happened: str) -> None:
        measure = Measure.objects.get(addressee__proposal__title=title, addressee__unit=unit(UNIT))
        report = loop.MeasureReport(status=status, happened=happened, due=measure.expected or measure.due)
        loop.update_measure(measure, report, expected_version=measure.version, actor=person(MANAGER))

    def add_own_measure(self) -> None:
        """Something the staff thought of themselves."""
        plan = loop.MeasurePlan(
            what="Ny text i alla kallelser, prövad av tre som går på mottagningen.",
            who="Medicinska sekreteraren",
            due=self.clock.day(-20),
        )
        loop.add_own_measure(unit(UNIT), plan, actor=person(MANAGER))

    def _check(self, title: str, verdict: str, note: str, address: str) -> None:
        measure = Measure.objects.get(addressee__proposal__title=title)
        loop.check_measure(measure, verdict, note, actor=person(address))

    def _people_say(self, title: str, said: Iterable[int]) -> None:
        question = proposal(title).effect_questions.get(closed_on=None)
        survey = Survey.objects.get(pk=question.survey_id)
        asked = survey.questions.get()
        for choice in said:
            token = tokens.read_token(survey, tokens.new_token(survey)) or ""
            answering.submit_answers(survey, {asked.pk: answering.Given(choices=(choice,))}, token=token)

    def _count(self, title: str) -> None:
        loop.close_effect_question(proposal(title), actor=person(LEAD))

    def plan_the_meeting(self) -> None:
        """The day the portal set falls as it falls; the lead chooses one that suits."""
        meeting = self.source.follow_up
        plan = loop.FollowUpPlan(
            on=self._meeting_day(),
            starts_at=time(13),
            place="Föreningshuset, Söderhamn",
            bring="Ta med den senaste planen och en sak som ni är nöjda med.",
        )
        loop.plan_follow_up(self.source, plan, expected_version=meeting.version, actor=person(LEAD))

    def invite(self) -> None:
        """Letters to the clinic and the team."""
        loop.invite_to_follow_up(self.source.follow_up, actor=person(LEAD))

    def hold_the_meeting(self) -> None:
        """What was said, and what all learnt."""
        meeting = self.source.follow_up
        loop.record_follow_up(
            meeting,
            held_on=self._meeting_day(),
            notes="Åtta från mottagningen, tre användare och två revisorer var med. Telefonen fungerar. Planerna delas inte ut "
            "som det var tänkt, och mottagningen tar reda på varför. Skärmen i väntrummet är försenad.",
            lessons="Att personalen fick höra resultatet innan chefen svarade gjorde svaren bättre. Nästa gång frågar vi också "
            "dem som har slutat komma.",
            expected_version=meeting.version,
            actor=person(LEAD),
        )

    def follow_up(self) -> None:
        """The audit is looked at again."""
        audits.move_audit(UserAudit.objects.get(title=AGREED["title"]), "following_up", actor=person(LEAD))

    @property
    def source(self) -> ProposalSource:
        """Where the proposals came from."""
        found = existing_source(UserAudit.objects.get(title=AGREED["title"]))
        if found is None:
            raise LookupError("the audit has no proposals yet")
        return found

    def _meeting_day(self) -> date:
        day = self.clock.day(42)
        while not is_working_day(day):
            day -= timedelta(days=1)
        return day


def proposal(title: str) -> Proposal:
    """Return a proposal by its heading."""
    return Proposal.objects.get(title=title)


def tend() -> None:
    """What the clock does each morning: count, note delays, remind."""
    read_effects()
    reminders.note_delays()
    reminders.send_reminders()
    followers.tell_followers()
