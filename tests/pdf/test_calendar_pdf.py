"""The printed calendar: both checkers, the tags' reading order, and pages that hold however full they are."""

import io
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from calendar_app.pdf import grid
from calendar_app.pdf.draw import edition_html
from calendar_app.pdf.frozen import Change, FrozenCalendar, PrintedRow, Since
from calendar_app.periods import Month
from common.pdf import RefusedAddressError, printable, render_pdf
from tests.pdf.checks import (
    assert_passes_both_checkers,
    assert_reads_as_the_html,
    page_pictures,
    tagged_texts,
)

LONG_WORD = "Samverkanskonferensplaneringsgruppsmötesprotokollsjusteringsdag"
OCTOBER = Month(2026, 10)


def row(number: int, day: date, hour: int = 13, **values: Any) -> PrintedRow:
    facts = {
        "uid": str(number),
        "start": f"{day}T{hour:02}:00",
        "end": f"{day}T{hour + 2:02}:00",
        "all_day": False,
        "title": "Studiecirkel: Återhämtning på egna villkor",
        "organisers": ["Egna Ord Hälsingland"],
        "place": "Trädgårdsgatan 6, Hudiksvall",
        "town": "Hudiksvall",
        "online": "",
        "registration": "Anmäl dig senast 7 oktober.",
        "phone": "+46701740605",
        "email": "egna.ord@example.org",
        "cost": "",
        "access": "Hiss och hörslinga.",
        "step": number % 5 + 1,
        "cancelled": number % 11 == 3,
        "new_time": number % 11 == 4,
        "full": number % 11 == 5,
        **values,
    }
    return PrintedRow(**facts)


def rows(number: int, **values: Any) -> list[PrintedRow]:
    days = [date(2026, 10, 1) + timedelta(days=n % 31) for n in range(number)]
    made = [row(n, day, 9 + n % 8, **values) for n, day in enumerate(days)]
    return sorted(made, key=lambda one: one.start)


def frozen(
    paper: str, printed: list[PrintedRow], *, period: str = "2026-10", since: bool = True
) -> FrozenCalendar:
    change = Change(what="Nytt", when="tors 8 okt kl. 17.30", title="Samtalsgrupp", detail="")
    return FrozenCalendar(
        period=period,
        paper=paper,
        day="2026-10-05",
        name="oktober 2026",
        county="Gävleborg",
        responsible="Samordnare för brukarinflytande",
        responsible_email="samordnare@region.example.org",
        web_url="https://portal.example.org/kalender/2026/10/",
        crisis=["Ring 112 vid fara för liv.", "Ring 1177 för råd om vård."],
        rows=printed,
        since=Since(number=2, day="2026-09-28", changes=[change]) if since else None,
    )


def drawn(calendar: FrozenCalendar) -> tuple[bytes, int, str]:
    html = edition_html(calendar, 3)
    content, pages = render_pdf(html, title="Kalender oktober 2026", stylesheets=("calendar.css",))
    return content, pages, html


FIXTURES = {
    "an empty month": ("normal", rows(0), "2026-10"),
    "one activity": ("normal", rows(1), "2026-10"),
    "two hundred activities": ("normal", rows(200), "2026-10"),
    "words of sixty letters": (
        "normal",
        rows(31, title=f"{LONG_WORD} {LONG_WORD}", place=LONG_WORD),
        "2026-10",
    ),
    "large print": ("stor", rows(12), "2026-10"),
    "large print with long words": ("stor", rows(5, title=LONG_WORD), "2026-10"),
    "an empty month in large print": ("stor", rows(0), "2026-10"),
    "a poster": ("affisch", rows(25), "2026-10"),
    "a full poster": ("affisch", rows(200), "2026-10"),
    "a term": ("normal", rows(40), "2026-ht"),
    "an empty term in large print": ("stor", rows(0), "2027-vt"),
    "emoji and other alphabets": ("normal", rows(3, title="Fika 😀 → Привет ≥ 10 <b>&"), "2026-10"),
}


@pytest.mark.parametrize("name", FIXTURES)
def test_it_passes_both_checkers_and_reads_as_its_html(name: str, tmp_path: Path) -> None:
    paper, printed, period = FIXTURES[name]

    content, _, html = drawn(frozen(paper, printed, period=period))

    assert_passes_both_checkers(content, tmp_path)
    assert_reads_as_the_html(content, printable(html))


SHORT, LONG = "Öppet hus", "Studiecirkel: Återhämtning på egna villkor och mer"


@pytest.mark.parametrize(
    ("paper", "month", "number", "title"),
    [
        ("normal", Month(2026, 10), 62, LONG),
        ("normal", Month(2026, 10), 200, LONG),
        ("normal", Month(2027, 2), 0, SHORT),
        ("normal", Month(2027, 2), 120, LONG_WORD),
        ("normal", Month(2026, 8), 20, SHORT),
        ("normal", Month(2026, 8), 120, LONG),
        ("affisch", Month(2026, 10), 62, LONG_WORD),
        ("affisch", Month(2026, 10), 200, LONG),
        ("affisch", Month(2027, 2), 0, SHORT),
        ("affisch", Month(2026, 8), 120, LONG),
    ],
)
def test_the_month_grid_fits_one_page(paper: str, month: Month, number: int, title: str) -> None:
    """February 2027 has four weeks, August 2026 six."""
    days = list(month.span.days())
    printed = [row(n, days[n % len(days)], 8 + n % 12, title=title) for n in range(number)]
    calendar = frozen(
        "affisch" if paper == "affisch" else "normal", printed, period=f"{month.year}-{month.month:02}"
    )
    html = edition_html(calendar, 3)
    # The wall page alone: the list after it takes most of the time.
    wall = html.split('<section class="list">')[0].replace("</main>", "") + "</main>"

    _, pages = render_pdf(wall, title="Kalender", stylesheets=("calendar.css",))

    assert pages == 1


