"""The introduction's checklist: ready-made, changed, done and undone, the team's preparation."""

from datetime import timedelta

import pytest

from common.errors import DomainError, EditConflictError
from common.models import TrailEntry
from common.swedish import today
from peersupport.models import IntroductionStep, PeerPost
from peersupport.models.phases import has_introduction
from peersupport.queries.introduction import team_prepared_on
from peersupport.services import introduction as services
from peersupport.services.introduction import READY, StepFacts
from tests.peersupport.support_build import make_running


@pytest.fixture
def placement(unit):
    return make_running(unit, status="introduction")


def test_the_ready_made_list_comes_once_with_days_counted_from_the_first_day(placement, unit_manager):
    first = today() + timedelta(days=30)
    PeerPost.objects.create(placement=placement, starts_on=first)

    came = services.begin_introduction(placement, actor=unit_manager)
    again = services.begin_introduction(placement, actor=unit_manager)

    assert (came, again) == (len(READY), 0)
    steps = {one.code: one for one in placement.introduction.all()}
    assert steps["team_trained"].due_on == first - timedelta(days=21)
    assert steps["peer_tasks"].due_on == first + timedelta(days=14)
    assert {one.what_for for one in steps.values()} == {"unit", "team", "peer"}


def test_what_was_taken_off_the_list_is_all_that_comes_back(placement, unit_manager):
    services.begin_introduction(placement, actor=unit_manager)
    one = placement.introduction.get(code="unit_place")
    services.edit_step(one, StepFacts(what_for="team", text="Eget"), expected_version=1, actor=unit_manager)
    services.remove_step(placement.introduction.get(code="unit_told"), actor=unit_manager)

    assert services.begin_introduction(placement, actor=unit_manager) == 1

    assert placement.introduction.get(code="unit_place").text == "Eget"


def test_a_step_of_ones_own_sent_twice_stands_once_and_carries_no_personal_number(placement, unit_manager):
    facts = StepFacts(what_for="unit", text="  Nyckel till personalrummet ")

    first = services.add_step(placement, facts, actor=unit_manager)
    second = services.add_step(placement, facts, actor=unit_manager)

    assert first.pk == second.pk
    assert first.text == "Nyckel till personalrummet"
    with pytest.raises(DomainError, match="personnummer"):
        services.add_step(
            placement, StepFacts(what_for="unit", text="19121212-1212 börjar"), actor=unit_manager
        )


def test_done_and_undone_with_the_day_and_the_team_is_prepared_when_its_steps_are(
    client, placement, unit_manager, supervisor
):
    team, unit = (
        IntroductionStep.objects.create(placement=placement, what_for=code, text=f"Punkt {code}")
        for code in ("team", "unit")
    )
    client.force_login(unit_manager)
    at = f"/placeringar/{placement.pk}/introduktion/"

    page = client.post(f"{at}{team.pk}/klar/", follow=True).content.decode()

    team.refresh_from_db()
    assert team.done_on == today()
    assert team_prepared_on(placement) == today()
    assert "Teamet är förberett" in page
    # Undone with one press from the notice, no "are you sure".
    assert f'action="{at}{team.pk}/inte-klar/"' in page
    assert has_introduction(placement) == "En punkt i introduktionen är inte klar."
    client.post(f"{at}{team.pk}/inte-klar/")
    team.refresh_from_db()
    assert (team.done_on, team_prepared_on(placement)) == (None, None)
    verbs = TrailEntry.objects.filter(room="peersupport").values_list("verb", flat=True)
    assert set(verbs) == {"finish_step", "reopen_step"}
    # The supervisor reads the list and changes nothing of it.
    client.force_login(supervisor)
    assert "Klart" not in client.get(at).content.decode().split("<main")[1].split("Inte klart")[0]
    assert client.post(f"{at}{unit.pk}/klar/").status_code == 403


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        (StepFacts(what_for="unit", text=" "), "text"),
        (StepFacts(what_for="other", text="Ny"), "what_for"),
        (StepFacts(what_for="unit", text="x" * 201), "text"),
        (StepFacts(what_for="unit", text="Ny", done_on=today() + timedelta(days=5)), "done_on"),
    ],
)
def test_a_bad_step_is_refused_at_its_field(placement, unit_manager, facts, field):
    with pytest.raises(DomainError) as refused:
        services.add_step(placement, facts, actor=unit_manager)

    assert refused.value.field == field
    assert not placement.introduction.exists()


def test_two_who_change_one_step_see_each_others_words(placement, unit_manager, coordinator):
    step = services.add_step(placement, StepFacts(what_for="unit", text="Nyckel"), actor=unit_manager)
    services.edit_step(
        step, StepFacts(what_for="unit", text="Nycklar"), expected_version=1, actor=coordinator
    )

    with pytest.raises(EditConflictError) as conflict:
        services.edit_step(
            step, StepFacts(what_for="unit", text="Passerkort"), expected_version=1, actor=unit_manager
        )

    assert conflict.value.changed == {"Vad": ("Nycklar", "Passerkort")}


def test_an_ended_placement_keeps_its_list_as_it_was(placement, unit_manager):
    step = services.add_step(placement, StepFacts(what_for="unit", text="Nyckel"), actor=unit_manager)
    type(placement).objects.update(status="ended", reason="Slut")

    with pytest.raises(DomainError, match="avslutad"):
        services.finish_step(step, actor=unit_manager)


def test_the_list_costs_the_same_at_any_length(client, placement, unit_manager, django_assert_num_queries):
    client.force_login(unit_manager)
    at = f"/placeringar/{placement.pk}/introduktion/"
    for number in (1, 3):
        while placement.introduction.count() < number:
            IntroductionStep.objects.create(
                placement=placement, what_for="unit", text=f"Punkt {placement.introduction.count()}"
            )
        client.get(at)
        with django_assert_num_queries(LIST_QUERIES):
            client.get(at)


#: Session, person, what one holds, the numbers to call in a crisis, the placement, its steps.
LIST_QUERIES = 6
