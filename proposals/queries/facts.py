"""From rows to the facts a standing is worked out from."""

from datetime import date, datetime

from dateutil.relativedelta import relativedelta

from common.swedish import local_date, today
from proposals.models import Addressee, LoopRules, Measure, Proposal, Response
from proposals.standing import (
    AddresseeFacts,
    AnswerFacts,
    EffectFacts,
    Limits,
    MeasureFacts,
    ProposalFacts,
    Standing,
    standing,
)
from proposals.words import MEETS_AGAIN, SaidFrom, checkers_words


def standing_of(proposal: Proposal, rules: LoopRules, day: date | None = None) -> Standing:
    """Return where a proposal stands; fetch it through ``for_listing``, or it costs queries."""
    return standing(facts_of(proposal, rules), day or today())


def facts_of(proposal: Proposal, rules: LoopRules) -> ProposalFacts:
    """Return what is known of a proposal, from its rows alone."""
    return ProposalFacts(
        said=proposal.said or proposal.title,
        said_note=_said_note(proposal),
        is_quote=bool(proposal.said) and proposal.said_from not in {"", SaidFrom.SUMMARY},
        addressees=tuple(_addressee(one) for one in proposal.addressees.all()),
        checkers=checkers_words(proposal.source.kind),
        effect=EffectFacts(
            base=proposal.effect_base,
            yes=proposal.effect_yes,
            partly=proposal.effect_partly,
            reached=proposal.effect_reached,
            on=proposal.effect_on,
            asked=any(one.closed_on is None for one in proposal.effect_questions.all()),
        ),
        outcome=proposal.outcome,
        outcome_note=proposal.outcome_note,
        outcome_on=proposal.outcome_on,
        follow_up_on=_follow_up_on(proposal),
        limits=limits_of(rules),
    )


def present_response(addressee: Addressee) -> Response | None:
    """Return the answer that holds now."""
    return next((one for one in addressee.responses.all() if one.state == Response.State.PRESENT), None)


def _said_note(proposal: Proposal) -> str:
    words = [
        str(SaidFrom(proposal.said_from).label) if proposal.said_from else "",
        "Återgivet med andra ord" if proposal.said_reworded else "",
        proposal.said_note,
    ]
    return " · ".join(filter(None, words))


def _addressee(addressee: Addressee) -> AddresseeFacts:
    response = present_response(addressee)
    return AddresseeFacts(
        name=str(addressee),
        answer_due=addressee.answer_due,
        answer=_answer(response) if response else None,
        measures=tuple(measure_facts(one) for one in addressee.measures.all()),
    )


def _answer(response: Response) -> AnswerFacts:
    if response.sent_on is None:
        raise ValueError("the present response was sent on a day")
    return AnswerFacts(
        answer=response.answer,
        text=response.text,
        on=response.sent_on,
        responsible=response.responsible,
        due=response.due,
    )


def limits_of(rules: LoopRules) -> Limits:
    """Return the rules as ``proposals.standing`` takes them."""
    return Limits(
        grace_days=rules.grace_days, effect_answers=rules.effect_answers, effect_percent=rules.effect_percent
    )


def measure_facts(measure: Measure) -> MeasureFacts:
    """Return what is known of a measure from ``with_told_at``; prefetch its checks. One's own has none."""
    told_at: datetime | None = measure.told_at  # type: ignore[attr-defined]
    checks = measure.checks.all() if measure.addressee_id else ()
    check = next((one for one in checks if one.counts), None)
    return MeasureFacts(
        what=measure.what,
        who=measure.who,
        due=measure.due,
        expected=measure.expected,
        status=measure.status,
        happened=measure.happened,
        told_on=local_date(told_at) if told_at else None,
        done_on=measure.done_on,
        verdict=check.verdict if check else "",
        checked_on=check.on if check else None,
        check_note=check.note if check else "",
    )


def _follow_up_on(proposal: Proposal) -> date | None:
    planned = getattr(proposal.source, "follow_up", None)
    if planned is not None:
        return planned.on if planned.held_on is None else None
    if proposal.public_on is None or proposal.source.kind in MEETS_AGAIN:
        return None
    return proposal.public_on + relativedelta(months=proposal.source.follow_up_months)