def test_place_names_go_before_titles_are_cut_and_titles_before_days_are() -> None:
    few, more = rows(10), rows(62)

    roomy = grid.month_grid(OCTOBER, few, grid.WALL)
    full = grid.month_grid(OCTOBER, more, grid.WALL)
    packed = grid.month_grid(OCTOBER, rows(200), grid.WALL)

    assert any("Hudiksvall" in item.text for week in roomy.weeks for day in week.days for item in day.items)
    assert not any(
        "Hudiksvall" in item.text for week in full.weeks for day in week.days for item in day.items
    )
    cells = [day for week in packed.weeks for day in week.days if not day.outside]
    assert sum(len(day.items) + day.more for day in cells) == 200
    assert any(day.more for day in cells)


def test_long_titles_are_cut_after_a_whole_word_before_an_activity_is_left_out() -> None:
    # Two on every weekday: more than whole titles leave room for.
    printed = [
        row(n, day, title=LONG, step=None, cancelled=False, new_time=False, full=False)
        for n, day in enumerate(day for day in OCTOBER.span.days() if day.weekday() < 5 for _ in range(2))
    ]

    weeks = grid.month_grid(OCTOBER, printed, grid.WALL).weeks

    texts = {item.text for week in weeks for day in week.days for item in day.items}
    assert "Studiecirkel: Återhämtning…" in texts
    assert texts <= {LONG, "Studiecirkel: Återhämtning på egna…", "Studiecirkel: Återhämtning…"}
    assert not any(day.more for week in weeks for day in week.days)


def test_the_grid_says_what_is_full() -> None:
    days = [date(2026, 10, n) for n in (5, 6, 7)]
    printed = [
        row(0, days[0], full=True),
        row(1, days[1], full=True, all_day=True),
        row(2, days[2], full=True, new_time=True),
    ]

    weeks = grid.month_grid(OCTOBER, printed, grid.WALL).weeks

    leads = [item.lead for week in weeks for day in week.days for item in day.items]
    assert leads == ["13.00, fullt:", "Fullt:", "Ny tid 13.00, fullt:"]


def test_several_days_stand_in_each_of_them() -> None:
    camp = row(1, date(2026, 10, 9), start="2026-10-09T17:00", end="2026-10-11T12:00", step=None)

    weeks = grid.month_grid(OCTOBER, [camp], grid.WALL).weeks

    leads = {day.day.day: item.lead for week in weeks for day in week.days for item in day.items}
    assert leads == {9: "17.00", 10: "Fortsätter:", 11: "Fortsätter:"}


def test_title_language_and_bookmarks_are_there() -> None:
    content, _, _ = drawn(frozen("normal", rows(2)))
    reader = PdfReader(io.BytesIO(content))

    assert reader.metadata is not None
    assert reader.metadata.title == "Kalender oktober 2026"
    assert reader.trailer["/Root"]["/Lang"] == "sv"
    assert [mark["/Title"] for mark in reader.outline[:1]] == ["Oktober 2026"]
    assert "/pdfuaid:part" not in reader.metadata
    assert b"pdfuaid" in reader.trailer["/Root"]["/Metadata"].get_object().get_data()


def test_the_head_says_when_who_and_which_edition() -> None:
    content, _, html = drawn(frozen("normal", rows(2)))

    words = " ".join(tagged_texts(content, "P"))
    assert "Senast uppdaterad måndag 5 oktober 2026" in words
    assert "Ansvarig: Samordnare för brukarinflytande" in words
    assert "Utgåva 3" in words
    assert "5 medbestämmande. Adresser på nästa sida." in " ".join(html.split())


def test_a_line_that_just_fits_is_not_broken_a_word_too_early() -> None:
    facts = {
        "online": "Går också digitalt.",
        "registration": "Anmälan: Anmäl dig till samordnaren senast en vecka innan.",
        "cost": "Kostnad: Gratis. Du som företräder en förening kan få arvode. Fråga samordnaren innan.",
        "access": "Inga trappsteg in och parkering.",
    }
    content, _, _ = drawn(frozen("normal", rows(1, phone="", email="", **facts)))

    texts = [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]
    lines = [line.strip() for text in texts for line in text.splitlines()]
    assert "samordnaren innan. Inga trappsteg in och parkering." in lines


def test_the_first_edition_has_no_list_of_changes() -> None:
    content, _, _ = drawn(frozen("normal", rows(2), since=False))

    assert tagged_texts(content, "H2") == ["Alla aktiviteter"]


@pytest.mark.parametrize(
    "address", ["file:///etc/passwd", "http://127.0.0.1/x.png", "data:image/png;base64,AA", "../../manage.py"]
)
def test_nothing_but_static_files_is_fetched(address: str) -> None:
    with pytest.raises(RefusedAddressError):
        render_pdf(f'<p>x</p><img alt="x" src="{address}">', title="Prov")


def test_pages_can_be_looked_at(tmp_path: Path) -> None:
    content, pages, _ = drawn(frozen("normal", rows(31)))

    pictures = page_pictures(content, tmp_path)

    assert len(pictures) == pages
    assert all(picture.stat().st_size > 2000 for picture in pictures)
