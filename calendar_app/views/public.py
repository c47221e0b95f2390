"""The public calendar: list, month, week and one activity. Cached whole (architecture decision 8)."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from calendar_app.filters import PARAMS, Options, ReadFilter, read_filter
from calendar_app.forms.filters import CalendarFilterForm
from calendar_app.periods import Month, Week, is_reachable
from calendar_app.queries import public
from calendar_app.queries.occurrence import occurrence_page, public_occurrence
from calendar_app.queries.options import filter_options
from calendar_app.queries.public import CalendarPage
from common import swedish
from common.page_cache import cached_page

#: What the calendar's pages show of: their own rows, names of associations and places.
ROOMS = ("calendar", "associations", "organisations")


@cached_page(rooms=ROOMS, params=(*PARAMS, "vy"))
@login_not_required
@require_safe
def calendar_list(request: HttpRequest) -> HttpResponse:
    options = filter_options()
    read = read_filter(request.GET, options)
    if request.GET.get("vy") == "manad":
        page = public.month_page(Month.of(swedish.today()), read.filter, options, grid=True)
        return _month(request, page, read, options, grid=True)
    page = public.list_page(read.filter, options)
    return _render(request, "list", page, read, options)


@cached_page(rooms=ROOMS, params=(*PARAMS, "vy"))
@login_not_required
@require_safe
def month(request: HttpRequest, year: int, month: int) -> HttpResponse:
    if not is_reachable(year):
        raise Http404
    options = filter_options()
    read = read_filter(request.GET, options)
    grid = request.GET.get("vy") == "manad"
    page = public.month_page(Month(year, month), read.filter, options, grid=grid)
    return _month(request, page, read, options, grid=grid)


@cached_page(rooms=ROOMS, params=PARAMS)
@login_not_required
@require_safe
def week(request: HttpRequest, year: int, week: int) -> HttpResponse:
    asked = Week(year, week)
    if not is_reachable(year) or not asked.exists:
        raise Http404
    options = filter_options()
    read = read_filter(request.GET, options)
    page = public.week_page(asked, read.filter, options)
    return _render(request, "week", page, read, options)


@cached_page(rooms=ROOMS)
@login_not_required
@require_safe
def occurrence(request: HttpRequest, pk: int) -> HttpResponse:
    found = public_occurrence(pk)
    if found is None:
        raise Http404
    return render(request, "calendar_app/public/occurrence.html", {"page": occurrence_page(found)})


def _month(
    request: HttpRequest, page: CalendarPage, read: ReadFilter, options: Options, *, grid: bool
) -> HttpResponse:
    return _render(request, "month" if grid else "list", page, read, options, view="manad" if grid else "")


def _render(
    request: HttpRequest, name: str, page: CalendarPage, read: ReadFilter, options: Options, view: str = ""
) -> HttpResponse:
    context = {
        "page": page,
        "form": CalendarFilterForm(read.filter, options, view=view),
        "picked": len(read.filter.pairs()),
        "unknown": read.unknown,
    }
    return render(request, f"calendar_app/public/{name}.html", context)
