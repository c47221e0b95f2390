import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Invitation
from associations import services
from associations.facts import EntryFacts
from associations.models import Association, ContactPerson, EntryVersion
from common.models import OutboxMessage
from common.swedish import today

pytestmark = pytest.mark.django_db
Change = Callable[..., EntryFacts]


def signed_in(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def address(name: str, *args: Any) -> str:
    return reverse(f"associations:{name}", args=args)


def sent(association: Association, **fields: Any) -> dict[str, Any]:
    return {"name": association.name, "version": association.version, **fields}


def test_a_representatives_way_from_form_to_published(
    association: Association, representative: Any, coordinator: Any
):
    rio, sam = signed_in(representative), signed_in(coordinator)

    page = rio.post(address("edit_entry", association.slug), sent(association, lead="Ny text"), follow=True)
    assert "svarar oftast inom två arbetsdagar" in page.content.decode()
    proposal = sam.get(address("proposal", association.slug)).content.decode()
    assert "Ny text" in proposal
    number = re.search(r'name="number" value="(\d+)"', proposal)
    assert number is not None
    sam.post(address("approve", association.slug), {"number": number.group(1)})

    assert "Ny text" in Client().get(association.get_absolute_url()).content.decode()


def test_a_proposal_that_replaced_the_one_on_the_page_is_not_sent_back_unread(
    association: Association, representative: Any, coordinator: Any, changed: Change
):
    def propose(text: str) -> EntryVersion:
        return services.propose_entry_change(
            association, changed(lead=text), expected_version=association.version, actor=representative
        )

    propose("Ny text")
    sam = signed_in(coordinator)
    read = sam.get(address("proposal", association.slug)).context["form"].initial["number"]
    newer = propose("Ännu nyare text")

    page = sam.post(
        address("reject", association.slug), {"note": "Skriv kortare.", "number": read}, follow=True
    )

    newer.refresh_from_db()
    assert newer.state == "proposed"
    assert "ett nytt förslag" in page.content.decode()
    sam.post(address("reject", association.slug), {"note": "Skriv kortare.", "number": newer.number})
    newer.refresh_from_db()
    assert newer.state == "rejected"


def test_a_preview_saves_nothing(association: Association, representative: Any):
    page = signed_in(representative).post(
        address("edit_entry", association.slug), sent(association, lead="Ny text", preview="1")
    )

    assert "Inget är sparat ännu" in page.content.decode()
    assert not association.versions.exists()


def test_the_second_of_two_sees_the_others_change_and_keeps_what_they_typed(
    association: Association, representative: Any, coordinator: Any, changed: Change
):
    opened = sent(association, lead="Mina ord")
    services.propose_entry_change(
        association, changed(lead="Den andras ord"), expected_version=1, actor=coordinator
    )
    rio = signed_in(representative)

    page = rio.post(address("edit_entry", association.slug), opened)

    text = page.content.decode()
    assert "Den andras ord" in text
    assert page.context["form"]["lead"].value() == "Mina ord"
    again = {**opened, "version": page.context["form"]["version"].value()}
    assert rio.post(address("edit_entry", association.slug), again).status_code == 302


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("name", "", "Skriv föreningens namn"),
        ("name", "x" * 10_000, "för lång"),
        ("name", "\u202e\u2066", "Skriv föreningens namn"),
        ("lead", "Född 19121212-1212", "personnummer"),
        ("phone", "ring mig", "riktnummer"),
        ("email", "inte en adress", "hela e-postadressen"),
        ("website", "javascript:alert(1)", "hela webbadressen"),
        ("audiences", "alla-möjliga", "finns i listan"),
        ("covers_ids", "999999", "finns i listan"),
        ("base_municipality_id", "abc", "finns i listan"),
    ],
)
def test_bad_input_is_told_at_its_field_and_kept(
    association: Association, representative: Any, field: str, value: str, sentence: str
):
    page = signed_in(representative).post(
        address("edit_entry", association.slug), sent(association, **{field: value, "cost": "Det jag skrev"})
    )

    form = page.context["form"]
    assert page.status_code == 200
    assert any(sentence in message for message in form.errors[field])
    assert form["cost"].value() == "Det jag skrev"


def test_emoji_and_null_characters_are_cleaned_and_saved(association: Association, coordinator: Any):
    signed_in(coordinator).post(
        address("edit_entry", association.slug), sent(association, lead="Hej \x00 🙂 <b>alla</b>")
    )

    association.refresh_from_db()
    assert association.lead == "Hej  🙂 <b>alla</b>"


@pytest.mark.parametrize("name", ["version", "number"])
@pytest.mark.parametrize("value", ["abc", "", "-1", "9" * 30, "²"])
def test_a_forged_number_is_never_a_server_error(
    association: Association, coordinator: Any, changed: Change, name: str, value: str
):
    version = services.propose_entry_change(
        association, changed(lead="Ny text"), expected_version=1, actor=coordinator
    )
    sam = signed_in(coordinator)

    for target in (
        address("version", association.slug, version.number),
        address("approve", association.slug),
    ):
        assert sam.post(target, {name: value}).status_code in {302, 404}
    assert sam.post(address("edit_entry", association.slug), {"version": value}).status_code == 200


