"""Working pages under ``/kalender/arbete/``, and attachments."""

from django.urls import URLPattern, URLResolver, path

from calendar_app.views.work import actions, events, files, lists

urlpatterns: list[URLPattern | URLResolver] = [
    path("arbete/", lists.work, name="work"),
    path("arbete/vantar/", lists.waiting, name="work_waiting"),
    path("arbete/andrat/", lists.changed, name="work_changed"),
    path("arbete/vara/", lists.own_events, name="own_events"),
    path("arbete/rad/", lists.quick_entry, name="quick_entry"),
    path("arbete/publicera/", lists.publish_many, name="publish_many"),
    path("arbete/avpublicera/", lists.unpublish_many, name="unpublish_many"),
    path("arbete/urval/", lists.save_filter, name="save_filter"),
    path("arbete/urval/<int:pk>/ta-bort/", lists.remove_filter, name="remove_filter"),
    path("arbete/ny/", events.event_new, name="event_new"),
    path("arbete/forhandsgranska/", events.event_preview, name="event_preview"),
    path("arbete/<int:pk>/", events.event_work, name="event_work"),
    path("arbete/<int:pk>/andra/", events.event_edit, name="event_edit"),
    path("arbete/<int:pk>/andring/", events.event_change, name="event_change"),
    path("arbete/<int:pk>/andring/bilaga/", files.change_attachment, name="change_attachment"),
    path("arbete/<int:pk>/kopiera/", actions.event_copy, name="event_copy"),
    path("arbete/<int:pk>/lamna-tillbaka/", actions.event_return, name="event_return"),
    path("arbete/<int:pk>/gor/<slug:action>/", actions.event_action, name="event_action"),
    path("arbete/tillfalle/<int:pk>/flytta/", actions.occurrence_move, name="occurrence_move"),
    path("arbete/tillfalle/<int:pk>/<slug:action>/", actions.occurrence_action, name="occurrence_action"),
    path("bilaga/<int:pk>/", files.attachment, name="attachment"),
]
