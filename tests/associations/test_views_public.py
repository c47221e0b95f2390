import csv
import io
import json
import time
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.core import signing
from django.test import Client
from django.urls import reverse

from associations import services
from associations.models import Association, ErrorReport
from common import page_cache
from organisations.models import Area, Municipality

pytestmark = pytest.mark.django_db
List = Callable[..., Association]


@pytest.fixture
def sandviken(area: Area) -> Municipality:
    return Municipality.objects.create(
        name="Sandviken", slug="sandviken", area=area, tile_column=2, tile_row=5
    )


def names(client: Client, query: str = "") -> list[str]:
    """The names in the list, in order."""
    page = client.get(f"/foreningar/{query}").context["page"]
    return [row.title for row in page.rows]


def test_the_list_is_in_swedish_order(client: Client, listed: List):
    for name in ("Östersol", "Ängen", "Åsen", "Zenit", "Alfa"):
        listed(name)

    assert names(client) == ["Alfa", "Zenit", "Åsen", "Ängen", "Östersol"]


def test_filters_combine_and_chips_take_them_away(
    client: Client, listed: List, municipality: Municipality, sandviken: Municipality
):
    listed("Rätt", covers_ids=(sandviken.pk,), audiences=("relatives",), focus_areas=("anxiety",))
    listed("Fel kommun", covers_ids=(municipality.pk,), audiences=("relatives",), focus_areas=("anxiety",))
    listed("Fel målgrupp", covers_ids=(sandviken.pk,), audiences=("users",), focus_areas=("anxiety",))
    listed("Fel inriktning", covers_ids=(sandviken.pk,), audiences=("relatives",), focus_areas=("ocd",))
    query = "?kommun=sandviken&malgrupp=narstaende&inriktning=angest"

    answer = client.get(f"/foreningar/{query}")
    page = answer.context["page"]

    assert [row.title for row in page.rows] == ["Rätt"]
    # What a screen reader says first when the page has loaded.
    assert "<title>Föreningar, 1 träff –" in answer.text
    assert "<title>Föreningar –" in client.get("/foreningar/").text
    assert dict(page.chips)["Sandviken"] == "/foreningar/?malgrupp=narstaende&inriktning=angest"


def test_a_county_wide_association_is_found_in_every_municipality(
    client: Client, listed: List, sandviken: Municipality
):
    listed("Hela länets", covers_county=True)

    assert names(client, "?kommun=sandviken") == ["Hela länets"]


@pytest.mark.parametrize("words", ["ångest", "angest", "ångesten", "ångst", "Ångestgrupper"])
def test_search_forgives_typos_and_knows_word_forms(client: Client, listed: List, words: str):
    listed("Stilla Tanke", lead="Grupper för dig med ångest.")
    listed("Annat", lead="Promenader")

    assert names(client, f"?q={words}") == ["Stilla Tanke"]


@pytest.mark.parametrize(
    "query",
    [
        "?kommun=finns-inte",
        "?malgrupp=' OR 1=1--",
        "?q=%00",
        "?q=" + "å" * 5000,
        "?q=%22%28%26!",
        "?inriktning=<script>",
    ],
)
def test_strange_addresses_are_answered_calmly(client: Client, association: Association, query: str):
    assert client.get(f"/foreningar/{query}").status_code == 200


def test_an_empty_result_says_so_and_offers_a_way_out(client: Client, association: Association):
    page = client.get("/foreningar/?q=xyzzyqq").content.decode()

    assert "Ingen förening" in page
    assert "Visa alla föreningar" in page


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_however_long(
    client: Client, listed: List, municipality: Municipality, rows: int, django_assert_num_queries: Any
):
    for number in range(rows):
        listed(f"Förening {number}", covers_ids=(municipality.pk,))

    with django_assert_num_queries(7):
        client.get("/foreningar/")


@pytest.mark.parametrize("rows", [1, 3])
def test_open_data_costs_the_same_however_long(
    client: Client, listed: List, rows: int, django_assert_num_queries: Any
):
    for number in range(rows):
        listed(f"Förening {number}")

    with django_assert_num_queries(5):
        client.get("/foreningar/foreningar.json")


