"""A unit's interest: the open form, and the coordinator's answers at work."""

from django.urls import path

from peersupport.views import interest as views

public = [
    path("intresse/", views.interest, name="interest"),
    path("intresse/tack/", views.interest_sent, name="interest_sent"),
]
urlpatterns = [
    path("intresse/", views.interests, name="interests"),
    path("intresse/<int:pk>/", views.answer_interest, name="answer_interest"),
]
