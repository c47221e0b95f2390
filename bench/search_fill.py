"""``python -m bench.search_fill 50000``: publish so many documents; print searches and PostgreSQL's plans.

The texts are made of a few thousand invented words that are as unevenly common as those of a language, so that some
searches find thousands and others one.
"""

import json
import random
import sys
from math import ceil

import django

django.setup()

from django.contrib.auth.models import AnonymousUser
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, ReferenceIndex

from common.models import SearchEntry, SearchWord
from common.search import index
from common.search.asking import ask
from pages.editing.tree import ensure_tree
from pages.models import InformationPage, PortalDocument

#: Documents on one page.
ON_A_PAGE = 200
#: Words of each text, about a page's lead and first section.
WORDS = 90
_BEGINNINGS = ("anhörig", "brukar", "vård", "stöd", "samtals", "fören", "möte", "hälso", "läns", "kom")
_MIDDLES = (
    "lind",
    "berg",
    "ström",
    "rid",
    "tall",
    "ek",
    "sång",
    "vind",
    "rör",
    "stig",
    "mål",
    "lek",
    "bor",
    "ven",
)
_ENDINGS = ("grupp", "dag", "stöd", "råd", "plan", "cirkel", "ning", "het", "are", "en", "a", "or", "samtal")


def vocabulary() -> list[str]:
    """Return the words, the commonest first; the same in every run."""
    words = [*_BEGINNINGS, *_ENDINGS[:7]]
    words += [one + two for one in _MIDDLES for two in _ENDINGS]
    words += [one + two + three for one in _BEGINNINGS for two in _MIDDLES for three in _ENDINGS]
    words += [one + two + "s" + three for one in _MIDDLES for two in _MIDDLES for three in _ENDINGS]
    return list(dict.fromkeys(words))


def fill(number: int, known: list[str], weights: list[float]) -> None:
    """Put in so many documents, each on one of the published pages, and their copies in the index."""
    root = ensure_tree()
    chance = random.Random(1)  # noqa: S311 - the same texts in every run
    pages = [
        root.add_child(
            instance=InformationPage(
                title=f"Handlingar {n}", slug=f"handlingar-{n}", owner_role="Samordnaren"
            )
        )
        for n in range(ceil(number / ON_A_PAGE))
    ]
    made = PortalDocument.objects.bulk_create(
        (
            PortalDocument(
                title=f"Rapport om {' '.join(chance.choices(known, weights, k=3))} {n}",
                file=f"documents/rapport-{n}.pdf",
                text=" ".join(chance.choices(known, weights, k=WORDS)),
                pages=4,
                is_tagged=True,
            )
            for n in range(number)
        ),
        batch_size=2_000,
    )
    kinds = {
        model: ContentType.objects.get_for_model(model) for model in (Page, InformationPage, PortalDocument)
    }
    ReferenceIndex.objects.bulk_create(
        (
            ReferenceIndex(
                base_content_type=kinds[Page],
                content_type=kinds[InformationPage],
                object_id=str(pages[n // ON_A_PAGE].pk),
                to_content_type=kinds[PortalDocument],
                to_object_id=str(one.pk),
                model_path="body.documents.documents.item",
                content_path=f"body.{n}",
                content_path_hash=ReferenceIndex._get_content_path_hash(f"body.{n}"),
            )
            for n, one in enumerate(made)
        ),
        batch_size=2_000,
    )
    index.repair()
    with connection.cursor() as cursor:
        for model in (SearchEntry, SearchWord, PortalDocument, ReferenceIndex, Page):
            # What autovacuum does within minutes.
            cursor.execute(f"VACUUM ANALYZE {connection.ops.quote_name(model._meta.db_table)}")


def plans(words: str) -> list[str]:
    """Return PostgreSQL's plan of every question to the index that a search for ``words`` asks."""
    with CaptureQueriesContext(connection) as asked:
        ask(words, AnonymousUser())
    questions = [
        one["sql"]
        for one in asked.captured_queries
        if one["sql"].startswith(("SELECT", "(SELECT")) and " @@ " in one["sql"]
    ]
    with connection.cursor() as cursor:
        found = []
        for sql in questions:
            cursor.execute(f"EXPLAIN {sql}")
            found.append("\n".join(line for (line,) in cursor.fetchall()))
    return found


if __name__ == "__main__":
    known = vocabulary()
    fill(int(sys.argv[1]), known, [1 / (rank + 5) for rank in range(len(known))])

    # From the commonest word to the rarest, two together, a compound, word forms, typos and nothing at all.
    searches = [
        known[0], known[20], known[200], known[900], known[-1], f"{known[3]} {known[40]}", f"{known[60]} {known[300]}",
        known[120] + "erna", known[700].replace("i", "e", 1), known[1500][:-1] + "x", "samtalsgrupper för anhöriga",
        "xylofon qwertz", known[30], known[80], known[400], known[1000], known[1800], f"{known[150]} {known[10]}",
        "rapport", known[2000 % len(known)],
    ]  # fmt: skip
    found = [ask(words, AnonymousUser()).total for words in searches]
    told = {
        "searches": searches,
        "found": found,
        "plans": plans(known[900]),
        "entries": SearchEntry.objects.filter(kind="document").count(),
    }
    sys.stdout.write(json.dumps(told) + "\n")
