"""Printed editions: what goes in, what has changed, who may make and fetch them."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from calendar_app.edition_periods import EditionPeriod, periods_to_offer
from calendar_app.models import Event, Occurrence
from calendar_app.pdf.formats import FORMATS
from calendar_app.queries.editions import changes_so_far, editions_page, freeze, printed_rows, ready_edition
from calendar_app.services.edition_contacts import forget_old_contacts
from calendar_app.services.editions import publish_edition, retry_edition
from calendar_app.services.privacy import forget_person, held_of_person
from common.editions import render_edition
from common.errors import DomainError
from common.models import Edition, TrailEntry
from tests.calendar_app.factories import at, make_days, make_event, make_occurrence

OCTOBER = EditionPeriod("2026-10")


@pytest.fixture(autouse=True)
def _on_a_monday_in_october(time_machine_at: Any) -> None:
    time_machine_at("2026-10-05 09:00")


def render_all(paper: str = "") -> None:
    """Do the worker's part; of one paper alone where a test looks at no other: each takes a second."""
    for edition in Edition.objects.filter(state="queued", key__endswith=paper):
        render_edition(edition.pk)


@pytest.mark.parametrize(
    ("code", "name", "first", "last"),
    [
        ("2026-10", "oktober 2026", date(2026, 10, 1), date(2026, 10, 31)),
        ("2028-02", "februari 2028", date(2028, 2, 1), date(2028, 2, 29)),
        ("2026-ht", "höstterminen 2026", date(2026, 8, 1), date(2026, 12, 31)),
        ("2027-vt", "vårterminen 2027", date(2027, 1, 1), date(2027, 6, 30)),
    ],
)
def test_a_period_covers_its_days(code: str, name: str, first: date, last: date) -> None:
    period = EditionPeriod.parse(code)

    assert period is not None
    assert (period.name, period.span.first, period.span.last) == (name, first, last)


@pytest.mark.parametrize(
    "code", ["2026-13", "2026-00", "1999-10", "2050-01", "2026-st", "2026-1", "x", "٢٠٢٦-10"]
)
def test_other_codes_are_no_periods(code: str) -> None:
    assert EditionPeriod.parse(code) is None


def test_the_offer_holds_last_month_a_year_ahead_and_three_terms() -> None:
    codes = [period.code for period in periods_to_offer(date(2026, 10, 5))]

    assert codes[0] == "2026-09"
    assert codes[13] == "2027-10"
    assert codes[14:] == ["2026-ht", "2027-vt", "2027-ht"]


def test_rows_hold_what_anybody_may_see_and_no_more(db: None, association: Any, municipality: Any) -> None:
    make_occurrence(
        at(2026, 10, 14, 18),
        association,
        title="Samtalsgrupp",
        place="Föreningshuset",
        municipality=municipality,
        contact_name="Kanarie Personsson",
        contact_phone="+46701740605",
        online_link="https://mote.example.org/hemlig",
        attendance="both",
    )
    make_occurrence(at(2026, 10, 15, 18), association, title="Kanarieutkast", status="draft")
    make_occurrence(at(2026, 11, 1, 0), association, title="November")
    make_occurrence(at(2026, 9, 30, 23), association, title="Natten till oktober", hours=2)

    frozen = freeze(OCTOBER, FORMATS["normal"])

    stored = str(frozen.to_json())
    assert [row.title for row in frozen.rows] == ["Natten till oktober", "Samtalsgrupp"]
    assert frozen.rows[1].place == "Föreningshuset, Gävle"
    assert frozen.rows[1].phone == "+46701740605"
    assert frozen.rows[1].online == "Går också digitalt."
    assert "Kanarie" not in stored
    assert "hemlig" not in stored


@pytest.mark.parametrize("number", [1, 3])
def test_rows_cost_the_same_queries_however_many(
    db: None, association: Any, django_assert_num_queries: Any, number: int
) -> None:
    for day in range(number):
        make_occurrence(at(2026, 10, 10 + day, 18), association)

    with django_assert_num_queries(3):
        assert len(printed_rows(OCTOBER)) == number


