"""`/peer-support/`: what anybody reads. One list for each subject."""

from django.urls import URLPattern

from peersupport.urls import public_page

app_name = "peersupport_public"
urlpatterns: list[URLPattern] = [*public_page.urlpatterns]
