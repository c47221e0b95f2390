"""What the clock and the worker do about raw material: one service call each."""

from celery import shared_task

from revisions.models import UserAudit
from revisions.services import destruction


@shared_task
def follow_destructions() -> None:
    """Plan, remind, and go on with what two people have agreed to."""
    destruction.follow_days()


@shared_task
def destroy_material(audit_id: int) -> None:
    """Destroy one audit's raw material, as two people have agreed."""
    audit = UserAudit.objects.filter(pk=audit_id).first()
    if audit is not None:
        destruction.destroy_material(audit)
