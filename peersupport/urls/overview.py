"""The pipeline, and one's own placements."""

from django.urls import path

from peersupport.views import overview as views

urlpatterns = [path("", views.home, name="home")]
