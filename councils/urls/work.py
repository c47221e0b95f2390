"""`/rad/`: the councils' working pages."""

from councils.urls import work_councils, work_meetings, work_minutes

app_name = "councils"
urlpatterns = [*work_councils.urlpatterns, *work_meetings.urlpatterns, *work_minutes.urlpatterns]
