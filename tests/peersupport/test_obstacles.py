"""Obstacles: raised, answered, closed, sent on to the principal; about the workplace, never about a person."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from common.errors import DomainError, EditConflictError
from common.models import TrailEntry
from common.registries import overview_rows
from common.swedish import today
from organisations.models import Respondent, UnitRole
from peersupport.models import Obstacle
from peersupport.services import obstacles as services
from peersupport.services.obstacles import ObstacleAnswer
from peersupport.services.support_reminders import remind_of_obstacles
from proposals.models import Proposal
from proposals.services import AnswerWords, answer_proposal
from proposals.services.shared import SentBeforeError
from tests.peersupport.support_build import letters, make_obstacle, make_running

NEUTRAL = "Du har ett nytt meddelande"
TEXT = "Det finns aldrig tid för handledning i schemat."


@pytest.fixture
def placement(unit):
    return make_running(unit)


@pytest.fixture
def at(placement):
    return f"/placeringar/{placement.pk}/hinder/"


@pytest.fixture
def principal_head(make_user, unit):
    """Answers for the unit's principal."""
    user = make_user("Kaj Länsmark")
    Respondent.objects.create(
        principal=unit.principal, kind="respondent", name=user.name, title="Direktör", email=user.email
    )
    return user


def raised(placement, supervisor, text=TEXT):
    return services.raise_obstacle(placement, text, form_key=uuid.uuid4(), actor=supervisor)


def waits(user, words):
    return [row for row in overview_rows(user) if words in row.title]


def test_a_supervisor_raises_it_and_the_manager_is_told_with_a_neutral_letter(
    client, placement, at, supervisor, unit_manager
):
    client.force_login(supervisor)
    form = client.get(f"{at}nytt/").content.decode()
    sent = {"text": f"  {TEXT}\x00", "form_key": str(uuid.uuid4())}

    for _ in range(2):
        client.post(f"{at}nytt/", sent)

    assert "Skriv om arbetsplatsen, inte om en person." in form
    obstacle = Obstacle.objects.get()
    assert (obstacle.text, obstacle.raised_by, obstacle.state) == (TEXT, supervisor, "raised")
    assert letters() == [(unit_manager.email, NEUTRAL)]
    assert len(waits(unit_manager, "Svara på ett hinder")) == 1
    with pytest.raises(SentBeforeError):
        services.raise_obstacle(placement, "Annat", form_key=obstacle.form_key, actor=supervisor)


def test_a_text_that_points_somebody_out_is_marked_and_a_personal_number_refused_with_the_words_kept(
    client, at, supervisor
):
    client.force_login(supervisor)
    text = "Personen 19121212-1212 får ingen tid."

    page = client.post(f"{at}nytt/", {"text": text, "form_key": str(uuid.uuid4())}).content.decode()

    assert not Obstacle.objects.exists()
    assert text in page
    assert "personnummer" in page


def test_the_manager_answers_and_closes_it_and_the_supervisor_can_take_it_up_again(
    client, placement, at, supervisor, unit_manager
):
    obstacle = raised(placement, supervisor)
    due = today() + timedelta(days=20)
    client.force_login(unit_manager)

    client.post(
        f"{at}{obstacle.pk}/svara/",
        {"answer": "Vi lägger in en timme.", "due_on": due.isoformat(), "version": "1"},
    )
    obstacle.refresh_from_db()
    assert (obstacle.state, obstacle.due_on, obstacle.answered_at is None) == ("in_hand", due, False)
    assert not waits(unit_manager, "Svara på ett hinder")
    Obstacle.objects.update(due_on=today() - timedelta(days=1))
    assert len(waits(unit_manager, "Skriv hur det gick")) == 1
    client.post(f"{at}{obstacle.pk}/avsluta/", {"outcome": "Tiden ligger fast.", "version": "2"})

    obstacle.refresh_from_db()
    assert (obstacle.state, obstacle.outcome) == ("closed", "Tiden ligger fast.")
    client.force_login(supervisor)
    page = client.get(at).content.decode()
    assert "Så blev det: Tiden ligger fast." in page
    client.post(f"{at}{obstacle.pk}/oppna-igen/")
    obstacle.refresh_from_db()
    assert (obstacle.state, obstacle.closed_at) == ("in_hand", None)
    # Answering, closing and sending on is the manager's.
    for act in ("svara", "avsluta", "forslag"):
        assert client.post(f"{at}{obstacle.pk}/{act}/", {}).status_code == 403


