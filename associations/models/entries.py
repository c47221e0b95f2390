"""An association's entry in the directory: the approved facts and every version of them."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchQuery, SearchVector, SearchVectorField, TrigramWordSimilarity
from django.db import models
from django.db.models import F, FloatField, Func, Prefetch, Q, Value
from django.db.models.functions import Greatest
from django.urls import reverse

from associations.models.choices import (
    Activity,
    AgeGroup,
    Audience,
    Focus,
    Level,
    MembershipNeed,
    Premises,
    PremisesFact,
    VerifiedBy,
)
from associations.rules import represented_ids
from common.search import CONFIG, TYPO_LIMIT
from common.swedish import swedish_order
from common.transitions import Transition
from organisations.models import Municipality


class AssociationQuerySet(models.QuerySet["Association"]):
    def public(self) -> "AssociationQuerySet":
        """What anybody may see. An unconfirmed entry stays, marked, until its date (section 5)."""
        return self.filter(status__in=Association.PUBLIC_STATUSES)

    def visible_to(self, user: Any) -> "AssociationQuerySet":
        """The public ones for everybody; one's own and, for coordinators, all of them as well."""
        if user.has_perm("associations.maintain"):
            return self
        allowed = Q(status__in=Association.PUBLIC_STATUSES)
        mine = represented_ids(user)
        return self.filter(allowed | Q(pk__in=mine)) if mine else self.filter(allowed)

    def represented_by(self, user: Any) -> "AssociationQuerySet":
        """The associations whose entry ``user`` keeps."""
        return self.filter(pk__in=represented_ids(user))

    def in_order(self) -> "AssociationQuerySet":
        return self.order_by(swedish_order("name"))

    def matching(self, words: str) -> "AssociationQuerySet":
        """Those that match by word form anywhere, or within a typo in the short facts; best first.

        Like ``common.search.search_text``, but long texts are compared by an index, never letter by
        letter: that took a second at 200 rows.
        """
        # The stubs of the similarity know names of fields only.
        plain = Func(Value(words.lower()), function="unaccent")
        similarity = Greatest(
            TrigramWordSimilarity(plain, Func(F("name"), function="unaccent")),  # type: ignore[arg-type]
            TrigramWordSimilarity(plain, Func(F("search_terms"), function="unaccent")),  # type: ignore[arg-type]
            Value(0.0),
            output_field=FloatField(),
        )
        query = SearchQuery(words, config=CONFIG, search_type="websearch")
        return (
            self.annotate(rank=similarity)
            .filter(Q(search_document=query) | Q(rank__gte=TYPO_LIMIT))
            .order_by("-rank", swedish_order("name"))
        )

    def with_entry(self) -> "AssociationQuerySet":
        """Everything a public entry shows, in four queries however many rows."""
        # Imported here: people.py and networks.py point at this model.
        from associations.models.networks import AssociationNetwork  # noqa: PLC0415
        from associations.models.people import ContactPerson  # noqa: PLC0415

        return self.for_directory().prefetch_related(
            Prefetch("contact_persons", ContactPerson.objects.published(), to_attr="public_contacts"),
            Prefetch("networks", AssociationNetwork.objects.public().in_order(), to_attr="public_networks"),
        )

    def for_directory(self) -> "AssociationQuerySet":
        """What a row of the list shows, in two queries however many rows."""
        return (
            self.defer("search_document", "search_words", "search_terms")
            .select_related("base_municipality")
            .prefetch_related(Prefetch("covers", Municipality.objects.in_order(), to_attr="covered"))
        )


