"""What is told of each way to take part, before anybody writes. Facts from domain.md 1, 3 and 4 and the founding documents."""

from dataclasses import dataclass

from pages.models.enquiries import Kind


@dataclass(frozen=True)
class Way:
    """One way: its address, what it is in a few honest sentences, and what happens after writing."""

    kind: Kind
    slug: str
    title: str
    short: str
    sentences: tuple[str, ...]
    next_step: str
    message_hint: str

    @property
    def url(self) -> str:
        return f"/engagera-dig/{self.slug}/"


WAYS = (
    Way(
        kind=Kind.AUDITOR,
        slug="brukarrevisor",
        title="Bli brukarrevisor",
        short="Granska en verksamhet tillsammans med andra som har egen erfarenhet.",
        sentences=(
            "En brukarrevisor intervjuar dem som får vård eller stöd i en verksamhet och berättar sedan vad "
            "de har sagt. Det gör du i ett team, aldrig ensam.",
            "Du behöver egen erfarenhet av psykisk ohälsa, eller vara närstående till någon som har det. "
            "Du får en utbildning innan du börjar.",
            "En brukarrevision tar flera månader, med möten då och då. Du lovar att inte berätta vidare "
            "vad enskilda personer säger. Det är inte alltid som en utbildning är på gång, men då säger vi det.",
        ),
        next_step="Samordnaren berättar när nästa utbildning kan bli av och svarar på dina frågor.",
        message_hint="Till exempel vad du undrar, eller vilka tider som passar dig.",
    ),
    Way(
        kind=Kind.REPRESENTATIVE,
        slug="representant",
        title="Bli representant",
        short="För fram vad många tycker, i ett brukarråd eller en arbetsgrupp.",
        sentences=(
            "En representant sitter i ett brukarråd eller en arbetsgrupp och talar för fler än sig själv. "
            "Oftast är det en förening som utser dig.",
            "Är du inte med i någon förening kan samordnaren tipsa om en som passar.",
            "Du har ofta rätt till arvode och ersättning för resan. Arvode kan påverka andra ersättningar "
            "du har, så fråga innan. Ett råd ger råd. Det är inte alltid som det blir som rådet vill.",
        ),
        next_step="Samordnaren berättar vilka råd och grupper som söker någon, och hur man blir utsedd.",
        message_hint="Till exempel om du är med i en förening, eller vad du vill vara med och påverka.",
    ),
    Way(
        kind=Kind.PEER_SUPPORTER,
        slug="peer-supporter",
        title="Bli peer supporter",
        short="Ett arbete där din egen erfarenhet är en del av yrket.",
        sentences=(
            "En peer supporter arbetar i personalgruppen och är öppen med sin egen erfarenhet av psykisk "
            "ohälsa. Det är ett avlönat arbete på hel- eller deltid, inte ett ideellt uppdrag.",
            "Du behöver ha kommit så långt i din återhämtning att du orkar stötta andra. Du går en "
            "utbildning först, och du får handledning.",
            "Alla kommuner och verksamheter har inte peer supportrar. Just nu kan det saknas både utbildning "
            "och tjänster där du bor. Då säger vi det.",
        ),
        next_step="Samordnaren berättar hur det ser ut i länet och vart du kan vända dig.",
        message_hint="Till exempel vad du vill veta om arbetet eller utbildningen.",
    ),
    Way(
        kind=Kind.GROUP_LEADER,
        slug="gruppledare",
        title="Leda en studiecirkel eller stödgrupp",
        short="Håll i en grupp där deltagarna lär av varandra.",
        sentences=(
            "I en studiecirkel eller stödgrupp delar deltagarna erfarenheter, lär av varandra och stöttar "
            "varandra. Den som leder har ofta egen erfarenhet.",
            "Grupperna ordnas av föreningar. Du behöver inte kunna allt, men du ska kunna hålla ihop "
            "samtalet och se till att alla får plats.",
            "Samordnaren startar inga grupper själv. Vi hjälper dig i kontakt med en förening som gör det.",
        ),
        next_step="Samordnaren sätter dig i kontakt med en förening, om du vill det.",
        message_hint="Till exempel vilken sorts grupp du har tänkt dig.",
    ),
    Way(
        kind=Kind.LECTURE,
        slug="forelasning",
        title="Boka en föreläsare eller ambassadör",
        short="Bjud in någon som berättar om egen erfarenhet.",
        sentences=(
            "En ambassadör är någon som mår bättre i dag, eller är närstående, och som föreläser eller samtalar "
            "om sina erfarenheter av psykisk ohälsa. Målet är färre fördomar.",
            "Du kan boka för en arbetsplats, en skola, en förening eller en annan grupp. Berätta gärna hur "
            "många ni är och ungefär när det ska vara.",
            "En föreläsning kostar oftast något, och det är inte säkert att någon kan just den dagen. Vill du själv "
            "bli ambassadör skriver du det i meddelandet.",
        ),
        next_step="Samordnaren hör efter vem som kan och berättar vad det kostar.",
        message_hint="Till exempel vilken grupp det är, hur många ni är och ungefär när.",
    ),
)


def way_of(slug: str) -> Way | None:
    """Return the way at the address, or nothing."""
    return next((way for way in WAYS if way.slug == slug), None)
