"""The search's synonyms that the portal is shipped with: laid in once each, so that what an editor removes stays away."""

from pathlib import Path
from typing import Any, Final

import yaml
from django.conf import settings
from django.db import transaction
from wagtail.log_actions import registry as log_actions
from wagtail.models import ModelLogEntry

from common.actors import Actor
from common.errors import DomainError
from common.models import SearchSynonym
from pages.services.search_synonyms import add_synonym

SYNONYMS: Final = Path(settings.BASE_DIR) / "data" / "synonyms.yaml"
_ACTION = "pages.load_synonym"

if not log_actions.action_exists(_ACTION):
    log_actions.register_action(_ACTION, "Läs in synonym", "Läste in en synonym")


@transaction.atomic
def load_shipped_synonyms(*, actor: Actor) -> int:
    """Lay in the pairs that have never been laid in, and return how many.

    The mark of each is a line in Wagtail's history, which outlives the synonym. A pair that the list has no room for
    is tried again the next time.
    """
    marked = set(ModelLogEntry.objects.filter(action=_ACTION).values_list("data__key", flat=True))
    added = 0
    for pair in read_synonyms():
        key = f"{pair['word']} {pair['means']}"
        if key in marked:
            continue
        synonym = SearchSynonym.objects.filter(word__iexact=pair["word"], means__iexact=pair["means"]).first()
        if synonym is None:
            try:
                synonym = add_synonym(**pair, actor=actor)
            except DomainError:
                continue
            added += 1
        log_actions.log(instance=synonym, action=_ACTION, data={"key": key})
    return added


def read_synonyms() -> list[dict[str, Any]]:
    """Return the file's pairs as ``add_synonym`` takes them."""
    return [{"both_ways": False, **pair} for pair in yaml.safe_load(SYNONYMS.read_text(encoding="utf-8"))]
