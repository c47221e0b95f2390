"""Reading files: what people's programs write, and what attackers do."""

import io
import zipfile
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from openpyxl import Workbook

from calendar_app.imports.ics import read_ics
from calendar_app.imports.rows import Patience, ReadRow, UnreadableFileError
from calendar_app.imports.table import read_csv, read_xlsx
from calendar_app.imports.template import template_rows, template_xlsx
from calendar_app.imports.values import clock_of, day_of, frequency_of, text_of
from calendar_app.services.content import Repeat
from calendar_app.services.series import STOCKHOLM

TODAY = date(2026, 10, 5)


def ics(*lines: str, start: str = "DTSTART;TZID=Europe/Stockholm:20261014T180000") -> bytes:
    event = "\r\n".join(["BEGIN:VEVENT", "UID:a@example.org", "SUMMARY:Träff", start, *lines, "END:VEVENT"])
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{event}\r\nEND:VCALENDAR\r\n".encode()


def read_one(*lines: str, **kwargs: str) -> ReadRow:
    [row] = read_ics(ics(*lines, **kwargs), TODAY, Patience())
    return row


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=STOCKHOLM)


# --- iCalendar ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        ("DTSTART;TZID=Europe/Stockholm:20261014T180000", "2026-10-14 18:00"),
        ('DTSTART;TZID="W. Europe Standard Time":20261014T180000', "2026-10-14 18:00"),
        ("DTSTART;TZID=/mozilla.org/20050126_1/Europe/Stockholm:20261014T180000", "2026-10-14 18:00"),
        ("DTSTART:20261014T160000Z", "2026-10-14 18:00"),
        ("DTSTART:20261014T180000", "2026-10-14 18:00"),
        ("DTSTART;TZID=Europe/London:20261014T170000", "2026-10-14 18:00"),
        ("DTSTART:20261225T170000Z", "2026-12-25 18:00"),
    ],
)
def test_a_start_in_any_zone_lands_on_the_swedish_clock(start: str, expected: str) -> None:
    row = read_one(start=start)

    assert row.problems == ()
    assert row.plan is not None
    assert row.plan.start == at(expected)


@pytest.mark.parametrize(
    ("line", "hours"),
    [("DTEND;TZID=Europe/Stockholm:20261014T203000", 2.5), ("DURATION:PT1H30M", 1.5), ("X-NOTHING:1", 1)],
)
def test_the_end_comes_from_end_duration_or_an_hour(line: str, hours: float) -> None:
    plan = read_one(line).plan

    assert plan is not None
    assert plan.end - plan.start == timedelta(hours=hours)


def test_whole_days_end_at_the_midnight_after() -> None:
    plan = read_one("DTEND;VALUE=DATE:20261017", start="DTSTART;VALUE=DATE:20261014").plan

    assert plan is not None
    assert (plan.start, plan.end, plan.all_day) == (at("2026-10-14"), at("2026-10-17"), True)


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("FREQ=WEEKLY", Repeat(frequency="weekly")),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=WE;COUNT=6", Repeat(frequency="weekly", interval=2, count=6)),
        ("FREQ=WEEKLY;UNTIL=20261216", Repeat(frequency="weekly", until=date(2026, 12, 16))),
        ("FREQ=WEEKLY;UNTIL=20261216T170000Z", Repeat(frequency="weekly", until=date(2026, 12, 16))),
        ("FREQ=MONTHLY", Repeat(frequency="monthly_date")),
        ("FREQ=MONTHLY;BYMONTHDAY=14", Repeat(frequency="monthly_date")),
        ("FREQ=MONTHLY;BYDAY=2WE", Repeat(frequency="monthly_weekday")),
        ("FREQ=MONTHLY;BYDAY=WE;BYSETPOS=2;COUNT=3", Repeat(frequency="monthly_weekday", count=3)),
    ],
)
def test_rules_that_mean_the_same_become_the_calendars_own(rule: str, expected: Repeat) -> None:
    plan = read_one(f"RRULE:{rule}").plan

    assert plan is not None
    assert plan.repeat == expected


