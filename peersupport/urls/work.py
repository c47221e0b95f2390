"""`/placeringar/`: peer support at work. One list for each subject."""

from peersupport.urls import overview, placements

app_name = "peersupport"
urlpatterns = [
    *overview.urlpatterns,
    *placements.urlpatterns,
]
