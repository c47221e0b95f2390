"""What the portal does with personal data, told by the rooms that do it; ``/integritet/`` shows it.

A room builds its words from the constants its code obeys, so that the page can't promise another time than the one that
is kept. The legal basis is the operator's to decide; the words here say what the design was made for.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

#: Article 6.1 e: what regions and municipalities do by law.
PUBLIC_TASK = "Uppgift av allmänt intresse (artikel 6.1 e i dataskyddsförordningen)."
#: Being interviewed, or being an auditor, tells of health by itself (domain.md 8).
PUBLIC_TASK_HEALTH = (
    "Uppgift av allmänt intresse (artikel 6.1 e i dataskyddsförordningen). Uppgifter om hälsa behandlas med stöd av "
    "artikel 9.2 g och 3 kap. 3 § i lagen med kompletterande bestämmelser till EU:s dataskyddsförordning (2018:218)."
)
#: Asked for by the person, ended when the person likes.
CONSENT = "Ditt samtycke (artikel 6.1 a i dataskyddsförordningen). Du kan när som helst ta tillbaka det."


@dataclass(frozen=True)
class Processing:
    """One use of personal data, in plain words."""

    slug: str
    name: str
    purpose: str
    what: str
    basis: str
    who: str
    how_long: str
    order: int = 100


_providers: list[Callable[[], Processing]] = []


def register_processing(provider: Callable[[], Processing]) -> None:
    """Add one use of personal data; called when the page is drawn."""
    _providers.append(provider)


def processings() -> list[Processing]:
    """Return every use of personal data, those that most people meet first."""
    return sorted((provider() for provider in _providers), key=lambda one: (one.order, one.name))


def span(time: timedelta) -> str:
    """Return "90 dagar", "20 timmar" or "30 minuter": the largest unit that is whole; years from 365 days on.

    >>> span(timedelta(days=365))
    '1 år'
    """
    seconds = int(time.total_seconds())
    for length, one, several in _UNITS:
        if seconds >= length and seconds % length == 0:
            number = seconds // length
            return f"{number} {one if number == 1 else several}"
    return f"{seconds} sekunder"


_UNITS = (
    (365 * 86_400, "år", "år"),
    (86_400, "dag", "dagar"),
    (3_600, "timme", "timmar"),
    (60, "minut", "minuter"),
)
