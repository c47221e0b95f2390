"""The councils, their seats, and who has been appointed to them."""

from datetime import timedelta
from typing import Any, Final

from associations.models import AssociationNetwork
from councils.models import Council, Mandate, Seat
from councils.services import (
    composition,
    council_status,
    councils,
    mandate_accounts,
    mandates,
    offices,
    public_names,
)
from councils.services.councils import CouncilFacts
from councils.services.mandates import ContactFacts, MandateFacts
from inflytande.demo.audits.cast import (
    CLINIC_HEAD,
    COORDINATOR,
    REGION_HEAD,
    Teller,
    association,
    person,
    principal,
    unit,
)
from organisations.models import Area

CHAIR: Final = "eira.ordforande@example.org"
MEMBER: Final = "mio.ledamot@example.org"
SECRETARY: Final = "saga.sekreterare@example.org"
PAYROLL: Final = "linn.loneenhet@example.org"
RIO: Final = "rio.egnaord@example.org"
TOVE: Final = "tove@egnaord.example.org"
KAI: Final = "kai@lyktskenet.example.org"
#: Comes instead of Kai.
MONA: Final = "mona@lyktskenet.example.org"
ESTER: Final = "ester@vadstallet.example.org"
TAGE: Final = "tage@tallbarret.example.org"

COUNCIL: Final = "Länets brukarråd"
COMMITTEE: Final = "Arbetsutskottet till länets brukarråd"
#: Was paused, until a dialogue meeting agreed that it begins again.
RESUMED: Final = "Brukarrådet för beroendevården"
YOUTH: Final = "Brukarrådet för unga vuxna"
STEERING: Final = "Styrgruppen för peer support"
#: Area → the name of its dialogue meetings.
DIALOGUES: Final = {
    "Gästrikland": "Dialogmöten i Gästrikland",
    "Södra Hälsingland": "Dialogmöten i södra Hälsingland",
    "Norra Hälsingland": "Dialogmöten i norra Hälsingland",
}
REGION: Final = "region-gavleborg"
CLINIC: Final = "beroendemottagningen-soderhamn"
UNITS: Final = ("oppenvarden-gavle", "oppenvarden-bollnas", "oppenvarden-hudiksvall")
#: Association, voice, who sits there (name, mailbox), days from today to the last day.
SEATS: Final[tuple[tuple[str, str, str, str, int], ...]] = (
    ("Egna Ord Hälsingland", "users", "Tove Rönnkvist", TOVE, 300),
    ("Föreningen Ljusgläntan", "both", "Eira Skogsmark", CHAIR, 420),
    ("Föreningen Lyktskenet", "users", "Kai Lyktberg", KAI, 62),
    ("Anhörigföreningen Vadstället", "relatives", "Ester Vadmark", ESTER, 420),
    ("Klubbhuset Tallbarret", "users", "Tage Barrdal", TAGE, 25),
    # Nobody is appointed here: the seat stands empty.
    ("Nätverket Mosaikrutan", "relatives", "", "", 0),
)


