from datetime import date

from common import registries
from common.registries import OverviewRow


def row(title, due=None):
    return OverviewRow(title=title, url="/", consequence="", label="Väntar på dig", due=due)


def test_overview_rows_come_most_urgent_first_and_undated_last(monkeypatch):
    monkeypatch.setattr(registries, "_registry", registries._Registry())
    registries.register_overview_rows(lambda user: [row("utan datum"), row("sen", date(2026, 12, 1))])
    registries.register_overview_rows(lambda user: [row("snart", date(2026, 11, 23))])

    titles = [found.title for found in registries.overview_rows(None)]

    assert titles == ["snart", "sen", "utan datum"]
