"""Writes the search index: copies of what objects' own pages say. No object's text changes here."""

import hashlib
import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction

from common.models import SearchEntry
from common.privacy import clean_text
from common.registries import SearchSource, SearchText, search_sources
from common.search import lexicon

#: Longer texts are found by their beginning: some hundred pages.
LONGEST_BODY = 200_000
#: PostgreSQL reads "patient/anhörig" as the name of a file and "slut.Början" as that of a machine: one word of two.
_BOUND = re.compile(r"(?<=[^\W\d_])(?:([/])(?=[^\W_])|([.])(?=[^\W\d_]))|(?<=\d)([/])(?=[^\W\d_])")
#: Objects read and written together when the whole index is gone through.
_AT_ONCE = 300
_WRITTEN = [
    "object_number", "object_uuid", "is_public", "title", "keywords", "body", "url", "language", "terms", "digest",
]  # fmt: skip


@dataclass(frozen=True)
class Repaired:
    """What a comparison of the index with the objects found wrong, and put right."""

    written: int
    removed: int


def refresh(kind: str, keys: Collection[Any]) -> None:
    """Write the copies of some objects anew; those that no longer can be found by anybody leave the index."""
    source = search_sources()[kind]
    wanted = {str(key) for key in keys}
    with transaction.atomic():
        # Two changes at once: whoever comes last reads the object last.
        held = SearchEntry.objects.filter(kind=kind, object_id__in=wanted).select_for_update()
        list(held.order_by("object_id").values_list("pk"))
        kept = _write(source, source.rows().filter(pk__in=list(keys)))
        _remove(source.kind, wanted - kept)


def remove_gone(kind: str, keys: Collection[Any]) -> list[Any]:
    """Take out of the index what nobody may find any more; return the others' keys, still to be written anew."""
    there = set(search_sources()[kind].rows().filter(pk__in=list(keys)).values_list("pk", flat=True))
    _remove(kind, {str(key) for key in keys if key not in there})
    return sorted(there, key=str)


def repair() -> Repaired:
    """Compare every object with its copy, write what differs and remove what is left over. Safe at any time."""
    written = removed = 0
    for source in search_sources().values():
        known = dict(SearchEntry.objects.filter(kind=source.kind).values_list("object_id", "digest"))
        for rows in _in_parts(source.rows()) if source.model else [list(source.rows())]:
            texts = {str(row.pk): (row, _text(source, row)) for row in rows}
            differing = [
                row for key, (row, text) in texts.items() if text and known.get(key) != _digest(source, text)
            ]
            with transaction.atomic():
                _write(source, differing, learn=False)
            written += len(differing)
            for key, (_, text) in texts.items():
                if text:
                    known.pop(key, None)
        removed += len(known)
        SearchEntry.objects.filter(kind=source.kind, object_id__in=known).delete()
    removed += SearchEntry.objects.exclude(kind__in=search_sources()).delete()[0]
    with transaction.atomic():
        lexicon.renew()
    return Repaired(written, removed)


def _write(source: SearchSource, rows: Iterable[Any], *, learn: bool = True) -> set[str]:
    """Write the copies of ``rows``; return the keys of those that have one. ``learn`` keeps the words in step."""
    entries = [_entry(source, row, text) for row in rows if (text := _text(source, row))]
    keys = {entry.object_id for entry in entries}
    if not entries:
        return keys
    before = SearchEntry.objects.filter(kind=source.kind, object_id__in=keys) if learn else None
    old_words = (
        {word for terms in before.values_list("terms", flat=True) for word in terms} if before else set()
    )
    SearchEntry.objects.bulk_create(
        sorted(entries, key=lambda entry: entry.object_id),
        update_conflicts=True,
        unique_fields=["kind", "object_id"],
        update_fields=_WRITTEN,
    )
    if learn:
        present = SearchEntry.objects.filter(kind=source.kind, object_id__in=keys)
        lexicon.take_in(list(present.values_list("pk", flat=True)))
        lexicon.let_go(old_words - {word for entry in entries for word in entry.terms})
    return keys


def _remove(kind: str, object_ids: Collection[str]) -> None:
    entries = SearchEntry.objects.filter(kind=kind, object_id__in=list(object_ids))
    words = {word for terms in entries.values_list("terms", flat=True) for word in terms}
    if entries.delete()[0]:
        lexicon.let_go(words)


def _text(source: SearchSource, row: Any) -> SearchText | None:
    text = source.entry(row)
    return text if text and text.title.strip() and text.url else None


def _entry(source: SearchSource, row: Any, text: SearchText) -> SearchEntry:
    title, keywords, body = _clean(text)
    return SearchEntry(
        kind=source.kind,
        object_id=str(row.pk),
        object_number=None if isinstance(row.pk, UUID) else row.pk,
        object_uuid=row.pk if isinstance(row.pk, UUID) else None,
        is_public=source.is_public,
        title=title,
        keywords=keywords,
        body=body,
        url=text.url,
        language=text.language,
        terms=lexicon.words_in(f"{title} {keywords} {body}"),
        digest=_digest(source, text),
    )


def _clean(text: SearchText) -> tuple[str, str, str]:
    """Title, keywords and body as they are kept. A title stays as it is written; its bound words stand apart too."""
    title = " ".join(unicodedata.normalize("NFC", clean_text(text.title)).split())
    apart = _words_apart(text.title)
    return (
        title[:300],
        _words_apart(text.keywords if apart == title else f"{text.keywords} {apart}")[:LONGEST_BODY],
        _words_apart(text.body[: 2 * LONGEST_BODY])[:LONGEST_BODY],
    )


def _words_apart(text: str) -> str:
    """Return the text in one line, with words that a slash or a full stop binds together written apart."""
    whole = unicodedata.normalize("NFC", clean_text(text))
    return " ".join(_BOUND.sub(lambda found: " / " if "/" in found[0] else ". ", whole).split())


def _digest(source: SearchSource, text: SearchText) -> str:
    told = "\x1f".join([*_clean(text), text.url, text.language, str(source.is_public)])
    return hashlib.sha256(told.encode()).hexdigest()


def _in_parts(rows: Any) -> Iterator[list[Any]]:
    """Go through a QuerySet by its keys, a part at a time: nothing is skipped when rows come or go meanwhile."""
    last: Any = None
    while True:
        later = rows.order_by("pk") if last is None else rows.filter(pk__gt=last).order_by("pk")
        part = list(later[:_AT_ONCE])
        if not part:
            return
        yield part
        last = part[-1].pk
