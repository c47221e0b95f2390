"""What of the loop is found at ``/sok/``, and by whom."""

from typing import Any

from django.urls import reverse

from common.registries import SearchSource, SearchText
from proposals.models import Addressee, Proposal
from proposals.words import State


def sources() -> list[SearchSource]:
    """Public proposals for everybody; in the workspace for the team, those who answer and those who oversee."""
    return [
        SearchSource(
            kind="proposal",
            label="Förslag",
            one="Förslag",
            model=Proposal,
            rows=lambda: _with_parts(Proposal.objects.public()),
            entry=_public,
            order=50,
        ),
        SearchSource(
            kind="proposal_work",
            label="Mitt arbete",
            one="Förslag i arbetet",
            model=Proposal,
            rows=lambda: _with_parts(Proposal.objects.all()),
            visible=Proposal.objects.visible_to,
            entry=_work,
            related={Addressee: lambda one: [one.proposal_id]},
            order=200,
        ),
    ]


def _with_parts(rows: Any) -> Any:
    return rows.select_related("source", "theme").prefetch_related(
        "addressees__unit", "addressees__principal"
    )


def _public(one: Proposal) -> SearchText:
    return SearchText(
        title=one.title,
        url=one.get_absolute_url(),
        body=" ".join(filter(None, [one.said, one.text, one.outcome_note])),
        keywords=_keywords(one),
    )


def _work(one: Proposal) -> SearchText:
    # A draft is found by its heading alone: words from interviews are copied nowhere before they are sent.
    body = "" if one.state == State.DRAFT else " ".join(filter(None, [one.said, one.text]))
    return SearchText(
        title=one.title,
        url=reverse("proposals:proposal", args=[one.pk]),
        body=body,
        keywords=_keywords(one),
    )


def _keywords(one: Proposal) -> str:
    bodies = [str(to.unit or to.principal) for to in one.addressees.all()]
    return " ".join([*bodies, one.theme.name if one.theme else "", one.source.title])
