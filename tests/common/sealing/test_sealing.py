"""What was sealed opens with its key, at its place, and nowhere else."""

from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.sealing import (
    KeyGoneError,
    KeyMissingError,
    SealBrokenError,
    keyring,
    new_key,
    place_of,
    seal,
    seal_field,
    shred,
    unseal,
)
from common.sealing.envelope import cipher_for, new_key_bytes, seal_text, unseal_text
from revisions.models import InterviewAnswer, UserAudit

PLACE = "revisions.interviewanswer.text:1"
SENTENCE = "De frågade aldrig vad jag själv ville."


@pytest.mark.parametrize(
    "text", ["", "ja", SENTENCE, "å" * 200_000, "slut på nollor\0\0", "\x80", "rad 1\r\nrad 2 🙂"]
)
def test_a_sealed_text_opens_letter_by_letter(db: None, text: str):
    key_id = new_key()

    sealed = seal(text, key_id, place=PLACE)

    assert unseal(sealed, key_id, place=PLACE) == text
    assert unseal(memoryview(sealed), key_id, place=PLACE) == text


@given(text=st.text(), place=st.text(max_size=40), key=st.binary(min_size=32, max_size=32), key_id=st.uuids())
def test_any_text_opens_again_and_is_not_seen_in_what_is_stored(text, place, key, key_id):
    sealed = seal_text(cipher_for(key), text, key_id, place)

    assert unseal_text(cipher_for(key), sealed, key_id, place) == text
    assert len(text) < 5 or text.encode() not in sealed


def test_half_a_character_from_a_device_becomes_the_replacement_sign(db: None):
    key_id = new_key()

    opened = unseal(seal("hej \ud83d och \ud83d\ude00", key_id, place=PLACE), key_id, place=PLACE)

    assert opened == "hej � och 😀"


def test_the_same_text_never_looks_the_same_and_short_answers_have_one_size(db: None):
    ring = keyring([key_id := new_key()])

    sealed = [ring.seal(text, key_id, place=PLACE) for text in ("ja", "ja", "nej", "vill inte svara")]

    assert len(set(sealed)) == 4
    assert len({len(each) for each in sealed}) == 1


@pytest.mark.parametrize("position", [0, 2, 3, 14, 15, 40, -17, -1])
def test_one_changed_bit_is_noticed(db: None, position: int):
    key_id = new_key()
    sealed = bytearray(seal(SENTENCE, key_id, place=PLACE))

    sealed[position] ^= 1

    with pytest.raises(SealBrokenError, match="skadad"):
        unseal(bytes(sealed), key_id, place=PLACE)


@pytest.mark.parametrize("kept", [0, 3, 15, 30, 94])
def test_a_shortened_text_is_noticed(db: None, kept: int):
    key_id = new_key()
    sealed = seal(SENTENCE, key_id, place=PLACE)
    assert len(sealed) == 95

    with pytest.raises(SealBrokenError):
        unseal(sealed[:kept], key_id, place=PLACE)


def test_a_text_moved_to_another_row_does_not_open(db: None):
    key_id = new_key()
    sealed = seal(SENTENCE, key_id, place=PLACE)

    with pytest.raises(SealBrokenError):
        unseal(sealed, key_id, place="revisions.interviewanswer.text:2")


def test_another_interviews_key_does_not_open_it(db: None):
    sealed = seal(SENTENCE, new_key(), place=PLACE)

    with pytest.raises(SealBrokenError):
        unseal(sealed, new_key(), place=PLACE)


def test_the_same_key_under_another_id_does_not_open_it():
    key = cipher_for(new_key_bytes())
    sealed = seal_text(key, SENTENCE, uuid4(), PLACE)

    with pytest.raises(SealBrokenError):
        unseal_text(key, sealed, uuid4(), PLACE)


def test_many_keys_are_read_with_one_query(db: None, django_assert_num_queries):
    key_ids = [new_key() for _ in range(3)]

    with django_assert_num_queries(1):
        ring = keyring([*key_ids, None])
        sealed = [ring.seal(SENTENCE, key_id, place=PLACE) for key_id in key_ids]

        assert [
            ring.unseal(text, key_id, place=PLACE) for text, key_id in zip(sealed, key_ids, strict=True)
        ] == [SENTENCE] * 3
    with django_assert_num_queries(0):
        assert not keyring([None]).opens(None)


def test_one_lost_key_does_not_close_the_others(db: None):
    present, gone, unknown = new_key(), new_key(), uuid4()
    sealed = seal(SENTENCE, present, place=PLACE)
    shred(gone)

    ring = keyring([present, gone, unknown])

    assert ring.unseal(sealed, present, place=PLACE) == SENTENCE
    assert [ring.opens(key_id) for key_id in (present, gone, unknown)] == [True, False, False]
    with pytest.raises(KeyGoneError, match="raderad för alltid"):
        ring.unseal(sealed, gone, place=PLACE)
    with pytest.raises(KeyMissingError, match="ligger kvar orörd"):
        ring.unseal(sealed, unknown, place=PLACE)


def test_a_place_is_the_column_and_the_row(db: None):
    answer = InterviewAnswer()
    key_id = new_key()

    seal_field(answer, "text", SENTENCE, key_id)

    assert place_of(answer, "text") == f"revisions.interviewanswer.text:{answer.pk}"
    assert unseal(answer.text, key_id, place=place_of(answer, "text")) == SENTENCE
    with pytest.raises(SealBrokenError):
        unseal(answer.text, key_id, place=place_of(answer, "other_text"))


def test_a_row_without_its_number_has_no_place():
    with pytest.raises(ValueError, match="primary key"):
        place_of(UserAudit(), "title")
