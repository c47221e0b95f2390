"""What ``/sok/`` shows: hits a page at a time, and the filter as links."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse

from common.models import SearchSynonym
from common.privacy import clean_text
from common.registries import search_sources
from common.search.asking import Answer, ask
from common.swedish import swedish_order

#: Longer is no search; the rest is left out.
LONGEST = 200


@dataclass(frozen=True)
class SearchPage:
    """The page for one search. ``tabs`` are (label, address, count, current)."""

    words: str
    answer: Answer | None
    tabs: list[tuple[str, str, int | None, bool]]
    query: str
    proposal_url: str

    @property
    def found(self) -> str:
        """Return "1 träff", "23 träffar", "Ingen träff" or, for a very common word, "Minst 512 träffar"."""
        total = self.answer.total if self.answer else 0
        if self.answer and self.answer.is_cut:
            return f"Minst {total} träffar"
        return "Ingen träff" if total == 0 else "1 träff" if total == 1 else f"{total} träffar"


def search_page(query: QueryDict, user: Any) -> SearchPage:
    """Search for what the address asks for. Nothing of it is stored."""
    words = _as_asked(query.get("q", ""))
    if not words:
        return SearchPage("", None, [], "", "")
    answer = ask(words, user, group=query.get("typ", "")[:40], page=query.get("sida"))
    everything = sum(group.count for group in answer.groups)
    tabs: list[tuple[str, str, int | None, bool]] = [("Allt", _url(words), everything, not answer.chosen)]
    tabs += [
        (group.label, _url(words, group.slug), group.count, group.slug == answer.chosen)
        for group in answer.groups
    ]
    return SearchPage(
        words=words,
        answer=answer,
        tabs=tabs if len(answer.groups) > 1 else [],
        query=_query(words, answer.chosen),
        proposal_url=_url(answer.proposal) if answer.proposal else "",
    )


def _as_asked(text: str) -> str:
    """Return the words without hidden signs, cut after a whole word where they go on for too long."""
    words = " ".join(clean_text(text[: 5 * LONGEST]).split())
    if len(words) <= LONGEST:
        return words
    return words[: LONGEST + 1].rpartition(" ")[0] or words[:LONGEST]


def searched_labels() -> list[str]:
    """Return what everybody may search among, for the page's lead."""
    labels = dict.fromkeys(source.label for source in search_sources().values() if source.is_public)
    return [label.lower() for label in labels]


def synonyms() -> QuerySet[SearchSynonym]:
    """Return the editors' synonyms, in Swedish order."""
    return SearchSynonym.objects.order_by(swedish_order("word"), swedish_order("means"))


def _query(words: str, group: str = "") -> str:
    return urlencode({"q": words, **({"typ": group} if group else {})})


def _url(words: str, group: str = "") -> str:
    return f"{reverse('pages:search')}?{_query(words, group)}"
