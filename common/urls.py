"""Addresses that no room owns."""

from django.urls import path

from common import views

app_name = "common"
urlpatterns = [
    path("ord-att-akta/lista.json", views.privacy_words, name="privacy_words"),
]
