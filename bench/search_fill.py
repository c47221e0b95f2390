"""``python -m bench.search_fill 50000``: fill the index with so many documents; print searches and PostgreSQL's plan.

The texts are made of a few thousand invented words that are as unevenly common as those of a language, so that some
searches find thousands and others one.
"""

import json
import random
import sys

import django

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


if __name__ == "__main__":
    django.setup()
    from django.contrib.auth.models import AnonymousUser
    from django.db import connection

    from associations.models import AssociationNetwork
    from common.models import SearchEntry
    from common.search import index
    from common.search.asking import ask
    from common.search.reading import query_of, quoted

    number = int(sys.argv[1])
    chance = random.Random(1)  # noqa: S311 - the same texts in every run
    known = vocabulary()
    weights = [1 / (rank + 5) for rank in range(len(known))]
    AssociationNetwork.objects.bulk_create(
        (
            AssociationNetwork(
                name=f"Nätverket {' '.join(chance.choices(known, weights, k=3))} {n}",
                slug=f"natverket-{n}",
                description=" ".join(chance.choices(known, weights, k=WORDS)),
                is_listed=True,
            )
            for n in range(number)
        ),
        batch_size=2_000,
    )
    index.repair()
    with connection.cursor() as cursor:
        # What autovacuum does within minutes.
        cursor.execute("VACUUM ANALYZE common_searchentry")
        cursor.execute("VACUUM ANALYZE common_searchword")
        cursor.execute("VACUUM ANALYZE associations_associationnetwork")

    # From the commonest word to the rarest, two together, a compound, word forms, typos and nothing at all.
    searches = [
        known[0], known[20], known[200], known[900], known[-1], f"{known[3]} {known[40]}", f"{known[60]} {known[300]}",
        known[120] + "erna", known[700].replace("i", "e", 1), known[1500][:-1] + "x", "samtalsgrupper för anhöriga",
        "xylofon qwertz", known[30], known[80], known[400], known[1000], known[1800], f"{known[150]} {known[10]}",
        "nätverket", known[2000 % len(known)],
    ]  # fmt: skip
    found = [ask(words, AnonymousUser()).total for words in searches]
    plan = SearchEntry.objects.filter(vector=query_of(quoted(known[900]))).explain()
    told = {"searches": searches, "found": found, "plan": plan, "entries": SearchEntry.objects.count()}
    sys.stdout.write(json.dumps(told) + "\n")
