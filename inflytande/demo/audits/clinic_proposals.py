"""What was proposed to the addiction clinic, what it answered, did, and what others saw of it."""

from typing import Final, NamedTuple


class Proposed(NamedTuple):
    """A proposal and the clinic's answer: days ago, ja/delvis/nej, words, who, days until done (negative: to come)."""

    theme: str
    title: str
    text: str
    note: str
    answered: int
    answer: str
    words: str
    who: str
    due: int
    #: Also put to a principal, by its address.
    also: str = ""


PHONE: Final = "Svara i telefon alla vardagar, och ring upp den som står i kö"
PLAN: Final = "Ge alla sin plan på papper, skriven på vanlig svenska"
ROOM: Final = "Gör en lugn plats att vänta på"
EVENING: Final = "Ha öppet en kväll i veckan"
FAMILY: Final = "Erbjud den som står nära ett eget samtal"
OVER: Final = "Följ med till första mötet med kommunen"

PROPOSALS: Final = (
    Proposed(
        "Tillgänglighet",
        PHONE,
        "Telefonen är öppen alla vardagar i minst två timmar. Den som väntar kan välja att bli uppringd samma dag.",
        "Nio av tolv nämnde det",
        146,
        "yes",
        "Vi öppnar telefonen kl. 8–10 alla vardagar och byter till ett system som ringer upp.",
        "Vårdenhetschefen",
        90,
    ),
    Proposed(
        "Delaktighet",
        PLAN,
        "Alla som har en plan får den på papper efter besöket, på en sida och utan förkortningar.",
        "Sju av tolv hade inte sett sin plan",
        146,
        "yes",
        "Vi tar fram en mall på en sida och skriver ut planen innan besöket är slut.",
        "Behandlingsansvarig sjuksköterska",
        60,
    ),
    Proposed(
        "Miljö",
        ROOM,
        "Det finns en plats att vänta på där ingen annan ser vem man är. Det som sägs i receptionen hörs inte dit.",
        "Flera nämnde det",
        139,
        "partly",
        "Vi sätter upp en skärm och flyttar stolarna. En egen ingång kräver ombyggnad och kan inte beslutas här.",
        "Vårdenhetschefen",
        21,
    ),
    Proposed(
        "Tillgänglighet",
        EVENING,
        "Det går att få tid efter klockan 17 minst en dag i veckan.",
        "Tre av tolv arbetar på dagarna",
        139,
        "no",
        "Vi är för få för att hålla öppet på kvällen på ett säkert sätt. Vi prövar frågan igen när två tjänster är tillsatta.",
        "Vårdenhetschefen",
        0,
    ),
    Proposed(
        "Närståendes roll",
        FAMILY,
        "Alla som vill får ta med någon till ett samtal, och den som står nära erbjuds ett eget.",
        "Hälften önskade det",
        118,
        "yes",
        "Vi erbjuder ett samtal för närstående var tredje vecka, tillsammans med en anhörigförening.",
        "Kuratorn",
        -38,
    ),
    Proposed(
        "Samverkan",
        OVER,
        "När någon går över till kommunens stöd följer den fasta kontakten med till första mötet.",
        "Fem av tolv beskrev ett glapp",
        118,
        "partly",
        "Vi följer med när kommunen kallar till mötet minst två veckor i förväg.",
        "Behandlingsansvarig sjuksköterska",
        -75,
        also="soderhamns-kommun",
    ),
)
