"""Aktuellt."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import models
from django.utils import timezone
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import PageManager
from wagtail.query import PageQuerySet

from common.swedish import local_date, today
from organisations.models import Municipality
from pages.blocks import NewsBody
from pages.blocks.words import check_picture_words, picture_words
from pages.editing.panels import ReadabilityPanel
from pages.models.written import WrittenPage

#: So many on one page of the list.
PER_PAGE = 20


class NewsIndex(WrittenPage):
    """``/aktuellt/``: every piece of news, the newest first."""

    parent_page_types: ClassVar[list[str]] = ["pages.PortalRoot"]
    subpage_types: ClassVar[list[str]] = ["pages.NewsPage"]
    max_count = 1
    template = "pages/news_index.html"

    class Meta:
        verbose_name = "Aktuellt"

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add one page of the list."""
        context = super().get_context(request, *args, **kwargs)
        context["news"] = Paginator(NewsPage.objects.for_listing(), PER_PAGE).get_page(
            request.GET.get("sida")
        )
        return context


class NewsQuerySet(PageQuerySet):
    def for_listing(self) -> "NewsQuerySet":
        """Published, the newest first."""
        rows: NewsQuerySet = (
            self.live().select_related("picture", "municipality").order_by("-published_on", "-pk")
        )
        return rows


class NewsPage(WrittenPage):
    """One piece of news."""

    published_on = models.DateField("datum", default=today)
    municipality = models.ForeignKey(
        Municipality,
        verbose_name="kommun",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Bara om nyheten gäller en kommun.",
    )
    picture = models.ForeignKey(
        "pages.PortalImage",
        verbose_name="bild",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    picture_words = models.CharField(
        "vad bilden visar",
        max_length=200,
        blank=True,
        help_text="Läses upp för den som inte ser bilden: vad den visar, inte att det är en bild.",
    )
    picture_is_decorative = models.BooleanField(
        "bilden är bara dekor",
        default=False,
        help_text="Bilden säger inget som inte står i texten. Då läses den inte upp.",
    )
    body = StreamField(NewsBody(), verbose_name="innehåll", blank=True)

    objects = PageManager.from_queryset(NewsQuerySet)()

    content_panels: ClassVar[list[Any]] = [
        *WrittenPage.content_panels,
        FieldPanel("body"),
        MultiFieldPanel(
            [FieldPanel("picture"), FieldPanel("picture_words"), FieldPanel("picture_is_decorative")],
            heading="Bild",
        ),
        MultiFieldPanel([FieldPanel("published_on"), FieldPanel("municipality")], heading="När och var"),
        ReadabilityPanel(),
    ]
    parent_page_types: ClassVar[list[str]] = ["pages.NewsIndex"]
    subpage_types: ClassVar[list[str]] = []
    template = "pages/news_page.html"

    class Meta:
        verbose_name = "nyhet"
        verbose_name_plural = "nyheter"

    def clean(self) -> None:
        """A picture has words, or is decoration: one of them. A draft may wait with it."""
        super().clean()
        self._check_day()
        try:
            self.picture_words = words = picture_words(self.picture_words)
            if words and not self.is_unfinished:
                check_picture_words(words)
        except ValidationError as fault:
            raise ValidationError({"picture_words": fault}) from fault
        if self.is_unfinished:
            return
        if self.picture_id and not words and not self.picture_is_decorative:
            raise ValidationError(
                {"picture_words": "Skriv vad bilden visar, eller kryssa i att den bara är dekor."}
            )
        if words and self.picture_is_decorative:
            raise ValidationError(
                {"picture_is_decorative": "Bilden har en beskrivning. Ta bort den eller krysset."}
            )

    def _check_day(self) -> None:
        """No day that has not been, unless the page waits for it; what waits gets the day it is published."""
        at = self.go_live_at
        waits = at is not None and at > timezone.now()
        shown_from = local_date(at) if waits else today()
        if self.published_on and self.published_on > shown_from and not self.is_unfinished:
            raise ValidationError(
                {
                    "published_on": "Dagen har inte varit än. Skriv dagens datum, eller schemalägg publiceringen till den dagen."
                }
            )
        if waits and (self.pk is None or not self.live):
            self.published_on = shown_from
