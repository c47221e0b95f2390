"""Status, chain and what is missing, from facts alone."""

from dataclasses import replace
from datetime import date

import pytest

from proposals.standing import (
    AddresseeFacts,
    AnswerFacts,
    EffectFacts,
    Limits,
    MeasureFacts,
    ProposalFacts,
    standing,
)

TODAY = date(2027, 3, 1)
SENT = date(2026, 12, 8)
DUE = date(2027, 3, 9)
GOOD = EffectFacts(reached=True, base=10, yes=6, partly=2, on=date(2027, 2, 20))
AUDITORS = "brukarrevisorerna"


def answer(kind="yes", **more):
    return AnswerFacts(
        answer=kind, text="Alla får en kopia.", on=date(2027, 1, 20), responsible="Enhetschef", **more
    )


def measure(status="going", due=DUE, **more):
    return MeasureFacts(what="Ny rutin", due=due, status=status, **more)


def done(verdict="confirmed"):
    return measure("done", done_on=date(2027, 2, 1), happened="Rutinen används.", verdict=verdict)


def addressee(name="Öppenvården", answer_due=DUE, **more):
    return AddresseeFacts(name=name, answer_due=answer_due, **more)


def finished(name="Öppenvården", kind="yes", verdict="confirmed"):
    return addressee(name, answer=answer(kind), measures=(done(verdict),))


def proposal(*addressees, **more):
    return ProposalFacts(said="Jag såg aldrig planen.", addressees=addressees, checkers=AUDITORS, **more)


WAITS = addressee()
LATE_ANSWER = addressee(answer_due=date(2027, 2, 1))
IN_GRACE = addressee(answer_due=date(2027, 2, 22))
DECLINED = addressee("Kommunen", answer=answer("no"))
GOES = addressee(answer=answer(), measures=(measure(),))
LATE_MEASURE = addressee(answer=answer(), measures=(measure(due=date(2027, 1, 31)),))


@pytest.mark.parametrize(
    ("facts", "status"),
    [
        pytest.param(proposal(), "waiting", id="nobody is asked yet"),
        pytest.param(proposal(WAITS), "waiting", id="an answer is awaited"),
        pytest.param(proposal(IN_GRACE), "waiting", id="the day has passed but not the week after"),
        pytest.param(proposal(LATE_ANSWER), "late", id="no answer a week after the day"),
        pytest.param(proposal(DECLINED), "declined", id="the only one said no"),
        pytest.param(proposal(GOES), "going", id="yes, and something goes on"),
        pytest.param(proposal(addressee(answer=answer())), "going", id="yes, and nothing is planned"),
        pytest.param(proposal(LATE_MEASURE), "late", id="a measure is overdue"),
        pytest.param(
            proposal(addressee(answer=answer(), measures=(measure("dropped", due=date(2027, 1, 1)),))),
            "going",
            id="a dropped measure is neither done nor late",
        ),
        pytest.param(proposal(finished(), effect=GOOD), "done", id="all three voices"),
        pytest.param(proposal(finished(verdict=""), effect=GOOD), "going", id="nobody has checked"),
        pytest.param(proposal(finished(verdict="partly"), effect=GOOD), "going", id="checkers saw a part"),
        pytest.param(proposal(finished(verdict="not_seen"), effect=GOOD), "going", id="checkers saw nothing"),
        pytest.param(proposal(finished()), "going", id="no user has answered"),
        pytest.param(
            proposal(finished(), effect=EffectFacts(base=10, yes=5)), "going", id="too few users say yes"
        ),
        pytest.param(
            proposal(finished(), effect=EffectFacts(reached=True, base=6)), "done", id="counts may be withheld"
        ),
        pytest.param(proposal(finished(kind="partly"), effect=GOOD), "going", id="a part is not the whole"),
        pytest.param(
            proposal(finished(), finished("Kommunen"), effect=GOOD), "done", id="both addressees are done"
        ),
        pytest.param(proposal(finished(), WAITS, effect=GOOD), "waiting", id="one of two hasn't answered"),
        pytest.param(proposal(finished(), DECLINED, effect=GOOD), "declined", id="one of two said no"),
        pytest.param(proposal(finished(), GOES, effect=GOOD), "going", id="one of two goes on"),
        pytest.param(proposal(DECLINED, WAITS), "waiting", id="a no and an awaited answer"),
        pytest.param(proposal(DECLINED, LATE_MEASURE), "late", id="a no and a delay: the delay shows"),
        pytest.param(proposal(finished(), LATE_ANSWER, effect=GOOD), "late", id="done and a missing answer"),
        pytest.param(
            proposal(
                addressee(answer=answer(), measures=(done(), measure("dropped"))), effect=GOOD
            ),
            "done",
            id="what was dropped is left out",
        ),
        pytest.param(
            proposal(addressee(answer=answer(), measures=(done(), measure("planned"))), effect=GOOD),
            "going",
            id="one of two measures remains",
        ),
        pytest.param(
            proposal(LATE_MEASURE, outcome="no_longer", outcome_note="Enheten är nedlagd."),
            "no_longer",
            id="settled, never late",
        ),
        pytest.param(
            proposal(finished(verdict="partly"), outcome="partly", outcome_note="Halva.", effect=GOOD),
            "partly",
            id="settled as partly, never done",
        ),
    ],
)  # fmt: skip
def test_status(facts, status):
    assert standing(facts, TODAY).status == status


