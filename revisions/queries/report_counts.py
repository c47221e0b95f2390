"""What a report shows in numbers: scale questions, themes, surveys. Settled at publication, small groups withheld.

Later editions show the same numbers, so that two editions can't be subtracted from each other.
"""

from typing import Any

from django.db.models import Count, Max, Q

from common.swedish import count_text, number_text, sort_key
from revisions.models import AnalysisCode, Interview, UserAudit
from revisions.queries.counts import shown_scales
from revisions.services.source import ROOM
from surveys.models import Survey
from surveys.queries.results import QuestionResult, ResultState, SurveyResults, published
from surveys.withholding import LEAST_BASE, OPEN_BASE, theme_count

Data = dict[str, Any]

TOO_FEW_FOR_THEMES = (
    "Vi visar inte hur många som tog upp varje tema, eftersom färre än "
    f"{number_text(OPEN_BASE)} personer har intervjuats."
)
TOO_FEW_ANSWERED = "Färre än fem svarade på enkäten. Då visas inga siffror, för att ingen ska kunna pekas ut."


def scale_data(audit: UserAudit) -> list[Data]:
    """Return the interviews' scale questions; ``None`` stands for a withheld count, and for a base that isn't told."""
    return [
        {
            "title": one.text,
            "base": one.base,
            "cells": [
                {"label": label, "count": count} for label, count in zip(one.labels, one.counts, strict=True)
            ],
            "note": one.note,
        }
        for one in shown_scales(audit)
    ]


def interview_count(audit: UserAudit) -> int | None:
    """Return how many interviews and focus groups are done; ``None`` under five."""
    done = audit.interviews.filter(status=Interview.Status.DONE).count()
    return done if done >= LEAST_BASE else None


def theme_data(audit: UserAudit) -> Data | None:
    """Return in how many interviews each theme was marked; ``None`` when nothing is marked.

    From ten interviews on each count is told, below that none. Focus groups aren't counted: one is many people. Of the
    team's own themes only those that a finding builds on are told; the others are how the team works.
    """
    done = Q(status=Interview.Status.DONE, kind=Interview.Kind.INTERVIEW)
    base = audit.interviews.filter(done).count()
    marked = Q(
        passages__answer__interview__status=Interview.Status.DONE,
        passages__answer__interview__kind=Interview.Kind.INTERVIEW,
    )
    rows: Any = (
        AnalysisCode.objects.filter(Q(theme__isnull=False) | Q(findings__isnull=False), audit=audit)
        .annotate(interviews=Count("passages__answer__interview", filter=marked, distinct=True))
        .filter(interviews__gt=0)
    )
    counted = sorted(rows, key=lambda row: (-row.interviews, sort_key(row.name)))
    if not counted:
        return None
    cells = [{"label": row.name, "count": theme_count(row.interviews, base)} for row in counted]
    if any(cell["count"] is None for cell in cells):
        return {"base": None, "cells": [], "note": TOO_FEW_FOR_THEMES}
    return {"base": base, "cells": cells, "note": ""}


def survey_data(audit: UserAudit) -> list[Data]:
    """Return the published counts of the audit's surveys. What people wrote in their own words is never here.

    Those that were judged when the draft was sent: what comes later is no part of what the addressees have read.
    """
    sent_on = audit.reply_windows.aggregate(sent_on=Max("sent_on"))["sent_on"]
    rows = Survey.objects.of_owner(ROOM, audit.pk).filter(kind=Survey.Kind.SURVEY).select_related("results")
    results = [published(one) for one in rows.order_by("closed_on", "pk")]
    told = [one for one in results if one.state in {ResultState.SHOWN, ResultState.TOO_FEW}]
    return [_survey(one) for one in told if sent_on is None or one.survey.results.frozen_on <= sent_on]


def _survey(results: SurveyResults) -> Data:
    if results.answers is None:
        return {"title": results.survey.title, "said": TOO_FEW_ANSWERED, "questions": []}
    people = count_text(results.answers, "person", "personer")
    return {
        "title": results.survey.title,
        "said": f"{people[:1].upper()}{people[1:]} svarade.",
        "questions": [_question(one) for one in results.questions if not one.is_open],
    }


def _question(result: QuestionResult) -> Data:
    if result.bars is None:
        return {"title": result.text, "base": None, "cells": [], "note": result.why_not}
    return {
        "title": result.text,
        "base": result.bars.base,
        "cells": [{"label": bar.label, "count": bar.count} for bar in result.bars.bars],
        "note": result.bars.note,
    }
