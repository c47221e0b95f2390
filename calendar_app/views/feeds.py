"""Feeds, and the pages about them. Public feeds are vouched for by the page cache (304 without SQL)."""

import hashlib
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseNotModified,
    QueryDict,
    StreamingHttpResponse,
)
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from calendar_app.feeds import atom as atom_format
from calendar_app.feeds import ical
from calendar_app.filters import PARAMS, CalendarFilter, read_filter
from calendar_app.forms.digests import OwnFeedForm
from calendar_app.models import Occurrence
from calendar_app.queries import feeds
from calendar_app.queries.occurrence import public_occurrence
from calendar_app.queries.options import filter_options
from calendar_app.queries.subscribe import feed_addresses, own_feed_page
from calendar_app.services import feeds as services
from common.atom import CONTENT_TYPE as ATOM_TYPE
from common.notices import notify
from common.page_cache import cached_page


@cached_page(rooms=feeds.ROOMS, params=PARAMS)
@login_not_required
@require_safe
def calendar(request: HttpRequest) -> HttpResponseBase:
    read = read_filter(request.GET, filter_options())
    if read.unknown:
        # Never the whole calendar to somebody who asked for a part that has gone.
        raise Http404
    return _ical(feeds.feed_occurrences(read.filter), page=reverse("calendar_app:list"))


@cached_page(rooms=feeds.ROOMS)
@login_not_required
@require_safe
def association(request: HttpRequest, slug: str) -> HttpResponseBase:
    read = read_filter({"forening": [slug]}, filter_options())
    if read.unknown:
        raise Http404
    return _ical(feeds.feed_occurrences(read.filter), page=f"/foreningar/{slug}/")


@cached_page(rooms=feeds.ROOMS)
@login_not_required
@require_safe
def occurrence(request: HttpRequest, pk: int) -> HttpResponseBase:
    found = public_occurrence(pk)
    if found is None:
        raise Http404
    response = HttpResponse(b"".join(ical.calendar_stream([found])), content_type=ical.CONTENT_TYPE)
    response["Content-Disposition"] = 'attachment; filename="aktivitet.ics"'
    return response


@login_not_required
@require_safe
def personal(request: HttpRequest, token: str) -> HttpResponseBase:
    feed = feeds.personal_feed(token)
    if feed is None:
        return _unlogged(HttpResponse("Adressen gäller inte längre.", status=404, content_type="text/plain"))
    etag = f'"{hashlib.sha256(feeds.personal_fingerprint(feed).encode()).hexdigest()[:24]}"'
    if etag in request.headers.get("If-None-Match", ""):
        response: HttpResponseBase = HttpResponseNotModified()
    else:
        chosen = feeds.saved_filter(feed.filters)
        response = _ical(feeds.feed_occurrences(chosen), page=reverse("calendar_app:list"))
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "private, no-cache"
    return response


@cached_page(rooms=feeds.ROOMS, params=PARAMS)
@login_not_required
@require_safe
def atom(request: HttpRequest) -> HttpResponse:
    read = read_filter(request.GET, filter_options())
    if read.unknown:
        raise Http404
    content = atom_format.atom_feed(
        feeds.newest_occurrences(read.filter),
        feed_url=settings.PORTAL_ORIGIN + reverse("calendar_app:atom") + read.filter.query(),
        page_url=settings.PORTAL_ORIGIN + reverse("calendar_app:list"),
    )
    return HttpResponse(content, content_type=ATOM_TYPE)


@cached_page(rooms=feeds.ROOMS, params=PARAMS)
@login_not_required
@require_safe
def subscribe(request: HttpRequest) -> HttpResponse:
    options = filter_options()
    chosen = read_filter(request.GET, options).filter
    return render(
        request,
        "calendar_app/public/subscribe.html",
        {"page": feed_addresses(chosen, options), "picked": chosen},
    )


@never_cache
def own_feed(request: HttpRequest) -> HttpResponse:
    options = filter_options()
    feed = feeds.feed_of_user(request.user)
    saved = read_filter(feed.filters, options).filter if feed else CalendarFilter()
    form = OwnFeedForm(_posted(request), options=options, chosen=saved)
    if request.method == "POST" and form.is_valid():
        services.open_personal_feed(request.user, form.chosen(), actor=_actor(request))
        notify(request, "Sparat. Din kalender hämtar de nya valen nästa gång den uppdateras.")
        return redirect("calendar_app:own_feed")
    return render(request, "calendar_app/public/own_feed.html", {"page": own_feed_page(feed), "form": form})


@require_POST
def reset_own_feed(request: HttpRequest) -> HttpResponse:
    feed = feeds.feed_of_user(request.user)
    if feed is None:
        raise Http404
    services.reset_personal_feed(feed, actor=_actor(request))
    notify(request, "Du har fått en ny adress. Den gamla fungerar inte längre. Prenumerera på den nya.")
    return redirect("calendar_app:own_feed")


@require_POST
def close_own_feed(request: HttpRequest) -> HttpResponse:
    feed = feeds.feed_of_user(request.user)
    if feed is not None:
        services.close_personal_feed(feed, actor=_actor(request))
    notify(request, "Din egen prenumeration är borttagen. Adressen fungerar inte längre.")
    return redirect("calendar_app:own_feed")


def _ical(occurrences: Iterable[Occurrence], *, page: str) -> StreamingHttpResponse:
    stream = ical.calendar_stream(occurrences, url=settings.PORTAL_ORIGIN + page)
    response = StreamingHttpResponse(stream, content_type=ical.CONTENT_TYPE)
    response["Content-Disposition"] = 'inline; filename="kalender.ics"'
    return response


def _unlogged(response: HttpResponse) -> HttpResponse:
    """Keep Django from logging the address of a refused request: it may be a secret with a slip of the hand."""
    response._has_been_logged = True  # type: ignore[attr-defined]
    return response


def _posted(request: HttpRequest) -> QueryDict | None:
    """Return what was sent; a form with nothing ticked is sent all the same."""
    return request.POST if request.method == "POST" else None


def _actor(request: HttpRequest) -> Any:
    return request.user
