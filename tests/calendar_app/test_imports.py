"""Importing: verdicts, nothing written before the yes, once and only once after it."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import PortalRole
from calendar_app.models import Event, ImportBatch, ImportRow, Occurrence
from calendar_app.services import imports
from calendar_app.services.content import content_of
from calendar_app.services.events import Scope, edit_event
from calendar_app.services.imports import (
    confirm_import,
    discard_import,
    read_import,
    resume_imports,
    upload_import,
    write_import,
)
from common.errors import DomainError
from common.models import OutboxMessage, TrailEntry
from tests.calendar_app.factories import at, make_event, make_occurrence

HEAD = "Id;Rubrik;Typ;Förening;Datum;Starttid;Sluttid;Kommun;Upprepas;Antal gånger\n"
ROW = "a1;Träff;Möte;Egna Ord Hälsingland;2026-10-14;18.00;20.00;Gävle;;\n"


@pytest.fixture(autouse=True)
def _on_a_monday_in_october(time_machine_at: Any) -> None:
    time_machine_at("2026-10-05 09:00")


def read(text: str, actor: Any, *, kind: str = "csv", association: Any = None) -> ImportBatch:
    upload = SimpleUploadedFile(f"lista.{kind}", text.encode())
    batch = upload_import(upload, kind, association=association, actor=actor)
    read_import(batch.pk)
    batch.refresh_from_db()
    return batch


def write(batch: ImportBatch, actor: Any, *, publish: bool = False) -> None:
    confirm_import(batch, publish=publish, actor=actor)
    write_import(batch.pk)
    batch.refresh_from_db()


def verdicts(batch: ImportBatch) -> list[tuple[str, list[str]]]:
    return list(batch.rows.order_by("number").values_list("verdict", "reasons"))


def ics(*events: str) -> str:
    blocks = "".join(f"BEGIN:VEVENT\r\n{event}\r\nEND:VEVENT\r\n" for event in events)
    return f"BEGIN:VCALENDAR\r\n{blocks}END:VCALENDAR\r\n"


def event_text(uid: str = "u1", day: str = "20261014", *more: str) -> str:
    start = f"DTSTART;TZID=Europe/Stockholm:{day}T180000"
    return "\r\n".join([f"UID:{uid}", "SUMMARY:Träff", start, "DURATION:PT2H", *more])


def test_nothing_is_written_before_the_yes(coordinator: Any, association: Any) -> None:
    batch = read(HEAD + ROW, coordinator)

    assert (batch.status, batch.total) == ("preview", 1)
    assert verdicts(batch) == [("create", [])]
    assert not Event.objects.exists()


def test_after_the_yes_the_activities_are_there_as_drafts(
    coordinator: Any, association: Any, municipality: Any
) -> None:
    batch = read(HEAD + ROW, coordinator)

    write(batch, coordinator)

    event = Event.objects.get()
    row = batch.rows.get()
    assert (batch.status, batch.handled, bool(batch.file)) == ("done", 1, False)
    assert (event.title, event.status, event.kind, event.import_uid) == ("Träff", "draft", "meeting", "a1")
    assert (event.municipality, list(event.associations.all())) == (municipality, [association])
    assert event.occurrences.get().start == at(2026, 10, 14, 18)
    assert (row.event, row.data) == (event, {})
    assert set(TrailEntry.objects.filter(object_id=str(batch.pk)).values_list("verb", flat=True)) == {
        "upload_import",
        "confirm_import",
        "finish_import",
    }


def test_they_can_be_published_at_once(coordinator: Any, association: Any, municipality: Any) -> None:
    batch = read(HEAD + ROW, coordinator)

    write(batch, coordinator, publish=True)

    assert Event.objects.get().status == "published"


def test_a_repeated_row_becomes_a_series(coordinator: Any, association: Any, municipality: Any) -> None:
    batch = read(HEAD + ROW.replace(";;\n", ";varje vecka;4\n"), coordinator)

    write(batch, coordinator)

    event = Event.objects.get()
    assert event.series is not None
    assert event.occurrences.count() == 4


def test_the_same_file_again_changes_nothing(coordinator: Any, association: Any, municipality: Any) -> None:
    write(read(HEAD + ROW, coordinator), coordinator)

    again = read(HEAD + ROW, coordinator)

    assert verdicts(again) == [("duplicate", ["Finns redan, inget ändras."])]


@pytest.mark.parametrize("number", [1, 3])
def test_a_row_costs_few_queries(
    coordinator: Any,
    association: Any,
    municipality: Any,
    django_assert_num_queries: Any,
    number: int,
) -> None:
    rows = "".join(ROW.replace("a1", f"a{n}").replace("Träff", f"Träff {n}") for n in range(number))
    batch = read(HEAD + rows, coordinator)
    confirm_import(batch, publish=True, actor=coordinator)

    with django_assert_num_queries(12 + 27 * number):
        write_import(batch.pk)

    assert Event.objects.filter(status="published").count() == number


def test_a_changed_row_with_the_same_id_updates_instead_of_doubling(
    coordinator: Any, association: Any, municipality: Any
) -> None:
    write(read(HEAD + ROW, coordinator), coordinator)
    uid = Occurrence.objects.get().uid

    batch = read(HEAD + ROW.replace("Träff", "Ny träff").replace("18.00", "19.00"), coordinator)
    told = verdicts(batch)
    write(batch, coordinator)

    assert told == [("update", ["Ändras: Rubrik och Tid."])]
    assert Event.objects.get().title == "Ny träff"
    occurrence = Occurrence.objects.get()
    assert (occurrence.start, occurrence.uid) == (at(2026, 10, 14, 19), uid)


def test_an_update_keeps_what_a_file_cannot_hold(
    coordinator: Any, association: Any, municipality: Any
) -> None:
    write(read(HEAD + ROW, coordinator), coordinator)
    Event.objects.update(access_facts=["lift"], is_full=True, interpretation="Teckenspråkstolk")

    write(read(HEAD + ROW.replace("Träff", "Ny träff"), coordinator), coordinator)

    event = Event.objects.get()
    assert (event.title, event.access_facts, event.is_full) == ("Ny träff", ["lift"], True)
    assert event.interpretation == "Teckenspråkstolk"


def test_rows_without_an_id_are_known_by_title_time_and_organiser(
    coordinator: Any, association: Any, other_association: Any, municipality: Any
) -> None:
    make_occurrence(at(2026, 10, 14, 18), association, title="TRÄFF")
    rows = ROW.removeprefix("a1") + ROW.removeprefix("a1").replace(
        "Egna Ord Hälsingland", "Föreningen Lyktskenet"
    )

    batch = read(HEAD + rows, coordinator)

    assert verdicts(batch) == [
        ("duplicate", ["Finns redan: samma rubrik, samma tid och samma förening."]),
        ("create", []),
    ]


def test_two_like_rows_in_one_file_are_one(coordinator: Any, association: Any, municipality: Any) -> None:
    batch = read(HEAD + ROW + ROW, coordinator)

    assert verdicts(batch) == [("create", []), ("duplicate", ["Samma aktivitet som nummer 2 i filen."])]


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("Gävle", "Gefle", "Kommun: ”Gefle” finns inte som kommun. Menade du Gävle?"),
        (
            "Egna Ord Hälsingland",
            "Egna Ord Helsingland",
            "Förening: ”Egna Ord Helsingland” finns inte som förening eller verksamhet. Menade du Egna Ord Hälsingland?",
        ),
        ("Träff", "", "Rubrik: skriv en rubrik."),
        ("Träff", "T" * 161, "Rubrik: texten är 161 tecken lång. Högst 160 tecken får plats. Korta den."),
        ("20.00", "17.00", "Sluttid: sluttiden 17.00 är före starttiden 18.00. Ändra en av dem."),
        ("2026-10-14", "2099-10-14", "Datum: året 2099 kan inte stämma. Kontrollera datumet."),
        (
            "Träff",
            "19900101-0017",
            "Rubrik: texten ser ut att innehålla ett personnummer. Ta bort det. Portalen sparar aldrig personnummer.",
        ),
    ],
)
def test_what_is_wrong_is_told_at_the_column(
    coordinator: Any, association: Any, municipality: Any, old: str, new: str, reason: str
) -> None:
    good = read(HEAD + ROW, coordinator)
    bad = read(HEAD + ROW.replace(old, new), coordinator)

    assert verdicts(good) == [("create", [])]
    assert verdicts(bad) == [("wrong", [reason])]


def test_wrong_rows_stop_nobody_else(coordinator: Any, association: Any, municipality: Any) -> None:
    batch = read(HEAD + ROW + ROW.replace("a1", "a2").replace("2026-10-14", "aldrig"), coordinator)

    write(batch, coordinator)

    assert [verdict for verdict, _ in verdicts(batch)] == ["create", "wrong"]
    assert Event.objects.count() == 1


def test_an_organiser_must_be_known_or_chosen_for_the_file(coordinator: Any, association: Any) -> None:
    without = read(ics(event_text()), coordinator, kind="ics")
    chosen = read(ics(event_text()), coordinator, kind="ics", association=association)

    [(verdict, reasons)] = verdicts(without)
    assert verdict == "wrong"
    assert "skriv vem som ordnar" in reasons[0]
    assert verdicts(chosen) == [("create", [])]


def test_a_calendar_file_names_organiser_kind_and_town_its_own_way(
    coordinator: Any, association: Any, municipality: Any
) -> None:
    text = ics(
        event_text(
            "u1",
            "20261014",
            'ORGANIZER;CN="Egna Ord Hälsingland":mailto:x@example.org',
            "CATEGORIES:Föreläsning",
            "LOCATION:Biblioteket\\, Gävle",
        )
    )

    write(read(text, coordinator, kind="ics"), coordinator)

    event = Event.objects.get()
    assert (event.kind, event.municipality, list(event.associations.all())) == (
        "lecture",
        municipality,
        [association],
    )


def test_private_and_cancelled_ones_are_left_out(coordinator: Any, association: Any) -> None:
    text = ics(
        event_text("u1", "20261014", "CLASS:PRIVATE"), event_text("u2", "20261015", "STATUS:CANCELLED")
    )

    batch = read(text, coordinator, kind="ics", association=association)

    assert [verdict for verdict, _ in verdicts(batch)] == ["skip", "skip"]


def test_a_cancelled_activity_is_cancelled_here_too(coordinator: Any, association: Any) -> None:
    write(
        read(ics(event_text()), coordinator, kind="ics", association=association), coordinator, publish=True
    )

    text = ics(event_text("u1", "20261014", "STATUS:CANCELLED"))
    batch = read(text, coordinator, kind="ics", association=association)
    told = verdicts(batch)
    write(batch, coordinator)

    back = read(
        ics(event_text().replace("Träff", "Ny träff")), coordinator, kind="ics", association=association
    )
    assert told == [("update", ["Ställs in."])]
    assert Event.objects.get().status == "cancelled"
    assert verdicts(back) == [
        ("skip", ["Aktiviteten är inställd här. Ta tillbaka den först om den ska bli av."])
    ]


def test_one_cancelled_time_of_a_series_keeps_its_place(coordinator: Any, association: Any) -> None:
    series = event_text("u1", "20261014", "RRULE:FREQ=WEEKLY;COUNT=3")
    off = event_text(
        "u1", "20261021", "RECURRENCE-ID;TZID=Europe/Stockholm:20261021T180000", "STATUS:CANCELLED"
    )

    batch = read(ics(series, off), coordinator, kind="ics", association=association)
    write(batch, coordinator, publish=True)
    again = read(ics(series, off), coordinator, kind="ics", association=association)

    times = Occurrence.objects.order_by("start").values_list("start__day", "status")
    assert list(times) == [(14, "planned"), (21, "cancelled"), (28, "planned")]
    assert [verdict for verdict, _ in verdicts(again)] == ["duplicate"]


def test_a_cancelled_time_that_has_been_stops_neither_its_series_nor_the_next_import(
    coordinator: Any, association: Any
) -> None:
    def off(day: str) -> str:
        return event_text("u1", day, f"RECURRENCE-ID;TZID=Europe/Stockholm:{day}T180000", "STATUS:CANCELLED")

    series = event_text("u1", "20260923", "RRULE:FREQ=WEEKLY;COUNT=4")

    batch = read(ics(series, off("20260923")), coordinator, kind="ics", association=association)
    write(batch, coordinator, publish=True)
    again = read(
        ics(series, off("20260923"), off("20260930")), coordinator, kind="ics", association=association
    )

    times = Occurrence.objects.order_by("start").values_list("status", flat=True)
    assert [verdict for verdict, _ in verdicts(batch)] == ["create"]
    assert (Event.objects.get().status, list(times)) == ("published", ["cancelled", *["planned"] * 3])
    assert [verdict for verdict, _ in verdicts(again)] == ["duplicate"]


def test_a_part_of_a_series_that_was_changed_here_does_not_come_a_second_time(
    coordinator: Any, association: Any
) -> None:
    series = event_text("u1", "20261014", "RRULE:FREQ=WEEKLY;COUNT=4")
    write(read(ics(series), coordinator, kind="ics", association=association), coordinator, publish=True)
    event = Event.objects.get()
    edit_event(
        event,
        replace(content_of(event), title="Gäst"),
        None,
        scope=Scope.THIS,
        occurrence=event.occurrences.in_order()[2],
        expected_version=event.version,
        actor=coordinator,
    )

    again = read(ics(series), coordinator, kind="ics", association=association)
    renamed = read(ics(series.replace("Träff", "Ny träff")), coordinator, kind="ics", association=association)
    write(renamed, coordinator)

    kept = "Tiderna följer inte med: en del av serien har ändrats här."
    assert verdicts(again) == [("duplicate", ["Finns redan, inget ändras.", kept])]
    assert verdicts(renamed) == [("update", ["Ändras: Rubrik.", kept])]
    times = Occurrence.objects.order_by("start").values_list("start__day", "event__title")
    assert list(times) == [(14, "Ny träff"), (21, "Ny träff"), (28, "Gäst"), (4, "Ny träff")]


def test_changed_times_without_their_series_stand_alone_or_are_left_out(
    coordinator: Any, association: Any
) -> None:
    series = event_text("u1", "20261014", "RRULE:FREQ=WEEKLY;COUNT=3")
    changed = [
        event_text(uid, day, f"RECURRENCE-ID;TZID=Europe/Stockholm:{day}T170000")
        for uid, day in [("u1", "20261021"), ("u2", "20261111"), ("u2", "20261118"), ("u2", "20261125")]
    ]
    write(read(ics(series), coordinator, kind="ics", association=association), coordinator)

    batch = read(ics(*changed), coordinator, kind="ics", association=association)
    write(batch, coordinator)
    again = read(ics(*changed), coordinator, kind="ics", association=association)

    assert [verdict for verdict, _ in verdicts(batch)] == ["skip", "create", "create", "create"]
    assert "redan finns här" in verdicts(batch)[0][1][0]
    alone = Event.objects.exclude(import_uid="u1").order_by("pk")
    assert [event.occurrences.get().start.day for event in alone] == [11, 18, 25]
    assert Occurrence.objects.filter(event__import_uid="u1").count() == 3
    assert [verdict for verdict, _ in verdicts(again)] == ["skip", "duplicate", "duplicate", "duplicate"]


def test_the_portals_own_calendar_is_not_read_back_in(coordinator: Any, association: Any) -> None:
    occurrence = make_occurrence(at(2026, 10, 20, 18), association)

    batch = read(
        ics(event_text(f"{occurrence.uid}@portal.example.org")),
        coordinator,
        kind="ics",
        association=association,
    )

    assert verdicts(batch) == [("duplicate", ["Kommer från portalens egen kalender och finns redan."])]


def test_what_was_deleted_or_archived_here_stays_so(
    coordinator: Any, association: Any, municipality: Any
) -> None:
    make_event(association, status="deleted", import_uid="a1")
    make_event(association, status="archived", import_uid="a2")

    batch = read(HEAD + ROW + ROW.replace("a1", "a2"), coordinator)

    assert [verdict for verdict, _ in verdicts(batch)] == ["skip", "skip"]


def test_a_file_that_cannot_be_read_says_why_and_is_forgotten(coordinator: Any) -> None:
    batch = read("Pris;Antal\n1;2\n", coordinator)

    assert batch.status == "failed"
    assert batch.problem.startswith("Första raden ska ha rubriker")
    assert not batch.file


# --- who ------------------------------------------------------------------------------------------


def test_only_the_coordinator_imports(representative: Any, coordinator: Any, association: Any) -> None:
    with pytest.raises(DomainError, match="behörighet"):
        read(HEAD + ROW, representative)
    batch = read(HEAD + ROW, coordinator)
    with pytest.raises(DomainError, match="behörighet"):
        confirm_import(batch, publish=False, actor=representative)
    with pytest.raises(DomainError, match="behörighet"):
        discard_import(batch, actor=representative)

    confirm_import(batch, publish=False, actor=coordinator)
    assert ImportBatch.objects.get().status == "writing"


def test_somebody_who_has_lost_the_role_writes_nothing(
    coordinator: Any, association: Any, municipality: Any
) -> None:
    batch = read(HEAD + ROW, coordinator)
    confirm_import(batch, publish=False, actor=coordinator)
    PortalRole.objects.all().delete()

    write_import(batch.pk)

    batch.refresh_from_db()
    assert (batch.status, Event.objects.count()) == ("failed", 0)


# --- once, and going on after a crash -------------------------------------------------------------------


def test_a_second_yes_writes_nothing_twice(coordinator: Any, association: Any, municipality: Any) -> None:
    batch = read(HEAD + ROW, coordinator)
    confirm_import(batch, publish=False, actor=coordinator)
    confirm_import(batch, publish=True, actor=coordinator)

    write_import(batch.pk)
    write_import(batch.pk)

    assert Event.objects.get().status == "draft"


def test_a_crash_midway_can_go_on_without_doubling(
    coordinator: Any, association: Any, municipality: Any, monkeypatch: Any
) -> None:
    rows = "".join(ROW.replace("a1", f"a{n}").replace("18.00", f"18.{n:02}") for n in range(1, 8))
    batch = read(HEAD + rows, coordinator)
    confirm_import(batch, publish=False, actor=coordinator)
    monkeypatch.setattr(imports, "CHUNK", 3)
    write_event, written = imports._write_event, []

    def dying(row: ImportRow, **kwargs: Any) -> Event:
        if len(written) == 4:
            raise MemoryError
        written.append(row.pk)
        return write_event(row, **kwargs)

    monkeypatch.setattr(imports, "_write_event", dying)
    with pytest.raises(MemoryError):
        write_import(batch.pk)
    monkeypatch.setattr(imports, "_write_event", write_event)
    assert Event.objects.count() == 4

    write_import(batch.pk)
    assert Event.objects.count() == 4, "the first worker's claim still holds"
    ImportBatch.objects.update(claimed_at=timezone.now() - timedelta(minutes=6))
    OutboxMessage.objects.all().delete()
    assert resume_imports() == 1
    write_import(batch.pk)

    batch.refresh_from_db()
    assert (Event.objects.count(), batch.status) == (7, "done")


def test_a_file_that_no_worker_survives_is_given_up_after_a_day(coordinator: Any) -> None:
    batch = upload_import(
        SimpleUploadedFile("kalender.csv", HEAD.encode()),
        file_format="csv",
        association=None,
        actor=coordinator,
    )
    ImportBatch.objects.update(status="reading", created_at=timezone.now() - timedelta(hours=25))

    assert resume_imports() == 0

    batch.refresh_from_db()
    assert (batch.status, bool(batch.file)) == ("failed", False)
    assert "gick inte att läsa" in batch.problem


def test_a_long_import_is_handed_over_in_turns(
    coordinator: Any, association: Any, municipality: Any, monkeypatch: Any
) -> None:
    rows = "".join(ROW.replace("a1", f"a{n}").replace("18.00", f"18.{n:02}") for n in range(1, 5))
    batch = read(HEAD + rows, coordinator)
    confirm_import(batch, publish=False, actor=coordinator)
    monkeypatch.setattr(imports, "CHUNK", 2)
    monkeypatch.setattr(imports, "TURN", timedelta(seconds=-1))

    write_import(batch.pk)
    assert Event.objects.count() == 2
    write_import(batch.pk)
    write_import(batch.pk)

    batch.refresh_from_db()
    assert (Event.objects.count(), batch.status) == (4, "done")


def test_what_the_calendar_refuses_at_the_last_moment_is_told(
    coordinator: Any, association: Any, municipality: Any
) -> None:
    batch = read(HEAD + ROW + ROW.replace("a1", "a2").replace("Träff", "Andra"), coordinator)
    make_event(association, import_uid="a1")

    write(batch, coordinator)

    assert batch.status == "done"
    assert verdicts(batch) == [
        ("wrong", ["Id: en annan aktivitet har redan samma Id. Ladda upp filen på nytt."]),
        ("create", []),
    ]


def test_a_discarded_import_is_gone(coordinator: Any, association: Any) -> None:
    batch = read(HEAD + ROW, coordinator)

    discard_import(batch, actor=coordinator)
    with pytest.raises(DomainError):
        confirm_import(batch, publish=False, actor=coordinator)

    batch.refresh_from_db()
    assert (batch.status, batch.rows.count(), bool(batch.file)) == ("discarded", 0, False)


def test_old_imports_are_forgotten_and_their_activities_stay(
    coordinator: Any, association: Any, municipality: Any
) -> None:
    write(read(HEAD + ROW, coordinator), coordinator)
    ImportBatch.objects.update(created_at=timezone.now() - timedelta(days=31))

    resume_imports()

    assert not ImportBatch.objects.exists()
    assert Event.objects.count() == 1


# --- pages ----------------------------------------------------------------------------------------


def post_file(client: Client, content: bytes, name: str = "lista.csv") -> Any:
    return client.post(reverse("calendar_app:imports"), {"file": SimpleUploadedFile(name, content)})


def test_the_coordinator_uploads_looks_through_and_confirms(
    client: Client, coordinator: Any, association: Any, municipality: Any
) -> None:
    client.force_login(coordinator)

    answer = post_file(client, (HEAD + ROW + ROW.replace("a1", "a2").replace("Gävle", "Gefle")).encode())
    batch = ImportBatch.objects.get()
    busy = client.get(answer.url).text
    read_import(batch.pk)
    bit = client.get(f"{answer.url}?bit=1").text
    preview = client.get(answer.url).text
    only_wrong = client.get(f"{answer.url}?visa=wrong").text
    client.post(reverse("calendar_app:import_confirm", args=[batch.pk]), {"publish": "ja"})
    write_import(batch.pk)
    result = client.get(answer.url).text

    assert "Filen läses." in busy
    assert "data-watch" not in bit
    assert "1 av 2 aktiviteter kan läggas in." in preview
    assert "Menade du Gävle?" in preview
    assert "Inlagda" in result
    assert reverse("calendar_app:event_work", args=[Event.objects.get().pk]) in result
    assert only_wrong.count("<tr>") == 2
    assert Event.objects.get().status == "published"


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"", "tom.csv", "Filen är tom."),
        (b"%PDF-1.7", "lista.csv", "Välj en fil av typen ics, csv eller xlsx."),
        (b"\x89PNG\r\n", "lista.xlsx", "Välj en fil av typen ics, csv eller xlsx."),
        (b"\x00\x01\x02" * 500, "lista.csv", "Välj en fil av typen ics, csv eller xlsx."),
        (b"\xd0\xcf\x11\xe0" + b"0" * 100, "lista.xls", "Spara den som xlsx"),
        (b"x" * (5 * 1024 * 1024 + 1), "lista.csv", "Filen är för stor."),
        (b"a;b", "n" * 300 + ".csv", "Filens namn är för långt."),
    ],
)
def test_a_wrong_file_is_answered_at_the_field(
    client: Client, coordinator: Any, content: bytes, name: str, sentence: str
) -> None:
    client.force_login(coordinator)

    response = post_file(client, content, name)

    assert response.status_code == 200
    assert sentence in response.text
    assert not ImportBatch.objects.exists()


def test_without_a_choice_nothing_is_written(client: Client, coordinator: Any, association: Any) -> None:
    client.force_login(coordinator)
    batch = read(HEAD + ROW, coordinator)

    response = client.post(reverse("calendar_app:import_confirm", args=[batch.pk]), {})

    assert "Välj ett av alternativen." in response.text
    assert ImportBatch.objects.get().status == "preview"


@pytest.mark.parametrize("name", ["imports", "import", "import_template"])
def test_pages_are_the_coordinators(client: Client, coordinator: Any, representative: Any, name: str) -> None:
    batch = read(HEAD + ROW, coordinator)
    kwargs = {"import": {"pk": batch.pk}, "import_template": {"kind": "xlsx"}}.get(name, {})
    url = reverse(f"calendar_app:{name}", kwargs=kwargs)

    client.force_login(representative)
    refused = client.get(url)
    client.force_login(coordinator)
    opened = client.get(url)

    assert (refused.status_code, opened.status_code) == (403, 200)


@pytest.mark.parametrize("number", [1, 3])
def test_a_preview_costs_the_same_queries_however_many(
    coordinator: Any, association: Any, municipality: Any, django_assert_num_queries: Any, number: int
) -> None:
    from calendar_app.queries.imports import import_page

    rows = "".join(ROW.replace("a1", f"a{n}").replace("18.00", f"18.{n:02}") for n in range(number))
    batch = read(HEAD + rows, coordinator)

    with django_assert_num_queries(2):
        page = import_page(batch, verdict="", number="1")

    assert len(page.rows) == number


def test_the_calendar_as_a_table_is_public_and_asleep(client: Client, db: None, association: Any) -> None:
    make_occurrence(at(2026, 10, 14, 18), association, title="=SUM(A1)", contact_phone="+46701740605")
    make_occurrence(at(2026, 10, 15, 18), association, title="Kanarieutkast", status="draft")

    response = client.get("/kalender/kalender.csv")
    text = b"".join(response.streaming_content).decode("utf-8-sig")

    assert "'=SUM(A1);" in text
    assert "070-174 06 05" in text
    assert "Kanarie" not in text
    assert datetime(2026, 10, 14).strftime("%Y-%m-%d") in text
