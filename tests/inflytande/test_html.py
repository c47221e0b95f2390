"""Public pages are valid HTML (Nu HTML checker)."""

import subprocess
from pathlib import Path

import pytest
from django.test import Client

from common.actors import SYSTEM
from pages.content.shipped import load_demo_news, load_shipped_pages
from pages.models import NewsPage
from tests.tools import html_checker

PAGES = (
    "/", "/kalender/", "/foreningar/", "/konto/logga-in/", "/finns-inte/", "/brukarrevisioner/", "/du-sa-vi-gjorde/",
    "/sok/", "/sok/?q=foreningarnas", "/aktuellt/", "/sa-paverkar-du/", "/sa-paverkar-du/lagar/", "/delaktighetstrappan/",
    "/delaktighetstrappan/vilket-steg/", "/suomeksi/", "/tillganglighet/", "/tillganglighet/rapportera/", "/integritet/",
    "/integritet/kakor/", "/sa-lamnar-du-inga-spar/", "/hjalp/", "/kontakt/", "/engagera-dig/",
    "/engagera-dig/brukarrevisor/", "/checklista/",
)  # fmt: skip


@pytest.mark.django_db
def test_public_pages_are_valid_html(client: Client, tmp_path: Path) -> None:
    checker = html_checker()
    load_shipped_pages(actor=SYSTEM)
    load_demo_news(actor=SYSTEM)
    news = NewsPage.objects.for_listing()[0].get_url()
    for number, path in enumerate((*PAGES, news)):
        answer = client.get(path)
        assert answer.status_code == (404 if path == "/finns-inte/" else 200), path
        (tmp_path / f"{number:02}{path.replace('/', '_')[:40]}.html").write_bytes(answer.content)

    found = subprocess.run(
        [*checker, "--errors-only", "--format", "gnu", *map(str, sorted(tmp_path.iterdir()))],
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    # Java says so when its options come from the environment.
    said = [line for line in found.stderr.splitlines() if not line.startswith("Picked up ")]
    assert said == []
    assert found.returncode == 0
