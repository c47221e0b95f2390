"""The basis for a decision."""

from django.urls import path

from peersupport.views import basis as views

urlpatterns = [
    path("<int:pk>/beslutsunderlag/", views.basis, name="basis"),
    path("<int:pk>/beslutsunderlag/<int:number>/", views.progress, name="basis_progress"),
    path("<int:pk>/beslutsunderlag/<int:number>/igen/", views.retry, name="basis_retry"),
    path("<int:pk>/beslutsunderlag/<int:number>.pdf", views.pdf, name="basis_pdf"),
]
