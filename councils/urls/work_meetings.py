"""Meetings, notices, papers, the year wheel and dialogue meetings at work."""

from django.urls import URLPattern, path

from councils.views import calling, dialogues, meetings, papers, wheel, year_plan

urlpatterns: list[URLPattern] = [
    path("moten/", meetings.meeting_list, name="meetings"),
    path("moten/<uuid:pk>/", meetings.meeting, name="meeting"),
    path("moten/<uuid:pk>/andra/", meetings.meeting_edit, name="meeting_edit"),
    path("moten/<uuid:pk>/kalla/", meetings.meeting_call, name="meeting_call"),
    path("moten/<uuid:pk>/stall-in/", meetings.meeting_cancel, name="meeting_cancel"),
    path("moten/<uuid:pk>/ta-upp/", meetings.meeting_resume, name="meeting_resume"),
    path("moten/<uuid:pk>/mote.ics", meetings.meeting_ics, name="meeting_ics"),
    path("moten/<uuid:pk>/handlingar/ny/", papers.paper_new, name="paper_new"),
    path("moten/<uuid:pk>/handlingar/ute/", papers.papers_out, name="papers_out"),
    path("moten/<uuid:pk>/handlingar/<uuid:paper>/", papers.paper, name="paper"),
    path("moten/<uuid:pk>/handlingar/<uuid:paper>/ta-bort/", papers.paper_remove, name="paper_remove"),
    path("moten/<uuid:pk>/utskrift/<slug:size>/", papers.pack_request, name="pack_request"),
    path("moten/<uuid:pk>/utskrift-<slug:size>.pdf", papers.pack, name="pack"),
    path("moten/<uuid:pk>/svar/<int:row>/", calling.reply_for, name="reply_for"),
    path("moten/<uuid:pk>/behov/<int:row>/", calling.needs_for, name="needs_for"),
    path("moten/<uuid:pk>/dialog/", dialogues.dialogue_edit, name="dialogue_edit"),
    path("moten/<uuid:pk>/dialog/efter/", dialogues.dialogue_record, name="dialogue_record"),
    path("moten/<uuid:pk>/dialog/aterupptar/", dialogues.council_resume, name="dialogue_resume"),
    path("moten/<uuid:pk>/lapp/", dialogues.slip_open, name="slip_open"),
    path("moten/<uuid:pk>/lapp/stang/", dialogues.slip_close, name="slip_close"),
    path("kallelser/<int:pk>/", calling.invitation, name="invitation"),
    path("kallelser/<int:pk>/behov/", calling.needs, name="needs"),
    path("arshjul/", wheel.this_year, name="wheel_now"),
    path("arshjul/<int:year>/", wheel.wheel, name="wheel"),
    path("arshjul/<int:year>/planera/", year_plan.year_plan, name="year_plan"),
    path("<slug:slug>/moten/ny/", meetings.meeting_new, name="meeting_new"),
    path("<slug:slug>/moten/ar/", meetings.series_new, name="meeting_series"),
]
