"""The public calendar and the calendar by mail."""

from django.urls import URLPattern, URLResolver, path

from calendar_app.urls import converters
from calendar_app.views import digests, public

converters.register()

urlpatterns: list[URLPattern | URLResolver] = [
    path("", public.calendar_list, name="list"),
    path("<year:year>/<month:month>/", public.month, name="month"),
    path("vecka/<year:year>/<week:week>/", public.week, name="week"),
    path("aktivitet/<int:pk>/", public.occurrence, name="occurrence"),
    path("brev/", digests.subscribe, name="digest"),
    path("brev/tack/", digests.asked, name="digest_asked"),
    path("brev/<str:token>/bekrafta/", digests.confirm, name="digest_confirm"),
    path("brev/<str:token>/andra/", digests.change, name="digest_change"),
    path("brev/<str:token>/avsluta/", digests.unsubscribe, name="digest_unsubscribe"),
]