def test_the_last_friday_becomes_the_calendars_own() -> None:
    plan = read_one("RRULE:FREQ=MONTHLY;BYDAY=-1FR", start="DTSTART:20261030T180000").plan

    assert plan is not None
    assert plan.repeat == Repeat(frequency="monthly_last")


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        ("FREQ=DAILY;COUNT=3", ["14", "15", "16"]),
        ("FREQ=WEEKLY;BYDAY=WE,FR;COUNT=3", ["14", "16", "21"]),
        ("FREQ=WEEKLY;BYDAY=TH;COUNT=3", ["14", "15", "22"]),
    ],
)
def test_other_rules_become_single_times(rule: str, days: list[str]) -> None:
    plan = read_one(f"RRULE:{rule}").plan

    assert plan is not None
    assert plan.repeat is None
    assert [f"{moment:%d}" for moment in [plan.start, *(start for start, _ in plan.also)]] == days


def test_excluded_days_follow_the_rule() -> None:
    plan = read_one("RRULE:FREQ=WEEKLY;COUNT=4", "EXDATE;TZID=Europe/Stockholm:20261021T180000").plan

    assert plan is not None
    assert plan.repeat is not None
    assert plan.repeat.excluded == (date(2026, 10, 21),)


def test_a_moved_and_a_cancelled_time_of_a_series_are_laid_into_it() -> None:
    content = (
        ics("RRULE:FREQ=WEEKLY;COUNT=3").decode().removesuffix("END:VCALENDAR\r\n")
        + "BEGIN:VEVENT\r\nUID:a@example.org\r\nRECURRENCE-ID;TZID=Europe/Stockholm:20261021T180000\r\n"
        "DTSTART;TZID=Europe/Stockholm:20261022T190000\r\nSUMMARY:Träff\r\nEND:VEVENT\r\n"
        "BEGIN:VEVENT\r\nUID:a@example.org\r\nRECURRENCE-ID:20261028T170000Z\r\nSTATUS:CANCELLED\r\n"
        "DTSTART:20261028T170000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    ).encode()

    [row] = read_ics(content, TODAY, Patience())

    assert row.plan is not None
    assert [start for start, _ in row.plan.also] == [at("2026-10-22 19:00"), at("2026-10-28 18:00")]
    assert row.cancelled_starts == (at("2026-10-28 18:00"),)


def test_a_change_of_a_day_that_the_series_lacks_is_told() -> None:
    other = ics("RECURRENCE-ID:20261015T160000Z").decode().partition("VERSION:2.0\r\n")[2]
    content = ics("RRULE:FREQ=WEEKLY;COUNT=2").decode().removesuffix("END:VCALENDAR\r\n") + other

    [row] = read_ics(content.encode(), TODAY, Patience())

    assert row.plan is not None
    assert len(row.plan.also) == 1
    assert row.remarks == ("Ändringar av dagar som inte finns i serien följer inte med.",)


def test_folded_and_escaped_text_is_read() -> None:
    row = read_one("DESCRIPTION:Rad ett\\nrad två\\, med\r\n  komma", "LOCATION:Huset\\; sal 2")

    assert row.texts["description"] == "Rad ett\nrad två, med komma"
    assert row.texts["place"] == "Huset; sal 2"


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (["RRULE:FREQ=SECONDLY"], "flera gånger om dagen"),
        (["RRULE:FREQ=DAILY;BYHOUR=1,2,3"], "flera gånger om dagen"),
        (["RRULE:FREQ=DAILY"], "fler än 400"),
        (["RRULE:FREQ=DAILY;COUNT=9999"], "fler än 400"),
        (["RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"], "går inte att förstå"),
        (["RRULE:FREQ=WEEKLY;BYDAY=XX"], "går inte att förstå"),
        (["RRULE:FREQ=WEEKLY;INTERVAL=0"], "går inte att förstå"),
        (["RRULE:FREQ=MONTHLY;BYMONTHDAY=99999999999999999999"], "ger inga tillfällen"),
        (["RRULE:FREQ=WEEKLY;UNTIL=NOPE"], "slutdatumet"),
        (["RRULE:" + "FREQ=WEEKLY;BYDAY=" + ",".join(["MO"] * 500)], "för lång"),
        (["RRULE:FREQ=WEEKLY", "EXDATE:" + ",".join(["20261021T180000"] * 5000)], "fler än 500"),
        (["RRULE:FREQ=WEEKLY", *["EXDATE:20261021T180000"] * 5000], "fler än 500"),
        (["DTEND:not-a-date"], "är ingen tid"),
        (["DTEND;VALUE=DATE:20261016"], "klockslag"),
        (["DURATION:P"], "Längd"),
        (["DESCRIPTION:" + "x" * 20_000], "längre än 10000 tecken"),
    ],
)
def test_hostile_values_stop_their_own_row_with_a_sentence(lines: list[str], words: str) -> None:
    row = read_one(*lines)

    assert row.plan is None
    assert len(row.problems) == 1
    assert words in row.problems[0]


