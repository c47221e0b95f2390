"""Addresses under /du-sa-vi-gjorde/: what anybody can read."""

from django.urls import URLPattern

app_name = "loop"
urlpatterns: list[URLPattern] = []
