"""``common.call_stack``: whatever is called with room answers and fails as it would without."""

import pytest

from common.call_stack import with_room


def _calls(deep: int) -> int:
    return 0 if deep == 0 else 1 + _calls(deep - 1)


def test_the_answer_comes_back() -> None:
    assert with_room(lambda: _calls(500)) == 500


def test_an_error_comes_back_as_it_was() -> None:
    with pytest.raises(KeyError, match="saknas"):
        with_room(lambda: {}["saknas"])


def test_calls_without_end_are_still_stopped() -> None:
    with pytest.raises(RecursionError):
        with_room(lambda: _calls(10**6))


def test_the_piece_of_memory_is_a_whole_mebibyte_and_half_of_it_is_left() -> None:
    """Python doubles 16 kB until the frame fits: a little more than half is what leaves the most."""
    frame = with_room.__code__.co_stacksize * 8

    assert 2**19 < frame < 2**19 * 1.1
