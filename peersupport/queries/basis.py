"""The basis for a decision: everything a board needs to read, gathered as plain data, and the editions made of it."""

from dataclasses import dataclass
from typing import Any, Final

from django.db.models import QuerySet

from common.models import Edition
from common.money import kronor
from common.swedish import NBSP, count_text, today
from peersupport import evidence
from peersupport.explanations import RISKS
from peersupport.funding_plan import lasts_until
from peersupport.models import CostCalculation, Placement
from peersupport.queries import cost, funding, readiness
from peersupport.words import Condition, EmployerKind

#: Kind of edition.
BASIS: Final = "peersupport.basis"


@dataclass(frozen=True)
class BasisWords:
    """What is written for one edition: who it goes to, and what is proposed, a line for each point."""

    body: str
    proposal: str


@dataclass(frozen=True)
class BasisPage:
    """The page where a basis is made: what it lacks, and the editions there are."""

    placement: Placement
    lacks: list[tuple[str, str]]
    editions: list[Edition]

    @property
    def latest(self) -> Edition | None:
        return self.editions[0] if self.editions else None

    @property
    def is_busy(self) -> bool:
        latest = self.latest
        return latest is not None and latest.state in {Edition.State.QUEUED, Edition.State.RENDERING}


def edition_key(placement: Placement) -> str:
    """Return what numbers the editions of one placement."""
    return f"{BASIS}:{placement.pk}"


def basis_page(placement: Placement) -> BasisPage:
    """Return what stands of ``placement``'s basis."""
    return BasisPage(placement, _lacks(placement), list(editions_of(placement)))


def editions_of(placement: Placement) -> "QuerySet[Edition]":
    """Return the editions, the newest first."""
    return Edition.objects.filter(key=edition_key(placement)).order_by("-number")


def edition_of(placement: Placement, number: int) -> Edition | None:
    """Return one edition."""
    return editions_of(placement).filter(number=number).first()


def usual_words(placement: Placement) -> BasisWords:
    """Return what stands in the form from the beginning: the last edition's words, or a proposal to begin from."""
    latest = editions_of(placement).first()
    if latest is not None:
        return BasisWords(latest.data["body"], "\n".join(latest.data["proposal"]))
    start = placement.starts_on.year if placement.starts_on else today().year + 1
    return BasisWords(
        "",
        f"att peer support prövas på {placement.unit} med en tjänst på {placement.share} procent från {start}\n"
        "att tjänsten betalas så som står i underlaget\n"
        "att arbetet utvärderas efter 3, 6 och 12 månader och redovisas här",
    )


def basis_data(placement: Placement, words: BasisWords) -> dict[str, Any]:
    """Return what an edition says: plain values alone, so that it never changes with the portal."""
    found = CostCalculation.objects.filter(placement=placement).first()
    sources = list(placement.funding.select_related("principal"))
    money = [funding.money_of(one) for one in sources]
    until = lasts_until(money, today())
    page = funding.funding_page(placement)
    rows = readiness.readiness_rows(placement)
    return {
        "made_on": today().isoformat(),
        "unit": placement.unit.name,
        "principal": placement.unit.principal.name,
        "municipality": placement.unit.municipality.name if placement.unit.municipality else "",
        "share": placement.share,
        "employer": _employer(placement),
        "starts_on": placement.starts_on.isoformat() if placement.starts_on else "",
        "purpose": placement.purpose,
        "body": words.body,
        "proposal": [line.strip() for line in words.proposal.splitlines() if line.strip()],
        "readiness": [_condition(row) for row in rows],
        "cost": _cost(found, placement.share) if found else None,
        "funding": [
            {
                "letter": row.letter,
                "kind": one.kind,
                "kind_words": one.get_kind_display(),
                "source": one.source,
                "principal": one.principal.name if one.principal else "",
                "amount_ore": one.amount_ore,
                "amount": row.amount,
                "starts_on": one.starts_on.isoformat(),
                "ends_on": one.ends_on.isoformat() if one.ends_on else "",
            }
            for one, row in zip(sources, page.rows, strict=True)
        ],
        "notices": funding.notices(money),
        "lasts_until": until.isoformat() if until else "",
        "balance": [
            {"year": row.year, "cost": row.cost, "money": row.money, "missing": row.missing}
            for row in page.balance
        ],
        "decisions": [
            {
                "body": one.body,
                "on": one.decided_on.isoformat(),
                "number": one.record_number,
                "outcome": one.get_outcome_display(),
                "summary": one.summary,
            }
            for one in placement.decisions.all()
        ],
        "what_it_is": list(evidence.WHAT_IT_IS),
        "what_is_known": list(evidence.WHAT_IS_KNOWN),
        "sources": list(evidence.SOURCES),
        "reviewed_on": evidence.REVIEWED_ON.isoformat(),
    }


def told(placement: Placement) -> str:
    """One line for the placement's page."""
    count = editions_of(placement).count()
    return (
        f"{count_text(count, 'utgåva', 'utgåvor').capitalize()} som pdf"
        if count
        else "Till nämnd eller styrelse, som pdf"
    )


def _condition(row: readiness.ReadinessRow) -> dict[str, Any]:
    return {
        "condition": row.condition,
        "number": row.number,
        "label": row.label,
        "answer": row.answer,
        "words": row.answer_words,
        "evidence": row.evidence,
        "owner": row.owner,
        "due_on": row.due_on.isoformat() if row.due_on else "",
        "risk": RISKS[Condition(row.condition)],
    }


def _cost(calculation: CostCalculation, share: int) -> dict[str, Any]:
    facts = cost.facts_of(calculation)
    years = cost.years_of(facts, share)
    table = cost.cost_table(years)
    return {
        "heads": table.heads,
        # The caption says kronor: a board reads columns of numbers.
        "rows": [[str(year), *map(_bare, amounts), _bare(total)] for year, amounts, total in table.rows],
        "sums": ["Alla år", *map(_bare, table.sums), _bare(table.total)],
        "first_year": years[0].year,
        "first": kronor(years[0].total),
        "total": table.total,
        "years": len(years),
        "assumptions": [list(pair) for pair in cost.assumption_words(facts, share)],
        "comment": facts.comment,
    }


def _bare(amount: str) -> str:
    return amount.removesuffix(f"{NBSP}kr")


def _employer(placement: Placement) -> str:
    if placement.employer_kind == EmployerKind.ASSOCIATION:
        return f"{placement.employer_association}, som hyr ut till verksamheten"
    return placement.unit.name if placement.employer_kind else ""


def _lacks(placement: Placement) -> list[tuple[str, str]]:
    """What a board would ask for, and the route where it is written. Nothing of it stops an edition."""
    open_answers = len(Condition) - placement.readiness.exclude(answer="open").count()
    found = []
    if not placement.purpose.strip():
        found.append(("Syftet är inte skrivet.", "peersupport:edit"))
    if open_answers:
        found.append(
            (
                "Ett villkor i beredskapen är inte besvarat."
                if open_answers == 1
                else f"{count_text(open_answers, 'villkor', 'villkor').capitalize()} i beredskapen är inte besvarade.",
                "peersupport:readiness",
            )
        )
    if not CostCalculation.objects.filter(placement=placement).exists():
        found.append(("Kostnaden är inte uträknad.", "peersupport:cost"))
    if not placement.funding.exists():
        found.append(("Ingen har skrivit vem som betalar.", "peersupport:funding"))
    if not placement.employer_kind:
        found.append(("Det är inte bestämt vem som anställer.", "peersupport:edit"))
    return found
