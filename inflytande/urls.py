"""Addresses: Swedish, lower case, promised to outsiders; a renamed one redirects."""

from django.urls import include, path

urlpatterns = [
    path("", include("pages.urls")),
    path("", include("pages.about_urls")),
    path("kalender/", include("calendar_app.urls")),
    path("foreningar/", include("associations.urls")),
    path("organisationer/", include("organisations.urls")),
    path("enkater/", include("surveys.urls")),
    path("svara/egen/", include("peersupport.urls.statements")),
    path("svara/", include("surveys.public_urls")),
    path("forslag/", include("proposals.urls")),
    path("du-sa-vi-gjorde/", include("proposals.public_urls")),
    path("revisioner/", include("revisions.urls.work")),
    path("brukarrevisioner/", include("revisions.urls.public")),
    path("brukarrad/", include("councils.urls.public")),
    path("dialogmoten/", include("councils.urls.dialogues")),
    path("rad/", include("councils.urls.work")),
    path("placeringar/", include("peersupport.urls.work")),
    path("peer-support/", include("peersupport.urls.public")),
    path("arvode/", include("councils.urls.fees")),
    path("konto/mina-roller/", include("inflytande.roles.urls")),
    path("konto/", include("accounts.urls")),
    path("oversikt/", include("inflytande.overview.urls")),
    path("sparbarhet/", include("inflytande.trail.urls")),
    path("redaktion/", include("pages.editing.urls")),
    path("-/", include("inflytande.health.urls")),
    path("", include("common.urls")),
    path("", include("pages.written_urls")),
]
