from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import transaction
from django.utils import timezone
from kombu.exceptions import OperationalError

from common import outbox, tasks
from common.models import OutboxMessage


@pytest.fixture
def letter(tmp_path, settings):
    """A mail template of the tests' own."""
    folder = tmp_path / "mail"
    folder.mkdir()
    (folder / "prov.txt").write_text("Hej {{ name }}. Läs mer: {{ origin }}/", "utf-8")
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path]}]


def queue(**options):
    return outbox.queue_mail(
        "prov",
        to="nagon@example.org",
        context={"name": "Kim"},
        **{"subject": "Du har ett nytt meddelande", **options},
    )


def test_a_mail_leaves_after_commit_and_its_text_is_not_kept(db, letter, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        queue()

    assert mail.outbox[0].body.startswith("Hej Kim.")
    assert mail.outbox[0].to == ["nagon@example.org"]
    message = OutboxMessage.objects.get()
    assert message.done_at
    assert message.payload == {}


@pytest.mark.django_db(transaction=True)
def test_a_mail_of_a_rolled_back_write_never_leaves(letter):
    with pytest.raises(ZeroDivisionError), transaction.atomic():  # noqa: PT012 - the write must come first
        queue()
        raise ZeroDivisionError

    assert not mail.outbox
    assert not OutboxMessage.objects.exists()


def test_one_cause_gives_one_mail(db, letter):
    first = queue(dedup_key="invitation:1")

    assert first is not None
    assert queue(dedup_key="invitation:1") is None
    assert OutboxMessage.objects.count() == 1


def test_a_message_is_sent_by_one_worker_only(db, letter):
    message = queue()

    assert outbox.deliver(message.pk)
    assert not outbox.deliver(message.pk)
    assert len(mail.outbox) == 1


def test_what_a_crashed_worker_left_is_sent_by_the_sweeper(db, letter):
    message = queue()
    OutboxMessage.objects.update(claimed_at=timezone.now() - outbox.CLAIM_LASTS - timedelta(seconds=1))

    tasks.sweep_outbox()

    message.refresh_from_db()
    assert message.done_at


def test_a_message_that_another_worker_is_sending_is_left_alone(db, letter):
    queue()
    OutboxMessage.objects.update(claimed_at=timezone.now())

    assert outbox.sweep() == 0


def test_a_mail_server_that_is_away_is_tried_again_later_and_at_last_given_up(db, letter, monkeypatch):
    message = queue()

    def refuse(self, messages):
        raise ConnectionRefusedError

    monkeypatch.setattr(EmailBackend, "send_messages", refuse)
    for attempt in range(1, outbox.MAX_ATTEMPTS + 1):
        assert not outbox.deliver(message.pk)
        message.refresh_from_db()
        assert message.attempts == attempt
        assert message.not_before > timezone.now()
        OutboxMessage.objects.update(not_before=timezone.now() - timedelta(seconds=1))

    assert message.failed_at
    monkeypatch.undo()
    assert outbox.sweep() == 0


def test_a_later_message_waits_for_its_time(db, letter):
    queue(not_before=timezone.now() + timedelta(days=1))

    assert outbox.sweep() == 0
    assert not mail.outbox


def test_a_broker_that_is_away_does_not_stop_the_write(
    db, letter, monkeypatch, django_capture_on_commit_callbacks
):
    def away(*args):
        raise OperationalError

    monkeypatch.setattr(tasks.deliver_outbox_message, "delay", away)
    with django_capture_on_commit_callbacks(execute=True):
        message = queue()

    message.refresh_from_db()
    assert message.done_at is None
    assert outbox.sweep() == 1


def test_a_job_is_handed_over_by_name(db, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        outbox.queue_job("common.tasks.beat_heart")

    assert OutboxMessage.objects.get().done_at


def test_a_job_that_nobody_knows_does_not_hold_up_the_others(db, letter):
    unknown = outbox.queue_job("nobody.knows.this")
    known = queue()

    outbox.sweep()

    known.refresh_from_db()
    unknown.refresh_from_db()
    assert known.done_at
    assert unknown.attempts == 1


def test_a_letter_that_cannot_be_written_does_not_hold_up_the_others(db, letter):
    impossible = queue(subject="En rad\noch en till")
    known = queue()

    outbox.sweep()

    known.refresh_from_db()
    impossible.refresh_from_db()
    assert known.done_at
    assert (impossible.done_at, impossible.attempts) == (None, 1)


def test_messages_that_left_long_ago_are_removed_and_their_causes_remembered_longer(db, letter):
    now = timezone.now()
    plain, once, waiting = queue(), queue(dedup_key="påminnelse:1"), queue()
    OutboxMessage.objects.filter(pk__in=[plain.pk, once.pk]).update(done_at=now - timedelta(days=31))

    removed = outbox.forget_old(now)

    assert removed == 1
    assert set(OutboxMessage.objects.values_list("pk", flat=True)) == {once.pk, waiting.pk}
    assert queue(dedup_key="påminnelse:1") is None
    assert outbox.forget_old(now + timedelta(days=800)) == 1
