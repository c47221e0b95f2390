"""Bad input (issue, 7): whatever is thrown at a form gives a sentence or is taken; never a 500, and nothing typed is lost."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import reverse
from lxml import html

from calendar_app.models import Event, ImportBatch
from calendar_app.tasks import read_import
from tests.access.build import routes
from tests.access.matrix import Route
from tests.access.opening import Answer, address_of, ask
from tests.access.world import World
from tests.calendar_app.test_import_readers import ics, package, workbook

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
    ("select", "radio", "checkbox"): CHOICES,
    ("hidden",): CHOICES,
}
#: What such fields never take, besides what each of them gets alone first: written in all of a form at once.
NEVER_RIGHT = {
    "0000-00-00",
    "99999-12-31",
    "30/2 -26",
    "2026-13-01\x00",
    "i går",
    "-1:00",
    "12:00:00:00",
    "kvart i",
    "1e309",
    "NaN",
    "\x00",
    "'; drop table",
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
        yield from (f"{what}: no sentence at {name}" for name in _too_long_and_untold(answer, texts))


def _odd_values(world: World, route: Route, form: Form) -> Iterator[str]:
    """Each odd value in each field alone; what can never be right is refused at its field and shown again.

    A value that is refused at its field when all of its kind hold it needs not be sent in that field alone as well:
    the form has looked at each, and what follows when one alone is refused has been tried with another value.
    """
    for kinds, values in ODD_VALUES.items():
        fields = form.of_kind(*kinds)
        for bad in values:
            refused: set[str] = set()
            if len(fields) > 1 and bad in NEVER_RIGHT and kinds != ("hidden",):
                answer = _sent(world, route, form, form.filled(**{field.name: [bad] for field in fields}))
                yield from (f"every {kinds[0]}={bad[:20]!r}: {fault}" for fault in _faults(answer))
                refused = {field.name for field in fields if not [*_not_refused(answer, field, None)]}
            for field in fields:
                if field.name in refused:
                    continue
                answer = _sent(world, route, form, form.filled(**{field.name: [bad]}))
                faults = [*_faults(answer)]
                if bad == IMPOSSIBLE.get(field.kind):
                    faults += _not_refused(answer, field, bad)
                yield from (f"{field.name}={bad[:20]!r}: {fault}" for fault in faults)


def _not_refused(answer: Answer, field: Field, bad: str | None) -> Iterator[str]:
    """How the field fails to be refused with a sentence of its own, and ``bad`` to be shown again."""
    shown = _control(answer, field.name)
    if shown is None:
        yield f"{answer.status}, not shown again"
    elif shown.get("aria-invalid") != "true":
        yield "no sentence"
    elif bad is not None and shown.get("value") != bad:
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
    if not _is_shown(answer):
        return []
    return [each for each in _named(answer.content) if each.get("name") == name]


@lru_cache(maxsize=1)
def _named(content: bytes) -> list[Any]:
    """Every field of a page: one page is asked about each of its fields."""
    return html.fromstring(content).xpath("//form//*[@name]")


def _control(answer: Answer, name: str) -> Any:
    return next(iter(_controls(answer, name)), None)


def _is_shown(answer: Answer) -> bool:
    """A page with the form on it: as it was refused, or beside what somebody else has changed."""
    return answer.status in {200, 409} and answer.is_html


def _lost(answer: Answer, texts: list[Field]) -> list[str]:
    """Fields that are shown again, in one form or in many alike, and nowhere with what was typed in them."""
    shown = {field.name: _controls(answer, field.name) for field in texts if field.kind != "password"}
    return [
        name
        for name, controls in shown.items()
        if controls and not any(MARK in (one.get("value") or one.text or "") for one in controls)
    ]


def _too_long_and_untold(answer: Answer, texts: list[Field]) -> Iterator[str]:
    """Fields shown again with more than they hold, and no sentence at them."""
    for field in texts:
        for control in _controls(answer, field.name):
            typed = control.get("value") or control.text or ""
            most = int(control.get("maxlength") or len(typed))
            if MARK in typed and len(typed.replace("\r\n", "\n")) > most and not control.get("aria-invalid"):
                yield field.name


def _faults(answer: Answer) -> Iterator[str]:
    if answer.status >= 500:
        yield f"{answer.status}"
    if f"<script>alert('{MARK}')" in answer.text:
        yield "a script goes through"
    if answer.status == 400:
        yield "400 without a page"
    if answer.status == 405:
        yield "405: the form is sent to an address that takes none"


#: What no field for files takes, whatever it is called. The text keeps its place when the file is refused.
FILES = {
    "a program": ("program.pdf", b"MZ\x90\x00" + b"\x00" * 600),
    "another kind of picture": ("bild.png", b"GIF89a" + b"\x00" * 600),
    "too large": ("stor.pdf", b"%PDF-1.7\n" + b"0" * (11 * 1024 * 1024)),
    "empty": ("tom.pdf", b""),
}


#: Every form of the portal. Each planted portal of a worker has the same.
_every_form: list[tuple[Route, Form]] = []


def _all_forms(world: World, *fields: str) -> Iterator[tuple[Route, Form, Field]]:
    """Every form with such a field: by its name, or by its kind."""
    if not _every_form:
        _every_form.extend(_forms_of(world, list(_some_of_each())))
    for route, form in _every_form:
        if found := next((one for one in form.fields if {one.name, one.kind} & {*fields}), None):
            yield route, form, found


def test_a_file_that_cannot_be_used_is_refused_at_its_field_and_the_text_is_kept(world: World):
    tried, problems = set(), []
    for route, form, field in _all_forms(world, "file"):
        tried.add(route.name)
        texts = {one.name: [*one.values, MARK][:1] for one in form.of_kind("text", "textarea")}
        for what, (name, content) in FILES.items():
            bad = {field.name: SimpleUploadedFile(name, content)}
            answer = _sent(world, route, form, form.filled(**texts, **bad))
            shown = _control(answer, field.name)
            faults = [*_faults(answer)]
            if shown is None or shown.get("aria-invalid") != "true":
                faults.append(f"{answer.status}, no sentence at its field")
            faults += [
                f"{one} is lost"
                for one, (typed,) in texts.items()
                if (control := _control(answer, one)) is not None
                and typed.strip() != (control.get("value") or control.text or "").strip()
            ]
            problems += [f"{route.id} {field.name}, {what}: {fault}" for fault in faults]

    assert problems == []
    assert {"calendar_app:event_new", "calendar_app:event_edit", "calendar_app:imports"} <= tried


def _hostile_files() -> dict[str, tuple[bytes, str]]:
    """What attackers upload, and the words that answer it."""
    zone = "BEGIN:VTIMEZONE\r\nTZID:X\r\nBEGIN:STANDARD\r\nTZID:X\r\nRRULE:FREQ=SECONDLY\r\nEND:STANDARD\r\nEND:VTIMEZONE"
    cyclic = ics(start="DTSTART;TZID=X:20261014T180000").replace(
        b"BEGIN:VEVENT", f"{zone}\r\nBEGIN:VEVENT".encode()
    )
    bomb = {"xl/workbook.xml": b"<workbook/>", "xl/sheet.xml": b"0" * (60 * 1024 * 1024)}
    return {
        "bomb.xlsx": (package(**bomb), "för stor när den packas upp"),
        "halv.xlsx": (workbook(["Rubrik", "Datum"])[:-200], "skadad"),
        "utan-slut.ics": (ics("RRULE:FREQ=DAILY"), "fler än 400"),
        "undantag.ics": (ics("RRULE:FREQ=WEEKLY", *["EXDATE:20261021T180000"] * 5000), "fler än 500"),
        "rundgang.ics": (cyclic, "känns inte igen"),
    }


def test_a_hostile_file_is_answered_in_words_and_writes_nothing(world: World):
    before = Event.objects.count()
    for name, (content, words) in _hostile_files().items():
        sent = {"file": SimpleUploadedFile(name, content)}
        answer = ask(world, "coordinator", "POST", reverse("calendar_app:imports"), sent, stays=True)
        assert answer.status == 302, name

        read_import(str(ImportBatch.objects.latest("created_at").pk))
        page = ask(world, "coordinator", "GET", answer.headers["Location"])

        assert page.status == 200, name
        assert words in page.text, name
    assert Event.objects.count() == before


#: What the first of two writes.
FIRST = "wvu"


#: What else a form needs, where the planted object lacks it.
NEEDED = {
    "no_private_names": "on",
    "audiences": "users",
    "outcome": "no_longer",
    "title": "En rubrik",
    "decision": "declined",
    "held_on": "2026-01-15",
    "choice": "decline",
}
#: The field that two people change, where it isn't the first text.
CHANGED = {"pages:crisis_line_edit": "label", "surveys:question_edit": "text"}
#: Too short a field for what stands there and a word more: the word is written instead.
SHORT = {"fees:claim_attest"}
#: What they write stands beside the other's: a new audit, a new edition with its own note.
BESIDE = {"revisions:new", "revisions:report_correct"}


def _edits(world: World) -> Iterator[tuple[Route, Form, Field]]:
    """Every form that carries what it has seen of something there is, and the text in it that two people change."""
    for route, form, seen in _all_forms(world, "version", "seen"):
        texts = [*form.of_kind("textarea"), *form.of_kind("text")]
        if texts and route.name not in BESIDE and seen.values not in {(), ("",), ("0",)}:
            wanted = CHANGED.get(route.name, texts[0].name)
            yield route, form, next(field for field in texts if field.name == wanted)


def test_whoever_saves_second_is_told_what_changed_and_loses_nothing(world: World):
    problems, tried = [], set()
    for route, form, field in _edits(world):
        before = "" if route.name in SHORT else f"{''.join(field.values)} "
        # What is chosen already stays.
        filled = {one.name for one in form.fields if one.name in {"outcome", "title"} and "".join(one.values)}
        also = {one.name: [NEEDED[one.name]] for one in form.fields if one.name in NEEDED.keys() - filled}
        first, second = (form.filled(**{**also, field.name: [f"{before}{word}"]}) for word in (FIRST, MARK))
        savepoint = transaction.savepoint()
        saved = ask(world, _filler(route), "POST", form.action, first, stays=True)
        answer = _sent(world, route, form, second)
        transaction.savepoint_rollback(savepoint)
        shown = _control(answer, field.name)
        if not saved.is_opened or saved.status == 200:
            wrong = [one.get("name") for one in _named(saved.content) if one.get("aria-invalid")]
            problems.append(f"{route.id} {field.name}: the first is not saved, {saved.status} {wrong}")
        elif shown is None or MARK not in (shown.get("value") or shown.text or ""):
            problems.append(f"{route.id} {field.name}: {answer.status}, what the second typed is lost")
        elif FIRST not in answer.text:
            problems.append(f"{route.id} {field.name}: {answer.status}, the second is not told what changed")
        tried.add(route.name)

    assert not problems, "\n".join(problems)
    assert len(tried) > 15
