"""The way of a placement: each step asks for its conditions, rest comes back by itself, end says why."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from common.errors import DomainError
from common.models import OutboxMessage, StatusChange
from common.registries import overview_rows
from common.swedish import today
from organisations.models import Unit
from peersupport.models import Placement
from peersupport.queries.missing import missing_words, with_missing
from peersupport.queries.phases import missing_next, next_moves
from peersupport.services import phases
from peersupport.words import WAY, Phase
from tests.peersupport.build import decide, fill, make_placement

pytestmark = pytest.mark.django_db


def test_the_whole_way_opens_step_by_step_when_everything_is_there(placement: Placement, unit_manager: User):
    fill(placement)

    for target in WAY[1:]:
        placement = phases.move_placement(placement, target, actor=unit_manager)

    assert (placement.status, placement.status_since) == (Phase.PERMANENT, today())
    moved = StatusChange.objects.filter(object_type="peersupport.placement").order_by("at")
    assert [row.target for row in moved] == [str(phase) for phase in WAY[1:]]


@pytest.mark.parametrize("phase", [phase for phase in WAY if phase not in {Phase.RUNNING, Phase.PERMANENT}])
def test_each_step_is_refused_with_what_is_missing_and_the_list_tells_the_same(
    unit: Unit, unit_manager: User, phase: Phase
):
    bare = make_placement(unit, phase)
    target = WAY[WAY.index(phase) + 1] if phase != Phase.EVALUATION else Phase.PERMANENT

    with pytest.raises(DomainError) as refusal:
        phases.move_placement(bare, target, actor=unit_manager)

    assert missing_next(bare)
    assert all(sentence in refusal.value.message for sentence in _needs(bare, target))
    assert missing_words(_listed(bare))
    whole = fill(make_placement(unit, phase))
    assert not _needs(whole, target)
    assert missing_words(_listed(whole)) == []


def test_every_condition_is_told_on_the_page_of_a_placement(unit: Unit, coordinator: User):
    for phase in WAY:
        assert next_moves(make_placement(unit, phase), coordinator) or phase == WAY[-1]


def _needs(placement: Placement, target: str) -> list[str]:
    move = next(m for m in Placement.TRANSITIONS if (m.source, m.target) == (placement.status, target))
    return [sentence for need in move.needs if (sentence := need(placement))]


def _listed(placement: Placement) -> Any:
    return with_missing(Placement.objects.for_listing()).get(pk=placement.pk)


def test_a_no_after_a_yes_holds_the_placement_where_it_is(unit: Unit, unit_manager: User):
    placement = fill(make_placement(unit, "decision"))
    decide(placement, "no", days_ago=0)

    with pytest.raises(DomainError, match="Det senaste beslutet är nej"):
        phases.move_placement(placement, Phase.RECRUITMENT, actor=unit_manager)


def test_the_page_shows_what_is_missing_with_a_link_and_no_button_until_it_is_there(
    client: Client, placement: Placement, unit_manager: User
):
    client.force_login(unit_manager)
    address = f"/placeringar/{placement.pk}/"
    page = client.get(address).content.decode()

    assert "Skriv vad peer support ska bidra med hos er." in page
    assert f'href="{address}andra/"' in page
    assert 'value="readiness"' not in page
    fill(placement)
    assert 'value="readiness"' in client.get(address).content.decode()
    client.post(f"{address}flytta/", {"target": "readiness"})
    placement.refresh_from_db()
    assert placement.status == Phase.READINESS


def test_not_now_keeps_reason_and_day_and_comes_back_by_itself_to_both(
    placement: Placement, unit_manager: User, coordinator: User, settings: Any, mailoutbox: list[Any]
):
    settings.PORTAL = {**settings.PORTAL, "coordinator_email": coordinator.email}
    why, day = "Vi ställer om från hyrpersonal.", today() + timedelta(days=40)
    phases.rest_placement(placement, Phase.NOT_NOW, reason=why, review_on=day, actor=unit_manager)

    assert phases.remind_of_reviews() == 0
    assert not [row for row in overview_rows(unit_manager) if "Se över" in row.title]
    # The day comes.
    Placement.objects.update(review_on=today())
    assert (phases.remind_of_reviews(), phases.remind_of_reviews()) == (2, 0)
    letters = OutboxMessage.objects.filter(dedup_key__startswith="peer-review")
    assert {one.payload["to"] for one in letters} == {unit_manager.email, coordinator.email}
    assert not any("peer" in one.payload["subject"].lower() for one in letters)
    for person in (unit_manager, coordinator):
        assert [row.label for row in overview_rows(person) if "Se över peer support" in row.title] == [
            "Ses över"
        ]
    placement.refresh_from_db()
    assert (placement.reason, placement.former_status) == (why, Phase.INTEREST)
    resumed = phases.resume_placement(placement, actor=unit_manager)
    assert (resumed.status, resumed.reason, resumed.review_on) == (Phase.INTEREST, "", None)


@pytest.mark.parametrize(
    ("days", "field"), [(None, "review_on"), (0, "review_on"), (-3, "review_on"), (900, "review_on")]
)
def test_rest_needs_a_day_ahead(placement: Placement, unit_manager: User, days: int | None, field: str):
    day = None if days is None else today() + timedelta(days=days)

    with pytest.raises(DomainError) as refusal:
        phases.rest_placement(placement, Phase.NOT_NOW, reason="Inte nu.", review_on=day, actor=unit_manager)

    assert refusal.value.field == field
    placement.refresh_from_db()
    assert placement.status == Phase.INTEREST


def test_a_post_in_work_is_paused_not_declined_and_goes_back_where_it_was(unit: Unit, unit_manager: User):
    placement = make_placement(unit, "running")
    day = today() + timedelta(days=30)

    with pytest.raises(DomainError):
        phases.rest_placement(placement, Phase.NOT_NOW, reason="Nej.", review_on=day, actor=unit_manager)
    phases.rest_placement(placement, Phase.PAUSED, reason="Ombyggnad.", review_on=day, actor=unit_manager)
    phases.postpone_review(placement, day + timedelta(days=9), actor=unit_manager)
    assert next_moves(Placement.objects.get(), unit_manager) == []
    assert phases.resume_placement(placement, actor=unit_manager).status == Phase.RUNNING


def test_ending_says_why_and_ends_the_post(unit: Unit, unit_manager: User):
    placement = fill(make_placement(unit, "running"))

    with pytest.raises(DomainError, match="varför"):
        phases.end_placement(placement, reason=" ", actor=unit_manager)
    with pytest.raises(DomainError, match="senare än i dag"):
        phases.end_placement(placement, reason="Slut.", on=today() + timedelta(days=1), actor=unit_manager)
    phases.end_placement(placement, reason="Pengarna tog slut.", actor=unit_manager)

    placement.refresh_from_db()
    assert (placement.status, placement.ends_on) == (Phase.ENDED, today())
    assert placement.posts.get().ends_on == today()
    with pytest.raises(DomainError, match="avslutad"):
        phases.move_placement(placement, Phase.RUNNING, actor=unit_manager)


def test_a_wrong_last_day_removes_nobody_who_worked_there_and_a_plan_hinders_no_end(
    unit: Unit, unit_manager: User
):
    running = fill(make_placement(unit, "running"))
    began = running.posts.get().starts_on

    with pytest.raises(DomainError, match="Någon började i tjänsten") as refusal:
        phases.end_placement(running, reason="Klart.", on=began - timedelta(days=1), actor=unit_manager)
    planned = make_placement(unit, "decision", starts_on=today() + timedelta(days=60))
    ended = phases.end_placement(planned, reason="Pengarna kom inte.", actor=unit_manager)

    assert refusal.value.field == "on"
    assert running.posts.get().starts_on == began
    assert (ended.status, ended.starts_on) == (Phase.ENDED, None)


def test_a_post_that_is_filled_anew_asks_for_somebody_new_and_a_new_introduction(
    unit: Unit, unit_manager: User
):
    running = fill(make_placement(unit, "running"))
    running.introduction.create(what_for="peer", text="Har träffat teamet", done_on=today())
    running.posts.update(ends_on=today() - timedelta(days=1))
    done = running.introduction.exclude(what_for="unit").filter(done_on__isnull=False).count()

    again = phases.move_placement(running, "recruitment", actor=unit_manager)

    assert done
    assert missing_words(_listed(again)) == ["ingen är anställd"]
    assert missing_next(again)
    assert not again.introduction.exclude(what_for="unit").filter(done_on__isnull=False).exists()


def test_others_move_nothing(placement: Placement, supervisor: User, outsider: User):
    fill(placement)

    for person in (supervisor, outsider):
        with pytest.raises(DomainError):
            phases.move_placement(placement, Phase.READINESS, actor=person)

    placement.refresh_from_db()
    assert placement.status == Phase.INTEREST
