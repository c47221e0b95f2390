"""Posters, letters of information and the agreement, made from an audit's facts.

They tell what domain.md 2 asks for before an interview: who asks and why, that it is voluntary, pause and stop, that
care is unaffected, that the unit isn't told who takes part, that nothing traceable is written, withdrawal until the
analysis begins, when notes are destroyed, where the report is published, whom to contact.
"""

from dataclasses import dataclass
from typing import Any

import segno
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from common.crisis import crisis_numbers
from common.pdf import render_pdf
from common.swedish import count_text, day_text, phone_text
from revisions.models import UserAudit
from revisions.queries.agreement import agreement
from revisions.queries.audits import whom_of


@dataclass(frozen=True)
class Letter:
    """One ready document. ``sheets`` are style sheets after ``base.css``."""

    slug: str
    name: str
    description: str
    template: str
    sheets: tuple[str, ...]

    @property
    def is_poster(self) -> bool:
        return self.template.startswith("poster")


#: A poster's sizes, the largest first: the first one that holds everything on one page is taken.
FITS = ("poster--big", "", "poster--mid", "poster--long")
#: Longer lists of names are told as a number.
MOST_NAMES = 160
_LETTER = ("letters.css",)
_POSTER_A4 = ("letters.css", "poster.css", "poster-a4.css")
_POSTER_A3 = ("letters.css", "poster.css", "poster-a3.css")
LETTERS = (
    Letter("affisch-a4", "Affisch, A4", "Till väntrum och anslagstavlor.", "poster", _POSTER_A4),
    Letter("affisch-a3", "Affisch, A3", "Samma affisch i större format.", "poster", _POSTER_A3),
    Letter("affisch-lattare-a4", "Affisch på lättare svenska, A4", "Färre ord, större text.", "poster_plain", _POSTER_A4),
    Letter(
        "affisch-lattare-a3", "Affisch på lättare svenska, A3", "Samma affisch i större format.", "poster_plain",
        _POSTER_A3,
    ),
    Letter("brev-anvandare", "Brev till dig som kan bli intervjuad", "Att ge ut eller skicka.", "users", _LETTER),
    Letter(
        "brev-anvandare-lattare", "Brev till dig som kan bli intervjuad, på lättare svenska",
        "Färre ord, större text.", "users_plain", _LETTER,
    ),
    Letter("brev-personal", "Brev till personalen", "Vad revisionen är och hur ni kan hjälpa till.", "staff", _LETTER),
    Letter(
        "brev-personal-lattare", "Brev till personalen, på lättare svenska", "Färre ord, större text.",
        "staff_plain", _LETTER,
    ),
)  # fmt: skip
_BY_SLUG = {letter.slug: letter for letter in LETTERS}


@dataclass(frozen=True)
class Contact:
    """Whom to ask: the association, else the coordinator. Never a person in the team."""

    name: str
    phone: str
    hours: str
    email: str


def letter(slug: str) -> Letter | None:
    """Return one of the ready documents."""
    return _BY_SLUG.get(slug)


def letter_pdf(audit: UserAudit, wanted: Letter) -> bytes:
    """Return the document as PDF/UA; a poster in the largest size that keeps it on one page."""
    content = b""
    for fit in FITS if wanted.is_poster else ("",):
        body = letter_html(audit, wanted, fit=fit)
        content, pages = render_pdf(body, title=wanted.name, stylesheets=wanted.sheets)
        if pages == 1:
            break
    return content


def letter_html(audit: UserAudit, wanted: Letter, *, fit: str = "") -> str:
    """Return the body of one document; ``fit`` is a poster's size, one of ``FITS``."""
    facts = {"letter": wanted, "fit": fit, **facts_of(audit)}
    return render_to_string(f"revisions/pdf/{wanted.template}.html", facts)


def agreement_pdf(audit: UserAudit) -> bytes:
    """Return the agreement as PDF/UA, with room for two signatures on paper."""
    content, _ = render_pdf(agreement_html(audit), title="Överenskommelse", stylesheets=("letters.css",))
    return content


def agreement_html(audit: UserAudit) -> str:
    """Return the agreement's body."""
    return render_to_string(
        "revisions/pdf/agreement.html", {"agreement": agreement(audit), **facts_of(audit)}
    )


def information_text(audit: UserAudit) -> tuple[str, str]:
    """Return what may be read aloud before an interview, in ordinary and in plainer Swedish, to begin from."""
    facts = facts_of(audit)
    return tuple(  # type: ignore[return-value] # two of them
        render_to_string(f"revisions/information/{name}.txt", facts).strip() for name in ("ordinary", "plain")
    )


def facts_of(audit: UserAudit) -> dict[str, Any]:
    """Return what the texts are made of. What isn't decided yet is left out, not guessed."""
    days = dict(audit.timetable.values_list("kind", "on"))
    first, last = days.get("interviews_from"), days.get("interviews_to")
    whom = _short(whom_of(audit), audit)
    page = f"{settings.PORTAL_ORIGIN}/brukarrevisioner/{audit.slug}/"
    return {
        "audit": audit,
        "whom": whom,
        "is_unit": bool(audit.audit_units.all()),
        "performer": audit.association.name if audit.association else "",
        "days": days,
        "period": f"{day_text(first, year=first.year != last.year)} till {day_text(last)}"
        if first and last
        else "",
        "retention": count_text(audit.retention_months, "månad", "månader"),
        "follow_up": count_text(audit.follow_up_months, "månad", "månader"),
        "contacts": contacts(audit),
        "portal": settings.PORTAL,
        "address": page,
        # To be read, not pressed.
        "shown_address": page.removeprefix("https://").removeprefix("http://"),
        "qr": _qr(page),
        "crisis_lines": [line for line in crisis_numbers() if line.in_strip],
    }


def _short(whom: str, audit: UserAudit) -> str:
    """Return whom it is about; many names become a number."""
    if len(whom) <= MOST_NAMES:
        return whom
    units = len(audit.audit_units.all())
    return f"{units} verksamheter" if units > 1 else whom if units else "flera huvudmän som ska samverka"


def contacts(audit: UserAudit) -> list[Contact]:
    """Return whom to ask, the association first."""
    found = []
    association = audit.association
    if (
        association is not None
        and association.status == "listed"
        and (association.phone or association.email)
    ):
        phone = phone_text(association.phone) if association.phone else ""
        found.append(Contact(association.name, phone, association.phone_hours, association.email))
    portal = settings.PORTAL
    found.append(
        Contact(portal["coordinator_title"], portal["coordinator_phone"], "", portal["coordinator_email"])
    )
    return found


def _qr(url: str) -> SafeString:
    """Return the page's address as inline SVG with a title, for a telephone's camera."""
    code = segno.make(url, error="m", micro=False)
    svg = code.svg_inline(border=2, svgclass=None, lineclass=None, omitsize=True, dark="#1d2b28", light=None)
    start, rest = svg.split(">", 1)
    # The address is made of the settings' origin and a slug of ours, and segno draws nothing but numbers.
    return mark_safe(f"{start}><title>QR-kod till sidan om revisionen</title>{rest}")  # noqa: S308
