"""What the room holds of a person: for one's own extract, and for deleting an account."""

from collections.abc import Iterator
from typing import Any

from accounts.models import User
from revisions.models import (
    AuditCommissioner,
    AuditMember,
    AuditorTraining,
    AuditUnit,
    InterviewSwap,
    TalkRequest,
    TopicWish,
)


def held_of_person(user: User) -> list[dict[str, Any]]:
    """List memberships, trainings, commissions, wishes, swaps, and the contact details that bear the address."""
    return [*_places(user), *_training(user), *_said(user), *_in_office(user)]


def _places(user: User) -> Iterator[dict[str, Any]]:
    for member in AuditMember.objects.filter(user=user).select_related("audit").order_by("pk"):
        yield {
            "vad": "Med i en brukarrevision",
            "revision": member.audit.title,
            "roll": member.get_role_display(),
            "från": member.joined_on,
            "lovade tystnad": member.confidentiality_on,
            "intygade ingen pågående vård där": member.no_care_relation_on,
            "klev av": member.recused_on,
        }
    for order in AuditCommissioner.objects.filter(user=user).select_related("audit").order_by("pk"):
        yield {"vad": "Uppdragsgivare för en brukarrevision", "revision": order.audit.title}


def _training(user: User) -> Iterator[dict[str, Any]]:
    for training in AuditorTraining.objects.filter(user=user).select_related("cohort").order_by("pk"):
        yield {
            "vad": "Utbildad brukarrevisor",
            "utbildning": str(training.cohort or ""),
            "gäller från": training.valid_from,
            "gäller till": training.valid_to,
        }


def _said(user: User) -> Iterator[dict[str, Any]]:
    for wish in TopicWish.objects.filter(by=user).select_related("audit"):
        yield {"vad": "Önskat ämne", "revision": wish.audit.title, "önskemål": wish.text}
    for talk in TalkRequest.objects.filter(by=user).select_related("audit").order_by("pk"):
        yield {"vad": "Bett om att få prata", "revision": talk.audit.title, "när": talk.created_at}
    swaps = InterviewSwap.objects.filter(asked_by=user) | InterviewSwap.objects.filter(taken_by=user)
    for swap in swaps.select_related("interview").order_by("pk"):
        what = "Frågat om byte" if swap.asked_by_id == user.pk else "Tagit en annans intervju"
        yield {"vad": what, "intervju": swap.interview.code, "när": swap.created_at}


def _in_office(user: User) -> Iterator[dict[str, Any]]:
    rows = AuditUnit.objects.filter(contact_email__iexact=user.email).select_related("unit")
    for row in rows.order_by("pk"):
        yield {
            "vad": "Kontaktperson i tjänsten",
            "verksamhet": row.unit.name,
            "namn": row.contact_name,
            "titel": row.contact_title,
            "e-postadress": row.contact_email,
            "telefon": row.contact_phone,
        }


def forget_person(user: User) -> None:
    """Remove the person from teams, trainings and talks. Interviews and wishes stay, without a person.

    A contact person is named in office and stays until the unit names another.
    """
    AuditMember.objects.filter(user=user).delete()
    AuditorTraining.objects.filter(user=user).delete()
    AuditCommissioner.objects.filter(user=user).delete()
    TalkRequest.objects.filter(by=user).delete()
    InterviewSwap.objects.filter(asked_by=user).delete()
    InterviewSwap.objects.filter(taken_by=user).update(taken_by=None)
    TopicWish.objects.filter(by=user).update(by=None)
