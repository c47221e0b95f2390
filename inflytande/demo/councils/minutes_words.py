"""What the county's council took up at each meeting, what it said, and what those who were asked did."""

from dataclasses import dataclass
from typing import Final

WARD: Final = "avdelning-12-gavle"
CLINIC: Final = "oppenvarden-gavle"
REGION: Final = "region-gavleborg"


@dataclass(frozen=True)
class Came:
    """What came of something the council sent on. Days are counted from the meeting."""

    answer: str
    words: str
    answered: int
    due: int = 0
    #: When, how it stands and in which words.
    told: tuple[tuple[int, str, str], ...] = ()
    #: When, whether it was seen and in which words.
    seen: tuple[int, str, str] | None = None
    #: What those it is about said of whether it got better: yes, partly or no, as places of the choices.
    better: tuple[int, ...] = ()
    #: When and why it is settled as partly done.
    partly: tuple[int, str] | None = None


@dataclass(frozen=True)
class Said:
    """What the council says: proposes to somebody, agrees among themselves, or notes."""

    kind: str
    words: str
    to: str = ""
    answer_in: int = 75
    came: Came | None = None


@dataclass(frozen=True)
class Todo:
    """Somebody is to do something. ``done`` is days from the meeting, and how it went."""

    what: str
    who: str
    due: int
    done: tuple[int, str] | None = None


@dataclass(frozen=True)
class Point:
    """One item of a meeting: its heading, what was noted, what was said, what somebody was to do."""

    title: str
    note: str
    said: tuple[Said, ...] = ()
    todo: Todo | None = None
    again: bool = False


