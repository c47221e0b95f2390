"""From answers to the one table that is published. Small groups are withheld here, once, before anything is stored."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import transaction

from common import trail
from common.actors import Actor
from common.swedish import today
from surveys import withholding
from surveys.models import Answer, PublishedResults, Question, Survey

#: How the stored table is read; raised when its form changes.
FORM = 1


@dataclass
class _Given:
    """What people answered to one question: each one's cell, by response."""

    cells: dict[UUID, int] = field(default_factory=dict)
    chosen: Counter[int] = field(default_factory=Counter)
    answered: int = 0
    unknown: int = 0
    declined: int = 0


@transaction.atomic
def freeze_results(survey: Survey, *, actor: Actor) -> PublishedResults:
    """Count, withhold, and store for good. Called once, by closing or by judging the quarantine; survey held alone."""
    existing = PublishedResults.objects.filter(survey=survey).first()
    if existing is not None:
        return existing
    results = PublishedResults.objects.create(survey=survey, table=table_of(survey), frozen_on=today())
    trail.record("freeze_results", survey, actor=actor)
    return results


def table_of(survey: Survey) -> dict[str, Any]:
    """Return what may be published of the survey's counted answers (see ``surveys.withholding``)."""
    questions = list(survey.questions.all())
    ids = list(survey.responses.filter(quarantined=False).values_list("pk", flat=True))
    total = len(ids)
    if not withholding.base_is_shown(total):
        return {"form": FORM, "answers": None, "questions": [], "crosses": []}
    given = _read(survey, questions)
    is_judged = survey.kind == Survey.Kind.EFFECT
    table: dict[str, Any] = {
        "form": FORM,
        "answers": total,
        "questions": [_one_way(row, given[row.pk], total, is_judged=is_judged) for row in questions],
        "crosses": list(_crosses(questions, given, ids)),
    }
    if is_judged and questions:
        table["reached"] = _reached(survey, given[questions[0].pk])
    return table


def _read(survey: Survey, questions: Iterable[Question]) -> dict[UUID, _Given]:
    given = {row.pk: _Given() for row in questions}
    widths = {row.pk: len(row.options) for row in questions}
    rows = Answer.objects.filter(response__survey=survey, response__quarantined=False)
    for response_id, question_id, state, choices in rows.values_list(
        "response_id", "question_id", "state", "choices"
    ):
        found = given[question_id]
        if state == Answer.State.UNKNOWN:
            found.unknown += 1
            found.cells[response_id] = widths[question_id]
        elif state == Answer.State.DECLINED:
            found.declined += 1
        else:
            found.answered += 1
            found.chosen.update(choices)
            if choices:
                found.cells[response_id] = choices[0]
    return given


def _one_way(question: Question, given: _Given, total: int, *, is_judged: bool) -> dict[str, Any]:
    """One question's published row: base, a count for each option, "vet inte" and those without an answer."""
    chosen = [given.chosen[place] for place in range(len(question.options))]
    row: dict[str, Any] = {
        "id": str(question.pk),
        "thread": str(question.thread),
        "kind": question.kind,
        "text": question.text,
        "options": question.options,
        "base": None,
        "counts": None,
        "unknown": None,
        "declined": None,
        "silent": None,
    }
    base = given.answered + given.unknown
    if question.is_background:
        # The whole survey is the base: who did not say is a group like the others.
        shown = withholding.protected([*chosen, total - sum(chosen)])
        return row | {"base": total, "counts": shown[:-1], "silent": shown[-1]}
    if not withholding.base_is_shown(base):
        return row
    silent = total - base
    told = {
        "base": base,
        "silent": silent,
        "declined": given.declined if total >= withholding.OPEN_BASE else None,
    }
    if question.is_open:
        return row | told
    if question.kind == Question.Kind.SEVERAL:
        several = withholding.each_of([*chosen, given.unknown], base)
        return row | told | _split(several)
    if is_judged:
        return row | told | _split(withholding.judged([*chosen, given.unknown]))
    return row | told | _split(withholding.one_way([*chosen, given.unknown]))


def _split(counts: withholding.Row | None) -> dict[str, Any]:
    return {} if counts is None else {"counts": counts[:-1], "unknown": counts[-1]}


def _crosses(
    questions: list[Question], given: dict[UUID, _Given], ids: list[UUID]
) -> Iterable[dict[str, Any]]:
    """Each background fact against each opinion with one answer. Never two background facts with each other."""
    opinions = [row for row in questions if row.kind in {Question.Kind.SCALE, Question.Kind.CHOICE}]
    for background in (row for row in questions if row.is_background):
        for opinion in opinions:
            told = given[opinion.pk]
            if told.answered + told.unknown < withholding.OPEN_BASE:
                continue
            width = len(opinion.options) + 2
            cells = [[0] * width for _ in range(len(background.options) + 1)]
            groups = given[background.pk].cells
            for response_id in ids:
                group = groups.get(response_id, len(background.options))
                cells[group][told.cells.get(response_id, width - 1)] += 1
            shown = withholding.cross(cells)
            yield {
                "background": str(background.pk),
                "question": str(opinion.pk),
                "rows": shown.rows if shown else None,
                "cells": shown.cells if shown else None,
            }


def _reached(survey: Survey, given: _Given) -> bool:
    """Whether enough people answered and enough of them said yes. "Vet inte" takes no stand and is left out."""
    yes = given.chosen[0]
    return (
        given.answered >= max(survey.least_answers, withholding.LEAST_BASE)
        and yes * 100 >= survey.least_yes_percent * given.answered
    )
