"""Making printed editions of the calendar. The drawing itself is done by the worker."""

from django.db import connection, transaction

from calendar_app.edition_periods import EditionPeriod
from calendar_app.pdf.formats import FORMATS, KIND, edition_key, formats_of
from calendar_app.queries.editions import freeze, unchanged_since
from common import editions, outbox, trail
from common.actors import Actor
from common.errors import DomainError
from common.models import Edition

_MAY_NOT = "Du har inte behörighet att ge ut kalendern. Fråga samordnaren."


@transaction.atomic
def publish_edition(period: EditionPeriod, *, actor: Actor) -> int:
    """Freeze the period as it stands and queue its files, all under one number. Return the number.

    Raises ``DomainError`` when a new edition would say the same as the latest, so that a button
    pressed twice makes one edition.
    """
    if not actor.has_perm("calendar_app.publish_edition"):
        raise DomainError(_MAY_NOT)
    # Taken before anything is read: the second of two people sees the edition of the first.
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"calendar:{period.code}"])
    papers = formats_of(period)
    frozen = {paper.code: freeze(period, paper) for paper in papers}
    same = [unchanged_since(period, one) for one in frozen.values()]
    if all(same) and same[0] is not None:
        raise DomainError(
            f"Inget har ändrats sedan utgåva {same[0].number}. Den gäller fortfarande.", field="period"
        )
    made = [
        editions.request_edition(
            kind=KIND,
            key=edition_key(period, paper),
            title=_title(period, paper.code),
            data=frozen[paper.code].to_json(),
            actor=actor,
        )
        for paper in papers
    ]
    return made[0].number


@transaction.atomic
def retry_edition(period: EditionPeriod, number: int, *, actor: Actor) -> int:
    """Queue once more the files of an edition that could not be made. Return how many there were."""
    if not actor.has_perm("calendar_app.publish_edition"):
        raise DomainError(_MAY_NOT)
    keys = [edition_key(period, paper) for paper in FORMATS.values()]
    failed = Edition.objects.select_for_update().filter(
        key__in=keys, number=number, state=Edition.State.FAILED
    )
    waiting = list(failed)
    for edition in waiting:
        edition.state = Edition.State.QUEUED
        edition.save(update_fields=["state"])
        trail.record("retry_edition", edition, actor=actor, fields=["state"])
        outbox.queue_job("common.tasks.render_edition", str(edition.pk))
    return len(waiting)


def _title(period: EditionPeriod, paper: str) -> str:
    words = {"normal": "", "stor": ", stor stil", "affisch": ", affisch"}[paper]
    return f"Kalender {period.name}{words}"
