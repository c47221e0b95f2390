"""Beside the audits: training, an enquiry, a ward's own survey each term, and a patient forum's proposals."""

from datetime import timedelta
from typing import Final
from uuid import uuid4

from inflytande.demo.audits.cast import (
    AUDITOR,
    COMMISSIONER,
    COORDINATOR,
    LEAD,
    MANAGER,
    SECOND,
    THIRD,
    Teller,
    person,
    theme,
    unit,
)
from inflytande.demo.clock import Act
from proposals import services as loop
from proposals.words import SaidFrom, SourceKind
from revisions.models import TrainingCohort
from revisions.services import audits, team
from surveys import tokens
from surveys.models import Question, Survey, SurveySeries
from surveys.services import answering, flow, series, writing

WARD = "avdelning-12-gavle"
SURVEY = "Så har det varit hos oss"
OFTEN = ("Aldrig", "Ibland", "Oftast", "Alltid")
QUESTIONS = (
    writing.QuestionFacts(kind=Question.Kind.SCALE, text="Har personalen lyssnat på dig?", options=OFTEN),
    writing.QuestionFacts(
        kind=Question.Kind.SCALE, text="Har du fått vara med när din vård planerades?", options=OFTEN
    ),
    writing.QuestionFacts(kind=Question.Kind.SCALE, text="Har du känt dig trygg här?", options=OFTEN),
    writing.QuestionFacts(kind=Question.Kind.OPEN, text="Vad ska vi fortsätta med?"),
)
#: Rounds: opened and closed (days ago), and a digit for each question of each answer.
ROUNDS: Final[tuple[tuple[int, int | None, tuple[str, ...]], ...]] = (
    (
        240,
        212,
        ("223", "112", "213", "322", "212", "123", "222", "312", "213", "112", "223", "212", "323", "222"),
    ),
    (
        120,
        92,
        (
            "323",
            "222",
            "313",
            "323",
            "222",
            "233",
            "322",
            "212",
            "333",
            "223",
            "322",
            "313",
            "222",
            "323",
            "213",
            "332",
        ),
    ),
    (11, None, ("333", "223", "322", "313", "232")),
)
CONTINUE = ("Promenaden på morgonen.", "Att ni frågar hur man har sovit.")


class Training:
    """People with experience of their own become auditors."""

    def __init__(self, story: Teller) -> None:
        self.story, self.clock = story, story.clock
        story.clock.at(436, self.plan)
        story.clock.at(404, self.graduate)

    def plan(self) -> None:
        """The coordinator enters the courses."""
        year = self.clock.day(420).year
        for name, starts, ends, lasts in (
            (f"Brukarrevisor, grundkurs {year}", 430, 405, 3 * 365),
            (f"Brukarrevisor, fördjupning {year + 1}", 60, 31, 2 * 365),
        ):
            team.create_cohort(
                name,
                starts_on=self.clock.day(starts),
                ends_on=self.clock.day(ends),
                place="Sal Linden",
                valid_to=self.clock.day(ends) + timedelta(days=lasts),
                actor=person(COORDINATOR),
            )

    def graduate(self) -> None:
        """Those who took the first one get accounts; whoever orders audits gets one too."""
        cohort = TrainingCohort.objects.earliest("starts_on")
        for address in (LEAD, AUDITOR, SECOND, THIRD):
            self.story.welcome(address, [("trained_auditor", str(cohort.pk))])
        self.story.welcome(COMMISSIONER, [])