#: Days ago of the meeting → what it took up besides the usual.
TAKEN_UP: Final[dict[int, tuple[Point, ...]]] = {
    745: (
        Point(
            "Så arbetar rådet",
            "Det här är rådets första möte. Arbetsordningen gicks igenom. Rådet föreslår och följer upp. Varje organisation "
            "beslutar själv och svarar rådet.",
            (
                Said(
                    "agrees",
                    "Handlingarna skickas ut minst tio dagar före varje möte. Det som kommer sent märks.",
                ),
            ),
        ),
        Point(
            "Arvode och resor",
            "I dag får några betalt och andra inte, beroende på vilken förening de kommer från. Flera betalar sina resor "
            "själva.",
            (
                Said(
                    "proposes",
                    "Regionen betalar arvode och resor till alla som föreningarna utser, efter en taxa som går att läsa.",
                    REGION,
                    came=Came(
                        "yes",
                        "Vi betalar arvode och resor från nästa möte. Taxan står i portalen.",
                        40,
                        80,
                        told=((70, "done", "De första arvodena är utbetalda."),),
                        seen=(
                            92,
                            "confirmed",
                            "Alla som begärde arvode efter andra mötet har fått sina pengar.",
                        ),
                        better=(0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0),
                    ),
                ),
            ),
        ),
    ),
    655: (
        Point(
            "Vem svarar på kvällen?",
            "Den som skrivs ut en fredag vet sällan vem som svarar på kvällen. Flera har ringt fel nummer och gett upp.",
            (
                Said(
                    "proposes",
                    "Avdelningen ger alla som skrivs ut ett kort med de nummer som gäller dygnet runt.",
                    WARD,
                    came=Came(
                        "yes",
                        "Vi trycker ett kort i fickformat och går igenom det vid utskrivningen.",
                        45,
                        100,
                        told=((86, "done", "Kortet är tryckt och delas ut till alla."),),
                        seen=(
                            130,
                            "confirmed",
                            "Vi frågade åtta som hade skrivits ut. Alla hade fått kortet, och sex hade det med sig.",
                        ),
                        better=(0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0),
                    ),
                ),
            ),
            Todo(
                "Läsa förslaget till kort",
                "Klubbhuset Tallbarret",
                40,
                done=(60, "Klubbhuset bytte ut fyra ord som var svåra."),
            ),
        ),
    ),
    565: (
        Point(
            "Stängt utan besked",
            "Några har kommit till en låst dörr när mottagningen har haft utbildningsdag. Den som har rest långt tappar en hel "
            "dag.",
            (
                Said(
                    "proposes",
                    "Öppenvården sätter upp ett besked på dörren och på webben en vecka före varje dag den håller stängt.",
                    CLINIC,
                    came=Came(
                        "partly",
                        "Vi sätter upp ett besked på dörren. Webben är det någon annan som skriver.",
                        35,
                        90,
                        told=(
                            (85, "done", "Beskedet sätts upp en vecka före. En kollega har ansvar för det."),
                        ),
                        seen=(120, "confirmed", "Vi har sett beskedet två gånger, i god tid."),
                        better=(1, 2, 1, 0, 2, 1, 2, 1),
                        partly=(125, "Dörren är löst. På webben står det fortfarande inget."),
                    ),
                ),
            ),
        ),
    ),
    475: (
        Point(
            "Barn som är närstående",
            "Barn glöms ofta bort när en förälder skrivs in. Det kom fram också på dialogmötet i Ljusdal.",
            (
                Said(
                    "proposes",
                    "Regionen tar fram en rutin för hur barn som är närstående får veta vad som händer.",
                    REGION,
                    came=Came(
                        "yes",
                        "Vi tar fram rutinen tillsammans med två avdelningar och Anhörigföreningen Vadstället.",
                        60,
                        400,
                        told=((330, "going", "Rutinen är skriven. Den ska provas på två avdelningar."),),
                    ),
                ),
            ),
        ),
        Point(
            "Dagordningens ordning",
            "Föreningarnas frågor kommer ofta sist, när alla är trötta.",
            (Said("agrees", "Föreningarnas frågor tas upp före informationen från verksamheten."),),
        ),
    ),
    380: (
        Point(
            "Kallelser som går att förstå",
            "Flera föreningar visade kallelser som deras medlemmar inte förstod. Orden för läkarbesök och samtal blandas.",
            (
                Said(
                    "proposes",
                    "Avdelningen skriver om sina kallelser så att de går att förstå.",
                    WARD,
                    came=Came(
                        "yes",
                        "Vi skriver om alla kallelser och låter två föreningar läsa dem först.",
                        50,
                        110,
                        told=((105, "done", "Alla kallelser är omskrivna."),),
                        seen=(182, "confirmed", "Vi läste de nya breven på rådets möte. De går att förstå."),
                        better=(0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0),
                    ),
                ),
                Said("agrees", "Föreningarna läser utkastet tillsammans innan det används."),
            ),
            Todo(
                "Samla exempel på kallelser",
                "Egna Ord Hälsingland",
                60,
                done=(75, "Tolv exempel är lämnade till avdelningen."),
            ),
        ),
        Point(
            "Öppet hus på helgerna",
            "Helgerna är långa för den som bor ensam. Avdelningen berättade hur bemanningen ser ut.",
            (
                Said(
                    "proposes",
                    "Avdelningen har öppet hus en lördag i månaden.",
                    WARD,
                    came=Came(
                        "no",
                        "Vi har inte personal till det nu. Vi tar upp frågan när nästa års schema görs.",
                        50,
                    ),
                ),
            ),
        ),
    ),
    290: (
        Point(
            "Att ha med sig någon",
            "Många vågar inte fråga om de får ta med en närstående. Avdelningen sa att frågan passar vid det andra samtalet.",
            (
                Said(
                    "proposes",
                    "Avdelningen frågar alla om de vill ha med sig någon till samtalen.",
                    WARD,
                    came=Came(
                        "yes",
                        "Frågan kommer in i mallen för det första samtalet.",
                        55,
                        320,
                        told=(
                            (200, "going", "Mallen är ändrad. Alla i personalen har inte fått veta det än."),
                        ),
                    ),
                ),
            ),
        ),
    ),
    200: (
        Point(
            "Resor till mottagningen",
            "Sista bussen går före sista besökstiden. Regionen och kommunerna talar med varandra om tider.",
            (
                Said(
                    "proposes",
                    "Regionen ser över besökstiderna så att de passar bussarna.",
                    REGION,
                    70,
                    came=Came(
                        "partly",
                        "Två mottagningar flyttar sina sista tider. Resten väntar på en ny tidtabell.",
                        40,
                        100,
                        told=((95, "done", "Två mottagningar har nya tider på eftermiddagen."),),
                        seen=(112, "confirmed", "Tiderna är ändrade i Hudiksvall och Bollnäs."),
                        better=(1, 2, 1, 0, 2, 1, 2, 1),
                        partly=(116, "Två mottagningar har ändrat. Resten väntar på en ny tidtabell."),
                    ),
                ),
            ),
        ),
    ),
    110: (
        Point(
            "Information vid inskrivning",
            "Den som skrivs in får många papper på en gång. Flera minns inget av det efteråt.",
            (
                Said(
                    "proposes",
                    "Avdelningen ger ett enda blad den första dagen och resten senare.",
                    WARD,
                    came=Came(
                        "partly",
                        "Vi gör ett blad för den första dagen. Tre papper måste vi lämna enligt lag.",
                        60,
                        150,
                    ),
                ),
                Said("proposes", "Öppenvården prövar samma blad vid första besöket.", CLINIC, 150),
            ),
            Todo("Ta fram ett utkast till bladet", "Föreningen Ljusgläntan", 150),
        ),
        Point(
            "Brukarrevisionen i Söderhamn",
            "Revisorerna berättade om resultatet. Det som sägs om telefontider känns igen från hela länet.",
            (Said("notes", "Rapporten är presenterad. Förslagen följs under Du sa – vi gjorde."),),
        ),
    ),
    26: (
        Point(
            "Peer support på avdelningen",
            "De två som arbetar som peer supportrar berättade om sitt första halvår. Det svåraste är att få tid i schemat.",
            (
                Said(
                    "proposes",
                    "Peer supportrarna är med på avdelningens planeringsmöten.",
                    WARD,
                    90,
                ),
            ),
            Todo("Bjuda in peer supportrarna till nästa möte", "Sekreteraren", 45),
            again=True,
        ),
    ),
}
#: Days ago of the dialogue meeting whose words go on, and what stood on its agenda.
SENT_ON: Final = 138
AT_THE_DIALOGUE: Final = Point(
    "Vad gör en dag på avdelningen bra?",
    "Flera beskrev kvällar utan något att göra. Personalen berättade vad som går att ändra redan nu.",
    (
        Said(
            "proposes",
            "Avdelningen erbjuder alla ett samtal varje dag, också på helgen.",
            WARD,
            90,
            came=Came(
                "partly",
                "På vardagar gör vi det. På helgen räcker personalen till ett samtal för den som vill.",
                60,
                180,
            ),
        ),
        Said(
            "agrees",
            "Brukarrådet för beroendevården börjar igen. Mottagningen har flyttat klart.",
        ),
    ),
)
#: Published minutes that were wrong, what was wrong, and how the note reads now.
CORRECTED: Final = 290
WHAT_WAS_WRONG: Final = "Det stod att frågan passar vid det andra samtalet. Det ska stå det första."
RIGHT_NOTE: Final = "Många vågar inte fråga om de får ta med en närstående. Avdelningen sa att frågan passar vid det första samtalet."
