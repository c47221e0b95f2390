"""The invented activities of the demo: from last month to four months ahead, whatever today is."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final

#: Monday is 0, as in ``date.weekday``.
MON, TUE, WED, THU, FRI, SAT = range(6)

NETWORK: Final = "Föreningsnätverket för psykisk hälsa"
LINDEN: Final[dict[str, Any]] = {
    "attendance": "both",
    "place": "Sal Linden",
    "street_address": "Björkgatan 4",
    "municipality": "Gävle",
    "access_facts": ("step_free", "lift", "hearing_loop", "public_transport"),
}
EGNA_ORD: Final[dict[str, Any]] = {
    "place": "Egna Ords lokal",
    "street_address": "Trädgårdsgatan 6",
    "municipality": "Hudiksvall",
    "access_facts": ("lift", "hearing_loop", "quiet_room", "public_transport"),
    "access_note": "Hissen finns till höger innanför porten.",
}
GLANTAN: Final[dict[str, Any]] = {
    "place": "Ljusgläntans lokal",
    "street_address": "Ågatan 9",
    "municipality": "Bollnäs",
    "access_facts": ("step_free", "parking"),
}
HAMNGATAN: Final[dict[str, Any]] = {
    "place": "Föreningshuset",
    "street_address": "Hamngatan 3",
    "municipality": "Söderhamn",
    "access_facts": ("step_free", "parking"),
}
TALLBARRET: Final[dict[str, Any]] = {
    "place": "Klubbhuset Tallbarret",
    "street_address": "Hyttvägen 11",
    "municipality": "Sandviken",
    "access_facts": ("step_free", "quiet_room", "public_transport"),
}
GRANNGARDEN: Final[dict[str, Any]] = {
    "place": "Granngården, Edsbyn",
    "street_address": "Långgatan 18",
    "municipality": "Ovanåker",
    "access_facts": ("step_free", "parking"),
}
ONLINE: Final[dict[str, Any]] = {
    "attendance": "online",
    "online_link": "https://mote.example.org/rum",
    "online_link_public": False,
}
FEE: Final = "Gratis. Du som företräder en förening kan få arvode. Fråga samordnaren innan."


@dataclass(frozen=True, kw_only=True)
class Activity:
    """One activity. ``when`` is (months from this one, weekday, which of that weekday in the month).

    ``times`` are hours and minutes, start and end. ``repeat`` holds ``Repeat``'s values besides
    its last day: a series ends with the demo.
    """

    title: str
    kind: str
    by: str
    when: tuple[int, int, int]
    times: tuple[int, int, int, int]
    step: int | None = None
    repeat: dict[str, Any] = field(default_factory=dict)
    says: dict[str, Any] = field(default_factory=dict)


def day_of(when: tuple[int, int, int], today: date) -> date:
    """Return the day: (1, TUE, 2) is the second Tuesday of next month; the last one there is, at most."""
    months, weekday, number = when
    year, month = divmod(today.year * 12 + today.month - 1 + months, 12)
    first = date(year, month + 1, 1)
    day = first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (number - 1))
    return day if day.month == first.month else day - timedelta(days=7)


def last_day(today: date) -> date:
    """Return the last day of the demo's series: the end of the fourth month ahead."""
    year, month = divmod(today.year * 12 + today.month - 1 + 5, 12)
    return date(year, month + 1, 1) - timedelta(days=1)


USERS: Final = ("users",)
BOTH: Final = ("users", "relatives")

