"""Addresses: Swedish, lower case, promised to outsiders; a renamed one redirects."""

from django.urls import include, path

urlpatterns = [
    path("", include("pages.urls")),
    path("kalender/", include("calendar_app.urls")),
    path("foreningar/", include("associations.urls")),
    path("organisationer/", include("organisations.urls")),
    path("konto/mina-roller/", include("inflytande.roles.urls")),
    path("konto/", include("accounts.urls")),
    path("oversikt/", include("inflytande.overview.urls")),
    path("sparbarhet/", include("inflytande.trail.urls")),
    path("-/", include("inflytande.health.urls")),
    path("", include("common.urls")),
]
