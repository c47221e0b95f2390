"""The tree of information and its root, which is the start page."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from pages.blocks import PageBody
from pages.blocks.reading import parts_of
from pages.editing.panels import ReadabilityPanel
from pages.models.written import Language, WrittenPage


class PortalRoot(Page):
    """The root of the tree. ``/`` itself is ``pages.views.start``, which reads its two sentences here."""

    lead = models.TextField(
        "vad det här är",
        max_length=400,
        blank=True,
        help_text="Två meningar överst på startsidan: vad det här är och för vem.",
    )

    content_panels: ClassVar[list[Any]] = [*Page.content_panels, FieldPanel("lead")]
    promote_panels: ClassVar[list[Any]] = []
    settings_panels: ClassVar[list[Any]] = []
    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    private_page_options: ClassVar[list[str]] = []
    max_count = 1

    class Meta:
        verbose_name = "startsida"


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
        return context
