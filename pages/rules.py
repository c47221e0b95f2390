"""Who may change what every visitor relies on."""

import rules

from accounts.rules import is_administrator, is_coordinator

rules.add_perm("pages.maintain_crisis_lines", is_coordinator | is_administrator)
rules.add_perm("pages.maintain_privacy_words", is_coordinator | is_administrator)
