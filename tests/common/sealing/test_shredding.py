"""A shredded key is gone everywhere, stays gone when old copies come back, and nothing of it is left in the queue."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from common.models import OutboxMessage, ShreddedKey
from common.sealing import KeyGoneError, new_key, seal, shred, unseal
from common.sealing.opening import open_store
from common.sealing.shredding import destroy
from common.sealing.upkeep import tidy
from common.tasks import destroy_shredded_keys, tidy_key_store

PLACE = "prov.text:1"
SENTENCE = "De frågade aldrig vad jag själv ville."


@pytest.mark.django_db(transaction=True)
def test_after_commit_the_key_is_gone_from_store_and_mirror(key_files):
    key_id = new_key()
    sealed = seal(SENTENCE, key_id, place=PLACE)

    shred(key_id)

    assert not any(path.exists() for path in key_files(key_id))
    assert all(path.stat().st_size == 0 for path in key_files(key_id, "gone"))
    assert ShreddedKey.objects.get(pk=key_id).done_at
    with pytest.raises(KeyGoneError):
        unseal(sealed, key_id, place=PLACE)


@pytest.mark.django_db(transaction=True)
def test_a_shredding_that_was_rolled_back_leaves_everything(key_files):
    key_id = new_key()
    sealed = seal(SENTENCE, key_id, place=PLACE)

    with pytest.raises(ZeroDivisionError), transaction.atomic():  # noqa: PT012 - the write must come first
        shred(key_id)
        raise ZeroDivisionError
    assert destroy(key_id) is False

    assert unseal(sealed, key_id, place=PLACE) == SENTENCE
    assert not OutboxMessage.objects.exists()


def test_from_the_commit_on_it_stays_closed_though_no_worker_has_come(db: None, key_files):
    key_id = new_key()
    sealed = seal(SENTENCE, key_id, place=PLACE)

    shred(key_id)

    assert all(path.exists() for path in key_files(key_id))
    with pytest.raises(KeyGoneError):
        unseal(sealed, key_id, place=PLACE)


def test_asking_twice_queues_one_job_and_destroying_twice_is_harmless(db: None):
    key_id = new_key()

    shred(key_id)
    shred(key_id)

    assert OutboxMessage.objects.count() == ShreddedKey.objects.count() == 1
    assert destroy(key_id)
    done_at = ShreddedKey.objects.get().done_at
    assert destroy(key_id)
    assert ShreddedKey.objects.get().done_at == done_at


@pytest.mark.django_db(transaction=True)
def test_while_a_copy_is_away_the_other_is_rid_of_the_key_and_the_sweeper_comes_again(
    settings: Any, key_store: Path, key_files, in_the_way
):
    key_id = new_key()
    present = settings.KEY_STORE_URL

    settings.KEY_STORE_URL = f"file://{key_store}?mirror={in_the_way}"
    shred(key_id)

    assert [path.exists() for path in key_files(key_id)] == [False, True]
    assert ShreddedKey.objects.get().done_at is None
    settings.KEY_STORE_URL = present
    destroy_shredded_keys()
    assert not any(path.exists() for path in key_files(key_id))
    assert ShreddedKey.objects.get().done_at


@pytest.mark.django_db(transaction=True)
def test_nothing_of_text_or_key_is_in_the_queue_or_the_log(key_files, capfd, caplog):
    key_id = new_key()
    sealed = seal(SENTENCE, key_id, place=PLACE)
    wrapped = key_files(key_id)[0].read_bytes()

    with transaction.atomic():
        shred(key_id)
        waiting = json.dumps(OutboxMessage.objects.get().payload)

    printed = capfd.readouterr()
    for seen in (waiting, printed.out, printed.err, caplog.text):
        for secret in (SENTENCE, sealed.hex(), wrapped.hex()):
            assert secret not in seen
    assert OutboxMessage.objects.get().payload == {}


@pytest.mark.parametrize("copies", [["keys"], ["key-mirror"], ["keys", "key-mirror"]])
@pytest.mark.django_db(transaction=True)
def test_an_old_copy_of_the_store_put_back_opens_nothing_and_is_destroyed_again(
    tmp_path: Path, key_files, copies: list[str]
):
    key_id = new_key()
    sealed = seal(SENTENCE, key_id, place=PLACE)
    for copy in copies:
        shutil.copytree(tmp_path / copy, tmp_path / f"{copy}.old")
    shred(key_id)

    for copy in copies:
        shutil.rmtree(tmp_path / copy)
        shutil.move(tmp_path / f"{copy}.old", tmp_path / copy)

    assert any(path.exists() for path in key_files(key_id))
    with pytest.raises(KeyGoneError):
        unseal(sealed, key_id, place=PLACE)
    tidy()
    assert not any(path.exists() for path in key_files(key_id))


@pytest.mark.django_db(transaction=True)
def test_with_an_old_database_and_an_old_store_the_mirror_still_knows(tmp_path: Path, key_files):
    """Database and store both from before the shredding: the gravestone in the mirror destroys the key again."""
    key_id = new_key()
    shutil.copytree(tmp_path / "keys", tmp_path / "keys.old")
    shred(key_id)

    ShreddedKey.objects.all().delete()
    shutil.rmtree(tmp_path / "keys")
    shutil.move(tmp_path / "keys.old", tmp_path / "keys")
    tidy_key_store()

    assert not any(path.exists() for path in key_files(key_id))
    assert ShreddedKey.objects.filter(pk=key_id).exists()
    assert open_store().read([key_id]) == {key_id: None}
