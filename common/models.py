"""Rows that every room needs: trail, status changes, outbox, editions, cache stamps, crisis lines, the search index."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

#: Text search configuration made in the second migration: unaccent, then the Swedish stemmer.
_SWEDISH = "portal_swedish"


class TrailEntry(models.Model):
    """Who did what to which object when. Append-only: the database refuses update, delete and truncate.

    Holds names of changed fields, never their content, and an opaque ``actor_id`` without a
    foreign key, so that an account can be erased while the trail stays (GDPR art. 17, art. 5.1 f).
    """

    class Kind(models.TextChoices):
        WRITE = "write", "Ändrade"
        OPENED = "opened", "Öppnade"

    at = models.DateTimeField(auto_now_add=True)
    actor_id = models.UUIDField()
    kind = models.CharField(max_length=8, choices=Kind)
    room = models.CharField(max_length=40)
    verb = models.CharField(max_length=60)
    object_type = models.CharField(max_length=60)
    object_id = models.CharField(max_length=60)
    fields = ArrayField(models.CharField(max_length=80), default=list)

    class Meta:
        indexes = [
            models.Index(fields=["-at", "-id"], name="trail_newest"),
            models.Index(fields=["object_type", "object_id", "-at"], name="trail_object"),
            models.Index(fields=["actor_id", "-at"], name="trail_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.object_type} {self.object_id}"


class StatusChange(models.Model):
    """One move of one object through its states. Append-only like the trail."""

    at = models.DateTimeField(auto_now_add=True)
    actor_id = models.UUIDField()
    object_type = models.CharField(max_length=60)
    object_id = models.CharField(max_length=60)
    source = models.CharField(max_length=30, blank=True)
    target = models.CharField(max_length=30)
    note = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["object_type", "object_id", "at"], name="status_object")]

    def __str__(self) -> str:
        return f"{self.object_type} {self.object_id}: {self.source} → {self.target}"


class OutboxMessage(models.Model):
    """A mail or a job, written in the same transaction as its cause and handed over after commit."""

    class Kind(models.TextChoices):
        MAIL = "mail", "Brev"
        JOB = "job", "Arbete"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=4, choices=Kind)
    created_at = models.DateTimeField(auto_now_add=True)
    not_before = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    # Emptied when the message has left: a mail's text must not outlive its sending.
    payload = models.JSONField(default=dict)
    # At most one message for one cause, however often the cause is repeated.
    dedup_key = models.CharField(max_length=200, null=True, unique=True)  # noqa: DJ001 - null keeps the constraint off

    class Meta:
        indexes = [
            models.Index(
                fields=["not_before"], name="outbox_waiting", condition=Q(done_at=None, failed_at=None)
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


class ShreddedKey(models.Model):
    """The gravestone of a key of sealed text: no copy of the key that turns up later is used or kept."""

    id = models.UUIDField(primary_key=True, editable=False)
    asked_at = models.DateTimeField(auto_now_add=True)
    # When store and mirror were rid of it.
    done_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["asked_at"], name="shredded_key_waiting", condition=Q(done_at=None)),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Edition(models.Model):
    """A document rendered once, numbered within its ``key``, stored with its SHA-256, never changed."""

    class State(models.TextChoices):
        QUEUED = "queued", "I kö"
        RENDERING = "rendering", "Skapas"
        READY = "ready", "Klar"
        FAILED = "failed", "Gick inte att skapa"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.CharField(max_length=120)
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    created_at = models.DateTimeField(auto_now_add=True)
    claimed_at = models.DateTimeField(null=True)
    rendered_at = models.DateTimeField(null=True)
    actor_id = models.UUIDField()
    data = models.JSONField(default=dict)
    file = models.FileField(upload_to="editions/%Y/%m/", blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveIntegerField(default=0)
    pages = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "number"], name="edition_number_once"),
            models.CheckConstraint(
                condition=~Q(state="ready") | (~Q(sha256="") & ~Q(file="")), name="edition_ready_has_file"
            ),
        ]
        indexes = [models.Index(fields=["key", "-number"], name="edition_latest")]

    def __str__(self) -> str:
        return f"{self.title}, utgåva {self.number}"


class CacheStamp(models.Model):
    """A counter per room, raised in the transaction that changes what anonymous readers see."""

    room = models.CharField(max_length=40, unique=True)
    value = models.PositiveBigIntegerField(default=1)

    def __str__(self) -> str:
        return f"{self.room} {self.value}"


class CrisisLine(models.Model):
    """A number to call. Data with an owner and a date, since dead numbers are dangerous (domain.md 11)."""

    number = models.CharField("nummer", max_length=20)
    label = models.CharField("kort text", max_length=60)
    who = models.CharField("vem svarar", max_length=200)
    hours = models.CharField("öppettider", max_length=80)
    in_strip = models.BooleanField("visas överst på varje sida", default=False)
    order = models.PositiveSmallIntegerField("ordning", default=0)
    owner = models.CharField("ansvarig", max_length=120)
    verified_on = models.DateField("senast kontrollerat")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["order", "id"]
        constraints = [models.UniqueConstraint(fields=["number"], name="crisis_number_once")]

    def __str__(self) -> str:
        return f"{self.number} {self.label}"


class PrivacyWord(models.Model):
    """A word or phrase of the operator's own for the check of free text, beside the lists of names.

    Words to warn about are often names of staff and places; words to leave alone are the operator's own
    names of wards and projects that look like names of people. They never leave the signed-in pages.
    """

    class Kind(models.TextChoices):
        ADD = "add", "Varna för ordet"
        IGNORE = "ignore", "Varna inte för ordet"

    word = models.CharField("ord", max_length=80)
    kind = models.CharField("vad", max_length=6, choices=Kind)

    class Meta:
        ordering = ["word"]
        constraints = [models.UniqueConstraint(Lower("word"), name="privacy_word_once")]

    def __str__(self) -> str:
        return self.word


class SearchEntry(models.Model):
    """What one object's own page says, to be found at ``/sok/``: a copy that is written anew when the object changes.

    ``kind`` names the room's ``SearchSource``. ``object_id`` is the object's key as text; one of ``object_number`` and
    ``object_uuid`` is the same in its own type, to be compared with the rows that the asker may open. ``terms`` are
    the different words, ``digest`` tells whether the copy is as the object now is.
    """

    kind = models.CharField(max_length=40)
    object_id = models.CharField(max_length=40)
    object_number = models.BigIntegerField(null=True)
    object_uuid = models.UUIDField(null=True)
    # Anybody may open the object: its words may be proposed to anybody.
    is_public = models.BooleanField()
    title = models.CharField(max_length=300)
    keywords = models.TextField(blank=True)
    body = models.TextField(blank=True)
    url = models.CharField(max_length=400)
    language = models.CharField(max_length=12, default="sv")
    terms = ArrayField(models.CharField(max_length=40), default=list)
    digest = models.CharField(max_length=64)
    vector = models.GeneratedField(
        expression=SearchVector("title", weight="A", config=_SWEDISH)
        + SearchVector("keywords", weight="B", config=_SWEDISH)
        + SearchVector("body", weight="C", config=_SWEDISH),
        output_field=SearchVectorField(),
        db_persist=True,
    )
    # Small enough that all that match can be weighed: the best of very many are found by it.
    heading = models.GeneratedField(
        expression=SearchVector("title", weight="A", config=_SWEDISH)
        + SearchVector("keywords", weight="B", config=_SWEDISH),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "object_id"], name="search_entry_once"),
            models.CheckConstraint(
                condition=Q(object_number=None, object_uuid__isnull=False)
                | Q(object_number__isnull=False, object_uuid=None),
                name="search_entry_one_key",
            ),
        ]
        indexes = [
            GinIndex(fields=["vector"], fastupdate=False, name="search_entry_vector"),
            GinIndex(fields=["terms"], fastupdate=False, name="search_entry_terms"),
            GinIndex(fields=["heading"], fastupdate=False, name="search_entry_heading"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"


class SearchWord(models.Model):
    """A word that some entry holds: what typos are compared with, and what long words are taken apart by.

    ``folded`` is without accents, ``lexeme`` the stem of it as the index has it, ``parts`` the stems of the words
    that a compound is made of. Stop words aren't here.
    """

    word = models.CharField(max_length=40, primary_key=True)
    folded = models.CharField(max_length=80)
    lexeme = models.CharField(max_length=80)
    is_public = models.BooleanField()
    parts = ArrayField(models.CharField(max_length=80), default=list)

    class Meta:
        indexes = [
            GinIndex(OpClass("folded", name="gin_trgm_ops"), fastupdate=False, name="search_word_like"),
            GinIndex(fields=["parts"], fastupdate=False, name="search_word_parts"),
            models.Index(fields=["lexeme"], name="search_word_lexeme"),
        ]

    def __str__(self) -> str:
        return self.word


class SearchSynonym(models.Model):
    """Whoever searches for ``word`` also finds ``means``; both ways round, if so chosen. Kept by editors.

    The lexemes are the stems of the words in order, worked out when the row is written.
    """

    word = models.CharField("ord", max_length=80)
    means = models.CharField("betyder också", max_length=80)
    both_ways = models.BooleanField("gäller åt båda håll", default=False)
    word_lexemes = ArrayField(models.CharField(max_length=80), default=list, editable=False)
    means_lexemes = ArrayField(models.CharField(max_length=80), default=list, editable=False)

    class Meta:
        ordering = ["word", "means"]
        constraints = [
            models.UniqueConstraint(Lower("word"), Lower("means"), name="search_synonym_once"),
        ]

    def __str__(self) -> str:
        return f"{self.word} {'↔' if self.both_ways else '→'} {self.means}"
