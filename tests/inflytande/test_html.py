"""Public pages are valid HTML (Nu HTML checker)."""

import subprocess
from pathlib import Path

import pytest
from django.test import Client

from tests.tools import html_checker

PAGES = ("/", "/kalender/", "/foreningar/", "/konto/logga-in/", "/finns-inte/")


@pytest.mark.django_db
def test_public_pages_are_valid_html(client: Client, tmp_path: Path) -> None:
    checker = html_checker()
    for number, path in enumerate(PAGES):
        (tmp_path / f"{number}.html").write_bytes(client.get(path).content)

    found = subprocess.run(
        [*checker, "--errors-only", "--format", "gnu", *map(str, sorted(tmp_path.iterdir()))],
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    # Java says so when its options come from the environment.
    said = [line for line in found.stderr.splitlines() if not line.startswith("Picked up ")]
    assert said == []
    assert found.returncode == 0
