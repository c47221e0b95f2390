"""Bad input (issue, 7): whatever is thrown at a form gives a sentence or is taken; never a 500, and nothing typed is lost."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from lxml import html

from tests.access.build import routes
from tests.access.matrix import Route
from tests.access.opening import Answer, address_of, ask
from tests.access.world import World

#: Who fills in a form that several may open.
ORDER = (
    "visitor",
    "representative",
    "coordinator",
    "administrator",
    "audit_lead",
    "unit_manager",
    "commissioner",
    "other_auditor",
)
MARK = "qzx"
TEXT_TYPES = {"text", "search", "email", "tel", "url", ""}
#: Written by the page itself; changing them is tampering, which has its own cases.
OWN_MARKS = {"csrfmiddlewaretoken"}

#: What people paste and attackers send, in every field that takes text.
TEXTS = {
    "ten thousand characters": f"{MARK}" + "å" * 10_000,
    "emoji": f"{MARK} 👩‍👩‍👧‍👦🏳️‍🌈 🧠",
    "bidirectional": f"{MARK} \u202eabc\u202c \u2066x\u2069 שלום",
    "nul and controls": f"{MARK}\x00\x07\x1b[31m\r\nx",
    "html and scripts": f"{MARK}<script>alert('{MARK}')</script><img src=x onerror=alert(1)>",
    "template code": f"{MARK}{{{{ request.user }}}}{{% now 'Y' %}}",
    "formula": f"=cmd|'/c calc'!A1 {MARK}",
    "lone surrogate": f"{MARK}\ud800",
    "one word": MARK + "y" * 60,
    "white space": " \t\n\u00a0 ",
}
#: Nothing readable is left of them.
NOT_COMPARED = {"white space"}
#: What can never be right, in a field of each kind.
IMPOSSIBLE = {"date": "2026-02-30", "time": "25:61", "number": "tre"}
DATES = (
    "2026-02-30",
    "0000-00-00",
    "99999-12-31",
    "9999-12-31",
    "0001-01-01",
    "30/2 -26",
    "-1",
    "2026-13-01\x00",
    "i går",
)
TIMES = ("25:61", "24.00", "-1:00", "12:00:00:00", "\x00", "kvart i")
NUMBERS = ("9" * 30, "-1", "1e309", "NaN", "tre", "\x00", "2147483648")
CHOICES = ("finns-inte", "9" * 30, "\x00", "-1", "'; drop table")
#: Kinds of fields → what is written in them.
ODD_VALUES = {
    ("date", "datetime-local", "month"): DATES,
    ("time",): TIMES,
    ("number",): NUMBERS,
    ("select", "radio", "checkbox", "hidden"): CHOICES,
}


@dataclass(frozen=True)
class Field:
    """One field of a form as the page shows it."""

    name: str
    kind: str
    values: tuple[str, ...]
    options: tuple[str, ...] = ()


@dataclass(frozen=True)
class Form:
    """One form that posts."""

    action: str
    fields: tuple[Field, ...]

    def filled(self, **bad: Any) -> dict[str, list[str]]:
        """What a browser would send, with some fields exchanged."""
        return {field.name: list(field.values) for field in self.fields if field.values} | bad

    def of_kind(self, *kinds: str) -> list[Field]:
        return [field for field in self.fields if field.kind in kinds and field.name not in OWN_MARKS]


def _forms(text: str, address: str) -> Iterator[Form]:
    for form in html.fromstring(text).xpath("//form[translate(@method, 'POST', 'post')='post']"):
        fields: dict[str, Field] = {}
        for element in form.xpath(
            ".//input[@name] | .//textarea[@name] | .//select[@name] | .//button[@name]"
        ):
            name, kind = element.get("name"), _kind(element)
            known = fields.get(name)
            values = known.values if known else ()
            options = known.options if known else ()
            if element.tag == "select":
                values += tuple(o.get("value", "") for o in element.xpath(".//option[@selected]"))
                options += tuple(o.get("value", "") for o in element.xpath(".//option"))
            elif kind in {"checkbox", "radio"}:
                values += (element.get("value", "on"),) if element.get("checked") is not None else ()
                options += (element.get("value", "on"),)
            elif kind == "textarea":
                values += (element.text or "",)
            elif kind not in {"file", "submit"}:
                values += (element.get("value", ""),)
            fields[name] = Field(name, kind, values, options)
        yield Form(form.get("action") or address, tuple(fields.values()))


def _kind(element: Any) -> str:
    if element.tag == "input":
        kind = element.get("type", "text").lower()
        return "text" if kind in TEXT_TYPES else kind
    return "submit" if element.tag == "button" else element.tag


def _filler(route: Route) -> str:
    return next((persona for persona in ORDER if persona in route.opens), "")


def _some_of_each() -> Iterator[Route]:
    """At most two objects for each route: their forms are alike."""
    taken: Counter[str] = Counter()
    for route in routes():
        taken[route.name] += not route.post_only and bool(_filler(route))
        if not route.post_only and _filler(route) and taken[route.name] <= 2:
            yield route


def _twenties(rows: list[Route]) -> Iterator[list[Route]]:
    return (rows[start : start + 20] for start in range(0, len(rows), 20))


def _groups() -> dict[str, list[Route]]:
    """The rows by room, at most twenty together, so that workers share them evenly."""
    rooms: dict[str, list[Route]] = {}
    for route in _some_of_each():
        rooms.setdefault(route.name.split(":")[0] if ":" in route.name else "accounts", []).append(route)
    return {
        f"{room} {number}": rows
        for room, all_rows in rooms.items()
        for number, rows in enumerate(_twenties(all_rows), start=1)
    }


GROUPS = _groups()


def _forms_of(world: World, rows: list[Route]) -> Iterator[tuple[Route, Form]]:
    """Every form of these pages. One that posts to another page stands on many: once is enough for each action."""
    elsewhere: set[tuple[Any, ...]] = set()
    for route in rows:
        address, forms = _opened(world, route)
        for form in forms:
            mark = (_filler(route), re.sub(r"\d+", "n", form.action), *(f.name for f in form.fields))
            if form.action.partition("?")[0] != address.partition("?")[0]:
                if mark in elsewhere:
                    continue
                elsewhere.add(mark)
            yield route, form


def _opened(world: World, route: Route) -> tuple[str, list[Form]]:
    persona = _filler(route)
    address = address_of(world, route)
    answer = ask(world, persona, "GET", address)
    if answer.status != 200 or not answer.is_html:
        return address, []
    # One small form of each action is enough: lists repeat theirs on every row.
    unique = {
        re.sub(r"\d+", "n", form.action) + str([f.name for f in form.fields]): form
        for form in _forms(answer.text, address)
    }
    return address, list(unique.values())


def _sent(world: World, route: Route, form: Form, data: dict[str, Any]) -> Answer:
    return ask(world, _filler(route), "POST", form.action, data)


@pytest.mark.parametrize("rows", GROUPS.values(), ids=GROUPS)
def test_bad_input_is_taken_or_gets_a_sentence_at_its_field_and_is_kept(world: World, rows: list[Route]):
    problems = [
        f"{route.id} {form.action}, {problem}"
        for route, form in _forms_of(world, rows)
        for problem in (*_odd_texts(world, route, form), *_odd_values(world, route, form))
    ]

    assert problems == []


def _odd_texts(world: World, route: Route, form: Form) -> Iterator[str]:
    """Each odd text in all fields that take text."""
    texts = form.of_kind("text", "textarea", "password")
    if not texts:
        return
    for what, bad in TEXTS.items():
        typed = bad.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
        answer = _sent(world, route, form, form.filled(**{field.name: typed for field in texts}))
        yield from (f"{what}: {fault}" for fault in _faults(answer))
        if what not in NOT_COMPARED:
            yield from (f"{what}: {name} is lost" for name in _lost(answer, texts))


def _odd_values(world: World, route: Route, form: Form) -> Iterator[str]:
    """Each odd value in each field alone; what can never be right is refused at its field and shown again."""
    for kinds, values in ODD_VALUES.items():
        for field in form.of_kind(*kinds):
            for bad in values:
                answer = _sent(world, route, form, form.filled(**{field.name: [bad]}))
                faults = [*_faults(answer)]
                if bad == IMPOSSIBLE.get(field.kind):
                    faults += _not_refused(answer, field, bad)
                yield from (f"{field.name}={bad[:20]!r}: {fault}" for fault in faults)


def _not_refused(answer: Answer, field: Field, bad: str) -> Iterator[str]:
    shown = _control(answer, field.name)
    if shown is None:
        yield f"{answer.status}, not shown again"
    elif shown.get("aria-invalid") != "true":
        yield "no sentence"
    elif shown.get("value") != bad:
        yield f"{shown.get('value')!r} instead of what was typed"


def test_the_walk_meets_forms_with_fields_of_every_kind(world: World):
    kinds = Counter(
        field.kind
        for route in _some_of_each()
        if route.name in {"calendar_app:event_new", "pages:crisis_line_add", "calendar_app:imports"}
        for form in _opened(world, route)[1]
        for field in form.fields
    )

    assert {"text", "textarea", "select", "radio", "checkbox", "hidden", "file", *IMPOSSIBLE} <= set(kinds)


def _controls(answer: Answer, name: str) -> list[Any]:
    if answer.status != 200 or not answer.is_html:
        return []
    page = html.fromstring(answer.content)
    return [each for each in page.xpath("//form//*[@name]") if each.get("name") == name]


def _control(answer: Answer, name: str) -> Any:
    return next(iter(_controls(answer, name)), None)


def _lost(answer: Answer, texts: list[Field]) -> list[str]:
    """Fields that are shown again, in one form or in many alike, and nowhere with what was typed in them."""
    shown = {field.name: _controls(answer, field.name) for field in texts if field.kind != "password"}
    return [
        name
        for name, controls in shown.items()
        if controls and not any(MARK in (one.get("value") or one.text or "") for one in controls)
    ]


def _faults(answer: Answer) -> Iterator[str]:
    if answer.status >= 500:
        yield f"{answer.status}"
    if f"<script>alert('{MARK}')" in answer.text:
        yield "a script goes through"
    if answer.status == 400:
        yield "400 without a page"
    if answer.status == 405:
        yield "405: the form is sent to an address that takes none"
