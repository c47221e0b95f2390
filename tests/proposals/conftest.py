"""A small loop: one source with two proposals, its team, those who answer."""

from datetime import date
from typing import Any

import pytest

from organisations.models import Municipality, Principal, PriorityGroup, Respondent, Theme
from proposals import services, sources
from proposals.models import Addressee, Measure, Proposal, ProposalSource
from proposals.services import AnswerWords, MeasurePlan, MeasureReport
from proposals.sources import register_source

#: A room that exists only in tests; the loop knows no audits.
ROOM = "testroom"


@pytest.fixture(autouse=True)
def _forget_the_room():
    yield
    sources._rooms.pop(ROOM, None)


@pytest.fixture
def auditor(make_user: Any):
    """In the team of the source "1": writes, sends and checks."""
    user = make_user("Ronja Revisor")
    teams = {user.pk: ("1",)}
    register_source(
        ROOM,
        checkers=lambda person, source_id: source_id in teams.get(person.pk, ()),
        sources_of=lambda person: teams.get(person.pk, ()),
        addresses=lambda source_id: [user.email],
    )
    return user


@pytest.fixture
def other_auditor(make_user: Any, auditor: Any):
    """In the team of another source."""
    return make_user("Tove Testrevisor")


@pytest.fixture
def theme(db: None) -> Theme:
    return Theme.objects.get_or_create(slug="delaktighet", defaults={"name": "Delaktighet"})[0]


@pytest.fixture
def group(db: None) -> PriorityGroup:
    return PriorityGroup.objects.get_or_create(slug="samsjuklighet", defaults={"name": "Samsjuklighet"})[0]


@pytest.fixture
def kommun(municipality: Municipality) -> Principal:
    return Principal.objects.create(
        name="Gävle kommun", slug="gavle-kommun", kind="municipality", municipality=municipality
    )


@pytest.fixture
def respondent(make_user: Any, kommun: Principal):
    """Named as the one who answers for the municipality, known by the address in office."""
    user = make_user("Soha Socialchef")
    Respondent.objects.create(
        principal=kommun, kind="respondent", name=user.name, title="Socialchef", email=user.email
    )
    return user


@pytest.fixture
def superior(make_user: Any, unit: Any):
    user = make_user("Vera Verksamhetschef")
    Respondent.objects.create(
        unit=unit, kind="superior", name=user.name, title="Verksamhetschef", email=user.email, user=user
    )
    return user


@pytest.fixture
def source(auditor: Any) -> ProposalSource:
    return services.open_source(
        room=ROOM,
        source_id="1",
        kind="audit",
        title="Beroendemottagningen 2026",
        url="/brukarrevisioner/beroendemottagningen-2026/",
        actor=auditor,
    )


@pytest.fixture
def make_proposal(source: ProposalSource, auditor: Any, theme: Theme, unit: Any):
    def make(*addressees: Any, title: str = "Ge alla en kopia av sin plan") -> Proposal:
        return services.create_proposal(
            source=source,
            title=title,
            said="Planen låg i deras dator.",
            said_from="interview",
            text="Skriv ut planen på mötet.",
            theme=theme,
            addressees=addressees or (unit,),
            actor=auditor,
        )

    return make


@pytest.fixture
def draft(make_proposal: Any) -> Proposal:
    return make_proposal()


@pytest.fixture
def sent(draft: Proposal, auditor: Any) -> Proposal:
    services.send_proposals(draft.source, actor=auditor)
    return fresh(draft)


@pytest.fixture
def public(draft: Proposal, auditor: Any) -> Proposal:
    services.publish_proposals(draft.source, date.today(), actor=auditor)  # noqa: DTZ011
    return fresh(draft)


def fresh(row: Any) -> Any:
    return type(row).objects.get(pk=row.pk)


def addressee_of(proposal: Proposal) -> Addressee:
    return proposal.addressees.order_by("pk").first()


def say_yes(proposal: Proposal, actor: Any, due: date, answer: str = "yes") -> Measure:
    """Answer yes; return the measure that follows."""
    row = Addressee.objects.answered_by(actor).get(proposal=proposal)
    words = AnswerWords(answer=answer, text="Planen skrivs ut.", responsible="Enhetschef", due=due)
    services.answer_proposal(row, words, expected_version=row.version, actor=actor)
    return row.measures.get()


def say_done(measure: Measure, actor: Any, happened: str = "Alla får en utskrift.") -> Measure:
    measure = fresh(measure)
    report = MeasureReport(status="done", happened=happened, due=measure.expected or measure.due)
    return services.update_measure(measure, report, expected_version=measure.version, actor=actor)


def plan(what: str = "Ny rutin", due: date | None = None) -> MeasurePlan:
    assert due is not None
    return MeasurePlan(what=what, who="Enhetschef", due=due)
