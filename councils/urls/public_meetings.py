"""Public pages of meetings: `/brukarrad/<slug>/<yyyy-mm-dd>/`, a second one that day with the suffix `-2`."""

from django.urls import URLPattern, path, re_path

from councils.views import public_meetings as views

_MEETING = r"^(?P<slug>[-\w]+)/(?P<day>\d{4}-\d{2}-\d{2}(?:-\d{1,2})?)/"

urlpatterns: list[URLPattern] = [
    path("<slug:slug>/arkiv/<int:year>/", views.archive, name="archive"),
    re_path(_MEETING + "$", views.meeting, name="meeting"),
    re_path(_MEETING + r"anteckningar\.pdf$", views.minutes_pdf, name="minutes_pdf"),
    re_path(_MEETING + r"anteckningar-stor-stil\.pdf$", views.minutes_large_pdf, name="minutes_large_pdf"),
    re_path(_MEETING + r"handlingar/(?P<pk>[0-9a-f-]{36})/$", views.paper, name="paper"),
]
