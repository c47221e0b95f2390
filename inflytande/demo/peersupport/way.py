"""Carries the demo's posts from interest to where they are today, step by step, each when its conditions are met."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from functools import partial
from typing import Final
from uuid import uuid4

from common.swedish import today
from inflytande.demo.audits.cast import COORDINATOR, MANAGER, SECOND, Teller, association, person, unit
from inflytande.demo.peersupport.posts import POSTS, WARD, Post
from peersupport.models import Placement
from peersupport.services import (
    cost,
    decisions,
    evaluation_report,
    evaluation_team,
    evaluations,
    funding,
    introduction,
    phases,
    placements,
    posts,
    readiness,
    supervision,
)
from peersupport.services.cost import CostFacts
from peersupport.services.decisions import DecisionFacts
from peersupport.services.funding import FundingFacts
from peersupport.services.placements import PlacementFacts
from peersupport.services.posts import PostFacts
from peersupport.services.readiness import ReadinessFacts
from peersupport.services.supervision import Ahead, PlanFacts
from peersupport.words import Asked, Condition, FindingKind, Phase

#: What shows that each condition is met, where nothing else is told.
_EVIDENCE: Final = {
    Condition.FORMAL_DECISION: "Vi tar frågan till nämnden.",
    Condition.FUNDING: "Pengar finns för minst två år.",
    Condition.STAFF: "De flesta har arbetat här i mer än tre år.",
    Condition.TEAM: "Hela teamet har träffat NSPH och ställt sina frågor.",
    Condition.CONTACT: "Kontaktpersonen har tid avsatt varje vecka.",
    Condition.ROLE: "Rollbeskrivningen är skriven tillsammans med NSPH.",
    Condition.ACCESS: "Klart vad som får läsas, och hur tystnadsplikten gäller.",
    Condition.SUPERVISION: "NSPH håller gruppen en gång i månaden.",
    Condition.EVALUATION: "Frågor efter 3, 6 och 12 månader.",
}
_BOARD: Final = "Hälso- och sjukvårdsnämnden"
#: Every fourth week, as far ahead as is planned at once.
_TIMES: Final = 13


def placement_named(key: str) -> Placement:
    """Return the placement of one of ``POSTS``, fetched anew."""
    post = next(one for one in POSTS if one.key == key)
    found: Placement = Placement.objects.select_related("unit").get(
        unit__slug=post.unit, purpose=post.purpose
    )
    return found


class Ways:
    """Writes each post's way in the diary."""

    def __init__(self, story: Teller) -> None:
        self.story = story
        for post in POSTS:
            self._plan(post)

    def _plan(self, post: Post) -> None:
        self._at(post.begun, self._begin, post)
        self._at(post.readiness, self._move, post, Phase.READINESS)
        self._at(post.readiness and post.readiness - 12, self._answer, post)
        if not post.lacks:
            self._at(post.decision, self._move, post, Phase.DECISION)
        self._at(post.recruitment, self._decide, post)
        self._at(post.introduction, self._hire, post)
        self._at(post.introduction and post.running, self._introduce, post)
        self._at(post.running and post.introduction, self._list, post)
        if not post.running:
            self._at(post.introduction and post.introduction - 4, self._begin_introduction, post)
        if post.key == "beslut":
            self._at(25, self._inquire, post)
        if post.running:
            last = post.ended or post.rests
            for days in range(post.running - 60, last, -60):
                self._at(days, self._note, post)
            self._at(last + 1, self._note, post)
        self._at(post.evaluation, self._evaluate, post)
        self._at(post.permanent, self._make_permanent, post)
        self._at(post.declined, self._rest, post, Phase.NOT_NOW)
        self._at(post.rests, self._rest, post, Phase.PAUSED)
        self._at(post.ended, self._end, post)

    def _at(self, days: int, act: Callable[..., object], *told: object) -> None:
        if days:
            # An hour of its own: what others tell of the same day comes before or after, never between.
            self.story.clock.at(days, partial(act, *told), hour=11)

    def _begin(self, post: Post) -> None:
        facts = PlacementFacts(
            share=post.share,
            purpose=post.purpose,
            contact_name=post.contact[0],
            contact_email=post.contact[1],
        )
        placements.start_placement(unit(post.unit), facts, form_key=uuid4(), actor=person(COORDINATOR))

    def _move(self, post: Post, target: str) -> None:
        manager = MANAGER if post.key == WARD else COORDINATOR
        phases.move_placement(placement_named(post.key), target, actor=person(manager))

    def _answer(self, post: Post) -> None:
        told = {
            condition: post.lacks.get(condition, ("yes", _EVIDENCE[condition])) for condition in Condition
        }
        answers = {
            str(condition): (ReadinessFacts(answer=answer, evidence=evidence), 0)
            for condition, (answer, evidence) in told.items()
            if answer != "open"
        }
        placement, actor = placement_named(post.key), person(COORDINATOR)
        readiness.save_readiness(placement, answers, actor=actor)
        facts = CostFacts(
            monthly_salary_ore=2_950_000,
            contributions_percent=Decimal(45),
            overhead_percent=Decimal(10),
            training_ore=2_500_000,
            refresher_ore=500_000,
            supervision_ore=120_000,
            supervision_times=12,
            raise_percent=Decimal(3),
            years=3,
            first_year=today().year,
            comment="Lönen är ett exempel. Utbildning och handledning är NSPH:s.",
        )
        cost.save_cost(placement, facts, expected_version=0, actor=actor)

    def _decide(self, post: Post) -> None:
        """The board says yes, the employer is settled, the money is written down: recruitment begins."""
        placement, actor = placement_named(post.key), person(COORDINATOR)
        number = f"HSN {today().year}/{100 + placement.pk}"
        facts = DecisionFacts(
            body=_BOARD if "boendestod" not in post.unit else "Omsorgsnämnden",
            decided_on=today() - timedelta(days=6),
            outcome="yes",
            record_number=number,
            summary="Peer support prövas, med handledning och utvärdering efter 3, 6 och 12 månader.",
            link="https://region.example.org/beslut/",
        )
        decisions.record_decision(facts, [placement], form_key=uuid4(), actor=actor)
        employs = association(post.employer).pk if post.employer else None
        told = PlacementFacts(
            share=post.share,
            purpose=post.purpose,
            contact_name=post.contact[0],
            contact_email=post.contact[1],
            employer_kind="association" if employs else "unit",
            employer_association_id=employs,
        )
        placements.edit_placement(placement, told, expected_version=placement.version, actor=actor)
        for kind, source, kronor, first, last in post.money:
            period = FundingFacts(
                kind=kind,
                source=source,
                amount_ore=kronor * 100,
                starts_on=self.story.clock.day(first),
                ends_on=None if last is None else self.story.clock.day(last),
            )
            funding.add_funding(placement, period, form_key=uuid4(), actor=actor)
        self._move(post, Phase.RECRUITMENT)

    def _inquire(self, post: Post) -> None:
        facts = DecisionFacts(
            body=_BOARD,
            decided_on=today() - timedelta(days=2),
            outcome="inquiry",
            record_number=f"HSN {today().year}/77",
            summary="Nämnden vill se vad den första tjänsten har gett, innan den säger ja till en till.",
        )
        placement = placement_named(post.key)
        decisions.record_decision(facts, [placement], form_key=uuid4(), actor=person(COORDINATOR))

    def _hire(self, post: Post) -> None:
        manager = person(MANAGER if post.key == WARD else COORDINATOR)
        time = PostFacts(share=post.share, starts_on=today(), name=post.peer)
        posts.add_post(placement_named(post.key), time, form_key=uuid4(), actor=manager)
        self._move(post, Phase.INTRODUCTION)

    def _list(self, post: Post) -> None:
        if post.is_public:
            placements.show_placement(placement_named(post.key), True, actor=person(COORDINATOR))

    def _begin_introduction(self, post: Post) -> None:
        """Begun and half done."""
        placement, actor = placement_named(post.key), person(COORDINATOR)
        introduction.begin_introduction(placement, actor=actor)
        for step in list(placement.introduction.all())[::2]:
            introduction.finish_step(step, actor=actor)

    def _introduce(self, post: Post) -> None:
        placement, actor = placement_named(post.key), person(COORDINATOR)
        introduction.begin_introduction(placement, actor=actor)
        for step in placement.introduction.filter(done_on=None):
            introduction.finish_step(step, actor=actor)
        self._plan_supervision(post)
        self._move(post, Phase.RUNNING)

    def _plan_supervision(self, post: Post) -> None:
        placement, actor = placement_named(post.key), person(post.supervisor or COORDINATOR)
        plan = getattr(placement, "supervision_plan", None)
        supervision.save_plan(
            placement,
            PlanFacts(form="group", by="nsph", every_weeks=4),
            ahead=Ahead(today() + timedelta(days=7), _TIMES),
            expected_version=plan.version if plan else 0,
            actor=actor,
        )

    def _note(self, post: Post) -> None:
        """Note the times that have been as held, and plan more when few are left."""
        placement, actor = placement_named(post.key), person(post.supervisor or COORDINATOR)
        for session in placement.supervision.filter(state="planned", day__lte=today()):
            supervision.mark_session(session, "held", actor=actor)
        if placement.supervision.filter(state="planned").count() < 4:
            self._plan_supervision(post)

    def _evaluate(self, post: Post) -> None:
        """The questions go out to those who answer one by one, and the placement is evaluated."""
        placement, actor = placement_named(post.key), person(COORDINATOR)
        if not placement.evaluation_team.exists():
            evaluation_team.add_evaluator(placement, person(SECOND), actor=actor)
        evaluations.plan_evaluations(placement, actor=actor)
        one = placement.evaluations.filter(state="planned").order_by("due_on").first()
        if not placement.evaluations.exclude(state="planned").exists() and one is not None:
            evaluations.open_questions(one, [Asked.MANAGER, Asked.PEER], actor=actor)
        self._move(post, Phase.EVALUATION)

    def _make_permanent(self, post: Post) -> None:
        """The report of twelve months is done, the board says yes once more, the money lasts."""
        placement, actor = placement_named(post.key), person(COORDINATOR)
        done = placement.evaluations.filter(state="reported")
        if not done.exists():
            one = placement.evaluations.exclude(state="planned").get()
            evaluations.close_questions(one, actor=actor)
            for kind, text in (
                (FindingKind.KEEP, "Gruppen på torsdagar och tiden efter besöken."),
                (FindingKind.CHANGE, "Boka handledningen för ett halvår i taget."),
                (FindingKind.STOP, "Att låta tjänsten vara med på bemanningsmöten."),
            ):
                evaluation_report.add_finding(one, kind, text, form_key=uuid4(), actor=actor)
            one.refresh_from_db()
            evaluation_report.write_conclusion(
                one,
                "Tjänsten har hittat sin plats i teamet. Det som gjorde skillnad var förberedelsen och en chef som stod fast.",
                expected_version=one.version,
                actor=actor,
            )
            one.refresh_from_db()
            evaluation_report.make_report(one, actor=actor)
        facts = DecisionFacts(
            body=_BOARD,
            decided_on=today() - timedelta(days=3),
            outcome="yes",
            record_number=f"HSN {today().year}/{200 + placement.pk}",
            summary="Tjänsten blir permanent och betalas ur ordinarie budget.",
            link="https://region.example.org/beslut/",
        )
        decisions.record_decision(facts, [placement], form_key=uuid4(), actor=actor)
        self._move(post, Phase.PERMANENT)

    def _rest(self, post: Post, target: str) -> None:
        review_on = self.story.clock.day(-post.review)
        phases.rest_placement(
            placement_named(post.key), target, reason=post.reason, review_on=review_on, actor=person(COORDINATOR)
        )  # fmt: skip

    def _end(self, post: Post) -> None:
        phases.end_placement(placement_named(post.key), reason=post.reason, actor=person(COORDINATOR))
