"""What the report's chapters say before anybody has written them: made from the audit's facts, in plain Swedish."""

from collections.abc import Callable

from common.swedish import number_text
from revisions.models import Interview, ReportChapter, UserAudit
from surveys.withholding import LEAST_BASE

Kind = ReportChapter.Kind

#: The chapters in the order they are printed; the plain-language summary is a document of its own.
ORDER: tuple[str, ...] = tuple(kind for kind in Kind.values if kind != Kind.PLAIN_SUMMARY)

#: What the team is told above the box of each chapter.
HINTS: dict[str, str] = {
    Kind.SUMMARY: "Det viktigaste på en sida: vad ni ville veta, hur ni gjorde, vad ni fick veta, vad ni föreslår.",
    Kind.INTRODUCTION: "Varför en brukarrevision, och vad den bygger på.",
    Kind.ASSIGNMENT: "Vem som beställde, mål, målgrupp, och hur ni gick till väga.",
    Kind.RESPONDENTS: "Hur många som svarade och hur de fick veta att de kunde vara med. Inget som pekar ut någon.",
    Kind.ETHICS: "Frivillighet, tystnadslöfte, och hur svaren har skyddats.",
    Kind.RESULTS: "Det ni vill säga om resultatet i stort. Diagram över teman, skalfrågor och enkäter kommer av sig "
    "själva efter din text. Styrkor, förbättringsområden och citat kommer i egna kapitel.",
    Kind.STRENGTHS: "En inledning till styrkorna. De hämtas från analysen och kommer efter din text.",
    Kind.IMPROVEMENTS: "En inledning till förbättringsområdena. De hämtas från analysen, med förslagen sist.",
    Kind.DISCUSSION: "Era egna tankar: metoden, vilka ni inte nådde, hur långt det går att dra slutsatser.",
    Kind.USE: "Vad som händer nu: vem som svarar, när, och hur det följs upp.",
    Kind.PLAIN_SUMMARY: "Högst en sida. Korta meningar, vanliga ord. Den blir ett eget dokument.",
}

#: These have to be written by the team; nothing made from facts can take their place.
WRITTEN_BY_TEAM = frozenset(
    {Kind.SUMMARY, Kind.RESULTS, Kind.STRENGTHS, Kind.IMPROVEMENTS, Kind.DISCUSSION, Kind.PLAIN_SUMMARY}
)


def prefill(audit: UserAudit, kind: str) -> str:
    """Return the chapter as the audit's facts would have it; empty for what only the team can write."""
    writer = _WRITERS.get(kind)
    return writer(audit) if writer else ""


def _introduction(audit: UserAudit) -> str:
    return (
        "I en brukarrevision är det personer med egen erfarenhet som granskar. De bestämmer frågorna, gör "
        "intervjuerna, läser svaren och skriver rapporten. De har utbildning för uppgiften, och de har inte själva "
        "vård eller stöd där de granskar.\n\n"
        "Den som själv har mött vården och stödet vet saker som andra inte ser. Det är lättare att berätta för "
        "någon som har varit med om något liknande.\n\n"
        f"{_sentence(audit.purpose, 'Syftet med den här revisionen: ')}"
    ).strip()


def _assignment(audit: UserAudit) -> str:
    auditors = audit.members.filter(recused_on=None).count()
    parts = [
        _sentence(audit.commissioner_name, "Uppdragsgivare: "),
        _section("Omfattning", audit.scope),
        _section("Målgrupp", audit.target_group),
        "### Så gjorde vi",
        f"{_number(auditors)} personer har varit med i teamet.{_pairs(audit)} Alla har intygat att de inte har vård eller "
        "stöd där de granskar." if auditors else "",
    ]  # fmt: skip
    if audit.association_id:
        parts.append(f"{audit.association} har genomfört revisionen.")
    return "\n\n".join(filter(None, parts))


def _pairs(audit: UserAudit) -> str:
    """Only what is so: now and then somebody falls ill, and one asks alone."""
    done = audit.interviews.filter(status=Interview.Status.DONE)
    alone = done.filter(second_auditor=None)
    return " Två var med vid varje intervju." if done.exists() and not alone.exists() else ""


def _respondents(audit: UserAudit) -> str:
    done = Interview.Status.DONE
    single = audit.interviews.filter(status=done, kind=Interview.Kind.INTERVIEW).count()
    if 0 < single < LEAST_BASE:
        return "Färre än fem personer har intervjuats."
    groups = audit.interviews.filter(status=done, kind=Interview.Kind.FOCUS_GROUP).count()
    said = (
        [f"Vi har gjort {_number(single).lower()} {'intervju' if single == 1 else 'intervjuer'}."]
        if single
        else []
    )
    if groups:
        said.append(
            f"Vi har träffat {_number(groups).lower()} {'fokusgrupp' if groups == 1 else 'fokusgrupper'}."
        )
    said.append(
        "Vi skriver antal i stället för procent, eftersom det är få som har svarat. Grupper med färre än fem personer "
        "visas inte."
    )
    return " ".join(said)


def _ethics(audit: UserAudit) -> str:
    return (
        "Alla som blev intervjuade fick veta att det var frivilligt, att de kunde hoppa över frågor och sluta när de "
        "ville, och att vården inte skulle påverkas. Verksamheten vet inte vilka som har deltagit.\n\n"
        "Vi har inte skrivit ner några namn. Alla i teamet har lovat tystnad. Citaten kan inte kopplas till en person, "
        "och där vi har ändrat något för att skydda någon står det ”Återgivet med andra ord”.\n\n"
        f"Anteckningarna från intervjuerna förstörs {audit.retention_months} månader efter att rapporten är publicerad."
    )


def _use(audit: UserAudit) -> str:
    return "\n\n".join(
        filter(
            None,
            [
                audit.plan_for_results.strip(),
                f"De som förslagen riktas till har {audit.answer_days} arbetsdagar på sig att svara på varje förslag. De "
                "väljer mellan ja, ja delvis och nej inte nu, och berättar varför. Svaren och det som görs går att följa "
                f"på webbplatsen. Efter {audit.follow_up_months} månader träffas vi och ser vad som har hänt.",
            ],
        )
    )


def _section(title: str, text: str) -> str:
    return f"### {title}\n\n{text.strip()}" if text.strip() else ""


def _sentence(text: str, before: str) -> str:
    return f"{before}{text.strip()}" if text.strip() else ""


def _number(number: int) -> str:
    return number_text(number).capitalize()


_WRITERS: dict[str, Callable[[UserAudit], str]] = {
    Kind.INTRODUCTION: _introduction,
    Kind.ASSIGNMENT: _assignment,
    Kind.RESPONDENTS: _respondents,
    Kind.ETHICS: _ethics,
    Kind.USE: _use,
}
