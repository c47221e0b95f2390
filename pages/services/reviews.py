"""Notes that the portal's accessibility was assessed, and that one of its own pages was read through."""

from datetime import date

from django.db import transaction

from common import trail
from common.actors import Actor
from common.errors import DomainError
from common.privacy import clean_text, contains_personal_number
from common.stamps import raise_stamp
from common.swedish import today
from pages.models import AccessibilityAssessment, OwnPageReview
from pages.own_pages import OWN_PAGES

#: Whoever writes pages may say that one is read through.
PERMISSION = "wagtailadmin.access_admin"


@transaction.atomic
def record_assessment(
    made_on: date, made_by: str, method: str, *, actor: Actor
) -> tuple[AccessibilityAssessment, bool]:
    """Note an assessment of the portal's accessibility; return it and whether it is new.

    The accessibility statement tells of the latest. The same day and assessor twice is one assessment; what was
    noted first stands. ``made_by`` is a role or an organisation, no person.
    """
    if not actor.has_perm("pages.review_pages"):
        raise DomainError("Bara samordnare kan anteckna en bedömning.")
    texts = {"made_by": clean_text(made_by), "method": clean_text(method)}
    for name, text in texts.items():
        if not text:
            raise DomainError("Skriv vem som gjorde bedömningen och hur.", field=name)
        if contains_personal_number(text):
            raise DomainError(
                "Ett personnummer får inte stå här. Portalen sparar aldrig personnummer.", field=name
            )
        most = getattr(AccessibilityAssessment._meta.get_field(name), "max_length", 0)
        if len(text) > most:
            raise DomainError(f"Texten har {len(text)} tecken. Skriv högst {most}.", field=name)
    if made_on > today():
        raise DomainError("Dagen har inte varit än. Skriv dagen då bedömningen gjordes.", field="made_on")
    done, is_new = AccessibilityAssessment.objects.get_or_create(
        made_on=made_on, made_by=texts["made_by"], defaults={"method": texts["method"]}
    )
    if is_new:
        trail.record("record_assessment", done, actor=actor)
        raise_stamp("pages")
    return done, is_new


@transaction.atomic
def review_own_page(address: str, *, actor: Actor) -> None:
    """Note that the portal's own page at ``address`` was read through today."""
    if not actor.has_perm(PERMISSION):
        raise DomainError("Bara redaktörer och samordnare kan säga att en sida är genomläst.")
    if address not in {one.text.url for one in OWN_PAGES}:
        raise DomainError("Sidan finns inte.")
    review, is_new = OwnPageReview.objects.select_for_update().get_or_create(
        address=address, defaults={"reviewed_on": today()}
    )
    if not is_new and review.reviewed_on == today():
        return
    review.reviewed_on = today()
    review.save(update_fields=["reviewed_on"])
    trail.record("review_own_page", review, actor=actor, fields=["reviewed_on"])
