"""Supervision at work."""

from django.urls import URLPattern, path

from peersupport.views import supervision as views

urlpatterns: list[URLPattern] = [
    path("<int:pk>/handledning/", views.supervision, name="supervision"),
    path("<int:pk>/handledning/plan/", views.plan, name="supervision_plan"),
    path("<int:pk>/handledning/ny/", views.session_add, name="session_add"),
    path("<int:pk>/handledning/<int:session>/", views.session_edit, name="session_edit"),
    path("<int:pk>/handledning/<int:session>/ta-bort/", views.session_remove, name="session_remove"),
    path("<int:pk>/handledning/<int:session>/hallen/", views.session_held, name="session_held"),
    path("<int:pk>/handledning/<int:session>/inte-hallen/", views.session_missed, name="session_missed"),
    path("<int:pk>/handledning/<int:session>/angra/", views.session_undo, name="session_undo"),
]
