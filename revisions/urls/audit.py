"""An audit's own pages: list, overview, agreement, team, training, welfare, letters."""

from django.urls import URLPattern, path

from revisions.views import agreement, audits, letters, team, training, welfare

urlpatterns: list[URLPattern] = [
    path("", audits.audit_list, name="list"),
    path("ny/", audits.new_enquiry, name="new"),
    path("bestall/", audits.order, name="order"),
    path("utbildning/", training.training, name="training"),
    path("utbildning/ny/", training.new_cohort, name="cohort_new"),
    path("utbildning/<int:pk>/", training.cohort, name="cohort"),
    path("utbildning/person/<int:pk>/", training.training_dates, name="training_dates"),
    path("<int:pk>/", audits.audit_overview, name="audit"),
    path("<int:pk>/flytta/", audits.move, name="move"),
    path("<int:pk>/avbryt/", audits.cancel, name="cancel"),
    path("<int:pk>/berattat/", audits.presentation, name="presentation"),
    path("<int:pk>/berattat/<int:row>/ta-bort/", audits.remove_presentation, name="presentation_remove"),
    path("<int:pk>/overenskommelse/", agreement.agreement, name="agreement"),
    path("<int:pk>/overenskommelse.pdf", agreement.agreement_file, name="agreement_pdf"),
    path("<int:pk>/overenskommelse/andra/", agreement.edit, name="agreement_edit"),
    path("<int:pk>/overenskommelse/tidsplan/", agreement.timetable, name="timetable"),
    path("<int:pk>/overenskommelse/kostnad/", agreement.costs, name="costs"),
    path("<int:pk>/overenskommelse/kontakt/<int:row>/", agreement.contact, name="contact"),
    path("<int:pk>/onskemal/", agreement.wishes, name="wishes"),
    path("<int:pk>/onskemal/<int:row>/", agreement.decide_wish, name="wish_decide"),
    path("<int:pk>/team/", team.team, name="team"),
    path("<int:pk>/team/erbjud/", team.offer, name="team_offer"),
    path("<int:pk>/team/lova/", team.declare, name="declare"),
    path("<int:pk>/team/<int:row>/kliv-av/", team.step_off, name="step_off"),
    path("<int:pk>/team/<int:row>/led/", team.hand_over, name="hand_over"),
    path(
        "<int:pk>/team/uppdragsgivare/<int:row>/ta-bort/",
        team.remove_commissioner,
        name="commissioner_remove",
    ),
    path("<int:pk>/prata/", welfare.talk, name="talk"),
    path("<int:pk>/prata/<int:row>/klart/", welfare.talk_done, name="talk_done"),
    path("<int:pk>/eftersamtal/", welfare.welfare, name="welfare"),
    path("<int:pk>/eftersamtal/<int:row>/", welfare.record_debrief, name="debrief_record"),
    path("<int:pk>/byte/<uuid:interview>/", welfare.ask_swap, name="swap_ask"),
    path("<int:pk>/byte/ta/<int:row>/", welfare.take_swap, name="swap_take"),
    path("<int:pk>/brev/", letters.letters, name="letters"),
    path("<int:pk>/brev/<slug:name>.pdf", letters.letter_file, name="letter_pdf"),
    path("<int:pk>/information/", letters.information, name="information"),
]
