"""What an activity being written will look like, and what to think of."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from associations.models import Association
from calendar_app.holidays_sweden import planning_hints
from calendar_app.models import AttendanceForm, Occurrence
from calendar_app.queries.clashes import find_clashes
from calendar_app.queries.rows import time_text
from calendar_app.services import series as rules
from calendar_app.services.content import EventContent, TimePlan, content_of
from calendar_app.services.schedule import plan_of
from common.errors import DomainError
from common.swedish import join_words, local_date, today
from organisations.models import Municipality

if TYPE_CHECKING:  # forms import queries elsewhere; only the type is needed here
    from calendar_app.forms.events.activity import EventForm


@dataclass(frozen=True)
class Preview:
    """The public look of one activity, with hints for the one who writes it."""

    day: date | None
    title: str
    time: str
    organiser: str
    places: tuple[str, ...]
    online: str
    step: int | None
    rule: str
    description: str
    hints: tuple[str, ...]


def preview_of_form(form: "EventForm", user: Any) -> Preview | None:
    """Return the preview of what stands in the form, as far as it can be read."""
    content: EventContent | None = getattr(form, "content", None)
    if content is not None:
        return preview(content, form.plan, user, except_event_id=form.event.pk if form.event else None)
    if form.event is not None:
        return preview(content_of(form.event), plan_of(form.event), user, except_event_id=form.event.pk)
    return None


def preview(
    content: EventContent, plan: TimePlan | None, user: Any, *, except_event_id: int | None = None
) -> Preview:
    """Describe content and plan as the calendar will show them."""
    spans = _spans(plan)
    names = dict(Association.objects.filter(pk__in=content.association_ids).values_list("pk", "name"))
    clashes = find_clashes(content, spans, user=user, except_event_id=except_event_id)
    hints = planning_hints(local_date(start) for start, _ in spans)
    first = Occurrence(start=plan.start, end=plan.end, all_day=plan.all_day) if spans and plan else None
    online = {
        AttendanceForm.ONLINE.value: "Digitalt",
        AttendanceForm.BOTH.value: "Går också att vara med digitalt",
    }
    return Preview(
        day=local_date(plan.start) if plan else None,
        title=content.title or "Rubriken kommer här",
        time=time_text(first) if first else "",
        organiser=join_words([names[pk] for pk in content.association_ids if pk in names]),
        places=tuple(filter(None, [_place(content)])),
        online=online.get(content.attendance, ""),
        step=content.participation_step,
        rule=rules.rule_text(rules.rule_of(plan, plan.repeat)) if spans and plan and plan.repeat else "",
        description=content.description,
        hints=(*hints, *(clash.words for clash in clashes)),
    )


def _spans(plan: TimePlan | None) -> list[tuple[Any, Any]]:
    """Return the plan's times, or none when the plan can't be kept; the form says why."""
    if plan is None:
        return []
    try:
        rules.check_plan(plan, today())
    except DomainError:
        return []
    if plan.repeat is None:
        return [(plan.start, plan.end), *plan.also]
    found = rules.slots(
        rules.rule_of(plan, plan.repeat),
        rules.wall(plan.start).time(),
        rules.duration_of(plan.start, plan.end),
        all_day=plan.all_day,
        last=rules.horizon(today()),
    )
    return [(slot.start, slot.end) for slot in found]


def _place(content: EventContent) -> str:
    if content.attendance == AttendanceForm.ONLINE:
        return ""
    municipality = Municipality.objects.filter(pk=content.municipality_id or 0).first()
    parts = [content.place, content.street_address, municipality.name if municipality else ""]
    return ", ".join(filter(None, parts))
