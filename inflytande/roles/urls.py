from django.urls import path

from inflytande.roles import views

app_name = "roles"
urlpatterns = [path("", views.my_roles, name="mine")]