@pytest.mark.parametrize(
    ("day", "status", "words"),
    [
        (date(2027, 3, 9), "waiting", "Svar ska komma senast 9\xa0mars 2027."),
        (date(2027, 3, 10), "waiting", "Svaret skulle ha kommit senast 9\xa0mars 2027."),
        (date(2027, 3, 16), "waiting", "Svaret skulle ha kommit senast 9\xa0mars 2027."),
        (date(2027, 3, 17), "late", "Svar saknas sedan 9\xa0mars 2027."),
    ],
)
def test_a_missing_answer_shows_after_a_week_with_its_first_day(day, status, words):
    found = standing(proposal(WAITS), day)

    part = found.links[1].parts[0]
    assert (found.status, part.strong or part.text) == (status, words)
    assert found.late_from == date(2027, 3, 17)


def test_the_days_of_grace_are_a_rule_that_can_change():
    facts = proposal(WAITS, limits=Limits(grace_days=0))

    assert standing(facts, date(2027, 3, 10)).status == "late"


def test_a_new_day_does_not_hide_a_broken_promise():
    late = measure(due=date(2027, 1, 31), expected=date(2027, 6, 1))
    found = standing(proposal(addressee(answer=answer(), measures=(late,))), TODAY)

    assert found.status == "late"
    assert found.links[2].parts[0].meta == "Försenat sedan 31\xa0januari 2027, nytt datum 1\xa0juni 2027"
    # The new day passes too, without a word.
    later = standing(proposal(addressee(answer=answer(), measures=(late,))), date(2027, 6, 9))
    owes = "Försenat sedan 31\xa0januari 2027, svar saknas sedan 1\xa0juni 2027"
    assert later.links[2].parts[0].meta == owes


def test_a_unit_that_lets_the_day_pass_without_a_word_owes_an_answer():
    due = date(2027, 1, 31)
    silent, told = measure(due=due), measure(due=due, told_on=date(2027, 2, 3))
    told_before = measure(due=due, told_on=due)

    found = [
        standing(proposal(addressee(answer=answer(), measures=(one,))), TODAY).links[2].parts[0].meta
        for one in (silent, told_before, told)
    ]

    owes = "Svar saknas sedan 31\xa0januari 2027"
    assert found == [owes, owes, "Försenat sedan 31\xa0januari 2027"]


@pytest.mark.parametrize(
    ("facts", "links"),
    [
        (
            proposal(WAITS),
            [("Du sa", "done"), ("Verksamheten ska svara", "wait"), ("Vi gör", "wait"), ("Vi följer upp", "wait")],
        ),
        (
            proposal(LATE_ANSWER),
            [("Du sa", "done"), ("Verksamheten ska svara", "late"), ("Vi gör", "wait"), ("Vi följer upp", "wait")],
        ),
        (
            proposal(DECLINED),
            [("Du sa", "done"), ("Verksamheten svarade", "no"), ("Vi gör inte", "no"), ("Vi följer upp", "wait")],
        ),
        (
            proposal(LATE_MEASURE),
            [("Du sa", "done"), ("Verksamheten svarade", "done"), ("Vi gör", "late"), ("Vi följer upp", "wait")],
        ),
        (
            proposal(finished(verdict=""), effect=EffectFacts(asked=True)),
            [("Du sa", "done"), ("Verksamheten svarade", "done"), ("Vi gör", "going"), ("Vi följer upp", "going")],
        ),
        (
            proposal(finished()),
            [("Du sa", "done"), ("Verksamheten svarade", "done"), ("Vi gjorde", "done"), ("Vi följer upp", "wait")],
        ),
        (
            proposal(finished(), effect=GOOD),
            [("Du sa", "done"), ("Verksamheten svarade", "done"), ("Vi gjorde", "done"), ("Det ledde till", "done")],
        ),
        (
            proposal(finished(), WAITS),
            [("Du sa", "done"), ("Verksamheten ska svara", "wait"), ("Vi gör", "going"), ("Vi följer upp", "wait")],
        ),
        (
            proposal(WAITS, outcome="no_longer", outcome_note="Enheten är nedlagd."),
            [("Du sa", "done"), ("Verksamheten ska svara", "no"), ("Vi gör inte", "no"), ("Vi följer upp", "no")],
        ),
    ],
)  # fmt: skip
def test_the_chain_always_has_four_links_in_the_fixed_words(facts, links):
    assert [(link.heading, link.state) for link in standing(facts, TODAY).links] == links


