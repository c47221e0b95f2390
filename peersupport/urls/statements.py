"""`/svara/egen/<code>/`: what the manager, or the peer, answers."""

from django.urls import path

from peersupport.views import statements as views

app_name = "peersupport_answers"
urlpatterns = [path("<str:code>/", views.statement, name="statement")]
