"""From a survey to PDF. Look: ``static/pdf/survey.css``."""

import segno
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from common.crisis import crisis_numbers
from common.pdf import render_pdf
from surveys.models import Question, Survey
from surveys.queries.results import WHY, SurveyResults

_SHEETS = ("survey.css",)


def poster(survey: Survey) -> bytes:
    """Return the A4 notice with the code and its QR. Never says how many have answered."""
    return _render("surveys/pdf/poster.html", survey, "Affisch till enkät", {"qr": _qr(_address(survey))})


def paper_form(survey: Survey) -> bytes:
    """Return the questions with boxes to tick and lines to write on."""
    rows = [
        {
            "question": row,
            "choices": [] if row.is_open else [*row.options, *_ways_out(row)],
            "several": row.kind == Question.Kind.SEVERAL,
        }
        for row in survey.questions.all()
    ]
    # Eight lines of handwriting for each question in one's own words.
    return _render("surveys/pdf/form.html", survey, "Enkät att fylla i", {"rows": rows, "lines": range(8)})


def results(results: SurveyResults) -> bytes:
    """Return the published counts."""
    return _render(
        "surveys/pdf/results.html", results.survey, "Resultat av enkät", {"results": results, "why": WHY}
    )


def _ways_out(question: Question) -> list[str]:
    return ["Vill inte svara"] if question.is_background else ["Vet inte", "Vill inte svara"]


def _address(survey: Survey) -> str:
    return f"{settings.PORTAL_ORIGIN}{survey.public_url}"


def _render(template: str, survey: Survey, title: str, context: dict[str, object]) -> bytes:
    html = render_to_string(
        template,
        {
            "survey": survey,
            "title": title,
            "address": _address(survey),
            "find_address": f"{settings.PORTAL_ORIGIN}/svara/",
            "portal": settings.PORTAL,
            "crisis_lines": [line for line in crisis_numbers() if line.in_strip],
            **context,
        },
    )
    content, _ = render_pdf(html, title=title, stylesheets=_SHEETS)
    return content


def _qr(address: str) -> SafeString:
    """Return the code as inline SVG. A title inside gives it words in the tagged PDF."""
    code = segno.make(address, error="m", micro=False)
    svg = code.svg_inline(
        scale=1, border=2, svgclass=None, lineclass=None, omitsize=True, dark="#1d2b28", light=None
    )
    start, rest = svg.split(">", 1)
    # The address is made of the settings' origin and a code of ours, and segno draws nothing but numbers.
    return mark_safe(f"{start}><title>QR-kod till enkäten på webben</title>{rest}")  # noqa: S308
