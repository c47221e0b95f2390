"""Pictures and documents that pages show."""

from pathlib import PurePosixPath
from typing import Any, ClassVar

from django.db import models
from django.urls import reverse
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage, AbstractRendition


class PortalImage(AbstractImage):
    """A picture. What it shows is written where it stands; nothing the camera wrote is kept."""

    admin_form_fields: ClassVar[tuple[str, ...]] = ("title", "file", "collection")

    @property
    def default_alt_text(self) -> str:
        """Nothing: a file's name would be taken for what the picture shows."""
        return ""

    class Meta(AbstractImage.Meta):
        verbose_name = "bild"
        verbose_name_plural = "bilder"


class PortalRendition(AbstractRendition):
    """A picture in the measure a page shows it."""

    image = models.ForeignKey(PortalImage, on_delete=models.CASCADE, related_name="renditions")

    @property
    def file_name(self) -> str:
        """The last part of its address."""
        return PurePosixPath(self.file.name).name

    @property
    def url(self) -> str:
        """An address that looks at who asks (``pages.views.written``)."""
        return reverse("page_picture", args=[self.pk, self.file_name])

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["image", "filter_spec", "focal_point_key"], name="rendition_once")
        ]


class PortalDocument(AbstractDocument):
    """A file to read or to print. What a look into a PDF found stands beside it."""

    pages = models.PositiveIntegerField("sidor", null=True, editable=False)
    is_tagged = models.BooleanField("har taggar", null=True, editable=False)
    text = models.TextField("text", blank=True, editable=False)
    #: Which file (its hash) ``text`` was read from: the worker reads each once.
    text_read_of = models.CharField("läst fil", max_length=40, blank=True, editable=False)

    admin_form_fields: ClassVar[tuple[str, ...]] = ("title", "file", "collection")

    def clean(self) -> None:
        """A file that waits for its title was looked at when it came: here there is none yet to look at."""
        if self.file:
            super().clean()

    class Meta(AbstractDocument.Meta):
        verbose_name = "dokument"
        verbose_name_plural = "dokument"
