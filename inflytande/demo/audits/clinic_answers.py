"""What twelve invented people said about an addiction clinic. Sealed like everything that is said in an interview."""

from typing import Final, NamedTuple


class Told(NamedTuple):
    """One interview: open answers by question; ``None`` is "ville inte svara", "" is "hoppade över"."""

    contact: str
    treatment: str
    having_a_say: str | None
    others: str
    family: str | None
    change: str
    #: Places on the two scales, 0 lowest: getting a time, having a say. ``None`` is "vet inte".
    time: int | None
    say: int | None


#: In the order of the interviews, A01 and on. Short sentences, as two people write them down while somebody talks.
TOLD: Final[tuple[Told, ...]] = (
    Told(
        contact="Jag ringde på måndagar eftersom det är då de svarar. Hann jag inte före nio fick jag vänta en vecka "
        "till. Det är länge när man äntligen har bestämt sig.",
        treatment="De hälsar och de kommer ihåg mig. Jag känner mig inte som ett problem när jag sitter där.",
        having_a_say="Det var redan bestämt när jag kom. Jag fick höra vad som gällde och sedan gick jag hem.",
        others="Jag fick berätta allt en gång till på socialtjänsten, från början. Ingen hade skickat något.",
        family="Min familj vet inte vad jag går på. De hade velat fråga någon, men det fanns ingen att fråga.",
        change="Att telefonen var öppen varje dag. En halvtimme skulle räcka.",
        time=0,
        say=0,
    ),
    Told(
        contact="Första gången gick det fort. Sedan bytte de system och då stod jag i kö utan att veta om det.",
        treatment="Sköterskan lutade sig fram och lyssnade klart. Det är ovanligt att någon lyssnar klart.",
        having_a_say="Vi pratar om vad jag vill, men jag får inget på papper. När jag kommer hem minns jag inte hälften.",
        others="De ringde min handläggare medan jag satt bredvid. Då slapp jag vara budbärare.",
        family=None,
        change="Jag skulle vilja ha planen på ett papper som jag kan sätta på kylskåpet.",
        time=1,
        say=2,
    ),
    Told(
        contact="Det tog tre försök innan jag kom fram. Tredje gången fick jag en tid direkt och det var bra.",
        treatment="Jag har aldrig blivit dömd här. Inte ens när jag hade tagit ett återfall.",
        having_a_say="Läkaren frågade vad jag själv trodde skulle hjälpa. Det hade ingen gjort förut.",
        others="Psykiatrin säger att jag ska vara drogfri först. Mottagningen säger att jag ska må bättre först. Jag "
        "står mitt emellan.",
        family="Min syster fick följa med två gånger. Det betydde mycket för oss båda.",
        change="Att någon höll ihop det. En enda person som vet vad alla har sagt.",
        time=1,
        say=3,
    ),
    Told(
        contact="Jag vågade inte ringa själv. Min boendestödjare ringde åt mig.",
        treatment="Bra för det mesta. I receptionen kan det kännas som att alla hör varför man är där.",
        having_a_say="Jag vet inte vad det finns att välja på. Då är det svårt att vara med och välja.",
        others="Boendestödet och mottagningen har setts en gång. Jag önskar att de gjorde det oftare.",
        family="",
        change="Ett väntrum där man kan sitta för sig själv. Nu vänder jag i dörren om det är fullt.",
        time=1,
        say=1,
    ),
    Told(
        contact="Det var enkelt. Jag gick dit och de tog emot mig samma dag.",
        treatment="De frågar hur jag har sovit innan de frågar om jag har druckit. Det gör stor skillnad.",
        having_a_say="Jag får bestämma takten. De trycker inte på.",
        others="Det fungerar när det är samma person. När hon är ledig vet ingen något.",
        family="Vi har inte pratat om det. Ingen har frågat mig.",
        change="Att det fanns tider efter jobbet. Jag har sagt upp mig från två behandlingar för att slippa ljuga "
        "för chefen.",
        time=3,
        say=3,
    ),
    Told(
        contact="Jag fick en kallelse som jag inte förstod. Den var skriven som till någon annan.",
        treatment="Vänliga människor, men stressade. Man märker när de tittar på klockan.",
        having_a_say="Det fanns en plan, sa de. Jag har aldrig sett den.",
        others="Apoteket fick fel recept två gånger. Jag åkte fram och tillbaka hela dagen.",
        family=None,
        change="Brev på vanlig svenska.",
        time=2,
        say=0,
    ),
    Told(
        contact="Kön i telefonen säger att man ska ringa en annan dag. Då lägger jag på och så blir det inte av.",
        treatment="Jag blir sedd. De minns vad jag berättade förra gången.",
        having_a_say="Ibland. Det beror på vem jag får träffa.",
        others="Jag har bett om ett möte med alla samtidigt. Det har jag väntat på sedan i våras.",
        family="Min partner skulle behöva någon att prata med. Det är hen som sitter vaken.",
        change="Ett samtal för den som bor med mig. Bara ett.",
        time=0,
        say=1,
    ),
    Told(
        contact="Jag hade tur som fick en avbokad tid. Annars hade det dröjt.",
        treatment="Det är första stället där jag inte har behövt skämmas.",
        having_a_say="Vi bestämmer tillsammans vad som är nästa steg. Det är jag glad för.",
        others="Mellan avgiftningen och mottagningen gick det två veckor. De två veckorna var de farligaste.",
        family="Mamma fick en broschyr. Den handlade mest om lagar.",
        change="Att någon ringde dagen efter utskrivningen. Det är då det händer.",
        time=1,
        say=2,
    ),
    Told(
        contact="Det är svårt när man inte har saldo. Jag brukar gå dit och fråga i luckan.",
        treatment="Olika. En del pratar med mig och en del pratar om mig.",
        having_a_say="Jag sa att jag ville trappa ner långsammare. De lyssnade och vi gjorde om planen.",
        others="Socialtjänsten och mottagningen säger olika saker om samma sak.",
        family="Jag vill inte blanda in dem.",
        change="Att man kunde skicka ett sms i stället för att ringa.",
        time=0,
        say=2,
    ),
    Told(
        contact="Jag fick hjälp av vårdcentralen. De skrev ett brev och sedan väntade jag i sex veckor.",
        treatment="Lugnt och vänligt. Någon bjöd på kaffe när jag skakade för mycket för att hålla i pennan.",
        having_a_say="Jag litar på dem, så jag har inte tänkt på det. Men ingen har frågat.",
        others="Jag tror att de pratar med varandra. Jag vet inte vad de säger.",
        family="Min dotter undrar. Jag har inget bra att ge henne att läsa.",
        change="Något att läsa för barnen.",
        time=1,
        say=None,
    ),
    Told(
        contact="Nu går det bra. I början var det omöjligt att komma fram.",
        treatment="De säger mitt namn. Det låter lite men det är inte det.",
        having_a_say="Jag får veta när det redan är klart. Då är det svårt att säga något.",
        others="Min kontakt följde med till kommunen första gången. Utan henne hade jag inte gått in.",
        family="De var med när vi skrev planen, och det blev lättare hemma efter det.",
        change="Att fler fick någon som följer med över.",
        time=2,
        say=1,
    ),
    Told(
        contact="Jag ringde, fick en tid och kom. Det var inte svårare än så.",
        treatment="Bra. Men väntrummet är trångt och mitt emot sitter någon som jag har en skuld till.",
        having_a_say="När jag frågar får jag svar. Man måste våga fråga.",
        others="",
        family=None,
        change="En dörr till. En in och en ut.",
        time=2,
        say=2,
    ),
)
