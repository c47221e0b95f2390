"""Addresses under /forslag/: the loop in the workspace."""

from django.urls import URLPattern

app_name = "proposals"
urlpatterns: list[URLPattern] = []
