"""Units that have asked for peer support through the open form: one begun, one answered "not now", one that waits."""

from typing import Final
from uuid import uuid4

from inflytande.demo.audits.cast import COORDINATOR, Teller, person, unit
from peersupport.models import Interest
from peersupport.services import interest
from peersupport.services.interest import InterestFacts

_BEGUN: Final = "Vi har följt försöket på mottagningen och vill ha en tjänst till, för de som är över 65."
_DECLINED: Final = "Vi är en liten grupp och undrar om man kan dela en tjänst med någon."
_WAITS: Final = (
    "Flera hos oss har hört Egna Ord berätta. Vi vill veta vad det kostar och vad som krävs av oss."
)


class Interests:
    """Writes what units ask, and what they are answered, in the diary."""

    def __init__(self, story: Teller) -> None:
        clock = story.clock
        clock.at(70, self._ask_small, hour=13)
        clock.at(64, self._decline, hour=13)
        clock.at(26, self._ask_known, hour=13)
        clock.at(22, self._begin, hour=13)
        clock.at(6, self._ask, hour=13)

    def _ask_small(self) -> None:
        self._send("Boendestöd Nordanstig", _DECLINED, "Per Gransjö", "per.gransjo@nordanstig.example.org")

    def _ask_known(self) -> None:
        known = unit("oppenvarden-hudiksvall")
        facts = InterestFacts(
            unit=known,
            why=_BEGUN,
            contact_name="Bo Norrstig",
            contact_email="svar.oppenvarden-hudiksvall@region.example.org",
        )
        interest.send_interest(facts, form_key=uuid4())

    def _ask(self) -> None:
        self._send("Socialpsykiatrin Ljusdal", _WAITS, "Ann Järvsö-Exempel", "ann.jarvso@ljusdal.example.org")

    def _send(self, name: str, why: str, contact: str, email: str) -> None:
        facts = InterestFacts(
            unit_text=name, why=why, contact_name=contact, contact_email=email, contact_phone="+46701740691"
        )
        interest.send_interest(facts, form_key=uuid4())

    def _decline(self) -> None:
        words = "Tack. Att dela en tjänst går bäst när båda har en egen kontaktperson. Hör av er när grannenheten vill, så börjar vi."
        interest.decline_interest(Interest.objects.get(why=_DECLINED), words=words, actor=person(COORDINATOR))

    def _begin(self) -> None:
        words = "Vad roligt. Vi ses på plats och går igenom vad som behöver finnas."
        asked = Interest.objects.get(why=_BEGUN)
        interest.begin_from_interest(
            asked, unit("oppenvarden-hudiksvall"), words=words, actor=person(COORDINATOR)
        )