def test_a_month_is_made_in_all_formats_under_one_number(coordinator: Any, association: Any) -> None:
    make_occurrence(at(2026, 10, 14, 18), association)

    number = publish_edition(OCTOBER, actor=coordinator)

    made = Edition.objects.order_by("key").values_list("key", "number")
    assert list(made) == [
        ("calendar:2026-10:affisch", number),
        ("calendar:2026-10:normal", number),
        ("calendar:2026-10:stor", number),
    ]
    assert TrailEntry.objects.filter(verb="request_edition", actor_id=coordinator.actor_id).count() == 3


def test_a_term_has_no_poster(coordinator: Any) -> None:
    publish_edition(EditionPeriod("2026-ht"), actor=coordinator)

    assert set(Edition.objects.values_list("key", flat=True)) == {
        "calendar:2026-ht:normal",
        "calendar:2026-ht:stor",
    }


def test_only_the_coordinator_makes_editions(representative: Any, coordinator: Any) -> None:
    with pytest.raises(DomainError, match="behörighet"):
        publish_edition(OCTOBER, actor=representative)

    publish_edition(OCTOBER, actor=coordinator)
    assert Edition.objects.count() == 3


def test_pressing_twice_makes_one_edition(coordinator: Any, association: Any) -> None:
    make_occurrence(at(2026, 10, 14, 18), association)
    publish_edition(OCTOBER, actor=coordinator)

    with pytest.raises(DomainError, match="Inget har ändrats sedan utgåva 1"):
        publish_edition(OCTOBER, actor=coordinator)

    assert Edition.objects.count() == 3


def test_the_next_edition_says_what_is_new_moved_cancelled_and_removed(
    client: Client, coordinator: Any, association: Any
) -> None:
    moved = make_occurrence(at(2026, 10, 14, 18), association, title="Flyttas")
    cancelled = make_occurrence(at(2026, 10, 15, 18), association, title="Ställs in")
    removed = make_event(association, title="Tas bort")
    make_occurrence(at(2026, 10, 16, 18), event=removed)
    away = make_occurrence(at(2026, 10, 17, 18), association, title="Till november")
    make_occurrence(at(2026, 10, 18, 18), association, title="Som förut")
    lift = make_occurrence(at(2026, 10, 19, 18), association, title="Får hiss")
    house = make_occurrence(at(2026, 10, 21, 18), association, title="Byter hus och tid")
    publish_edition(OCTOBER, actor=coordinator)

    Event.objects.filter(pk=lift.event_id).update(access_facts=["lift"])
    Event.objects.filter(pk=house.event_id).update(place="Biblioteket")
    Occurrence.objects.filter(pk=house.pk).update(start=at(2026, 10, 21, 17))
    Occurrence.objects.filter(pk=moved.pk).update(start=at(2026, 10, 14, 19), end=at(2026, 10, 14, 21))
    Occurrence.objects.filter(pk=cancelled.pk).update(status="cancelled")
    Event.objects.filter(pk=removed.pk).update(status="draft")
    Occurrence.objects.filter(pk=away.pk).update(start=at(2026, 11, 4, 18), end=at(2026, 11, 4, 20))
    make_occurrence(at(2026, 10, 20, 18), association, title="Kommer till")
    found = changes_so_far(OCTOBER)

    assert found.since is not None
    assert [(change.what, change.title) for change in found.since.changes] == [
        ("Ny tid", "Flyttas"),
        ("Inställt", "Ställs in"),
        ("Borttaget", "Tas bort"),
        ("Ny tid", "Till november"),
        ("Ändrat", "Får hiss"),
        ("Nytt", "Kommer till"),
        ("Ny tid och plats", "Byter hus och tid"),
    ]
    assert found.since.changes[6].detail == "Förut ons 21\xa0okt kl.\xa018.00. Biblioteket"
    assert found.since.changes[0].detail == "Förut ons 14\xa0okt kl.\xa018.00."
    assert found.since.changes[3].when == "ons 4\xa0nov kl.\xa018.00"
    assert not found.nothing_new
    # The coordinator's own list tells the same, also what can no longer be opened.
    client.force_login(coordinator)
    page = client.get(f"{reverse('calendar_app:work_changed')}?manad=2026-10").text
    assert "Tas bort" in page
    assert reverse("calendar_app:event_work", args=[moved.event_id]) in page
    assert "Som förut" not in page


