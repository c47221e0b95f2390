"""What every page that an editor writes has in common."""

from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, PageChooserPanel, TitleFieldPanel
from wagtail.models import Page

from common.privacy import clean_text, refuse_personal_numbers
from common.swedish import today
from pages.editing.addresses import fault_of_address
from pages.editing.page_form import CopyPageForm, WrittenPageForm

#: A page that nobody has looked through for so long is old.
REVIEW_EVERY = relativedelta(months=12)
#: Deeper than so nobody finds.
DEEPEST = 7


#: Texts outside the body.
_TEXTS = ("title", "seo_title", "search_description", "lead", "owner_role")


class Language(models.TextChoices):
    """Languages a page can be written in, with what stands in ``lang``."""

    SWEDISH = "sv", "Svenska"
    EASY = "sv-lattlast", "Lättläst svenska"
    ENGLISH = "en", "English"
    FINNISH = "fi", "Suomi"
    SIGN = "sgn", "Svenskt teckenspråk"

    @property
    def lang(self) -> str:
        """As HTML has it: a page with a film in sign language is written in Swedish."""
        return {"en": "en", "fi": "fi"}.get(self.value, "sv")

    @property
    def hreflang(self) -> str:
        """What a link leads to: ``swl`` is Swedish Sign Language (BCP 47; ``sgn-SE`` is its older name)."""
        return "swl" if self is Language.SIGN else self.lang


class WrittenPage(Page):
    """A page with a lead, an owner, a day it was last looked through, and versions in other languages."""

    lead = models.TextField(
        "ingress", max_length=400, blank=True, help_text="En eller två meningar. Det viktigaste först."
    )
    owner_role = models.CharField(
        "ansvarig", max_length=120, help_text="En roll eller en avdelning, inte en person."
    )
    reviewed_on = models.DateField(
        "granskad",
        default=today,
        help_text="Dagen då någon senast läste hela sidan och såg att allt stämmer.",
    )
    language = models.CharField("språk", max_length=12, choices=Language, default=Language.SWEDISH)
    translation_of = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name="version av",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Den svenska sidan, om det här är samma innehåll på ett annat språk.",
    )

    content_panels: ClassVar[list[Any]] = [TitleFieldPanel("title", heading="Rubrik"), FieldPanel("lead")]
    promote_panels: ClassVar[list[Any]] = [
        FieldPanel("slug"),
        FieldPanel("search_description", heading="Beskrivning för sökmotorer"),
        FieldPanel("show_in_menus", heading="Visa bland sidorna på nivån ovanför"),
        MultiFieldPanel([FieldPanel("owner_role"), FieldPanel("reviewed_on")], heading="Ansvar"),
        MultiFieldPanel([FieldPanel("language"), PageChooserPanel("translation_of")], heading="Språk"),
    ]
    show_in_menus_default = True
    #: Who may see a page is decided by its being published: lists, feeds and the search ask for nothing else.
    private_page_options: ClassVar[list[str]] = []

    base_form_class = WrittenPageForm
    copy_form_class = CopyPageForm
    #: A draft is being saved (``WrittenPageForm``): what is still missing may wait.
    is_unfinished = False

    class Meta:
        abstract = True

    def clean(self) -> None:
        """Refuse an address of the portal's own, a review in the future, a version of itself and numbers of persons.

        Nor may a Swedish page be a version of a Swedish one.
        """
        super().clean()
        faults: dict[str, Any] = {}
        # Where a new page will stand only its form knows yet.
        if taken := fault_of_address(self.slug, self.get_parent(), self):
            faults["slug"] = taken
        for name in _TEXTS:
            setattr(self, name, clean_text(getattr(self, name)))
            try:
                refuse_personal_numbers(getattr(self, name))
            except ValidationError as fault:
                faults[name] = fault
        if self.reviewed_on and self.reviewed_on > today():
            faults["reviewed_on"] = "Dagen har inte varit än. Skriv dagen då sidan senast lästes igenom."
        if self.translation_of_id and self.translation_of_id == self.pk:
            faults["translation_of"] = (
                "En sida kan inte vara en version av sig själv. Välj en annan sida eller ingen."
            )
        elif self.is_unfinished:
            pass
        elif self.translation_of_id and self.language == Language.SWEDISH:
            faults["language"] = "Välj vilket språk den här versionen är på."
        elif self.language != Language.SWEDISH and not self.translation_of_id:
            faults["translation_of"] = "Välj vilken svensk sida det här är en version av."
        if faults:
            raise ValidationError(faults)

    @classmethod
    def can_create_at(cls, parent: Any) -> bool:
        """No page is made deeper than visitors can follow."""
        allowed: bool = super().can_create_at(parent)
        return allowed and parent.depth < DEEPEST

    def can_move_to(self, parent: Any) -> bool:
        """Nor moved there with what stands below it."""
        allowed: bool = super().can_move_to(parent)
        lowest = (
            self.get_descendants(inclusive=True).aggregate(depth=models.Max("depth"))["depth"] or self.depth
        )
        return allowed and parent.depth + 1 + lowest - self.depth <= DEEPEST

    @property
    def lang(self) -> str:
        """The language of the text, for the attribute ``lang``."""
        return Language(self.language).lang

    @property
    def full_address(self) -> str:
        """With the portal's origin, as search engines want it."""
        return f"{settings.PORTAL_ORIGIN}{self.get_url()}"

    @property
    def review_due(self) -> date:
        """The day somebody should have looked it through again."""
        return self.reviewed_on + REVIEW_EVERY

    def versions(self) -> Iterable["WrittenPage"]:
        """Return the published versions of the same page in other languages."""
        original = self.translation_of_id or self.pk
        rows = type(self)._default_manager.live().exclude(pk=self.pk)
        found: Iterable[WrittenPage] = rows.filter(
            models.Q(pk=original) | models.Q(translation_of_id=original)
        ).order_by("language")
        return found

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the way here and the other languages."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        way = self.get_ancestors().filter(depth__gt=2).live()
        if self.lang != Language.SWEDISH.lang:
            # Above a Swedish page everything is Swedish.
            way = way.specific()
        context["crumbs"] = [
            ("Start", "/"),
            *((one.title, one.get_url(request), getattr(one, "lang", "")) for one in way),
        ]
        versions = list(self.versions())
        context["versions"] = [
            {
                "name": Language(one.language).label,
                "lang": one.lang,
                "hreflang": Language(one.language).hreflang,
                "url": one.get_url(request),
            }
            for one in versions
        ]
        context["alternates"] = self._alternates(versions)
        return context

    def _alternates(self, versions: list["WrittenPage"]) -> list[tuple[str, str]]:
        """Return (language, address) of every language for search engines: one page each, so not the easy-read one."""
        if self.language == Language.EASY:
            return []
        found = {
            Language(one.language).hreflang: one.full_address
            for one in [*versions, self]
            if one.language != Language.EASY
        }
        return list(found.items()) if len(found) > 1 else []
