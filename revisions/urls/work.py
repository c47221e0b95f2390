"""Addresses under /revisioner/: the workspace. An audit is a number here, so that no address tells what it is about."""

from revisions.urls import analysis, audit, guide, interviews, report

app_name = "revisions"
urlpatterns = [
    *audit.urlpatterns,
    *guide.urlpatterns,
    *interviews.urlpatterns,
    *analysis.urlpatterns,
    *report.urlpatterns,
]
