"""Placements are begun and edited, the unit ticks that it is shown, a closed unit's post moves; who holds a post."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from associations.models import Association
from common.errors import DomainError, EditConflictError
from common.models import TrailEntry
from common.registries import overview_rows, personal_data
from common.swedish import today
from organisations.models import Unit
from peersupport.models import Evaluation, EvaluationMember, Interest, Obstacle, PeerPost, Placement
from peersupport.services import placements, posts
from peersupport.services.posts import NAME_KEPT, PostFacts
from tests.peersupport.build import facts, make_placement

pytestmark = pytest.mark.django_db


def _time(first: int = 0, last: int | None = None, share: int = 50, name: str = "") -> PostFacts:
    """From ``first`` to ``last`` days from today."""
    return PostFacts(
        share=share,
        starts_on=today() + timedelta(days=first),
        ends_on=None if last is None else today() + timedelta(days=last),
        name=name,
    )


def test_a_placement_is_begun_once_however_often_the_form_is_sent(unit: Unit, coordinator: User):
    key = uuid4()

    made = [placements.start_placement(unit, facts(), form_key=key, actor=coordinator) for _ in range(2)]

    assert made[0] == made[1] == Placement.objects.get()
    with pytest.raises(DomainError, match="redan en placering"):
        placements.start_placement(unit, facts(), form_key=uuid4(), actor=coordinator)


def test_no_placement_begins_at_a_closed_unit_or_by_others(unit: Unit, coordinator: User, unit_manager: User):
    with pytest.raises(DomainError, match="behörighet"):
        placements.start_placement(unit, facts(), actor=unit_manager)
    Unit.objects.update(closed_on=today())
    with pytest.raises(DomainError, match="nedlagd"):
        placements.start_placement(unit, facts(), actor=coordinator)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"share": 0}, "share"),
        ({"share": 101}, "share"),
        ({"share": 40}, "share"),
        ({"employer_kind": "association"}, "employer_association"),
        ({"contact_email": "ida@"}, "contact_email"),
        ({"purpose": "Hon heter 19121212-1212"}, "purpose"),
        ({"starts_on": today(), "ends_on": today() - timedelta(days=1)}, "ends_on"),
    ],
)
def test_facts_that_do_not_fit_are_told_at_their_field(
    placement: Placement, unit_manager: User, changed: dict[str, Any], field: str
):
    posts.add_post(placement, _time(share=75), actor=unit_manager)

    with pytest.raises(DomainError) as refusal:
        placements.edit_placement(
            placement, facts(**changed), expected_version=placement.version, actor=unit_manager
        )

    assert refusal.value.field == field


def test_two_who_edit_at_once_see_what_differs(
    placement: Placement, unit_manager: User, association: Association
):
    changed = facts(employer_kind="association", employer_association_id=association.pk)
    placements.edit_placement(placement, changed, expected_version=1, actor=unit_manager)

    with pytest.raises(EditConflictError) as conflict:
        placements.edit_placement(placement, facts(share=60), expected_version=1, actor=unit_manager)

    assert conflict.value.changed["Omfattning i procent av heltid"] == ("75", "60")


def test_a_bad_form_keeps_what_was_typed(client: Client, placement: Placement, unit_manager: User):
    client.force_login(unit_manager)

    page = client.post(
        f"/placeringar/{placement.pk}/andra/", {"share": "sju", "purpose": "Stöd i vardagen", "version": "1"}
    ).content.decode()

    assert "Skriv ett helt tal" in page
    assert 'value="sju"' in page
    assert "Stöd i vardagen" in page


def test_a_closed_units_post_waits_with_the_coordinator_and_moves_without_its_tick(
    unit: Unit, other_unit: Unit, coordinator: User, unit_manager: User
):
    running = make_placement(unit, "running", is_public=True)
    shown = Evaluation.objects.create(
        placement=running,
        occasion="months_3",
        due_on=today(),
        state="reported",
        reported_on=today(),
        is_public=True,
    )
    Unit.objects.filter(pk=unit.pk).update(closed_on=today() - timedelta(days=1))

    for person in (coordinator, unit_manager):
        assert [row.label for row in overview_rows(person) if row.title.startswith("Verksamheten är nedlagd")]
    with pytest.raises(DomainError):
        placements.move_placement_to_unit(running, other_unit, actor=unit_manager)
    moved = placements.move_placement_to_unit(running, other_unit, actor=coordinator)

    assert (moved.unit, moved.is_public, moved.status) == (other_unit, False, "running")
    assert not [row for row in overview_rows(coordinator) if "nedlagd" in row.title]
    # What the former unit's people answered never stands under the new one's name.
    shown.refresh_from_db()
    assert not shown.is_public


def test_who_holds_a_post_follows_another_but_never_overlaps(placement: Placement, unit_manager: User):
    posts.add_post(placement, _time(-30, 10), actor=unit_manager)

    with pytest.raises(DomainError) as refusal:
        posts.add_post(placement, _time(10), actor=unit_manager)
    assert (refusal.value.message, refusal.value.field) == (posts.OVERLAP, "starts_on")
    after = posts.add_post(placement, _time(11), actor=unit_manager)
    with pytest.raises(DomainError, match="Någon annan"):
        posts.edit_post(after, _time(5), expected_version=1, actor=unit_manager)

    assert placement.posts.count() == 2


@pytest.mark.parametrize(
    ("time", "field"),
    [
        (lambda: _time(share=76), "share"),
        (lambda: _time(share=101), "share"),
        (lambda: _time(0, -1), "ends_on"),
        (lambda: _time(5000), "starts_on"),
    ],
)
def test_time_in_a_post_that_does_not_fit_is_told_at_its_field(
    placement: Placement, unit_manager: User, time: Any, field: str
):
    with pytest.raises(DomainError) as refusal:
        posts.add_post(placement, time(), actor=unit_manager)

    assert refusal.value.field == field
    assert not placement.posts.exists()


def test_reading_who_holds_a_post_stands_in_the_trail(
    client: Client, placement: Placement, supervisor: User, administrator: User, unit_manager: User
):
    posts.add_post(placement, _time(name="Mio Exempelsson"), actor=unit_manager)
    address = f"/placeringar/{placement.pk}/tjansten/"

    client.force_login(administrator)
    assert client.get(address).status_code == 403
    client.force_login(supervisor)
    assert "Mio Exempelsson" in client.get(address).content.decode()
    assert "Mio" not in client.get(f"/placeringar/{placement.pk}/").content.decode()

    row = TrailEntry.objects.get(kind="opened", actor_id=supervisor.actor_id)
    assert (row.object_type, row.object_id) == ("peersupport.peerpost", str(placement.posts.get().pk))


def test_a_name_goes_half_a_year_after_the_last_day_and_at_once_when_asked(
    placement: Placement, unit_manager: User
):
    kept = NAME_KEPT.days
    old = posts.add_post(placement, _time(-kept - 40, -kept - 1, name="Mio"), actor=unit_manager)
    late = posts.add_post(placement, _time(-kept, -kept + 1, name="Bo"), actor=unit_manager)

    assert (posts.forget_names(), posts.forget_names()) == (1, 0)
    old.refresh_from_db()
    assert (old.name, old.share, old.erased_at is None) == ("", 50, False)
    posts.erase_name(late, actor=unit_manager)
    assert set(PeerPost.objects.values_list("name", flat=True)) == {""}


def test_whoever_leaves_is_told_what_is_held_and_leaves_the_placement_whole(
    placement: Placement, unit_manager: User
):
    handler = next(one for one in personal_data() if one.room == "peersupport")
    EvaluationMember.objects.create(placement=placement, user=unit_manager)
    Obstacle.objects.create(placement=placement, text="Ingen dator", raised_by=unit_manager)
    Interest.objects.create(
        unit=placement.unit, why="Vi vill", contact_name="Eli", contact_email="eli@example.org", sent_by=unit_manager
    )  # fmt: skip

    assert len(handler.extract(unit_manager)) == 3
    handler.erase(unit_manager)

    assert handler.extract(unit_manager) == []
    left = Interest.objects.get()
    assert (left.contact_name, left.contact_email, left.erased_at is None) == ("", "", False)
    assert Obstacle.objects.get().text == "Ingen dator"
    assert timezone.now() >= left.erased_at
