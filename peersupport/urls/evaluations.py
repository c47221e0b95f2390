"""A placement's evaluations, and the comparison across units."""

from django.urls import path

from peersupport.views import evaluation_report as report
from peersupport.views import evaluations as views

_ONE = "<int:pk>/utvardering/<int:evaluation>/"

urlpatterns = [
    path("utvarderingar/", views.compare, name="evaluations_compare"),
    path("<int:pk>/utvardering/", views.evaluations, name="evaluations"),
    path("<int:pk>/utvardering/planera/", views.plan, name="evaluations_plan"),
    path("<int:pk>/utvardering/team/", views.evaluator_add, name="evaluator_add"),
    path("<int:pk>/utvardering/team/<int:member>/avsluta/", views.evaluator_end, name="evaluator_end"),
    path(_ONE, views.evaluation, name="evaluation"),
    path(f"{_ONE}dag/", views.move, name="evaluation_move"),
    path(f"{_ONE}hoppa/", views.skip, name="evaluation_skip"),
    path(f"{_ONE}fraga/", views.open_questions, name="evaluation_open"),
    path(f"{_ONE}stang/", views.close_questions, name="evaluation_close"),
    path(f"{_ONE}svar/", views.statements, name="evaluation_statements"),
    path(f"{_ONE}punkt/", report.finding_add, name="finding_add"),
    path(f"{_ONE}punkt/<int:finding>/ta-bort/", report.finding_remove, name="finding_remove"),
    path(f"{_ONE}slutsats/", report.conclusion, name="evaluation_conclusion"),
    path(f"{_ONE}rapport/", report.make, name="evaluation_report"),
    path(f"{_ONE}rapport/igen/", report.retry, name="evaluation_retry"),
    path(f"{_ONE}rapport/lage/", report.progress, name="evaluation_progress"),
    path(f"{_ONE}rapport.pdf", report.file, name="evaluation_pdf"),
    path(f"{_ONE}visa/", report.show, name="evaluation_show"),
]
