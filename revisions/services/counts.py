"""Counts of scale questions, frozen once: what the report shows for good, also when raw answers are destroyed."""

from collections import defaultdict
from uuid import UUID

from django.db import transaction

from revisions.models import ScaleCount, UserAudit
from revisions.queries.counts import Scale, live_scales
from revisions.services.shared import locked_audit


@transaction.atomic
def freeze_counts(audit: UserAudit) -> int:
    """Freeze the audit's counts and return how many rows there are. Frozen counts are never counted anew.

    Called by publication in its own transaction, and by destruction for an audit that has none; the caller holds the
    permission. To show them: ``revisions.queries.counts.shown_scales``.
    """
    locked = locked_audit(audit)
    there = ScaleCount.objects.filter(audit=locked).count()
    if there:
        return there
    used: defaultdict[UUID, int] = defaultdict(int)
    names: defaultdict[UUID, set[str]] = defaultdict(set)
    rows: list[ScaleCount] = []
    for scale in live_scales(locked):
        text = _own_text(scale, names[scale.thread])
        for label, count in zip(scale.labels, scale.counts, strict=True):
            rows.append(
                ScaleCount(
                    audit=locked,
                    thread=scale.thread,
                    question_text=text,
                    label=label,
                    order=used[scale.thread],
                    count=count,
                )
            )
            used[scale.thread] += 1
    ScaleCount.objects.bulk_create(rows)
    return len(rows)


def _own_text(scale: Scale, taken: set[str]) -> str:
    """Two scales of one thread are told apart by their text, as they were two questions."""
    text = scale.text
    number = 1
    while text in taken:
        number += 1
        text = f"{scale.text[:385]} (skala {number})"
    taken.add(text)
    return text
