"""Addresses about the portal itself: what it does with personal data, and what machines ask for."""

from django.urls import path

from pages.views import about, for_machines

app_name = "about"
urlpatterns = [
    path("integritet/", about.privacy, name="privacy"),
    path("integritet/kakor/", about.cookies, name="cookies"),
    path("tillganglighet/", about.accessibility, name="accessibility"),
    path("sa-paverkar-du/", about.take_part, name="take_part"),
    path("om-oss/", about.about_us, name="about_us"),
    path("sa-lamnar-du-inga-spar/", about.no_trace, name="no_trace"),
    path("sitemap.xml", for_machines.sitemap, name="sitemap"),
    path("robots.txt", for_machines.robots, name="robots"),
    path(".well-known/security.txt", for_machines.security, name="security"),
]
