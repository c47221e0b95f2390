"""Swedish free-text search in PostgreSQL: word forms, typos, å/ä/ö typed as a/o."""

from typing import Any, TypeVar

from django.contrib.postgres.search import SearchQuery, SearchVector, TrigramWordSimilarity
from django.db.models import F, FloatField, Func, Model, Q, QuerySet, Value
from django.db.models.functions import Greatest

#: Text search configuration made in common's first migration: unaccent, then the Swedish stemmer.
CONFIG = "portal_swedish"
#: Below this similarity a word is another word, not a typo.
TYPO_LIMIT = 0.45

ModelT = TypeVar("ModelT", bound=Model)


def search_vector(*fields: str) -> SearchVector:
    """Return a vector over ``fields`` in the portal's Swedish configuration."""
    return SearchVector(*fields, config=CONFIG)


def search_text(rows: QuerySet[ModelT], words: str, *, fields: tuple[str, ...]) -> QuerySet[ModelT]:
    """Return the rows whose ``fields`` match ``words`` by word form or within a typo, best first.

    "foreningarnas" finds "Förening", "angest" finds "ångest". Annotates ``rank``.
    """
    query = SearchQuery(words, config=CONFIG, search_type="websearch")
    # The stubs know only plain strings here; an expression works (and is documented).
    plain: Any = Func(Value(words.lower()), function="unaccent")
    similarity = Greatest(
        *(TrigramWordSimilarity(plain, Func(F(field), function="unaccent")) for field in fields),
        Value(0.0),
        output_field=FloatField(),
    )
    vector = search_vector(*fields)
    found: Any = (
        rows.annotate(text_document=vector, rank=similarity)
        .filter(Q(text_document=query) | Q(rank__gte=TYPO_LIMIT))
        .order_by("-rank")
    )
    matching: QuerySet[ModelT] = found
    return matching
