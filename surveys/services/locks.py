"""An answer and the closing of its survey never pass each other; answers don't wait for each other."""

from django.db import connection

from common.errors import DomainError
from surveys.models import Survey


def hold(survey: Survey, *, alone: bool) -> Survey:
    """Lock the survey until the transaction ends and return it as it stands now.

    Those who answer share the lock; whoever changes the state holds it ``alone``.
    """
    function = "pg_advisory_xact_lock" if alone else "pg_advisory_xact_lock_shared"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(hashtextextended(%s, 0))", [f"survey:{survey.pk}"])
    found = Survey.objects.filter(pk=survey.pk).first()
    if found is None:
        raise DomainError("Enkäten finns inte kvar.")
    return found


def hold_new() -> None:
    """One new survey at a time until the transaction ends: a double press finds the first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('surveys-new', 0))")
