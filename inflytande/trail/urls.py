from django.urls import path

from inflytande.trail import views

app_name = "trail"
urlpatterns = [
    path("", views.entries, name="entries"),
    path("sparbarhet.csv", views.export, name="export"),
]
