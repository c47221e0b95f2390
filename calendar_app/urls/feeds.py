"""The calendar's feeds and the page that says how to subscribe."""

from django.urls import URLPattern, URLResolver, path

from calendar_app.views import feeds

urlpatterns: list[URLPattern | URLResolver] = [
    path("kalender.ics", feeds.calendar, name="feed"),
    path("forening/<slug:slug>.ics", feeds.association, name="association_feed"),
    path("aktivitet/<int:pk>.ics", feeds.occurrence, name="occurrence_ics"),
    path("min/<str:token>.ics", feeds.personal, name="personal_feed"),
    path("atom.xml", feeds.atom, name="atom"),
    path("prenumerera/", feeds.subscribe, name="subscribe"),
    path("prenumerera/min/", feeds.own_feed, name="own_feed"),
    path("prenumerera/min/ny-adress/", feeds.reset_own_feed, name="reset_own_feed"),
    path("prenumerera/min/ta-bort/", feeds.close_own_feed, name="close_own_feed"),
]
