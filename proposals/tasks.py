"""What the clock does for the loop."""

from celery import shared_task

from proposals.services import effect, followers, reminders


@shared_task
def tend_the_loop() -> None:
    """Count closed questions, note delays, remind, tell those who follow. Run each morning; twice changes nothing."""
    effect.read_effects()
    reminders.note_delays()
    reminders.send_reminders()
    followers.forget_unconfirmed()
    followers.tell_followers()
