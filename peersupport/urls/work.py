"""`/placeringar/`: peer support at work. One list for each subject."""

from peersupport.urls import evaluations, funding, overview, placements, readiness

app_name = "peersupport"
urlpatterns = [
    *evaluations.urlpatterns,
    *overview.urlpatterns,
    *placements.urlpatterns,
    *readiness.urlpatterns,
    *funding.urlpatterns,
]
