"""What was agreed about the audit of the addiction clinic, what was asked, and the letters' words."""

from typing import Final

from revisions.models import QuestionKind
from revisions.services.guide import QuestionFacts

UNIT: Final = "beroendemottagningen-soderhamn"

AGREED: Final[dict[str, object]] = {
    "title": "Brukarrevision av Beroendemottagningen Söderhamn",
    "question": "Får du vara med och bestämma om din behandling?",
    "lead_text": "Brukarrevisorer har frågat dem som går på mottagningen hur de får kontakt, hur de blir bemötta och "
    "om de får vara med och bestämma.",
    "commissioner_name": "Vuxenpsykiatrin, Region Gävleborg",
    "purpose": "Att få veta hur vården, bemötandet och tillgängligheten upplevs av dem som går på mottagningen, och "
    "vad som skulle göra den bättre.",
    "scope": "En mottagning. Tolv till fjorton enskilda intervjuer under fyra veckor. Journaler läses inte.",
    "target_group": "Vuxna som har haft kontakt med mottagningen det senaste året.",
    "plan_for_results": "Personalgruppen går igenom rapporten vid två möten. Vårdenhetschefen svarar på varje förslag. "
    "Efter fyra månader träffas personal, användare och revisorer och ser vad som har hänt.",
    "planned_interviews": 14,
    "diary_number": "HSN-0412",
    "follow_up_months": 4,
}

INFORMATION: Final = (
    "Vi är brukarrevisorer. Vi har egen erfarenhet av psykisk ohälsa eller beroende och vi arbetar inte på mottagningen.\n\n"
    "Det är frivilligt att vara med. Du kan hoppa över frågor, ta paus och sluta när du vill. Din vård påverkas inte. "
    "Mottagningen får inte veta vilka som har pratat med oss.\n\n"
    "Vi skriver ner det du säger, men aldrig ditt namn. Du kan ta tillbaka din intervju ända tills vi börjar läsa svaren "
    "tillsammans. Det vi har skrivit förstörs sex månader efter att rapporten är klar."
)
INFORMATION_PLAIN: Final = (
    "Du bestämmer om du vill vara med. Du kan säga nej. Du kan sluta när du vill. Ingen får veta vem du är."
)

EASY: Final = ("Mycket svårt", "Ganska svårt", "Ganska lätt", "Mycket lätt")
MUCH: Final = ("Inte alls", "Lite", "Ganska mycket", "Mycket")

#: Area's theme → its questions, each with the name the answers go by.
QUESTIONS: Final[dict[str, dict[str, QuestionFacts]]] = {
    "Tillgänglighet": {
        "contact": QuestionFacts(
            text="Hur var det att få kontakt med mottagningen?",
            prompts=("Hur gjorde du?", "Hur länge fick du vänta?"),
        ),
        "time": QuestionFacts(
            text="Hur lätt är det att få en tid när du behöver?", kind=QuestionKind.SCALE, scale=EASY
        ),
    },
    "Bemötande": {
        "treatment": QuestionFacts(
            text="Hur blir du bemött när du kommer hit?", prompts=("Berätta om ett tillfälle.",)
        ),
    },
    "Delaktighet": {
        "having_a_say": QuestionFacts(
            text="Hur är du med och bestämmer om din behandling?", prompts=("Har du sett din plan?",)
        ),
        "say": QuestionFacts(
            text="Hur mycket får du vara med och bestämma?", kind=QuestionKind.SCALE, scale=MUCH
        ),
    },
    "Samverkan": {
        "others": QuestionFacts(
            text="Hur fungerar det mellan mottagningen och andra som du har kontakt med?",
            prompts=("Vem håller ihop det?",),
        ),
    },
    "Närståendes roll": {
        "family": QuestionFacts(text="Hur har de som står dig nära fått vara med?"),
    },
    "Att förändra": {
        "change": QuestionFacts(text="Om du fick ändra en sak här, vad skulle det vara?"),
    },
}

#: hours, kronor.
COSTS: Final = (
    ("Förberedelser, guide och information", 60, 18_000),
    ("Intervjuer, två revisorer vid varje", 84, 25_200),
    ("Analys och rapport", 110, 33_000),
    ("Presentationer och uppföljning", 24, 7_200),
    ("Resor och lokaler", 0, 6_400),
)
