"""Supervision that was missed, what was in the way, and who has done which course."""

from datetime import timedelta
from functools import partial
from typing import Final
from uuid import uuid4

from common.swedish import today
from inflytande.demo.audits.cast import COORDINATOR, MANAGER, REGION_HEAD, Teller, person
from inflytande.demo.peersupport.posts import CLINIC, SOUTH, WARD
from inflytande.demo.peersupport.way import placement_named
from peersupport.models import Course, Obstacle
from peersupport.services import obstacles, supervision, training
from peersupport.services.obstacles import ObstacleAnswer
from peersupport.services.training import CourseFacts, TrainingFacts
from proposals.services import AnswerWords, answer_proposal

SUPERVISOR: Final = "hedvig.handledare@example.org"
HANDOVER: Final = (
    "Peer supportern är inte med på rapporten vid skiftbytet och vet inte vad som har hänt under natten."
)
RECORDS: Final = (
    "Det är inte avgjort vad en peer supporter får läsa och skriva i journalen. Varje enhet gör på sitt sätt."
)
SICK_LEAVE: Final = "När någon i personalen är sjuk försvinner tiden för handledning ur schemat."
#: Name, round, days before today of the first day, days it lasted, places, applicants, completed, months to refresher.
COURSES: Final = (
    ("PEER", "första omgången", 790, 26, 16, 41, 14, None),
    ("Team inför peer support", "", 466, 1, 20, 20, 18, 16),
    ("PEER", "andra omgången", 400, 26, 12, 33, 11, None),
    ("Team inför peer support", "", 362, 1, 20, 17, 17, 16),
    ("PEER", "tredje omgången", -70, 26, 12, None, None, None),
)


class Support:
    """Writes in the diary what holds the posts up."""

    def __init__(self, story: Teller) -> None:
        self.clock = story.clock
        at = story.clock.at
        for number in range(len(COURSES)):
            starts = COURSES[number][2]
            at(max(starts + 25, 90), partial(self._enter, number), hour=14)
            if starts > 0:
                at(starts - 40, partial(self._count, number), hour=14)
        for key, number, who, days in (
            (WARD, 0, "peer", 430),
            (WARD, 1, "team", 429),
            (SOUTH, 0, "peer", 640),
            (CLINIC, 2, "peer", 340),
            (CLINIC, 3, "team", 340),
        ):
            at(days, partial(self._done, key, number, who), hour=15)
        at(380, partial(self._raise, HANDOVER), hour=15)
        at(
            376,
            partial(self._answer, HANDOVER, "Vi provar två dagar i veckan och ser hur det går.", 21),
            hour=15,
        )
        at(350, self._close, hour=15)
        at(200, partial(self._raise, RECORDS), hour=15)
        at(
            193,
            partial(self._answer, RECORDS, "Vi kan inte avgöra det själva. Vi skickar det till regionen.", 0),
            hour=15,
        )
        at(192, self._send_on, hour=15)
        at(130, self._hear_from_the_region, hour=15)
        at(20, partial(self._raise, SICK_LEAVE), hour=15)
        # At the clinic nobody has the supervisor's role, and the times have not come about.
        for days in (51, 2):
            at(days, self._miss, hour=10)

    def _enter(self, number: int) -> None:
        """Enter the round while its numbers are not known."""
        training.create_course(
            self._course(number, is_over=False), form_key=uuid4(), actor=person(COORDINATOR)
        )

    def _count(self, number: int) -> None:
        """Fill in how many applied and how many completed it."""
        facts = self._course(number, is_over=True)
        course = Course.objects.get(name=facts.name, starts_on=facts.starts_on)
        training.edit_course(course, facts, expected_version=course.version, actor=person(COORDINATOR))

    def _course(self, number: int, *, is_over: bool) -> CourseFacts:
        name, cohort, starts, days, places, applicants, completed, months = COURSES[number]
        first = self.clock.day(starts)
        return CourseFacts(
            name=name,
            organiser="NSPH",
            cohort=cohort,
            starts_on=first,
            ends_on=first + timedelta(days=days),
            places=places,
            applicants=applicants if is_over else None,
            completed=completed if is_over else None,
            refresh_months=months,
        )

    def _done(self, key: str, number: int, who: str) -> None:
        name, _, starts, days, *_ = COURSES[number]
        first = self.clock.day(starts)
        course = Course.objects.get(name=name, starts_on=first)
        facts = TrainingFacts(completed_on=first + timedelta(days=days))
        training.record_training(placement_named(key), course, who, facts, actor=person(COORDINATOR))

    def _raise(self, text: str) -> None:
        obstacles.raise_obstacle(placement_named(WARD), text, form_key=uuid4(), actor=person(SUPERVISOR))

    def _answer(self, text: str, answer: str, days: int) -> None:
        given = ObstacleAnswer(answer=answer, due_on=today() + timedelta(days=days) if days else None)
        row = _obstacle(text)
        obstacles.answer_obstacle(row, given, expected_version=row.version, actor=person(MANAGER))

    def _close(self) -> None:
        row = _obstacle(HANDOVER)
        outcome = "Peer supportern är med på rapporten två dagar i veckan. Det fungerar och fortsätter."
        obstacles.resolve_obstacle(row, outcome, expected_version=row.version, actor=person(MANAGER))

    def _send_on(self) -> None:
        row = _obstacle(RECORDS)
        obstacles.forward_obstacle(
            row,
            "Bestäm vad en peer supporter får läsa och skriva i journalen",
            "Regionen bestämmer en gång för alla enheter, tillsammans med NSPH, och skriver ner det.",
            expected_version=row.version,
            actor=person(MANAGER),
        )

    def _hear_from_the_region(self) -> None:
        proposal = _obstacle(RECORDS).proposal
        if proposal is None:
            return
        words = AnswerWords(
            answer="yes",
            text="Vi tar fram en gemensam rutin tillsammans med NSPH och de enheter som har peer support.",
            responsible="Hälso- och sjukvårdsdirektören",
            due=self.clock.day(-60),
        )
        addressee = proposal.addressees.get()
        answer_proposal(addressee, words, expected_version=addressee.version, actor=person(REGION_HEAD))

    def _miss(self) -> None:
        """Note what was planned and has been as missed."""
        placement, actor = placement_named(CLINIC), person(COORDINATOR)
        for session in placement.supervision.filter(state="planned", day__lte=today()):
            supervision.mark_session(session, "missed", actor=actor)


def _obstacle(text: str) -> Obstacle:
    return Obstacle.objects.select_related("placement__unit", "proposal").get(text=text)
