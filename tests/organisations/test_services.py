"""Writes of the room: who may, what stands, what comes between."""

from typing import Any

import pytest

from accounts.models import User
from common import registries
from common.errors import DomainError, EditConflictError
from common.models import CacheStamp, StatusChange, TrailEntry
from organisations.models import Area, Municipality, Principal, Respondent, Unit
from organisations.services import bodies, places, respondents, roles

pytestmark = pytest.mark.django_db


def _municipality_facts(area: Area, **changes: Any) -> places.MunicipalityFacts:
    facts = {"name": "Ljusdal", "area": area, "code": "2161", "tile_column": 1, "tile_row": 1}
    return places.MunicipalityFacts(**{**facts, **changes})


def _unit_facts(unit: Unit, **changes: Any) -> bodies.UnitFacts:
    facts = {"name": unit.name, "principal": unit.principal, "municipality": unit.municipality}
    return bodies.UnitFacts(**{**facts, **changes})


def _answering(**changes: Any) -> respondents.RespondentFacts:
    facts = {"kind": "respondent", "name": "Mio Exempel", "title": "Chef", "email": "mio@example.org"}
    return respondents.RespondentFacts(**{**facts, **changes})


def test_a_coordinator_enters_an_area_and_it_leaves_a_trail(coordinator: User) -> None:
    area = places.create_area(places.AreaFacts(name="Södra Hälsingland"), actor=coordinator)

    assert area.slug == "sodra-halsingland"
    entry = TrailEntry.objects.get(verb="create_area")
    assert (entry.actor_id, entry.object_id) == (coordinator.actor_id, str(area.pk))
    assert CacheStamp.objects.get(room="organisations").value == 1


@pytest.mark.parametrize("persona", ["editor", "outsider", "unit_manager", "representative"])
def test_others_than_maintainers_are_refused(persona: str, request: pytest.FixtureRequest) -> None:
    actor = request.getfixturevalue(persona)

    with pytest.raises(DomainError, match="Bara samordnare"):
        places.create_area(places.AreaFacts(name="Södra Hälsingland"), actor=actor)

    assert not TrailEntry.objects.filter(verb="create_area").exists()


def test_areas_of_one_rank_stand_in_swedish_order(coordinator: User) -> None:
    for name in ("Ödmården", "Ängersjö", "Ådalen", "Zon ett"):
        places.create_area(places.AreaFacts(name=name), actor=coordinator)

    assert [area.name for area in Area.objects.in_order()] == ["Zon ett", "Ådalen", "Ängersjö", "Ödmården"]


def test_two_areas_cannot_share_a_name_in_any_case(area: Area, coordinator: User) -> None:
    with pytest.raises(DomainError) as caught:
        places.create_area(places.AreaFacts(name="GÄSTRIKLAND"), actor=coordinator)

    assert caught.value.field == "name"


def test_names_that_give_the_same_address_get_a_number(area: Area, coordinator: User) -> None:
    second = places.create_area(places.AreaFacts(name="Gastrikland"), actor=coordinator)

    assert second.slug == "gastrikland-2"


def test_an_area_keeps_its_address_when_renamed(area: Area, coordinator: User) -> None:
    edited = places.edit_area(area, places.AreaFacts(name="Söder"), expected_version=1, actor=coordinator)

    assert (edited.name, edited.slug, edited.version) == ("Söder", "gastrikland", 2)
    assert TrailEntry.objects.get(verb="edit_area").fields == ["name"]


def test_saving_without_a_change_writes_nothing(area: Area, coordinator: User) -> None:
    places.edit_area(area, places.AreaFacts(name=area.name), expected_version=1, actor=coordinator)

    area.refresh_from_db()
    assert area.version == 1
    assert not TrailEntry.objects.exists()


