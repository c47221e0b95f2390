"""`/brukarrad/`: what anybody may read of the councils. A council's own address is a word of its own, so it is asked last."""

from councils.urls import public_councils, public_meetings, public_wheel

app_name = "councils_public"
urlpatterns = [
    *public_councils.fixed,
    *public_wheel.urlpatterns,
    *public_meetings.urlpatterns,
    *public_councils.urlpatterns,
]
