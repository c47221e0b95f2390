"""A payroll list on paper: both checkers, and every row read in order."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from common.pdf import printable
from councils.models import PayrollList
from councils.payroll_files import payroll_html, payroll_pdf
from organisations.models import Principal
from tests.pdf.checks import assert_passes_both_checkers, assert_reads_as_the_html

pytestmark = pytest.mark.django_db


def test_a_payroll_list_passes_both_checkers_and_reads_as_its_table(tmp_path: Path) -> None:
    principal = Principal.objects.create(name="Region Exempel", slug="region-exempel", kind="region")
    lines = [
        {"what": "Arvode", "quantity": "−1", "each_ore": 90_000, "total_ore": -90_000},
        {"what": "Milersättning", "quantity": "20,5", "each_ore": 2_500, "total_ore": 51_250},
    ]
    row = {
        "name": "Love <b>Ledamot</b> 🙂",
        "council": "Brukarrådet i länet " * 6,
        "day": "2026-11-03",
        "cost_centre": "4711",
        "lost_earnings": True,
        "is_correction": True,
        "lines": lines,
        "total_ore": -38_750,
    }
    rows = [row] * 30 + [{**row, "lines": [], "total_ore": 0, "cost_centre": "", "is_correction": False}]
    made = PayrollList(
        number=12,
        principal=principal,
        month="2026-11-01",
        rows=rows,
        total_ore=-38_750 * 30,
        sent_at=datetime(2026, 11, 30, 12, tzinfo=UTC),
        sha256="ab" * 32,
    )
    made.clean_fields()

    content = payroll_pdf(made)

    assert_passes_both_checkers(content, tmp_path)
    assert_reads_as_the_html(content, printable(payroll_html(made)))
