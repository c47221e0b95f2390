"""Synonyms of the search: what else is found by a word. Kept by the editors."""

from django.db import IntegrityError, transaction

from common import trail
from common.actors import Actor
from common.errors import DomainError
from common.models import SearchSynonym
from common.privacy import contains_personal_number
from common.search.reading import MOST_WORDS, lexemes_of

PERMISSION = "pages.maintain_synonyms"
#: All of them are read at every search.
MOST_SYNONYMS = 500


@transaction.atomic
def add_synonym(word: str, means: str, *, both_ways: bool, actor: Actor) -> SearchSynonym:
    """Let whoever searches for ``word`` find ``means`` as well; and the other way round, if ``both_ways``."""
    _require(actor)
    texts = {"word": " ".join(word.split()), "means": " ".join(means.split())}
    stems = {name: lexemes_of(text) for name, text in texts.items()}
    for name, text in texts.items():
        if contains_personal_number(text):
            raise DomainError(
                "Ett personnummer får inte stå här. Portalen sparar aldrig personnummer.", field=name
            )
        if not stems[name]:
            raise DomainError("Skriv ett ord som säger något. Småord som ”och” räknas inte.", field=name)
        if len(stems[name]) > MOST_WORDS:
            raise DomainError(f"Skriv högst {MOST_WORDS} ord.", field=name)
    if stems["word"] == stems["means"]:
        raise DomainError("Det är samma ord. Sökningen hittar redan alla böjningar.", field="means")
    if SearchSynonym.objects.count() >= MOST_SYNONYMS:
        raise DomainError(
            f"Listan rymmer {MOST_SYNONYMS} rader. Ta bort någon som inte behövs.", field="word"
        )
    try:
        with transaction.atomic():
            added = SearchSynonym.objects.create(
                **texts,
                both_ways=both_ways,
                word_lexemes=stems["word"],
                means_lexemes=stems["means"],
            )
    except IntegrityError as error:
        raise DomainError("Orden finns redan i listan.", field="word") from error
    trail.record("add_synonym", added, actor=actor)
    return added


@transaction.atomic
def remove_synonym(synonym: SearchSynonym, *, actor: Actor) -> None:
    """Take a synonym away. Already gone is as good as removed."""
    _require(actor)
    locked = SearchSynonym.objects.select_for_update().filter(pk=synonym.pk).first()
    if locked is None:
        return
    trail.record("remove_synonym", locked, actor=actor)
    locked.delete()


def _require(actor: Actor) -> None:
    if not actor.has_perm(PERMISSION):
        raise DomainError("Bara redaktörer och samordnare kan ändra orden.")
