"""Versions of a guide: begun, copied from another audit, locked. A locked version never changes again."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from common import trail
from common.actors import Actor
from common.errors import DomainError
from revisions.models import AuditStatus, GuideArea, GuideQuestion, GuideVersion, UserAudit
from revisions.services.guide import TOO_LATE, copy_questions, open_guide, place_for
from revisions.services.shared import locked_open_audit, require

OPENING = (
    "Tack för att du vill prata med oss. Du bestämmer själv vad du vill svara på. "
    "Du kan hoppa över frågor, ta paus eller sluta när du vill."
)
CLOSING = (
    "Är det något vi inte har frågat om som du vill ta upp? Hur känns det att ha pratat med oss? "
    "Tack för att du delade med dig."
)


@transaction.atomic
def start_guide(audit: UserAudit, *, actor: Actor) -> GuideVersion:
    """Return the open version. The first one is empty; a later one copies the newest with the same threads.

    Pressed twice, or by two at once, there is still one open version. Answers keep the version they were given to.
    """
    locked = locked_open_audit(audit)
    require(actor, "revisions.edit_guide", locked)
    if locked.has_reached(AuditStatus.ANALYSING):
        raise DomainError(TOO_LATE)
    present = locked.guides.filter(locked_at=None).first()
    if present is not None:
        return present
    newest = locked.guides.first()
    guide = GuideVersion.objects.create(
        audit=locked,
        number=newest.number + 1 if newest else 1,
        opening=newest.opening if newest else OPENING,
        closing=newest.closing if newest else CLOSING,
    )
    for area in newest.areas.prefetch_related("questions") if newest else ():
        copied = GuideArea.objects.create(guide=guide, theme=area.theme, title=area.title, order=area.order)
        copy_questions(guide, copied, area.questions.all())
    trail.record("start_guide", guide, actor=actor)
    return guide


@transaction.atomic
def copy_areas(guide: GuideVersion, areas: Iterable[GuideArea], *, actor: Actor) -> int:
    """Copy areas of another guide with their questions; return how many questions came.

    Which guides one may copy from is for the caller to ask (``revisions.queries.guide.guide_sources``). Threads follow, so
    that answers can be compared; what the guide already asks is not doubled.
    """
    locked = open_guide(guide, actor=actor)
    came = 0
    for area in areas:
        place = place_for(locked, area.title, area.theme, actor=actor)
        came += copy_questions(locked, place, area.questions.kept())
    if came:
        trail.record("copy_areas", locked, actor=actor)
    return came


@transaction.atomic
def lock_guide(guide: GuideVersion, *, actor: Actor) -> GuideVersion:
    """Lock the version: interviews that begin from now on follow it. Pressed twice, it is locked once.

    What was taken away is deleted for good. Raises ``DomainError`` with all that is missing.
    """
    again = GuideVersion.objects.filter(pk=guide.pk, locked_at__isnull=False).first()
    if again is not None and actor.has_perm("revisions.edit_guide", again.audit):
        return again
    locked = open_guide(guide, actor=actor)
    missing = missing_for_lock(locked)
    if missing:
        raise DomainError(" ".join(missing))
    GuideQuestion.objects.filter(area__guide=locked, removed_at__isnull=False).delete()
    locked.areas.filter(removed_at__isnull=False).delete()
    locked.locked_at = timezone.now()
    locked.save(update_fields=["locked_at"])
    trail.record("lock_guide", locked, actor=actor, fields=["locked_at"])
    guide.locked_at = locked.locked_at
    return locked


def missing_for_lock(guide: GuideVersion) -> list[str]:
    """Return what must be done before the version can be locked, as sentences."""
    areas = list(guide.areas.kept())
    asking = set(GuideQuestion.objects.kept().filter(area__in=areas).values_list("area_id", flat=True))
    if not asking:
        return ["Lägg in minst ett område med en fråga."]
    empty = [area.title for area in areas if area.pk not in asking]
    missing = [f"Området ”{title}” har inga frågor. Skriv en, eller ta bort området." for title in empty]
    before = guide.audit.guides.filter(locked_at__isnull=False).first()
    if before is not None and not missing and _content(before) == _content(guide):
        missing.append(f"Ingenting är ändrat sedan version {before.number}. Då behövs ingen ny version.")
    return missing


def _content(guide: GuideVersion) -> tuple[object, ...]:
    areas = guide.areas.kept().prefetch_related("questions")
    return (
        guide.opening,
        guide.closing,
        [
            (
                area.title,
                area.theme_id,
                [
                    (one.thread, one.kind, one.text, one.prompts, one.scale)
                    for one in area.questions.all()
                    if one.removed_at is None
                ],
            )
            for area in areas
        ],
    )
