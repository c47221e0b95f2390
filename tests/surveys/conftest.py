"""Surveys in different states, and people who answer."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest

from accounts.models import User
from organisations.models import Unit
from surveys.models import Question, Survey
from surveys.services.answering import Given, submit_answers
from surveys.services.flow import open_survey
from surveys.services.writing import QuestionFacts, SurveyFacts, add_question, create_survey

FACTS = SurveyFacts(
    title="Hur är det på avdelningen?",
    purpose="Vi vill veta vad som fungerar.",
    information="Samordnaren läser svaren.",
)
SCALE = QuestionFacts(
    kind="scale", text="Blir du lyssnad på?", options=("Aldrig", "Sällan", "Ofta", "Alltid")
)
CHOICE = QuestionFacts(kind="choice", text="Vet du vem du ska fråga?", options=("Ja", "Nej"))
SEVERAL = QuestionFacts(kind="several", text="Vad vill du ha mer av?", options=("Tid", "Ro", "Samtal"))
WORDS = QuestionFacts(kind="open", text="Vad skulle du ändra?")
BACKGROUND = QuestionFacts(kind="background", text="Hur länge har du kommit hit?", options=("Kort", "Länge"))


@pytest.fixture(autouse=True)
def _no_other_room_owns_surveys(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test registers the owners it is about."""
    monkeypatch.setattr("surveys.owners._owners", {})


@pytest.fixture(autouse=True)
def _few_spare_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each key is written to disk twice before it is used: a test needs only a few."""
    monkeypatch.setattr("surveys.services.keys.READY", 4)
    monkeypatch.setattr("surveys.services.keys.MORE", 2)


@pytest.fixture
def draft(coordinator: User, unit: Unit) -> Survey:
    """A draft with one question of each kind."""
    survey = create_survey(FACTS, actor=coordinator, unit=unit)
    for facts in (SCALE, CHOICE, SEVERAL, WORDS, BACKGROUND):
        add_question(survey, facts, actor=coordinator)
    survey.refresh_from_db()
    return survey


@pytest.fixture
def survey(draft: Survey, coordinator: User) -> Survey:
    """The same, open."""
    open_survey(draft, actor=coordinator)
    return draft


def question(survey: Survey, kind: str) -> Question:
    """The survey's question of a kind."""
    return survey.questions.get(kind=kind)


def answers(survey: Survey, **given: Any) -> dict[UUID, Given]:
    """``answers(survey, scale=2, several=(0, 1), open="Mer tid")``; "unknown" and "declined" are states."""
    found = {}
    for kind, value in given.items():
        key = question(survey, kind).pk
        if value in {"unknown", "declined"}:
            found[key] = Given(state=value)
        elif isinstance(value, str):
            found[key] = Given(text=value)
        else:
            found[key] = Given(choices=value if isinstance(value, tuple) else (value,))
    return found


@pytest.fixture
def answer(survey: Survey) -> Callable[..., Any]:
    """Send one person's answers."""

    def send(**given: Any) -> Any:
        return submit_answers(survey, answers(survey, **given), token=uuid4().hex)

    return send
