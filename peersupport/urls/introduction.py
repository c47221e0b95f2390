"""The introduction's checklist at work."""

from django.urls import URLPattern, path

from peersupport.views import introduction as views

urlpatterns: list[URLPattern] = [
    path("<int:pk>/introduktion/", views.introduction, name="introduction"),
    path("<int:pk>/introduktion/borja/", views.begin, name="introduction_begin"),
    path("<int:pk>/introduktion/ny/", views.add, name="step_add"),
    path("<int:pk>/introduktion/<int:step>/", views.edit, name="step_edit"),
    path("<int:pk>/introduktion/<int:step>/ta-bort/", views.remove, name="step_remove"),
    path("<int:pk>/introduktion/<int:step>/klar/", views.finish, name="step_finish"),
    path("<int:pk>/introduktion/<int:step>/inte-klar/", views.reopen, name="step_reopen"),
]
