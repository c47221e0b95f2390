"""The public calendar as a reader meets it."""

import json
from datetime import date, timedelta

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from calendar_app.filters import CalendarFilter
from calendar_app.models import Occurrence
from calendar_app.periods import Month
from calendar_app.queries import public
from common import registries
from common.search import index
from common.search.asking import ask
from tests.calendar_app.factories import at, make_days, make_event, make_occurrence

pytestmark = pytest.mark.django_db

NOW = at(2026, 10, 7, 12)


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW, tick=False):
        yield


def page(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def test_the_list_shows_from_today_and_the_month_out(client: Client) -> None:
    make_occurrence(at(2026, 10, 6, 10), title="I går")
    make_occurrence(at(2026, 10, 7, 8), title="I morse")
    make_occurrence(at(2026, 10, 31, 22), title="Sista kvällen")
    make_occurrence(at(2026, 11, 1, 0), title="Nästa månad")

    html = page(client, "/kalender/")

    assert "I morse" in html
    assert "Sista kvällen" in html
    assert "I går" not in html
    assert "Nästa månad" not in html
    assert "<strong>2 aktiviteter</strong> från i dag och månaden ut" in html


def test_drafts_proposals_and_removed_ones_are_nowhere(client: Client) -> None:
    for status in ("draft", "proposed", "deleted"):
        hidden = make_occurrence(at(2026, 10, 9, 10), title="Hemligheten", status=status)
        assert client.get(f"/kalender/aktivitet/{hidden.pk}/").status_code == 404

    for path in (
        "/kalender/",
        "/kalender/2026/10/",
        "/kalender/2026/10/?vy=manad",
        "/kalender/vecka/2026/41/",
    ):
        html = page(client, path)
        assert "Hemligheten" not in html
        assert "0 aktiviteter" in html
        assert "Senast uppdaterad" not in html


def test_every_view_tells_when_it_changed_and_who_answers_for_it(client: Client) -> None:
    make_occurrence(at(2026, 10, 9, 10), updated_at=at(2026, 10, 5, 9), time={"updated_at": at(2026, 10, 4)})

    for path in (
        "/kalender/",
        "/kalender/2026/10/",
        "/kalender/2026/10/?vy=manad",
        "/kalender/vecka/2026/41/",
    ):
        html = page(client, path)
        assert "måndag 5\xa0oktober 2026" in html
        assert "Ansvarig för kalendern: samordnare för brukarinflytande" in html


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("path", ["/kalender/2026/10/", "/kalender/2026/10/?vy=manad"])
def test_a_month_takes_the_same_few_queries_however_many_rows(
    client: Client,
    association,
    other_association,
    unit,
    rows: int,
    path: str,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for day in range(1, rows + 1):
        make_occurrence(at(2026, 10, day, 10), association, other_association, units=(unit,))

    with django_assert_num_queries(8):
        page(client, path + ("&" if "?" in path else "?") + "okand=1")


def test_a_month_ends_at_midnight_in_stockholm_also_when_clocks_have_changed(client: Client) -> None:
    make_occurrence(at(2026, 10, 31, 23, 30), hours=0.5, title="Sista halvtimmen")
    make_occurrence(at(2026, 11, 1, 0), title="Första timmen")

    october, november = page(client, "/kalender/2026/10/"), page(client, "/kalender/2026/11/")

    assert "Sista halvtimmen" in october
    assert "23.30–24.00" in october
    assert "Första timmen" not in october
    assert "Första timmen" in november
    assert "Sista halvtimmen" not in november


def test_days_over_new_year_stand_in_both_months_and_in_week_53(client: Client) -> None:
    make_days(date(2026, 12, 30), date(2027, 1, 2), title="Öppna dagar")

    december, january = (
        page(client, "/kalender/2026/12/?vy=manad"),
        page(client, "/kalender/2027/01/?vy=manad"),
    )
    week = page(client, "/kalender/vecka/2026/53/")

    assert december.count("Öppna dagar</a>") == 3  # two squares and the list
    assert january.count("Öppna dagar</a>") == 3
    assert "ons 30\xa0dec – lör 2\xa0jan, hela dagarna" in january
    assert 'id="dag-2027-01-01"' in january
    assert "Vecka 53, 2026" in week
    assert "28\xa0december 2026 – 3\xa0januari 2027" in week
    assert 'href="/kalender/vecka/2027/01/"' in week
    assert 'href="/kalender/vecka/2026/52/"' in week


def test_the_grid_leads_to_the_day_that_tells_more(client: Client) -> None:
    make_days(date(2026, 10, 19), date(2026, 10, 21), title="Temadagar")

    html = page(client, "/kalender/2026/10/?vy=manad")

    # On a phone each square leads to the heading below; days that only go on lead to the first.
    assert html.count('href="#dag-2026-10-19"') == 3
    assert html.count('id="dag-2026-10-19"') == 1
    assert "v. </span>43" in html


def test_states_are_said_in_fixed_words(client: Client) -> None:
    make_occurrence(at(2026, 10, 9, 10), title="A", time={"status": "cancelled"})
    make_occurrence(
        at(2026, 10, 9, 11), title="B", is_full=True, time={"original_start": at(2026, 10, 8, 11)}
    )
    make_occurrence(at(2026, 10, 9, 12), title="C", register_by=date(2026, 10, 8))
    make_occurrence(at(2026, 10, 9, 13), title="D", register_by=date(2026, 10, 6))

    html = page(client, "/kalender/")

    assert "Inställt" in html
    assert "Ny tid, fullt" in html
    assert "Anmälan senast 8\xa0oktober" in html
    assert "6\xa0oktober" not in html.split("dag-2026-10-09")[1]


def test_an_activity_is_public_facts_and_data_that_machines_read(
    client: Client, association, municipality
) -> None:
    moved = make_occurrence(
        at(2026, 10, 14, 18),
        association,
        title="</script><b>Möte",
        attendance="both",
        place="Sal Linden",
        street_address="Björkgatan 4",
        municipality=municipality,
        online_link="https://mote.example.org/rum",
        online_link_public=True,
        description="javascript:alert(1) <i>x</i> mailto:hej@example.org (se https://example.org/a_(b)).",
        time={"original_start": at(2026, 10, 13, 18)},
    )

    html = page(client, f"/kalender/aktivitet/{moved.pk}/")

    data = json.loads(html.split('<script type="application/ld+json">')[1].split("</script>")[0])
    assert data["name"] == "</script><b>Möte"
    assert data["startDate"] == "2026-10-14T18:00:00+02:00"
    assert data["eventStatus"] == "https://schema.org/EventRescheduled"
    assert data["previousStartDate"] == "2026-10-13T18:00:00+02:00"
    assert [place["@type"] for place in data["location"]] == ["Place", "VirtualLocation"]
    assert data["organizer"] == [{"@type": "Organization", "name": "Egna Ord Hälsingland"}]
    assert "&lt;/script&gt;&lt;b&gt;Möte" in html
    assert 'href="mailto:hej@example.org"' in html
    assert 'href="https://example.org/a_(b)"' in html
    assert 'href="javascript' not in html
    assert "&lt;i&gt;" in html
    assert "Tidigare var det tisdag 13\xa0oktober 2026 kl.\xa018.00" in html
    assert "https://www.openstreetmap.org/search?query=Bj%C3%B6rkgatan%204%2C%20G%C3%A4vle" in html
    assert 'href="https://mote.example.org/rum"' in html
    assert 'href="/foreningar/egna-ord-halsingland/"' in html


def test_a_link_for_those_who_registered_is_nowhere_on_the_page(client: Client) -> None:
    online = make_occurrence(
        at(2026, 10, 14, 18), attendance="online", online_link="https://mote.example.org/rum"
    )

    html = page(client, f"/kalender/aktivitet/{online.pk}/")

    assert "mote.example.org" not in html
    assert "Länken skickas till anmälda." in html


def test_other_times_of_the_activity_are_listed_also_those_split_off(client: Client) -> None:
    event = make_event(title="Samtalsgrupp")
    this = make_occurrence(at(2026, 10, 8, 18), event=event)
    cancelled = make_occurrence(at(2026, 10, 15, 18), event=event, time={"status": "cancelled"})
    split = make_event(title="Samtalsgrupp med gäst", split_from=event)
    guest = make_occurrence(at(2026, 10, 22, 18), event=split)
    hidden = make_occurrence(at(2026, 10, 29, 18), event=make_event(split_from=event, status="draft"))
    past = make_occurrence(at(2026, 10, 1, 18), event=event)

    off = page(client, f"/kalender/aktivitet/{cancelled.pk}/")
    assert "inställd den här gången" in off
    html = page(client, f"/kalender/aktivitet/{this.pk}/").split('id="fler"')[1]

    assert f"/kalender/aktivitet/{cancelled.pk}/" in html
    assert "Inställt" in html
    assert f"/kalender/aktivitet/{guest.pk}/" in html
    assert "Samtalsgrupp med gäst" in html
    for absent in (this, hidden, past):
        assert f"/kalender/aktivitet/{absent.pk}/" not in html


def test_when_every_time_is_cancelled_the_page_promises_no_other(client: Client) -> None:
    event = make_event(title="Samtalsgrupp", status="cancelled")
    for day in (8, 15):
        one = make_occurrence(at(2026, 10, day, 18), event=event, time={"status": "cancelled"})

    html = page(client, f"/kalender/aktivitet/{one.pk}/")

    assert "Aktiviteten är inställd." in html
    assert "den här gången" not in html


@pytest.mark.parametrize(
    "path",
    [
        "/kalender/1999/12/",
        "/kalender/2032/01/",
        "/kalender/2026/13/",
        "/kalender/2026/00/",
        "/kalender/2026/1/",
        "/kalender/0000/01/",
        "/kalender/9999/12/",
        "/kalender/vecka/2025/53/",
        "/kalender/vecka/2026/00/",
        "/kalender/vecka/2026/54/",
        "/kalender/aktivitet/999999999999999999999/",
    ],
)
def test_months_and_weeks_that_do_not_exist_are_not_found(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_an_empty_month_offers_one_way_out(client: Client) -> None:
    empty = page(client, "/kalender/2026/02/")
    filtered = page(client, "/kalender/2026/02/?q=fika")

    assert "Inget är inplanerat här ännu" in empty
    assert empty.count('class="empty') == filtered.count('class="empty') == 1
    assert 'href="/kalender/2026/02/">Visa alla aktiviteter' in filtered


@pytest.mark.parametrize(
    "path", ["/kalender/", "/kalender/2026/10/", "/kalender/2026/10/?vy=manad", "/kalender/vecka/2026/41/"]
)
def test_where_nothing_matches_stands_what_comes_later(client: Client, path: str) -> None:
    make_occurrence(at(2026, 10, 9, 10), title="Öppet hus")
    make_occurrence(at(2026, 9, 9, 10), title="Förra dialogmötet", kind="dialogue_meeting")
    make_occurrence(
        at(2026, 11, 3, 10), title="Inställt möte", kind="dialogue_meeting", time={"status": "cancelled"}
    )
    for day in range(4, 8):
        make_occurrence(at(2026, 12, day, 17), title=f"Dialogmöte {day}", kind="dialogue_meeting")

    html = page(client, f"{path}{'&' if '?' in path else '?'}typ=dialogmote")
    nothing = page(client, f"{path}{'&' if '?' in path else '?'}typ=patientforum")

    assert "Det här kommer längre fram." in html
    assert [f"Dialogmöte {day}" in html for day in range(4, 8)] == [True, True, True, False]
    assert not [title for title in ("Öppet hus</a>", "Förra dialogmötet", "Inställt möte") if title in html]
    assert 'id="dag-2026-12-04"' in html
    assert "Det här kommer längre fram." not in nothing
    assert "Inga aktiviteter passar dina val" in nothing


def test_the_calendars_ends_have_no_links_beyond_them(client: Client) -> None:
    first, last = page(client, "/kalender/2000/01/"), page(client, "/kalender/2031/12/")

    assert "/kalender/1999/" not in first
    assert "/kalender/2032/" not in last


def test_views_lead_to_each_other_with_the_same_filter(client: Client) -> None:
    html = page(client, "/kalender/2026/10/?typ=mote")

    assert 'href="/kalender/2026/10/?typ=mote&amp;vy=manad">Månad' in html
    assert 'href="/kalender/vecka/2026/41/?typ=mote">Vecka' in html
    assert 'href="/kalender/prenumerera/?typ=mote"' in html


def test_a_page_is_answered_from_memory_until_something_is_published(
    client: Client, django_assert_num_queries
) -> None:
    make_occurrence(at(2026, 10, 9, 10), title="Först")
    page(client, "/kalender/")

    with django_assert_num_queries(1):  # have the rooms changed?
        page(client, "/kalender/")
    make_occurrence(at(2026, 10, 9, 11), title="Sedan")

    assert "Sedan" in page(client, "/kalender/")


def test_public_pages_hold_nothing_personal(client: Client, coordinator) -> None:
    client.force_login(coordinator)

    html = page(client, "/kalender/")

    assert coordinator.name not in html
    assert "csrf" not in html


def test_what_an_association_has_coming_is_a_panel_of_its_page(
    association, other_association, outsider
) -> None:
    make_occurrence(at(2026, 10, 9, 10), association, title="Vårt")
    make_occurrence(at(2026, 10, 9, 10), other_association, title="Deras")
    make_occurrence(at(2026, 10, 9, 10), association, title="Utkast", status="draft")
    make_occurrence(at(2026, 10, 1, 10), association, title="Redan varit")

    (panel,) = [
        p for p in registries.panels("associations.detail", association, outsider) if "days" in p.context
    ]

    html = render_to_string(panel.template, panel.context)
    assert "Vårt" in html
    for absent in ("Deras", "Utkast", "Redan varit"):
        assert absent not in html


def test_the_start_page_gets_the_next_ones_and_this_months_steps(association, municipality) -> None:
    make_occurrence(
        at(2026, 10, 9, 10), association, title="Gävle", municipality=municipality, participation_step=3
    )
    make_occurrence(at(2026, 10, 8, 10), title="Annanstans", participation_step=3)
    make_occurrence(at(2026, 10, 8, 11), title="Inställd", participation_step=5, time={"status": "cancelled"})
    make_occurrence(at(2026, 11, 8, 11), title="November", participation_step=1)
    make_occurrence(at(2026, 10, 8, 12), status="proposed", participation_step=1)

    def titles(days) -> list[str]:
        return [row.title for day in days for row in day.rows]

    assert titles(public.upcoming(2)) == ["Annanstans", "Inställd"]
    assert titles(public.upcoming(9, "gavle")) == ["Gävle"]
    assert public.step_counts() == {1: 0, 2: 0, 3: 2, 4: 0, 5: 0}


def test_search_finds_each_public_activity_once(association) -> None:
    event = make_event(association, title="Studiecirkel om återhämtning")
    for day in (14, 21, 28):
        make_occurrence(at(2026, 10, day, 18), event=event)
    make_occurrence(at(2026, 10, 14, 18), title="Hemlig återhämtning", status="proposed")

    index.repair()
    hits = ask("aterhamtning", AnonymousUser(), group="aktiviteter").hits

    assert [hit.title for hit in hits] == ["Studiecirkel om återhämtning"]
    assert "onsdag 14\xa0oktober 2026" in hits[0].facts


def test_a_month_is_found_through_the_index_however_large_the_calendar() -> None:
    event = make_event()
    spread = [at(2026, 10, 1, 12) + timedelta(days=3 * n) for n in range(-3000, 3000)]
    Occurrence.objects.bulk_create(
        Occurrence(event=event, start=start, end=start + timedelta(hours=2)) for start in spread
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE calendar_app_occurrence")
    span = Month(2026, 10).span

    plan = public.public_between(span.start, span.end, CalendarFilter()).explain()
    newest = Occurrence.objects.public().order_by("-updated_at")[:1].explain()

    assert "occurrence_span" in plan
    assert "Seq Scan on calendar_app_occurrence" not in plan
    assert "occurrence_changed" in newest
