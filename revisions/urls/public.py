"""Addresses under /brukarrevisioner/: what anybody can read."""

from django.urls import URLPattern

app_name = "audits"
urlpatterns: list[URLPattern] = []
