"""What respondents leave behind. Nothing here says who, from where, when or in what order.

No row has a time, a number that counts up, an address or a link to a person. Nothing of it is written to the trail or
the outbox. ``docs/decisions/anonymous-surveys.md`` says what that protects against, and what not.
"""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from surveys.models.surveys import Question, Survey


class Response(models.Model):
    """One person's answers."""

    class Source(models.TextChoices):
        WEB = "web", "På webben"
        PAPER = "paper", "På papper"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="responses")
    source = models.CharField(max_length=5, choices=Source, default=Source.WEB)
    quarantined = models.BooleanField(default=False)
    #: Seals the free texts; none when nothing was written.
    key_id = models.UUIDField(null=True, editable=False)
    #: Keyed hash of the form's own token, so that sending twice counts once. Forgotten when the survey closes.
    receipt = models.CharField(max_length=64, null=True, editable=False)  # noqa: DJ001 - null keeps the constraint off

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["survey", "receipt"], name="response_sent_once"),
            models.CheckConstraint(
                condition=~Q(source="paper", quarantined=True), name="paper_is_never_quarantined"
            ),
        ]

    def __str__(self) -> str:
        return "Svar"


class Answer(models.Model):
    """One person's answer to one question. Choices are plain, words are sealed with the response's key."""

    class State(models.TextChoices):
        ANSWERED = "answered", "Svarat"
        UNKNOWN = "unknown", "Vet inte"
        DECLINED = "declined", "Vill inte svara"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="answers")
    state = models.CharField(max_length=8, choices=State, default=State.ANSWERED)
    #: Places in the question's ``options``.
    choices = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True)
    text = models.BinaryField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["response", "question"], name="survey_answer_once"),
            models.CheckConstraint(
                condition=Q(state="answered") | Q(choices=[], text=None), name="unanswered_is_empty"
            ),
        ]

    def __str__(self) -> str:
        return self.get_state_display()


class PausedDraft(models.Model):
    """Answers put away by somebody who holds the code. Only a slow hash of the code is kept; all else is sealed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="drafts")
    code_hash = models.CharField(max_length=64)
    key_id = models.UUIDField(editable=False)
    sealed = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["survey", "code_hash"], name="paused_code_once")]

    def __str__(self) -> str:
        return "Pausat svar"


class SpareKey(models.Model):
    """A key made in advance, taken at random: the key store's own dates then tell nothing of when somebody answered."""

    key_id = models.UUIDField(primary_key=True)
    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="spare_keys")

    def __str__(self) -> str:
        return "Nyckel"
