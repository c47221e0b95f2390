"""The moves of an audit and what each needs. A condition returns what is missing as a sentence, or ``None``.

They are shown as a checklist on the audit's page (``revisions.queries.phases``) and checked again when somebody moves.
"""

from typing import Any

from django.db.models import Q
from django.utils import timezone

from common.swedish import count_text
from common.transitions import Transition
from proposals.models import FollowUp
from surveys.models import Survey, SurveyStatus

#: domain.md 2: two or more auditors beside the lead; above this many it is hard to keep together.
FEWEST_AUDITORS = 2
MANY_AUDITORS = 8

#: Required at agreement, and kept from then on: a field or a step of the timetable, and what to do without it.
FACTS_AT_AGREEMENT = {
    "commissioner_name": "Skriv vem som är uppdragsgivare.",
    "purpose": "Skriv syftet.",
    "scope": "Skriv omfattningen.",
    "target_group": "Skriv målgruppen.",
    "plan_for_results": "Skriv hur resultatet ska användas.",
}
STEPS_AT_AGREEMENT = {
    "interviews_from": "Sätt första intervjudagen i tidsplanen.",
    "interviews_to": "Sätt sista intervjudagen i tidsplanen.",
    "report": "Sätt dagen för rapporten i tidsplanen.",
}


def has_agreed_facts(audit: Any) -> str | None:
    missing = [sentence for name, sentence in FACTS_AT_AGREEMENT.items() if not getattr(audit, name).strip()]
    return " ".join(missing) or None


def has_addressee(audit: Any) -> str | None:
    if audit.audit_units.exists() or audit.principals.exists():
        return None
    return "Välj minst en verksamhet, eller de huvudmän vars samverkan ska granskas."


def has_contact_persons(audit: Any) -> str | None:
    without = [
        row.unit.name for row in audit.audit_units.select_related("unit") if not row.contact_name.strip()
    ]
    return f"Skriv en kontaktperson för {', '.join(without)}." if without else None


def has_timetable(audit: Any) -> str | None:
    present = set(audit.timetable.values_list("kind", flat=True))
    return " ".join(sentence for kind, sentence in STEPS_AT_AGREEMENT.items() if kind not in present) or None


def has_cost_estimate(audit: Any) -> str | None:
    return (
        None
        if audit.cost_lines.exists()
        else "Räkna ut tid och kostnad, så att uppdragsgivaren vet före beställningen."
    )


def has_team(audit: Any) -> str | None:
    roles = list(audit.members.filter(recused_on=None).values_list("role", flat=True))
    if "audit_lead" not in roles:
        return "Välj en revisionsledare."
    if roles.count("auditor") < FEWEST_AUDITORS:
        return "Teamet behöver minst två brukarrevisorer utöver ledaren."
    return None


def has_declarations(audit: Any) -> str | None:
    waiting = sum(not member.may_read_material for member in audit.members.filter(recused_on=None))
    if not waiting:
        return None
    return f"{waiting} i teamet behöver lova tystnad och intyga att de inte har pågående vård i verksamheten."


def has_training(audit: Any) -> str | None:
    today = timezone.localdate()
    members = (
        audit.members.filter(recused_on=None)
        .select_related("user")
        .prefetch_related("user__auditor_trainings")
    )
    untrained = sum(
        not any(
            training.valid_from <= today and (training.valid_to is None or training.valid_to >= today)
            for training in member.user.auditor_trainings.all()
        )
        for member in members
    )
    return f"{untrained} i teamet saknar utbildning som gäller i dag." if untrained else None


def has_locked_guide(audit: Any) -> str | None:
    return None if audit.guides.filter(locked_at__isnull=False).exists() else "Lås intervjuguiden."


def has_information_text(audit: Any) -> str | None:
    return None if audit.information_texts.exists() else "Skriv informationen som läses upp före intervjun."


def has_material(audit: Any) -> str | None:
    return None if audit.interviews.filter(status="done").exists() else "Minst en intervju behöver vara klar."


def has_no_open_interview(audit: Any) -> str | None:
    open_ones = audit.interviews.filter(status__in=["planned", "ongoing"]).count()
    if not open_ones:
        return None
    if open_ones == 1:
        return "En intervju är inte avslutad. Gör den klar, eller skriv att den inte blev av."
    return f"{open_ones} intervjuer är inte avslutade. Gör dem klara, eller skriv att de inte blev av."


def has_no_double_text(audit: Any) -> str | None:
    doubled = audit.interviews.filter(answers__other_text__isnull=False).distinct().count()
    if not doubled:
        return None
    where = count_text(doubled, "intervju", "intervjuer")
    return f"I {where} har ni skrivit olika i samma ruta. Välj vad som ska gälla."