def test_an_edition_keeps_what_it_said_when_the_calendar_changes(coordinator: Any, association: Any) -> None:
    occurrence = make_occurrence(at(2026, 10, 14, 18), association, title="Första rubriken")
    publish_edition(OCTOBER, actor=coordinator)
    render_all("normal")
    before = ready_edition(OCTOBER, FORMATS["normal"])
    assert before is not None

    Event.objects.filter(pk=occurrence.event_id).update(title="Andra rubriken")
    render_edition(before.pk)

    after = ready_edition(OCTOBER, FORMATS["normal"])
    assert after is not None
    assert (after.sha256, after.data["rows"][0]["title"]) == (before.sha256, "Första rubriken")


def test_contacts_leave_an_edition_when_its_month_is_long_over_or_their_person_goes(
    coordinator: Any, outsider: Any, association: Any, time_machine_at: Any
) -> None:
    make_occurrence(at(2026, 10, 14, 18), association, title="En", contact_email=outsider.email.upper())
    make_occurrence(
        at(2026, 10, 15, 18), association, title="Två", contact_phone="+46701740605", registration="Ring Å."
    )
    publish_edition(OCTOBER, actor=coordinator)
    render_all("stor")
    first = Edition.objects.get(key="calendar:2026-10:stor")

    def told() -> list[tuple[str, str, str]]:
        return [(row["phone"], row["email"], row["registration"]) for row in edition.data["rows"]]

    held = [row for row in held_of_person(outsider) if row["vad"].startswith("Tryckt")]
    forget_person(outsider)
    edition = Edition.objects.get(pk=first.pk)
    assert len(held) == 3
    assert told() == [("", "", ""), ("+46701740605", "", "Anmälan: Ring Å.")]
    assert (edition.state, edition.file.name) == ("queued", "")
    render_all("stor")

    time_machine_at("2026-11-30 09:00")
    assert forget_old_contacts() == 0
    time_machine_at("2026-12-01 09:00")
    assert forget_old_contacts() == 3
    assert forget_old_contacts() == 0
    render_all("stor")
    edition = Edition.objects.get(pk=first.pk)
    assert set(told()) == {("", "", "")}
    assert [row["title"] for row in edition.data["rows"]] == ["En", "Två"]
    assert (edition.state, edition.number) == ("ready", first.number)
    assert edition.sha256 != first.sha256


def test_a_file_that_is_being_made_again_is_not_there_rather_than_an_error(
    client: Client, coordinator: Any, association: Any
) -> None:
    make_occurrence(at(2026, 10, 14, 18), association)
    publish_edition(OCTOBER, actor=coordinator)
    render_all("normal")
    edition = ready_edition(OCTOBER, FORMATS["normal"])
    assert edition is not None

    edition.file.storage.delete(edition.file.name)

    assert client.get("/kalender/2026-10.pdf").status_code == 404


def test_failed_files_are_tried_again(coordinator: Any) -> None:
    number = publish_edition(OCTOBER, actor=coordinator)
    Edition.objects.filter(key="calendar:2026-10:stor").update(state="failed")

    assert retry_edition(OCTOBER, number, actor=coordinator) == 1
    assert Edition.objects.get(key="calendar:2026-10:stor").state == "queued"
    assert retry_edition(OCTOBER, number, actor=coordinator) == 0


def test_others_cannot_retry(coordinator: Any, representative: Any) -> None:
    number = publish_edition(OCTOBER, actor=coordinator)
    Edition.objects.update(state="failed")

    with pytest.raises(DomainError):
        retry_edition(OCTOBER, number, actor=representative)
    assert retry_edition(OCTOBER, number, actor=coordinator) == 3


# --- addresses -----------------------------------------------------------------------------------


def test_anybody_fetches_a_finished_edition_and_an_unchanged_one_is_not_sent_again(
    client: Client, coordinator: Any, association: Any
) -> None:
    paths = ("/kalender/2026-10.pdf", "/kalender/utgavor/2026-10/1/normal.pdf")
    make_occurrence(at(2026, 10, 14, 18), association)
    publish_edition(OCTOBER, actor=coordinator)

    waiting = [client.get(path).status_code for path in paths]
    render_all("normal")

    assert waiting == [404, 404]
    for path in paths:
        ready = client.get(path)
        same = client.get(path, headers={"If-None-Match": ready.headers["ETag"]})
        other = client.get(path, headers={"If-None-Match": '"annan"'})
        content = b"".join(ready.streaming_content)
        assert content.startswith(b"%PDF-1.7")
        assert ready.headers["Content-Type"] == "application/pdf"
        assert ready.headers["Content-Length"] == str(len(content))
        assert 'filename="kalender-2026-10-normal-utgava-1.pdf"' in ready.headers["Content-Disposition"]
        assert (same.status_code, b"".join(other.streaming_content)) == (304, content)


