"""What the form of an activity starts with."""

import uuid
from datetime import timedelta
from typing import Any

from associations.models import Association
from calendar_app.forms.events.fields import WHOLE_COUNTY
from calendar_app.services import series as rules
from calendar_app.services.content import EventContent, TimePlan


def initial_values(content: EventContent, plan: TimePlan | None) -> dict[str, Any]:
    """Return the form's starting values for an event that exists."""
    values: dict[str, Any] = {
        name: getattr(content, name)
        for name in EventContent.__dataclass_fields__
        if name
        not in {
            "association_ids",
            "unit_ids",
            "priority_group_ids",
            "municipality_id",
            "participation_step",
        }
    }
    values["association"] = list(content.association_ids)
    values["units"] = list(content.unit_ids)
    values["priority_groups"] = list(content.priority_group_ids)
    values["municipality"] = str(content.municipality_id or WHOLE_COUNTY)
    values["participation_step"] = str(content.participation_step or "")
    return values | (plan_values(plan) if plan else {})


def plan_values(plan: TimePlan) -> dict[str, Any]:
    """Return the starting values of the time fields."""
    start, end = rules.wall(plan.start), rules.wall(plan.end)
    last = (end - timedelta(days=1)).date() if plan.all_day else end.date()
    values: dict[str, Any] = {
        "day": start.date(),
        "starts": None if plan.all_day else start.time(),
        "ends": None if plan.all_day else end.time(),
        "all_day": plan.all_day,
        "last_day": last if last != start.date() else None,
    }
    if plan.repeat:
        values |= {
            "frequency": plan.repeat.frequency,
            "interval": plan.repeat.interval,
            "until": plan.repeat.until,
            "count": plan.repeat.count,
            "excluded": ", ".join(day.isoformat() for day in plan.repeat.excluded),
        }
    return values


def new_values(user: Any) -> dict[str, Any]:
    """Return the starting values of a new activity."""
    return {"form_key": uuid.uuid4(), "interval": 1, "frequency": "", "participation_step": ""} | _own_place(
        user
    )


def _own_place(user: Any) -> dict[str, Any]:
    if user.has_perm("calendar_app.review_events"):
        return {}
    first = Association.objects.filter(representatives__in=user.represents.current()).first()
    if first is None:
        return {}
    return {"municipality": str(first.base_municipality_id or ""), "contact_email": first.email}
