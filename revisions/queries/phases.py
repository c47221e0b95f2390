"""Where an audit is, and what its next moves need: each condition as met or missing, and where it is mended."""

from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.urls import NoReverseMatch, reverse

from common import trail
from common.models import StatusChange
from common.swedish import local_date
from common.transitions import Condition, Transition
from revisions.models import PHASES, AuditStatus, UserAudit, phases


class PhaseStep(NamedTuple):
    """One phase in the column of phases; ``state`` is ``done``, ``now`` or ``later``."""

    name: str
    state: str
    on: date | None


class Check(NamedTuple):
    """One condition: what holds, or what is missing. ``url`` leads to where it is mended, for who may open it."""

    text: str
    met: bool
    url: str
    label: str


@dataclass(frozen=True)
class Move:
    """One possible move. ``url`` is another page's address when the move is made there."""

    target: str
    button: str
    consequence: str
    checks: list[Check]
    url: str
    is_elsewhere: bool
    is_back: bool

    @property
    def is_ready(self) -> bool:
        return all(check.met for check in self.checks)


#: Condition → (sentence when it holds, where it is mended, the link's words, who may open that page).
_CHECKS: dict[Condition, tuple[str, str, str, str]] = {
    phases.has_addressee: (
        "Det är klart vem revisionen gäller.",
        "revisions:agreement_edit", "Ändra överenskommelsen", "revisions.plan_audit",
    ),
    phases.has_agreed_facts: (
        "Uppdragsgivare, syfte, omfattning, målgrupp och plan för resultatet är skrivna.",
        "revisions:agreement_edit", "Ändra överenskommelsen", "revisions.plan_audit",
    ),
    phases.has_contact_persons: (
        "Varje verksamhet har en kontaktperson.",
        "revisions:agreement", "Skriv kontaktperson", "revisions.view_audit",
    ),
    phases.has_timetable: (
        "Tidsplanen är satt.", "revisions:timetable", "Ändra tidsplanen", "revisions.plan_audit",
    ),
    phases.has_cost_estimate: (
        "Tid och kostnad är uträknade.", "revisions:costs", "Räkna ut", "revisions.plan_audit",
    ),
    phases.has_team: (
        "Teamet har en ledare och minst två brukarrevisorer.",
        "revisions:team", "Gå till teamet", "revisions.see_counts",
    ),
    phases.has_declarations: (
        "Alla i teamet har lovat tystnad och intygat att de inte har vård där.",
        "revisions:team", "Gå till teamet", "revisions.see_counts",
    ),
    phases.has_training: (
        "Alla i teamet har en utbildning som gäller.", "revisions:team", "Gå till teamet", "revisions.see_counts",
    ),
    phases.has_locked_guide: (
        "Intervjuguiden är låst.", "revisions:guide", "Gå till guiden", "revisions.read_guide",
    ),
    phases.has_information_text: (
        "Informationen före intervjun är skriven.",
        "revisions:information", "Skriv informationen", "revisions.edit_guide",
    ),
    phases.has_material: (
        "Minst en intervju är klar.", "revisions:interviews", "Gå till intervjuerna", "revisions.read_guide",
    ),
    phases.has_no_open_interview: (
        "Ingen intervju är halvvägs.", "revisions:interviews", "Gå till intervjuerna", "revisions.read_guide",
    ),
    phases.has_no_double_text: (
        "Inget svar väntar på att ni väljer mellan två texter.",
        "revisions:interviews", "Gå till intervjuerna", "revisions.read_guide",
    ),
    phases.has_recorded_debriefs: (
        "Det är skrivet om eftersamtalen hölls.", "revisions:welfare", "Gå till eftersamtalen", "revisions.share_welfare",
    ),
    phases.has_findings: (
        "Det finns minst en styrka eller ett förbättringsområde.",
        "revisions:analysis", "Gå till analysen", "revisions.analyse",
    ),
    phases.has_approved_quotes: (
        "Alla citat är godkända av en andra revisor.",
        "revisions:analysis", "Gå till citaten", "revisions.analyse",
    ),
    phases.has_chapters: (
        "Sammanfattningarna är skrivna.", "revisions:report", "Gå till rapporten", "revisions.edit_report",
    ),
    phases.has_settled_surveys: (
        "Enkäterna är stängda och räknade.", "revisions:audit", "Gå till enkäterna", "revisions.view_audit",
    ),
    phases.has_ended_replies: (
        "Tiden att läsa är slut för alla.", "revisions:report", "Gå till rapporten", "revisions.edit_report",
    ),
    phases.has_follow_up_behind: (
        "Uppföljningsmötet har hållits.", "revisions:loop", "Gå till svar och åtgärder", "revisions.plan_audit",
    ),
}  # fmt: skip

