from typing import Any

import pytest

from associations import registrations, services
from associations.models import Association, AssociationNetwork, ContactPerson
from common.errors import DomainError, EditConflictError
from common.stamps import read_stamps

pytestmark = pytest.mark.django_db


def stamp() -> int:
    return read_stamps().get("associations", 0)


def test_a_representation_is_given_once_and_ended(association: Association, outsider: Any, coordinator: Any):
    first = services.give_representation(outsider, association, actor=coordinator)
    again = services.give_representation(outsider, association, actor=coordinator)

    assert first.pk == again.pk
    assert outsider.has_perm("associations.edit_entry", association)
    services.end_representation(first, actor=coordinator)
    fresh = type(outsider).objects.get(pk=outsider.pk)
    assert not fresh.has_perm("associations.edit_entry", association)


def test_a_representative_appoints_nobody(association: Association, outsider: Any, representative: Any):
    with pytest.raises(DomainError, match="behörighet"):
        services.give_representation(outsider, association, actor=representative)
    with pytest.raises(DomainError, match="behörighet"):
        services.end_representation(association.representatives.get(), actor=representative)


def test_nothing_about_a_contact_person_is_shown_by_itself(association: Association, representative: Any):
    details = services.ContactDetails(name="Kim", email="kim@example.org", phone="+46701740605")

    person = services.add_contact_person(association, details, actor=representative)

    assert not person.is_published
    assert list(ContactPerson.objects.published()) == []


def test_each_field_has_its_own_tick(association: Association, representative: Any):
    details = services.ContactDetails(name="Kim", phone="+46701740605", publish_phone=True)

    person = services.add_contact_person(association, details, actor=representative)

    assert person.public_parts == {"name": "", "role": "", "email": "", "phone": "+46701740605"}


def test_a_tick_without_a_value_is_dropped(association: Association, representative: Any):
    details = services.ContactDetails(name="Kim", publish_email=True)

    assert not services.add_contact_person(association, details, actor=representative).publish_email


def test_an_empty_contact_person_is_refused(association: Association, representative: Any):
    with pytest.raises(DomainError, match="minst en uppgift"):
        services.add_contact_person(association, services.ContactDetails(name=" "), actor=representative)


def test_hiding_clears_what_readers_see_at_once(association: Association, representative: Any):
    details = services.ContactDetails(name="Kim", publish_name=True)
    person = services.add_contact_person(association, details, actor=representative)
    before = stamp()

    services.hide_contact_person(person, actor=representative)

    assert stamp() > before
    assert list(ContactPerson.objects.published()) == []
    assert ContactPerson.objects.get().name == "Kim"


def test_removing_deletes_the_row(association: Association, representative: Any):
    person = services.add_contact_person(
        association, services.ContactDetails(name="Kim"), actor=representative
    )

    services.remove_contact_person(person, actor=representative)

    assert not ContactPerson.objects.exists()
    with pytest.raises(DomainError, match="redan borttagen"):
        services.remove_contact_person(person, actor=representative)


def test_whoever_leaves_takes_their_contact_details_along(association: Association, representative: Any):
    mine = services.ContactDetails(
        name="Rio", email=representative.email.upper(), phone="+46701740605", publish_name=True
    )
    services.add_contact_person(association, mine, actor=representative)
    services.add_contact_person(
        association, services.ContactDetails(name="Kim", email="kim@example.org"), actor=representative
    )

    told = registrations.extract(representative)
    registrations.erase(representative)

    assert [row["namn"] for row in told if row["vad"] == "Kontaktperson"] == ["Rio"]
    assert [row["visas för alla"] for row in told if row["vad"] == "Kontaktperson"] == [["name"]]
    assert [one.name for one in ContactPerson.objects.all()] == ["Kim"]


def test_somebody_elses_contact_persons_are_out_of_reach(
    association: Association, representative: Any, other_representative: Any
):
    details = services.ContactDetails(name="Kim")
    person = services.add_contact_person(association, details, actor=representative)

    for write in (services.hide_contact_person, services.remove_contact_person):
        with pytest.raises(DomainError, match="behörighet"):
            write(person, actor=other_representative)
    with pytest.raises(DomainError, match="behörighet"):
        services.add_contact_person(association, details, actor=other_representative)


def test_two_who_edit_a_contact_person_at_once(association: Association, representative: Any):
    person = services.add_contact_person(
        association, services.ContactDetails(name="Kim"), actor=representative
    )
    services.edit_contact_person(
        person, services.ContactDetails(name="Kim B"), expected_version=1, actor=representative
    )

    with pytest.raises(EditConflictError) as caught:
        services.edit_contact_person(
            person, services.ContactDetails(name="Love"), expected_version=1, actor=representative
        )

    assert caught.value.changed == {"Namn": ("Kim B", "Love")}


def test_a_network_and_its_members(association: Association, coordinator: Any):
    network = services.create_network("Nätverket", actor=coordinator, meetings="Tisdagar")

    services.add_member(network, association, actor=coordinator)
    services.add_member(network, association, actor=coordinator)

    assert list(network.members.all()) == [association]
    services.remove_member(network, association, actor=coordinator)
    assert list(network.members.all()) == []


def test_only_a_coordinator_keeps_networks(association: Association, coordinator: Any, representative: Any):
    network = services.create_network("Nätverket", actor=coordinator)

    with pytest.raises(DomainError, match="behörighet"):
        services.create_network("Annat", actor=representative)
    with pytest.raises(DomainError, match="behörighet"):
        services.add_member(network, association, actor=representative)
    with pytest.raises(DomainError, match="behörighet"):
        services.set_network_listed(network, False, actor=representative)


def test_network_names_are_needed_and_unique(coordinator: Any):
    services.create_network("Nätverket", actor=coordinator)

    with pytest.raises(DomainError, match="redan ett nätverk"):
        services.create_network("Nätverket", actor=coordinator)
    with pytest.raises(DomainError, match="nätverkets namn"):
        services.create_network(" ", actor=coordinator)


def test_a_network_is_edited_and_taken_down(coordinator: Any):
    network = services.create_network("Nätverket", actor=coordinator)
    facts = services.NetworkFacts(name="Nya nätverket")

    services.edit_network(network, facts, expected_version=1, actor=coordinator)
    with pytest.raises(EditConflictError):
        services.edit_network(
            network, services.NetworkFacts(name="Tredje"), expected_version=1, actor=coordinator
        )
    services.set_network_listed(network, False, actor=coordinator)

    assert AssociationNetwork.objects.get().name == "Nya nätverket"
    assert list(AssociationNetwork.objects.public()) == []


def test_a_report_is_handled_reopened_and_forgotten(
    association: Association, coordinator: Any, representative: Any
):
    report = services.report_error(association, about="hours", text="Stängt\x00 på tisdagar")

    with pytest.raises(DomainError, match="behörighet"):
        services.handle_report(report, actor=representative)
    services.handle_report(report, actor=coordinator)
    report.refresh_from_db()
    assert report.handled_by == coordinator.actor_id
    services.reopen_report(report, actor=coordinator)
    report.refresh_from_db()
    assert (report.handled_at, report.text) == (None, "Stängt på tisdagar")
    services.handle_report(report, actor=coordinator)
    report.refresh_from_db()
    report.handled_at = report.handled_at.replace(year=2020)
    report.save(update_fields=["handled_at"])
    assert services.forget_old_reports() == 1
