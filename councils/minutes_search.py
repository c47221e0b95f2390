"""What of meetings is found at ``/sok/``: published minutes and decisions for everybody, agenda items for their council."""

from collections.abc import Iterable
from typing import Any, Final

from django.db.models import Q
from django.urls import reverse

from common.registries import SearchSource, SearchText
from common.swedish import day_text
from councils.models import AgendaItem, Council, Decision, Meeting, Minutes, MinutesEdition
from councils.rules import member_council_ids, secretary_council_ids

#: Published within councils without a public page.
_INSIDE: Final = Q(meeting__council__is_public=False, published_at__isnull=False)


def sources() -> list[SearchSource]:
    """Minutes and decisions of published editions; items at work."""
    return [
        SearchSource(
            kind="minutes",
            label="Mötesanteckningar",
            one="Mötesanteckningar",
            model=Minutes,
            rows=_published,
            entry=_minutes,
            related={
                MinutesEdition: lambda one: [one.minutes_id],
                Meeting: _minutes_of_meeting,
                Council: _minutes_of_council,
            },
            order=60,
        ),
        SearchSource(
            kind="council_decision",
            label="Vad råden säger",
            one="Rådets förslag eller besked",
            model=Decision,
            rows=_told,
            entry=_decision,
            related={
                MinutesEdition: _decisions_of_edition,
                Meeting: lambda one: one.decisions.values_list("pk", flat=True) if one.pk else (),
                Council: lambda one: Decision.objects.filter(meeting__council=one).values_list(
                    "pk", flat=True
                ),
            },
            order=61,
        ),
        SearchSource(
            kind="minutes_work",
            label="Mitt arbete",
            one="Mötesanteckningar",
            model=Minutes,
            rows=lambda: _with_editions(_INSIDE),
            visible=lambda user: Minutes.objects.visible_to(user).filter(_INSIDE),
            entry=lambda one: _minutes(one, reverse("councils:minutes", args=[one.meeting_id])),
            related={
                MinutesEdition: lambda one: [one.minutes_id],
                Meeting: _minutes_of_meeting,
                Council: _minutes_of_council,
            },
            order=200,
        ),
        SearchSource(
            kind="agenda_item",
            label="Mitt arbete",
            one="Punkt på dagordning",
            model=AgendaItem,
            rows=lambda: AgendaItem.objects.filter(meeting__isnull=False, standing="").select_related(
                "meeting"
            ),
            visible=_items_for,
            entry=lambda one: SearchText(
                one.title, reverse("councils:agenda", args=[one.meeting_id]), one.text
            ),
            order=200,
        ),
    ]


def _published() -> Any:
    return _with_editions(Q(meeting__council__is_public=True))


def _with_editions(where: Q) -> Any:
    rows = Minutes.objects.filter(where, published_at__isnull=False, editions__isnull=False).distinct()
    return rows.select_related("meeting__council").prefetch_related("editions")


def _minutes(one: Minutes, url: str = "") -> SearchText | None:
    """What the newest edition says, and nothing that is written since."""
    content = max(one.editions.all(), key=lambda edition: edition.number).content
    parts = [content["title"]]
    for item in content["items"]:
        parts += [item["title"], item["note"], *(row["text"] for row in item["decisions"])]
        parts += [row["what"] for row in item["actions"]]
    return SearchText(
        title=f"{content['council']} {day_text(one.meeting.day)}",
        url=url or one.meeting.get_absolute_url(),
        body=" ".join(filter(None, parts)),
        keywords=str(one.get_kind_display()),
    )


def _told() -> Any:
    rows = Decision.objects.filter(
        meeting__minutes__published_at__isnull=False, meeting__council__is_public=True
    )
    return rows.select_related("meeting__council").prefetch_related("meeting__minutes__editions")


def _decision(one: Decision) -> SearchText | None:
    """The decision as the newest edition has it; one added for a correction is not told yet."""
    editions = one.meeting.minutes.editions.all()
    if not editions:
        return None
    content = max(editions, key=lambda edition: edition.number).content
    rows = [row for item in content["items"] for row in item["decisions"]]
    found = next((row for row in rows if row["number"] == one.number), None)
    if found is None:
        return None
    return SearchText(
        title=f"{found['kind']}: {found['text'][:100]}",
        url=f"{one.meeting.get_absolute_url()}#beslut-{one.number}",
        body=found["text"],
        keywords=f"{content['council']} {found['to']}",
    )


def _items_for(user: Any) -> Any:
    if not getattr(user, "is_authenticated", False):
        return AgendaItem.objects.none()
    rows = AgendaItem.objects.filter(meeting__isnull=False, standing="").select_related("meeting")
    if user.has_perm("councils.oversee"):
        return rows
    return rows.filter(council__in=member_council_ids(user) | secretary_council_ids(user))


def _minutes_of_meeting(meeting: Meeting) -> Iterable[Any]:
    return Minutes.objects.filter(meeting=meeting).values_list("pk", flat=True) if meeting.pk else ()


def _minutes_of_council(council: Council) -> Iterable[Any]:
    return Minutes.objects.filter(meeting__council=council).values_list("pk", flat=True) if council.pk else ()


def _decisions_of_edition(edition: MinutesEdition) -> Iterable[Any]:
    rows = Decision.objects.filter(meeting__minutes=edition.minutes_id)
    return rows.values_list("pk", flat=True)
