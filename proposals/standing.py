"""Where a proposal stands: its status, the chain's four links and what is missing. Pure: no database, no clock.

The unit says done, the checkers look, those who use the unit answer. *Genomförd* needs all three, from every
addressee; until then *Pågår*, naming what is missing (issue 3, section 6).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from common.swedish import day_text, number_text
from proposals.loop_facts import (
    AddresseeFacts,
    AnswerFacts,
    EffectFacts,
    Limits,
    MeasureFacts,
    ProposalFacts,
)
from proposals.words import Answer, MeasureStatus, Outcome, Status, Verdict

__all__ = [
    "AddresseeFacts",
    "AddresseeStanding",
    "AnswerFacts",
    "EffectFacts",
    "Limits",
    "Link",
    "MeasureFacts",
    "Part",
    "ProposalFacts",
    "Standing",
    "day_words",
    "is_confirmed",
    "is_done",
    "is_late",
    "standing",
]

_OPEN = {MeasureStatus.PLANNED.value, MeasureStatus.GOING.value}
#: From least to most advanced; lateness, known by the day, comes before all of them.
_ADVANCE = (Status.WAITING, Status.DECLINED, Status.GOING, Status.DONE)


@dataclass(frozen=True)
class Part:
    """A piece of a link: words in bold, text, and a line in small (who, when)."""

    strong: str = ""
    text: str = ""
    meta: str = ""


@dataclass(frozen=True)
class Link:
    """One of the chain's four links. ``state`` is done, going, wait, late or no; ``state_words`` says it aloud."""

    heading: str
    state: str
    parts: tuple[Part, ...]
    is_quote: bool = False

    @property
    def state_words(self) -> str:
        return _STATE_WORDS[self.state]


@dataclass(frozen=True)
class AddresseeStanding:
    """Where one addressee stands, by itself."""

    name: str
    status: Status
    words: str


@dataclass(frozen=True)
class Standing:
    """The result. ``base_status`` holds while nothing is late; from ``late_from`` on the proposal is."""

    status: Status
    base_status: Status
    late_from: date | None
    late_since: date | None
    links: tuple[Link, Link, Link, Link]
    missing: tuple[str, ...]
    addressees: tuple[AddresseeStanding, ...]


_STATE_WORDS = {
    "done": "klart",
    "going": "pågår",
    "wait": "inte klart",
    "late": "försenat",
    "no": "görs inte",
}


def standing(facts: ProposalFacts, today: date) -> Standing:
    """Return where the proposal stands on ``today``."""
    base = _base_status(facts)
    first_due = min(_awaited(facts), default=None)
    late_from = first_due + timedelta(days=facts.limits.grace_days + 1) if first_due else None
    late_now = is_late(first_due, facts.limits, today)
    return Standing(
        status=Status.LATE if late_now else base,
        base_status=base,
        late_from=late_from,
        late_since=first_due if late_now else None,
        links=(_said(facts), _answers(facts, today), _deeds(facts, today), _effect(facts)),
        missing=_missing(facts),
        addressees=tuple(_addressee(one, facts, today) for one in facts.addressees),
    )


def is_done(addressee: AddresseeFacts) -> bool:
    """Whether the addressee says that everything it took on is done. A dropped measure is no deed."""
    kept = [one for one in addressee.measures if one.status != MeasureStatus.DROPPED]
    return _says_yes(addressee) and bool(kept) and all(one.status == MeasureStatus.DONE for one in kept)


def is_confirmed(addressee: AddresseeFacts) -> bool:
    """Whether the checkers have seen every deed of an addressee that is done."""
    deeds = [one for one in addressee.measures if one.status == MeasureStatus.DONE]
    return is_done(addressee) and all(one.verdict == Verdict.CONFIRMED for one in deeds)


# --- status ---------------------------------------------------------------------------------------


def _base_status(facts: ProposalFacts) -> Status:
    if facts.outcome:
        return Status.PARTLY if facts.outcome == Outcome.PARTLY else Status.NO_LONGER
    if not facts.addressees:
        return Status.WAITING
    least = min((_own_status(one) for one in facts.addressees), key=_ADVANCE.index)
    if least == Status.DONE and not facts.effect.reached:
        return Status.GOING
    return least


