"""What those who sit in the councils are paid: agreed, claimed after each meeting, attested, sent and paid."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from functools import partial
from typing import Final
from uuid import uuid4

from accounts.models import User
from common.swedish import today
from councils.fees import ClaimFacts
from councils.models import Claim, FeeAgreement, Mandate, PayrollList
from councils.queries.fee_rates import to_begin_from
from councils.queries.fees import claimable
from councils.services import fee_agreements, fee_attests, fee_claims, fee_rates, payroll
from councils.services.fee_agreements import Offer
from councils.words import ClaimStatus, CouncilKind, DayType
from inflytande.demo.audits.cast import COORDINATOR, Teller, person, principal
from inflytande.demo.councils.composition import (
    CHAIR,
    COUNCIL,
    ESTER,
    MEMBER,
    MONA,
    PAYROLL,
    REGION,
    TAGE,
    TOVE,
)

#: Days before today when the chair claims for what has been; the member has sat since the spring's end.
CHAIR_CLAIMS: Final = (735, 645, 555, 465, 370, 280, 190, 103, 33)
#: The others of the associations claim for what has been since they did last.
OTHERS_CLAIM: Final = (370, 190, 103)
#: Until this one each is sent and paid soon; the rest is sent together at the end of the term.
_SENT_AT_ONCE: Final = 190
LATEST: Final = 19
_BY_CAR: Final = ClaimFacts(
    day_type=DayType.HALF, route="Bollnäs – Gävle, tur och retur", mil=Decimal("20.6")
)
_BY_TRAIN: Final = ClaimFacts(
    day_type=DayType.HALF, route="Hudiksvall – Gävle", ticket_ore=41_800, receipt_number="1187"
)
#: Does it for nothing, but wants the journey paid.
_WAIVED: Final = ClaimFacts(waives=True, route="Hudiksvall – Gävle, tur och retur", mil=Decimal("26.2"))
_BY_BUS: Final = ClaimFacts(
    day_type=DayType.HALF, route="Sandviken – Gävle", ticket_ore=8_600, receipt_number="52"
)
_NEARBY: Final = ClaimFacts(day_type=DayType.HALF)
_OTHERS: Final = {TOVE: _BY_CAR, MONA: _NEARBY, ESTER: _WAIVED, TAGE: _BY_BUS}


class Fees:
    """Writes the money in the diary."""

    def __init__(self, story: Teller) -> None:
        self.story = story
        clock = story.clock
        clock.at(763, self._set_rates)
        clock.at(762, lambda: self._offer(CHAIR), hour=12)
        for address in _OTHERS:
            answer = self._decline if address == ESTER else self._accept
            clock.at(761, partial(self._offer, address, answer), hour=12)
            for days_ago in OTHERS_CLAIM:
                clock.at(days_ago, partial(self._claim, address, _OTHERS[address]), hour=18)
        clock.at(86, lambda: self._offer(MEMBER))
        # The seat is soon somebody else's: the coordinator asks anew.
        clock.at(14, partial(self._offer, TAGE, self._decline_late, council=COUNCIL))
        for days_ago in CHAIR_CLAIMS:
            clock.at(days_ago, lambda: self._claim(CHAIR, _BY_CAR), hour=19)
            clock.at(days_ago - 2, self._attest, hour=11)
            if days_ago >= _SENT_AT_ONCE:
                clock.at(days_ago - 7, self._send, hour=11)
                clock.at(days_ago - 15, self._pay, hour=11)
        clock.at(56, self._send)
        clock.at(48, self._pay)
        clock.at(44, self._correct)
        clock.at(42, self._attest)
        clock.at(28, self._send)
        clock.at(LATEST, lambda: self._claim(CHAIR, _BY_CAR), hour=19)
        clock.at(LATEST, lambda: self._claim(MEMBER, _BY_TRAIN), hour=20)
        clock.at(LATEST - 2, self._send_back)

    def _set_rates(self) -> None:
        """The coordinator begins from the example with fixed amounts, and writes who decided."""
        begin = to_begin_from("fasta")
        if begin is None:
            raise LookupError("the example of fixed amounts is gone")
        facts = replace(
            begin,
            name="Arvoden för brukarinflytande",
            source="Påhittat beslut för provinstallationen",
            valid_from=self.story.clock.day(800),
        )
        fee_rates.create_rate_table(facts, actor=person(COORDINATOR))

    def _offer(
        self, address: str, answer: Callable[[FeeAgreement], object] | None = None, *, council: str = ""
    ) -> None:
        who = person(address)
        offer = Offer(
            what="Möten i rådet och det som hör till",
            how_long="Så länge uppdraget varar, ungefär fyra möten om året",
            day_type=DayType.HALF,
            preparation_hours=Decimal(1),
        )
        mandates = [one for one in who.mandates.current() if council in {"", one.council.name}]
        fee_agreements.offer_agreement(mandates, offer, form_key=uuid4(), actor=person(COORDINATOR))
        for made in FeeAgreement.objects.filter(mandate__user=who, accepted_at=None, declined_at=None):
            (answer or self._accept)(made)

    def _accept(self, offer: FeeAgreement) -> None:
        fee_agreements.accept_agreement(offer, actor=_offered(offer))

    def _decline(self, offer: FeeAgreement) -> None:
        words = "Tack, men jag gör det gärna utan arvode. Betala bara resan."
        fee_agreements.decline_agreement(offer, words, actor=_offered(offer))

    def _decline_late(self, offer: FeeAgreement) -> None:
        words = "Mitt uppdrag går snart ut. Fråga den som tar över."
        fee_agreements.decline_agreement(offer, words, actor=_offered(offer))

    def _claim(self, address: str, facts: ClaimFacts) -> None:
        """Claim for every meeting one has been at since last; the committee's are short."""
        who = person(address)
        for invitation in claimable(who):
            is_committee = invitation.meeting.council.kind == CouncilKind.COMMITTEE
            what = replace(facts, day_type=DayType.SHORT) if is_committee else facts
            is_short = is_committee or facts.waives
            prepared = what if is_short else replace(what, preparation_hours=Decimal(1))
            fee_claims.write_claim(invitation, prepared, submit=True, form_key=uuid4(), actor=who)

    def _attest(self) -> None:
        by = person(COORDINATOR)
        for claim in Claim.objects.filter(status=ClaimStatus.SUBMITTED):
            fee_attests.attest_claim(
                claim,
                principal=principal(REGION),
                cost_centre="4711",
                expected_version=claim.version,
                actor=by,
            )

    def _send(self) -> None:
        by = person(COORDINATOR)
        made = payroll.open_payroll_list(principal(REGION), today(), actor=by)
        payroll.send_payroll_list(made, expected_version=made.version, actor=by)

    def _pay(self) -> None:
        for sent in PayrollList.objects.filter(sent_at__isnull=False, paid_on=None):
            payroll.mark_list_paid(sent, today(), actor=person(PAYROLL))

    def _correct(self) -> None:
        """The chair got a lift one way: half of the journey goes back."""
        who = person(CHAIR)
        paid = Claim.objects.filter(claimant=who, status=ClaimStatus.PAID).latest("meeting__day")
        right = replace(fee_claims.facts_of(paid), mil=Decimal("10.3"))
        fee_claims.correct_claim(paid, right, actor=who)

    def _send_back(self) -> None:
        claim = Claim.objects.filter(claimant=person(CHAIR), status=ClaimStatus.SUBMITTED).latest(
            "meeting__day"
        )
        because = "Det gick en buss från föreningen den dagen. Åkte du med den, eller egen bil?"
        fee_attests.return_claim(claim, because, expected_version=claim.version, actor=person(COORDINATOR))


def _offered(offer: FeeAgreement) -> User:
    """Whose offer it is."""
    return person(str(Mandate.objects.values_list("user__email", flat=True).get(pk=offer.mandate_id)))
