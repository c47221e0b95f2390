"""The coordinator's month, what waits, what changed; a representative's own activities."""

import re
from datetime import date

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST

from accounts.people import signed_in
from calendar_app.forms.events.quick import QuickForm, guessed_kind
from calendar_app.forms.events.selection import FilterForm
from calendar_app.forms.events.values import new_values
from calendar_app.periods import Month, is_reachable
from calendar_app.queries.work import own
from calendar_app.queries.work.changed import changed_page
from calendar_app.queries.work.month import MonthPage, WorkFilter, month_page, this_month
from calendar_app.queries.work.reach import association_choices, base_municipality_id, events_for, statuses_of
from calendar_app.queries.work.waiting import waiting_count, waiting_page
from calendar_app.services import filters, flow
from calendar_app.services.content import EventContent, TimePlan
from calendar_app.services.entry import Goal, enter_event
from common.errors import DomainError
from common.notices import notify
from common.swedish import count_text

REVIEWS = "calendar_app.review_events"


@permission_required(REVIEWS, raise_exception=True)
def work(request: HttpRequest) -> HttpResponse:
    """The calendar month by month, in every state."""
    user = signed_in(request)
    choices = association_choices(user)
    form = FilterForm(request.GET or None, associations=choices)
    page = month_page(user, _wanted(request, form))
    quick = QuickForm(
        initial=new_values(user) | _quick_day(request), choices=choices, takes_focus="rad" in request.GET
    )
    return _month_response(request, page, form, quick)


@permission_required(REVIEWS, raise_exception=True)
def waiting(request: HttpRequest) -> HttpResponse:
    """Proposals and changes that the coordinator decides."""
    page = waiting_page(signed_in(request))
    return render(request, "calendar_app/work/waiting.html", {"page": page, "tabs": _tabs(request, "vantar")})


@permission_required(REVIEWS, raise_exception=True)
def changed(request: HttpRequest) -> HttpResponse:
    """What readers of the month's latest edition don't know."""
    month = _month(request.GET.get("manad", ""))
    context = {
        "page": changed_page(signed_in(request), month),
        "tabs": _tabs(request, "andrat"),
        "previous": _month_link(month.shifted(-1)),
        "following": _month_link(month.shifted(1)),
    }
    return render(request, "calendar_app/work/changed.html", context)


@permission_required("calendar_app.add_event", raise_exception=True)
def own_events(request: HttpRequest) -> HttpResponse:
    """A representative's activities."""
    rows = own.own_events(signed_in(request))
    return render(
        request,
        "calendar_app/work/own_events.html",
        {"rows": rows, "new_url": reverse("calendar_app:event_new")},
    )


@permission_required(REVIEWS, raise_exception=True)
@require_POST
def quick_entry(request: HttpRequest) -> HttpResponse:
    """Write one line into the calendar and come back to the line, ready for the next."""
    user = signed_in(request)
    choices = association_choices(user)
    form = QuickForm(request.POST, choices=choices)
    if form.is_valid() and form.span:
        try:
            event = enter_event(
                _quick_content(form),
                TimePlan(start=form.span[0], end=form.span[1]),
                goal=Goal.PUBLISH if request.POST.get("wants") == "publish" else Goal.DRAFT,
                actor=user,
                form_key=form.cleaned_data["form_key"],
            )
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            undo = "till-utkast" if event.is_public else "ta-bort"
            notify(
                request,
                f"”{event.title}” är {'publicerad' if event.is_public else 'sparad som utkast'}.",
                undo_url=reverse("calendar_app:event_action", args=[event.pk, undo]),
            )
            day = form.cleaned_data["day"]
            query = urlencode({"manad": f"{day.year}-{day.month:02}", "rad": day.isoformat()})
            return redirect(f"{reverse('calendar_app:work')}?{query}")
    filter_form = FilterForm(None, associations=choices)
    page = month_page(user, WorkFilter(_posted_month(form)))
    return _month_response(request, page, filter_form, form)


@permission_required(REVIEWS, raise_exception=True)
@require_POST
def publish_many(request: HttpRequest) -> HttpResponse:
    """Publish what was ticked. What can't be published is told with its reason."""
    user = signed_in(request)
    picked = {int(value) for value in request.POST.getlist("event") if re.fullmatch(r"\d{1,9}", value)}
    before = statuses_of(user, picked)
    outcome = flow.publish_events(picked, actor=user)
    if not picked:
        notify(request, "Kryssa i de aktiviteter som ska publiceras.", mind=True)
    if outcome.published:
        ids = [event.pk for event in outcome.published]
        query = urlencode(
            {
                "utkast": ",".join(str(pk) for pk in ids if before.get(pk) == "draft"),
                "forslag": ",".join(str(pk) for pk in ids if before.get(pk) == "proposed"),
            }
        )
        words = count_text(len(ids), "aktivitet är publicerad", "aktiviteter är publicerade")
        undo = f"{reverse('calendar_app:unpublish_many')}?{query}"
        notify(request, f"{words.capitalize()}.", undo_url=undo)
    for event, reason in outcome.refused:
        notify(request, f"”{event.title}” publicerades inte. {reason}", mind=True)
    if picked and not outcome.published and not outcome.refused:
        notify(request, "Det du kryssade i är redan publicerat.")
    return redirect(_back(request))


