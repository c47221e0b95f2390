"""Small ways to put audits into the database, past the services: for tests of what comes after."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from accounts import holdings
from organisations.models import Theme
from revisions.models import (
    AuditMember,
    AuditorTraining,
    AuditUnit,
    CostLine,
    GuideArea,
    GuideQuestion,
    GuideVersion,
    InformationText,
    Interview,
    TimetableEntry,
    UserAudit,
)

AGREED = {
    "question": "Får du vara med och bestämma om din behandling?",
    "commissioner_name": "Verksamhetsområde psykiatri",
    "purpose": "Veta vad de som får hjälp här tycker om bemötande och delaktighet.",
    "scope": "Tolv intervjuer under hösten.",
    "target_group": "Personer som har haft kontakt med mottagningen det senaste året.",
    "plan_for_results": "Ledningsgruppen svarar på varje förslag och följer upp efter sex månader.",
}


def make_audit(*units: Any, status: str = "enquiry", **facts: Any) -> UserAudit:
    """An audit with everything agreed."""
    number = UserAudit.objects.count() + 1
    facts = {"title": f"Revision {number}", "slug": f"revision-{number}", **AGREED, **facts}
    if status in {"published", "following_up", "closed"}:
        facts.setdefault("published_on", timezone.localdate())
    audit = UserAudit.objects.create(status=status, **facts)
    for unit in units:
        AuditUnit.objects.create(
            audit=audit, unit=unit, contact_name="Kontakt Persson", contact_email="k@example.org"
        )
    today = timezone.localdate()
    for weeks, kind in enumerate(TimetableEntry.Kind.values, start=1):
        TimetableEntry.objects.create(audit=audit, kind=kind, on=today + timedelta(weeks=weeks))
    CostLine.objects.create(audit=audit, label="Intervjuer", hours=40, amount=12000)
    return audit


def make_member(audit: UserAudit, user: Any, role: str = "auditor", **facts: Any) -> AuditMember:
    """A trained member who has made both declarations."""
    today = timezone.localdate()
    facts = {"confidentiality_on": today, "no_care_relation_on": today, **facts}
    AuditorTraining.objects.get_or_create(
        user=user, valid_from=today - timedelta(days=100), defaults={"valid_to": today + timedelta(days=900)}
    )
    holdings.forget(user)
    return AuditMember.objects.create(audit=audit, user=user, role=role, **facts)


def make_guide(audit: UserAudit, *, areas: int = 2, questions: int = 2, locked: bool = True) -> GuideVersion:
    """A guide whose last question of each area is a scale."""
    guide = GuideVersion.objects.create(audit=audit, number=1, locked_at=timezone.now() if locked else None)
    for area_number in range(1, areas + 1):
        theme, _ = Theme.objects.get_or_create(
            slug=f"tema-{area_number}", defaults={"name": f"Tema {area_number}", "order": area_number}
        )
        area = GuideArea.objects.create(guide=guide, theme=theme, title=theme.name, order=area_number)
        for number in range(1, questions + 1):
            scale = ["Aldrig", "Ibland", "Ofta", "Alltid"] if number == questions else []
            GuideQuestion.objects.create(
                area=area, text=f"Fråga {area_number}.{number}?", order=number, scale=scale,
                kind="scale" if scale else "open",
            )  # fmt: skip
    return guide


def make_interview(
    audit: UserAudit,
    guide: GuideVersion,
    *auditors: Any,
    code: str = "A01",
    on: date | None = None,
    **facts: Any,
) -> Interview:
    """An interview that has begun, with consent."""
    information, _ = InformationText.objects.get_or_create(
        audit=audit, number=1, defaults={"text": "Det är frivilligt. Du kan sluta när du vill."}
    )
    first, second = (*auditors, None, None)[:2]
    facts = {"status": "ongoing", "consent_given": True, "consent_to": information, **facts}
    return Interview.objects.create(
        audit=audit, guide=guide, code=code, on=on or timezone.localdate(),
        first_auditor=first, second_auditor=second, **facts,
    )  # fmt: skip
