"""What is in place."""

from django.urls import path

from peersupport.views import readiness as views

urlpatterns = [path("<int:pk>/beredskap/", views.readiness, name="readiness")]
