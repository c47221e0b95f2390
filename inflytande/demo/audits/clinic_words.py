"""What the team wrote about the addiction clinic: markings, findings with quotes, chapters, remarks and answers."""

from typing import Final, NamedTuple


class Marked(NamedTuple):
    """Words in an answer that get a theme: which interview (0 first), which question, which words."""

    told: int
    question: str
    words: str
    theme: str
    #: The second coder marked the same words too.
    both: bool = False


class Written(NamedTuple):
    """A finding and its quotes: places in ``MARKED``, with other words where somebody could be recognised."""

    kind: str
    theme: str
    title: str
    summary: str
    quotes: tuple[tuple[int, str], ...]


MARKED: Final = (
    Marked(0, "contact", "Hann jag inte före nio fick jag vänta en vecka till.", "Tillgänglighet", both=True),
    Marked(6, "contact", "Då lägger jag på och så blir det inte av.", "Tillgänglighet", both=True),
    Marked(8, "contact", "Det är svårt när man inte har saldo.", "Tillgänglighet"),
    Marked(4, "change", "Att det fanns tider efter jobbet.", "Tillgänglighet"),
    Marked(1, "treatment", "Det är ovanligt att någon lyssnar klart.", "Bemötande", both=True),
    Marked(7, "treatment", "Det är första stället där jag inte har behövt skämmas.", "Bemötande", both=True),
    Marked(
        4,
        "treatment",
        "De frågar hur jag har sovit innan de frågar om jag har druckit.",
        "Bemötande",
        both=True,
    ),
    Marked(2, "treatment", "Jag har aldrig blivit dömd här.", "Bemötande"),
    Marked(3, "treatment", "I receptionen kan det kännas som att alla hör varför man är där.", "Miljö"),
    Marked(3, "change", "Nu vänder jag i dörren om det är fullt.", "Miljö", both=True),
    Marked(0, "having_a_say", "Det var redan bestämt när jag kom.", "Delaktighet", both=True),
    Marked(1, "having_a_say", "När jag kommer hem minns jag inte hälften.", "Delaktighet", both=True),
    Marked(5, "having_a_say", "Det fanns en plan, sa de. Jag har aldrig sett den.", "Delaktighet"),
    Marked(2, "having_a_say", "Läkaren frågade vad jag själv trodde skulle hjälpa.", "Delaktighet"),
    Marked(7, "others", "De två veckorna var de farligaste.", "Samverkan", both=True),
    Marked(0, "others", "Jag fick berätta allt en gång till på socialtjänsten, från början.", "Samverkan"),
    Marked(10, "others", "Utan henne hade jag inte gått in.", "Samverkan"),
    Marked(6, "family", "Det är hen som sitter vaken.", "Närståendes roll", both=True),
    Marked(9, "family", "Jag har inget bra att ge henne att läsa.", "Närståendes roll"),
    Marked(11, "treatment", "mitt emot sitter någon som jag har en skuld till", "Miljö"),
    # No quotes of these: they make the themes' counts.
    Marked(
        1, "contact", "Sedan bytte de system och då stod jag i kö utan att veta om det.", "Tillgänglighet"
    ),
    Marked(2, "contact", "Det tog tre försök innan jag kom fram.", "Tillgänglighet"),
    Marked(3, "contact", "Jag vågade inte ringa själv.", "Tillgänglighet"),
    Marked(7, "contact", "Annars hade det dröjt.", "Tillgänglighet"),
    Marked(9, "contact", "sedan väntade jag i sex veckor", "Tillgänglighet"),
    Marked(0, "treatment", "De hälsar och de kommer ihåg mig.", "Bemötande"),
    Marked(5, "treatment", "Vänliga människor, men stressade.", "Bemötande"),
    Marked(6, "treatment", "Jag blir sedd.", "Bemötande"),
    Marked(8, "treatment", "En del pratar med mig och en del pratar om mig.", "Bemötande"),
    Marked(9, "treatment", "Lugnt och vänligt.", "Bemötande"),
    Marked(10, "treatment", "De säger mitt namn.", "Bemötande"),
    Marked(3, "having_a_say", "Jag vet inte vad det finns att välja på.", "Delaktighet"),
    Marked(4, "having_a_say", "Jag får bestämma takten.", "Delaktighet"),
    Marked(7, "having_a_say", "Vi bestämmer tillsammans vad som är nästa steg.", "Delaktighet"),
    Marked(10, "having_a_say", "Jag får veta när det redan är klart.", "Delaktighet"),
    Marked(2, "others", "Jag står mitt emellan.", "Samverkan"),
    Marked(6, "others", "Jag har bett om ett möte med alla samtidigt.", "Samverkan"),
    Marked(8, "others", "Socialtjänsten och mottagningen säger olika saker om samma sak.", "Samverkan"),
    Marked(0, "family", "De hade velat fråga någon, men det fanns ingen att fråga.", "Närståendes roll"),
    Marked(2, "family", "Min syster fick följa med två gånger.", "Närståendes roll"),
    Marked(4, "family", "Ingen har frågat mig.", "Närståendes roll"),
    Marked(7, "family", "Mamma fick en broschyr.", "Närståendes roll"),
)

