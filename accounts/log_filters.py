"""Keeps secret links out of the log."""

import logging
import re
from typing import Final

_ONE_TIME: Final = re.compile(
    r"(/(?:konto/inbjudan|konto/e-post/bekrafta|kalender/min|kalender/brev|foreningar/bekrafta"
    r"|du-sa-vi-gjorde/folj/(?:bekrafta|mina|sluta)|rad/namn)/)[\w.:-]{8,}"
)


class HideOneTimeLinks(logging.Filter):
    """Replaces the secret part of a link that opens something by itself with "…"."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the finished sentence; always let it through."""
        message = record.getMessage()
        hidden = _ONE_TIME.sub(r"\1…", message)
        if hidden != message:
            record.msg, record.args = hidden, ()
        return True