@pytest.mark.parametrize(
    "start",
    [
        "DTSTART;TZID=Nowhere/Land:20261014T180000",
        "DTSTART;TZID=../../etc/passwd:20261014T180000",
        f"DTSTART;TZID={'A' * 5000}:20261014T180000",
        "DTSTART;TZID=Europe:20261014T180000",
        "DTSTART:20261340T180000",
        "DTSTART:00011014T180000",
        "DTSTART:",
        "X-NO-START:1",
    ],
)
def test_a_start_that_cannot_be_used_says_so(start: str) -> None:
    row = read_one(start=start)

    assert row.plan is None
    assert row.problems[0].startswith("Start: ")


def test_cyclic_time_zones_are_never_followed() -> None:
    zone = (
        "BEGIN:VTIMEZONE\r\nTZID:Cyclic\r\nBEGIN:STANDARD\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0100\r\n"
        "DTSTART:16010101T000000\r\nRRULE:FREQ=SECONDLY\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
    )
    content = ics(start="DTSTART;TZID=Cyclic:20261014T180000").decode()
    content = content.replace("BEGIN:VEVENT", f"{zone}BEGIN:VEVENT", 1)

    [row] = read_ics(content.encode(), TODAY, Patience())

    assert "tidszonen ”Cyclic” känns inte igen" in row.problems[0]


def test_one_broken_activity_spoils_only_itself() -> None:
    content = (
        ics()
        .decode()
        .replace(
            "END:VCALENDAR",
            "BEGIN:VEVENT\r\nUID:b\r\nSUMMARY:Trasig\r\nDTSTART:x\r\nEND:VEVENT\r\nEND:VCALENDAR",
        )
    )

    good, bad = read_ics(content.encode(), TODAY, Patience())

    assert good.plan is not None
    assert bad.problems


def test_nested_alarms_do_not_leak_into_the_activity() -> None:
    row = read_one("BEGIN:VALARM", "SUMMARY:Påminnelse", "DESCRIPTION:Larm", "END:VALARM")

    assert row.texts["title"] == "Träff"
    assert row.texts["description"] == ""


def test_a_file_that_ends_in_the_middle_says_so() -> None:
    [row] = read_ics(ics().split(b"END:VEVENT")[0], TODAY, Patience())

    assert row.problems == ("Filen slutar mitt i aktiviteten. Exportera den på nytt.",)


def test_the_newest_of_two_with_one_id_counts() -> None:
    both = ics("SEQUENCE:2", "LOCATION:Ny").decode() + ics("SEQUENCE:1", "LOCATION:Gammal").decode()

    [row] = read_ics(both.encode(), TODAY, Patience())

    assert row.texts["place"] == "Ny"


