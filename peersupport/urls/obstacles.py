"""Obstacles at work."""

from django.urls import URLPattern, path

from peersupport.views import obstacles as views

urlpatterns: list[URLPattern] = [
    path("<int:pk>/hinder/", views.obstacles, name="obstacles"),
    path("<int:pk>/hinder/nytt/", views.raise_new, name="obstacle_raise"),
    path("<int:pk>/hinder/<int:obstacle>/", views.edit, name="obstacle_edit"),
    path("<int:pk>/hinder/<int:obstacle>/svara/", views.answer, name="obstacle_answer"),
    path("<int:pk>/hinder/<int:obstacle>/avsluta/", views.resolve, name="obstacle_resolve"),
    path("<int:pk>/hinder/<int:obstacle>/oppna-igen/", views.reopen, name="obstacle_reopen"),
    path("<int:pk>/hinder/<int:obstacle>/forslag/", views.forward, name="obstacle_forward"),
]
