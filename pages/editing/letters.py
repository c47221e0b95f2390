"""Letters about pages that are handed in, sent back and approved: neutral ones through the outbox.

Wagtail's own go out while somebody waits, with the page's title on the outside, and write addresses in the log.
"""

from typing import Any

from django.conf import settings
from django.urls import reverse
from wagtail.models import TaskState, WorkflowState
from wagtail.signals import task_submitted, workflow_approved, workflow_rejected, workflow_submitted

from common import outbox

#: Neutral: a letter's outside never tells what it is about (domain.md 8).
SUBJECT = "Du har ett nytt meddelande"
SUBJECT_WAITS = "Något väntar på dig"
#: As ``wagtail.admin.signal_handlers`` connects them.
_WAGTAILS = (
    (task_submitted, TaskState, "group_approval_task_submitted_email_notification"),
    (workflow_submitted, WorkflowState, "workflow_state_submitted_email_notification"),
    (workflow_rejected, WorkflowState, "workflow_state_rejected_email_notification"),
    (workflow_approved, WorkflowState, "workflow_state_approved_email_notification"),
)


def replace_wagtails() -> None:
    """From now on Wagtail writes no letters of its own about what is handed in."""
    for signal, sender, name in _WAGTAILS:
        signal.disconnect(sender=sender, dispatch_uid=name)
    task_submitted.connect(_tell_coordinator, dispatch_uid="pages.editing.letters")
    workflow_rejected.connect(_tell_of_sent_back, dispatch_uid="pages.editing.letters")
    workflow_approved.connect(_tell_of_approved, dispatch_uid="pages.editing.letters")


def _tell_coordinator(user: Any = None, **signal: Any) -> None:
    to = settings.PORTAL["coordinator_email"]
    # Whoever reads pages through needs no letter about their own.
    if not to or (user is not None and user.has_perm("pages.review_pages")):
        return
    _queue("pages_handed_in", to, SUBJECT_WAITS, reverse("wagtailadmin_home"))


def _tell_of_sent_back(instance: WorkflowState, user: Any = None, **signal: Any) -> None:
    _tell_writer("pages_sent_back", instance, user)


def _tell_of_approved(instance: WorkflowState, user: Any = None, **signal: Any) -> None:
    _tell_writer("pages_approved", instance, user)


def _tell_writer(template: str, handed_in: WorkflowState, decider: Any) -> None:
    writer = handed_in.requested_by
    if writer is None or writer == decider or not writer.is_active:
        return
    _queue(template, writer.email, SUBJECT, reverse("wagtailadmin_pages:edit", args=[handed_in.object_id]))


def _queue(template: str, to: str, subject: str, path: str) -> None:
    outbox.queue_mail(template, to=to, subject=subject, context={"path": path})
