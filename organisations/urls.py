"""Addresses under /organisationer/."""

from django.urls import path

from organisations.views import bodies, people, places, subjects

app_name = "organisations"
urlpatterns = [
    path("", bodies.unit_list, name="units"),
    path("verksamheter/ny/", bodies.UnitCreate.as_view(), name="unit_new"),
    path("verksamheter/<slug:slug>/", bodies.unit_detail, name="unit"),
    path("verksamheter/<slug:slug>/andra/", bodies.UnitEdit.as_view(), name="unit_edit"),
    path("verksamheter/<slug:slug>/lagg-ned/", bodies.unit_close, name="unit_close"),
    path("verksamheter/<slug:slug>/oppna-igen/", bodies.unit_reopen, name="unit_reopen"),
    path("verksamheter/<slug:slug>/svarar/", people.UnitRespondentCreate.as_view(), name="unit_respondent"),
    path("verksamheter/<slug:slug>/roll/", people.UnitRoleGive.as_view(), name="unit_role_new"),
    path("roller/<int:pk>/avsluta/", people.unit_role_end, name="unit_role_end"),
    path("roller/<int:pk>/ge-igen/", people.unit_role_restore, name="unit_role_restore"),
    path("svarar/<int:pk>/", people.RespondentEdit.as_view(), name="respondent"),
    path("svarar/<int:pk>/ta-bort/", people.respondent_remove, name="respondent_remove"),
    path("huvudman/", bodies.principal_list, name="principals"),
    path("huvudman/ny/", bodies.PrincipalCreate.as_view(), name="principal_new"),
    path("huvudman/<slug:slug>/", bodies.PrincipalEdit.as_view(), name="principal_edit"),
    path(
        "huvudman/<slug:slug>/svarar/",
        people.PrincipalRespondentCreate.as_view(),
        name="principal_respondent",
    ),
    path("kommuner/", places.place_list, name="places"),
    path("kommuner/ny/", places.MunicipalityCreate.as_view(), name="municipality_new"),
    path("kommuner/<slug:slug>/", places.MunicipalityEdit.as_view(), name="municipality_edit"),
    path("omraden/ny/", places.AreaCreate.as_view(), name="area_new"),
    path("omraden/<slug:slug>/", places.AreaEdit.as_view(), name="area_edit"),
    path("teman/", subjects.subject_list, name="subjects"),
    path("teman/nytt/", subjects.ThemeCreate.as_view(), name="theme_new"),
    path("teman/<slug:slug>/", subjects.ThemeEdit.as_view(), name="theme_edit"),
    path("grupper/ny/", subjects.PriorityGroupCreate.as_view(), name="priority_group_new"),
    path("grupper/<slug:slug>/", subjects.PriorityGroupEdit.as_view(), name="priority_group_edit"),
    path("<slug:kind>/<slug:slug>/<slug:act>/", subjects.act_on_subject, name="subject_act"),
]
