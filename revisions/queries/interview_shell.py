"""The shell that a phone keeps to open an interview without coverage. Nothing personal is in it."""

import hashlib
from uuid import UUID

from django.templatetags.static import static

from revisions.models import GuideQuestion
from revisions.queries.interview_entry import AnswerField

#: Every file the shell needs, by its name among the static files.
SHELL_FILES = (
    "css/tokens.css",
    "css/portal.css",
    "css/forms.css",
    "css/interview.css",
    "fonts/atkinson-hyperlegible-next-latin-wght-normal.woff2",
    "img/logo.svg",
    "js/interview/shell.js",
    "js/interview/fields.js",
    "js/interview/keeper.js",
    "js/interview/sender.js",
    "js/interview/stays.js",
    "js/interview/words.js",
    "js/interview/phone.js",
    "js/interview/clearing.js",
    "js/checked-text.js",
    "js/privacy.js",
    "privacy/rules.json",
)


def shell_version() -> str:
    """Return a name that changes with any of the shell's files."""
    names = "\n".join(static(name) for name in SHELL_FILES)
    return hashlib.sha256(names.encode()).hexdigest()[:16]


def blank_fields() -> list[AnswerField]:
    """Return one empty field of each kind, which the script copies and fills in."""
    return [
        AnswerField(
            GuideQuestion(pk=UUID(int=number), kind=kind, text="", scale=[""] if kind == "scale" else []),
            save_id=UUID(int=0),
        )
        for number, kind in enumerate(GuideQuestion.Kind.values)
    ]
