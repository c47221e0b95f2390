"""Keys in folders: durable in both, readable by their owner only, and never overwritten."""

import os
import shutil
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.exceptions import ImproperlyConfigured

from common.errors import DomainError
from common.sealing import KeyStoreError, SealBrokenError, keyring, new_key, seal, shred, unseal
from common.sealing.folder_store import FolderStore
from common.sealing.opening import open_store
from common.sealing.shredding import destroy
from inflytande.settings import environment

PLACE = "prov.text:1"
pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path: Path) -> FolderStore:
    store = FolderStore(tmp_path / "one", create=True)
    store.prepare(uuid4())
    return store


def use(settings: Any, store: Path, mirror: Path) -> None:
    settings.KEY_STORE_URL = f"file://{store}?mirror={mirror}"


def test_a_new_key_lies_in_store_and_mirror_for_its_owner_only(key_files):
    key_id = new_key()

    for path in key_files(key_id):
        assert path.stat().st_mode & 0o777 == 0o600
        assert path.parent.stat().st_mode & 0o777 == path.parent.parent.stat().st_mode & 0o777 == 0o700
        assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_what_lies_in_the_store_is_wrapped(key_files, settings):
    key_id = new_key()
    sealed = seal("en mening", key_id, place=PLACE)

    settings.SEALING_KEYS = [os.urandom(32)]

    assert key_files(key_id)[0].read_bytes().startswith(b"SK\x01")
    with pytest.raises(KeyStoreError, match="saknar den huvudnyckel"):
        unseal(sealed, key_id, place=PLACE)


@pytest.mark.parametrize("mode", [0o750, 0o701, 0o704])
@pytest.mark.parametrize("copy", ["keys", "key-mirror"])
def test_a_folder_that_others_may_open_is_refused(tmp_path, mode: int, copy: str):
    new_key()

    (tmp_path / copy).chmod(mode)

    with pytest.raises(KeyStoreError) as refused:
        new_key()
    assert refused.value.reason == f"{tmp_path / copy} can be read by others: chmod 700 it"


def test_when_the_mirror_takes_nothing_no_key_is_given(settings, key_store, in_the_way):
    new_key()
    use(settings, key_store, in_the_way)

    with pytest.raises(KeyStoreError, match="Inget har gått förlorat") as refused:
        new_key()

    assert isinstance(refused.value, DomainError)


def test_a_mirror_that_fails_after_the_store_leaves_only_an_unused_key(key_store, key_files):
    """As after a crash between the two: nobody ever learns the key's id."""
    new_key()
    before = set(open_store().store.keys())
    mirror = key_store.with_name("key-mirror")
    for entry in mirror.iterdir():
        if entry.is_dir():
            shutil.rmtree(entry)
    for first in range(256):
        (mirror / f"{first:02x}").write_bytes(b"in the way of every folder")

    with pytest.raises(KeyStoreError):
        new_key()

    assert len(set(open_store().store.keys()) - before) == 1


def test_while_the_store_is_away_texts_stay_closed_and_come_back_with_it(settings, key_store, in_the_way):
    key_id = new_key()
    sealed = seal("en mening", key_id, place=PLACE)
    present = settings.KEY_STORE_URL

    use(settings, in_the_way, key_store.with_name("key-mirror"))
    with pytest.raises(KeyStoreError, match="nyckellagret inte svarar"):
        keyring([key_id])
    settings.KEY_STORE_URL = present

    assert unseal(sealed, key_id, place=PLACE) == "en mening"


def test_an_empty_place_where_the_store_should_be_mounted_takes_no_key(settings, tmp_path, key_store):
    new_key()
    unmounted = tmp_path / "unmounted"
    unmounted.mkdir(mode=0o700)

    for store, mirror in ((unmounted, key_store.with_name("key-mirror")), (key_store, unmounted)):
        use(settings, store, mirror)
        with pytest.raises(KeyStoreError):
            new_key()

    assert list(unmounted.iterdir()) == []


def test_an_empty_place_where_the_store_should_be_mounted_is_not_taken_for_a_lost_or_shredded_key(
    settings, tmp_path, key_store, key_files
):
    key_id = new_key()
    present = settings.KEY_STORE_URL
    unmounted = tmp_path / "unmounted"
    unmounted.mkdir(mode=0o700)
    use(settings, unmounted, key_store.with_name("key-mirror"))

    with pytest.raises(KeyStoreError, match="nyckellagret inte svarar"):
        keyring([key_id])
    shred(key_id)
    assert destroy(key_id) is False

    assert [path.exists() for path in key_files(key_id)] == [True, False]
    settings.KEY_STORE_URL = present
    assert destroy(key_id)
    assert not key_files(key_id)[0].exists()


