"""The interview guide on paper: A4 with room to write, and in large print."""

from django.template.loader import render_to_string

from common.pdf import render_pdf
from revisions.models import GuideVersion
from revisions.queries.audits import whom_of
from revisions.queries.guide import content_of

#: Address part → style sheets after ``base.css``.
SIZES = {
    "a4": ("letters.css", "guide.css"),
    "storstil": ("letters.css", "guide.css", "guide-large.css"),
}


def guide_pdf(guide: GuideVersion, *, size: str) -> bytes:
    """Return the version as PDF/UA; ``size`` is one of ``SIZES``."""
    content, _ = render_pdf(
        guide_html(guide, size=size), title=f"Intervjuguide, version {guide.number}", stylesheets=SIZES[size]
    )
    return content


def guide_html(guide: GuideVersion, *, size: str) -> str:
    """Return the body. Lines to write on are decoration: a screen reader meets the questions alone."""
    whom = whom_of(guide.audit)
    return render_to_string(
        "revisions/pdf/guide.html",
        {
            "guide": guide,
            "content": content_of(guide),
            # A name that already says whom it is about isn't followed by it.
            "whom": "" if whom in guide.audit.title else whom,
            "is_large": size == "storstil",
        },
    )
