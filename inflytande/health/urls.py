"""Addresses for probes; the hyphen keeps them apart from everything people visit."""

from django.urls import path

from inflytande.health.views import healthy, ready

app_name = "health"
urlpatterns = [
    path("healthy", healthy, name="healthy"),
    path("ready", ready, name="ready"),
]
