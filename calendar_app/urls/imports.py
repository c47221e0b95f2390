"""Importing activities, and the calendar as a table."""

from django.urls import URLPattern, URLResolver, path, re_path

from calendar_app.views import imports

urlpatterns: list[URLPattern | URLResolver] = [
    path("kalender.csv", imports.calendar_csv, name="csv"),
    path("arbete/import/", imports.start, name="imports"),
    re_path(r"^arbete/import/mall\.(?P<kind>csv|xlsx)$", imports.template_file, name="import_template"),
    path("arbete/import/<uuid:pk>/", imports.detail, name="import"),
    path("arbete/import/<uuid:pk>/lagg-in/", imports.confirm, name="import_confirm"),
    path("arbete/import/<uuid:pk>/avbryt/", imports.discard, name="import_discard"),
]
