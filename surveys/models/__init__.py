"""Surveys, what people answered, and what is published of it."""

from surveys.models.responses import Answer, PausedDraft, Response, SpareKey
from surveys.models.results import PublishedResults
from surveys.models.surveys import Question, Survey, SurveySeries, SurveyStatus

__all__ = [
    "Answer",
    "PausedDraft",
    "PublishedResults",
    "Question",
    "Response",
    "SpareKey",
    "Survey",
    "SurveySeries",
    "SurveyStatus",
]