def test_unknown_facts_are_left_out(client: Client, listed: List):
    made = listed("Kort", phone="+46701740605")

    page = client.get(made.get_absolute_url()).content.decode()

    assert "070-174 06 05" in page
    for label in ("Kostnad", "Öppettider", "Webbplats", "Språk", "Vilka vi är"):
        assert label not in page


def test_the_entry_tells_when_it_was_checked_and_how_long_ago(client: Client, listed: List, coordinator: Any):
    made = listed("Kort")
    with time_machine.travel("2026-09-12 12:00"):
        services.confirm_entry(made, actor=coordinator)

    with time_machine.travel("2026-11-22 12:00"):
        page = client.get(made.get_absolute_url()).content.decode()

    assert "2026-09-12" in page
    assert "för två månader sedan" in page


def test_markup_and_direction_marks_are_harmless(client: Client, listed: List):
    made = listed("<script>alert(1)</script>\u202e Ring", lead="{{ 7|add:7 }} <b>fet</b>")

    page = client.get(made.get_absolute_url()).content.decode()

    assert "<script>alert" not in page
    assert "\u202e" not in page
    assert "{{ 7|add:7 }}" in page


def test_taking_an_entry_down_clears_every_way_to_it(client: Client, listed: List, coordinator: Any):
    made = listed("Försvinnande", lead="kanariefågel")
    addresses = [
        "/foreningar/",
        "/foreningar/?q=kanariefågel",
        "/foreningar/utskrift/",
        "/foreningar/foreningar.json",
        "/foreningar/foreningar.csv",
    ]
    assert all("Försvinnande" in text(client, address) for address in addresses)

    services.unlist_association(made, actor=coordinator)
    page_cache._stamps.forget()  # a process trusts its copy of the stamps for a second

    assert not any("Försvinnande" in text(client, address) for address in addresses)
    assert client.get(made.get_absolute_url()).status_code == 404
    assert client.get(f"/foreningar/{made.slug}.vcf").status_code == 404


def text(client: Client, address: str) -> str:
    response = client.get(address)
    content = b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[attr-defined]
    return str(content.decode())


def test_formulas_sleep_in_the_table(client: Client, listed: List):
    listed("=1+1", lead="@SUM(A1)")

    rows = list(
        csv.DictReader(
            io.StringIO(text(client, "/foreningar/foreningar.csv").lstrip("\ufeff")), delimiter=";"
        )
    )

    assert rows[0]["Namn"] == "'=1+1"
    assert rows[0]["Kort om föreningen"] == "'@SUM(A1)"


def test_open_data_holds_public_facts_and_published_details_only(
    client: Client, listed: List, coordinator: Any
):
    made = listed("Öppen", lead="Hej", description="Vi ses.", focus_areas=("anxiety",), phone="+46701740611")
    details = services.ContactDetails(
        name="Kim", phone="+46701740605", email="kim@example.org", publish_name=True, publish_phone=True
    )
    services.add_contact_person(made, details, actor=coordinator)

    entry = json.loads(text(client, "/foreningar/foreningar.json"))["associations"][0]

    assert entry["focus_areas"] == ["Ångest"]
    assert entry["contact_persons"] == [{"name": "Kim", "phone": "+46701740605"}]
    assert "cost" not in entry
    lines = io.StringIO(text(client, "/foreningar/foreningar.csv").lstrip("\ufeff"))
    [row] = csv.DictReader(lines, delimiter=";")
    assert (row["Telefon"], row["Vilka vi är"], row["Kontaktpersoner"]) == (
        "070-174 06 11",
        "Vi ses.",
        "Kim, 070-174 06 05",
    )


def test_the_contact_card_is_folded_and_escaped(client: Client, listed: List):
    made = listed(
        "Kort; med, tecken",
        lead="Å" * 100 + "\nrad två",
        phone="+46701740605",
        website="https://a.example.org/",
    )

    card = text(client, f"/foreningar/{made.slug}.vcf")

    assert all(len(line.encode()) <= 75 for line in card.split("\r\n"))
    unfolded = card.replace("\r\n ", "")
    assert "FN:Kort\\; med\\, tecken\r\n" in unfolded
    assert "\\nrad två" in unfolded
    assert "TEL;VALUE=uri;TYPE=work,voice:tel:+46701740605\r\n" in unfolded