@permission_required(REVIEWS, raise_exception=True)
@require_POST
def unpublish_many(request: HttpRequest) -> HttpResponse:
    """Undo a bulk publishing: every event goes back to where it came from."""
    user = signed_in(request)
    for name, state in (("utkast", "draft"), ("forslag", "proposed")):
        ids = {
            int(value) for value in request.GET.get(name, "").split(",") if re.fullmatch(r"[0-9]{1,9}", value)
        }
        for event in events_for(user).filter(pk__in=ids).exclude(status=state):
            try:
                flow.unpublish_event(event, actor=user, to=state)
            except DomainError as error:
                notify(request, f"”{event.title}”: {error.message}", mind=True)
    notify(request, "Publiceringen är ångrad.")
    return redirect(_back(request))


@permission_required(REVIEWS, raise_exception=True)
@require_POST
def save_filter(request: HttpRequest) -> HttpResponse:
    """Keep the present selection under a name."""
    user = signed_in(request)
    form = FilterForm(request.POST, associations=association_choices(user))
    wanted = _wanted(request, form)
    try:
        filters.save_filter(user, request.POST.get("name", ""), wanted.saved_query)
    except DomainError as error:
        notify(request, error.message, mind=True)
    else:
        notify(request, "Urvalet är sparat.")
    return redirect(f"{reverse('calendar_app:work')}?{wanted.query()}")


@permission_required(REVIEWS, raise_exception=True)
@require_POST
def remove_filter(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget a saved selection."""
    user = signed_in(request)
    saved = get_object_or_404(user.calendar_filters, pk=pk)
    filters.remove_filter(saved, actor=user)
    notify(request, "Urvalet är borttaget.")
    return redirect("calendar_app:work")


def _month_response(
    request: HttpRequest, page: MonthPage, form: FilterForm, quick: QuickForm
) -> HttpResponse:
    context = {
        "page": page,
        "filter_form": form,
        "quick": quick,
        "tabs": _tabs(request, "manad", page.waiting),
        "is_filtered": bool(page.wanted.saved_query),
    }
    return render(request, "calendar_app/work/month.html", context, status=200)


def _tabs(
    request: HttpRequest, now: str, count: int | None = None
) -> list[tuple[str, str, int | None, bool]]:
    if count is None:
        count = waiting_count(request.user)
    return [
        ("Månad för månad", reverse("calendar_app:work"), None, now == "manad"),
        ("Väntar på dig", reverse("calendar_app:work_waiting"), count, now == "vantar"),
        ("Ändrat sedan utgåvan", reverse("calendar_app:work_changed"), None, now == "andrat"),
        ("Utgåvor", reverse("calendar_app:edition_work"), None, False),
        ("Importera", reverse("calendar_app:imports"), None, False),
    ]


def _wanted(request: HttpRequest, form: FilterForm) -> WorkFilter:
    """Return the checked selection; a value that can't be read selects nothing."""
    form.is_valid()
    cleaned = getattr(form, "cleaned_data", {})
    return WorkFilter(
        month=_month(cleaned.get("manad", "")),
        status=cleaned.get("status", ""),
        association_id=cleaned.get("forening"),
        municipality_id=cleaned.get("kommun"),
        kind=cleaned.get("typ", ""),
        words=cleaned.get("q", ""),
    )


def _month(text: str) -> Month:
    match = re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])", text)
    if match is None or not is_reachable(int(match[1])):
        return this_month()
    return Month(int(match[1]), int(match[2]))


def _month_link(month: Month) -> dict[str, str]:
    return {"url": f"?manad={month.year}-{month.month:02}", "name": month.name, "full": month.title}


def _quick_day(request: HttpRequest) -> dict[str, date]:
    try:
        return {"day": date.fromisoformat(request.GET.get("rad", ""))}
    except ValueError:
        return {}


def _posted_month(form: QuickForm) -> Month:
    day = getattr(form, "cleaned_data", {}).get("day")
    return Month.of(day) if day and is_reachable(day.year) else this_month()


def _quick_content(form: QuickForm) -> EventContent:
    association_id = form.cleaned_data["association"]
    title = form.cleaned_data["title"]
    return EventContent(
        title=title,
        kind=guessed_kind(title),
        association_ids=(association_id,),
        municipality_id=base_municipality_id(association_id),
    )


def _back(request: HttpRequest) -> str:
    month = request.POST.get("manad", "")
    if request.POST.get("fran") == "vantar":
        return reverse("calendar_app:work_waiting")
    wanted = _month(month)
    return f"{reverse('calendar_app:work')}?manad={wanted.year}-{wanted.month:02}"