def test_a_mirror_of_another_portal_takes_no_key(settings, tmp_path, key_store):
    new_key()
    other = FolderStore(tmp_path / "other", create=True)
    other.prepare(uuid4())
    use(settings, key_store, other.root)

    with pytest.raises(KeyStoreError):
        new_key()

    assert not other.keys()


def test_a_key_lost_from_the_store_is_read_from_the_mirror(key_files):
    key_id = new_key()
    sealed = seal("en mening", key_id, place=PLACE)

    key_files(key_id)[0].unlink()

    assert unseal(sealed, key_id, place=PLACE) == "en mening"


@pytest.mark.parametrize("content", [b"", b"SK\x01", b"\0" * 71, b"SK\x01" + b"\0" * 200])
def test_a_damaged_key_file_is_told_and_left_alone(key_files, content: bytes):
    key_id = new_key()
    sealed = seal("en mening", key_id, place=PLACE)

    key_files(key_id)[0].write_bytes(content)

    with pytest.raises((SealBrokenError, KeyStoreError)):
        unseal(sealed, key_id, place=PLACE)
    assert key_files(key_id)[0].read_bytes() == content


def test_a_kept_key_is_never_overwritten(folder: FolderStore):
    key_id = uuid4()
    folder.add(key_id, b"the first")

    with pytest.raises(KeyStoreError):
        folder.add(key_id, b"another")

    assert folder.read([key_id]) == {key_id: b"the first"}


def test_a_shredded_id_takes_no_key_again(folder: FolderStore):
    key_id = uuid4()
    folder.add(key_id, b"the first")
    folder.destroy(key_id)
    folder.destroy(key_id)

    with pytest.raises(KeyStoreError):
        folder.add(key_id, b"again")
    folder.replace(key_id, b"rewrapped")

    assert folder.read([key_id]) == {key_id: None}
    assert not folder.keys()
    assert folder.gravestones() == {key_id}


def test_a_key_shredded_while_it_is_rewrapped_stays_gone(
    folder: FolderStore, monkeypatch: pytest.MonkeyPatch
):
    """The other process comes between our last look and our write."""
    key_id = uuid4()
    folder.add(key_id, b"the first")
    replace = os.replace

    def shredded_meanwhile(source: str, target: str) -> None:
        content = Path(source).read_bytes()
        folder.destroy(key_id)
        Path(source).write_bytes(content)
        replace(source, target)

    monkeypatch.setattr(os, "replace", shredded_meanwhile)
    folder.replace(key_id, b"rewrapped")

    assert not folder.keys()


def test_what_a_crash_left_half_written_is_tidied_and_shredded(folder: FolderStore, aged):
    left, shredded = uuid4(), uuid4()
    for key_id in (left, shredded):
        folder.add(key_id, b"a key")
    rests = [_unfinished(folder, key_id) for key_id in (left, shredded)]

    folder.destroy(shredded)
    assert not rests[1].exists()
    assert folder.tidy() == 0  # somebody may be writing it
    aged(rests[0])

    assert folder.tidy() == 1
    assert folder.keys().keys() == {left}


def _unfinished(folder: FolderStore, key_id: UUID) -> Path:
    path = folder.root / key_id.hex[:2] / key_id.hex[2:4] / f".{key_id.hex}.key.0123.unfinished"
    path.write_bytes(b"half a k")
    return path


@pytest.mark.parametrize(
    ("url", "advice"),
    [
        ("file:///srv/keys", "needs a mirror"),
        ("file:///srv/keys?mirror=/srv/keys", "another place"),
        ("file:///srv/keys?mirror=/srv/keys/mirror", "another place"),
        ("file://host/srv/keys?mirror=/mirror", "must be file:///"),
        ("/srv/keys?mirror=/mirror", "must be file:///"),
        ("https://kms.example.org/?mirror=/mirror", "must be file:///"),
    ],
)
def test_an_address_that_cannot_be_right_says_what_to_write(settings, url: str, advice: str):
    settings.KEY_STORE_URL = url

    with pytest.raises(ImproperlyConfigured, match=advice):
        open_store()


def test_folders_may_have_any_name(settings, tmp_path: Path):
    place = tmp_path / "å b+c%20#d&e?"
    settings.KEY_STORE_URL = environment.key_folders(place)

    key_id = new_key()

    assert all(copy.read([key_id]) for copy in open_store().both)
    assert {path.name for path in place.iterdir()} == {"keys", "keys-mirror"}
