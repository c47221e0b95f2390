"""Personas and places that every room's tests share."""

import gc
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.db.backends.postgresql.creation import DatabaseCreation
from django.test import TransactionTestCase
from hypothesis import settings as hypothesis_settings

from accounts.models import PortalRole, User
from associations.models import Association, Representative
from common import page_cache
from common.call_stack import with_room
from organisations.models import Area, Municipality, Principal, Unit, UnitRole
from tests.made_once import create_test_database, drop_database

pytest_plugins = ["tests.browser", "tests.access.planted"]

# The same examples in every run, and as long as they take: neither luck nor a slow machine decides.
hypothesis_settings.register_profile("portal", derandomize=True, deadline=None, database=None)
hypothesis_settings.load_profile("portal")


def pytest_collection_finish() -> None:
    """What is imported by now stays: the garbage collector needs neither look at it again nor come so often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


#: What takes long among the tests that use no database, which come last.
_LONG = {"test_running.py", "test_embedded.py", "test_calendar_pdf.py"}


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Short tests end the run: a worker that has nothing left to take waits for the other's last one.

    The last worker, whose share begins where the others' end, begins with what takes long and needs no database:
    meanwhile the first one makes what both need.
    """
    with_database = {"db", "transactional_db", "live_server"}
    last = 0
    for number, item in enumerate(items, start=1):
        names = getattr(item, "fixturenames", ())
        if item.get_closest_marker("django_db") or not with_database.isdisjoint(names):
            last = number
    long = [item for item in items[last:] if item.path.name in _LONG]
    items[last:] = [item for item in items[last:] if item.path.name not in _LONG]
    workers = getattr(config, "workerinput", {}).get("workercount", 1)
    share = (len(items) + len(long)) * (workers - 1) // workers if workers > 1 else last
    items[share:share] = long


def pytest_itemcollected(item: pytest.Item) -> None:
    """Every test has room for its calls in one piece of memory, however deep the runner that calls it stands."""
    item.runtest = partial(with_room, item.runtest)  # type: ignore[method-assign]


#: Tables that migrate fills and no test changes.
_KEPT = {"django_migrations", "django_content_type", "django_site", "auth_permission"}


def _empty_the_database(case: TransactionTestCase) -> None:
    """What Django's ``flush`` leaves after a browser test, in a hundredth of the time: few tables hold anything.

    Append-only triggers rest while it happens; the portal itself never may. Whoever still writes is waited for.
    """
    names = set(connection.introspection.django_table_names(only_existing=True, include_views=False)) - _KEPT
    tables = [connection.ops.quote_name(name) for name in sorted(names)]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {', '.join(tables)} IN ACCESS EXCLUSIVE MODE")
        cursor.execute(" UNION ALL ".join(f"(SELECT '{table}' FROM {table} LIMIT 1)" for table in tables))  # noqa: S608 - our own tables
        filled = [table for (table,) in cursor.fetchall()]
        cursor.execute("SET LOCAL session_replication_role = replica")
        for table in filled:
            cursor.execute(f"DELETE FROM {table}")  # noqa: S608 - our own tables


@pytest.fixture(autouse=True, scope="session")
def _browser_tests_leave_an_empty_database() -> None:
    TransactionTestCase._fixture_teardown = _empty_the_database  # type: ignore[method-assign]


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> None:
    """Workers share what one of them has migrated; a database goes although a browser still waits.

    A live server's thread may hold a connection for a moment longer.
    """

    def destroy(self: DatabaseCreation, test_database_name: str, verbosity: int) -> None:
        drop_database(test_database_name)

    DatabaseCreation.create_test_db = create_test_database  # type: ignore[method-assign]
    DatabaseCreation._destroy_test_db = destroy  # type: ignore[method-assign]


@pytest.fixture(autouse=True)
def _empty_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test begins with empty caches, and never meets a page from before its last change.

    A process may show such a page for ``TRUST`` seconds: a quick machine would meet it, a slow one not.
    """
    cache.clear()
    page_cache.forget_pages()
    monkeypatch.setattr(page_cache, "TRUST", 0.0)


@pytest.fixture(autouse=True)
def media_folder(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture(autouse=True)
def key_store(settings: Any, tmp_path: Any) -> Any:
    """The folder with this test's keys of sealed text; its mirror stands beside it, in ``key-mirror``."""
    settings.KEY_STORE_URL = f"file://{tmp_path}/keys?mirror={tmp_path}/key-mirror&create=yes"
    return tmp_path / "keys"


@pytest.fixture
def make_user(db: None) -> Callable[..., User]:
    """Make a person with an account: ``make_user("Namn", "coordinator")``."""

    def make(name: str = "Kim Testsson", *roles: str, password: str = "en-lang-losenfras") -> User:
        number = User.objects.count() + 1
        user = User.objects.create_user(f"person{number}@example.org", password, name=name)
        for role in roles:
            PortalRole.objects.create(user=user, role=role)
        return user

    return make


@pytest.fixture
def administrator(make_user: Callable[..., User]) -> User:
    return make_user("Adi Administratör", "administrator")


@pytest.fixture
def coordinator(make_user: Callable[..., User]) -> User:
    return make_user("Sam Samordnare", "coordinator")


@pytest.fixture
def editor(make_user: Callable[..., User]) -> User:
    return make_user("Red Redaktör", "editor")


@pytest.fixture
def outsider(make_user: Callable[..., User]) -> User:
    """Somebody with an account and no role at all."""
    return make_user("Ute Utanför")


@pytest.fixture
def area(db: None) -> Area:
    return Area.objects.create(name="Gästrikland", slug="gastrikland")


@pytest.fixture
def municipality(area: Area) -> Municipality:
    return Municipality.objects.create(name="Gävle", slug="gavle", area=area, tile_column=3, tile_row=5)


@pytest.fixture
def unit(municipality: Municipality) -> Unit:
    principal = Principal.objects.create(name="Regionen", slug="regionen", kind="region")
    return Unit.objects.create(
        name="Öppenvården Gävle", slug="oppenvarden-gavle", principal=principal, municipality=municipality
    )


@pytest.fixture
def unit_manager(make_user: Callable[..., User], unit: Unit) -> User:
    user = make_user("Eli Enhetschef")
    UnitRole.objects.create(user=user, unit=unit, role="unit_manager")
    return user


@pytest.fixture
def supervisor(make_user: Callable[..., User], unit: Unit) -> User:
    user = make_user("Hedvig Handledare")
    UnitRole.objects.create(user=user, unit=unit, role="supervisor")
    return user


@pytest.fixture
def association(municipality: Municipality) -> Association:
    return Association.objects.create(
        name="Egna Ord Hälsingland",
        slug="egna-ord-halsingland",
        status="listed",
        base_municipality=municipality,
    )


@pytest.fixture
def other_association(municipality: Municipality) -> Association:
    return Association.objects.create(
        name="Föreningen Lyktskenet",
        slug="foreningen-lyktskenet",
        status="listed",
        base_municipality=municipality,
    )


@pytest.fixture
def representative(make_user: Callable[..., User], association: Association) -> User:
    user = make_user("Rio Representant")
    Representative.objects.create(user=user, association=association)
    return user


@pytest.fixture
def other_representative(make_user: Callable[..., User], other_association: Association) -> User:
    user = make_user("Robin Representant")
    Representative.objects.create(user=user, association=other_association)
    return user
