"""The trail as administrators read it."""

import ast
import csv
import io
import re
import uuid
from datetime import timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from common import trail
from common.actors import PUBLIC, SYSTEM
from common.models import TrailEntry
from inflytande.trail import queries
from inflytande.trail.queries import TrailFilter
from inflytande.trail.words import OBJECTS, object_words, verb_words
from organisations.models import Area

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).resolve().parents[2]


def _write(number: int, actor_id: uuid.UUID | None = None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO common_trailentry (at, actor_id, kind, room, verb, object_type, object_id, fields) "
            "SELECT now() - n * interval '1 second', %s, 'write', 'organisations', 'edit_area', "
            "'organisations.area', (n %% 500)::text, '{name}' FROM generate_series(1, %s) n",
            [actor_id or uuid.uuid4(), number],
        )


def test_only_administrators_read_it(
    client: Client, administrator: User, coordinator: User, editor: User, outsider: User
) -> None:
    for address in ("/sparbarhet/", "/sparbarhet/sparbarhet.csv"):
        for user, status in ((administrator, 200), (coordinator, 403), (editor, 403), (outsider, 403)):
            client.force_login(user)
            assert client.get(address).status_code == status
            assert client.post(address).status_code in {403, 405}
        client.logout()
        assert client.get(address).status_code == 302


def test_reading_and_exporting_are_recorded_without_what_was_asked(
    client: Client, administrator: User, area: Area
) -> None:
    client.force_login(administrator)
    client.get(f"/sparbarhet/?objekt={area.pk}&fran=2026-01-01")
    client.get("/sparbarhet/sparbarhet.csv")

    opened = TrailEntry.objects.filter(kind="opened", actor_id=administrator.actor_id).order_by("pk")
    assert [(row.verb, row.fields) for row in opened] == [
        ("open_trail", ["object_id", "since"]),
        ("export_trail", []),
    ]


def test_rows_name_people_by_their_account_only(
    client: Client, administrator: User, coordinator: User, outsider: User, area: Area
) -> None:
    trail.record("edit_area", area, actor=coordinator, fields=["name"])
    trail.record("edit_area", area, actor=outsider)
    trail.record("edit_area", area, actor=SYSTEM)
    trail.record("edit_area", area, actor=PUBLIC)
    outsider.delete()
    client.force_login(administrator)

    rows = client.get("/sparbarhet/?typ=organisations.area").context["page"].rows

    assert [row.who for row in rows] == ["Besökare", "Portalen", "Borttaget konto", coordinator.name]
    assert (rows[-1].verb, rows[-1].object, rows[-1].fields) == ("Ändrade", "område", ["namn"])


def test_filters_combine(administrator: User, coordinator: User, area: Area) -> None:
    trail.record("edit_area", area, actor=coordinator)
    trail.record("edit_area", area, actor=administrator)
    trail.record_opened(area, actor=coordinator)
    today = timezone.localdate()

    def found(**wanted: object) -> int:
        return len(queries.trail_page(TrailFilter(**wanted), "").rows)  # type: ignore[arg-type]

    assert found() == 3
    assert found(actor_id=coordinator.actor_id) == 2
    assert found(actor_id=coordinator.actor_id, kind="opened") == 1
    assert found(object_type="organisations.area", object_id=str(area.pk)) == 3
    assert found(object_type="organisations.unit") == 0
    assert found(since=today, until=today) == 3
    assert found(since=today + timedelta(days=1)) == 0
    assert found(until=today - timedelta(days=1)) == 0


@pytest.mark.parametrize(
    "query",
    ["vem=kim", "fran=nyss", "fran=2026-05-01&till=2026-04-01", "typ=trams", "slag=x", "objekt=" + "x" * 99],
)
def test_a_wrong_filter_gets_a_sentence_and_shows_nothing(
    client: Client, administrator: User, area: Area, query: str
) -> None:
    trail.record("edit_area", area, actor=administrator)
    client.force_login(administrator)

    for address in ("/sparbarhet/", "/sparbarhet/sparbarhet.csv"):
        page = client.get(f"{address}?{query}")
        assert page.status_code == 200
        assert page.context["page"] is None
        assert page.context["form"].errors


def test_the_first_and_the_last_day_there_are_can_be_asked_for(
    client: Client, administrator: User, area: Area
) -> None:
    trail.record("edit_area", area, actor=administrator)
    client.force_login(administrator)

    page = client.get("/sparbarhet/?fran=0001-01-01&till=9999-12-31")

    assert page.context["page"].rows


@pytest.mark.parametrize("mark", ["x", "2026-01-01_5", "_", "2026-13-01T00:00:00+00:00_1", "9" * 400])
def test_a_broken_mark_shows_the_newest(client: Client, administrator: User, mark: str) -> None:
    client.force_login(administrator)

    assert client.get("/sparbarhet/", {"efter": mark}).status_code == 200