class WardSurvey:
    """The same four questions each term, asked by the ward itself."""

    def __init__(self, story: Teller) -> None:
        self.clock = story.clock
        at = story.clock.at
        for number, (opened, closed, answers) in enumerate(ROUNDS):
            at(opened, self._open(number))
            for place, digits in enumerate(answers):
                at(
                    opened - 1 - place % 20 if opened > 20 else opened - 1 - place,
                    self._answer(digits, place),
                )
            if closed is not None:
                at(closed, lambda: flow.close_survey(self._latest(), actor=person(MANAGER)))

    def _open(self, number: int) -> Act:
        def begin() -> None:
            manager = person(MANAGER)
            title = f"{SURVEY}, omgång {number + 1}"
            survey = self._first(title) if number == 0 else self._next(title)
            flow.open_survey(survey, actor=manager)

        return begin

    def _first(self, title: str) -> Survey:
        facts = writing.SurveyFacts(
            title=title,
            purpose="Vi vill veta vad som är bra och vad vi kan göra bättre på avdelningen.",
            information="Svaren är anonyma. Chefen ser bara antal, aldrig vad någon har skrivit.",
            thanks="Tack för att du svarade. Resultatet sitter på tavlan i dagrummet.",
            layout=Survey.Layout.ALL,
        )
        survey = writing.create_survey(facts, actor=person(MANAGER), unit=unit(WARD))
        for question in QUESTIONS:
            writing.add_question(survey, question, actor=person(MANAGER))
        series.start_series(survey, SURVEY, actor=person(MANAGER))
        return Survey.objects.get(pk=survey.pk)

    def _next(self, title: str) -> Survey:
        return series.start_round(SurveySeries.objects.get(name=SURVEY), title, actor=person(MANAGER))

    def _latest(self) -> Survey:
        return Survey.objects.filter(series__name=SURVEY).latest("pk")

    def _answer(self, digits: str, place: int) -> Act:
        def answer() -> None:
            survey = self._latest()
            *closed, own_words = survey.questions.all()
            given = {
                question.pk: answering.Given(choices=(int(digit),))
                for question, digit in zip(closed, digits, strict=True)
            }
            if place < len(CONTINUE):
                given[own_words.pk] = answering.Given(text=CONTINUE[place])
            token = tokens.read_token(survey, tokens.new_token(survey)) or ""
            answering.submit_answers(survey, given, token=token)

        return answer


class Forum:
    """A patient forum's proposals, entered by the coordinator: proposals need no audit."""

    def __init__(self, story: Teller) -> None:
        self.clock = story.clock
        story.clock.at(48, self.enter)
        story.clock.at(45, self.publish)
        story.clock.at(16, self.answer_one)

    def enter(self) -> None:
        """What was said at the meeting, as it was summed up there."""
        coordinator = person(COORDINATOR)
        self.source = loop.enter_source(
            kind=SourceKind.PATIENT_FORUM,
            title="Patientforum i Gävle",
            held_on=self.clock.day(50),
            form_key=uuid4(),
            actor=coordinator,
        )
        for title, said, text, subject, slug in (
            (
                "Ha något att göra också på helgerna",
                "På helgerna står tiden stilla. Då blir man sämre.",
                "Minst en gemensam aktivitet på lördagen och en på söndagen, som någon på avdelningen ansvarar för.",
                "Aktiviteter",
                WARD,
            ),
            (
                "Säg i förväg vem man får träffa",
                "Man öppnar dörren utan att veta vem som sitter där.",
                "Kallelsen säger vem besöket är hos och vad det ska handla om.",
                "Information",
                "oppenvarden-gavle",
            ),
            (
                "Lås inte dörren till gården mellan måltiderna",
                "Luften är det enda som hjälper och dörren är låst.",
                "Gården är öppen mellan frukost och kvällsmat. Är den stängd står det varför på dörren.",
                "Miljö",
                WARD,
            ),
        ):
            loop.create_proposal(
                source=self.source,
                title=title,
                said=said,
                said_from=SaidFrom.GATHERING,
                text=text,
                theme=theme(subject),
                addressees=(unit(slug),),
                form_key=uuid4(),
                actor=coordinator,
            )

    def publish(self) -> None:
        """Everybody can read them, and the units have sixty working days to answer."""
        loop.publish_proposals(self.source, self.clock.day(45), actor=person(COORDINATOR))

    def answer_one(self) -> None:
        """The ward has answered one of its two."""
        proposal = self.source.proposals.get(title__startswith="Lås inte")
        addressee = proposal.addressees.get()
        said = loop.AnswerWords(
            answer="yes",
            text="Gården är öppen kl. 8–17 från och med nästa månad. Vi sätter upp en skylt med tider.",
            responsible="Vårdenhetschefen",
            due=self.clock.day(-25),
        )
        loop.answer_proposal(addressee, said, expected_version=addressee.version, actor=person(MANAGER))


class Enquiry:
    """A manager asks for an audit of the own ward. Nothing is agreed yet."""

    def __init__(self, story: Teller) -> None:
        story.clock.at(6, self.ask)

    def ask(self) -> None:
        """What the manager wants to know, in the manager's words."""
        audits.ask_for_audit(
            unit(WARD),
            title="Brukarrevision av Avdelning 12",
            purpose="Vi vill veta hur den första veckan hos oss upplevs, och vad som skulle göra den tryggare.",
            actor=person(MANAGER),
        )
