"""`/placeringar/`: peer support at work. One list for each subject."""

from peersupport.urls import (
    basis,
    decisions,
    evaluations,
    funding,
    interest,
    introduction,
    obstacles,
    overview,
    placements,
    readiness,
    supervision,
    training,
)

app_name = "peersupport"
urlpatterns = [
    *evaluations.urlpatterns,
    *overview.urlpatterns,
    *interest.urlpatterns,
    *decisions.urlpatterns,
    *placements.urlpatterns,
    *readiness.urlpatterns,
    *funding.urlpatterns,
    *introduction.urlpatterns,
    *supervision.urlpatterns,
    *obstacles.urlpatterns,
    *training.urlpatterns,
    *basis.urlpatterns,
]
