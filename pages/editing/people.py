"""What Wagtail keeps of those who write: for the extract and for erasure (GDPR art. 15 and 17)."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.utils import timezone
from wagtail.models import Comment, CommentReply, ModelLogEntry, PageLogEntry, Revision

from accounts.models import User

#: Rooms of Wagtail's and ours whose tables point at people as Wagtail does.
_PREFIX = "wagtail"
_OURS = {"PortalImage", "PortalDocument"}
_COMMENTS = "wagtail_admin_comments"
_WORDS = {
    "owner": "du gjorde sidan",
    "locked_by": "du har låst den",
    "uploaded_by_user": "du laddade upp den",
    "requested_by": "du bad om granskning",
    "finished_by": "du granskade",
    "resolved_by": "du avslutade kommentaren",
    "user": "du gjorde det",
}


def held_of_person(user: User) -> list[dict[str, Any]]:
    """List pages, versions, log rows, comments and uploads that bear the person's name in the editors' rooms."""
    return [
        {
            "vad": f"Redaktionen: {model._meta.verbose_name}",
            "hur": _WORDS.get(field, field),
            "vilken": _told(row),
            "när": _when(row),
        }
        for model, field in _pointers()
        for row in model._default_manager.filter(**{field: user}).order_by("pk")
    ]


@transaction.atomic
def forget_person(user: User) -> None:
    """Take the person away from everything they wrote; pages, pictures and versions stay without their name."""
    _forget_comments(user)
    for model in (PageLogEntry, ModelLogEntry):
        # What was said in a comment stands in the log too; no constraint empties the column by itself.
        model.objects.filter(user=user, action__startswith="wagtail.comments").update(data={})
        model.objects.filter(user=user).update(user=None)
    for model, field in _pointers():
        rows = model._default_manager.filter(**{field: user})
        if model._meta.get_field(field).null:
            rows.update(**{field: None})
        else:
            rows.delete()


def _forget_comments(user: User) -> None:
    """Comments and answers are the person's own words; copies stand in every version of a page."""
    for revision in Revision.objects.filter(content__has_key=_COMMENTS).exclude(
        content__wagtail_admin_comments=[]
    ):
        content = revision.content
        kept = [one for one in content[_COMMENTS] if one.get("user") != user.pk]
        for one in kept:
            one["replies"] = [reply for reply in one.get("replies", []) if reply.get("user") != user.pk]
        if kept != Revision.objects.values_list("content", flat=True).get(pk=revision.pk)[_COMMENTS]:
            Revision.objects.filter(pk=revision.pk).update(content={**content, _COMMENTS: kept})
    CommentReply.objects.filter(user=user).delete()
    Comment.objects.filter(user=user).delete()


def _pointers() -> Iterator[tuple[type[models.Model], str]]:
    for model in apps.get_models():
        label = model._meta.app_label
        if not (label.startswith(_PREFIX) or (label == "pages" and model.__name__ in _OURS)):
            continue
        for field in model._meta.local_fields:
            if field.is_relation and field.related_model is User:
                yield model, field.name


def _told(row: Any) -> str:
    if isinstance(row, Comment | CommentReply):
        return str(row.text)
    return str(getattr(row, "title", "") or getattr(row, "label", "") or getattr(row, "object_str", ""))


def _when(row: Any) -> str:
    for name in ("created_at", "timestamp", "started_at", "latest_revision_created_at", "last_seen_at"):
        moment = getattr(row, name, None)
        if moment:
            return timezone.localtime(moment).isoformat(timespec="minutes")
    return ""
