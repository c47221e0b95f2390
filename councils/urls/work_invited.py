"""What those who are invited to a dialogue meeting open, and letters that came back."""

from django.urls import URLPattern, path

from councils.views import calling, dialogue_invited

urlpatterns: list[URLPattern] = [
    path("moten/<uuid:pk>/inbjudan/", dialogue_invited.invitation, name="dialogue_invitation"),
    path("moten/<uuid:pk>/inbjudan/<slug:code>/", dialogue_invited.answer, name="dialogue_answer"),
    path(
        "moten/<uuid:pk>/inbjudna/<slug:code>/", dialogue_invited.answer_heard, name="dialogue_answer_heard"
    ),
    path("moten/<uuid:pk>/aterkom/<int:row>/", calling.letter_returned, name="letter_returned"),
]
