"""The guide of one audit, and the library that guides begin from."""

from django.urls import URLPattern, path

from revisions.views import guide, guide_library, guide_parts, guide_versions

urlpatterns: list[URLPattern] = [
    path("bibliotek/", guide_library.library, name="library"),
    path("bibliotek/<slug:slug>/", guide_library.library_area, name="library_area"),
    path("bibliotek/fraga/<int:pk>/", guide_library.library_question, name="library_question"),
    path("bibliotek/fraga/<int:pk>/ta-bort/", guide_library.library_remove, name="library_remove"),
    path("<int:pk>/guide/", guide.guide, name="guide"),
    path("<int:pk>/guide/borja/", guide.start, name="guide_start"),
    path("<int:pk>/guide/ramar/", guide.frame, name="guide_frame"),
    path("<int:pk>/guide/kommentar/", guide.comment, name="guide_comment"),
    path("<int:pk>/guide/kommentar/<int:row>/klar/", guide.settle, name="guide_settle"),
    path("<int:pk>/guide/omraden/", guide_parts.areas, name="guide_areas"),
    path("<int:pk>/guide/omraden/bibliotek/", guide_parts.from_library, name="guide_from_library"),
    path("<int:pk>/guide/omrade/<int:row>/", guide_parts.edit_area, name="guide_area"),
    path("<int:pk>/guide/omrade/<int:row>/fraga/", guide_parts.new_question, name="guide_question_new"),
    path("<int:pk>/guide/omrade/<int:row>/<slug:act>/", guide_parts.act_on_area, name="guide_area_act"),
    path("<int:pk>/guide/fraga/<uuid:row>/", guide_parts.edit_question, name="guide_question"),
    path(
        "<int:pk>/guide/fraga/<uuid:row>/<slug:act>/", guide_parts.act_on_question, name="guide_question_act"
    ),
    path("<int:pk>/guide/kopiera/", guide_versions.sources, name="guide_sources"),
    path("<int:pk>/guide/kopiera/<int:row>/", guide_versions.copy, name="guide_copy"),
    path("<int:pk>/guide/las/", guide_versions.lock, name="guide_lock"),
    path("<int:pk>/guide/versioner/", guide_versions.history, name="guide_history"),
    path("<int:pk>/guide/version/<int:number>/", guide_versions.version, name="guide_version"),
    path("<int:pk>/guide/version/<int:number>/<slug:size>.pdf", guide_versions.version_pdf, name="guide_pdf"),
]
