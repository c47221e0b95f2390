"""What was agreed, asked and told in the audit of coordinated individual plans (SIP)."""

from typing import Final

from revisions.models import QuestionKind
from revisions.services.guide import QuestionFacts
from surveys.models import Question
from surveys.services.writing import QuestionFacts as SurveyQuestion

PRINCIPALS: Final = ("region-gavleborg", "hudiksvalls-kommun", "sandvikens-kommun", "gavle-kommun")

AGREED: Final[dict[str, object]] = {
    "title": "Brukarrevision av samordnad individuell plan",
    "question": "Hjälper en SIP dem som har den?",
    "lead_text": "En samordnad individuell plan, SIP, ska göra att region och kommun drar åt samma håll. Brukarrevisorer frågar "
    "dem som har en, och dem som bad om en och inte fick.",
    "commissioner_name": "Länsledning välfärd, utskott psykisk hälsa",
    "purpose": "Att få veta hur samverkan i en SIP upplevs av den som planen gäller, så att arbetssättet kan bli bättre.",
    "scope": "Region Gävleborg och tre kommuner. En enkät först, sedan tio till tolv intervjuer. Ingen enskild verksamhet "
    "granskas.",
    "target_group": "Vuxna med psykisk ohälsa som har en SIP, har haft en, eller har bett om en och fått nej.",
    "plan_for_results": "Utskottet går igenom rapporten och varje huvudman svarar på sina förslag. Resultatet tas med i "
    "utbildningen om SIP nästa år.",
    "planned_interviews": 12,
}

INFORMATION: Final = (
    "Vi är brukarrevisorer och har själva erfarenhet av vård eller stöd. Vi frågar hur det är att ha en samordnad "
    "individuell plan.\n\nDet är frivilligt. Du kan hoppa över frågor och sluta när du vill. Varken regionen eller kommunen får "
    "veta att du har varit med. Vi skriver inget namn. Du kan ta tillbaka din intervju tills vi läser svaren tillsammans."
)
INFORMATION_PLAIN: Final = "Du bestämmer själv. Ingen får veta vem du är. Du kan sluta när du vill."

MUCH: Final = ("Inte alls", "Lite", "Ganska mycket", "Mycket")

#: Area → questions, in the order that ``TOLD`` answers them.
QUESTIONS: Final[dict[str, tuple[QuestionFacts, ...]]] = {
    "Information": (
        QuestionFacts(
            text="Hur fick du veta att man kan ha en SIP?",
            prompts=("Vem berättade?", "Vad hade du velat veta?"),
        ),
    ),
    "Delaktighet": (
        QuestionFacts(text="Berätta om ett SIP-möte.", prompts=("Vem pratade mest?", "Vilka hade du valt?")),
        QuestionFacts(
            text="Hur mycket fick du vara med och bestämma om planen?", kind=QuestionKind.SCALE, scale=MUCH
        ),
    ),
    "Samverkan": (
        QuestionFacts(
            text="Vad har hänt efter mötet?", prompts=("Vem gjorde det de lovade?", "Har ni träffats igen?")
        ),
    ),
    "Att förändra": (QuestionFacts(text="Vad skulle göra en SIP bättre för dig?"),),
}

#: In the order of ``QUESTIONS``; a number is a place on the scale, ``None`` "ville inte svara".
TOLD: Final[tuple[tuple[str | int | None, ...], ...]] = (
    (
        "Min boendestödjare sa ordet SIP efter två år. Jag trodde att det var en blankett.",
        "Sju personer satt runt bordet och jag kände två av dem. De pratade med varandra. Jag tittade på klockan.",
        1,
        "Vi skulle ses igen efter tre månader. Det har gått nio.",
        "Att jag fick bestämma vilka som ska sitta där.",
    ),
    (
        "Jag läste om det i en broschyr och frågade själv.",
        "Det bästa mötet jag har varit på. De frågade vad jag ville ha hjälp med först och skrev upp det på en tavla.",
        3,
        "Alla gjorde det de hade sagt, och den som inte hann ringde och sa det.",
        "Inget. Jo, att fler fick ha det så.",
    ),
    (
        "Ingen har berättat. Jag bad om det när jag hörde det av en vän och fick svaret att jag var för frisk.",
        None,
        None,
        "Ingenting. Det blev inget möte.",
        "Att man får ett skriftligt svar när man får nej.",
    ),
    (
        "Kuratorn på avdelningen ordnade det innan jag skrevs ut.",
        "Vi satt på länk. Bilden frös och jag hörde inte vad de kom fram till.",
        1,
        "Kommunen ringde dagen efter. Från vården har jag inte hört något.",
        "Att ses på riktigt. Och att någon läser upp vad vi kom fram till.",
    ),
)
#: The one that was begun yesterday and isn't finished: its first two areas.
BEGUN: Final = (
    "Jag fick veta det när jag redan hade varit på mötet. Det hette något annat då.",
    "De satte sig runt mig i en ring. Jag hade velat ha någon bredvid mig.",
)

SURVEY_TITLE: Final = "Har du en SIP, eller har du bett om en?"
SURVEY_QUESTIONS: Final = (
    SurveyQuestion(
        kind=Question.Kind.CHOICE,
        text="Har du en samordnad individuell plan?",
        options=(
            "Ja, nu",
            "Ja, tidigare",
            "Nej, jag bad om en men fick ingen",
            "Nej, jag har aldrig bett om en",
        ),
    ),
    SurveyQuestion(
        kind=Question.Kind.SCALE,
        text="Hur mycket fick du vara med och bestämma vad som står i planen?",
        options=MUCH,
    ),
    SurveyQuestion(
        kind=Question.Kind.SCALE,
        text="Hur mycket av det som står i planen har blivit av?",
        options=("Inget", "Lite", "Det mesta", "Allt"),
    ),
    SurveyQuestion(kind=Question.Kind.OPEN, text="Vad vill du att vi frågar mer om?"),
)
#: Choices for the first three questions; ``None`` is "vet inte".
SURVEY_ANSWERS: Final[tuple[tuple[int | None, ...], ...]] = (
    (0, 1, 1), (0, 2, 2), (0, 0, 1), (0, 1, 0), (0, 3, 2), (0, 1, 1), (0, 2, 1), (0, 1, 2), (0, 0, 0), (0, 2, 2),
    (1, 1, 1), (1, 2, 1), (1, 0, 0), (1, 1, None), (1, 3, 2), (1, 2, 1),
    (2, None, None), (2, None, None), (2, None, None), (2, None, None), (2, None, None),
    (3, None, None), (3, None, None), (3, None, None), (3, None, None), (3, None, None),
)  # fmt: skip
SURVEY_WORDS: Final = (
    "Vem som ska kalla till nästa möte.",
    "Om man får ha med sig en vän.",
    "Varför man kan få nej utan att någon förklarar.",
)
