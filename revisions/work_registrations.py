"""What other rooms show of an audit's own pages; filled in by ``RevisionsConfig.ready``.

Guide, interviews, analysis and report have registrations of their own beside this file.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from django.urls import reverse

from accounts.grants import register_grant
from accounts.models import User
from common import registries
from common.actors import Actor
from common.errors import DomainError
from common.registries import HeldRole, NavItem, OverviewRow, OverviewSection, PersonalData
from common.swedish import count_text, day_text
from revisions.models import AuditMember, TrainingCohort, UserAudit
from revisions.queries import overview
from revisions.queries.audits import board
from revisions.services import team as services
from revisions.services.privacy import forget_person, held_of_person

_LEAD_CAN = (
    "Se revisionens alla delar, också intervjuerna, när du har lovat tystnad.",
    "Bestämma när revisionen går vidare till nästa fas.",
    "Godkänna rapporten innan den publiceras.",
    "Du får veta när någon i teamet behöver prata med någon.",
)
_AUDITOR_CAN = (
    "Skriva intervjuguiden tillsammans med teamet.",
    "Intervjua och läsa svaren, när du har lovat tystnad.",
    "Skriva rapporten tillsammans med teamet.",
    "Du ser bara de revisioner som du är med i.",
)
_COMMISSIONER_CAN = (
    "Se överenskommelsen, tidsplanen och vad det kostar.",
    "Önska vad revisorerna ska fråga om. De bestämmer själva.",
    "Läsa rapporten när den är publicerad.",
    "Du ser inte svaren, vem som har intervjuats eller när.",
)


def register() -> None:
    """Fill in the registries."""
    registries.register_overview_rows(overview_rows)
    registries.register_overview_sections(overview_sections)
    registries.register_work_nav(work_nav)
    registries.register_roles(held_roles)
    registries.register_personal_data(PersonalData("revisions", held_of_person, forget_person))
    for role, label in (
        ("audit_lead", "Revisionsledare för en brukarrevision"),
        ("auditor", "Brukarrevisor i en brukarrevision"),
        ("commissioner", "Uppdragsgivare för en brukarrevision"),
    ):
        register_grant(role, label, choices, _giver(role))
    register_grant("trained_auditor", "Utbildad brukarrevisor", courses, give_training)


def work_nav(user: Any) -> Iterator[NavItem]:
    """For coordinators and administrators, and for everybody who has an audit or a unit that can have one."""
    if overview.has_audits(user):
        yield NavItem("Revisioner", reverse("revisions:list"), order=40)


def overview_rows(user: Any) -> Iterator[OverviewRow]:
    """Talks that wait for the lead, declarations that wait for the member, wishes, debriefs, training."""
    for request in overview.open_talks(user):
        yield OverviewRow(
            title=f"Prata med {request.by.name}",
            url=reverse("revisions:team", args=[request.audit_id]),
            consequence="Bara du ser det här. Ring eller träffas så snart det går.",
            label="Väntar på dig",
            tone="late",
        )
    for member in overview.undeclared(user):
        yield OverviewRow(
            title="Lova tystnad och intyga att du inte har vård där",
            url=reverse("revisions:team", args=[member.audit_id]),
            consequence="Du behöver göra det innan du kan läsa intervjuer.",
            label="Väntar på dig",
            tone="wait",
        )
    yield from _team_rows(user)


def overview_sections(user: Any) -> Iterator[OverviewSection]:
    """The board of audits by phase for the coordinator, when there is any audit."""
    if user.has_perm("revisions.register_enquiry"):
        columns = board(user)
        if any(column.count for column in columns):
            context = {"columns": columns, "url": reverse("revisions:list")}
            yield OverviewSection("revisions/_overview_board.html", context, order=40)


def _team_rows(user: Any) -> Iterator[OverviewRow]:
    for audit, count in overview.waiting_wishes(user):
        yield OverviewRow(
            title=f"Svara på {count_text(count, 'önskemål', 'önskemål', neuter=True)} om frågor",
            url=reverse("revisions:wishes", args=[audit.pk]),
            consequence="Teamet bestämmer vad som kommer med, och säger varför.",
            label="Väntar på teamet",
            tone="wait",
        )
    for swap in overview.offered_swaps(user):
        yield OverviewRow(
            title=f"Kan du ta intervju {swap.interview.code}?",
            url=reverse("revisions:welfare", args=[swap.interview.audit_id]),
            consequence="Någon i teamet frågar om byte. Den som först tar den har den.",
            label="Någon frågar",
            due=swap.interview.on,
        )
    for debrief in overview.unrecorded_debriefs(user):
        yield OverviewRow(
            title=f"Skriv om eftersamtalet {day_text(debrief.on, year=False)} blev av",
            url=reverse("revisions:welfare", args=[debrief.audit_id]),
            consequence="Bara om det hölls. Aldrig vad ni sa.",
            label="Väntar på teamet",
            tone="wait",
            due=debrief.on,
        )
    expiring = overview.expiring_trainings(user)
    if expiring:
        yield OverviewRow(
            title=f"Planera ny utbildning för {count_text(expiring, 'brukarrevisor', 'brukarrevisorer')}",
            url=reverse("revisions:training"),
            consequence="Utbildningen slutar gälla inom tre månader.",
            label="Planera",
        )


def held_roles(user: Any) -> Iterator[HeldRole]:
    """The audits ``user`` leads, takes part in or has ordered."""
    for place in overview.team_places(user):
        is_lead = place["role"] == AuditMember.Role.LEAD
        yield HeldRole(
            code=place["role"],
            name=str(AuditMember.Role(place["role"]).label),
            scope=place["title"],
            can=_LEAD_CAN if is_lead else _AUDITOR_CAN,
            because="Samordnaren har tagit med dig i teamet. De andra i teamet, samordnaren och administratören "
            "ser att du är med.",
        )
    for row in overview.commissions(user):
        yield HeldRole(
            code="commissioner",
            name="Uppdragsgivare",
            scope=row["title"],
            can=_COMMISSIONER_CAN,
            because="Samordnaren har gett dig rollen för att du har beställt revisionen.",
        )


def choices(user: Any) -> Iterable[tuple[str, str]]:
    """The audits that go on, for those who put teams together."""
    if not user.has_perm("revisions.staff_audit"):
        return []
    return [(str(audit.pk), audit.title) for audit in overview.audits_to_staff(user)]


def _giver(role: str) -> Any:
    def give(user: User, scope_id: str, actor: Actor) -> None:
        audit = UserAudit.objects.filter(pk=scope_id).first()
        if audit is None:
            raise DomainError("Revisionen finns inte längre. Be om en ny inbjudan.")
        services.take_in(user, audit, role, actor=actor)

    return give


def courses(user: Any) -> Iterable[tuple[str, str]]:
    """The training courses, for those who keep them."""
    if not user.has_perm("revisions.manage_training"):
        return []
    return [(str(cohort.pk), cohort.name) for cohort in TrainingCohort.objects.all()]


def give_training(user: User, scope_id: str, actor: Actor) -> None:
    """Note the course on acceptance of an invitation, with the course's own dates."""
    cohort = TrainingCohort.objects.filter(pk=scope_id).first()
    if cohort is None:
        raise DomainError("Utbildningen finns inte längre. Be om en ny inbjudan.")
    services.record_training(
        user, valid_from=cohort.ends_on, valid_to=cohort.valid_to, cohort=cohort, actor=actor
    )