def test_contact_persons_are_previewed_saved_hidden_and_removed(
    association: Association, representative: Any
):
    rio = signed_in(representative)
    typed = {"version": "0", "name": "Kim", "phone": "070-174 06 05", "publish_phone": "on"}

    preview = rio.post(address("add_contact", association.slug), {**typed, "preview": "1"})
    assert "070-174 06 05" in preview.content.decode()
    assert not ContactPerson.objects.exists()
    for _ in range(2):
        rio.post(address("add_contact", association.slug), typed)
    person = ContactPerson.objects.get()
    public = Client().get(association.get_absolute_url()).content.decode()
    assert "070-174 06 05" in public
    assert "Kim" not in public
    rio.post(address("hide_contact", association.slug, person.pk))
    person.refresh_from_db()
    assert not person.is_published
    rio.post(address("remove_contact", association.slug, person.pk))
    assert not ContactPerson.objects.exists()


def test_contact_through_the_coordinator_is_always_offered(association: Association, settings: Any):
    page = Client().get(association.get_absolute_url()).content.decode()

    assert "Kontakt via samordnaren" in page
    assert settings.PORTAL["coordinator_phone"] in page


def test_listing_and_trust_can_be_undone_and_a_second_press_undoes_nothing(
    association: Association, coordinator: Any
):
    sam = signed_in(coordinator)
    shown = services.create_network("Nätverket", actor=coordinator)

    def press(name: str, till: str, slug: str = association.slug) -> Any:
        for _ in range(2):
            page = sam.post(f"{address(name, slug)}?till={till}", follow=True)
        association.refresh_from_db()
        return page

    page = press("set_status", "dold")
    assert association.status == "unlisted"
    undo = f"{address('set_status', association.slug)}?till=visas"
    # The page's own button and the notice's "Ångra".
    assert page.text.count(f'action="{undo}"') == 2
    sam.post(undo)
    press("set_trusted", "betrodd")
    press("list_network", "dold", shown.slug)

    shown.refresh_from_db()
    assert (association.status, association.trusted, shown.is_listed) == ("listed", True, False)
    assert sam.post(address("set_status", association.slug)).status_code == 404


def test_the_coordinators_list_has_parts(
    association: Association, representative: Any, coordinator: Any, changed: Change
):
    services.propose_entry_change(
        association, changed(lead="Ny text"), expected_version=1, actor=representative
    )
    services.create_association("Utkastet", actor=coordinator)
    sam = signed_in(coordinator)

    def part(query: str) -> list[str]:
        return [row.association.name for row in sam.get(f"{address('work')}{query}").context["rows"]]

    assert part("") == ["Egna Ord Hälsingland", "Utkastet"]
    assert part("?visa=vantar") == ["Egna Ord Hälsingland"]
    assert part("?visa=dolda") == ["Utkastet"]
    assert part("?q=utkast") == ["Utkastet"]
    assert part("?visa=strunt&q=%00") == ["Egna Ord Hälsingland", "Utkastet"]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_coordinators_list_costs_the_same_however_long(
    coordinator: Any, rows: int, django_assert_num_queries: Any
):
    from associations.queries import work

    for number in range(rows):
        services.create_association(f"Förening {number}", actor=coordinator)

    with django_assert_num_queries(1):
        work.work_rows()


def test_representatives_are_added_by_address_and_ended(
    association: Association, outsider: Any, coordinator: Any
):
    sam = signed_in(coordinator)
    target = address("representatives", association.slug)

    sam.post(target, {"email": "ingen@example.org"})
    assert Invitation.objects.get().grants == [
        {"role": "association_representative", "scope": str(association.pk)}
    ]
    sam.post(target, {"email": outsider.email.upper()})
    representative = association.representatives.current().get()
    assert representative.user == outsider
    sam.post(address("end_representation", association.slug, representative.pk))
    assert not association.representatives.current().exists()


def test_reports_are_handled_and_reopened(association: Association, coordinator: Any):
    report = services.report_error(association, about="hours", text="Stängt")
    sam = signed_in(coordinator)

    sam.post(address("handle_report", report.pk))
    assert "Stängt" not in sam.get(address("reports")).content.decode()
    sam.post(f"{address('handle_report', report.pk)}?angra=1")
    assert "Stängt" in sam.get(address("reports")).content.decode()


# --- The link in the yearly mail ------------------------------------------------------------------


@pytest.fixture
def link(association: Association) -> str:
    association.email = "hej@egnaord.example.org"
    association.verified_on = today() - timedelta(days=400)
    association.verified_by = "link"
    association.save()
    services.plan_rounds()
    services.advance_rounds()
    found = re.search(r"(/foreningar/bekrafta/\S+/)", OutboxMessage.objects.get(kind="mail").payload["body"])
    assert found is not None
    return found.group(1)


def test_opening_the_link_confirms_nothing(association: Association, link: str):
    page = Client().get(link)

    association.refresh_from_db()
    assert "Ja, allt stämmer" in page.content.decode()
    assert association.verified_on != today()
    assert "no-store" in page["Cache-Control"]


def test_pressing_the_button_confirms_and_twice_is_harmless(association: Association, link: str):
    for _ in range(2):
        page = Client().post(link, follow=True)

    association.refresh_from_db()
    assert association.verified_on == today()
    assert "då vet vi att det stämmer" in page.content.decode()


def test_the_association_can_say_what_is_wrong_without_confirming(association: Association, link: str):
    Client().post(link, {"change": "1", "text": "Vi har flyttat."})

    association.refresh_from_db()
    report = association.error_reports.get()
    assert (report.text, report.from_association) == ("Vi har flyttat.", True)
    assert association.verified_on != today()


def test_an_invented_link_leads_to_a_kind_page():
    page = Client().get(address("confirm_by_link", "a" * 43))

    assert page.status_code == 404
    assert "Länken gäller inte längre" in page.content.decode()
