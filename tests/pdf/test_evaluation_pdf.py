"""An evaluation's report on paper: nothing, one and many; both checkers, and everything read in order."""

from pathlib import Path
from typing import Any

import pytest

from common.models import Edition
from common.pdf import printable
from peersupport.pdf.evaluation import render_report, report_html
from tests.pdf.checks import assert_passes_both_checkers, assert_reads_as_the_html

#: Which crisis numbers stand last is in the database.
pytestmark = pytest.mark.django_db

_COLUMNS = ["Ja", "Delvis", "Nej", "Vet inte"]


def _question(number: int, occasions: int) -> dict[str, Any]:
    names = ["Efter 3 månader", "Efter 6 månader", "Efter 12 månader"][:occasions]
    return {
        "text": f"Var det lättare att prata om svåra saker, nummer {number}?",
        "columns": _COLUMNS,
        "rows": [
            {"label": name, "base": "12" if place else "Färre än fem", "cells": ["9", "0", "3", "0"]}
            for place, name in enumerate(names)
        ],
        "of_what": "Så många svarade ”Ja”",
        "bars": [
            [name, 75 if place else None, "9 av 12" if place else "Visas inte"]
            for place, name in enumerate(names)
        ],
    }


def _group(title: str, questions: int, occasions: int) -> dict[str, Any]:
    return {
        "title": title,
        "answered": [["Efter 3 månader", "Färre än fem har svarat, så svaren visas inte."]],
        "questions": [_question(number, occasions) for number in range(questions)],
    }


_NOTHING: dict[str, Any] = {
    "unit": "Mottagningen",
    "principal": "Region Exempel",
    "occasion": "Vid slutet",
    "made_on": "2026-11-23",
    "reported_on": "2026-11-23",
    "asked": [],
    "alone": [],
    "groups": [],
    "findings": [{"kind": kind, "texts": []} for kind in ("Behåll", "Ändra", "Sluta")],
    "conclusion": "",
}
_ONE = _NOTHING | {
    "asked": ["Brukare och patienter"],
    "alone": ["Chef"],
    "groups": [_group("Brukare och patienter", 1, 1)],
    "findings": [{"kind": "Behåll", "texts": ["Samtalen på kvällen."]}],
    "conclusion": "Fortsätt.",
}
_MANY = _NOTHING | {
    "unit": "Avdelningen för långvarigaåterhämtningsinsatserochsamverkan " * 2,
    "reported_on": "2026-10-01",
    "asked": ["Brukare och patienter", "Personal"],
    "alone": ["Chef", "Peer supportern"],
    "groups": [_group("Brukare och patienter", 5, 3), _group("Personal", 5, 3)],
    "findings": [
        {
            "kind": kind,
            "texts": [f"{'Hjärtefrågasamordningsmöte' * 6} <b>{number}</b>" for number in range(7)],
        }
        for kind in ("Behåll", "Ändra", "Sluta")
    ],
    "conclusion": "Det här är en lång slutsats. " * 90,
}


@pytest.mark.parametrize("data", [_NOTHING, _ONE, _MANY], ids=["nothing", "one", "many"])
def test_a_report_passes_both_checkers_and_reads_as_its_text(data: dict[str, Any], tmp_path: Path) -> None:
    content, _ = render_report(Edition(number=2, data=data))

    assert_passes_both_checkers(content, tmp_path)
    assert_reads_as_the_html(content, printable(report_html(data, 2)))
