"""The style sheets keep their budget and the rules of the visual language."""

import re
from pathlib import Path

import pytest

CSS = Path(__file__).resolve().parents[2] / "static" / "css"
LIMIT = 26 * 1024

# What each kind of public page loads; the heaviest is the start page once the loop is on it.
PUBLIC_PAGES = {
    "start": ["tokens", "portal", "start", "loop"],
    "month": ["tokens", "portal", "calendar"],
    "directory": ["tokens", "portal", "directory"],
    "form": ["tokens", "portal", "forms"],
}


def minified(name: str) -> str:
    """Shrink a sheet as a minifier would, without renaming anything."""
    text = re.sub(r"/\*.*?\*/", "", (CSS / f"{name}.css").read_text(encoding="utf-8"), flags=re.DOTALL)
    text = re.sub(r"\s+", " ", text)
    text = re.sub(r"\s*([{};,>])\s*", r"\1", text)
    return re.sub(r":\s+", ":", text).replace(";}", "}").strip()


def declarations(name: str) -> list[str]:
    text = minified(name)
    return [part for block in re.findall(r"{([^{}]*)}", text) for part in block.split(";") if part]


# What stands on the editors' pages lies among Wagtail's own rules, which have no layers.
SHEETS = sorted(path.stem for path in CSS.glob("*.css") if path.stem != "editing")


@pytest.mark.parametrize("page", PUBLIC_PAGES)
def test_public_page_keeps_its_style_budget(page: str) -> None:
    size = sum(len(minified(name).encode()) for name in PUBLIC_PAGES[page])

    assert size < LIMIT, f"{page}: {size} of {LIMIT} bytes"


@pytest.mark.parametrize("name", SHEETS)
def test_every_rule_stands_in_a_layer(name: str) -> None:
    text = re.sub(r"@font-face {[^}]*}|@layer [a-z, ]+;", "", minified(name).replace("{", " {"))

    depth = 0
    for piece in re.findall(r"[^{}]+{|}", text):
        if piece == "}":
            depth -= 1
            continue
        if depth == 0:
            assert piece.strip().startswith("@layer "), piece
        depth += 1
    assert depth == 0


@pytest.mark.parametrize("name", SHEETS)
def test_inline_axis_is_logical_and_block_axis_physical(name: str) -> None:
    wrong = []
    for declaration in declarations(name):
        key, _, value = declaration.partition(":")
        key, value = key.strip(), value.strip()
        if re.search(r"(^|-)(left|right)($|-)|block-(start|end)", key):
            wrong.append(declaration)
        # Four values name left and right: they must agree, or a right-to-left page is lopsided.
        values = re.findall(r"(?:[a-z-]+\([^()]*(?:\([^()]*\)[^()]*)*\)|[^\s]+)", value)
        if key in {"margin", "padding", "inset"} and len(values) == 4 and values[1] != values[3]:
            wrong.append(declaration)
        if key == "border-radius" and len(values) > 1:
            wrong.append(declaration)
        if key in {"text-align", "float", "justify-self"} and value in {"left", "right"}:
            wrong.append(declaration)

    assert wrong == []


@pytest.mark.parametrize("name", SHEETS)
def test_nothing_forces_its_way_on_screen(name: str) -> None:
    assert "!important" not in minified(name)


@pytest.mark.parametrize("name", [name for name in SHEETS if name != "tokens"])
def test_colours_come_from_the_tokens(name: str) -> None:
    allowed = {
        # The curtain behind the open menu, and text on the reader's own selection colour.
        "box-shadow:0 0 0 100vmax #0008",
        "color:#1d2b28",
    }
    screen = minified(name).partition("@media print")[0]
    own = [part for block in re.findall(r"{([^{}]*)}", screen) for part in block.split(";")]

    assert {part for part in own if re.search(r"#[0-9a-f]{3,8}\b|rgb|hsl", part)} <= allowed


def test_tokens_used_are_tokens_defined() -> None:
    everything = "".join(minified(name) for name in SHEETS)

    used = set(re.findall(r"var\((--[a-z0-9-]+)", everything))
    defined = set(re.findall(r"(--[a-z0-9-]+):", everything))

    # The colour of the logo's top step and the rise of a chain have defaults where they are used.
    assert used - defined <= {"--logo-top", "--up"}
