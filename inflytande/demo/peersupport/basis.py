"""Bases for decisions in the demo: what two boards have had to read, and who sees to what a unit still lacks."""

from functools import partial

from inflytande.demo.audits.cast import COORDINATOR, Teller, person
from inflytande.demo.peersupport.way import placement_named
from peersupport.queries.basis import BasisWords, usual_words
from peersupport.services import basis, readiness
from peersupport.services.readiness import ReadinessFacts


class Bases:
    """Writes them in the diary."""

    def __init__(self, story: Teller) -> None:
        self.clock = story.clock
        story.clock.at(135, partial(self._make, "rekrytering", "Omsorgsnämnden"), hour=14)
        story.clock.at(48, partial(self._make, "beslut", "Hälso- och sjukvårdsnämnden"), hour=14)
        story.clock.at(31, self._see_to, hour=14)
        story.clock.at(12, partial(self._make, "forberedelse", "Omsorgsnämnden"), hour=14)

    def _make(self, key: str, body: str) -> None:
        placement = placement_named(key)
        words = BasisWords(body, usual_words(placement).proposal)
        basis.request_basis(placement, words, actor=person(COORDINATOR))

    def _see_to(self) -> None:
        """Half a year in readiness: somebody is to see to what is missing, until a day."""
        placement = placement_named("forberedelse")
        saved = {one.condition: one for one in placement.readiness.all()}
        answers = {}
        for condition, owner, ahead in (
            ("formal_decision", "Förvaltningschefen", 40),
            ("funding", "Enhetschefen med ekonomen", 40),
            ("supervision", "Enhetschefen", 70),
        ):
            row = saved.get(condition)
            facts = ReadinessFacts(
                answer=row.answer if row else "partly",
                evidence=row.evidence if row else "NSPH har sagt ja, men dagarna är inte bokade.",
                owner=owner,
                due_on=self.clock.day(-ahead),
            )
            answers[condition] = (facts, row.version if row else 0)
        readiness.save_readiness(placement, answers, actor=person(COORDINATOR))
