"""Rows lie in the database in the order they came. This lays them in another order."""

from django.db import connection, transaction

from surveys.models import Survey

_TABLES = (
    ("surveys_response", "survey_id = %s"),
    ("surveys_answer", "response_id IN (SELECT id FROM surveys_response WHERE survey_id = %s)"),
    ("surveys_pauseddraft", "survey_id = %s"),
)


@transaction.atomic
def mix(survey: Survey) -> None:
    """Write the survey's answers anew, in random order and in one transaction.

    Afterwards neither a row's place on disk nor its transaction number tells who came before whom. The old copies
    are cleared by the database's own vacuum. Run each night and when a survey closes.
    """
    with connection.cursor() as cursor:
        for table, belongs in _TABLES:
            # Fixed names of our own; the survey's number is a parameter.
            cursor.execute(
                f"WITH gone AS (DELETE FROM {table} WHERE {belongs} RETURNING *) "  # noqa: S608
                f"INSERT INTO {table} SELECT * FROM gone ORDER BY random()",
                [survey.pk],
            )
