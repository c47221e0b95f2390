"""What was sealed opens with its key, at its place, and nowhere else."""

import pytest

from common.sealing import new_key, seal, unseal

pytestmark = pytest.mark.django_db

PLACE = "revisions.interviewanswer.text:1"
SENTENCE = "De frågade aldrig vad jag själv ville."


@pytest.mark.parametrize("text", ["", "ja", SENTENCE, "å" * 200_000, "slut på nollor\0\0", "\x80", "rad 1\r\nrad 2 🙂"])
def test_a_sealed_text_opens_letter_by_letter(text: str):
    key_id = new_key()

    sealed = seal(text, key_id, place=PLACE)

    assert unseal(sealed, key_id, place=PLACE) == text
