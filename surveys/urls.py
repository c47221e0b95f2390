"""Addresses under /enkater/ (workspace). What respondents meet is in ``surveys.public_urls``."""

from django.urls import URLPattern, path, re_path

from surveys.views import files, paper, questions, results, work

app_name = "surveys"

urlpatterns: list[URLPattern] = [
    path("", work.survey_list, name="list"),
    path("ny/", work.survey_new, name="new"),
    path("<int:pk>/", work.survey, name="survey"),
    path("<int:pk>/uppgifter/", work.survey_edit, name="edit"),
    path("<int:pk>/ta-bort/", work.delete, name="delete"),
    path("<int:pk>/forhandsvisning/", work.preview, name="preview"),
    path("<int:pk>/planera/", work.plan, name="plan"),
    re_path(r"^(?P<pk>[0-9]{1,9})/(?P<action>oppna|pausa|fortsatt)/$", work.move, name="move"),
    path("<int:pk>/stang/", work.close, name="close"),
    path("<int:pk>/karantan/", work.judge, name="judge"),
    path("<int:pk>/forstor/", work.destroy, name="destroy"),
    path("<int:pk>/fragor/ny/", questions.question_new, name="question_new"),
    path("<int:pk>/fragor/<uuid:question>/", questions.question_edit, name="question_edit"),
    path("<int:pk>/fragor/<uuid:question>/flytta/", questions.question_move, name="question_move"),
    path("<int:pk>/fragor/<uuid:question>/ta-bort/", questions.question_delete, name="question_delete"),
    path("<int:pk>/papper/", paper.paper_entry, name="paper"),
    path("<int:pk>/papper/angra/", paper.paper_undo, name="paper_undo"),
    path("<int:pk>/affisch.pdf", files.poster, name="poster"),
    path("<int:pk>/formular.pdf", files.paper_form, name="paper_form"),
    path("<int:pk>/resultat/", results.results, name="results"),
    path("<int:pk>/resultat.csv", results.results_csv, name="results_csv"),
    path("<int:pk>/resultat.pdf", files.results_pdf, name="results_pdf"),
    path("<int:pk>/egna-ord/", results.texts, name="texts"),
    path("<int:pk>/serie/", work.series_new, name="series_new"),
    path("serier/<int:pk>/", results.series, name="series"),
    path("serier/<int:pk>/nasta/", results.round_new, name="round_new"),
]
