"""`/dialogmoten/`: the dialogue meetings of the areas."""

from django.urls import URLPattern, path

from councils.views import dialogues

app_name = "dialogues"
urlpatterns: list[URLPattern] = [path("", dialogues.public_list, name="list")]
