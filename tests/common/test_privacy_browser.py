"""The browser says the same as Python, place by place, of the case table and of random texts."""

import random
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Route

from common.privacy import Words, look_at
from common.privacy.rule_file import RULE_FILE
from tests.common.privacy_table import cases

ADDRESS = "https://portal.example.org/"
SCRIPT = Path(__file__).parents[2] / "static" / "js" / "privacy.js"
FILES = {
    ADDRESS: ("text/html", "<!doctype html><title>Prov</title>"),
    f"{ADDRESS}privacy.js": ("text/javascript", SCRIPT.read_text(encoding="utf-8")),
    f"{ADDRESS}rules.json": ("application/json", RULE_FILE.read_text(encoding="utf-8")),
}
RUN = """async (texts) => {
  const { loadRules, lookAt } = await import("/privacy.js");
  const rules = await loadRules("/rules.json");
  return texts.map(([text, added, ignored]) =>
    lookAt(text, rules, { added, ignored }).map((remark) => [
      remark.kind, remark.severity, remark.start, remark.end,
      remark.label, remark.explanation, remark.replacement, text.slice(remark.start, remark.end),
    ]));
}"""


@pytest.fixture
def browser_page(page: Page) -> tuple[Page, list[str]]:
    """A page that serves three files itself; the list holds every address that was asked for."""
    asked: list[str] = []

    def answer(route: Route) -> None:
        asked.append(route.request.url)
        kind, body = FILES[route.request.url]
        route.fulfill(content_type=f"{kind}; charset=utf-8", body=body)

    page.route("**/*", answer)
    page.goto(ADDRESS)
    return page, asked


def said_by_python(text: str, words: Words) -> list[list[Any]]:
    return [
        [
            remark.kind,
            remark.severity,
            remark.start_utf16,
            remark.end_utf16,
            remark.label,
            remark.explanation,
            remark.replacement,
            remark.passage(text),
        ]
        for remark in look_at(text, words)
    ]


def test_the_browser_says_the_same_of_the_case_table_and_asks_for_nothing_else(
    browser_page: tuple[Page, list[str]],
):
    page, asked = browser_page
    table = cases()

    said = page.evaluate(RUN, [[case.text, list(case.added), list(case.ignored)] for case in table])

    assert [[(s[0], s[1], s[7]) for s in remarks] for remarks in said] == [case.remarks for case in table]
    assert said == [said_by_python(case.text, case.words) for case in table]
    assert sorted(asked) == sorted(FILES)


def test_the_browser_says_the_same_of_random_texts(browser_page: tuple[Page, list[str]]):
    page, _ = browser_page
    chance = random.Random(811228)  # noqa: S311 - the same texts every time
    pieces = [case.text for case in cases()]
    pieces += "😀é\u030a\u0308\u00ad\u200b  \n.,-–0123456789ÅÄÖaosAÀÿŸßİıſ"
    pieces += ["Anna", "gatan ", "avd ", "heter "]
    texts = []
    for number in range(600):
        text = "".join(chance.choice(pieces) + chance.choice(["", " "]) for _ in range(chance.randint(1, 8)))
        texts.append([text, text.upper(), text.title()][number % 3])
    words = Words(frozenset({"solgården", "björn"}), frozenset({"anna svensson"}))

    said = page.evaluate(RUN, [[text, list(words.added), list(words.ignored)] for text in texts])

    for text, remarks in zip(texts, said, strict=True):
        assert remarks == said_by_python(text, words), ascii(text)


def test_the_browser_reads_two_hundred_thousand_characters_to_the_end(
    browser_page: tuple[Page, list[str]],
):
    page, _ = browser_page
    texts = [
        piece * (200_000 // len(piece)) + "\n811228-9874"
        for piece in ["1", "a", "a@", "12/", "Anna ", "070-"]
    ]

    said = page.evaluate(RUN, [[text, [], []] for text in texts])

    assert [remarks[-1][1] for remarks in said] == ["refuse"] * len(texts)
