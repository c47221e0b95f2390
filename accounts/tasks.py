"""What the clock does for accounts."""

from celery import shared_task

from accounts import services


@shared_task
def forget_what_ended() -> None:
    """Remove sessions, changes of address and invitations that have run out."""
    services.forget_what_ended()
