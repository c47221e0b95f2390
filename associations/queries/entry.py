"""One public entry, as the page, the print view, the booklet, the card and the exports show it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Max

from associations.facts import FACT_CHOICES, EntryFacts, fact_text
from associations.models import Association, AssociationNetwork, VerifiedBy
from associations.queries.directory import DirectoryFilter, audiences_text, covers, places_text
from common.swedish import count_text, local_date, phone_link, phone_text, today
from organisations.models import Municipality


@dataclass(frozen=True)
class Fact:
    """One known fact: label and value, perhaps a link and a few words below. Unknown ones are never made."""

    label: str
    value: str
    href: str = ""
    extra: str = ""


@dataclass(frozen=True)
class Contact:
    """A contact person's published details."""

    heading: str
    role: str
    email: str
    phone: str
    phone_href: str


@dataclass(frozen=True)
class PublicEntry:
    """An association as everybody sees it."""

    name: str
    slug: str
    url: str
    lead: str
    paragraphs: list[str]
    steps: list[str]
    contact: list[Fact]
    good_to_know: list[Fact]
    people: list[Contact]
    networks: list[AssociationNetwork]
    verified_on: date | None
    verified_how: str
    unconfirmed: bool

    @property
    def age(self) -> str:
        """How long ago the facts were checked. A page that shows it lives at most to midnight."""
        return age_text(self.verified_on, today()) if self.verified_on else ""


def public_entry(association: Association) -> PublicEntry:
    """Return the entry of an association loaded by ``with_entry``."""
    return PublicEntry(
        name=association.name,
        slug=association.slug,
        url=association.get_absolute_url(),
        lead=association.lead,
        paragraphs=_blocks(association.description),
        steps=[line.strip() for line in association.how_to_join.splitlines() if line.strip()],
        contact=_contact(association),
        good_to_know=_good_to_know(association),
        people=[_person(one) for one in association.public_contacts],  # type: ignore[attr-defined]
        networks=list(association.public_networks),  # type: ignore[attr-defined]
        verified_on=association.verified_on,
        verified_how=str(VerifiedBy(association.verified_by).label) if association.verified_by else "",
        unconfirmed=association.status == Association.Status.UNCONFIRMED,
    )


def preview_entry(facts: EntryFacts, association: Association | None) -> PublicEntry:
    """Return how ``facts`` would look, without saving anything."""
    values = facts.as_json()
    covers_ids = values.pop("covers_ids")
    shown = Association(slug=association.slug if association else "forhandsvisning", **values)
    shown.covered = list(Municipality.objects.in_order().filter(pk__in=covers_ids))  # type: ignore[attr-defined]
    shown.public_contacts = []  # type: ignore[attr-defined]
    shown.public_networks = []  # type: ignore[attr-defined]
    if association:
        shown.public_contacts = list(association.contact_persons.published())  # type: ignore[attr-defined]
        shown.verified_on, shown.verified_by = association.verified_on, association.verified_by
    return public_entry(shown)


def public_entries(chosen: DirectoryFilter | None = None) -> list[PublicEntry]:
    """Return every public entry in Swedish order; with ``chosen`` those that match."""
    rows: Iterable[Association] = Association.objects.public().with_entry().in_order()
    if chosen and chosen.count:
        municipality = Municipality.objects.filter(slug=chosen.municipality).first()
        wanted = {one.pk for one in chosen.rows() if municipality is None or covers(one, municipality.pk)}
        rows = [one for one in rows if one.pk in wanted]
    return [public_entry(one) for one in rows]


def last_published() -> date | None:
    """Return the day any public entry last changed, in Stockholm."""
    latest = Association.objects.public().aggregate(latest=Max("published_at"))["latest"]
    return local_date(latest) if latest else None


def age_text(checked: date, now: date) -> str:
    """Return "i dag", "för tre veckor sedan", "för två månader sedan", "för över ett år sedan"."""
    days = (now - checked).days
    if days <= 0:
        return "i dag"
    if days < 14:
        return f"för {count_text(days, 'dag', 'dagar')} sedan"
    if days < 61:
        return f"för {count_text(days // 7, 'vecka', 'veckor')} sedan"
    if days < 365:
        return f"för {count_text(days // 30, 'månad', 'månader')} sedan"
    years = days // 365
    return "för över ett år sedan" if years == 1 else f"för över {count_text(years, 'år', 'år')} sedan"


def open_data(associations: Iterable[Association]) -> list[dict[str, Any]]:
    """Return the public facts for other systems; unknown facts are left out."""
    return [_open_entry(one) for one in associations]