class Composition:
    """Writes the councils' lives in the diary: made, composed, appointed, paused, handed over."""

    def __init__(self, story: Teller) -> None:
        self.story = story
        clock = story.clock
        clock.at(768, self._make)
        clock.at(767, self._compose)
        clock.at(765, self._appoint)
        clock.at(764, self._welcome)
        clock.at(500, self._pause, hour=9)
        clock.at(130, self._pause_youth)
        clock.at(115, self._begin_again)
        clock.at(98, self._tie_to_network)
        clock.at(90, self._hand_over)
        clock.at(88, self._say_yes)
        clock.at(760, self._name_payroll)

    def _make(self) -> None:
        by = person(COORDINATOR)
        region = principal(REGION)
        contact: dict[str, Any] = {
            "contact_name": "Samordnaren för brukarinflytande",
            "contact_email": "samordnaren@region.example.org",
            "contact_phone": "+46701740607",
        }
        main = councils.create_council(
            CouncilFacts(
                kind="council",
                name=COUNCIL,
                purpose="Rådet följer upp hur brukare och närstående får vara med och bestämma i hela länet. "
                "Här möts föreningarna och de som leder psykiatrin.\n\nRådet föreslår. Varje organisation beslutar "
                "själv och svarar rådet.",
                is_public=True,
                cost_centre="4711",
                **contact,
            ),
            principals=[region],
            units=[unit(slug) for slug in UNITS],
            actor=by,
        )
        councils.create_council(
            CouncilFacts(
                kind="committee",
                name=COMMITTEE,
                purpose="Sätter dagordningen till rådets möten, med lika många från föreningarna som från vården.",
                is_public=True,
                parent_id=main.pk,
                **contact,
            ),
            principals=[region],
            actor=by,
        )
        for area, name in DIALOGUES.items():
            councils.create_council(
                CouncilFacts(
                    kind="dialogue_area",
                    name=name,
                    purpose="Öppna möten en gång per termin. En förening är värd, vårdenheternas chefer kommer och "
                    "kommunerna är bjudna. Alla får komma.",
                    is_public=True,
                    area_id=Area.objects.get(name=area).pk,
                    **contact,
                ),
                principals=[region],
                actor=by,
            )
        councils.create_council(
            CouncilFacts(
                kind="council",
                name=RESUMED,
                purpose="Brukare, närstående och beroendemottagningarna följer upp vården tillsammans.",
                is_public=True,
                **contact,
            ),
            principals=[region],
            units=[unit(CLINIC)],
            actor=by,
        )
        councils.create_council(
            CouncilFacts(
                kind="council",
                name=YOUTH,
                purpose="Den som är mellan 16 och 25 år berättar hur det är att komma till vården första gången.",
                is_public=True,
                **contact,
            ),
            principals=[region],
            actor=by,
        )
        councils.create_council(
            CouncilFacts(
                kind="steering_group",
                name=STEERING,
                purpose="Leder arbetet med att införa peer support i länet.",
                is_public=True,
                **contact,
            ),
            principals=[region],
            actor=by,
        )

    def _compose(self) -> None:
        by, council = person(COORDINATOR), council_named(COUNCIL)
        for name, voice, *_ in SEATS:
            composition.add_seats(
                council, kind="association", bodies=[association(name)], voice=voice, actor=by
            )
        composition.add_seats(council, kind="open", voice="both", actor=by)
        composition.add_seats(
            council,
            kind="unit",
            bodies=[unit(slug) for slug in UNITS],
            voice="authority",
            has_substitute=False,
            actor=by,
        )
        composition.add_seats(
            council_named(DIALOGUES["Södra Hälsingland"]),
            kind="association",
            bodies=[association("Föreningen Ljusgläntan")],
            voice="both",
            has_substitute=False,
            actor=by,
        )
        committee = council_named(COMMITTEE)
        composition.add_seats(
            committee,
            kind="association",
            bodies=[association("Föreningen Ljusgläntan")],
            voice="both",
            has_substitute=False,
            actor=by,
        )
        composition.add_seats(
            committee,
            kind="principal",
            bodies=[principal(REGION)],
            voice="authority",
            has_substitute=False,
            actor=by,
        )
        steering = council_named(STEERING)
        composition.add_seats(
            steering,
            kind="association",
            bodies=[association("Egna Ord Hälsingland")],
            voice="users",
            actor=by,
        )
        composition.add_seats(
            steering, kind="principal", bodies=[principal(REGION)], voice="authority", actor=by
        )

    def _appoint(self) -> None:
        for name, _, who, email, left in SEATS:
            if who:
                seat = Seat.objects.get(council__name=COUNCIL, association__name=name)
                role = "chair" if email == CHAIR else "member"
                self._sits(seat, who, email, role=role, left=left)
        lit = Seat.objects.get(council__name=COUNCIL, association__name="Föreningen Lyktskenet")
        self._sits(lit, "Mona Lyktberg", MONA, role="substitute", left=420)
        for name in (COMMITTEE, DIALOGUES["Södra Hälsingland"]):
            own = Seat.objects.get(council__name=name, association__isnull=False)
            self._sits(own, "Eira Skogsmark", CHAIR, left=420)
        heads = ("Ida Ljungdal-Exempel", "Jon Åvik-Exempel", "Bo Norrstig")
        for slug, who in zip(UNITS, heads, strict=True):
            seat = Seat.objects.get(council__name=COUNCIL, unit__slug=slug)
            self._sits(seat, who, f"svar.{slug}@region.example.org", how="employer")
        for name in (COMMITTEE, STEERING):
            seat = Seat.objects.get(council__name=name, principal__isnull=False)
            self._sits(seat, "Kaj Länsmark", REGION_HEAD, how="employer")
        guest = MandateFacts(
            contact=ContactFacts(name="Pim Ombudsgård", email="ombud@exempel.example.org"),
            starts_on=self.story.clock.day(765),
            appointed_on=self.story.clock.day(765),
            appointed_how="employer",
        )
        mandates.co_opt(
            council_named(COUNCIL), guest, body=principal("hudiksvalls-kommun"), actor=person(COORDINATOR)
        )

    def _welcome(self) -> None:
        """Those who sit for an association, the secretary and two of those who are to answer get accounts. Kai rings."""
        for address in (CHAIR, TOVE, MONA, ESTER, TAGE):
            sits = Mandate.objects.get(email=address, council__name=COUNCIL)
            self.story.welcome(address, [(mandate_accounts.GRANT, str(sits.pk))])
        for head in (REGION_HEAD, CLINIC_HEAD):
            self.story.welcome(head, [])
        self.story.welcome(SECRETARY, [("council_secretary", str(council_named(COUNCIL).pk))])
        offices.give_office(person(SECRETARY), council_named(COMMITTEE), actor=person(COORDINATOR))
        mandate_accounts.tie_accounts()

    def _pause(self) -> None:
        council_status.set_council_status(
            council_named(RESUMED),
            "paused",
            reason="Mottagningarna byter lokaler. Dialogmötena tar upp frågorna så länge.",
            review_on=self.story.clock.day(120),
            actor=person(COORDINATOR),
        )

    def _pause_youth(self) -> None:
        council_status.set_council_status(
            council_named(YOUTH),
            "paused",
            reason="Två föreningar har ingen att skicka just nu. Dialogmötena tar upp frågorna så länge.",
            review_on=self.story.clock.day(-40),
            actor=person(COORDINATOR),
        )

    def _begin_again(self) -> None:
        """After the pause: an association and the clinic have their seats again, and somebody to send."""
        by, council = person(COORDINATOR), council_named(RESUMED)
        composition.add_seats(
            council,
            kind="association",
            bodies=[association("Klubbhuset Tallbarret"), association("Anhörigföreningen Vadstället")],
            voice="both",
            actor=by,
        )
        composition.add_seats(council, kind="unit", bodies=[unit(CLINIC)], voice="authority", actor=by)
        seat = Seat.objects.get(council=council, association__name="Klubbhuset Tallbarret")
        self._sits(seat, "Tage Barrdal", TAGE, since=110)
        seat = Seat.objects.get(council=council, unit__isnull=False)
        self._sits(seat, "Siv Åkersten", f"svar.{CLINIC}@region.example.org", since=110, how="employer")

    def _tie_to_network(self) -> None:
        """The network is in the directory now: its associations may propose items."""
        by, council = person(COORDINATOR), council_named(COUNCIL)
        told = {name: getattr(council, name) for name in CouncilFacts.__dataclass_fields__}
        told["network_id"] = AssociationNetwork.objects.get(name="Föreningsnätverket").pk
        councils.edit_council(
            council,
            CouncilFacts(**told),
            principals=list(council.principals.all()),
            units=list(council.units.all()),
            expected_version=council.version,
            actor=by,
        )

    def _hand_over(self) -> None:
        """Egna Ord's representative lets somebody new take over, and the coordinator invites her."""
        former = Mandate.objects.get(council__name=COUNCIL, association__name="Egna Ord Hälsingland")
        clock = self.story.clock
        facts = MandateFacts(
            contact=ContactFacts(name="Mio Tallstrand", email=MEMBER),
            starts_on=clock.day(89),
            ends_on=clock.day(-640),
            appointed_on=clock.day(93),
            appointed_how="annual_meeting",
        )
        follower = mandates.hand_over(former, facts, actor=person(RIO))
        self.story.welcome(MEMBER, [(mandate_accounts.GRANT, str(follower.pk))])

    def _say_yes(self) -> None:
        """Two want their names to be read, each by an own tick."""
        for address in (MEMBER, CHAIR):
            who = person(address)
            for one in Mandate.objects.current().filter(user=who, council__name=COUNCIL):
                public_names.show_name(one, True, actor=who)

    def _name_payroll(self) -> None:
        self.story.welcome(PAYROLL, [("payroll_reader", str(principal(REGION).pk))])

    def _sits(
        self,
        seat: Seat,
        name: str,
        email: str,
        *,
        role: str = "member",
        left: int = 420,
        how: str = "written_notice",
        since: int = 764,
    ) -> None:
        clock = self.story.clock
        facts = MandateFacts(
            contact=ContactFacts(name=name, email=email),
            role=role,
            starts_on=clock.day(since),
            ends_on=clock.today + timedelta(days=left),
            appointed_on=clock.day(since + 6),
            appointed_how=how,
        )
        mandates.appoint(seat, facts, actor=person(COORDINATOR))


def council_named(name: str) -> Any:
    """Return a council of the demo by its name."""
    return Council.objects.get(name=name)
