"""``check_key_store`` says what is wrong, and puts right only what loses nothing."""

import shutil
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from common.sealing import new_key, seal, shred, unseal
from common.sealing.opening import open_store
from common.sealing.shredding import destroy
from revisions.models import UserAudit
from tests.common.sealing.conftest import NEW

PLACE = "prov.text:1"
pytestmark = pytest.mark.django_db


def check(*options: str) -> tuple[bool, str]:
    """Run the command; return whether it was content, and what it said."""
    said = StringIO()
    try:
        call_command("check_key_store", *options, stdout=said)
    except CommandError as error:
        return False, said.getvalue() + str(error)
    return True, said.getvalue()


def test_with_every_key_in_both_copies_it_is_content(key_in_use):
    key_in_use()

    sound, said = check()

    assert sound, said
    assert "Keys in use: 1" in said


@pytest.mark.parametrize(
    ("copies", "sentence"),
    [
        ([0], "Only in the mirror: 1"),
        ([1], "Only in the store: 1"),
        ([0, 1], "Missing in store and mirror: 1"),
    ],
)
def test_a_lost_key_is_named(key_in_use, key_files, copies: list[int], sentence: str):
    key_in_use()
    key_id = key_in_use()
    for copy in copies:
        key_files(key_id)[copy].unlink()

    sound, said = check()

    assert not sound
    assert f"{sentence}\n  {key_id}" in said


@pytest.mark.parametrize("copy", [0, 1])
def test_repair_copies_what_one_of_them_lacks(key_in_use, key_files, copy: int):
    key_id = key_in_use()
    before = key_files(key_id)[copy].read_bytes()
    key_files(key_id)[copy].unlink()

    sound, said = check("--repair")

    assert sound, said
    assert "Copied between store and mirror: 1" in said
    assert key_files(key_id)[copy].read_bytes() == before


def test_repair_fills_a_new_mirror(key_in_use, key_files, key_store: Path, tmp_path: Path, settings: Any):
    shredded = new_key()
    shred(shredded)
    destroy(shredded)
    key_id = key_in_use()
    new = tmp_path / "new-disk"
    new.mkdir(mode=0o700)
    settings.KEY_STORE_URL = f"file://{key_store}?mirror={new}"
    assert not check()[0]

    sound, said = check("--repair")

    assert sound, said
    assert open_store().mirror.read([key_id, shredded]) == open_store().store.read([key_id, shredded])
    assert open_store().mirror.gravestones() == {shredded}


def test_repair_destroys_what_came_back(key_in_use, key_files, tmp_path: Path):
    key_in_use()
    shredded = new_key()
    shutil.copytree(tmp_path / "key-mirror", tmp_path / "old")
    shred(shredded)
    destroy(shredded)
    shutil.rmtree(tmp_path / "key-mirror")
    shutil.move(tmp_path / "old", tmp_path / "key-mirror")

    sound, said = check()
    assert not sound
    assert "Shredded, but held again: 1" in said

    assert check("--repair")[0]
    assert not any(path.exists() for path in key_files(shredded))


def test_two_different_keys_under_one_id_are_told_and_neither_is_touched(key_in_use, key_files):
    first, second = key_in_use(), new_key()
    from common.sealing.wrapping import sealing_keys

    keys = sealing_keys()
    other = keys.wrap(keys.unwrap(key_files(second)[0].read_bytes(), second), first)
    key_files(first)[1].write_bytes(other)

    sound, said = check("--repair")

    assert not sound
    assert "Different in store and mirror: 1" in said
    assert key_files(first)[1].read_bytes() == other


def test_wrong_sealing_keys_are_counted_by_mark(key_in_use, settings: Any):
    key_in_use()
    settings.SEALING_KEYS = [NEW]

    sound, said = check()

    assert not sound
    assert "which SEALING_KEYS lacks: 2" in said


def test_damaged_keys_are_named(key_in_use, key_files):
    key_id = key_in_use()
    key_files(key_id)[0].write_bytes(b"not a key")

    sound, said = check()

    assert not sound
    assert f"Damaged: 1\n  {key_id}" in said


def test_a_row_from_an_old_dump_whose_key_was_shredded_is_expected(key_in_use):
    key_id = key_in_use()
    shred(key_id)
    destroy(key_id)

    sound, said = check()

    assert sound, said
    assert f"stays dark): 1\n  {key_id}" in said


def test_orphans_are_listed_and_go_when_told(key_in_use, key_files, aged):
    used, orphan = key_in_use(), new_key()
    aged(*key_files(used), *key_files(orphan))

    sound, said = check()
    assert sound, said
    assert f"Unused for more than a day: 1\n  {orphan}" in said

    assert "Unused keys removed: 1" in check("--remove-orphans")[1]
    assert open_store().store.keys().keys() == {used}


def test_a_store_that_is_away_is_said_in_one_sentence(settings: Any, key_store: Path, in_the_way: Path):
    new_key()
    settings.KEY_STORE_URL = f"file://{in_the_way}?mirror={key_store}"

    sound, said = check()

    assert not sound
    assert str(in_the_way) in said


def folders(tmp_path: Path, settings: Any) -> tuple[Path, Path]:
    store, mirror = tmp_path / "new-store", tmp_path / "new-mirror"
    for folder in (store, mirror):
        folder.mkdir(mode=0o700)
    settings.KEY_STORE_URL = f"file://{store}?mirror={mirror}"
    return store, mirror


def test_a_new_installation_prepares_its_store_once(tmp_path: Path, settings: Any):
    store, _ = folders(tmp_path, settings)

    call_command("prepare_key_store")
    mark = (store / "key-store-id").read_text()
    call_command("prepare_key_store")

    assert (store / "key-store-id").read_text() == mark
    key_id = new_key()
    assert unseal(seal("en mening", key_id, place=PLACE), key_id, place=PLACE) == "en mening"


def test_an_empty_store_beside_a_database_with_sealed_text_is_not_prepared(
    tmp_path: Path, settings: Any, key_in_use
):
    key_in_use()
    store, mirror = folders(tmp_path, settings)

    with pytest.raises(CommandError, match="Are they mounted"):
        call_command("prepare_key_store")

    assert not [*store.iterdir(), *mirror.iterdir()]
    UserAudit.objects.all().delete()
    call_command("prepare_key_store")


def test_a_store_whose_mirror_is_not_mounted_does_not_start(tmp_path: Path, settings: Any):
    _, mirror = folders(tmp_path, settings)
    call_command("prepare_key_store")
    (mirror / "key-store-id").unlink()

    with pytest.raises(CommandError, match="is it mounted"):
        call_command("prepare_key_store")
