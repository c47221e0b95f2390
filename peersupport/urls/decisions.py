"""Decisions of a placement."""

from django.urls import path

from peersupport.views import decisions as views

urlpatterns = [
    path("<int:pk>/beslut/", views.decisions, name="decisions"),
    path("<int:pk>/beslut/nytt/", views.record, name="record_decision"),
    path("<int:pk>/beslut/<int:decision>/", views.edit, name="edit_decision"),
    path("<int:pk>/beslut/<int:decision>/ta-bort/", views.remove, name="remove_decision"),
]