def _own_status(addressee: AddresseeFacts) -> Status:
    """One addressee's status, as far as addressee and checkers decide it."""
    if addressee.answer is None:
        return Status.WAITING
    if addressee.answer.answer == Answer.NO:
        return Status.DECLINED
    # Who said "Ja, delvis" has not done what was proposed, however well the part was done.
    whole = addressee.answer.answer == Answer.YES
    return Status.DONE if whole and is_confirmed(addressee) else Status.GOING


def _awaited(facts: ProposalFacts) -> Iterable[date]:
    """The days by which something that isn't done should have been."""
    if facts.outcome:
        return
    for addressee in facts.addressees:
        if addressee.answer is None:
            if addressee.answer_due is not None:
                yield addressee.answer_due
        elif _says_yes(addressee):
            yield from (one.due for one in addressee.measures if one.status in _OPEN)


def _says_yes(addressee: AddresseeFacts) -> bool:
    return addressee.answer is not None and addressee.answer.answer != Answer.NO


def is_late(due: date | None, limits: Limits, today: date) -> bool:
    """Whether a delay has lasted so long that everybody sees it."""
    return due is not None and today > due + timedelta(days=limits.grace_days)


# --- the four links -------------------------------------------------------------------------------


def _said(facts: ProposalFacts) -> Link:
    return Link("Du sa", "done", (Part(text=facts.said, meta=facts.said_note),), facts.is_quote)


def _answers(facts: ProposalFacts, today: date) -> Link:
    several = len(facts.addressees) > 1
    parts = tuple(_answer_part(one, facts, today, several=several) for one in facts.addressees)
    open_ones = [one for one in facts.addressees if one.answer is None]
    if open_ones or not facts.addressees:
        if facts.outcome:
            return Link("Verksamheten ska svara", "no", parts)
        late = any(is_late(one.answer_due, facts.limits, today) for one in open_ones)
        return Link("Verksamheten ska svara", "late" if late else "wait", parts)
    declined = all(not _says_yes(one) for one in facts.addressees)
    return Link("Verksamheten svarade", "no" if declined else "done", parts)


def _answer_part(addressee: AddresseeFacts, facts: ProposalFacts, today: date, *, several: bool) -> Part:
    answer = addressee.answer
    if answer is not None:
        who = answer.responsible or addressee.name
        meta = f"{day_text(answer.on)} · {addressee.name if several else who}"
        return Part(f"{Answer(answer.answer).label}.", answer.text, meta)
    if facts.outcome:
        return Part(text="Inget svar kom.", meta=addressee.name)
    if addressee.answer_due is None:
        return Part(text="Väntar på svar.", meta=addressee.name)
    day = day_text(addressee.answer_due)
    if is_late(addressee.answer_due, facts.limits, today):
        return Part(strong=f"Svar saknas sedan {day}.", meta=addressee.name)
    if today > addressee.answer_due:
        return Part(text=f"Svaret skulle ha kommit senast {day}.", meta=addressee.name)
    return Part(text=f"Svar ska komma senast {day}.", meta=addressee.name)


def _deeds(facts: ProposalFacts, today: date) -> Link:
    if facts.outcome == Outcome.NO_LONGER:
        return Link("Vi gör inte", "no", (Part(text=facts.outcome_note, meta=_on(facts.outcome_on)),))
    willing = [one for one in facts.addressees if _says_yes(one)]
    if not willing:
        if facts.addressees and all(one.answer for one in facts.addressees):
            return Link("Vi gör inte", "no", (Part(text="Ingen åtgärd planerad."),))
        return Link("Vi gör", "wait", (Part(text="Väntar på svar."),))
    several = len(facts.addressees) > 1
    parts = tuple(
        _measure_part(measure, facts, today, name=one.name if several else "")
        for one in willing
        for measure in one.measures
    ) or (Part(text="Ingen åtgärd planerad ännu."),)
    if facts.outcome == Outcome.PARTLY:
        return Link("Vi gjorde", "done", (*parts, Part("Delvis genomfört.", facts.outcome_note)))
    if any(is_late(m.due, facts.limits, today) for one in willing for m in one.measures if m.status in _OPEN):
        return Link("Vi gör", "late", parts)
    # A word from the unit alone is no deed yet.
    if all(one.answer for one in facts.addressees) and all(is_confirmed(one) for one in willing):
        return Link("Vi gjorde", "done", parts)
    return Link("Vi gör", "going", parts)


