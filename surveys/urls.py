"""Addresses under /enkater/ (workspace). What respondents meet is in ``surveys.public_urls``."""

from django.urls import URLPattern

app_name = "surveys"
urlpatterns: list[URLPattern] = []
