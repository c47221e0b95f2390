"""Agendas, notes and minutes at work."""

from django.urls import URLPattern, path

from councils.views import agenda, minutes, notes

urlpatterns: list[URLPattern] = [
    path("foresla/", agenda.propose, name="propose"),
    path("mina-fragor/", agenda.followed, name="followed"),
    path("fragor/", agenda.proposed, name="proposed"),
    path("fragor/<uuid:pk>/", agenda.answer, name="answer_item"),
    path("moten/<uuid:pk>/dagordning/", agenda.agenda, name="agenda"),
    path("moten/<uuid:pk>/dagordning/gor/", agenda.make, name="agenda_make"),
    path("moten/<uuid:pk>/dagordning/ny/", agenda.item_add, name="item_add"),
    path("punkter/<uuid:pk>/", agenda.item_edit, name="item_edit"),
    path("punkter/<uuid:pk>/flytta/", agenda.item_move, name="item_move"),
    path("punkter/<uuid:pk>/ta-bort/", agenda.item_remove, name="item_remove"),
    path("punkter/<uuid:pk>/anteckna/", notes.note, name="note"),
    path("punkter/<uuid:pk>/anteckna/spara/", notes.note_save, name="note_save"),
    path("punkter/<uuid:pk>/internt/", notes.note_internal, name="note_internal"),
    path("punkter/<uuid:pk>/lage/", notes.item_mark, name="item_mark"),
    path("punkter/<uuid:pk>/beslut/", notes.decision_add, name="decision_add"),
    path("punkter/<uuid:pk>/atgard/", notes.action_add, name="action_add"),
    path("beslut/<uuid:pk>/", notes.decision_edit, name="decision_edit"),
    path("beslut/<uuid:pk>/ta-bort/", notes.decision_remove, name="decision_remove"),
    path("atgarder/<uuid:pk>/", notes.action_edit, name="action_edit"),
    path("atgarder/<uuid:pk>/avsluta/", notes.action_close, name="action_close"),
    path("moten/<uuid:pk>/narvaro/", notes.attend, name="attendance"),
    path("moten/<uuid:pk>/hallet/", notes.hold, name="meeting_hold"),
    path("moten/<uuid:pk>/anteckningar/", minutes.minutes, name="minutes"),
    path("moten/<uuid:pk>/anteckningar/skicka/", minutes.send, name="minutes_send"),
    path("moten/<uuid:pk>/anteckningar/ta-tillbaka/", minutes.take_back, name="minutes_take_back"),
    path("moten/<uuid:pk>/anteckningar/synpunkt/", minutes.view, name="minutes_view"),
    path("moten/<uuid:pk>/anteckningar/horde/", minutes.view_heard, name="minutes_view_heard"),
    path(
        "moten/<uuid:pk>/anteckningar/godkant/<int:approver>/",
        minutes.tick_heard,
        name="minutes_tick_heard",
    ),
    path("moten/<uuid:pk>/anteckningar/godkann/", minutes.approve, name="minutes_approve"),
    path("moten/<uuid:pk>/anteckningar/publicera/", minutes.publish, name="minutes_publish"),
    path("moten/<uuid:pk>/anteckningar/ratta/", minutes.correct, name="minutes_correct"),
    path("moten/<uuid:pk>/anteckningar/utgava/<int:number>/", minutes.edition, name="minutes_edition"),
    path("synpunkter/<int:pk>/", minutes.view_answer, name="view_answer"),
]
