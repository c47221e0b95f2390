"""Public proposals in the shapes other programs read: tables, JSON and Atom."""

from collections.abc import Iterable, Iterator
from typing import Any, Final

from django.conf import settings

from common import atom
from common.atom import AtomEntry
from proposals.models import LoopRules, Move, Proposal
from proposals.queries.facts import limits_of
from proposals.queries.public import Card, Deed, card, deed, public_proposals
from proposals.standing import Limits, Link

#: Rows fetched at a time: 2,000 proposals need no memory to speak of.
_CHUNK: Final = 200

TABLE_HEADER: Final = (
    "Förslag", "Läge", "Försenat sedan", "Kommer från", "Typ", "Nummer", "Område", "Prioriterade grupper", "Riktas till",
    "Du sa", "Om orden", "Förslaget i ord", "Svar", "Åtgärder", "Det ledde till", "Det som fattas", "Utfall, varför",
    "Publicerat", "Sida",
)  # fmt: skip


def public_cards() -> Iterator[Card]:
    """Yield every public proposal, newest first."""
    rules = LoopRules.current()
    rows: Iterable[Proposal] = public_proposals().newest_first().iterator(chunk_size=_CHUNK)
    return (card(one, rules) for one in rows)


def table_rows() -> Iterator[list[Any]]:
    """Yield one row per public proposal, as its page tells it."""
    for one in public_cards():
        proposal, standing = one.proposal, one.standing
        said, answers, deeds, effect = standing.links
        yield [
            one.title,
            one.status,
            standing.late_since or "",
            proposal.source.title,
            proposal.source.get_kind_display(),
            one.number,
            proposal.theme.name if proposal.theme else "",
            ", ".join(group.name for group in proposal.priority_groups.all()),
            ", ".join(one.bodies),
            proposal.said,
            said.parts[0].meta,
            proposal.text,
            _link_words(answers),
            _link_words(deeds),
            _link_words(effect),
            " ".join(standing.missing),
            proposal.outcome_note,
            proposal.public_on,
            settings.PORTAL_ORIGIN + one.url,
        ]


def open_data() -> list[dict[str, Any]]:
    """Return every public proposal for ``forslag.json``."""
    limits = limits_of(LoopRules.current())
    return [_entry(one, limits) for one in public_cards()]


def atom_feed(moves: Iterable[Move], *, feed_url: str, page_url: str) -> bytes:
    """Return the latest moves as Atom (RFC 4287), newest first."""
    return atom.atom_feed("Du sa – vi gjorde", map(_atom_entry, moves), feed_url=feed_url, page_url=page_url)


def _atom_entry(move: Move) -> AtomEntry:
    url = settings.PORTAL_ORIGIN + move.proposal.get_absolute_url()
    return AtomEntry(
        id=f"{url}#{move.pk}",
        title=f"{move.proposal.title}: {move.get_kind_display()}",
        updated=move.at,
        url=url,
        summary=f"Läge: {move.get_status_display()}. {move.proposal.source.title}.",
    )


def _entry(one: Card, limits: Limits) -> dict[str, Any]:
    proposal, standing = one.proposal, one.standing
    return {
        "title": one.title,
        "url": settings.PORTAL_ORIGIN + one.url,
        "status": standing.status.value,
        "status_words": one.status,
        "late_since": standing.late_since,
        "said": proposal.said,
        "said_note": standing.links[0].parts[0].meta,
        "proposal": proposal.text,
        "source": {
            "kind": proposal.source.kind,
            "title": proposal.source.title,
            "url": settings.PORTAL_ORIGIN + proposal.source.url if proposal.source.url else "",
            "number": one.number,
        },
        "theme": proposal.theme.slug if proposal.theme else "",
        "priority_groups": [group.slug for group in proposal.priority_groups.all()],
        "addressees": [
            {"name": row.name, "status": row.status.value, "status_words": str(row.status.label)}
            for row in standing.addressees
        ],
        "chain": [_link_entry(link) for link in standing.links],
        "measures": [
            _deed_entry(deed(row, measure, limits))
            for row in proposal.addressees.all()
            for measure in row.measures.all()
        ],
        "missing": list(standing.missing),
        "outcome_note": proposal.outcome_note,
        "effect": {
            "answers": proposal.effect_base,
            "yes": proposal.effect_yes,
            "partly": proposal.effect_partly,
            "no": proposal.effect_no,
            "reached": proposal.effect_reached,
            "counted_on": proposal.effect_on,
        },
        "published_on": proposal.public_on,
    }


def _deed_entry(one: Deed) -> dict[str, str]:
    return {
        "body": one.body,
        "what": one.what,
        "responsible": one.who,
        "status_words": one.status,
        "when": one.when,
        "happened": one.happened,
        "checked": one.checked,
        "check_note": one.check_note,
    }


def _link_entry(link: Link) -> dict[str, Any]:
    return {"heading": link.heading, "state": link.state, "text": _link_words(link)}


def _link_words(link: Link) -> str:
    parts = [
        " ".join(filter(None, (part.strong, part.text, part.meta and f"({part.meta})")))
        for part in link.parts
    ]
    return f"{link.heading}: {' '.join(parts)}"