def has_recorded_debriefs(audit: Any) -> str | None:
    unrecorded = audit.debriefs.filter(held=None, on__lte=timezone.localdate()).count()
    days = set(audit.interviews.filter(status="done").values_list("on", flat=True))
    unplanned = len(days - set(audit.debriefs.values_list("on", flat=True)))
    missing = unrecorded + unplanned
    if not missing:
        return None
    return f"Skriv om eftersamtalet hölls, för {count_text(missing, 'intervjudag', 'intervjudagar')}."


def has_findings(audit: Any) -> str | None:
    return None if audit.findings.exists() else "Skriv minst en styrka eller ett förbättringsområde."


def has_chapters(audit: Any) -> str | None:
    from revisions.models.report import ReportChapter  # noqa: PLC0415 - the report's models import the audit

    needed = {ReportChapter.Kind.SUMMARY, ReportChapter.Kind.PLAIN_SUMMARY}
    written = set(audit.chapters.filter(versions__isnull=False).values_list("kind", flat=True))
    names = [str(kind.label) for kind in needed if kind not in written]
    return f"Skriv {' och '.join(sorted(names))}." if names else None


def has_approved_quotes(audit: Any) -> str | None:
    waiting = audit.findings.filter(quotes__state="suggested").count()
    if not waiting:
        return None
    return (
        f"{count_text(waiting, 'citat', 'citat', neuter=True)} väntar på att en andra revisor godkänner "
        f"{'det' if waiting == 1 else 'dem'}."
    ).capitalize()


def has_settled_surveys(audit: Any) -> str | None:
    """Those it is about read the numbers that will be published: no survey may still be counted on."""
    counting = Q(status__in=[SurveyStatus.OPEN, SurveyStatus.PAUSED])
    unjudged = Q(status=SurveyStatus.CLOSED, results=None)
    surveys = Survey.objects.of_owner("revisions", audit.pk).filter(kind=Survey.Kind.SURVEY)
    if not surveys.filter(counting | unjudged).exists():
        return None
    return "Stäng enkäten och bedöm svaren i karantän, så att resultatet kan stå i rapporten."


def has_ended_replies(audit: Any) -> str | None:
    """The right of reply ends 23.59 on its last day, or when the addressee says that it is done."""
    today = timezone.localdate()
    windows = list(audit.reply_windows.all())
    if not windows:
        return "Skicka rapporten till dem den gäller, så att de får läsa den först."
    still = [window for window in windows if window.closed_at is None and window.ends_on >= today]
    return f"{len(still)} av {len(windows)} har tid kvar att läsa." if still else None


def has_follow_up_behind(audit: Any) -> str | None:
    """The meeting that publication planned is written down; an audit without proposals has only its day."""
    meeting = FollowUp.objects.filter(source__room="revisions", source__source_id=str(audit.pk)).first()
    if meeting is not None:
        held = meeting.held_on is not None
    else:
        held = audit.timetable.filter(kind="follow_up", on__lte=timezone.localdate()).exists()
    return None if held else "Håll uppföljningsmötet först, och skriv när det hölls."


def has_reason_to_cancel(audit: Any) -> str | None:
    return None if audit.cancelled_reason.strip() else "Skriv varför revisionen avbryts."


_BEFORE_PUBLICATION = ("enquiry", "agreed", "preparing", "interviewing", "analysing", "draft", "factcheck")

TRANSITIONS = (
    Transition(
        "enquiry", "agreed", permission="revisions.plan_audit",
        needs=(has_addressee, has_agreed_facts, has_contact_persons, has_timetable, has_cost_estimate),
    ),
    Transition(
        # A unit may have joined since the agreement.
        "agreed", "preparing", permission="revisions.plan_audit", needs=(has_contact_persons, has_team),
    ),
    Transition(
        "preparing", "interviewing", permission="revisions.lead_audit",
        needs=(
            has_contact_persons, has_team, has_declarations, has_training, has_locked_guide, has_information_text,
        ),
    ),
    Transition(
        "interviewing", "analysing", permission="revisions.lead_audit",
        needs=(has_material, has_no_open_interview, has_no_double_text, has_recorded_debriefs),
    ),
    Transition("analysing", "draft", permission="revisions.lead_audit", needs=(has_findings,)),
    Transition("draft", "analysing", permission="revisions.lead_audit"),
    Transition(
        "draft", "factcheck", permission="revisions.lead_audit",
        # A phone may have sent its text late: after this nobody can choose, and one of the two would be lost.
        needs=(has_no_double_text, has_approved_quotes, has_chapters, has_settled_surveys),
    ),
    Transition("factcheck", "published", permission="revisions.lead_audit", needs=(has_ended_replies,)),
    Transition("published", "following_up", permission="revisions.plan_audit"),
    Transition(
        "following_up", "closed", permission="revisions.plan_audit", needs=(has_follow_up_behind,)
    ),
    Transition("closed", "following_up", permission="revisions.lead_audit"),
    *(
        Transition(source, "cancelled", permission="revisions.plan_audit", needs=(has_reason_to_cancel,))
        for source in _BEFORE_PUBLICATION
    ),
)  # fmt: skip