def test_the_second_of_two_editors_is_told_what_changed(area: Area, coordinator: User) -> None:
    places.edit_area(area, places.AreaFacts(name="Först"), expected_version=1, actor=coordinator)

    with pytest.raises(EditConflictError) as caught:
        places.edit_area(area, places.AreaFacts(name="Sedan"), expected_version=1, actor=coordinator)

    assert caught.value.changed == {"Namn": ("Först", "Sedan")}
    assert Area.objects.get(pk=area.pk).name == "Först"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": "gävle"}, "name"),
        ({"code": "21"}, "code"),
        ({"code": "٢١٨٠"}, "code"),
        ({"tile_column": 3, "tile_row": 5}, "tile_column"),
        ({"tile_column": 2, "tile_row": 0}, "tile_row"),
        ({"tile_column": 21, "tile_row": 1}, "tile_column"),
    ],
)
def test_a_municipality_that_cannot_be_is_refused_at_its_field(
    municipality: Municipality, coordinator: User, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(DomainError) as caught:
        places.create_municipality(_municipality_facts(municipality.area, **changes), actor=coordinator)

    assert caught.value.field == field
    assert Municipality.objects.count() == 1


def test_two_municipalities_cannot_share_a_code(municipality: Municipality, coordinator: User) -> None:
    facts = _municipality_facts(municipality.area)
    places.create_municipality(facts, actor=coordinator)

    with pytest.raises(DomainError, match="2161"):
        places.edit_municipality(
            municipality,
            _municipality_facts(municipality.area, name="Gävle", tile_column=3, tile_row=5),
            expected_version=1,
            actor=coordinator,
        )


def test_other_rooms_hear_of_a_new_name_and_of_nothing_else(
    municipality: Municipality, coordinator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registries, "_registry", registries._Registry())
    heard: list[str] = []
    registries.register_rename("organisations.municipality", lambda place: heard.append(place.name))
    same = {"name": municipality.name, "code": municipality.code, "tile_column": 4, "tile_row": 4}

    moved = _municipality_facts(municipality.area, **same)
    places.edit_municipality(municipality, moved, expected_version=1, actor=coordinator)
    assert heard == []
    # The caller's copy is from before the move, and already has the new name.
    municipality.name = "Storforsa"
    facts = _municipality_facts(municipality.area, **{**same, "name": "Storforsa"})
    places.edit_municipality(municipality, facts, expected_version=2, actor=coordinator)

    assert heard == ["Storforsa"]


def test_several_municipalities_can_be_off_the_map(municipality: Municipality, coordinator: User) -> None:
    for name, code in (("Ljusdal", "2161"), ("Hofors", "2104")):
        facts = _municipality_facts(municipality.area, name=name, code=code, tile_column=0, tile_row=0)
        places.create_municipality(facts, actor=coordinator)

    assert list(Municipality.objects.on_map()) == [municipality]


@pytest.mark.parametrize(("kind", "with_place"), [("region", True), ("municipality", False)])
def test_a_principal_has_a_municipality_only_when_it_is_one(
    municipality: Municipality, coordinator: User, kind: str, with_place: bool
) -> None:
    facts = bodies.PrincipalFacts(
        name="Huvudmannen", kind=kind, municipality=municipality if with_place else None
    )

    with pytest.raises(DomainError) as caught:
        bodies.create_principal(facts, actor=coordinator)

    assert caught.value.field == "municipality"


def test_a_municipality_is_principal_once(municipality: Municipality, coordinator: User) -> None:
    facts = bodies.PrincipalFacts(name="Gävle kommun", kind="municipality", municipality=municipality)
    principal = bodies.create_principal(facts, actor=coordinator)

    with pytest.raises(DomainError, match="finns redan som huvudman"):
        bodies.create_principal(
            bodies.PrincipalFacts(name="Kommunen", kind="municipality", municipality=municipality),
            actor=coordinator,
        )

    assert list(Principal.objects.all()) == [principal]


def test_units_of_different_principals_may_share_a_name(unit: Unit, coordinator: User) -> None:
    other = bodies.create_principal(
        bodies.PrincipalFacts(name="Gävle kommun", kind="municipality", municipality=unit.municipality),
        actor=coordinator,
    )

    second = bodies.create_unit(_unit_facts(unit, principal=other), actor=coordinator)

    assert second.slug == "oppenvarden-gavle-2"
    with pytest.raises(DomainError, match="heter så"):
        bodies.create_unit(_unit_facts(unit), actor=coordinator)


def test_a_new_unit_is_open_from_its_first_status_row(unit: Unit, coordinator: User) -> None:
    made = bodies.create_unit(_unit_facts(unit, name="Avdelning 12"), actor=coordinator)

    change = StatusChange.objects.get(object_id=str(made.pk))
    assert (change.source, change.target) == ("", "open")


def test_closing_twice_closes_once_and_can_be_undone(unit: Unit, coordinator: User) -> None:
    bodies.close_unit(unit, actor=coordinator)
    bodies.close_unit(unit, actor=coordinator)
    assert not Unit.objects.active().exists()

    bodies.reopen_unit(unit, actor=coordinator)

    assert Unit.objects.active().get() == unit
    changes = StatusChange.objects.order_by("pk").values_list("source", "target")
    assert list(changes) == [("open", "closed"), ("closed", "open")]


def test_a_unit_manager_cannot_close_the_unit(unit: Unit, unit_manager: User) -> None:
    with pytest.raises(DomainError):
        bodies.close_unit(unit, actor=unit_manager)

    unit.refresh_from_db()
    assert unit.closed_on is None


def test_unit_edits_conflict_by_version(unit: Unit, coordinator: User, administrator: User) -> None:
    bodies.edit_unit(unit, _unit_facts(unit, name="Nytt"), expected_version=1, actor=administrator)

    with pytest.raises(EditConflictError):
        bodies.edit_unit(unit, _unit_facts(unit, municipality=None), expected_version=1, actor=coordinator)


def test_a_unit_has_several_respondents_and_one_superior(unit: Unit, coordinator: User) -> None:
    respondents.name_respondent(unit, _answering(), actor=coordinator)
    respondents.name_respondent(unit, _answering(email="Ada@Example.org"), actor=coordinator)
    respondents.name_respondent(unit, _answering(kind="superior", email="o@example.org"), actor=coordinator)

    with pytest.raises(DomainError) as caught:
        respondents.name_respondent(unit, _answering(kind="superior"), actor=coordinator)

    assert caught.value.field == "kind"
    assert [row.email for row in unit.respondents.all()] == [
        "mio@example.org",
        "ada@example.org",
        "o@example.org",
    ]


def test_the_same_person_is_not_named_twice(unit: Unit, coordinator: User) -> None:
    first = respondents.name_respondent(unit, _answering(), actor=coordinator)

    with pytest.raises(DomainError) as caught:
        respondents.name_respondent(unit, _answering(email="MIO@example.org"), actor=coordinator)

    assert caught.value.field == "email"
    edited = respondents.edit_respondent(
        first,
        _answering(title="Vårdenhetschef", email="Svar.Enheten@Example.org"),
        expected_version=1,
        actor=coordinator,
    )
    assert (edited.title, edited.email) == ("Vårdenhetschef", "svar.enheten@example.org")


def test_a_principal_names_who_answers_too(unit: Unit, coordinator: User) -> None:
    named = respondents.name_respondent(unit.principal, _answering(), actor=coordinator)

    assert respondents.body_of(named) == unit.principal


def test_removing_a_respondent_twice_is_harmless(unit: Unit, coordinator: User) -> None:
    named = respondents.name_respondent(unit, _answering(), actor=coordinator)

    respondents.remove_respondent(named, actor=coordinator)
    respondents.remove_respondent(Respondent(pk=named.pk or 1), actor=coordinator)

    assert not Respondent.objects.exists()
    assert TrailEntry.objects.filter(verb="remove_respondent").count() == 1


def test_a_role_is_given_ended_and_given_again(unit: Unit, outsider: User, coordinator: User) -> None:
    role = roles.give_unit_role(outsider, unit, "unit_manager", actor=coordinator)
    assert outsider.has_perm("organisations.view_unit", unit)

    roles.end_unit_role(role, actor=coordinator)
    assert not User.objects.get(pk=outsider.pk).has_perm("organisations.view_unit", unit)

    again = roles.give_unit_role(outsider, unit, "unit_manager", actor=coordinator)
    assert again.pk == role.pk
    assert outsider.has_perm("organisations.view_unit", unit)
    verbs = TrailEntry.objects.order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["give_unit_role", "end_unit_role", "give_unit_role"]


def test_giving_or_ending_twice_writes_once(unit: Unit, outsider: User, coordinator: User) -> None:
    role = roles.give_unit_role(outsider, unit, "supervisor", actor=coordinator)
    roles.give_unit_role(outsider, unit, "supervisor", actor=coordinator)
    roles.end_unit_role(role, actor=coordinator)
    roles.end_unit_role(role, actor=coordinator)

    assert TrailEntry.objects.count() == 2


def test_no_roles_at_a_closed_unit_and_no_invented_ones(
    unit: Unit, outsider: User, coordinator: User
) -> None:
    with pytest.raises(DomainError) as caught:
        roles.give_unit_role(outsider, unit, "king", actor=coordinator)
    assert caught.value.field == "role"

    bodies.close_unit(unit, actor=coordinator)
    with pytest.raises(DomainError, match="nedlagd"):
        roles.give_unit_role(outsider, unit, "unit_manager", actor=coordinator)
