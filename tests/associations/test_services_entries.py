import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction

from associations import services
from associations.facts import EntryFacts, facts_of
from associations.models import Association, EntryVersion
from associations.tasks import refresh_search_words
from common.errors import DomainError, EditConflictError
from common.models import OutboxMessage, StatusChange, TrailEntry
from common.stamps import read_stamps
from inflytande.processes import wait_until
from organisations.services.places import MunicipalityFacts, edit_municipality

pytestmark = pytest.mark.django_db
Change = Callable[..., EntryFacts]


def stamp() -> int:
    return read_stamps().get("associations", 0)


def propose(association: Association, facts: EntryFacts, actor: Any) -> EntryVersion:
    return services.propose_entry_change(
        association, facts, expected_version=association.version, actor=actor
    )


def test_a_new_association_is_a_draft_with_its_first_version(coordinator: Any, municipality: Any):
    made = services.create_association("Åse & Co", actor=coordinator, covers_ids=(municipality.pk,))

    assert (made.status, made.slug, made.version) == ("draft", "ase-co", 1)
    assert made.versions.get().state == "approved"
    assert list(made.covers.all()) == [municipality]
    assert StatusChange.objects.filter(object_type="associations.association", target="draft").exists()


@pytest.mark.parametrize("name", ["", "  \u202e\x00 "])
def test_a_name_is_needed(coordinator: Any, name: str):
    with pytest.raises(DomainError, match="namn") as caught:
        services.create_association(name, actor=coordinator)

    assert caught.value.field == "name"


def test_a_taken_name_is_refused_with_a_sentence(coordinator: Any, association: Association):
    with pytest.raises(DomainError, match="redan en förening"):
        services.create_association(association.name, actor=coordinator)


@pytest.mark.parametrize(
    ("name", "slug"),
    [("Natverk", "natverk-2"), ("日本", "forening"), ("Egna Ord Hälsingland!", "egna-ord-halsingland-2")],
)
def test_addresses_are_free_and_never_a_word_the_portal_uses(
    coordinator: Any, association: Association, name: str, slug: str
):
    assert services.create_association(name, actor=coordinator).slug == slug


def test_only_a_coordinator_adds_associations(representative: Any):
    with pytest.raises(DomainError, match="behörighet"):
        services.create_association("Ny", actor=representative)


def test_a_representatives_change_waits_while_the_approved_facts_stay_public(
    association: Association, representative: Any, changed: Change
):
    before = stamp()

    version = propose(association, changed(lead="Ny text"), representative)

    association.refresh_from_db()
    assert (version.state, version.number, version.changed) == ("proposed", 2, ["lead"])
    assert association.lead == ""
    assert stamp() == before
    assert TrailEntry.objects.get(verb="propose_entry_change").fields == ["lead"]


def test_a_trusted_association_publishes_at_once(
    association: Association, representative: Any, coordinator: Any, changed: Change
):
    services.set_trusted(association, True, actor=coordinator)
    before = stamp()

    version = propose(association, changed(lead="Ny text"), representative)

    association.refresh_from_db()
    assert (version.state, association.lead) == ("approved", "Ny text")
    assert stamp() > before


def test_a_coordinator_publishes_at_once(association: Association, coordinator: Any, changed: Change):
    propose(association, changed(lead="Ny text"), coordinator)

    association.refresh_from_db()
    assert association.lead == "Ny text"
    assert "Ny text" not in association.search_words.split()
    assert {"Ny", "text"} <= set(association.search_words.split())


def test_somebody_elses_representative_may_not_propose(
    association: Association, other_representative: Any, changed: Change
):
    with pytest.raises(DomainError, match="behörighet"):
        propose(association, changed(lead="Ny text"), other_representative)


def test_approval_publishes_and_writes_to_the_representatives(
    association: Association, representative: Any, coordinator: Any, changed: Change
):
    version = propose(association, changed(lead="Ny text"), representative)

    services.approve_entry_change(version, actor=coordinator)

    association.refresh_from_db()
    assert (version.state, association.lead) == ("approved", "Ny text")
    mail = OutboxMessage.objects.get(kind="mail")
    assert mail.payload["to"] == representative.email
    assert association.name not in mail.payload["subject"] + mail.payload["body"]


