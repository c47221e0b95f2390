"""Reports from visitors: "Något stämmer inte?"."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from associations.models import Association, ErrorReport
from associations.services.entries import NOT_ALLOWED
from common import trail
from common.actors import PUBLIC, Actor
from common.errors import DomainError
from common.privacy import clean_text

#: Handled reports lose their words after this time; that something was reported stays.
KEPT = timedelta(days=90)


@transaction.atomic
def report_error(
    association: Association, *, about: str, text: str, from_association: bool = False
) -> ErrorReport:
    """Take a report from somebody who isn't signed in. Nothing is kept about the sender."""
    report = ErrorReport.objects.create(
        association=association, about=about, text=clean_text(text), from_association=from_association
    )
    trail.record("report_error", report, actor=PUBLIC)
    return report


@transaction.atomic
def handle_report(report: ErrorReport, *, actor: Actor) -> None:
    """Mark the report as taken care of."""
    locked = _lock(report, actor)
    if locked.handled_at is None:
        locked.handled_at = timezone.now()
        locked.handled_by = actor.actor_id
        locked.save(update_fields=["handled_at", "handled_by"])
        trail.record("handle_report", locked, actor=actor, fields=["handled_at"])


@transaction.atomic
def reopen_report(report: ErrorReport, *, actor: Actor) -> None:
    """Undo ``handle_report``."""
    locked = _lock(report, actor)
    if locked.handled_at is not None:
        locked.handled_at = None
        locked.handled_by = None
        locked.save(update_fields=["handled_at", "handled_by"])
        trail.record("reopen_report", locked, actor=actor, fields=["handled_at"])


def forget_old_reports() -> int:
    """Empty the words of reports handled long ago. Return how many were emptied."""
    old = ErrorReport.objects.filter(handled_at__lt=timezone.now() - KEPT)
    return old.exclude(text="").update(text="")


def _lock(report: ErrorReport, actor: Actor) -> ErrorReport:
    if not actor.has_perm("associations.maintain"):
        raise DomainError(NOT_ALLOWED)
    return ErrorReport.objects.select_for_update().get(pk=report.pk)
