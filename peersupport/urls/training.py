"""Courses, and what placements have done of them."""

from django.urls import URLPattern, path

from peersupport.views import training as views

urlpatterns: list[URLPattern] = [
    path("utbildningar/", views.courses, name="courses"),
    path("utbildningar/ny/", views.course_add, name="course_add"),
    path("utbildningar/<int:course>/", views.course_edit, name="course_edit"),
    path("utbildningar/<int:course>/ta-bort/", views.course_remove, name="course_remove"),
    path("<int:pk>/utbildning/", views.training, name="training"),
    path("<int:pk>/utbildning/ny/", views.add, name="training_add"),
    path("<int:pk>/utbildning/<int:training>/", views.edit, name="training_edit"),
    path("<int:pk>/utbildning/<int:training>/ta-bort/", views.remove, name="training_remove"),
]
