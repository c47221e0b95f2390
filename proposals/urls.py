"""Addresses under /forslag/: the loop in the workspace."""

from django.urls import path

from proposals.views import own

app_name = "proposals"
urlpatterns = [
    path("mina-svar/", own.own_answers, name="own"),
    path("uppfoljning/<uuid:pk>/", own.own_answers, name="follow_up"),
]
