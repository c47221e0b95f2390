"""Addresses under /du-sa-vi-gjorde/: what anybody can read. ``forslag.json`` and ``.csv`` are promised to outsiders."""

from django.urls import path, re_path

from proposals.views import following, public

app_name = "loop"
urlpatterns = [
    path("", public.proposal_list, name="list"),
    path("forslag.json", public.json_file, name="json"),
    path("forslag.csv", public.csv_file, name="csv"),
    path("nytt.atom", public.atom, name="atom"),
    path("teman/", public.themes, name="themes"),
    path("eget-initiativ/", public.initiatives, name="initiatives"),
    re_path(
        r"^affisch/(?P<pk>[0-9a-f-]{36})/ni-sa-vi-gjorde-(?P<paper>a4|a3)\.pdf$",
        public.poster_file,
        name="poster",
    ),
    path("fraga/<uuid:pk>/", public.question, name="question"),
    path("folj/skickat/", following.asked, name="follow_asked"),
    path("folj/bekrafta/<str:token>/", following.confirm, name="follow_confirm"),
    path("folj/mina/<str:token>/", following.own, name="follow_own"),
    path("folj/sluta/<str:token>/", following.end, name="follow_end"),
    path("<slug:slug>/", public.proposal, name="proposal"),
    path("<slug:slug>/folj/", following.follow, name="follow"),
]
