"""Addresses of interviews. Those a phone opens again without coverage lie under one folder, which the service worker
rules: ``/revisioner/intervju/``. An interview is a random id, so that no address tells of audit or order.
"""

from django.urls import URLPattern, path

from revisions.views import interview_device as device
from revisions.views import interview_entry as entry
from revisions.views import interview_owners, interviews

urlpatterns: list[URLPattern] = [
    path("intervju/<uuid:interview>/spara/", device.save, name="interview_save"),
    path("<int:pk>/intervjuer/", interviews.interviews, name="interviews"),
    path("<int:pk>/intervjuer/ny/", interviews.interview_new, name="interview_new"),
    path("intervjuer/<uuid:interview>/andra/", interviews.interview_edit, name="interview_edit"),
    path("intervjuer/<uuid:interview>/blev-inte-av/", interviews.interview_cancel, name="interview_cancel"),
    path("intervjuer/<uuid:interview>/oppna/", interviews.interview_reopen, name="interview_reopen"),
    path("intervjuer/<uuid:interview>/oro/", interviews.worry_settle, name="worry_settle"),
    path("intervjuer/<uuid:interview>/ta-bort/", interviews.interview_withdraw, name="interview_withdraw"),
    path("intervju/skal/", device.shell, name="interview_shell"),
    path("intervju/vakt.js", device.worker, name="interview_worker"),
    path("intervju/vem.json", device.who, name="interview_who"),
    path("intervju/agare.json", interview_owners.owners, name="interview_owners"),
    path("intervju/inloggad/", device.signed_in_again, name="interview_signed_in"),
    path("intervju/<uuid:interview>/", entry.interview, name="interview"),
    path("intervju/<uuid:interview>/samtycke/", entry.consent, name="interview_consent"),
    path("intervju/<uuid:interview>/omrade/<int:number>/", entry.area, name="interview_area"),
    path("intervju/<uuid:interview>/paus/", entry.pause, name="interview_pause"),
    path("intervju/<uuid:interview>/klart/", entry.check, name="interview_check"),
    path("intervju/<uuid:interview>/guide.json", device.guide, name="interview_guide"),
]
