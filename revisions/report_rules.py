"""Who may read the draft and say something of it: those who answer for a unit or principal the report goes to."""

from typing import Any

import rules

from proposals.rules import answered_bodies


@rules.predicate
def answers_for_window(user: Any, window: Any) -> bool:
    """Unit manager of the window's unit, or named as the one who answers for its unit or principal."""
    return window is not None and hasattr(window, "sent_on") and answered_bodies(user).hold(window)


rules.add_perm("revisions.reply_to_draft", answers_for_window)
