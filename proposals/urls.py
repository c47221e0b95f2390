"""Addresses under /forslag/: the loop in the workspace. Ids, so that no address says what it is about."""

from django.urls import path

from proposals.views import entry, follow_ups, own, work

app_name = "proposals"
urlpatterns = [
    path("", work.proposal_list, name="list"),
    path("mina-svar/", own.own_answers, name="own"),
    path("forsenat/", own.late, name="late"),
    path("regler/", entry.loop_rules, name="rules"),
    path("svar/<uuid:pk>/", own.answer, name="answer"),
    path("svar/<uuid:pk>/ny-atgard/", own.measure_new, name="measure_new"),
    path("enheter/<slug:slug>/ny-atgard/", own.own_measure_new, name="own_measure_new"),
    path("atgarder/<uuid:pk>/", own.measure, name="measure"),
    path("atgarder/<uuid:pk>/kontroll/", work.check, name="check"),
    path("kallor/ny/", entry.source_new, name="source_new"),
    path("kallor/<uuid:pk>/", entry.source, name="source"),
    path("kallor/<uuid:pk>/nytt/", entry.proposal_new, name="proposal_new"),
    path("kallor/<uuid:pk>/publicera/", entry.source_publish, name="source_publish"),
    path("uppfoljning/<uuid:pk>/", follow_ups.follow_up, name="follow_up"),
    path("uppfoljning/<uuid:pk>/planera/", follow_ups.plan, name="follow_up_plan"),
    path("uppfoljning/<uuid:pk>/bjud-in/", follow_ups.invite, name="follow_up_invite"),
    path("uppfoljning/<uuid:pk>/efter/", follow_ups.notes, name="follow_up_notes"),
    path("<uuid:pk>/", work.proposal, name="proposal"),
    path("<uuid:pk>/andra/", entry.proposal_edit, name="proposal_edit"),
    path("<uuid:pk>/ta-bort/", entry.proposal_remove, name="proposal_remove"),
    path("<uuid:pk>/omrade/", work.sort, name="sort"),
    path("<uuid:pk>/avsluta/", work.settle, name="settle"),
    path("<uuid:pk>/oppna-igen/", work.reopen, name="reopen"),
    path("<uuid:pk>/fraga/", work.question_open, name="question_open"),
    path("<uuid:pk>/fraga/stang/", work.question_close, name="question_close"),
    path("<uuid:pk>/folj/", work.follow, name="follow"),
]