def _measure_part(measure: MeasureFacts, facts: ProposalFacts, today: date, *, name: str) -> Part:
    text = measure.happened or measure.what
    return Part("", text, " · ".join(filter(None, (_measure_meta(measure, facts, today), name))))


def _measure_meta(measure: MeasureFacts, facts: ProposalFacts, today: date) -> str:
    if measure.status == MeasureStatus.DROPPED:
        return "Görs inte"
    if measure.status == MeasureStatus.DONE:
        return _done_words(measure, facts.checkers)
    return day_words(measure, facts.limits, today)


def day_words(measure: MeasureFacts, limits: Limits, today: date) -> str:
    """Say by when an open measure is to be done; who lets a day pass without a word, the new one too, owes an answer."""
    day, new_day = day_text(measure.due), day_text(measure.expected) if measure.expected else ""
    if is_late(measure.due, limits, today):
        last = measure.expected or measure.due
        is_silent = is_late(last, limits, today) and not (measure.told_on and measure.told_on > last)
        if not new_day:
            return f"{'Svar saknas' if is_silent else 'Försenat'} sedan {day}"
        return f"Försenat sedan {day}, {'svar saknas sedan' if is_silent else 'nytt datum'} {new_day}"
    if today > measure.due:
        return f"Skulle ha varit klart {day}{new_day and f', nytt datum {new_day}'}"
    return f"Klart senast {day}"


def _done_words(measure: MeasureFacts, checkers: str) -> str:
    since = f"sedan {day_text(measure.done_on)}" if measure.done_on else ""
    says = " ".join(filter(None, ("Verksamheten säger att det är klart", since)))
    match measure.verdict:
        case Verdict.CONFIRMED:
            return since.capitalize() or "Klart"
        case Verdict.PARTLY:
            return f"{says}. {checkers.capitalize()} har sett en del av det"
        case Verdict.NOT_SEEN:
            return f"{says}. {checkers.capitalize()} har inte sett det"
        case _:
            return f"{says}. Inte kontrollerat än"


def _effect(facts: ProposalFacts) -> Link:
    effect = facts.effect
    if _base_status(facts) == Status.DONE:
        return Link("Det ledde till", "done", (_counted(effect),))
    if facts.outcome == Outcome.NO_LONGER:
        return Link("Vi följer upp", "no", (Part(text="Följs inte upp."),))
    if effect.asked:
        text = "Frågan är ställd till dem som använder verksamheten. Svaren räknas när frågan stänger."
        return Link("Vi följer upp", "going", (Part(text=text),))
    if effect.on:
        return Link("Vi följer upp", "going", (_counted(effect),))
    if facts.follow_up_on:
        return Link("Vi följer upp", "wait", (Part(text=f"Följs upp {day_text(facts.follow_up_on)}."),))
    return Link("Vi följer upp", "wait", (Part(text="Kan följas upp när något är gjort."),))


def _counted(effect: EffectFacts) -> Part:
    """What the users answered, in counts; in words where small groups are withheld."""
    if effect.base is None:
        text = "För få som använder verksamheten har svarat på om det har blivit bättre."
    elif effect.yes is None:
        text = f"{effect.base} som använder verksamheten har svarat. " + (
            "Tillräckligt många säger att det har blivit bättre."
            if effect.reached
            else "Inte tillräckligt många säger att det har blivit bättre."
        )
    else:
        text = f"{effect.yes} av {effect.base} som använder verksamheten säger att det har blivit bättre."
        text += f" {effect.partly} säger delvis." if effect.partly else ""
    return Part(text=text, meta=_on(effect.on))


