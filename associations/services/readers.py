"""What follows when something changes that the public sees."""

from datetime import timedelta

from django.utils import timezone

from common import outbox, stamps

#: The booklet is made anew in the background at most this often.
BOOKLET_PAUSE = timedelta(minutes=5)


def tell_readers() -> None:
    """Let pages, feeds and exports be made anew, and the booklet soon. Call last in a transaction.

    Nothing stale is served meanwhile: every cached thing carries the stamp that is raised here.
    """
    pause = int(BOOKLET_PAUSE.total_seconds())
    now = timezone.now()
    window = int(now.timestamp()) // pause + 1
    outbox.queue_job(
        "associations.tasks.make_booklet",
        dedup_key=f"booklet:{window}",
        not_before=now + timedelta(seconds=window * pause - now.timestamp()),
    )
    stamps.raise_stamp("associations")