def test_the_address_of_a_month_gives_its_newest_edition(
    client: Client, coordinator: Any, association: Any
) -> None:
    publish_edition(OCTOBER, actor=coordinator)
    make_occurrence(at(2026, 10, 14, 18), association)
    publish_edition(OCTOBER, actor=coordinator)
    render_all("affisch")

    response = client.get("/kalender/2026-10.pdf?format=affisch")
    response.close()

    assert "affisch-utgava-2.pdf" in response.headers["Content-Disposition"]


@pytest.mark.parametrize(
    "path",
    [
        "/kalender/2026-11.pdf",
        "/kalender/2026-10.pdf?format=finns-inte",
        "/kalender/termin/2026-ht.pdf",
        "/kalender/utgavor/2026-10/7/normal.pdf",
        "/kalender/utgavor/2026-10/1/finnsinte.pdf",
    ],
)
def test_a_missing_edition_says_so_and_shows_the_way_to_the_web(client: Client, db: None, path: str) -> None:
    response = client.get(path)

    assert response.status_code == 404
    assert "Det finns ingen sådan utgåva" in response.text
    assert "/kalender/2026/" in response.text


@pytest.mark.parametrize(
    "path", ["/kalender/2026-13.pdf", "/kalender/1900-01.pdf", "/kalender/termin/2999-ht.pdf"]
)
def test_a_period_that_is_not_is_not_found(client: Client, db: None, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_queries_however_many(
    coordinator: Any, django_assert_num_queries: Any, number: int
) -> None:
    for month in range(1, number + 1):
        publish_edition(EditionPeriod(f"2026-0{month}"), actor=coordinator)
    Edition.objects.update(state="ready", sha256="0" * 64, file="x.pdf", pages=2, size=2000)

    with django_assert_num_queries(2):
        page = editions_page(None)

    assert len(page.periods) == number


def test_the_public_list_shows_finished_editions_only(client: Client, coordinator: Any) -> None:
    publish_edition(OCTOBER, actor=coordinator)

    before = client.get(reverse("calendar_app:editions")).text
    render_all("stor")
    after = client.get(reverse("calendar_app:editions")).text

    assert "Det finns inga utgåvor än" in before
    assert "/kalender/utgavor/2026-10/1/stor.pdf" in after


@pytest.mark.parametrize("name", ["edition_work", "edition_changes", "edition_progress"])
def test_working_pages_are_the_coordinators(
    client: Client, coordinator: Any, representative: Any, name: str
) -> None:
    number = publish_edition(OCTOBER, actor=coordinator)
    kwargs = {"edition_work": {}, "edition_changes": {"code": "2026-10"}}.get(
        name, {"code": "2026-10", "number": number}
    )
    url = reverse(f"calendar_app:{name}", kwargs=kwargs)

    client.force_login(representative)
    refused = client.get(url)
    client.force_login(coordinator)
    opened = client.get(url)

    assert (refused.status_code, opened.status_code) == (403, 200)


def test_the_coordinator_makes_an_edition_and_follows_it(
    client: Client, coordinator: Any, association: Any
) -> None:
    make_days(date(2026, 10, 30), date(2026, 11, 2), association, title="Läger")
    client.force_login(coordinator)

    answer = client.post(reverse("calendar_app:edition_work"), {"period": "2026-10"})
    busy = client.get(answer.url)
    render_all()
    done = client.get(f"{answer.url}?bit=1")

    assert "Utgåvan görs." in busy.text
    assert "data-watch" in busy.text
    assert "Utgåvan är klar." in done.text
    assert "data-watch" not in done.text
    assert "<html" not in done.text


@pytest.mark.parametrize("code", ["", "2026-13", "1999-10", "<script>"])
def test_a_wrong_choice_is_answered_at_the_field(client: Client, coordinator: Any, code: str) -> None:
    client.force_login(coordinator)

    response = client.post(reverse("calendar_app:edition_work"), {"period": code})

    assert response.status_code == 200
    assert "Välj en månad eller en termin" in response.text
    assert not Edition.objects.exists()