@pytest.mark.parametrize("content", [b"", b"hej", b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", b"\x00" * 3000])
def test_a_file_without_activities_says_so(content: bytes) -> None:
    with pytest.raises(UnreadableFileError):
        read_ics(content, TODAY, Patience())


def test_too_many_activities_are_refused() -> None:
    content = b"BEGIN:VCALENDAR\n" + b"BEGIN:VEVENT\nEND:VEVENT\n" * 10_001

    with pytest.raises(UnreadableFileError, match="fler än 10000"):
        read_ics(content, TODAY, Patience())


def test_a_file_that_takes_too_long_is_given_up() -> None:
    with pytest.raises(UnreadableFileError, match="för lång tid"):
        read_ics(ics(), TODAY, Patience(seconds=-1))


# --- tables ----------------------------------------------------------------------------------------

TABLE = "Rubrik;Datum;Starttid;Sluttid;Förening\nÖppet hus;2026-10-14;18.00;20.00;Föreningen Lyktskenet\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("sign", [";", ",", "\t"])
def test_any_common_csv_is_read(encoding: str, sign: str) -> None:
    [row] = read_csv(TABLE.replace(";", sign).encode(encoding), Patience())

    assert row.number == 2
    assert row.texts["title"] == "Öppet hus"
    assert row.texts["organisers"] == "Föreningen Lyktskenet"
    assert row.plan is not None
    assert (row.plan.start, row.plan.end) == (at("2026-10-14 18:00"), at("2026-10-14 20:00"))


def table(**cells: str) -> ReadRow:
    cells = {"Rubrik": "Träff", "Datum": "2026-10-14", **cells}
    [row] = read_csv("\n".join([";".join(cells), ";".join(cells.values())]).encode(), Patience())
    return row


def test_without_a_time_it_is_the_whole_day() -> None:
    plan = table(Slutdatum="2026-10-16").plan

    assert plan is not None
    assert (plan.all_day, plan.start, plan.end) == (True, at("2026-10-14"), at("2026-10-17"))


def test_an_evening_may_end_at_midnight() -> None:
    plan = table(Starttid="20", Sluttid="24.00").plan

    assert plan is not None
    assert plan.end == at("2026-10-15")


def test_a_repeated_row_keeps_its_rule() -> None:
    skipped = {"Till och med": "2026-12-16", "Utom": "2026-10-28"}

    row = table(Starttid="18.00", Upprepas="Varannan vecka", **skipped)

    assert row.plan is not None
    assert row.plan.repeat == Repeat(
        frequency="weekly", interval=2, until=date(2026, 12, 16), excluded=(date(2026, 10, 28),)
    )


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        ({"Datum": ""}, "Datum: skriv vilken dag aktiviteten är."),
        ({"Datum": "snart"}, "Datum: ”snart” är inget datum. Skriv till exempel 2026-10-14."),
        ({"Datum": "2026-02-30"}, "Datum: ”2026-02-30” är inget datum. Skriv till exempel 2026-10-14."),
        ({"Starttid": "25.00"}, "Starttid: ”25.00” är ingen tid. Skriv till exempel 18.00."),
        (
            {"Starttid": "18", "Sluttid": "=NOW()"},
            "Sluttid: ”=NOW()” är ingen tid. Skriv till exempel 18.00.",
        ),
        (
            {"Upprepas": "ibland"},
            "Upprepas: ”ibland” går inte att förstå. Skriv till exempel varje vecka.",
        ),
        ({"Upprepas": "varje vecka", "Antal gånger": "0"}, "Antal gånger: skriv ett tal mellan 1 och 400."),
        (
            {"Till och med": "2026-12-16"},
            "Upprepas: skriv hur ofta aktiviteten upprepas, eller ta bort Till och med och Antal gånger.",
        ),
        ({"Utom": "a;b"}, "Utom: ”a” är inget datum. Skriv till exempel 2026-10-28."),
        ({"Beskrivning": "x" * 10_001}, "Beskrivning: texten är längre än 10000 tecken. Korta den."),
    ],
)
def test_a_wrong_cell_is_told_with_its_column(cells: dict[str, str], problem: str) -> None:
    if "Utom" in cells:
        cells["Utom"] = f'"{cells["Utom"]}"'

    row = table(**cells)

    assert problem in row.problems


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2026-10-14", date(2026, 10, 14)),
        ("20261014", date(2026, 10, 14)),
        ("14/10/2026", date(2026, 10, 14)),
        ("14.10.2026", date(2026, 10, 14)),
        ("onsdag 14 oktober 2026", date(2026, 10, 14)),
        ("14 okt 2026", date(2026, 10, 14)),
        (datetime(2026, 10, 14, 18, tzinfo=UTC), date(2026, 10, 14)),
        (None, None),
    ],
)
def test_days_are_read_as_people_write_them(cell: Any, day: date | None) -> None:
    assert day_of(cell) == day


@pytest.mark.parametrize(
    ("cell", "clock"),
    [
        ("18.00", time(18)),
        ("18:30", time(18, 30)),
        ("kl. 9", time(9)),
        ("1830", time(18, 30)),
        (0.75, time(18)),
        (18, time(18)),
        ("24.00", time(0)),
    ],
)
def test_times_are_read_as_people_write_them(cell: Any, clock: time) -> None:
    assert clock_of(cell) == clock


