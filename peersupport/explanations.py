"""What each condition of the readiness check means, and why it is asked (domain.md 4; founding documents 000, 002)."""

from typing import Final

from peersupport.words import Condition

EXPLANATIONS: Final[dict[str, str]] = {
    Condition.FORMAL_DECISION: (
        "Nämnden, eller den som har rätt att besluta, har sagt ja. Det finns ett datum och ett diarienummer."
    ),
    Condition.FUNDING: (
        "Det är klart vem som betalar, också efter det första projektet. Det mesta av peer support har betalats med "
        "projektmedel och statsbidrag, en mindre del ur ordinarie budget."
    ),
    Condition.STAFF: (
        "Den som börjar behöver kollegor som stannar, med tid och erfarenhet att handleda. Med många inhyrda är det svårt. "
        "I Region Västmanland var omställningen bort från hyrpersonal ett skäl att vänta."
    ),
    Condition.TEAM: (
        "Teamet vet vad peer support är och har fått egen utbildning. Att bli en del av teamet betyder mest för om det går bra."
    ),
    Condition.CONTACT: "En person i verksamheten tar emot, svarar på frågor och håller kontakten med handledaren.",
    Condition.ROLE: (
        "Det står skrivet vad den som börjar gör och inte gör. Till exempel: stödjande samtal, leda cirklar och aktiviteter, "
        "motivera till kontakter, visa vägen till annat stöd."
    ),
    Condition.ACCESS: (
        "Det är bestämt om den som börjar läser eller skriver i journalen, vilken behörighet som behövs och vad "
        "tystnadsplikten betyder."
    ),
    Condition.SUPERVISION: (
        "Handledning av erfarna kollegor, till exempel hos NSPH, vid sidan av den egna chefen. Enskilt eller i grupp. Det som "
        "sägs där stannar där."
    ),
    Condition.EVALUATION: (
        "Ni har bestämt hur ni följer upp efter 3, 6 och 12 månader och vid slutet: vad brukare, personal, chef och den som "
        "arbetar tycker."
    ),
}
#: What may happen without it, for a board that decides.
RISKS: Final[dict[str, str]] = {
    Condition.FORMAL_DECISION: "Utan beslut går det inte att anställa.",
    Condition.FUNDING: "Tjänsten kan upphöra när de första pengarna tar slut, trots att den fungerar.",
    Condition.STAFF: "Den som börjar kan bli utan handledning i vardagen.",
    Condition.TEAM: "Den som börjar kan bli ensam i teamet, med en oklar roll.",
    Condition.CONTACT: "Frågor och hinder blir liggande.",
    Condition.ROLE: "Uppgifterna kan bli för många, eller andra än de som var tänkta.",
    Condition.ACCESS: "Arbetet kan inte komma i gång, eller sekretessen blir osäker.",
    Condition.SUPERVISION: "Den som börjar bär sitt uppdrag utan stöd från andra i samma roll.",
    Condition.EVALUATION: "Det går inte att veta om det gjorde nytta.",
}
