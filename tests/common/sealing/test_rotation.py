"""A new sealing key: the texts stay, the wrapping changes, and an old key that is lacking is named first."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from common.sealing import KeyStoreError, new_key, seal, shred, unseal
from common.sealing.opening import open_store
from common.sealing.rotation import rotate
from common.sealing.shredding import destroy
from common.sealing.wrapping import mark_of, sealing_keys
from tests.common.sealing.conftest import NEW, OLD

PLACE = "prov.text:1"
pytestmark = pytest.mark.django_db


@pytest.fixture
def marks(settings: Any) -> Callable[[], set[bytes]]:
    """Which sealing keys wrap what is held; the portal begins with the old one."""
    settings.SEALING_KEYS = [OLD]

    def held() -> set[bytes]:
        return {
            mark_of(wrapped)
            for copy in open_store().both
            for wrapped in copy.read(copy.keys()).values()
            if wrapped is not None
        }

    return held


def test_after_the_rotation_the_new_key_alone_opens_every_text(settings, marks):
    sealed = {key_id: seal("en mening", key_id, place=PLACE) for key_id in (new_key(), new_key())}
    settings.SEALING_KEYS = [NEW, OLD]
    assert all(unseal(text, key_id, place=PLACE) == "en mening" for key_id, text in sealed.items())

    done = rotate()

    assert (done.rewrapped, done.already, done.damaged) == (4, 0, 0)
    settings.SEALING_KEYS = [NEW]
    assert marks() == {sealing_keys().newest.mark}
    assert all(unseal(text, key_id, place=PLACE) == "en mening" for key_id, text in sealed.items())
    settings.SEALING_KEYS = [OLD]
    with pytest.raises(KeyStoreError, match="huvudnyckel"):
        unseal(*next((text, key_id) for key_id, text in sealed.items()), place=PLACE)


def test_a_rotation_that_was_stopped_goes_on_where_it_was(settings, marks, key_store, in_the_way):
    for _ in range(2):
        new_key()
    keys = open_store()
    settings.SEALING_KEYS = [NEW, OLD]
    key_id, wrapped = next(iter(keys.store.read(keys.store.keys()).items()))
    keys.store.replace(key_id, sealing_keys().wrap(sealing_keys().unwrap(wrapped, key_id), key_id))

    done = rotate()

    assert (done.rewrapped, done.already) == (3, 1)
    assert rotate().already == 4
    assert marks() == {sealing_keys().newest.mark}


def test_without_the_old_key_nothing_is_changed_and_the_lacking_one_is_named(settings, marks):
    new_key()
    lacking = sealing_keys().newest.name
    before = open_store().store.read(open_store().store.keys())
    settings.SEALING_KEYS = [NEW]

    with pytest.raises(CommandError) as refused:
        call_command("rotate_sealing_keys")

    assert f"{lacking} (2 wrapped keys)" in str(refused.value)
    assert open_store().store.read(open_store().store.keys()) == before


def test_a_shredded_key_is_not_wrapped_anew(settings, marks):
    shred(key_id := new_key())
    destroy(key_id)
    settings.SEALING_KEYS = [NEW, OLD]

    assert rotate().rewrapped == 0
    assert open_store().read([key_id]) == {key_id: None}


def test_a_damaged_key_is_left_as_it_is_and_told(settings, marks, key_files, capsys):
    sound, damaged = new_key(), new_key()
    for path in key_files(damaged):
        path.write_bytes(path.read_bytes()[:-1] + b"?")
    settings.SEALING_KEYS = [NEW, OLD]

    with pytest.raises(CommandError, match="2 keys are damaged"):
        call_command("rotate_sealing_keys")

    assert "2 now, 0 before" in capsys.readouterr().out
    assert all(path.read_bytes().endswith(b"?") for path in key_files(damaged))
    assert mark_of(key_files(sound)[0].read_bytes()) == sealing_keys().newest.mark


def test_the_command_says_when_the_old_key_may_go(settings, marks, capsys):
    new_key()
    old = sealing_keys().newest.name
    settings.SEALING_KEYS = [NEW, OLD]

    call_command("rotate_sealing_keys")

    assert f"No key needs {old} any more." in capsys.readouterr().out
