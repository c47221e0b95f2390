"""Files that leave the portal."""

import csv
import io

import pytest

from common.exports import csv_lines, csv_response, neutralised


@pytest.mark.parametrize(
    "cell",
    ["=1+1", "+46701740605", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", " @x", "＝1+1", "\x00=1"],
)
def test_a_formula_is_put_to_sleep(cell: str) -> None:
    assert neutralised(cell).startswith("'")


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, ""),
        ("", ""),
        (" ", " "),
        ("Åsa – öppet", "Åsa – öppet"),
        (-4, "-4"),
        (2.5, "2.5"),
        ("a=b", "a=b"),
    ],
)
def test_other_cells_stay_as_they_are(cell: object, text: str) -> None:
    assert neutralised(cell) == text


def test_the_table_comes_back_as_it_was_written() -> None:
    rows = [['semi;kolon "citat"', "två\nrader"], ["å", None]]

    text = "".join(csv_lines(["Namn", "=Text"], rows))

    read = list(csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))
    assert read == [["Namn", "'=Text"], ['semi;kolon "citat"', "två\nrader"], ["å", ""]]


def test_the_answer_is_a_file_that_no_cache_keeps() -> None:
    response = csv_response("lista.csv", ["Namn"], iter([["A"]]))

    assert response["Content-Disposition"] == 'attachment; filename="lista.csv"'
    assert response["Cache-Control"] == "private, no-store"
    assert b"".join(response.streaming_content).decode() == "\ufeffNamn\r\nA\r\n"
