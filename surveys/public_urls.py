"""Addresses under /svara/: anonymous questions."""

from django.urls import URLPattern

app_name = "answers"
urlpatterns: list[URLPattern] = []
