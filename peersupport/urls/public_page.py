"""`/peer-support/`: what it is, where it is, what evaluations say."""

from django.urls import path

from peersupport.views import public_page as views

urlpatterns = [
    path("", views.page, name="page"),
    path("resultat/", views.results, name="results"),
    path("rapport/<int:pk>.pdf", views.report, name="report"),
]
