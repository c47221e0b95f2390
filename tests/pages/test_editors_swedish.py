"""No English in the editors' pages: Wagtail's Swedish is completed by ``pages/editing/locale``."""

import ast
import gettext
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import wagtail
from django.apps import apps
from django.conf import settings
from django.utils.translation import gettext as translated

FOLDER = Path(settings.LOCALE_PATHS[0]) / "sv" / "LC_MESSAGES"
_LINE = re.compile(r"(msgctxt|msgid_plural|msgid|msgstr(?:\[\d\])?)? ?(\".*\")$")


def _messages(path: Path) -> Iterator[dict[str, str]]:
    """Read a catalogue: what ``msgfmt`` reads, but for what is outdated."""
    for entry in path.read_text().split("\n\n"):
        found: dict[str, str] = {}
        name = ""
        for line in entry.splitlines():
            if match := _LINE.match(line):
                name = match[1] or name
                found[name] = found.get(name, "") + ast.literal_eval(match[2])
        if found.get("msgid"):
            yield found


@pytest.mark.parametrize("kind", ["django", "djangojs"])
def test_what_is_compiled_is_what_is_written(kind: str) -> None:
    with (FOLDER / f"{kind}.mo").open("rb") as compiled:
        catalogue = gettext.GNUTranslations(compiled)

    written = list(_messages(FOLDER / f"{kind}.po"))

    assert len(written) > 30
    for message in written:
        source = message["msgid"]
        if plural := message.get("msgid_plural"):
            told = [catalogue.ngettext(source, plural, number) for number in (1, 2)]
            assert told == [message["msgstr[0]"], message["msgstr[1]"]]
        elif context := message.get("msgctxt"):
            assert catalogue.pgettext(context, source) == message["msgstr"]
        else:
            assert catalogue.gettext(source) == message["msgstr"]
    assert len(catalogue._catalog) - 1 == sum(2 if "msgid_plural" in one else 1 for one in written)  # type: ignore[attr-defined]


@pytest.mark.parametrize("kind", ["django", "djangojs"])
def test_everything_that_wagtail_says_it_says_in_swedish(kind: str) -> None:
    rooms = [Path(one.path) for one in apps.get_app_configs() if one.name.startswith("wagtail")]
    swedish = {message["msgid"] for message in _messages(FOLDER / f"{kind}.po")}
    for room in rooms:
        path = room / "locale" / "sv" / "LC_MESSAGES" / f"{kind}.po"
        if path.exists():
            swedish |= {one["msgid"] for one in _messages(path) if one.get("msgstr") or one.get("msgstr[0]")}

    lacking = {
        message["msgid"]
        for room in rooms
        for path in [room / "locale" / "en" / "LC_MESSAGES" / f"{kind}.po"]
        if path.exists()
        for message in _messages(path)
        if message["msgid"] not in swedish
    }

    assert lacking == set()
    assert len(rooms) > 5


def test_our_words_stand_before_wagtails() -> None:
    assert translated("Promote") == "Om sidan"
    assert translated("Autosave is paused") == "Inte sparat än"
    told = translated("First published"), translated("%(time_period)s ago") % {"time_period": "1 minut"}
    assert " ".join(told) == "Publicerad första gången för 1 minut sedan"


def test_a_page_of_wagtails_that_we_have_copied_is_still_the_same() -> None:
    """English stands outside the catalogue in these; a new version of Wagtail is copied anew."""
    theirs = Path(wagtail.__file__).parent / "admin" / "templates" / "wagtailadmin" / "shared"
    ours = Path(settings.BASE_DIR) / "templates" / "wagtailadmin" / "shared"

    def words(path: Path) -> list[str]:
        text = re.sub(r"endblock \w+", "endblock", path.read_text())
        return re.sub(r"with (\S+) as (\w+) %", r"with \2=\1 %", text).split()

    for name, english, swedish in (
        ("header.html", 'value="Search"', 'value="Sök"'),
        ("headers/_actions.html", 'aria-label="Actions"', 'aria-label="Åtgärder"'),
    ):
        copied = [word.replace(swedish, english) for word in words(ours / name)]
        assert copied == words(theirs / name), name
