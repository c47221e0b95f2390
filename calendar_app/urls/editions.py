"""Printed editions. ``/kalender/<yyyy>-<mm>.pdf`` is promised to outsiders."""

from django.urls import URLPattern, URLResolver, path, re_path

from calendar_app.views import editions

_CODE = r"(?P<code>[12][0-9]{3}-(?:[0-9]{2}|vt|ht))"

urlpatterns: list[URLPattern | URLResolver] = [
    re_path(r"^(?P<code>[12][0-9]{3}-[0-9]{2})\.pdf$", editions.latest, name="month_pdf"),
    re_path(r"^termin/(?P<code>[12][0-9]{3}-(?:vt|ht))\.pdf$", editions.latest, name="term_pdf"),
    path("utgavor/", editions.edition_list, name="editions"),
    re_path(
        rf"^utgavor/{_CODE}/(?P<number>[0-9]{{1,6}})/(?P<paper>[a-z]+)\.pdf$",
        editions.numbered,
        name="edition_pdf",
    ),
    path("arbete/utgavor/", editions.work, name="edition_work"),
    re_path(rf"^arbete/utgavor/{_CODE}/andrat/$", editions.changes, name="edition_changes"),
    re_path(
        rf"^arbete/utgavor/{_CODE}/(?P<number>[0-9]{{1,6}})/$", editions.progress, name="edition_progress"
    ),
    re_path(
        rf"^arbete/utgavor/{_CODE}/(?P<number>[0-9]{{1,6}})/igen/$", editions.retry, name="edition_retry"
    ),
]