SERIES: Final = (
    Activity(
        title="Öppet hus",
        kind="open_house",
        by="Mötesplatsen Granngården",
        when=(-1, WED, 1),
        times=(10, 0, 11, 30),
        step=1,
        repeat={"frequency": "weekly"},
        says={
            **GRANNGARDEN,
            "audiences": ("everyone",),
            "cost": "Gratis",
            "description": "Kom in på kaffe. Du behöver inte anmäla dig och du kan gå när du vill.",
        },
    ),
    Activity(
        title="Samtalsgrupp: Leva med tvång",
        kind="talk_group",
        by="Stilla Tanke",
        when=(-1, THU, 2),
        times=(17, 30, 19, 0),
        step=3,
        repeat={"frequency": "weekly", "interval": 2},
        says={
            **ONLINE,
            "audiences": BOTH,
            "cost": "Gratis",
            "registration": "Skriv till grupp@stillatanke.example.org, så får du en länk.",
            "contact_email": "grupp@stillatanke.example.org",
            "description": "Vi är högst åtta i gruppen. Du kan ha kameran av. Det som sägs stannar i gruppen.",
        },
    ),
    Activity(
        title="Kamratstöd: öppen grupp",
        kind="talk_group",
        by="Kamratkretsen Brygga 7",
        when=(-1, WED, 1),
        times=(18, 0, 19, 30),
        step=3,
        repeat={"frequency": "weekly", "interval": 2},
        says={**HAMNGATAN, "audiences": USERS, "cost": "Gratis"},
    ),
    Activity(
        title="Öppen grupp på finska",
        kind="talk_group",
        by="Föreningen Lyktskenet",
        when=(-1, MON, 2),
        times=(17, 0, 18, 30),
        repeat={"frequency": "monthly_weekday"},
        says={
            "place": "Lyktan",
            "street_address": "Norra Kanalgatan 2",
            "municipality": "Gävle",
            "access_facts": ("step_free", "public_transport"),
            "audiences": USERS,
            "interpretation": "Vi talar finska. Någon kan alltid översätta till svenska.",
        },
    ),
    Activity(
        title="Föreningsnätverkets möte",
        kind="meeting",
        by=NETWORK,
        when=(-1, TUE, 5),
        times=(15, 0, 16, 30),
        step=4,
        repeat={"frequency": "monthly_last"},
        says={
            **ONLINE,
            "audiences": USERS,
            "description": "En person från varje förening är med. Dagordningen skickas en vecka innan.",
            "contact_email": "samordnare@region.example.org",
        },
    ),
    Activity(
        title="Anhörigkväll: Att orka länge",
        kind="talk_group",
        by="Anhörigföreningen Vadstället",
        when=(-1, THU, 3),
        times=(18, 0, 20, 0),
        step=1,
        repeat={"frequency": "monthly_weekday"},
        says={**TALLBARRET, "audiences": ("relatives",), "cost": "Gratis, vi bjuder på smörgås"},
    ),
    Activity(
        title="Ung kväll",
        kind="open_house",
        by="Unga Norrsken",
        when=(-1, WED, 4),
        times=(18, 0, 19, 30),
        step=4,
        repeat={"frequency": "monthly_weekday"},
        says={
            **ONLINE,
            "audiences": ("young",),
            "description": "Vi bestämmer tillsammans vad vi gör nästa gång.",
        },
    ),
    Activity(
        title="Rundtur och lunch i klubbhuset",
        kind="open_house",
        by="Klubbhuset Tallbarret",
        when=(-1, FRI, 1),
        times=(11, 0, 12, 30),
        step=1,
        repeat={"frequency": "monthly_weekday"},
        says={
            **TALLBARRET,
            "audiences": USERS,
            "cost": "Lunchen kostar 45 kronor",
            "registration": "Ring 070-174 06 17 dagen innan.",
        },
    ),
)

STUDY_CIRCLE: Final = Activity(
    title="Studiecirkel: Återhämtning på egna villkor",
    kind="study_circle",
    by="Egna Ord Hälsingland",
    when=(0, WED, 1),
    times=(18, 0, 20, 0),
    step=3,
    repeat={"frequency": "weekly", "count": 8},
    says={
        **EGNA_ORD,
        "audiences": USERS,
        "cost": "Gratis",
        "registration": "Ring eller mejla oss. Du kan komma in i gruppen till och med andra träffen.",
        "contact_email": "hej@egnaord.example.org",
        "contact_phone": "070-174 06 11",
        "description": "Åtta kvällar om vad som hjälper oss att må bättre. Vi läser lite, pratar mycket och "
        "fikar. Ingen behöver berätta mer än hen vill.",
    },
)

