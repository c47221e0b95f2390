"""The public facts in the shapes other programs read."""

from collections.abc import Iterable, Iterator
from typing import Any, Final

from django.conf import settings

from associations.models import Association
from associations.queries.entry import open_data
from common.swedish import phone_text

#: Heading in the table → key of ``open_data``.
_COLUMNS: Final = {
    "Namn": "name",
    "Kort om föreningen": "summary",
    "Vem är den till för?": "for_whom",
    "Åldrar": "ages",
    "Inriktning": "focus_areas",
    "Det här gör vi": "activities",
    "Kommun": "municipality",
    "Hela länet": "covers_county",
    "Kommuner": "covers",
    "Telefon": "phone",
    "Telefontid": "phone_hours",
    "E-post": "email",
    "Svarar inom": "answers_within",
    "Webbplats": "website",
    "Lokal": "premises",
    "Lokalens namn": "premises_name",
    "Adress": "address",
    "Hitta hit": "directions",
    "Öppettider": "opening_hours",
    "Tillgänglighet": "accessibility",
    "Mer om tillgängligheten": "accessibility_note",
    "Medlemskap": "membership",
    "Kostnad": "cost",
    "Språk": "languages",
    "Riksorganisation": "national_organisation",
    "Nivå": "level",
    "Nätverk": "networks",
    "Med i brukarråd": "council_member",
    "Senast kontrollerad": "verified_on",
    "Inte bekräftad": "unconfirmed",
    "Sida": "url",
    "Vilka vi är": "description",
    "Så kommer du med": "how_to_join",
    "Kontaktpersoner": "contact_persons",
}
TABLE_HEADER: Final = tuple(_COLUMNS)


def table_rows(associations: Iterable[Association]) -> Iterator[list[str]]:
    """Yield one row per association, lists joined by commas, yes as "Ja"."""
    for entry in open_data(associations):
        told = {**entry, "phone": phone_text(entry.get("phone", "")), "contact_persons": _people(entry)}
        yield [_cell(told.get(key, "")) for key in _COLUMNS.values()]


def vcard(association: Association) -> str:
    """Return a vCard 4.0 (RFC 6350) of the association itself; no person's details."""
    lines = [
        "BEGIN:VCARD",
        "VERSION:4.0",
        "KIND:org",
        f"FN:{_escaped(association.name)}",
        f"ORG:{_escaped(association.name)}",
        f"UID:{settings.PORTAL_ORIGIN}{association.get_absolute_url()}",
        f"SOURCE:{settings.PORTAL_ORIGIN}{association.get_absolute_url()[:-1]}.vcf",
    ]
    if association.phone:
        lines.append(f"TEL;VALUE=uri;TYPE=work,voice:tel:{association.phone}")
    if association.email:
        lines.append(f"EMAIL;TYPE=work:{_escaped(association.email)}")
    if association.website:
        lines.append(f"URL:{association.website}")
    if association.street_address:
        lines.append(f"ADR;TYPE=work:;;{_escaped(association.street_address)};;;;")
    if association.lead:
        lines.append(f"NOTE:{_escaped(association.lead)}")
    if association.published_at:
        lines.append(f"REV:{association.published_at:%Y%m%dT%H%M%SZ}")
    lines.append("END:VCARD")
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _people(entry: dict[str, Any]) -> str:
    """Return the contact persons' published details, a person between semicolons."""
    people = [
        {**person, "phone": phone_text(person.get("phone", ""))}
        for person in entry.get("contact_persons", [])
    ]
    return "; ".join(", ".join(filter(None, person.values())) for person in people)


def _cell(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)
    return "Ja" if value is True else str(value)


def _escaped(text: str) -> str:
    """Escape as RFC 6350 section 3.4 says."""
    text = text.replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;")
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")


def _folded(line: str) -> str:
    """Break lines at 75 bytes without splitting a character (RFC 6350 section 3.2)."""
    parts: list[str] = []
    part, size = "", 0
    for sign in line:
        width = len(sign.encode())
        if size + width > (75 if not parts else 74):
            parts.append(part)
            part, size = "", 0
        part += sign
        size += width
    parts.append(part)
    return "\r\n ".join(parts)
