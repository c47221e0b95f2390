"""Whoever opens what holds facts about people leaves a row in the trail, without what was read."""

import pytest

from associations import services
from associations.services import ContactDetails
from common.models import TrailEntry
from tests.accounts.test_second_factor import _just_signed_in

pytestmark = pytest.mark.django_db
HIDDEN = "dold@example.org"


@pytest.fixture
def contact(association, coordinator):
    details = ContactDetails(name="Kim Kontakt", email=HIDDEN)
    return services.add_contact_person(association, details, actor=coordinator)


def opened(client, user, address):
    """Return what opening the page as ``user`` added to the trail."""
    client.force_login(user)
    _just_signed_in(client, user)
    last = TrailEntry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    assert client.get(address).status_code == 200
    rows = TrailEntry.objects.filter(pk__gt=last, kind="opened", actor_id=user.actor_id)
    return [(row.verb, row.object_type, row.object_id, row.fields) for row in rows]


@pytest.mark.parametrize(
    ("persona", "address", "row"),
    [
        ("administrator", "/konto/personer/", ("open_people", "accounts.user", "", [])),
        ("coordinator", "/konto/inbjudningar/", ("open_invitations", "accounts.invitation", "", [])),
        (
            "coordinator",
            "/foreningar/arbete/felanmalda/",
            ("open_reports", "associations.errorreport", "", []),
        ),
    ],
)
def test_opening_a_list_about_people_is_recorded(persona, address, row, request, client):
    assert opened(client, request.getfixturevalue(persona), address) == [row]


def test_looking_for_a_person_by_name_is_recorded_without_the_name(client, administrator):
    client.force_login(administrator)
    _just_signed_in(client, administrator)

    client.post("/konto/personer/", {"namn": "kim"})

    row = TrailEntry.objects.filter(verb="open_people").get()
    assert (row.object_id, row.fields) == ("", ["name"])


def test_taking_an_extract_is_recorded(client, outsider):
    rows = opened(client, outsider, "/konto/mina-uppgifter.json")

    assert rows == [("open", "accounts.user", str(outsider.pk), [])]


@pytest.mark.parametrize("persona", ["coordinator", "representative"])
@pytest.mark.parametrize("page", ["", "{pk}/"])
def test_opening_unpublished_details_is_recorded(persona, page, request, client, association, contact):
    address = f"/foreningar/arbete/{association.slug}/kontaktpersoner/{page.format(pk=contact.pk)}"

    rows = opened(client, request.getfixturevalue(persona), address)

    assert rows == [("open", "associations.contactperson", str(contact.pk), [])]


def test_who_may_not_open_leaves_nothing(client, editor):
    client.force_login(editor)

    assert client.get("/konto/personer/").status_code == 403
    assert not TrailEntry.objects.filter(kind="opened").exists()
