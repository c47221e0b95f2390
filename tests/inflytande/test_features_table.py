"""``docs/features.md`` tells the truth: its addresses lead somewhere and its tests exist."""

import re
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core.management import get_commands
from django.urls import Resolver404, resolve

from pages.content.reading import read_pages
from pages.content.shipped import PAGES

ROOT = Path(settings.BASE_DIR)
#: A value of each kind that an address may hold.
EXAMPLES = {
    "<slug>": "exempel",
    "<day>": "2026-04-14",
    "<n>": "1",
    "<token>": "en-lank",
    "<id>": "9f2c1c1e-6a0b-4a51-9d0e-3f6f0f4d2b11",
}
#: Pages that every installation begins with.
SHIPPED = {text.key for text in read_pages(PAGES)}
ROW = re.compile(r"^\| (?P<feature>.+?) \| (?P<page>.+?) \| (?P<test>.+?) \|$")


def _rows() -> Iterator[tuple[str, str, str]]:
    for line in (ROOT / "docs/features.md").read_text().splitlines():
        found = ROW.match(line)
        if found and found["feature"] != "feature":
            yield found["feature"], found["page"], found["test"]


ROWS = list(_rows())


def _leads_somewhere(page: str) -> bool:
    if page.startswith("make "):
        return (
            re.search(rf"^{page.removeprefix('make ')}:", (ROOT / "Makefile").read_text(), re.MULTILINE)
            is not None
        )
    if page.startswith("manage.py "):
        return page.removeprefix("manage.py ") in get_commands()
    for placeholder, example in EXAMPLES.items():
        page = page.replace(placeholder, example)
    path = page.partition("?")[0]
    try:
        match = resolve(path)
    except Resolver404:
        return False
    # Any path may be a page that an editor has written: of those only the shipped ones are promised.
    return match.view_name != "wagtail_serve" or path.strip("/") in SHIPPED


def _missing(page: str, test: str) -> Iterator[str]:
    yield from (each for each in re.findall(r"`([^`]+)`", page) if not _leads_somewhere(each))
    for name in re.findall(r"`([^`]+)`", test):
        file, _, function = name.partition("::")
        source = ROOT / "tests" / file
        if not source.exists() or not re.search(rf"^def {function}\(", source.read_text(), re.MULTILINE):
            yield name


def test_each_feature_has_a_page_that_leads_somewhere_and_a_test_that_exists():
    missing = {feature: found for feature, page, test in ROWS if (found := [*_missing(page, test)])}

    assert missing == {}


def test_the_table_is_read_and_a_wrong_row_is_noticed():
    assert len(ROWS) > 90
    assert not _leads_somewhere("/finns-inte/")
    assert not _leads_somewhere("make nothing")
    assert not _leads_somewhere("manage.py nothing")
