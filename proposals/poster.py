"""The ward poster "Ni sa – vi gjorde" of one source, with the way to the question in its corner."""

import hashlib
from dataclasses import dataclass
from uuid import UUID

import segno
from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from common import stamps
from common.crisis import crisis_numbers
from common.page_cache import build_name
from common.pdf import render_pdf
from common.swedish import today
from proposals.models import ProposalSource
from proposals.queries.public import TALLY_ORDER, Card, of_source, questions_of
from proposals.standing import Link
from proposals.words import Status

#: Paper → page style in static/pdf/loop.css.
PAPERS = ("a4", "a3")
#: Sizes of the letters → class in the same file, the one to wish for first.
SIZES = ("normal", "snug", "tight")
#: Files of states that have passed fall out of the cache by themselves, in seconds.
KEPT = 24 * 60 * 60
#: Rooms whose changes show on the poster.
ROOMS = ("proposals", "organisations", "crisis")


@dataclass(frozen=True)
class PosterRow:
    """One proposal on paper: what was said, what was answered and what was done, in few words."""

    card: Card
    said: str
    note: str
    is_quote: bool
    answer: str
    deed_heading: str
    deeds: list[tuple[str, str]]
    effect: str
    missing: tuple[str, ...]


def ready_poster(source_id: UUID, paper: str) -> bytes | None:
    """Return the poster of a public source, made anew when something on it has changed; else nothing.

    Several who ask at once wait for one rendering: an advisory lock lets the first one work.
    """
    if paper not in PAPERS:
        return None
    source = ProposalSource.objects.filter(pk=source_id, public_on__isnull=False).first()
    if source is None:
        return None
    key = _key(source, paper)
    found: bytes | None = cache.get(key)
    if found is not None:
        return found
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"loop-poster:{source.pk}"])
        found = cache.get(key)
        if found is None:
            found = render_poster(source, paper)
            cache.set(key, found, KEPT)
    return found


def render_poster(source: ProposalSource, paper: str) -> bytes:
    """Make the poster from what is public now.

    A wall has room for one sheet: smaller letters are tried where they can do it. Otherwise the code stands on the first.
    """
    title = f"Ni sa – vi gjorde: {source.title}"
    for size in SIZES:
        content, pages = render_pdf(poster_html(source, paper, size), title=title, stylesheets=("loop.css",))
        if pages == 1:
            return content
        if pages > 2:
            break
    whole = poster_html(source, paper, asks_first=True)
    return render_pdf(whole, title=title, stylesheets=("loop.css",))[0]


def poster_html(source: ProposalSource, paper: str, size: str = SIZES[0], *, asks_first: bool = False) -> str:
    """Return the poster's body. What got somewhere stands first; a missing answer isn't left out."""
    cards = sorted(
        of_source(source.room, source.source_id),
        key=lambda one: (TALLY_ORDER.index(one.standing.status), one.number),
    )
    address = settings.PORTAL_ORIGIN + reverse("loop:question", args=[source.pk])
    questions = questions_of(source.pk)
    return render_to_string(
        "proposals/pdf/poster.html",
        {
            "source": source,
            "paper": paper,
            "size": size,
            "asks_first": asks_first,
            "rows": [_row(one) for one in cards],
            "day": today(),
            "qr": _qr(address),
            "asks": bool(questions and questions.rows),
            "list_address": settings.PORTAL_ORIGIN + reverse("loop:list"),
            "portal": settings.PORTAL,
            "crisis_lines": [line for line in crisis_numbers() if line.in_strip],
        },
    )


def _row(card: Card) -> PosterRow:
    said, answers, deeds, effect = card.standing.links
    return PosterRow(
        card=card,
        said=said.parts[0].text,
        note="Återgivet med andra ord" if card.proposal.said_reworded else "",
        is_quote=said.is_quote,
        answer=_answers(answers, card.bodies),
        deed_heading=deeds.heading,
        deeds=[(part.text, part.meta) for part in deeds.parts],
        effect=" ".join(_words(effect)) if effect.state == "done" else "",
        missing=card.standing.missing if card.standing.status == Status.GOING else (),
    )


def _answers(link: Link, names: list[str]) -> str:
    """What was answered; where several were asked, who said what and who hasn't said a word."""
    words = _words(link)
    if len(names) > 1:
        words = [f"{name}: {said}" for name, said in zip(names, words, strict=True)]
    return " ".join(words)


def _words(link: Link) -> list[str]:
    return [" ".join(filter(None, (part.strong, part.text))) for part in link.parts]


def _key(source: ProposalSource, paper: str) -> str:
    rooms = stamps.fingerprint(stamps.read_stamps(), ROOMS)
    text = repr(
        (
            rooms,
            paper,
            str(source.pk),
            source.version,
            today(),
            settings.PORTAL,
            settings.PORTAL_ORIGIN,
            build_name(),
        )
    )
    return f"loop-poster:{hashlib.sha256(text.encode()).hexdigest()[:24]}"


def _qr(url: str) -> SafeString:
    """Return the code as inline SVG. A title inside gives it words in the tagged PDF."""
    code = segno.make(url, error="m", micro=False)
    svg = code.svg_inline(
        scale=1, border=2, svgclass=None, lineclass=None, omitsize=True, dark="#1d2b28", light=None
    )
    start, rest = svg.split(">", 1)
    # The address comes from the settings and an id of ours, and segno draws nothing but numbers.
    return mark_safe(f"{start}><title>QR-kod till frågan om du märker skillnad</title>{rest}")  # noqa: S308