def _open_entry(association: Association) -> dict[str, Any]:
    choices = {
        name: [str(enum(value).label) for value in getattr(association, name) if value in enum.values]
        for name, enum in FACT_CHOICES.items()
        if isinstance(getattr(association, name), list)
    }
    entry: dict[str, Any] = {
        "name": association.name,
        "url": f"{settings.PORTAL_ORIGIN}{association.get_absolute_url()}",
        "summary": association.lead,
        "description": association.description,
        "how_to_join": association.how_to_join,
        "for_whom": choices["audiences"],
        "ages": choices["ages"],
        "focus_areas": choices["focus_areas"],
        "activities": choices["activities"],
        "national_organisation": association.national_organisation,
        "level": _label("level", association.level),
        "municipality": association.base_municipality.name if association.base_municipality else "",
        "covers_county": association.covers_county or None,
        "covers": [place.name for place in association.covered],  # type: ignore[attr-defined]
        "membership": _label("membership", association.membership),
        "cost": association.cost,
        "premises": _label("premises", association.premises),
        "premises_name": association.premises_name,
        "address": association.street_address,
        "directions": association.directions,
        "accessibility": choices["access_facts"],
        "accessibility_note": association.access_note,
        "opening_hours": association.opening_hours,
        "website": association.website,
        "email": association.email,
        "phone": association.phone,
        "phone_hours": association.phone_hours,
        "languages": association.languages,
        "council_member": association.council_member or None,
        "answers_within": association.answers_within,
        "networks": [network.name for network in association.public_networks],  # type: ignore[attr-defined]
        "contact_persons": [
            {key: value for key, value in person.public_parts.items() if value}
            for person in association.public_contacts  # type: ignore[attr-defined]
        ],
        "verified_on": association.verified_on.isoformat() if association.verified_on else "",
        "unconfirmed": True if association.status == Association.Status.UNCONFIRMED else None,
    }
    return {key: value for key, value in entry.items() if value not in ("", [], None)}


def _label(name: str, value: str | list[str]) -> str:
    return fact_text(name, value, {})


def _blocks(text: str) -> list[str]:
    return [block.strip() for block in text.split("\n\n") if block.strip()]


def _contact(association: Association) -> list[Fact]:
    facts = []
    if association.phone:
        facts.append(
            Fact(
                "Telefon",
                phone_text(association.phone),
                phone_link(association.phone),
                association.phone_hours,
            )
        )
    if association.email:
        facts.append(Fact("E-post", association.email, f"mailto:{association.email}"))
    if association.answers_within:
        facts.append(Fact("Vi svarar inom", association.answers_within))
    place = ", ".join(part for part in (association.premises_name, association.street_address) if part)
    if place:
        facts.append(Fact("Besök", place, "", association.directions))
    if association.opening_hours:
        facts.append(Fact("Öppettider", association.opening_hours))
    if association.website:
        shown = association.website.split("//", 1)[-1].removeprefix("www.").rstrip("/")
        facts.append(Fact("Webbplats", shown, association.website))
    return facts


def _good_to_know(association: Association) -> list[Fact]:
    membership = _label("membership", association.membership)
    access = _label("access_facts", association.access_facts)
    facts = [
        Fact("Vem är den till för?", audiences_text(association)),
        Fact("Åldrar", _label("ages", association.ages)),
        Fact("Inriktning", _label("focus_areas", association.focus_areas)),
        Fact("Det här gör vi", _label("activities", association.activities)),
        Fact("Finns för dig i", places_text(association)),
        Fact("Medlemskap", membership),
        Fact("Kostnad", association.cost),
        Fact("Lokal", _label("premises", association.premises)),
        Fact(
            "Tillgänglighet", access or association.access_note, "", association.access_note if access else ""
        ),
        Fact("Språk", association.languages),
        Fact("Riksorganisation", association.national_organisation),
        Fact("Nivå", _label("level", association.level)),
        Fact("Brukarråd", "Föreningen är med i brukarråd" if association.council_member else ""),
    ]
    return [fact for fact in facts if fact.value]


def preview_contact(person: Any) -> Contact | None:
    """Return what the public sees of a contact person or typed details; ``None`` when nothing."""
    shown = {
        name: getattr(person, name) if getattr(person, f"publish_{name}") else ""
        for name in ("name", "role", "email", "phone")
    }
    return _contact_card(shown) if shown["name"] or shown["email"] or shown["phone"] else None


def _person(person: Any) -> Contact:
    return _contact_card(person.public_parts)


def _contact_card(parts: dict[str, str]) -> Contact:
    return Contact(
        heading=parts["name"] or parts["role"] or "Kontaktperson",
        role=parts["role"] if parts["name"] else "",
        email=parts["email"],
        phone=phone_text(parts["phone"]) if parts["phone"] else "",
        phone_href=phone_link(parts["phone"]) if parts["phone"] else "",
    )