#: (from, to) → words on the button, and what happens then.
_WORDS = {
    ("enquiry", "agreed"): (
        "Överenskommelsen är klar",
        "Verksamhetens chef ser då överenskommelsen och tidsplanen.",
    ),
    ("agreed", "preparing"): (
        "Börja förbereda",
        "Då syns det för alla att revisionen är på gång: huvudfrågan, den korta beskrivningen och var.",
    ),
    ("preparing", "interviewing"): ("Börja intervjua", "Då kan teamet skriva in intervjuer."),
    ("interviewing", "analysing"): (
        "Intervjuerna är klara",
        "Efter det kan ingen längre ta tillbaka sin intervju. Det går inte att ångra.",
    ),
    ("analysing", "draft"): ("Börja skriva rapporten", "Ni kan gå tillbaka till analysen."),
    ("draft", "analysing"): ("Tillbaka till analysen", "Det ni har skrivit i rapporten finns kvar."),
    ("draft", "factcheck"): (
        "Skicka till dem den gäller",
        "De läser utkastet. Bara teamet ändrar i texten.",
    ),
    ("factcheck", "published"): ("Publicera rapporten", "Alla kan läsa den."),
    ("published", "following_up"): (
        "Börja följa upp",
        "Förslagen och åtgärderna följs fram till uppföljningen.",
    ),
    ("following_up", "closed"): ("Avsluta revisionen", "Rapporten och svaren ligger kvar för alla."),
    ("closed", "following_up"): ("Öppna uppföljningen igen", "Verksamheten kan inte hindra det."),
}
#: Moves that belong to the report's page.
_ELSEWHERE = {"factcheck": "revisions:report", "published": "revisions:report"}


def reached_on(audit: UserAudit) -> dict[str, date]:
    """Return the day the audit last came to each state."""
    rows = StatusChange.objects.filter(object_type=trail.object_type(audit), object_id=str(audit.pk))
    return {target: local_date(at) for target, at in rows.order_by("at").values_list("target", "at")}


def phase_steps(audit: UserAudit) -> list[PhaseStep]:
    """Return the ten phases with the days they began; a cancelled audit ends with that."""
    days = reached_on(audit)
    if audit.status == AuditStatus.CANCELLED:
        been = [status for status in PHASES if status in days]
        steps = [PhaseStep(str(AuditStatus(status).label), "done", days[status]) for status in been]
        return [*steps, PhaseStep(str(AuditStatus.CANCELLED.label), "now", days.get("cancelled"))]
    now = PHASES.index(audit.status)
    return [
        PhaseStep(
            str(AuditStatus(status).label),
            "now" if number == now else "done" if number < now else "later",
            days.get(status) if number <= now else None,
        )
        for number, status in enumerate(PHASES)
    ]


def next_moves(audit: UserAudit, user: Any) -> list[Move]:
    """Return the moves from here, forward first. Who may not make one is not shown it; cancelling has a page."""
    found = [
        _move(audit, move, user)
        for move in UserAudit.TRANSITIONS
        if move.source == audit.status
        and move.target != AuditStatus.CANCELLED
        and user.has_perm(move.permission, audit)
    ]
    return sorted(found, key=lambda move: move.is_back)


def waits_for(audit: UserAudit, user: Any) -> list[Check]:
    """Return the checklist of the next step for those of the team, or who plan, who can't take it themselves."""
    if not user.has_perm("revisions.see_counts", audit):
        return []
    for move in UserAudit.TRANSITIONS:
        if move.source == audit.status and move.target != AuditStatus.CANCELLED and not _is_back(move):
            return [] if user.has_perm(move.permission, audit) else _checks(audit, move, user)
    return []


def _move(audit: UserAudit, move: Transition, user: Any) -> Move:
    button, consequence = _WORDS[move.source, move.target]
    elsewhere = _ELSEWHERE.get(move.target)
    return Move(
        target=move.target,
        button=button,
        consequence=consequence,
        checks=_checks(audit, move, user),
        url=_address(elsewhere, audit) if elsewhere else "",
        is_elsewhere=elsewhere is not None,
        is_back=_is_back(move),
    )


def _is_back(move: Transition) -> bool:
    return PHASES.index(move.target) < PHASES.index(move.source)


def _checks(audit: UserAudit, move: Transition, user: Any) -> list[Check]:
    checks = []
    for need in move.needs:
        met_text, name, label, permission = _CHECKS[need]
        missing = need(audit)
        url = _address(name, audit) if missing and user.has_perm(permission, audit) else ""
        checks.append(Check(missing or met_text, missing is None, url, label))
    return checks


def _address(name: str, audit: UserAudit) -> str:
    try:
        return reverse(name, args=[audit.pk])
    except NoReverseMatch:
        return ""
