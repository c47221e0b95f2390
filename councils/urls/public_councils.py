"""The public pages of councils. ``fixed`` before the other parts' addresses, a council's own address last."""

from django.urls import URLPattern, path

from councils.views import public_councils as views

fixed: list[URLPattern] = [
    path("", views.council_list, name="list"),
    path("<slug:slug>/arbetsordning.pdf", views.rules, name="rules"),
]
urlpatterns: list[URLPattern] = [path("<slug:slug>/", views.council, name="council")]