def test_approval_leaves_alone_what_was_published_meanwhile(
    association: Association, representative: Any, coordinator: Any, changed: Change
):
    version = propose(association, changed(lead="Föreningens"), representative)
    association.refresh_from_db()
    propose(association, changed(cost="Gratis"), coordinator)

    services.approve_entry_change(version, actor=coordinator)

    association.refresh_from_db()
    assert (association.lead, association.cost) == ("Föreningens", "Gratis")
    assert association.versions.filter(state="approved").count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_name_taken_while_the_proposal_is_approved_is_told_at_the_name(
    association: Association,
    other_association: Association,
    representative: Any,
    coordinator: Any,
    changed: Change,
):
    version = propose(association, changed(name="Samma namn"), representative)
    told: list[str | None] = []

    def approve() -> None:
        try:
            services.approve_entry_change(version, actor=coordinator)
        except DomainError as error:
            told.append(error.field)
        finally:
            connection.close()

    def somebody_waits() -> bool:
        with connection.cursor() as cursor:
            # Within one transaction PostgreSQL shows again what it showed first, unless asked to look anew.
            cursor.execute("SELECT pg_stat_clear_snapshot()")
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity "
                "WHERE datname = current_database() AND wait_event_type = 'Lock'"
            )
            return bool(cursor.fetchone()[0])

    other = threading.Thread(target=approve)
    with transaction.atomic():
        Association.objects.filter(pk=other_association.pk).update(name="Samma namn")
        other.start()
        assert wait_until(somebody_waits, patience=600)
    other.join()

    assert told == ["name"]
    version.refresh_from_db()
    assert version.state == "proposed"


@pytest.mark.parametrize("who", ["representative", "outsider"])
def test_only_a_coordinator_answers_proposals(
    request: pytest.FixtureRequest, association: Association, representative: Any, changed: Change, who: str
):
    version = propose(association, changed(lead="Ny text"), representative)
    person = request.getfixturevalue(who)

    with pytest.raises(DomainError, match="behörighet"):
        services.approve_entry_change(version, actor=person)
    with pytest.raises(DomainError, match="behörighet"):
        services.reject_entry_change(version, actor=person, note="Nej")


def test_a_refusal_needs_words_and_leaves_the_page_as_it_is(
    association: Association, representative: Any, coordinator: Any, changed: Change
):
    version = propose(association, changed(lead="Ny text"), representative)

    with pytest.raises(DomainError, match="varför"):
        services.reject_entry_change(version, actor=coordinator, note=" ")
    services.reject_entry_change(version, actor=coordinator, note="Skriv kortare.")

    association.refresh_from_db()
    assert (version.state, version.note, association.lead) == ("rejected", "Skriv kortare.", "")


def test_a_proposal_is_answered_once(
    association: Association, representative: Any, coordinator: Any, changed: Change
):
    version = propose(association, changed(lead="Ny text"), representative)
    services.approve_entry_change(version, actor=coordinator)

    with pytest.raises(DomainError, match="redan besvarat"):
        services.reject_entry_change(version, actor=coordinator, note="Nej")


def test_a_new_proposal_replaces_the_one_that_waits(
    association: Association, representative: Any, changed: Change
):
    first = propose(association, changed(lead="Först"), representative)
    association.refresh_from_db()

    second = propose(association, changed(lead="Sedan"), representative)

    first.refresh_from_db()
    assert (first.state, second.state) == ("superseded", "proposed")


def test_a_proposal_can_be_taken_back_by_its_association_only(
    association: Association, representative: Any, other_representative: Any, changed: Change
):
    version = propose(association, changed(lead="Ny text"), representative)

    with pytest.raises(DomainError, match="behörighet"):
        services.withdraw_entry_change(version, actor=other_representative)
    services.withdraw_entry_change(version, actor=representative)

    version.refresh_from_db()
    assert version.state == "superseded"


def test_who_saves_second_is_told_what_changed(
    association: Association, representative: Any, coordinator: Any, changed: Change
):
    opened = association.version
    propose(association, changed(cost="Gratis"), coordinator)

    with pytest.raises(EditConflictError) as caught:
        services.propose_entry_change(
            association,
            changed(lead="Min text", cost="50 kronor"),
            expected_version=opened,
            actor=representative,
        )

    assert caught.value.changed["Kostnad"] == ("Gratis", "50 kronor")


def test_the_same_button_pressed_twice_saves_once(
    association: Association, representative: Any, changed: Change
):
    opened = association.version
    facts = changed(lead="Ny text")

    first = services.propose_entry_change(association, facts, expected_version=opened, actor=representative)
    second = services.propose_entry_change(association, facts, expected_version=opened, actor=representative)

    assert first.pk == second.pk


