"""Evaluations in the demo: a ward with three, a clinic where few answered, one whose questions are out just now."""

from collections.abc import Sequence
from functools import partial
from typing import Final
from uuid import uuid4

from inflytande.demo.audits.cast import AUDITOR, COORDINATOR, SECOND, Teller, person
from inflytande.demo.peersupport.posts import CLINIC, SOUTH, WARD
from inflytande.demo.peersupport.way import placement_named
from peersupport.models import Evaluation
from peersupport.services import evaluation_report, evaluation_team, evaluations, statements
from peersupport.words import Asked, FindingKind, Occasion
from surveys import tokens
from surveys.models import Survey
from surveys.services import answering

#: Each digit is an answer: 0 the good one, 2 the other end. One text for each person who answered.
Answers = Sequence[str]
_USERS_3: Final = ("01010", "10110", "00000", "22222", "01100", "11110", "00010", "20210", "01000", "10000")
_USERS_6: Final = (*_USERS_3, "00100", "01000", "00000", "10010")
_USERS_12: Final = (*_USERS_6[3:], "00000", "00010", "01000", "00000")
_STAFF_3: Final = ("12210", "21211", "10200", "11100", "22211", "10100", "21200")
_STAFF_6: Final = ("11100", "10200", "00100", "11100", "20210", "00000", "11200", "10100")
_STAFF_12: Final = (
    "00100",
    "00000",
    "10100",
    "01000",
    "00000",
    "10200",
    "00000",
    "11100",
    "00100",
    "00000",
    "00000",
)
_FEW: Final = ("00000", "01010", "10100", "00010")
_GOOD: Final = (
    "Att prata med någon som har varit där själv.",
    "Det var lugnt. Ingen skrev något.",
    "Cirkeln på onsdagar.",
    "Att det finns någon på kvällen.",
    "Hen lyssnar på riktigt.",
    "Jag vågade berätta mer.",
)
_POINTS: Final = {
    Occasion.MONTHS_3: (
        (FindingKind.KEEP, "Samtalen på kvällarna, när det är lugnt på avdelningen."),
        (
            FindingKind.CHANGE,
            "Rollen behöver bli tydligare för hela arbetsgruppen. Gå igenom den på två arbetsplatsträffar.",
        ),
        (FindingKind.STOP, "Att ringa in peer supportern som extra vakt."),
    ),
    Occasion.MONTHS_6: (
        (FindingKind.KEEP, "Cirkeln på onsdagar, som fler frågar efter."),
        (FindingKind.CHANGE, "Låt peer supportern vara med på rapporten vid skiftbytet."),
    ),
    Occasion.MONTHS_12: (
        (FindingKind.KEEP, "Samtalen, cirkeln och stödet inför hemgång."),
        (FindingKind.KEEP, "Handledningen hos NSPH en gång i månaden."),
        (FindingKind.CHANGE, "Berätta om peer support för den som kommer till avdelningen samma dag."),
    ),
}
_ENDINGS: Final = {
    Occasion.MONTHS_3: "De flesta som har haft kontakt med peer supportern vill ha det kvar. Personalen är osäker på rollen. Det är det viktigaste att arbeta med.",
    Occasion.MONTHS_6: "Rollen har blivit tydligare. Några i personalen efterlyser fortfarande mer förberedelse.",
    Occasion.MONTHS_12: "Efter ett år är peer support en del av avdelningen. Vi föreslår att tjänsten fortsätter, och att pengarna ordnas innan statsbidraget tar slut.",
}


