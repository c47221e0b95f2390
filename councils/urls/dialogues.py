"""`/dialogmoten/`: the dialogue meetings of the areas."""

from django.urls import URLPattern

app_name = "dialogues"
urlpatterns: list[URLPattern] = []