def test_the_booklet_is_answered_and_revalidated(client: Client, listed: List):
    listed("Kort")

    first = client.get("/foreningar/foreningar.pdf")
    again = client.get("/foreningar/foreningar.pdf", headers={"If-None-Match": first["ETag"]})

    assert first.content.startswith(b"%PDF")
    assert again.status_code == 304


def test_a_network_shows_its_public_members_and_only_ways_to_the_coordinator_that_exist(
    client: Client, listed: List, coordinator: Any, settings: Any
):
    settings.PORTAL = {**settings.PORTAL, "coordinator_phone": ""}
    member = listed("Synlig")
    hidden = services.create_association("Dold", actor=coordinator)
    network = services.create_network("Nätverket", actor=coordinator, meetings="Tisdagar")
    for one in (member, hidden):
        services.add_member(network, one, actor=coordinator)

    page = text(client, network.get_absolute_url())

    assert "Synlig" in page
    assert "Dold" not in page
    assert 'via samordnaren: <a href="mailto:' in page
    assert "Nätverket" in text(client, member.get_absolute_url())


def test_a_hidden_network_is_gone_from_its_members_pages(client: Client, listed: List, coordinator: Any):
    member = listed("Synlig")
    network = services.create_network("Hemliga nätverket", actor=coordinator)
    services.add_member(network, member, actor=coordinator)

    services.set_network_listed(network, False, actor=coordinator)

    assert client.get(network.get_absolute_url()).status_code == 404
    assert "Hemliga nätverket" not in text(client, member.get_absolute_url())


# --- "Något stämmer inte?" ------------------------------------------------------------------------


def started(seconds_ago: int = 10) -> str:
    return signing.dumps(int(time.time()) - seconds_ago, salt="associations.spam_guard")


def send(client: Client, association: Association, **fields: str) -> Any:
    address = reverse("associations:report", args=[association.slug])
    return client.post(
        address, {"about": "hours", "text": "Stängt på tisdagar", "started": started(), **fields}
    )


def test_a_visitor_reports_without_telling_who_they_are(client: Client, association: Association):
    response = send(client, association)

    assert response.status_code == 302
    assert ErrorReport.objects.get().text == "Stängt på tisdagar"


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"started": "invented"}, "stått öppen länge"),
        ({"text": ""}, "Skriv vad som inte stämmer"),
        ({"about": "annat"}, "Vad gäller det"),
        ({"text": "Ring 19121212-1212"}, "personnummer"),
        ({"text": "x" * 1001}, "för lång"),
    ],
)
def test_refused_reports_keep_what_was_typed(
    client: Client, association: Association, fields: dict[str, str], sentence: str
):
    response = send(client, association, **fields)

    page = response.content.decode()
    assert sentence in page
    assert fields.get("text", "Stängt på tisdagar") in page
    assert not ErrorReport.objects.exists()


def test_too_fast_is_asked_to_wait_and_press_again(client: Client, association: Association):
    with time_machine.travel("2026-10-07 12:00", tick=False):
        response = send(client, association, started=started(0))

    assert "lite fort" in response.content.decode()
    assert not ErrorReport.objects.exists()


def test_the_trap_answers_like_success_and_stores_nothing(client: Client, association: Association):
    response = send(client, association, webbadress="https://spam.example.org")

    assert response.status_code == 302
    assert not ErrorReport.objects.exists()


def test_an_hour_takes_only_so_many_reports(client: Client, association: Association):
    with time_machine.travel("2026-10-07 12:00", tick=False):  # an hour that begins meanwhile starts anew
        for _ in range(10):
            send(client, association)

        response = send(client, association)

    assert "ring samordnaren" in response.content.decode()
    assert ErrorReport.objects.count() == 10


def test_the_list_tells_when_an_association_meets_next(client: Client, listed: List, coordinator: Any):
    from datetime import timedelta

    from django.utils import timezone

    from calendar_app.models import Event, Occurrence

    made = listed("Aktiv")
    start = timezone.now() + timedelta(days=3)
    event = Event.objects.create(
        title="Soppa", kind="open_house", status="published", created_by=coordinator.actor_id
    )
    event.associations.add(made)
    Occurrence.objects.create(event=event, start=start, end=start + timedelta(hours=1))

    assert "Nästa: " in text(client, "/foreningar/")
