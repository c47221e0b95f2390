"""`/rad/`: the councils' working pages. A council's own address is a word of its own, so it is asked last."""

from councils.urls import work_councils, work_invited, work_meetings, work_minutes

app_name = "councils"
urlpatterns = [
    *work_councils.fixed,
    *work_meetings.urlpatterns,
    *work_invited.urlpatterns,
    *work_minutes.urlpatterns,
    *work_councils.urlpatterns,
]