SINGLES: Final = (
    Activity(
        title="Dialogmöte Gästrikland",
        kind="dialogue_meeting",
        by=NETWORK,
        when=(-1, TUE, 3),
        times=(13, 0, 16, 0),
        step=3,
        says={**LINDEN, "audiences": BOTH, "cost": FEE, "registration": "Anmäl dig till samordnaren."},
    ),
    Activity(
        title="Utbildningsdag för brukarrevisorer",
        kind="training",
        by="Egna Ord Hälsingland",
        when=(-1, MON, 4),
        times=(9, 0, 15, 0),
        step=4,
        says={**EGNA_ORD, "audiences": USERS, "cost": FEE},
    ),
    Activity(
        title="Promenad längs kusten",
        kind="other",
        by="Kustbandet Nordanstig",
        when=(-1, SAT, 4),
        times=(10, 0, 13, 0),
        says={"place": "Bergsjö busstation", "municipality": "Nordanstig", "audiences": ("everyone",)},
    ),
    Activity(
        title="Brukarråd psykiatri",
        kind="meeting",
        by=NETWORK,
        when=(0, WED, 2),
        times=(13, 0, 15, 30),
        step=4,
        says={**LINDEN, "audiences": USERS, "cost": FEE},
    ),
    Activity(
        title="Enkätcafé: vi svarar tillsammans",
        kind="workshop",
        by="Klubbhuset Tallbarret",
        when=(0, TUE, 2),
        times=(10, 0, 11, 30),
        step=2,
        says={**TALLBARRET, "audiences": USERS, "description": "Du får hjälp att läsa frågorna om du vill."},
    ),
    Activity(
        title="Arbetsgrupp: Bättre väntrum",
        kind="workshop",
        by="Föreningen Ljusgläntan",
        when=(1, MON, 1),
        times=(14, 0, 16, 0),
        step=4,
        says={**GLANTAN, "audiences": USERS, "cost": FEE, "registration": "Gruppen har sex platser."},
    ),
    Activity(
        title="Dialogmöte södra Hälsingland",
        kind="dialogue_meeting",
        by=NETWORK,
        when=(0, THU, 4),
        times=(13, 0, 16, 0),
        step=3,
        says={
            **HAMNGATAN,
            "attendance": "both",
            "audiences": BOTH,
            "cost": FEE,
            "registration": "Anmäl dig till samordnaren senast en vecka innan.",
            "description": "Chefer från vården i området kommer. Frågorna skickas ut i förväg, så att du hinner "
            "tänka. Vi börjar med att alla säger sitt namn.",
        },
    ),
    Activity(
        title="Frukost med frågor till mottagningen",
        kind="meeting",
        by="Nätverket Mosaikrutan",
        when=(0, FRI, 4),
        times=(8, 30, 10, 0),
        step=2,
        says={
            "place": "Folkets hus",
            "street_address": "Skolgatan 5",
            "municipality": "Hofors",
            "access_facts": ("step_free", "quiet_room"),
            "audiences": BOTH,
        },
    ),
    Activity(
        title="Fika och planering",
        kind="meeting",
        by="Nätverket Mosaikrutan",
        when=(1, FRI, 2),
        times=(14, 0, 15, 30),
        step=4,
        says={"place": "Biblioteket", "municipality": "Ockelbo", "audiences": BOTH},
    ),
    Activity(
        title="Fokusgrupp: Så vill vi bli bemötta",
        kind="meeting",
        by="Föreningen Ljusgläntan",
        when=(1, WED, 1),
        times=(13, 0, 15, 0),
        step=2,
        says={
            **GLANTAN,
            "audiences": BOTH,
            "cost": "Gratis",
            "registration": "Ring Ljusgläntan, 070-174 06 12.",
        },
    ),
    Activity(
        title="Matlag: vi lagar och äter tillsammans",
        kind="open_house",
        by="Föreningen Åkerbärsstigen",
        when=(1, TUE, 2),
        times=(15, 0, 18, 0),
        says={
            "place": "Gamla telegrafen",
            "street_address": "Stationsgatan 11",
            "municipality": "Ljusdal",
            "audiences": ("everyone",),
            "cost": "30 kronor",
        },
    ),
    Activity(
        title="Föreläsning: Sömn när tankarna snurrar",
        kind="lecture",
        by="Föreningen Ljusgläntan",
        when=(1, THU, 2),
        times=(18, 0, 19, 30),
        step=1,
        says={
            **GLANTAN,
            "audiences": ("everyone",),
            "interpretation": "Skrivtolk finns om du säger till innan.",
        },
    ),
    Activity(
        title="Patientforum",
        kind="patient_forum",
        by=NETWORK,
        when=(1, TUE, 1),
        times=(14, 0, 15, 30),
        step=2,
        says={
            "place": "Avdelning 12",
            "municipality": "Gävle",
            "audiences": USERS,
            "unit": "Avdelning 12, Gävle",
            "description": "Föreningarna leder samtalet. Du som är patient på avdelningen är välkommen.",
        },
    ),
    Activity(
        title="Dialogmöte norra Hälsingland",
        kind="dialogue_meeting",
        by=NETWORK,
        when=(1, THU, 3),
        times=(13, 0, 16, 0),
        step=3,
        says={**EGNA_ORD, "attendance": "both", "audiences": BOTH, "cost": FEE},
    ),
    Activity(
        title="Rådslag: Arvoden och ersättning nästa år",
        kind="meeting",
        by=NETWORK,
        when=(2, THU, 4),
        times=(13, 0, 15, 0),
        step=5,
        says={**LINDEN, "audiences": USERS, "cost": FEE},
    ),
    Activity(
        title="Workshop: Rita din väg genom vården",
        kind="workshop",
        by="Unga Norrsken",
        when=(2, SAT, 2),
        times=(12, 0, 15, 0),
        step=4,
        says={**LINDEN, "audiences": ("young",)},
    ),
    Activity(
        title="Utbildning i två dagar: Att leda en samtalsgrupp",
        kind="training",
        by=NETWORK,
        when=(2, SAT, 3),
        times=(0, 0, 48, 0),
        step=1,
        says={**LINDEN, "attendance": "on_site", "audiences": USERS, "cost": "Gratis, lunch ingår"},
    ),
    Activity(
        title="Brukarråd psykiatri",
        kind="meeting",
        by=NETWORK,
        when=(3, WED, 2),
        times=(13, 0, 15, 30),
        step=4,
        says={**LINDEN, "audiences": USERS, "cost": FEE},
    ),
    Activity(
        title="Dialogmöte Gästrikland",
        kind="dialogue_meeting",
        by=NETWORK,
        when=(3, TUE, 3),
        times=(13, 0, 16, 0),
        step=3,
        says={**LINDEN, "audiences": BOTH, "cost": FEE},
    ),
    Activity(
        title="Enkätcafé: vi svarar tillsammans",
        kind="workshop",
        by="Klubbhuset Tallbarret",
        when=(3, TUE, 1),
        times=(10, 0, 11, 30),
        step=2,
        says={**TALLBARRET, "audiences": USERS},
    ),
    Activity(
        title="Länsträff för brukarrevisorer",
        kind="training",
        by="Egna Ord Hälsingland",
        when=(4, MON, 2),
        times=(9, 30, 15, 0),
        step=4,
        says={**EGNA_ORD, "audiences": USERS, "cost": FEE},
    ),
)

