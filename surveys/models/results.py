"""The one table that a survey ever publishes."""

from django.db import models

from surveys.models.surveys import Survey


class PublishedResults(models.Model):
    """Counts as everybody with access may see them: small groups withheld, then frozen.

    Made once, when the survey is closed and any quarantine is judged. Pages, files, charts and trends read this and
    nothing else, so that no two outputs can be subtracted from each other. The database refuses to change a row.
    """

    survey = models.OneToOneField(Survey, on_delete=models.CASCADE, related_name="results")
    table = models.JSONField()
    frozen_on = models.DateField()

    def __str__(self) -> str:
        return f"Resultat av {self.survey}"
