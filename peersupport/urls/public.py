"""`/peer-support/`: what anybody reads. One list for each subject."""

from django.urls import URLPattern

from peersupport.urls import interest, public_page

app_name = "peersupport_public"
urlpatterns: list[URLPattern] = [*interest.public, *public_page.urlpatterns]