TRUSTED: Final = (
    Activity(
        title="Rådgivning: boka en halvtimme",
        kind="other",
        by="Föreningen Ljusgläntan",
        when=(1, WED, 3),
        times=(13, 0, 16, 0),
        says={**GLANTAN, "audiences": BOTH, "cost": "Gratis"},
    ),
    Activity(
        title="Föreläsning: När ångesten flyttar in",
        kind="lecture",
        by="Föreningen Ljusgläntan",
        when=(2, THU, 1),
        times=(18, 0, 19, 30),
        step=1,
        says={**GLANTAN, "audiences": ("everyone",)},
    ),
)

PROPOSED_BY_EGNA_ORD: Final = (
    Activity(
        title="Studiecirkel: Min berättelse",
        kind="study_circle",
        by="Egna Ord Hälsingland",
        when=(2, MON, 1),
        times=(17, 30, 19, 30),
        step=3,
        repeat={"frequency": "weekly", "count": 6},
        says={**EGNA_ORD, "audiences": USERS, "cost": "Gratis"},
    ),
    Activity(
        title="Öva på att föreläsa",
        kind="workshop",
        by="Egna Ord Hälsingland",
        when=(1, SAT, 3),
        times=(10, 0, 13, 0),
        says={**EGNA_ORD, "audiences": USERS},
    ),
)
PROPOSED_BY_GRANNGARDEN: Final = Activity(
    title="Pyssel och prat",
    kind="other",
    by="Mötesplatsen Granngården",
    when=(1, WED, 2),
    times=(14, 0, 16, 0),
    says={**GRANNGARDEN, "audiences": ("everyone",)},
)
DRAFT: Final = Activity(
    title="Skrivarkväll",
    kind="talk_group",
    by="Egna Ord Hälsingland",
    when=(2, TUE, 3),
    times=(18, 0, 20, 0),
    says={**EGNA_ORD, "audiences": USERS},
)