class Association(models.Model):
    """A user, patient or relatives' association. Holds the approved, public facts.

    ``version`` is the number of the newest `EntryVersion`, proposed ones included: whoever saves
    tells which one they started from. ``search_words`` repeats the facts as plain words for search by
    word form, ``search_terms`` the short ones of them for search within a typo.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", "Utkast"
        LISTED = "listed", "Publicerad"
        UNCONFIRMED = "unconfirmed", "Inte bekräftad"
        UNLISTED = "unlisted", "Visas inte"

    PUBLIC_STATUSES = (Status.LISTED, Status.UNCONFIRMED)
    TRANSITIONS = (
        Transition("draft", "listed", permission="associations.maintain"),
        Transition("listed", "unconfirmed", permission="associations.maintain"),
        Transition("listed", "unlisted", permission="associations.maintain"),
        Transition("unconfirmed", "listed", permission="associations.confirm"),
        Transition("unconfirmed", "unlisted", permission="associations.maintain"),
        Transition("unlisted", "listed", permission="associations.maintain"),
    )

    name = models.CharField("namn", max_length=160, unique=True)
    slug = models.SlugField("adress", max_length=160, unique=True)
    status = models.CharField(max_length=12, choices=Status, default=Status.DRAFT)
    # A trusted association publishes entry changes and activities at once.
    trusted = models.BooleanField("betrodd", default=False)
    national_organisation = models.CharField("riksorganisation", max_length=160, blank=True)
    level = models.CharField("nivå", max_length=8, choices=Level, blank=True)
    base_municipality = models.ForeignKey(
        "organisations.Municipality",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="based_associations",
        verbose_name="kommun",
    )
    covers_county = models.BooleanField("hela länet", default=False)
    covers = models.ManyToManyField(
        "organisations.Municipality",
        blank=True,
        related_name="covering_associations",
        verbose_name="kommuner",
    )
    audiences = ArrayField(models.CharField(max_length=20, choices=Audience), default=list, blank=True)
    ages = ArrayField(models.CharField(max_length=20, choices=AgeGroup), default=list, blank=True)
    focus_areas = ArrayField(models.CharField(max_length=20, choices=Focus), default=list, blank=True)
    activities = ArrayField(models.CharField(max_length=20, choices=Activity), default=list, blank=True)
    lead = models.CharField("kort om föreningen", max_length=240, blank=True)
    description = models.TextField("vilka ni är", blank=True)
    how_to_join = models.TextField("så kommer man med", blank=True)
    membership = models.CharField("medlemskap", max_length=8, choices=MembershipNeed, blank=True)
    cost = models.CharField("kostnad", max_length=160, blank=True)
    premises = models.CharField("lokal", max_length=8, choices=Premises, blank=True)
    premises_name = models.CharField("lokalens namn", max_length=120, blank=True)
    street_address = models.CharField("gatuadress och ort", max_length=160, blank=True)
    directions = models.CharField("så hittar man dit", max_length=240, blank=True)
    access_facts = ArrayField(models.CharField(max_length=20, choices=PremisesFact), default=list, blank=True)
    access_note = models.CharField("mer om tillgängligheten", max_length=400, blank=True)
    opening_hours = models.CharField("öppettider", max_length=240, blank=True)
    website = models.URLField("webbplats", max_length=240, blank=True)
    # The association's own role address, never a private one (domain.md 8).
    email = models.EmailField("föreningens e-postadress", blank=True)
    phone = models.CharField("telefon", max_length=20, blank=True)
    phone_hours = models.CharField("telefontid", max_length=120, blank=True)
    languages = models.CharField("språk", max_length=160, blank=True)
    council_member = models.BooleanField("med i brukarråd", default=False)
    answers_within = models.CharField("svarar inom", max_length=80, blank=True)
    verified_on = models.DateField("senast kontrollerad", null=True, blank=True)
    verified_by = models.CharField(max_length=16, choices=VerifiedBy, blank=True)
    published_at = models.DateTimeField("senast ändrad", null=True, blank=True)
    search_terms = models.TextField(blank=True, editable=False)
    search_words = models.TextField(blank=True, editable=False)
    search_document = models.GeneratedField(
        expression=SearchVector("name", "search_words", config=CONFIG),
        output_field=SearchVectorField(),
        db_persist=True,
    )
    version = models.PositiveIntegerField(default=1)

    objects = AssociationQuerySet.as_manager()

    class Meta:
        indexes = [GinIndex(fields=["search_document"], name="association_search")]
        constraints = [
            models.CheckConstraint(
                condition=Q(verified_on=None, verified_by="")
                | (Q(verified_on__isnull=False) & ~Q(verified_by="")),
                name="association_verified_some_way",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("associations:detail", args=[self.slug])

    @property
    def is_public(self) -> bool:
        return self.status in self.PUBLIC_STATUSES


class EntryVersionQuerySet(models.QuerySet["EntryVersion"]):
    def waiting(self) -> "EntryVersionQuerySet":
        return self.filter(state=EntryVersion.State.PROPOSED)

    def visible_to(self, user: Any) -> "EntryVersionQuerySet":
        """Those of one's own associations; for coordinators all. Never for the public."""
        if user.has_perm("associations.maintain"):
            return self
        return self.filter(association_id__in=represented_ids(user))


class EntryVersion(models.Model):
    """One numbered version of an entry's facts (``EntryFacts`` as JSON).

    ``changed`` names the facts that differ from the approved version it was written against, so
    that approving it leaves alone what somebody else published in the meantime.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", "Väntar på svar"
        APPROVED = "approved", "Visas nu"
        SUPERSEDED = "superseded", "Ersatt"
        REJECTED = "rejected", "Inte godkänd"

    TRANSITIONS = (
        Transition("proposed", "approved", permission="associations.publish_version"),
        Transition("proposed", "rejected", permission="associations.maintain"),
        Transition("proposed", "superseded", permission="associations.edit_version"),
        Transition("approved", "superseded", permission="associations.edit_version"),
    )

    association = models.ForeignKey(Association, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=12, choices=State)
    facts = models.JSONField(default=dict)
    changed = ArrayField(models.CharField(max_length=40), default=list)
    restored_from = models.PositiveIntegerField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    actor_id = models.UUIDField()
    decided_at = models.DateTimeField(null=True)
    note = models.TextField("svar till föreningen", blank=True)

    objects = EntryVersionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["association", "number"], name="entry_version_number_once"),
            models.UniqueConstraint(
                fields=["association"], condition=Q(state="approved"), name="entry_version_one_approved"
            ),
            models.UniqueConstraint(
                fields=["association"], condition=Q(state="proposed"), name="entry_version_one_proposed"
            ),
        ]
        indexes = [models.Index(fields=["association", "-number"], name="entry_version_newest")]

    def __str__(self) -> str:
        return f"{self.association_id} {self.number}"
