"""`/arvode/`: fees, travel and payroll lists."""

from django.urls import URLPattern

app_name = "fees"
urlpatterns: list[URLPattern] = []
