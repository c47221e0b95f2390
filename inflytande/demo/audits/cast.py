"""Who acts in the audits, always fetched anew: what a person may do is remembered for a request, not for a year."""

from typing import Final, Protocol

from accounts.models import User
from associations.models import Association
from inflytande.demo.clock import StoryClock
from organisations.models import Principal, Theme, Unit

COORDINATOR: Final = "sam.samordnare@example.org"
MANAGER: Final = "eli.enhetschef@example.org"
LEAD: Final = "noor.revisionsledare@example.org"
AUDITOR: Final = "bim.revisor@example.org"
SECOND: Final = "love.revisor@example.org"
THIRD: Final = "sol.revisor@example.org"
#: Answers for the region, and for the clinic in Gävle.
REGION_HEAD: Final = "svar@region-gavleborg.example.org"
CLINIC_HEAD: Final = "svar.oppenvarden-gavle@region.example.org"
#: Have accounts, but none that is printed at start: address and name.
UNPRINTED: Final = {
    THIRD: "Sol Hedlycka",
    REGION_HEAD: "Kaj Länsmark",
    CLINIC_HEAD: "Ida Ljungdal-Exempel",
    "tove@egnaord.example.org": "Tove Rönnkvist",
    "ester@vadstallet.example.org": "Ester Vadmark",
    "tage@tallbarret.example.org": "Tage Barrdal",
    "mona@lyktskenet.example.org": "Mona Lyktberg",
}
COMMISSIONER: Final = "maj.uppdragsgivare@example.org"


class Teller(Protocol):
    """What the audits need of the story they are part of."""

    clock: StoryClock

    def welcome(self, email: str, grants: list[tuple[str, str]]) -> None:
        """Give somebody an account with roles."""


def person(address: str) -> User:
    """Return the persona, without anything remembered."""
    return User.objects.get(email=address)


def association(name: str) -> Association:
    """Return an association of the demo by its name."""
    return Association.objects.get(name=name)


def unit(slug: str) -> Unit:
    """Return a unit of the county by its address."""
    return Unit.objects.get(slug=slug)


def principal(slug: str) -> Principal:
    """Return a principal of the county by its address."""
    return Principal.objects.get(slug=slug)


def theme(name: str) -> Theme | None:
    """Return a shared theme by its name, or ``None`` where an audit has made a heading of its own."""
    return Theme.objects.filter(name=name).first()
