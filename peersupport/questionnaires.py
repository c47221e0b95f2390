"""The ready-made short questions of an evaluation (domain.md 4: users, staff, managers, the peer).

Users and staff answer anonymous surveys. Each question's thread is made of its code, so it is the same at every unit and
occasion and results can be compared; a code is never used again for another question. The first option is the good one.
Manager and peer are one person each: they answer in their own words, openly to the evaluation team, and are not counted.
"""

from dataclasses import dataclass
from typing import Final
from uuid import UUID, uuid5

from peersupport.words import Asked
from surveys.models import Question, Survey
from surveys.services.writing import QuestionFacts

#: Never changed: threads of everything asked so far are made from it.
_NAMESPACE: Final = UUID("6f0c3d0e-6f2b-4c55-9d0f-3b7f5f9a2c11")
_YES_NO: Final = ("Ja", "Delvis", "Nej")
#: Groups that are asked anonymously and counted; the others are one person each.
COUNTED: Final = (Asked.USERS, Asked.STAFF)
SINGLE: Final = (Asked.MANAGER, Asked.PEER)


@dataclass(frozen=True)
class SetQuestion:
    """One question of a set. Without ``options`` it is answered in one's own words."""

    code: str
    text: str
    options: tuple[str, ...] = ()
    hint: str = ""

    @property
    def thread(self) -> UUID:
        return uuid5(_NAMESPACE, self.code)

    @property
    def facts(self) -> QuestionFacts:
        kind = Question.Kind.CHOICE if self.options else Question.Kind.OPEN
        return QuestionFacts(kind=kind, text=self.text, hint=self.hint, options=self.options)


@dataclass(frozen=True)
class QuestionSet:
    """What one group is asked, and what its form says of why."""

    purpose: str
    layout: str
    questions: tuple[SetQuestion, ...]


@dataclass(frozen=True)
class OwnWords:
    """One question to the manager or the peer; ``name`` is the field's and the key of the sealed answer."""

    name: str
    text: str


INFORMATION: Final = (
    "Du behöver inte säga vem du är. Svaren räknas ihop när frågorna har stängt. Inget visas om färre än fem har svarat. "
    "Det du skriver med egna ord läses bara av utvärderingsteamet. Chefen och personalen får inte läsa det."
)
SETS: Final = {
    Asked.USERS: QuestionSet(
        "Vi vill veta vad peer support betyder för dig som är här.",
        Survey.Layout.ONE,
        (
            SetQuestion(
                "users.contact",
                "Har du haft kontakt med peer supportern?",
                ("Ja, flera gånger", "Ja, någon gång", "Nej"),
                "Peer supportern är den i personalen som har egen erfarenhet av psykisk ohälsa.",
            ),
            SetQuestion("users.understood", "Kände du dig förstådd?", _YES_NO),
            SetQuestion("users.talk", "Var det lättare att prata om svåra saker?", _YES_NO),
            SetQuestion("users.hope", "Fick du mer hopp om att det kan bli bättre?", _YES_NO),
            SetQuestion("users.stay", "Vill du att det ska finnas en peer supporter här?", _YES_NO),
            SetQuestion("users.good", "Vad är bra med peer support här?"),
            SetQuestion("users.change", "Vad borde vara annorlunda?"),
        ),
    ),
    Asked.STAFF: QuestionSet(
        "Vi vill veta hur peer support fungerar i arbetsgruppen.",
        Survey.Layout.ALL,
        (
            SetQuestion("staff.role", "Är det tydligt vad peer supportern gör?", _YES_NO),
            SetQuestion("staff.team", "Är peer supportern en del av arbetsgruppen?", _YES_NO),
            SetQuestion("staff.prepared", "Fick ni i arbetsgruppen den förberedelse ni behövde?", _YES_NO),
            SetQuestion("staff.adds", "Ger peer support något som ni andra inte kan ge?", _YES_NO),
            SetQuestion("staff.stay", "Vill du att det ska finnas en peer supporter här?", _YES_NO),
            SetQuestion("staff.good", "Vad fungerar bra?"),
            SetQuestion("staff.change", "Vad borde vara annorlunda?"),
        ),
    ),
}
STATEMENTS: Final = {
    Asked.MANAGER: (
        OwnWords("works", "Vad fungerar bra med peer support i verksamheten?"),
        OwnWords("hinders", "Vad är svårt, och vad skulle behövas?"),
        OwnWords("goes_on", "Vill ni fortsätta? Vad hänger det på?"),
    ),
    Asked.PEER: (
        OwnWords("works", "Vad fungerar bra i ditt arbete?"),
        OwnWords("support", "Får du den handledning och det stöd du behöver av chef och arbetsgrupp?"),
        OwnWords("change", "Vad borde vara annorlunda?"),
    ),
}
#: The question that tells most at a glance, for each group: whether they want peer support there.
STAY: Final = {Asked.USERS: "users.stay", Asked.STAFF: "staff.stay"}


def words_of(asked: str) -> tuple[OwnWords, ...]:
    """Return the questions to the manager or the peer."""
    return STATEMENTS[Asked(asked)]