def test_pages_follow_on_each_other_without_gap_or_double(administrator: User) -> None:
    _write(120)
    seen: list[str] = []
    mark = ""
    for _ in range(3):
        page = queries.trail_page(TrailFilter(), mark)
        seen.extend(f"{row.at.isoformat()} {row.object_id}" for row in page.rows)
        mark = page.next_mark

    assert (len(seen), len(set(seen)), mark) == (120, 120, "")
    assert seen == sorted(seen, reverse=True)


def test_rows_of_the_same_moment_are_not_lost_between_pages(administrator: User) -> None:
    moment = timezone.now()
    TrailEntry.objects.bulk_create(
        TrailEntry(
            actor_id=administrator.actor_id,
            kind="write",
            room="r",
            verb="v",
            object_type="t",
            object_id=str(n),
        )
        for n in range(70)
    )
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE common_trailentry DISABLE TRIGGER USER")
        cursor.execute("UPDATE common_trailentry SET at = %s", [moment])
        cursor.execute("ALTER TABLE common_trailentry ENABLE TRIGGER USER")

    first = queries.trail_page(TrailFilter(), "")
    second = queries.trail_page(TrailFilter(), first.next_mark)

    assert {row.object_id for row in [*first.rows, *second.rows]} == {str(n) for n in range(70)}


def test_the_export_holds_every_row_with_formulas_asleep(
    client: Client, administrator: User, coordinator: User, area: Area
) -> None:
    User.objects.filter(pk=coordinator.pk).update(name="=HYPERLINK(1)")
    trail.record("edit_area", area, actor=coordinator, fields=["name", "order"])
    client.force_login(administrator)

    response = client.get(f"/sparbarhet/sparbarhet.csv?vem={coordinator.actor_id}")
    text = b"".join(response.streaming_content).decode()

    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))
    assert rows[0] == ["Tid", "Vem", "Aktör", "Slag", "Verb", "Objekttyp", "Objekt", "Ändrade fält"]
    assert rows[1][1:] == [
        "'=HYPERLINK(1)",
        str(coordinator.actor_id),
        "Ändrade",
        "edit_area",
        "organisations.area",
        str(area.pk),
        "name, order",
    ]


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_costs_the_same_at_any_length(
    number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    _write(number)

    # The rows, and the names of those who acted.
    with django_assert_num_queries(2):
        assert len(queries.trail_page(TrailFilter(), "").rows) == number


@pytest.mark.parametrize(
    "wanted",
    [TrailFilter(), TrailFilter(object_type="organisations.area", object_id="7"), TrailFilter(kind="write")],
)
def test_a_hundred_thousand_rows_are_read_through_an_index(wanted: TrailFilter) -> None:
    _write(100_000)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE common_trailentry")
    newest = queries.trail_page(TrailFilter(), "")

    for mark in ("", newest.next_mark):
        entries = queries.page_query(wanted, mark)
        plan = entries[: queries.PAGE_SIZE + 1].explain()
        assert "Index" in plan
        assert "Seq Scan" not in plan
        # At most rows of the very same moment are put in order; never the whole table.
        assert not re.search(r"(?<!Incremental )Sort  \(", plan)


def test_verbs_and_objects_are_told_in_words() -> None:
    assert verb_words("publish_event") == "Publicerade"
    assert verb_words("frobnicate_thing") == "frobnicate_thing"
    assert object_words("organisations.unit") == "verksamhet"
    assert object_words("x.y") == "x.y"


def _verbs_in_the_code() -> set[str]:
    """Names handed to the trail as text anywhere in the rooms."""
    found: set[str] = set()
    for room in (
        "accounts",
        "organisations",
        "associations",
        "calendar_app",
        "pages",
        "common",
        "inflytande",
    ):
        for file in (ROOT / room).rglob("*.py"):
            for call in (
                node for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, ast.Call)
            ):
                name = ast.unparse(call.func)
                if name in {"trail.record", "trail.record_listed"} and call.args:
                    given: list[ast.expr] = [call.args[0]]
                else:
                    given = [keyword.value for keyword in call.keywords if keyword.arg == "verb"]
                for value in given:
                    parts = [value.body, value.orelse] if isinstance(value, ast.IfExp) else [value]
                    found |= {part.value for part in parts if isinstance(part, ast.Constant)}
    return found


def test_every_verb_that_the_code_records_has_words() -> None:
    verbs = _verbs_in_the_code()

    assert len(verbs) > 60
    assert [verb for verb in sorted(verbs) if verb_words(verb) == verb] == []


def test_every_object_type_in_the_words_exists() -> None:
    known = {model._meta.label_lower for model in apps.get_models()}

    assert set(OBJECTS) <= known
