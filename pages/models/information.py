"""The tree of information and its root, which is the start page."""

from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from common.privacy import clean_text, refuse_personal_numbers
from common.swedish import today
from pages.blocks import PageBody
from pages.blocks.reading import parts_of
from pages.editing.panels import ReadabilityPanel
from pages.models.reviews import AccessibilityAssessment
from pages.models.written import Language, WrittenPage

#: The accessibility statement's slug: below it stand the two days that Digg's rule asks for.
STATEMENT = "tillganglighet"


def usual_owner() -> str:
    """Return who looks after a page until an editor says otherwise."""
    return str(settings.PORTAL["coordinator_title"])


class PortalRoot(Page):
    """The root of the tree. ``/`` itself is ``pages.views.start``, which reads its two sentences here."""

    lead = models.TextField(
        "vad det här är",
        max_length=400,
        blank=True,
        help_text="Två meningar överst på startsidan: vad det här är och för vem.",
    )

    owner_role = models.CharField(
        "ansvarig",
        max_length=120,
        default=usual_owner,
        help_text="En roll eller en avdelning, inte en person.",
    )
    reviewed_on = models.DateField(
        "granskad",
        default=today,
        help_text="Dagen då någon senast läste hela sidan och såg att allt stämmer.",
    )

    content_panels: ClassVar[list[Any]] = [
        *Page.content_panels,
        FieldPanel("lead"),
        MultiFieldPanel([FieldPanel("owner_role"), FieldPanel("reviewed_on")], heading="Ansvar"),
    ]
    promote_panels: ClassVar[list[Any]] = []
    settings_panels: ClassVar[list[Any]] = []
    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    private_page_options: ClassVar[list[str]] = []
    max_count = 1

    class Meta:
        verbose_name = "startsida"

    def clean(self) -> None:
        """Refuse a review in the future and numbers of persons."""
        super().clean()
        faults: dict[str, Any] = {}
        for name in ("lead", "owner_role"):
            setattr(self, name, clean_text(getattr(self, name)))
            try:
                refuse_personal_numbers(getattr(self, name))
            except ValidationError as fault:
                faults[name] = fault
        if self.reviewed_on and self.reviewed_on > today():
            faults["reviewed_on"] = "Dagen har inte varit än. Skriv dagen då sidan senast lästes igenom."
        if faults:
            raise ValidationError(faults)


class InformationPage(WrittenPage):
    """A page of the tree: running text in sections."""

    body = StreamField(PageBody(), verbose_name="innehåll", blank=True)

    content_panels: ClassVar[list[Any]] = [
        *WrittenPage.content_panels,
        FieldPanel("body"),
        ReadabilityPanel(),
    ]
    parent_page_types: ClassVar[list[str]] = ["pages.PortalRoot", "pages.InformationPage"]
    subpage_types: ClassVar[list[str]] = ["pages.InformationPage"]
    template = "pages/information_page.html"

    class Meta:
        verbose_name = "informationssida"
        verbose_name_plural = "informationssidor"

    def clean(self) -> None:
        """A version in sign language is a film."""
        super().clean()
        if self.is_unfinished:
            return
        if self.language == Language.SIGN and "film" not in {kind for kind, _ in parts_of(self.body)}:
            raise ValidationError(
                {"body": "En version på teckenspråk behöver en film. Lägg till delen Film under Innehåll."}
            )

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the pages below and beside this one."""
        context = super().get_context(request, *args, **kwargs)
        below = InformationPage.objects.child_of(self).live().in_menu().filter(language=self.language)
        context["below"] = [
            {"title": page.title, "lead": page.lead, "url": page.get_url(request)} for page in below
        ]
        if self.slug == STATEMENT:
            context |= {"is_statement": True, "assessment": AccessibilityAssessment.objects.first()}
        return context
