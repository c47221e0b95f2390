"""The invented activities of the demo: from last month to four months ahead, whatever today is."""

from inflytande.demo.activities.by_associations import (
    DRAFT,
    PROPOSED_BY_EGNA_ORD,
    PROPOSED_BY_GRANNGARDEN,
    TRUSTED,
)
from inflytande.demo.activities.series import SERIES, STUDY_CIRCLE
from inflytande.demo.activities.shape import FRI, MON, SAT, THU, TUE, WED, Activity, day_of, last_day
from inflytande.demo.activities.singles import SINGLES

__all__ = [
    "DRAFT",
    "FRI",
    "MON",
    "PROPOSED_BY_EGNA_ORD",
    "PROPOSED_BY_GRANNGARDEN",
    "SAT",
    "SERIES",
    "SINGLES",
    "STUDY_CIRCLE",
    "THU",
    "TRUSTED",
    "TUE",
    "WED",
    "Activity",
    "day_of",
    "last_day",
]
