"""The posts of the demo: unit, days before today when each step was taken, and what was written of it."""

from dataclasses import dataclass, field
from typing import Final


@dataclass(frozen=True)
class Post:
    """One post and its way. Steps are told in days before today, 0 for what has not happened."""

    key: str
    unit: str
    share: int
    purpose: str
    begun: int
    readiness: int = 0
    decision: int = 0
    recruitment: int = 0
    introduction: int = 0
    running: int = 0
    #: Paused, not now or ended, with the reason; ``review`` is days ahead.
    rests: int = 0
    declined: int = 0
    ended: int = 0
    reason: str = ""
    review: int = 0
    evaluation: int = 0
    permanent: int = 0
    employer: str = ""
    contact: tuple[str, str] = ("", "")
    is_public: bool = False
    #: Answers that are not a plain yes: condition → (answer, evidence).
    lacks: dict[str, tuple[str, str]] = field(default_factory=dict)
    #: Kind, who pays, kronor, first and last day in days before today; no last day for what lasts.
    money: tuple[tuple[str, str, int, int, int | None], ...] = ()
    #: Who supervises: the ward's own supervisor where there is one, else the coordinator notes it.
    supervisor: str = ""
    #: Name of whoever holds the post; most say none.
    peer: str = ""


WARD: Final = "avdelningen"
SOUTH: Final = "oppenvarden-gavle"
CLINIC: Final = "beroendemottagningen"
#: Positive, but not now: founding document 000.
NOT_NOW: Final = (
    "Vi är positiva till att prova peer support, men inte just nu. Det behövs en stabil och erfaren personalstyrka som kan "
    "handleda. Vi ställer om till att bli oberoende av hyrpersonal, och då är det svårt. Det finns inte heller resurser inom "
    "befintlig budget, eftersom annat utvecklingsarbete går först."
)

POSTS: Final = (
    Post(
        key=WARD,
        unit="avdelning-12-gavle",
        share=75,
        purpose="Samtal, cirklar och stöd inför hemgång. Den som är inlagd möter någon som själv har varit där.",
        begun=640,
        readiness=620,
        decision=560,
        recruitment=520,
        introduction=450,
        running=420,
        contact=("Mia Sängström, sjuksköterska", "mia.sangstrom@region.example.org"),
        is_public=True,
        money=(("state_grant", "Statsbidrag för psykisk hälsa", 480_000, 470, -140),),
        supervisor="hedvig.handledare@example.org",
        peer="Ellis Fjällsjö-Exempel",
    ),
    Post(
        key=SOUTH,
        unit="oppenvarden-gavle",
        share=100,
        purpose="Stöd mellan besöken, leda grupper och visa vägar till föreningar och mötesplatser.",
        begun=800,
        readiness=780,
        decision=730,
        recruitment=700,
        introduction=650,
        running=610,
        evaluation=240,
        permanent=205,
        contact=("Ida Ljungdal-Exempel, vårdenhetschef", "svar.oppenvarden-gavle@region.example.org"),
        is_public=True,
        money=(
            ("project", "Projektet Egen erfarenhet", 610_000, 680, 210),
            ("ordinary", "Vuxenpsykiatrin, Region Gävleborg", 640_000, 209, None),
        ),
    ),
    Post(
        key=CLINIC,
        unit="beroendemottagningen-soderhamn",
        share=50,
        purpose="Någon att prata med i väntrummet och på gruppträffarna, som vet hur det är att sluta.",
        begun=540,
        readiness=520,
        decision=470,
        recruitment=440,
        introduction=380,
        running=350,
        evaluation=8,
        employer="Föreningen Lyktskenet",
        contact=("Åsa Hamnvik, kurator", "asa.hamnvik@region.example.org"),
        is_public=True,
        money=(
            ("state_grant", "Statsbidrag för psykisk hälsa", 260_000, 400, 35),
            ("project", "Samordningsförbundet", 210_000, 34, -330),
        ),
    ),
    Post(
        key="introduktion",
        unit="oppenvarden-hudiksvall",
        share=50,
        purpose="Följa med på de första besöken och ringa efteråt.",
        begun=260,
        readiness=240,
        decision=190,
        recruitment=150,
        introduction=20,
        contact=("Bo Norrstig, vårdenhetschef", "svar.oppenvarden-hudiksvall@region.example.org"),
        money=(("state_grant", "Statsbidrag för psykisk hälsa", 420_000, 90, -275),),
    ),
    Post(
        key="rekrytering",
        unit="boendestod-hudiksvall",
        share=75,
        purpose="Stöd i vardagen hemma och vägen tillbaka till det man tycker om.",
        begun=210,
        readiness=195,
        decision=120,
        recruitment=45,
        contact=("Kit Strandvik, enhetschef", "kit.strandvik@hudiksvall.example.org"),
        money=(("project", "Projektmedel från Hudiksvalls kommun", 390_000, 40, -325),),
    ),
    Post(
        key="beslut",
        unit="beroendemottagningen-soderhamn",
        share=25,
        purpose="En tjänst till, för kvällsgruppen.",
        begun=160,
        readiness=140,
        decision=60,
        contact=("Åsa Hamnvik, kurator", "asa.hamnvik@region.example.org"),
    ),
    Post(
        key="forberedelse",
        unit="boendestod-sandviken",
        share=75,
        purpose="Någon som har bott så själv och kan visa att det går att få det bättre.",
        begun=305,
        readiness=280,
        contact=("Siv Hyttmark, enhetschef", "svar.boendestod-sandviken@region.example.org"),
        lacks={
            "formal_decision": ("no", "Frågan har inte tagits upp i nämnden."),
            "funding": ("partly", "Det finns pengar för ett år, men inte längre."),
            "supervision": ("open", ""),
            "evaluation": ("open", ""),
        },
    ),
    Post(
        key="inte-nu",
        unit="oppenvarden-bollnas",
        share=100,
        purpose="Prova peer support i mottagningen, med uppföljning och utvärdering.",
        begun=270,
        readiness=245,
        declined=110,
        reason=NOT_NOW,
        review=75,
        contact=("Jon Åvik-Exempel, vårdenhetschef", "svar.oppenvarden-bollnas@region.example.org"),
        lacks={
            "staff": ("no", "Flera tjänster bemannas av hyrpersonal."),
            "funding": ("no", "Det finns inga pengar inom befintlig budget."),
        },
    ),
    Post(
        key="pausad",
        unit="oppenvarden-gavle",
        share=50,
        purpose="En tjänst till, för unga vuxna.",
        begun=590,
        readiness=570,
        decision=530,
        recruitment=500,
        introduction=440,
        running=410,
        rests=40,
        reason="Mottagningen bygger om. Gruppen för unga vuxna har inga lokaler förrän det är klart.",
        review=10,
        contact=("Ida Ljungdal-Exempel, vårdenhetschef", "svar.oppenvarden-gavle@region.example.org"),
        money=(("project", "Projektet Egen erfarenhet", 300_000, 460, -200),),
    ),
    Post(
        key="avslutad",
        unit="oppenvarden-hudiksvall",
        share=50,
        purpose="Ett första försök, i projektform.",
        begun=810,
        readiness=795,
        decision=760,
        recruitment=740,
        introduction=700,
        running=670,
        ended=420,
        reason="Projektpengarna tog slut och ingen annan betalade. Vi har lärt oss att ordna pengar för minst två år.",
        contact=("Bo Norrstig, vårdenhetschef", "svar.oppenvarden-hudiksvall@region.example.org"),
        money=(("project", "Projektet Egen erfarenhet", 330_000, 730, 420),),
    ),
)
