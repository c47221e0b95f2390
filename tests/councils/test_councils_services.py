"""A council's life: made, composed, paused, resumed; its papers and its people."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from accounts.models import User
from associations.models import Association
from common.errors import DomainError, EditConflictError
from common.models import CacheStamp, OutboxMessage, StatusChange, TrailEntry
from common.swedish import today
from councils.models import Council, Mandate, Seat
from councils.rules import secretary_council_ids
from councils.services import composition, council_status, offices
from councils.services import councils as services
from councils.services.councils import CouncilFacts
from councils.words import Standing
from organisations.models import Area, Principal, Unit
from tests.councils.build import make_council, make_mandate, make_seat

pytestmark = pytest.mark.django_db
FACTS = CouncilFacts(
    kind="council", name="Länets brukarråd", purpose="Följa upp inflytandet.", is_public=True
)


def _stamp() -> int:
    return CacheStamp.objects.filter(room="councils").values_list("value", flat=True).first() or 0


def test_a_new_council_is_active_and_has_the_usual_items(
    coordinator: User, unit: Unit, principal: Principal
) -> None:
    made = services.create_council(
        FACTS, principals=[principal], units=[unit], rules=b"%PDF-1.4 x", actor=coordinator
    )

    assert (made.status, made.slug) == ("active", "lanets-brukarrad")
    assert [one.code for one in made.standing_items.all()] == [one.value for one in Standing]
    assert list(made.units.all()) == [unit]
    with made.rules_of_procedure.open() as kept:
        assert kept.read() == b"%PDF-1.4 x"
    assert StatusChange.objects.filter(object_type="councils.council", target="active").exists()
    assert TrailEntry.objects.filter(verb="create_council").exists()


def test_the_same_form_sent_twice_makes_one(coordinator: User) -> None:
    key = uuid4()

    first = services.create_council(FACTS, form_key=key, actor=coordinator)
    second = services.create_council(FACTS, form_key=key, actor=coordinator)

    assert first == second


def test_a_word_that_other_pages_use_is_no_councils_address(coordinator: User) -> None:
    made = services.create_council(replace(FACTS, name="Årshjul"), actor=coordinator)

    assert made.slug not in services.RESERVED


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": "  "}, "name"),
        ({"name": "Brukarrådet i länet"}, "name"),
        ({"kind": "klubb"}, "kind"),
        ({"kind": "dialogue_area"}, "area"),
        ({"papers_days": 61}, "papers_days"),
        ({"purpose": "Ring 19121212-1212"}, "purpose"),
    ],
)
def test_what_does_not_fit_is_told_at_its_field(
    coordinator: User, council: Council, change: dict[str, Any], field: str
) -> None:
    with pytest.raises(DomainError) as refused:
        services.create_council(replace(FACTS, **change), actor=coordinator)

    assert refused.value.field == field


def test_dialogue_meetings_belong_to_an_area(coordinator: User, area: Area) -> None:
    made = services.create_council(replace(FACTS, kind="dialogue_area", area_id=area.pk), actor=coordinator)

    assert made.is_dialogue
    assert "adjusters" not in made.standing_items.values_list("code", flat=True)


@pytest.mark.parametrize("who", ["member", "chair", "secretary", "representative", "administrator"])
def test_only_the_coordinator_makes_and_changes_councils(
    who: str, council: Council, request: pytest.FixtureRequest
) -> None:
    actor = request.getfixturevalue(who)

    for write in (
        lambda: services.create_council(FACTS, actor=actor),
        lambda: services.edit_council(
            council, FACTS, principals=[], units=[], expected_version=1, actor=actor
        ),
        lambda: council_status.set_council_status(council, "ended", reason="Nej", actor=actor),
        lambda: composition.add_seats(council, kind="open", voice="users", actor=actor),
        lambda: offices.give_office(actor, council, actor=actor),
    ):
        with pytest.raises(DomainError, match="behörighet"):
            write()


def test_changes_are_written_once_and_tell_of_somebody_elses(coordinator: User, council: Council) -> None:
    facts = replace(FACTS, name="Nytt namn")
    before = _stamp()

    services.edit_council(council, facts, principals=[], units=[], expected_version=1, actor=coordinator)
    with pytest.raises(EditConflictError) as conflict:
        services.edit_council(
            council,
            replace(facts, purpose="Annat"),
            principals=[],
            units=[],
            expected_version=1,
            actor=coordinator,
        )

    council.refresh_from_db()
    assert (council.name, council.slug, council.units.count()) == ("Nytt namn", "brukarradet-i-lanet", 0)
    assert conflict.value.changed["Syfte"] == ("Följa upp inflytandet.", "Annat")
    assert _stamp() == before + 1


def test_a_paused_council_says_why_and_when_it_is_looked_at(coordinator: User, council: Council) -> None:
    day = today() + timedelta(days=90)

    for reason, review_on, field in (
        ("", day, "reason"),
        ("Få.", None, "review_on"),
        ("Få.", today(), "review_on"),
    ):
        with pytest.raises(DomainError) as refused:
            council_status.set_council_status(
                council, "paused", reason=reason, review_on=review_on, actor=coordinator
            )
        assert refused.value.field == field
    council_status.set_council_status(
        council, "paused", reason="För få föreningar.", review_on=day, actor=coordinator
    )

    council.refresh_from_db()
    assert (council.status, council.status_reason, council.review_on) == ("paused", "För få föreningar.", day)


def test_a_dialogue_meeting_may_record_that_a_paused_council_resumes(
    coordinator: User, council: Council, client: Any
) -> None:
    day = today() + timedelta(days=90)
    council_status.set_council_status(council, "paused", reason="Få.", review_on=day, actor=coordinator)

    council_status.set_council_status(
        council, "active", reason="Dialogmötet i Gävle kom överens om det.", actor=coordinator
    )

    council.refresh_from_db()
    assert (council.status, council.status_reason, council.review_on) == ("active", "", None)
    notes = StatusChange.objects.filter(object_type="councils.council").order_by("pk")
    assert [row.note for row in notes] == ["Få.", "Dialogmötet i Gävle kom överens om det."]
    # Everybody reads why it began again where they read why it was paused.
    assert (
        "Dialogmötet i Gävle kom överens om det." in client.get(council.get_absolute_url()).content.decode()
    )
    council_status.set_council_status(council, "ended", reason="Klart.", actor=coordinator)
    assert "kom överens om det" not in client.get(council.get_absolute_url()).content.decode()


def test_the_coordinator_is_told_once_when_a_review_is_due(
    coordinator: User, council: Council, settings: Any
) -> None:
    settings.PORTAL = {**settings.PORTAL, "coordinator_email": "samordnaren@example.org"}
    day = today() + timedelta(days=30)
    council_status.set_council_status(council, "paused", reason="Få.", review_on=day, actor=coordinator)

    sent = [council_status.remind_of_reviews(day - timedelta(days=1)), council_status.remind_of_reviews(day)]
    sent.append(council_status.remind_of_reviews(day + timedelta(days=1)))

    assert sent == [0, 1, 0]
    letter = OutboxMessage.objects.filter(kind="mail").get()
    assert council.name not in str(letter.payload)


def test_the_secretary_chooses_which_items_stand_on_every_agenda(
    council: Council, secretary: User, member: User
) -> None:
    services.set_standing_items(council, ["next", "opening"], actor=secretary)
    council.standing_items.filter(code="next").update(title="Vi ses igen")
    services.set_standing_items(council, ["next", "audits"], actor=secretary)

    with pytest.raises(DomainError, match="behörighet"):
        services.set_standing_items(council, ["opening"], actor=member)
    assert [one.title for one in council.standing_items.all()] == ["Brukarrevisioner", "Vi ses igen"]


def test_several_seats_are_added_at_once(
    coordinator: User, council: Council, association: Association, other_association: Association
) -> None:
    composition.add_seats(
        council,
        kind="association",
        bodies=[association, other_association],
        voice="users",
        each=2,
        actor=coordinator,
    )
    composition.add_seats(council, kind="open", voice="both", each=3, actor=coordinator)
    composition.add_seats(council, kind="open", voice="both", actor=coordinator)

    assert Seat.objects.filter(association=association).count() == 2
    assert list(Seat.objects.filter(kind="open").order_by("number").values_list("number", flat=True)) == [
        1,
        2,
        3,
        4,
    ]


def test_a_seat_somebody_has_is_not_withdrawn(coordinator: User, seat: Seat, member: User) -> None:
    empty = make_seat(seat.council)

    composition.withdraw_seat(empty, actor=coordinator)
    with pytest.raises(DomainError, match="sitter på platsen"):
        composition.withdraw_seat(seat, actor=coordinator)

    assert list(Seat.objects.in_use()) == [seat]


def test_a_seat_is_withdrawn_when_its_mandates_are_over_and_its_number_is_free_again(
    coordinator: User, seat: Seat, association: Association
) -> None:
    past = today() - timedelta(days=1)
    make_mandate(seat, ends_on=past, starts_on=past - timedelta(days=9))

    composition.withdraw_seat(seat, actor=coordinator)
    [again] = composition.add_seats(
        seat.council, kind="association", bodies=[association], voice="users", actor=coordinator
    )

    assert again.number == 1
    assert Mandate.objects.filter(seat=seat).count() == 1


def test_a_secretary_keeps_the_papers_until_the_office_ends(
    coordinator: User, council: Council, outsider: User
) -> None:
    office = offices.give_office(outsider, council, actor=coordinator)
    again = offices.give_office(outsider, council, actor=coordinator)
    held = secretary_council_ids(outsider)

    offices.end_office(office, actor=coordinator)

    assert again == office
    assert held == {council.pk}
    assert secretary_council_ids(User.objects.get(pk=outsider.pk)) == frozenset()


def test_the_former_rules_go_when_new_ones_come(
    coordinator: User, django_capture_on_commit_callbacks: Any
) -> None:
    made = services.create_council(FACTS, rules=b"%PDF-1.4 gammal", actor=coordinator)
    former, storage = made.rules_of_procedure.name, made.rules_of_procedure.storage

    with django_capture_on_commit_callbacks(execute=True):
        services.edit_council(
            made,
            FACTS,
            principals=[],
            units=[],
            rules=b"%PDF-1.4 ny",
            expected_version=1,
            actor=coordinator,
        )

    made.refresh_from_db()
    with made.rules_of_procedure.open() as kept:
        assert kept.read() == b"%PDF-1.4 ny"
    assert not storage.exists(former)


def test_active_councils_stand_before_paused_and_ended(db: None) -> None:
    day = today() + timedelta(days=9)
    make_council("Ö-rådet")
    make_council("A-rådet", status="ended", status_reason="Klart.")
    make_council("B-rådet", status="paused", status_reason="Vilar.", review_on=day)

    assert [one.name for one in Council.objects.in_order()] == ["Ö-rådet", "B-rådet", "A-rådet"]