FINDINGS: Final = (
    Written(
        "strength",
        "Bemötande",
        "De som har fått kontakt känner sig respekterade",
        "De flesta säger att de blir bemötta utan att bli dömda, också efter ett återfall. Flera nämner att någon "
        "lyssnar klart och minns vad de har berättat.",
        ((4, ""), (5, ""), (6, "De frågar hur jag mår innan de frågar om jag har druckit.")),
    ),
    Written(
        "strength",
        "Samverkan",
        "När någon följer med blir övergången lättare",
        "Några har haft sällskap av sin kontakt vid första mötet med kommunen. De berättar att de annars inte hade gått.",
        ((16, "Utan min kontakt hade jag inte gått in."),),
    ),
    Written(
        "improvement",
        "Tillgänglighet",
        "Det är svårt att komma fram på telefon",
        "Många ringer flera gånger innan de kommer fram. Några ger upp. Den som arbetar på dagarna har svårt att hitta "
        "en tid, och den som saknar pengar på telefonen kan inte vänta i kö.",
        ((0, ""), (3, "Det borde finnas tider efter jobbet."), (1, ""), (2, "")),
    ),
    Written(
        "improvement",
        "Delaktighet",
        "Planen bestäms för ofta utan den som den gäller",
        "Ungefär hälften säger att de får vara med och bestämma lite eller inte alls. Flera har aldrig sett sin plan, "
        "och de som har pratat om den minns inte vad som sades.",
        ((10, ""), (11, ""), (12, "")),
    ),
    Written(
        "improvement",
        "Miljö",
        "Väntrummet gör att några vänder i dörren",
        "Väntrummet är litet och alla ser alla. Det som sägs i receptionen hörs av dem som väntar.",
        ((9, "Jag vänder i dörren om det är fullt."),),
    ),
    Written(
        "improvement",
        "Samverkan",
        "Mellan mottagningen och andra uppstår ett glapp",
        "Efter avgiftning och vid byte till kommunens stöd går det tid utan kontakt. Användarna får själva bära budskap "
        "mellan dem som hjälper dem.",
        ((14, "Veckorna emellan var de farligaste."), (15, "")),
    ),
    Written(
        "improvement",
        "Närståendes roll",
        "De som står nära får för lite stöd",
        "Hälften vill att någon närstående ska få prata med mottagningen. De flesta har aldrig fått frågan.",
        ((17, "Det är den som bor med mig som sitter vaken."),),
    ),
)
#: One quote that the second auditor would not let out: the words point somebody out.
REJECTED: Final = 19

CHAPTERS: Final[dict[str, str]] = {
    "summary": "Vi har intervjuat tolv personer som går på Beroendemottagningen Söderhamn. Vi ville veta hur det är att få "
    "kontakt, hur man blir bemött och om man får vara med och bestämma.\n\n"
    "Bemötandet är det som flest lyfter fram. Människor känner sig respekterade, också när det har gått dåligt.\n\n"
    "Det är svårare att komma fram på telefon, och många vet inte vad som står i deras plan. Vi lämnar sex förslag: ett "
    "om telefonen, ett om planen, ett om väntrummet, ett om öppettiderna, ett om närstående och ett om övergångar.",
    "results": "Svaren liknar varandra mer än vi trodde. Den som har fått en fast kontakt är nöjd med det mesta. Den som inte har "
    "det får lägga mycket kraft på att hitta rätt.",
    "strengths": "Två saker fungerar så bra att vi vill att de blir kvar när något annat ändras.",
    "improvements": "Vi har valt fem områden där många säger samma sak. Förslagen kommer från dem vi har intervjuat, och vi har "
    "skrivit dem så att det går att se om de blir av.",
    "discussion": "Alla vi har pratat med går på mottagningen i dag. Vi har inte nått dem som gav upp i telefonkön, och deras bild "
    "är kanske en annan. Tolv personer är för få för att räkna procent på, men nog för att se vad som återkommer.",
    "plain_summary": "Vi har pratat med tolv personer som går på mottagningen.\n\n"
    "De tycker att personalen är snäll och lyssnar.\n\n"
    "Det är svårt att komma fram på telefon. Många vet inte vad som står i deras plan. Väntrummet är trångt.\n\n"
    "Vi har sex förslag. Chefen på mottagningen svarar på alla. Svaren går att läsa på webbplatsen.",
}
#: What the summary said in the first version, before the team had read it together.
FIRST_SUMMARY: Final = (
    "Vi har intervjuat tolv personer. Bemötandet är bra. Telefonen är ett problem. Planen är ett problem."
)

#: Chapter, remark, the auditors' answer.
REMARKS: Final = (
    (
        "improvements",
        "Telefontiden har varit öppen alla vardagar sedan i våras. Det bör framgå att det ni beskriver gällde före det.",
        "Tack. Flera av intervjuerna gjordes efter ändringen och beskriver samma sak. Vi har lagt till i kapitlet vilka "
        "veckor intervjuerna gjordes.",
    ),
    (
        "strengths",
        "Roligt att läsa. Vi tar med oss att bemötandet nämns av så många.",
        "Vi är glada att ni vill bevara det.",
    ),
)
