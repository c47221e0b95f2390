"""Fills a rendered page's form with what a person typed earlier, without sending it.

Works on the page's HTML, so every form of every room comes back, also those nobody thought of.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from html import escape
from html.parser import HTMLParser
from typing import Final
from urllib.parse import urljoin, urlsplit

from django.http import QueryDict

_UNTOUCHED: Final = frozenset({"password", "file", "submit", "button", "image", "reset"})
_TICKED: Final = frozenset({"checkbox", "radio"})

Attributes = dict[str, str | None]
#: Writes a control: takes the values left for its name, and all of them.
_Writer = Callable[[Iterator[str], list[str]], str]


@dataclass(frozen=True)
class Filled:
    """The page with its form filled, and what had no field to go to."""

    html: str
    left_over: tuple[str, ...]


@dataclass
class _Piece:
    """A stretch of the page that one control takes up."""

    start: int
    end: int
    name: str
    write: _Writer


@dataclass
class _Form:
    action: str
    method: str
    pieces: list[_Piece] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    fixed: dict[str, str] = field(default_factory=dict)


def fill(html: str, *, page: str, posted_to: str, typed: QueryDict) -> Filled:
    """Return ``html`` with ``typed`` in the form that sends to ``posted_to``.

    Hidden fields get their old value too: an old version number is what tells a person that somebody
    else saved meanwhile.
    """
    reader = _Reader(html)
    reader.feed(html)
    reader.close()
    forms = [
        form
        for form in reader.forms
        if form.method == "post" and urlsplit(urljoin(page, form.action or page)).path == posted_to
    ]
    if not forms:
        return Filled(html, _words(typed, set()))
    chosen = max(forms, key=lambda form: _likeness(form, typed))
    values = {name: iter(typed.getlist(name)) for name in chosen.names}
    parts, at = [], 0
    for piece in chosen.pieces:
        parts += [
            html[at : piece.start],
            piece.write(values.get(piece.name, iter(())), typed.getlist(piece.name)),
        ]
        at = piece.end
    return Filled("".join([*parts, html[at:]]), _words(typed, chosen.names | reader.button_names))


def _likeness(form: _Form, typed: QueryDict) -> tuple[int, int]:
    """Among several forms for one address, the one with the same fixed values and most of the fields."""
    same = sum(typed.get(name) == value for name, value in form.fixed.items())
    return same, len(form.names & set(typed))


def _words(typed: QueryDict, placed: set[str]) -> tuple[str, ...]:
    return tuple(
        value for name, values in typed.lists() if name not in placed for value in values if value.strip()
    )


def _tag(name: str, attributes: Attributes) -> str:
    written = "".join(
        f" {key}" if value is None else f' {key}="{escape(value)}"' for key, value in attributes.items()
    )
    return f"<{name}{written}>"


def _with(attributes: Attributes, name: str, *, on: bool) -> Attributes:
    rest = {key: value for key, value in attributes.items() if key != name}
    return {**rest, name: None} if on else rest


def _write_tick(attributes: Attributes, _: Iterator[str], chosen: list[str]) -> str:
    return _tag("input", _with(attributes, "checked", on=(attributes.get("value") or "on") in chosen))


def _write_value(attributes: Attributes, rest: Iterator[str], _: list[str]) -> str:
    return _tag("input", {**attributes, "value": next(rest, attributes.get("value") or "")})


class _Reader(HTMLParser):
    """Finds forms and where in the text their controls stand."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=False)
        self.forms: list[_Form] = []
        self.button_names: set[str] = set()
        self._form: _Form | None = None
        self._select = ""
        self._textarea: tuple[str, int] | None = None
        self._lines = [0]
        for line in html.split("\n"):
            self._lines.append(self._lines[-1] + len(line) + 1)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        if tag == "form":
            self._form = _Form(attributes.get("action") or "", (attributes.get("method") or "get").lower())
            self.forms.append(self._form)
        elif tag == "button":
            self.button_names.add(attributes.get("name") or "")
        elif self._form is not None:
            self._control(self._form, tag, attributes)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._select = ""
        elif tag == "textarea" and self._textarea and self._form is not None:
            name, start = self._textarea
            self._textarea = None
            # A browser drops one newline right after the tag.
            self._add(self._form, name, start, self._at(), lambda rest, _: "\n" + escape(next(rest, "")))

    def _control(self, form: _Form, tag: str, attributes: Attributes) -> None:
        name = attributes.get("name") or ""
        if tag == "select":
            self._select = name
            form.names.add(name)
        elif tag == "textarea" and name:
            self._textarea = (name, self._end())
        elif tag == "option" and self._select:
            self._option(form, attributes)
        elif tag == "input" and name and name != "csrfmiddlewaretoken":
            self._input(form, name, attributes)

    def _option(self, form: _Form, attributes: Attributes) -> None:
        if "value" not in attributes:
            return
        value = attributes["value"] or ""
        self._add(
            form,
            self._select,
            self._at(),
            self._end(),
            lambda _, chosen: _tag("option", _with(attributes, "selected", on=value in chosen)),
        )

    def _input(self, form: _Form, name: str, attributes: Attributes) -> None:
        kind = (attributes.get("type") or "text").lower()
        if kind in _UNTOUCHED:
            self.button_names.add(name)
            return
        write: _Writer
        if kind in _TICKED:
            write = partial(_write_tick, attributes)
        else:
            if kind == "hidden":
                form.fixed[name] = attributes.get("value") or ""
            write = partial(_write_value, attributes)
        self._add(form, name, self._at(), self._end(), write)

    def _add(
        self,
        form: _Form,
        name: str,
        start: int,
        end: int,
        write: _Writer,
    ) -> None:
        form.names.add(name)
        form.pieces.append(_Piece(start, end, name, write))

    def _at(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column

    def _end(self) -> int:
        return self._at() + len(self.get_starttag_text() or "")
