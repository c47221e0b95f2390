"""Addresses under /svara/: anonymous questions. They stand on posters, so they are kept for good."""

from django.urls import URLPattern, path, re_path

from surveys.views import answering

app_name = "answers"
_CODE = r"(?P<code>[0-9A-Za-z]{4,8})"

urlpatterns: list[URLPattern] = [
    path("", answering.find, name="find"),
    re_path(rf"^{_CODE}/$", answering.start, name="start"),
    re_path(rf"^{_CODE}/fragor/$", answering.questions, name="questions"),
    re_path(rf"^{_CODE}/fortsatt/$", answering.resume, name="resume"),
    re_path(rf"^{_CODE}/tack/$", answering.thanks, name="thanks"),
]
