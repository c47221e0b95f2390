"""The facts of an entry as one value: what forms send, services compare and versions keep."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any, Final

from associations.models.choices import (
    Activity,
    AgeGroup,
    Audience,
    Focus,
    Level,
    MembershipNeed,
    Premises,
    PremisesFact,
)
from common.swedish import join_words, phone_text, sort_key


@dataclass(frozen=True, kw_only=True)
class EntryFacts:
    """Everything an association tells about itself (domain.md 5). Empty means unknown, and is left out.

    Choices are stored values (``Audience.RELATIVES`` or ``"relatives"``), municipalities ids,
    ``phone`` E.164.
    """

    name: str
    national_organisation: str = ""
    level: str = ""
    base_municipality_id: int | None = None
    covers_county: bool = False
    covers_ids: tuple[int, ...] = ()
    audiences: tuple[str, ...] = ()
    ages: tuple[str, ...] = ()
    focus_areas: tuple[str, ...] = ()
    activities: tuple[str, ...] = ()
    lead: str = ""
    description: str = ""
    how_to_join: str = ""
    membership: str = ""
    cost: str = ""
    premises: str = ""
    premises_name: str = ""
    street_address: str = ""
    directions: str = ""
    access_facts: tuple[str, ...] = ()
    access_note: str = ""
    opening_hours: str = ""
    website: str = ""
    email: str = ""
    phone: str = ""
    phone_hours: str = ""
    languages: str = ""
    council_member: bool = False
    answers_within: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return the facts as JSON values, lists in a settled order so that equal facts are equal."""
        return {
            name: _plain(sorted(value) if isinstance(value, tuple) else value)
            for name, value in asdict(self).items()
        }

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> "EntryFacts":
        """Read facts of any age: facts that no longer exist are passed over, new ones are empty."""
        known: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value
            for name, value in stored.items()
            if name in FACT_LABELS
        }
        return cls(**known)

    def changed_from(self, other: "EntryFacts") -> list[str]:
        """Return the names of the facts in which the two differ."""
        mine, theirs = self.as_json(), other.as_json()
        return [name for name in FACT_LABELS if mine[name] != theirs[name]]

    def with_facts_of(self, other: "EntryFacts", names: list[str]) -> "EntryFacts":
        """Return these facts with those called ``names`` taken from ``other``."""
        return replace(self, **{name: getattr(other, name) for name in names})


def _plain(value: Any) -> Any:
    """Turn members of enumerations into the text that is stored."""
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return str(value) if isinstance(value, str) else value


#: What each fact is called where old and new stand side by side.
FACT_LABELS: Final[dict[str, str]] = {
    "name": "Namn",
    "lead": "Kort om föreningen",
    "description": "Vilka vi är",
    "how_to_join": "Så kommer du med",
    "audiences": "Vem är den till för?",
    "ages": "Åldrar",
    "focus_areas": "Inriktning",
    "activities": "Det här gör vi",
    "national_organisation": "Riksorganisation",
    "level": "Länsförening eller lokalförening",
    "base_municipality_id": "Kommun",
    "covers_county": "Hela länet",
    "covers_ids": "Kommuner vi finns för",
    "membership": "Medlemskap",
    "cost": "Kostnad",
    "phone": "Telefon",
    "phone_hours": "Telefontid",
    "email": "E-post",
    "answers_within": "Svarar inom",
    "website": "Webbplats",
    "languages": "Språk",
    "premises": "Lokal",
    "premises_name": "Lokalens namn",
    "street_address": "Adress",
    "directions": "Hitta hit",
    "opening_hours": "Öppettider",
    "access_facts": "Tillgänglighet i lokalen",
    "access_note": "Mer om tillgängligheten",
    "council_member": "Med i brukarråd",
}
#: Facts chosen from a list, and the list.
FACT_CHOICES: Final[dict[str, Any]] = {
    "audiences": Audience,
    "ages": AgeGroup,
    "focus_areas": Focus,
    "activities": Activity,
    "level": Level,
    "membership": MembershipNeed,
    "premises": Premises,
    "access_facts": PremisesFact,
}
FACT_NAMES: Final = tuple(field.name for field in fields(EntryFacts))


def facts_of(association: Any) -> EntryFacts:
    """Return the approved facts that an association's own row holds."""
    values: dict[str, Any] = {}
    for name in FACT_NAMES:
        if name == "covers_ids":
            values[name] = tuple(sorted(place.pk for place in association.covers.all()))
            continue
        value = getattr(association, name)
        values[name] = tuple(value) if isinstance(value, list) else value
    return EntryFacts(**values)


def fact_text(name: str, value: Any, places: Mapping[int, str]) -> str:
    """Return one fact in words, as people read it. ``places`` gives municipalities' names by id."""
    if value is None or value in ("", (), []):
        return ""
    if isinstance(value, bool):
        return "Ja" if value else "Nej"
    if name == "base_municipality_id":
        return places.get(value, "")
    if name == "covers_ids":
        return join_words(sorted((places[pk] for pk in value if pk in places), key=sort_key))
    if name == "phone":
        return phone_text(value)
    choices = FACT_CHOICES.get(name)
    if choices is None:
        return str(value)
    if isinstance(value, str):
        return str(choices(value).label) if value in choices.values else value
    return ", ".join(str(choice.label) for choice in choices if choice.value in value)


def search_terms(facts: EntryFacts, places: Mapping[int, str]) -> str:
    """Return the short facts a visitor may search for, choices by their labels, each word once."""
    names = ("name", "national_organisation", "lead", "audiences", "focus_areas", "activities", "languages")
    parts = [fact_text(name, getattr(facts, name), places) for name in names]
    ids = [*facts.covers_ids, *([facts.base_municipality_id] if facts.base_municipality_id else [])]
    parts += [places.get(pk, "") for pk in ids]
    return _each_once(parts)


def search_words(facts: EntryFacts, places: Mapping[int, str]) -> str:
    """Return everything a visitor may search for: the short facts and the words of the long texts."""
    long = (facts.premises_name, facts.street_address, facts.description, facts.how_to_join)
    return _each_once([search_terms(facts, places), *long])


def _each_once(parts: list[str]) -> str:
    return " ".join(dict.fromkeys(" ".join(parts).split()))
