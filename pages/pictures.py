"""Pictures as visitors get them: light enough for a phone with little left of its month (issue "The public pages", 6)."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.contrib.contenttypes.models import ContentType
from django.db.models import BigIntegerField
from django.db.models.functions import Cast
from wagtail.images.image_operations import FilterOperation
from wagtail.images.shortcuts import get_rendition_or_not_found
from wagtail.models import Page, ReferenceIndex

from pages.models import PortalImage

#: Dots of the longest side, as wide as a page shows it; the first is for small screens.
_SIDES: Final = (400, 720)
#: A picture weighs at most so many KiB: with text and style sheets a first view stays under sixty.
MOST_KIB: Final = 28
_QUALITIES: Final = (72, 60, 50, 40, 30)
#: What nothing else helps becomes a fifth smaller, again and again.
_SMALLER: Final = 0.8
_SMALLEST: Final = 80
#: Phones that don't know WebP get the JPEG.
_SMALL, _LARGE = (f"format-webp|max-{side}x{side}|within-{MOST_KIB}" for side in _SIDES)
_FOR_OLD: Final = f"format-jpeg|max-{_SIDES[-1]}x{_SIDES[-1]}|within-{MOST_KIB}"


class WithinOperation(FilterOperation):  # type: ignore[misc] # Wagtail has no types
    """``within-28``: the best quality that makes the file at most 28 KiB; then fewer dots. After ``format-``."""

    def construct(self, kibibytes: str) -> None:
        """Raise ``ValueError`` for anything but a number."""
        self.most = int(kibibytes) * 1024

    def run(self, willow: Any, image: Any, env: dict[str, Any]) -> Any:
        """Choose the quality by trying."""
        kind = env["output-format"]
        if kind == "jpeg" and willow.has_alpha():
            willow = willow.set_background_color_rgb((255, 255, 255))
        while True:
            for quality in _QUALITIES:
                if _weight(willow, kind, quality) <= self.most or _is_smallest(willow):
                    env[f"{kind}-quality"] = quality
                    return willow
            willow = willow.resize(tuple(max(1, int(side * _SMALLER)) for side in willow.get_size()))


def _is_smallest(willow: Any) -> bool:
    return bool(max(willow.get_size()) <= _SMALLEST)


def _weight(willow: Any, kind: str, quality: int) -> int:
    out = io.BytesIO()
    # As Wagtail saves it: a progressive JPEG is a little smaller.
    extra = {"progressive": True, "optimize": True} if kind == "jpeg" else {}
    save: Callable[..., Any] = getattr(willow, f"save_as_{kind}")
    save(out, quality=quality, **extra)
    return out.tell()


@dataclass(frozen=True)
class ShownPicture:
    """A picture on a page: ``candidates`` for ``srcset``, ``url`` for phones that know no WebP, and how wide it stands."""

    candidates: str
    url: str
    width: int
    height: int
    alt: str
    is_lazy: bool


def shown_picture(image: Any, words: str | None = None, *, is_lazy: bool = False) -> ShownPicture | None:
    """Return how a page shows ``image``; nothing for a draft without one, or when its file is lost: the page opens.

    Without ``words`` it says what was written where it stands.
    """
    if image is None:
        return None
    # One by one: made many at a time, they don't know their numbers, and those stand in their addresses.
    small, large, old = (get_rendition_or_not_found(image, spec) for spec in (_SMALL, _LARGE, _FOR_OLD))
    # One that could not be made has no number, and so no address.
    if any(one.pk is None for one in (small, large, old)):
        return None
    by_width = {one.width: one.url for one in (small, large)}
    scale = min(1, _SIDES[-1] / max(image.width, image.height, 1))
    return ShownPicture(
        candidates=", ".join(f"{url} {width}w" for width, url in sorted(by_width.items())),
        url=old.url,
        width=max(1, round(image.width * scale)),
        height=max(1, round(image.height * scale)),
        alt=old.alt if words is None else words,
        is_lazy=is_lazy,
    )


def make_pictures(page_id: int) -> None:
    """Make every measure of the pictures on a published page, so that no visitor waits for it. Twice makes no more."""
    page = Page.objects.live().filter(pk=page_id).first()
    if page is None:
        return
    uses = ReferenceIndex.get_references_for_object(page).filter(
        to_content_type=ContentType.objects.get_for_model(PortalImage)
    )
    for image in PortalImage.objects.filter(
        pk__in=uses.values(image=Cast("to_object_id", BigIntegerField()))
    ):
        shown_picture(image)