def test_the_words_change_until_they_are_answered(placement, supervisor, unit_manager):
    obstacle = raised(placement, supervisor)
    services.edit_obstacle(obstacle, "Ingen tid alls.", expected_version=1, actor=supervisor)
    services.answer_obstacle(obstacle, ObstacleAnswer(answer="Ja."), expected_version=2, actor=unit_manager)

    with pytest.raises(DomainError, match="har fått svar"):
        services.edit_obstacle(obstacle, "Nytt", expected_version=3, actor=supervisor)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        (ObstacleAnswer(answer=" "), "answer"),
        (ObstacleAnswer(answer="x" * 1001), "answer"),
        (ObstacleAnswer(answer="Ja.", due_on=today() - timedelta(days=3)), "due_on"),
    ],
)
def test_a_bad_answer_is_refused_at_its_field(placement, supervisor, unit_manager, given, field):
    obstacle = raised(placement, supervisor)

    with pytest.raises(DomainError) as refused:
        services.answer_obstacle(obstacle, given, expected_version=1, actor=unit_manager)

    assert refused.value.field == field


def test_two_who_answer_at_once_see_each_others_words(placement, supervisor, unit_manager, coordinator):
    obstacle = raised(placement, supervisor)
    services.answer_obstacle(obstacle, ObstacleAnswer(answer="Ja."), expected_version=1, actor=coordinator)

    with pytest.raises(EditConflictError) as conflict:
        services.answer_obstacle(
            obstacle, ObstacleAnswer(answer="Nej."), expected_version=1, actor=unit_manager
        )

    assert conflict.value.changed == {"Vad ni gör": ("Ja.", "Nej.")}


def test_it_becomes_a_proposal_to_the_principal_seen_at_both_ends_and_by_nobody_else(
    client, placement, at, supervisor, unit_manager, principal_head, outsider
):
    obstacle = raised(placement, supervisor)
    client.force_login(unit_manager)
    sent = {"title": "Avsätt tid för handledning", "text": "Vi föreslår en timme i veckan.", "version": "1"}

    for _ in range(2):
        client.post(f"{at}{obstacle.pk}/forslag/", sent)

    proposal = Proposal.objects.get()
    assert (proposal.state, proposal.text) == ("sent", "Vi föreslår en timme i veckan.")
    assert [one.principal for one in proposal.addressees.all()] == [placement.unit.principal]
    # At the loop's end, for who is to answer and for those around the post.
    address = f"/forslag/{proposal.pk}/"
    for reader in (principal_head, supervisor, unit_manager):
        client.force_login(reader)
        page = client.get(address).content.decode()
        assert "Avsätt tid för handledning" in page
        assert f"Peer support, {placement.unit.name}" in page
    client.force_login(outsider)
    assert client.get(address).status_code == 404
    # At the obstacle's end, with where it stands.
    answer_proposal(
        proposal.addressees.get(),
        AnswerWords(answer="no", text="Det går inte i år.", responsible="Direktören", due=None),
        expected_version=1,
        actor=principal_head,
    )
    client.force_login(supervisor)
    page = client.get(at).content.decode()
    assert address in page
    assert "Görs inte nu" in page
    assert "forslag/" not in page.split("Följ förslaget")[1].split("</li>")[0]


def test_an_obstacle_that_has_not_gone_on_makes_nobody_a_team_of_the_loop(
    client, placement, supervisor, unit_manager
):
    raised(placement, supervisor)

    assert not supervisor.has_perm("proposals.list_proposals")


def test_nobody_answers_for_fourteen_days_and_the_manager_is_reminded_once(
    placement, supervisor, unit_manager, coordinator
):
    make_obstacle(placement)
    late = make_obstacle(placement, "Inget rum.")
    Obstacle.objects.filter(pk=late.pk).update(raised_at=timezone.now() - timedelta(days=14, minutes=1))

    assert (remind_of_obstacles(), remind_of_obstacles()) == (1, 0)

    assert letters() == [(unit_manager.email, NEUTRAL)]
    # The coordinator sees what has waited too long, and that alone.
    assert [row.tone for row in waits(coordinator, "Svara på ett hinder")] == ["late"]


def test_the_coordinator_gets_the_letter_when_the_unit_has_no_manager(
    placement, supervisor, unit_manager, coordinator
):
    UnitRole.objects.filter(user=unit_manager).update(ends_on=today())

    raised(placement, supervisor)

    assert letters() == [(coordinator.email, NEUTRAL)]


def test_only_those_around_the_post_read_it_and_reading_is_noted(
    client, placement, at, supervisor, unit_manager, administrator
):
    obstacle = raised(placement, supervisor)
    client.force_login(administrator)
    assert client.get(at).status_code == 403

    client.force_login(unit_manager)
    assert TEXT in client.get(at).content.decode()

    row = TrailEntry.objects.get(kind="opened")
    assert (row.object_type, row.object_id) == ("peersupport.obstacle", str(obstacle.pk))


def test_the_page_costs_the_same_at_any_length(client, placement, at, supervisor, django_assert_num_queries):
    client.force_login(supervisor)
    for number in (1, 3):
        while placement.obstacles.count() < number:
            make_obstacle(placement)
        client.get(at)
        with django_assert_num_queries(7):
            client.get(at)