class Evaluations:
    """Writes the evaluations in the diary."""

    def __init__(self, story: Teller) -> None:
        self.clock = story.clock
        at = story.clock.at
        at(400, partial(self._choose, WARD), hour=14)
        for occasion, begun, users, staff in (
            (Occasion.MONTHS_3, 358, _USERS_3, _STAFF_3),
            (Occasion.MONTHS_6, 268, _USERS_6, _STAFF_6),
            (Occasion.MONTHS_12, 84, _USERS_12, _STAFF_12),
        ):
            self._evaluate(WARD, occasion, begun, users, staff)
        at(46, partial(self._show, WARD, Occasion.MONTHS_12), hour=14)
        at(300, partial(self._choose, SOUTH), hour=14)
        self._evaluate(SOUTH, Occasion.MONTHS_12, 284, (*_USERS_12, *_FEW), _STAFF_12)
        at(236, partial(self._show, SOUTH, Occasion.MONTHS_12), hour=14)
        at(300, partial(self._choose, CLINIC), hour=14)
        at(285, partial(self._skip, CLINIC, Occasion.MONTHS_3), hour=14)
        self._evaluate(CLINIC, Occasion.MONTHS_6, 198, _FEW, ())
        at(9, partial(self._ask, CLINIC, Occasion.MONTHS_12, [one.value for one in Asked]), hour=9)
        for number, answer in enumerate(_USERS_3):
            at(
                8 - number % 7,
                partial(self._answer, CLINIC, Occasion.MONTHS_12, Asked.USERS, answer, number),
                hour=15,
            )

    def _evaluate(self, key: str, occasion: Occasion, begun: int, users: Answers, staff: Answers) -> None:
        """Ask, gather answers for three weeks, close and write the report."""
        at = self.clock.at
        asked = [Asked.USERS, Asked.MANAGER, Asked.PEER, *([Asked.STAFF] if staff else [])]
        at(begun, partial(self._ask, key, occasion, asked), hour=14)
        for group, answers in ((Asked.USERS, users), (Asked.STAFF, staff)):
            for number, answer in enumerate(answers):
                at(begun - 1 - number, partial(self._answer, key, occasion, group, answer, number), hour=15)
        at(begun - 6, partial(self._say, key, occasion), hour=16)
        at(begun - 26, partial(self._report, key, occasion), hour=14)

    def _choose(self, key: str) -> None:
        placement = placement_named(key)
        for address in (SECOND, AUDITOR) if key == WARD else (SECOND,):
            evaluation_team.add_evaluator(placement, person(address), actor=person(COORDINATOR))
        evaluations.plan_evaluations(placement, actor=person(COORDINATOR))

    def _skip(self, key: str, occasion: Occasion) -> None:
        evaluations.skip_evaluation(self._of(key, occasion), actor=person(COORDINATOR))

    def _ask(self, key: str, occasion: Occasion, asked: Sequence[str]) -> None:
        evaluations.open_questions(self._of(key, occasion), asked, actor=person(SECOND))

    def _answer(self, key: str, occasion: Occasion, group: Asked, digits: str, number: int) -> None:
        survey = Survey.objects.get(pk=self._of(key, occasion).surveys.get(asked=group).survey_id)
        questions = list(survey.questions.all())
        given = {
            question.pk: answering.Given(choices=(int(digit),))
            for question, digit in zip(questions, digits, strict=False)
        }
        if number < len(_GOOD) and group == Asked.USERS:
            good = next(one for one in questions if one.is_open)
            given[good.pk] = answering.Given(text=_GOOD[number])
        token = tokens.read_token(survey, tokens.new_token(survey)) or ""
        answering.submit_answers(survey, given, token=token)

    def _say(self, key: str, occasion: Occasion) -> None:
        """The manager and the peer, one by one."""
        evaluation = self._of(key, occasion)
        for one in evaluation.statements.all():
            words = (
                {"works": "Arbetsgruppen har fått nya ögon.", "goes_on": "Ja, om pengarna räcker."}
                if one.asked == Asked.MANAGER
                else {"works": "Jag får göra det jag är bra på.", "change": "Jag vill vara med på rapporten."}
            )
            statements.send_statement(one, words)

    def _report(self, key: str, occasion: Occasion) -> None:
        team = person(SECOND)
        evaluation = evaluations.close_questions(self._of(key, occasion), actor=team)
        for kind, text in _POINTS[occasion]:
            evaluation_report.add_finding(evaluation, kind, text, form_key=uuid4(), actor=team)
        evaluation = evaluation_report.write_conclusion(
            evaluation, _ENDINGS[occasion], expected_version=evaluation.version, actor=team
        )
        evaluation_report.make_report(evaluation, actor=team)

    def _show(self, key: str, occasion: Occasion) -> None:
        evaluation_report.show_result(self._of(key, occasion), publicly=True, actor=person(SECOND))

    def _of(self, key: str, occasion: Occasion) -> Evaluation:
        placement = placement_named(key)
        evaluation: Evaluation = placement.evaluations.get(occasion=occasion)
        evaluation.placement = placement
        return evaluation
