"""`/brukarrad/`: what anybody may read of the councils."""

from councils.urls import public_councils, public_meetings

app_name = "councils_public"
urlpatterns = [*public_councils.urlpatterns, *public_meetings.urlpatterns]
