"""What the team says to one another about the guide while they write it."""

from django.db import transaction
from django.utils import timezone

from common import trail
from common.actors import Actor
from common.errors import DomainError
from common.privacy import clean_text
from revisions.models import GuideComment, GuideQuestion, GuideVersion
from revisions.services.guide import open_guide


@transaction.atomic
def comment_guide(
    guide: GuideVersion, text: str, *, question: GuideQuestion | None = None, actor: Actor
) -> GuideComment:
    """Say something about the guide, or about one question of it. Sent twice, it stands once."""
    locked = open_guide(guide, actor=actor)
    text = clean_text(text)
    if not text:
        raise DomainError("Skriv vad du tycker.", field="text")
    if question is not None and question.area.guide_id != locked.pk:
        raise DomainError("Frågan finns inte längre i guiden.")
    by = getattr(actor, "pk", None)
    present = locked.comments.filter(question=question, by_id=by, text=text, settled_at=None).first()
    if present is not None:
        return present
    comment = GuideComment.objects.create(guide=locked, question=question, by_id=by, text=text)
    trail.record("comment_guide", locked, actor=actor)
    return comment


@transaction.atomic
def settle_comment(comment: GuideComment, *, actor: Actor, settled: bool = True) -> None:
    """Mark that the team has dealt with a comment, or (``settled`` false) that it hasn't after all."""
    guide = open_guide(comment.guide, actor=actor)
    locked = GuideComment.objects.select_for_update().get(pk=comment.pk)
    if (locked.settled_at is not None) == settled:
        return
    locked.settled_at = timezone.now() if settled else None
    locked.save(update_fields=["settled_at"])
    trail.record("settle_comment", guide, actor=actor)
