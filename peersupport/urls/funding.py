"""What a placement costs and who pays."""

from django.urls import path

from peersupport.views import cost, funding

urlpatterns = [
    path("<int:pk>/kostnad/", cost.cost, name="cost"),
    path("<int:pk>/pengar/", funding.funding, name="funding"),
    path("<int:pk>/pengar/ny/", funding.add, name="funding_add"),
    path("<int:pk>/pengar/<int:period>/", funding.edit, name="funding_edit"),
    path("<int:pk>/pengar/<int:period>/ta-bort/", funding.remove, name="funding_remove"),
]