def _on(day: date | None) -> str:
    return day_text(day) if day else ""


# --- what is missing ------------------------------------------------------------------------------


def _missing(facts: ProposalFacts) -> tuple[str, ...]:
    """Name everything between now and *Genomförd*; nothing when it is done or settled."""
    if facts.outcome or _base_status(facts) == Status.DONE:
        return ()
    several = len(facts.addressees) > 1
    found = [
        sentence for one in facts.addressees for sentence in _missing_of(one, facts.checkers, several=several)
    ]
    if not facts.effect.reached and any(_says_yes(one) for one in facts.addressees):
        found.append(_missing_effect(facts.effect, facts.limits))
    return tuple(found)


def _missing_of(addressee: AddresseeFacts, checkers: str, *, several: bool) -> Iterable[str]:
    name = addressee.name
    if addressee.answer is None:
        yield f"Svar från {name}."
        return
    if addressee.answer.answer == Answer.NO:
        yield f"{name} har sagt nej, inte nu."
        return
    if addressee.answer.answer == Answer.PARTLY:
        yield f"{name} gör bara en del av det."
    if not any(one.status != MeasureStatus.DROPPED for one in addressee.measures):
        yield f"En åtgärd av {name}."
    elif not is_done(addressee):
        yield f"Att {name} blir klar med det som är planerat."
    verdicts = {one.verdict for one in addressee.measures if one.status == MeasureStatus.DONE}
    whose = f" hos {name}" if several else ""
    if Verdict.NOT_SEEN in verdicts:
        yield f"{checkers.capitalize()} har inte sett ändringen{whose}."
    if Verdict.PARTLY in verdicts:
        yield f"{checkers.capitalize()} har bara sett en del av ändringen{whose}."
    if "" in verdicts or not verdicts:
        yield f"Att {checkers} kontrollerar ändringen{whose}."


def _missing_effect(effect: EffectFacts, limits: Limits) -> str:
    if effect.base is None or effect.base < limits.effect_answers:
        return f"Minst {number_text(limits.effect_answers)} svar från dem som använder verksamheten."
    if effect.yes is None:
        return "Fler som märker skillnad."
    needed = -(-effect.base * limits.effect_percent // 100)
    if effect.yes >= needed:
        # The question had the rules of its own day; milder ones came later.
        return "Att frågan ställs igen till dem som använder verksamheten."
    return f"Fler som märker skillnad: {effect.yes} av {effect.base} säger ja, minst {needed} behövs."


# --- one addressee --------------------------------------------------------------------------------


def _addressee(addressee: AddresseeFacts, facts: ProposalFacts, today: date) -> AddresseeStanding:
    own = ProposalFacts(
        said="", addressees=(addressee,), checkers=facts.checkers, limits=facts.limits, outcome=facts.outcome
    )
    due = min(_awaited(own), default=None)
    status = _own_status(addressee)
    if facts.outcome:
        status = _base_status(facts)
    elif is_late(due, facts.limits, today):
        status = Status.LATE
    elif status == Status.DONE and _base_status(facts) != Status.DONE:
        # The users have their word to say before anything is called done.
        status = Status.GOING
    return AddresseeStanding(addressee.name, status, _addressee_words(addressee, facts.checkers))


def _addressee_words(addressee: AddresseeFacts, checkers: str) -> str:
    if addressee.answer is None:
        return f"Svar senast {day_text(addressee.answer_due)}" if addressee.answer_due else "Väntar på svar"
    if not _says_yes(addressee):
        return Answer.NO.label
    kept = [one for one in addressee.measures if one.status != MeasureStatus.DROPPED]
    ready = [one for one in kept if one.status == MeasureStatus.DONE]
    seen = [one for one in ready if one.verdict == Verdict.CONFIRMED]
    words = [str(Answer(addressee.answer.answer).label)]
    if kept:
        words.append(f"Klart enligt verksamheten: {len(ready)} av {len(kept)}")
    if ready:
        words.append(f"Sett av {checkers}: {len(seen)} av {len(ready)}")
    return ". ".join(words)
