"""Unused keys go after a day, keys in use never, and a wrong database beside the store removes nothing."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.exceptions import FieldDoesNotExist

from common.models import ShreddedKey
from common.sealing import new_key, register_key_column
from common.sealing.columns import key_columns, used_key_ids
from common.sealing.opening import open_store
from common.sealing.upkeep import MOST_ORPHANS, TooManyOrphansError, remove_orphans, tidy
from common.tasks import tidy_key_store
from revisions.models import Interview, UserAudit

pytestmark = pytest.mark.django_db


@pytest.fixture
def held() -> Any:
    def ids() -> set[UUID]:
        keys = open_store()
        return keys.store.keys().keys() | keys.mirror.keys().keys()

    return ids


def test_a_key_that_nobody_uses_goes_after_a_day_and_not_before(key_in_use, key_files, aged, held):
    used, orphan, young = key_in_use(), new_key(), new_key()
    aged(*key_files(used), *key_files(orphan))

    tidy()

    assert held() == {used, young}


def test_a_key_whose_store_or_mirror_was_never_reached_goes_too(key_files, aged, held):
    only_store, only_mirror = new_key(), new_key()
    key_files(only_store)[1].unlink()
    key_files(only_mirror)[0].unlink()
    aged(key_files(only_store)[0], key_files(only_mirror)[1])

    tidy()

    assert held() == set()


def test_a_key_of_a_row_is_kept_whoever_cannot_see_the_row(key_in_use, key_files, aged, held):
    used = key_in_use()
    UserAudit.objects.update(status="cancelled", cancelled_reason="Personalbrist")
    aged(*key_files(used))

    tidy()

    assert held() == {used}


def test_beside_an_empty_database_no_key_is_removed_until_a_person_says_so(key_files, aged, held):
    keys = {new_key() for _ in range(MOST_ORPHANS + 1)}
    for key_id in keys:
        aged(*key_files(key_id))

    tidy()
    with pytest.raises(TooManyOrphansError):
        remove_orphans(open_store())
    assert held() == keys

    assert remove_orphans(open_store(), however_many=True) == len(keys)
    assert held() == set()


def test_while_the_store_is_away_the_daily_task_waits(settings: Any, key_store, in_the_way, held):
    new_key()
    present, before = settings.KEY_STORE_URL, held()

    settings.KEY_STORE_URL = f"file://{key_store}?mirror={in_the_way}"
    tidy_key_store()
    settings.KEY_STORE_URL = present

    assert held() == before


def test_a_shredding_that_waits_is_not_mistaken_for_done(held):
    key_id = new_key()
    ShreddedKey.objects.create(pk=key_id)

    tidy()

    assert ShreddedKey.objects.get().done_at is None
    assert held() == {key_id}


def test_columns_named_for_keys_count_without_being_registered():
    assert {(UserAudit, "key_id"), (Interview, "key_id")} <= set(key_columns())


def test_a_registered_column_counts_too():
    register_key_column(ShreddedKey, "id")
    try:
        row = ShreddedKey.objects.create(pk=uuid4())

        assert row.pk in used_key_ids()
    finally:
        from common.sealing import columns

        columns._registered.discard((ShreddedKey, "id"))


def test_a_column_that_is_not_there_cannot_be_registered():
    with pytest.raises(FieldDoesNotExist):
        register_key_column(UserAudit, "no_such_key")