def test_how_often_is_read_in_words() -> None:
    assert [frequency_of(text) for text in ("nej", "var 3:e vecka", "Varje månad, samma datum")] == [
        None,
        ("weekly", 3),
        ("monthly_date", 1),
    ]


def test_an_apostrophe_that_kept_a_formula_asleep_is_taken_off() -> None:
    assert text_of("'=SUM(A1)") == "=SUM(A1)"
    assert text_of("'n roll") == "'n roll"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "inga aktiviteter"),
        (b"Rubrik;Datum\n", "inga aktiviteter"),
        (b"Namn;Pris\nA;1\n", "F\u00f6rsta raden ska ha rubriker"),
        (b"Rubrik;Datum\n" + b'"' + b"x" * 200_000, "g\u00e5r inte att l\u00e4sa"),
        (b"Rubrik;Datum\n" + b"A;2026-10-14\n" * 10_001, "fler \u00e4n 10000 rader"),
        (bytes(range(256)) * 40, "F\u00f6rsta raden"),
    ],
)
def test_a_csv_that_cannot_be_used_says_why(content: bytes, words: str) -> None:
    with pytest.raises(UnreadableFileError, match=words):
        read_csv(content, Patience())


def test_nul_and_direction_signs_do_no_harm() -> None:
    [row] = read_csv("Rubrik;Datum\nTr\x00äff \u202eabc;2026-10-14\n".encode(), Patience())

    assert "\x00" not in row.texts["title"]


def workbook(*rows: list[Any]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_excel_dates_and_times_are_read() -> None:
    content = workbook(
        ["Rubrik", "Datum", "Starttid", "Sluttid", "Steg"],
        ["Träff", datetime(2026, 10, 14), time(18, 0), time(20, 0), 3],
    )

    [row] = read_xlsx(content, Patience())

    assert row.plan is not None
    assert (row.plan.start, row.plan.end) == (at("2026-10-14 18:00"), at("2026-10-14 20:00"))
    assert row.texts["step"] == "3"


def test_formulas_are_never_run() -> None:
    content = workbook(["Rubrik", "Datum"], ['=HYPERLINK("http://x")', "2026-10-14"])

    [row] = read_xlsx(content, Patience())

    assert row.texts["title"] == ""


def test_our_own_template_can_be_read() -> None:
    [row] = read_xlsx(template_xlsx(), Patience())
    header, example = template_rows()

    assert row.texts["title"] == example[header.index("Rubrik")]
    assert row.problems == ()


def test_a_row_at_the_very_end_of_the_sheet_does_not_cost_a_million_rows() -> None:
    book = Workbook()
    book.active.append(["Rubrik", "Datum"])
    book.active.append(["Träff", "2026-10-14"])
    book.active.cell(1_048_576, 1, "Långt ner")
    stream = io.BytesIO()
    book.save(stream)

    rows = read_xlsx(stream.getvalue(), Patience())

    assert [row.texts["title"] for row in rows] == ["Träff"]


def package(**parts: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def tampered(name: str, content: bytes) -> bytes:
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook(["Rubrik", "Datum"]))) as source,
        zipfile.ZipFile(stream, "w") as target,
    ):
        for part in source.namelist():
            target.writestr(part, content if part == name else source.read(part))
    return stream.getvalue()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"PK\x03\x04 not a package", "skadad"),
        (package(**{"xl/workbook.xml": b"<workbook/>"}), "skadad"),
        (package(**{"xl/sheet.xml": b"0" * (60 * 1024 * 1024)}), "f\u00f6r stor n\u00e4r den packas upp"),
        (package(**{f"xl/{number}.xml": b"" for number in range(600)}), "f\u00f6r stor"),
        (tampered("xl/worksheets/sheet1.xml", b"<worksheet><sheetData><row>"), "skadad"),
        (
            tampered(
                "xl/worksheets/sheet1.xml",
                b'<!DOCTYPE a [<!ENTITY b "bbbb">]><worksheet>&b;</worksheet>',
            ),
            "skadad",
        ),
        (workbook(["Rubrik", "Datum"])[:-200], "skadad"),
    ],
)
def test_a_spreadsheet_that_cannot_be_used_says_why(content: bytes, words: str) -> None:
    with pytest.raises(UnreadableFileError, match=words):
        read_xlsx(content, Patience())
