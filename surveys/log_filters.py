"""Keeps respondents out of the log: neither the address of a survey nor that somebody opened it."""

import logging
import re
from typing import Final

PREFIX: Final = "/svara/"
_ADDRESS: Final = re.compile(r"/svara/[\w./-]+")


class HideAnswers(logging.Filter):
    """On ``django.request``: drop what is no fault of ours, and take the address out of what is."""

    def filter(self, record: logging.LogRecord) -> bool:
        """A page not found, or a form refused, is nobody's business; a crash is told without address or request."""
        request = getattr(record, "request", None)
        if not str(getattr(request, "path", "")).startswith(PREFIX):
            return True
        if record.levelno < logging.ERROR:
            return False
        record.msg, record.args = _ADDRESS.sub(f"{PREFIX}…", record.getMessage()), ()
        record.__dict__.pop("request", None)
        return True
