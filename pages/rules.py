"""Who may change what every visitor relies on."""

from typing import Any

import rules

from accounts.rules import is_administrator, is_coordinator, is_editor
from organisations.rules import held_unit_ids, manages_unit


@rules.predicate
def works_at_unit(user: Any, unit: Any) -> bool:
    """Has a role at the unit; without one, at any unit."""
    held = held_unit_ids(user)
    return bool(held) if unit is None else unit.pk in held


@rules.predicate
def keeps_up_checklist(user: Any, checklist: Any) -> bool:
    """Whoever saved it, and the managers of its unit."""
    if checklist is None or not getattr(user, "is_authenticated", False):
        return False
    return checklist.saved_by_id == user.pk or manages_unit(user, checklist.unit)


rules.add_perm("pages.maintain_crisis_lines", is_coordinator | is_administrator)
# What visitors write is for the one they wrote to, and nobody else.
rules.add_perm("pages.answer_enquiries", is_coordinator)
rules.add_perm("pages.maintain_privacy_words", is_coordinator | is_administrator)
rules.add_perm("pages.maintain_synonyms", is_editor | is_coordinator)

rules.add_perm("pages.save_checklist", is_coordinator | works_at_unit)
rules.add_perm("pages.oversee_checklists", is_coordinator)
rules.add_perm("pages.fill_in_checklist", keeps_up_checklist)
rules.add_perm("pages.remove_checklist", keeps_up_checklist | is_coordinator)

# Wagtail's own names. Pages, pictures and documents it asks its groups about (``pages.editing``).
rules.add_perm("wagtailadmin.access_admin", is_editor | is_coordinator)
rules.add_perm("pages.review_pages", is_coordinator)
for verb in ("add", "change", "delete", "view"):
    rules.add_perm(f"wagtailredirects.{verb}_redirect", is_coordinator)