def test_saving_without_a_change_says_so(association: Association, representative: Any, changed: Change):
    with pytest.raises(DomainError, match="ingen skillnad"):
        propose(association, changed(), representative)


def test_a_name_can_not_be_changed_to_one_that_is_taken(
    association: Association, other_association: Association, coordinator: Any, changed: Change
):
    with pytest.raises(DomainError, match="redan en förening"):
        propose(association, changed(name=other_association.name), coordinator)


def test_the_address_stays_when_the_name_changes(association: Association, coordinator: Any, changed: Change):
    propose(association, changed(name="Nytt namn"), coordinator)

    association.refresh_from_db()
    assert (association.name, association.slug) == ("Nytt namn", "egna-ord-halsingland")


def test_an_older_version_is_restored_as_a_new_one(
    association: Association, representative: Any, coordinator: Any, changed: Change
):
    first = propose(association, changed(lead="Först"), coordinator)
    propose(association, changed(lead="Sedan"), coordinator)

    restored = services.restore_version(first, expected_version=association.version, actor=coordinator)

    association.refresh_from_db()
    assert (association.lead, restored.number, restored.restored_from) == ("Först", 4, 2)


def test_a_representative_restores_through_the_coordinator(
    association: Association, representative: Any, coordinator: Any, changed: Change
):
    first = propose(association, changed(lead="Först"), coordinator)
    propose(association, changed(lead="Sedan"), coordinator)

    restored = services.restore_version(first, expected_version=association.version, actor=representative)

    association.refresh_from_db()
    assert (association.lead, restored.state) == ("Sedan", "proposed")


def test_unlisting_and_listing_again(association: Association, coordinator: Any, representative: Any):
    with pytest.raises(DomainError, match="behörighet"):
        services.unlist_association(association, actor=representative)
    before = stamp()

    services.unlist_association(association, actor=coordinator)

    assert association.status == "unlisted"
    assert stamp() > before
    services.list_association(association, actor=coordinator)
    assert association.status == "listed"


def test_only_a_coordinator_trusts(association: Association, representative: Any):
    with pytest.raises(DomainError, match="behörighet"):
        services.set_trusted(association, True, actor=representative)


def test_facts_of_an_unknown_age_are_read(association: Association):
    stored = {**facts_of(association).as_json(), "gone": 1}
    del stored["lead"]

    assert EntryFacts.from_json(stored).lead == ""


def renamed(municipality: Any, name: str, actor: Any) -> None:
    facts = MunicipalityFacts(
        name=name,
        area=municipality.area,
        code=municipality.code,
        tile_column=municipality.tile_column,
        tile_row=municipality.tile_row,
    )
    edit_municipality(municipality, facts, expected_version=municipality.version, actor=actor)


def test_associations_are_found_by_the_new_name_of_their_municipality(
    listed: Callable[..., Association], coordinator: Any, municipality: Any
):
    based = listed("Ljuset", base_municipality_id=municipality.pk)
    covering = listed("Brygga", covers_ids=(municipality.pk,))
    elsewhere = listed("Kustbandet")
    before = stamp()

    renamed(municipality, "Storforsa", coordinator)
    job = OutboxMessage.objects.get(payload__task=refresh_search_words.name)
    refresh_search_words(*job.payload["args"])

    assert set(Association.objects.matching("storforsa")) == {based, covering}
    assert not Association.objects.matching("gävle").exists()
    assert "Storforsa" not in Association.objects.get(pk=elsewhere.pk).search_words
    assert stamp() == before + 1


def test_renewing_search_words_changes_neither_facts_nor_dates(
    listed: Callable[..., Association], coordinator: Any, municipality: Any
):
    association = listed("Ljuset", base_municipality_id=municipality.pk, lead="Vi ses.")
    before = Association.objects.values().get(pk=association.pk)

    renamed(municipality, "Storforsa", coordinator)
    services.refresh_search_words(municipality.pk)

    after = Association.objects.values().get(pk=association.pk)
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"search_terms", "search_words", "search_document"}


def test_a_draft_is_renewed_without_a_word_to_readers(coordinator: Any, municipality: Any):
    draft = services.create_association("Ljuset", actor=coordinator, base_municipality_id=municipality.pk)
    before = stamp()

    renamed(municipality, "Storforsa", coordinator)
    services.refresh_search_words(municipality.pk)

    draft.refresh_from_db()
    assert "Storforsa" in draft.search_words
    assert stamp() == before
