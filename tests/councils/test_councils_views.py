"""Councils' pages: what visitors read, what those who appoint do, what the coordinator sees."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from associations.models import Association, AssociationNetwork
from common import page_cache, registries
from common.swedish import today
from councils.models import Council, Mandate, Seat
from councils.queries.balance import balance
from councils.queries.councils import council_page, my_councils, with_begun_again
from councils.queries.mandates import ledger
from councils.queries.public_councils import council_list, public_council, public_councils
from councils.services import public_names
from tests.councils.build import make_co_opted, make_council, make_mandate, make_meeting, make_seat

pytestmark = pytest.mark.django_db


def _appointment(**changes: Any) -> dict[str, Any]:
    day = today().isoformat()
    return {
        "name": "Nya Namnet",
        "email": "ny@example.org",
        "role": "member",
        "starts_on": day,
        "appointed_on": day,
        "appointed_how": "board",
        **changes,
    }


def _text(response: Any) -> str:
    return str(response.content.decode())


def test_visitors_read_who_takes_part_and_a_name_only_after_its_persons_yes(
    client: Client, council: Council, member: User, chair: User, unit_seat: Seat
) -> None:
    public_names.show_name(chair.mandates.get(), True, actor=chair)

    page = _text(client.get(f"/brukarrad/{council.slug}/"))

    assert "Egna Ord Hälsingland" in page
    assert "Ode Ordförande, ordförande" in page
    assert "Ledig plats" in page
    assert "Love Ledamot" not in page
    assert "@example.org" not in page


def test_a_name_taken_back_is_gone_from_the_cached_page_at_once(
    client: Client, council: Council, chair: User
) -> None:
    held = chair.mandates.get()
    public_names.show_name(held, True, actor=chair)
    before = _text(client.get(f"/brukarrad/{council.slug}/"))

    public_names.show_name(held, False, actor=chair)

    assert "Ode Ordförande" in before
    assert "Ode Ordförande" not in _text(client.get(f"/brukarrad/{council.slug}/"))


def test_a_paused_council_tells_why_and_when_and_one_without_page_is_not_there(client: Client) -> None:
    make_council(
        "Vilande rådet",
        status="paused",
        status_reason="Ingen kan just nu.",
        review_on=today() + timedelta(30),
    )
    hidden = make_council("Hemliga gruppen", is_public=False)

    listed = _text(client.get("/brukarrad/"))

    assert "Vilande" in listed
    assert "Ingen kan just nu." in _text(client.get("/brukarrad/vilande-radet/"))
    assert "Hemliga gruppen" not in listed
    assert client.get(f"/brukarrad/{hidden.slug}/").status_code == 404


def test_public_pages_take_the_same_queries_at_any_length(
    django_assert_num_queries: DjangoAssertNumQueries, council: Council, association: Association
) -> None:
    page_cache.forget_pages()
    for seats in (1, 2):
        for _ in range(seats):
            make_mandate(make_seat(council, association))
            make_meeting(make_council(f"Råd {Council.objects.count()}"))
        with django_assert_num_queries(2):
            council_list()
        with django_assert_num_queries(8):
            public_council(public_councils().get(pk=council.pk))


def test_work_pages_take_the_same_queries_at_any_length(
    django_assert_num_queries: DjangoAssertNumQueries,
    council: Council,
    association: Association,
    coordinator: User,
) -> None:
    # What the coordinator holds is read once a request.
    coordinator.has_perm("councils.run_meeting", council)
    for seats in (1, 2):
        for _ in range(seats):
            make_mandate(make_seat(council, association))
            make_seat(make_council(f"Råd {Council.objects.count()}"))
        with django_assert_num_queries(4):
            my_councils(coordinator)
        with django_assert_num_queries(8):
            council_page(with_begun_again(Council.objects.all()).get(pk=council.pk), coordinator)
        with django_assert_num_queries(2):
            ledger(coordinator)
        with django_assert_num_queries(5):
            balance()


def test_a_representative_appoints_and_the_appointed_says_yes(
    client: Client, council: Council, seat: Seat, representative: User, outsider: User
) -> None:
    client.force_login(representative)
    assert "Ledig" in _text(client.get("/rad/uppdrag/"))

    client.post(f"/rad/platser/{seat.pk}/utse/", _appointment(name=outsider.name, email=outsider.email))
    held = Mandate.objects.get()
    client.force_login(outsider)
    own = _text(client.get(f"/rad/uppdrag/{held.pk}/"))
    client.post(f"/rad/uppdrag/{held.pk}/namn/?till=visas")

    assert "Ja, visa mitt namn" in own
    client.logout()
    assert outsider.name in _text(client.get(f"/brukarrad/{council.slug}/"))


def test_a_taken_seat_is_told_at_the_day_and_everything_typed_stays(
    client: Client, seat: Seat, member: User, representative: User
) -> None:
    client.force_login(representative)

    page = client.post(f"/rad/platser/{seat.pk}/utse/", _appointment())

    assert "Någon annan har platsen" in _text(page)
    assert page.context["form"].errors.keys() == {"starts_on"}
    assert 'value="Nya Namnet"' in _text(page)


def test_a_council_member_sees_seats_but_not_the_others_names(
    client: Client, council: Council, member: User, chair: User, substitute: User
) -> None:
    seen = {}
    for who in (member, chair):
        client.force_login(who)
        seen[who] = _text(client.get(f"/rad/{council.slug}/"))

    assert "Essa Ersättare" not in seen[member]
    assert "Ode Ordförande" not in seen[member]
    assert "Essa Ersättare" in seen[chair]


def test_rules_of_procedure_are_checked_by_content_and_served_by_access(
    client: Client, coordinator: User, member: User, council: Council, outsider: User
) -> None:
    client.force_login(coordinator)
    told = {
        "kind": "council",
        "name": council.name,
        "papers_days": 10,
        "views_days": 14,
        "minutes_kind": "notes",
        "version": 1,
        "units": [one.pk for one in council.units.all()],
    }

    wrong = SimpleUploadedFile("arbetsordning.pdf", b"MZ not a pdf", "application/pdf")
    refused = client.post(f"/rad/{council.slug}/andra/", {**told, "rules": wrong})
    right = SimpleUploadedFile("Anna Namn.pdf", b"%PDF-1.4\n%more", "application/pdf")
    saved = client.post(f"/rad/{council.slug}/andra/", {**told, "rules": right})

    assert "Välj en fil av typen pdf" in _text(refused)
    assert saved.status_code == 302
    council.refresh_from_db()
    assert "Anna" not in council.rules_of_procedure.name
    client.force_login(outsider)
    # The page is public no longer: the tick was left out.
    assert client.get(f"/brukarrad/{council.slug}/arbetsordning.pdf").status_code == 404
    assert client.get(f"/rad/{council.slug}/arbetsordning.pdf").status_code == 404
    client.force_login(member)
    served = client.get(f"/rad/{council.slug}/arbetsordning.pdf")
    assert b"".join(served.streaming_content) == b"%PDF-1.4\n%more"
    assert served["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_seats_are_added_for_several_at_once_and_an_empty_choice_is_told(
    client: Client,
    coordinator: User,
    council: Council,
    association: Association,
    other_association: Association,
) -> None:
    client.force_login(coordinator)
    address = f"/rad/{council.slug}/platser/"
    told = {"kind": "association", "voice": "users", "each": 1, "has_substitute": "on"}

    empty = client.post(address, told)
    client.post(address, {**told, "associations": [association.pk, other_association.pk]})

    assert empty.context["form"].errors.keys() == {"associations"}
    assert council.seats.count() == 2


def test_a_secretary_is_named_by_address(
    client: Client, coordinator: User, council: Council, outsider: User
) -> None:
    client.force_login(coordinator)

    client.post(f"/rad/{council.slug}/sekreterare/", {"email": outsider.email})
    client.force_login(outsider)

    assert client.get(f"/rad/{council.slug}/").status_code == 200
    assert "Sekreterare i ett råd" in _text(client.get("/konto/mina-roller/"))


def test_a_payroll_reader_is_named_by_address_and_ended(
    client: Client, coordinator: User, principal: Any, outsider: User
) -> None:
    client.force_login(coordinator)
    client.post("/rad/loneenheten/", {"principal": principal.pk, "email": outsider.email})
    [reading] = outsider.payroll_readings.all()

    client.post(f"/rad/loneenheten/{reading.pk}/avsluta/")

    reading.refresh_from_db()
    assert reading.ended_on == today()


def test_the_link_asks_and_only_a_press_answers(client: Client, seat: Seat) -> None:
    held = make_mandate(seat, name="Utan Konto")
    address = reverse("councils:name_by_link", args=[public_names.name_token(held)])

    opened = _text(client.get(address))
    held.refresh_from_db()
    before = held.name_public_since
    answered = client.post(address, {"svar": "ja"}, follow=True)

    assert "Utan Konto" not in opened
    assert before is None
    assert "Tack, ditt svar är sparat" in _text(answered)
    held.refresh_from_db()
    assert held.public_name == "Utan Konto"
    assert client.get(reverse("councils:name_by_link", args=["pahittad"])).status_code == 404


def test_the_balance_tells_who_is_missing(
    client: Client,
    coordinator: User,
    council: Council,
    seat: Seat,
    member: User,
    unit_seat: Seat,
    other_association: Association,
    make_user: Callable[..., User],
) -> None:
    make_mandate(make_seat(make_council("Andra rådet"), seat.association), member)

    found = balance()
    client.force_login(coordinator)
    page = _text(client.get("/rad/balans/"))

    assert (found.seats, found.filled) == (3, 2)
    assert [bar.count_text for bar in found.voices.bars] == ["2 av 2", "0 av 0", "0 av 0", "0 av 1"]
    assert found.without_seat == [other_association]
    assert found.empty == [unit_seat]
    assert [(one.name, len(one.seats)) for one in found.busy] == [("Love Ledamot", 2)]
    assert "Love Ledamot" in page
    assert balance(council.slug).busy == []


def test_what_waits_stands_on_the_overview_of_who_can_do_it(
    coordinator: User, representative: User, other_representative: User, council: Council, seat: Seat
) -> None:
    make_seat(council)
    make_mandate(make_seat(council, seat.association), ends_on=today() + timedelta(days=20))
    make_council("Vilande", status="paused", status_reason="Få.", review_on=today())

    def titles(user: User) -> set[str]:
        return {row.title for row in registries.overview_rows(user)}

    assert {
        "Se över om Vilande ska börja igen",
        "Utse nästa ledamot för Egna Ord Hälsingland",
        "Utse till två lediga platser i råden",
    } <= titles(coordinator)
    assert {
        "Utse nästa ledamot för Egna Ord Hälsingland",
        "Utse till en ledig plats i råden",
    } <= titles(representative)
    assert titles(other_representative) == set()


def test_roles_tell_the_council_and_the_last_day(client: Client, chair: User) -> None:
    client.force_login(chair)

    page = _text(client.get("/konto/mina-roller/"))

    assert "Ordförande i ett råd" in page
    assert "Brukarrådet i länet" in page


def test_a_co_opted_person_stands_apart_and_an_open_seat_is_for_the_network(
    client: Client,
    coordinator: User,
    council: Council,
    association: Association,
    other_association: Association,
) -> None:
    network = AssociationNetwork.objects.create(name="Nätverket", slug="natverket")
    network.members.add(association)
    Council.objects.filter(pk=council.pk).update(network=network)
    make_co_opted(council, association=other_association)
    place = make_seat(Council.objects.get(pk=council.pk))
    client.force_login(coordinator)

    form = client.get(f"/rad/platser/{place.pk}/utse/").context["form"]

    assert list(form.fields["association"].queryset) == [association]
    assert "Adjungerad" in _text(client.get(f"/brukarrad/{council.slug}/"))
