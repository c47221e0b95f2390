"""Addresses under ``/kalender/``. Order matters: fixed words before dates."""

from django.urls import URLPattern, URLResolver

from calendar_app.urls import editions, feeds, imports, public, work

app_name = "calendar_app"
urlpatterns: list[URLPattern | URLResolver] = [
    *feeds.urlpatterns,
    *editions.urlpatterns,
    *imports.urlpatterns,
    *work.urlpatterns,
    *public.urlpatterns,
]
