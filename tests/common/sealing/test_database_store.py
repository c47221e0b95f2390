"""Keys in a PostgreSQL cluster of their own keep the same promises as keys in folders."""

import os
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import psycopg
import pytest
from django.core.management import call_command

from common.sealing import KeyGoneError, KeyStoreError, new_key, seal, shred, unseal
from common.sealing.database_store import DatabaseStore
from common.sealing.opening import check_readable, open_store
from common.sealing.rotation import rotate
from common.sealing.shredding import destroy
from common.sealing.upkeep import tidy
from tests.common.sealing.conftest import NEW, OLD

PLACE = "prov.text:1"
pytestmark = pytest.mark.django_db


def named(url: str, database: str) -> str:
    before, _, query = url.partition("?")
    return f"{before.rsplit('/', 1)[0]}/{database}?{query}"


@pytest.fixture
def addresses(other_cluster: Any, settings: Any) -> tuple[str, ...]:
    """Store and mirror in two new databases, prepared."""
    both = tuple(named(other_cluster.database_url, f"keys_{uuid4().hex}") for _ in range(2))
    with psycopg.connect(other_cluster.database_url, autocommit=True) as server:
        for address in both:
            server.execute(f'CREATE DATABASE "{psycopg.conninfo.conninfo_to_dict(address)["dbname"]}"')
    settings.KEY_STORE_URL = f"{both[0]}&mirror={quote(both[1], safe='')}"
    call_command("prepare_key_store")
    return both


def test_a_text_opens_and_after_shredding_does_not(addresses):
    key_id = new_key()
    sealed = seal("en mening", key_id, place=PLACE)
    assert unseal(sealed, key_id, place=PLACE) == "en mening"
    check_readable()

    shred(key_id)
    assert destroy(key_id)

    with pytest.raises(KeyGoneError):
        unseal(sealed, key_id, place=PLACE)
    for address in addresses:
        with psycopg.connect(address) as connection:
            assert connection.execute("SELECT count(*) FROM key_store_keys").fetchone() == (0,)
            assert connection.execute("SELECT id FROM key_store_gravestones").fetchone() == (key_id,)
    tidy()


def test_what_it_holds_is_wrapped_and_rotates(addresses, settings):
    settings.SEALING_KEYS = [OLD]
    key_id = new_key()
    sealed = seal("en mening", key_id, place=PLACE)

    settings.SEALING_KEYS = [NEW, OLD]
    assert rotate().rewrapped == 2

    settings.SEALING_KEYS = [NEW]
    assert unseal(sealed, key_id, place=PLACE) == "en mening"


def test_a_key_is_never_overwritten_and_never_comes_back(addresses):
    store = DatabaseStore(addresses[0])
    key_id = uuid4()
    store.add(key_id, b"the first")

    with pytest.raises(KeyStoreError):
        store.add(key_id, b"another")
    assert store.read([key_id, uuid4()]) == {key_id: b"the first"}

    store.destroy(key_id)
    store.destroy(key_id)
    store.replace(key_id, b"rewrapped")
    with pytest.raises(KeyStoreError):
        store.add(key_id, b"again")
    assert store.read([key_id]) == {key_id: None}
    assert not store.keys()


def test_a_mirror_that_is_away_gives_no_key(addresses, settings, tmp_path):
    away = f"postgresql://portal@/keys?host={tmp_path}"
    settings.KEY_STORE_URL = f"{addresses[0]}&mirror={quote(away, safe='')}"

    with pytest.raises(KeyStoreError, match="nyckellagret inte svarar"):
        new_key()


def test_the_mirror_may_be_a_folder(addresses, settings, tmp_path):
    folder = tmp_path / "folder"
    folder.mkdir(mode=0o700)
    settings.KEY_STORE_URL = f"{addresses[0]}&mirror={folder}"

    call_command("check_key_store", "--repair")
    key_id = new_key()

    assert open_store().mirror.read([key_id]) == open_store().store.read([key_id])


@pytest.mark.parametrize("place", ["store", "mirror"])
def test_the_portals_own_cluster_is_refused_under_any_name(settings, tmp_path, place: str):
    ours = named(os.environ["DATABASE_URL"], "postgres")
    folder = tmp_path / "folder"
    folder.mkdir(mode=0o700)
    settings.KEY_STORE_URL = (
        f"{ours}&mirror={folder}" if place == "store" else f"file://{folder}?mirror={quote(ours, safe='')}"
    )

    for use in (new_key, check_readable):
        with pytest.raises(KeyStoreError) as refused:
            use()
        assert "cluster of their own" in refused.value.reason


def test_no_password_is_told_in_faults(settings, tmp_path, capfd):
    settings.KEY_STORE_URL = (
        f"postgresql://portal:hemligt-losen@127.0.0.1:1/keys?mirror={tmp_path}/folder&connect_timeout=1"
    )

    with pytest.raises(KeyStoreError) as refused:
        new_key()

    assert "hemligt-losen" not in refused.value.reason + str(refused.value) + "".join(capfd.readouterr())
