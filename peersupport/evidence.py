"""What peer support is and what is known of it, in the same words on every page and paper.

Said as carefully as the sources do: SBU finds the evidence of effect insufficient, Socialstyrelsen finds enough to try.
Whoever changes a sentence reads the sources again and sets ``REVIEWED_ON``.
"""

from datetime import date
from typing import Final

#: When the sentences were last held against their sources.
REVIEWED_ON: Final = date(2026, 11, 23)

#: Sources: NSPH's descriptions of PEER (domain.md 4), founding documents 002–004.
WHAT_IT_IS: Final = (
    "Peer support är ett arbete i vårdens eller omsorgens team. Den som arbetar har egen erfarenhet av psykisk ohälsa och "
    "återhämtning, och använder den i arbetet. Erfarenheten kompletterar de andra yrkena.",
    "Det är en anställning med lön, på hel- eller deltid. Det är inte en ideell insats och inte en arbetsmarknadsåtgärd.",
    "I arbetet kan det ingå att ha stödjande samtal, leda cirklar och aktiviteter, motivera till kontakter och visa vägen till "
    "annat stöd.",
)
#: Sources: founding document 002 (Region Halland), which tells what SBU and Socialstyrelsen say.
WHAT_IS_KNOWN: Final = (
    "SBU har sammanställt studierna: det finns hittills inte tillräcklig evidens för att peer support har effekt på "
    "patienternas återhämtning.",
    "Det finns studier som med försiktighet visar positiva effekter.",
    "Socialstyrelsen anser att det finns tillräckligt med kunskap för att pröva arbetssättet.",
    "Utvärderingar i verksamheter som har peer support beskriver goda erfarenheter. De säger inte vad som hade hänt utan.",
)
SOURCES: Final = (
    "Region Halland, regionstyrelsen: Svar på motion om peer support. Motionen är från juni 2020. Där återges SBU och "
    "Socialstyrelsen.",
    "Region Västmanland, hälso- och sjukvårdsnämnden: Yttrande över motion om brukarinflytande, 2023. Där beskrivs vad som "
    "behöver finnas på plats.",
    "NSPH: beskrivningar av peer support och utbildningen PEER.",
)
