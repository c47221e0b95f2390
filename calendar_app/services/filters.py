"""Selections of the working view that their owners keep."""

from django.db import transaction

from accounts.models import User
from calendar_app.models import SavedFilter
from common import trail
from common.errors import DomainError
from common.privacy import clean_text

#: More than this nobody finds their way among.
MOST_FILTERS = 20


@transaction.atomic
def save_filter(user: User, name: str, query: str) -> SavedFilter:
    """Keep ``query`` under ``name``; the same name again replaces it."""
    name = clean_text(name)
    if not name:
        raise DomainError("Ge urvalet ett namn.", field="name")
    if len(name) > 60:
        raise DomainError("Namnet får vara högst 60 tecken.", field="name")
    if len(query) > 400:
        raise DomainError("Det du söker efter är för långt för att sparas. Korta det.")
    own = SavedFilter.objects.filter(user=user)
    if own.exclude(name=name).count() >= MOST_FILTERS:
        raise DomainError("Du har redan tjugo sparade urval. Ta bort något först.", field="name")
    saved, _ = SavedFilter.objects.update_or_create(user=user, name=name, defaults={"query": query})
    trail.record("save_filter", saved, actor=user)
    return saved


@transaction.atomic
def remove_filter(saved: SavedFilter, *, actor: User) -> None:
    """Forget one of one's own selections."""
    if saved.user_id != actor.pk:
        raise DomainError("Urvalet är någon annans.")
    trail.record("remove_filter", saved, actor=actor)
    saved.delete()
