"""The operator's own words for the check of free text: what to warn about, what to leave alone."""

from django.db import IntegrityError, transaction

from common import trail
from common.actors import Actor
from common.errors import DomainError
from common.models import PrivacyWord
from common.privacy import contains_personal_number
from common.privacy.words import folded_word

PERMISSION = "pages.maintain_privacy_words"
#: The whole list goes to every signed-in browser that shows a checked field.
MOST_WORDS = 500


@transaction.atomic
def add_privacy_word(word: str, kind: str, *, actor: Actor) -> PrivacyWord:
    """Add a word or a phrase. The next text that is looked at is looked at with it."""
    _require(actor)
    text = " ".join(word.split())
    if contains_personal_number(text):
        raise DomainError(
            "Ett personnummer får inte stå här. Portalen sparar aldrig personnummer.", field="word"
        )
    if len(folded_word(text)) < 2:
        raise DomainError("Skriv minst två tecken. Ett enda tecken skulle varna överallt.", field="word")
    if PrivacyWord.objects.count() >= MOST_WORDS:
        raise DomainError(f"Listan rymmer {MOST_WORDS} ord. Ta bort något som inte behövs.", field="word")
    try:
        with transaction.atomic():
            added = PrivacyWord.objects.create(word=text, kind=kind)
    except IntegrityError as error:
        raise DomainError("Ordet finns redan i listan.", field="word") from error
    trail.record("add_privacy_word", added, actor=actor)
    return added


@transaction.atomic
def remove_privacy_word(word: PrivacyWord, *, actor: Actor) -> None:
    """Take a word away. Already gone is as good as removed."""
    _require(actor)
    locked = PrivacyWord.objects.select_for_update().filter(pk=word.pk).first()
    if locked is None:
        return
    trail.record("remove_privacy_word", locked, actor=actor)
    locked.delete()


def _require(actor: Actor) -> None:
    if not actor.has_perm(PERMISSION):
        raise DomainError("Bara samordnare och administratörer kan ändra orden.")
