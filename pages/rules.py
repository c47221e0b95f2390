"""Who may change what every visitor relies on."""

import rules

from accounts.rules import is_administrator, is_coordinator, is_editor

rules.add_perm("pages.maintain_crisis_lines", is_coordinator | is_administrator)
rules.add_perm("pages.maintain_privacy_words", is_coordinator | is_administrator)

# Wagtail's own names. Pages, pictures and documents it asks its groups about (``pages.editing``).
rules.add_perm("wagtailadmin.access_admin", is_editor | is_coordinator)
for verb in ("add", "change", "delete", "view"):
    rules.add_perm(f"wagtailredirects.{verb}_redirect", is_coordinator)