def test_vi_gjorde_is_never_said_on_the_units_word_alone():
    for verdict in ("", "partly", "not_seen"):
        found = standing(proposal(finished(verdict=verdict), effect=GOOD), TODAY)

        assert "Vi gjorde" not in [link.heading for link in found.links]
        assert "Det ledde till" not in [link.heading for link in found.links]


@pytest.mark.parametrize(
    ("facts", "missing"),
    [
        (proposal(WAITS), ["Svar från Öppenvården."]),
        (proposal(DECLINED), ["Kommunen har sagt nej, inte nu."]),
        (
            proposal(finished(verdict="")),
            ["Att brukarrevisorerna kontrollerar ändringen.", "Minst fem svar från dem som använder verksamheten."],
        ),
        (
            proposal(finished(verdict="not_seen"), effect=GOOD),
            ["Brukarrevisorerna har inte sett ändringen."],
        ),
        (
            proposal(finished(), effect=EffectFacts(base=10, yes=5)),
            ["Fler som märker skillnad: 5 av 10 säger ja, minst 6 behövs."],
        ),
        (
            # Asked when more had to say yes than today.
            proposal(finished(), effect=EffectFacts(base=10, yes=6)),
            ["Att frågan ställs igen till dem som använder verksamheten."],
        ),
        (proposal(finished(kind="partly"), effect=GOOD), ["Öppenvården gör bara en del av det."]),
        (proposal(finished(), effect=GOOD), []),
        (proposal(WAITS, outcome="no_longer", outcome_note="Nedlagd."), []),
    ],
)  # fmt: skip
def test_what_is_missing_is_named(facts, missing):
    assert list(standing(facts, TODAY).missing) == missing


def test_every_addressee_has_a_standing_of_its_own():
    found = standing(proposal(finished("A"), DECLINED, LATE_ANSWER, effect=GOOD), TODAY)

    # Done by itself, but nothing is called done before all of it is.
    assert [one.status for one in found.addressees] == ["going", "declined", "late"]


def test_whatever_more_is_known_a_proposal_is_done_only_with_all_three_voices():
    """Every combination of answer, deed, check and users' answers: only one is Genomförd."""
    kinds = ("yes", "partly", "no")
    verdicts = ("", "confirmed", "partly", "not_seen")
    effects = (
        EffectFacts(),
        EffectFacts(asked=True),
        EffectFacts(base=9, yes=2, on=TODAY),
        EffectFacts(base=5, yes=3, on=TODAY, reached=True),
    )
    found = {
        (kind, status, verdict, effect.base, effect.yes)
        for kind in kinds
        for status in ("planned", "going", "done", "dropped")
        for verdict in verdicts
        for effect in effects
        if standing(
            proposal(
                addressee(answer=answer(kind), measures=(measure(status, verdict=verdict),)), effect=effect
            ),
            TODAY,
        ).status
        == "done"
    }

    assert found == {("yes", "done", "confirmed", 5, 3)}


def test_the_stored_parts_tell_the_same_status_on_any_day():
    for facts in (proposal(WAITS), proposal(GOES), proposal(finished(), effect=GOOD), proposal(DECLINED)):
        stored = standing(facts, TODAY)
        for day in (date(2027, 3, 16), date(2027, 3, 17), date(2028, 1, 1)):
            is_late = stored.late_from is not None and stored.late_from <= day
            assert standing(facts, day).status == ("late" if is_late else stored.base_status)


@pytest.mark.parametrize(
    ("effect", "words"),
    [
        (GOOD, "6 av 10 som använder verksamheten säger att det har blivit bättre. 2 säger delvis."),
        (EffectFacts(on=TODAY), "För få som använder verksamheten har svarat på om det har blivit bättre."),
        (
            EffectFacts(on=TODAY, base=7, reached=True),
            "7 som använder verksamheten har svarat. Tillräckligt många säger att det har blivit bättre.",
        ),
    ],
)
def test_the_users_voice_is_told_in_counts_or_in_words_where_groups_are_small(effect, words):
    assert standing(proposal(finished(), effect=effect), TODAY).links[3].parts[0].text == words


def test_a_deed_that_is_late_and_then_done_is_late_no_more():
    late = addressee(answer=answer(), measures=(measure(due=date(2027, 1, 1)),))
    ready = replace(late, measures=(replace(late.measures[0], status="done", done_on=TODAY),))

    assert standing(proposal(late), TODAY).status == "late"
    assert standing(proposal(ready), TODAY).status == "going"
