"""The papers an edition is made as."""

from dataclasses import dataclass

from calendar_app.edition_periods import EditionPeriod

#: The name under which the calendar's editions are stored and drawn.
KIND = "calendar"


@dataclass(frozen=True)
class PaperFormat:
    """One paper. ``code`` stands in addresses, ``label`` where people choose."""

    code: str
    label: str
    hint: str
    for_terms: bool


FORMATS = {
    paper.code: paper
    for paper in (
        PaperFormat("normal", "A4", "Månadsblad för anslagstavlan och lista med adresser", for_terms=True),
        PaperFormat("stor", "A4, stor stil", "Lista med stor text", for_terms=True),
        PaperFormat("affisch", "A3, affisch", "Månadsblad att sätta på väggen", for_terms=False),
    )
}


def formats_of(period: EditionPeriod) -> list[PaperFormat]:
    """Return the papers a period is printed on; the wall poster shows one month only."""
    return [paper for paper in FORMATS.values() if paper.for_terms or not period.is_term]


def edition_key(period: EditionPeriod, paper: PaperFormat) -> str:
    """Return the key within which editions are numbered."""
    return f"calendar:{period.code}:{paper.code}"
