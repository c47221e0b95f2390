"""Addresses under /revisioner/: the workspace. An audit is a number here, so that no address tells what it is about."""

from revisions.urls import analysis, audit, guide, interviews, report

app_name = "revisions"
urlpatterns = [
    # First, since phones ask for these after every pause in writing.
    *interviews.urlpatterns,
    *audit.urlpatterns,
    *guide.urlpatterns,
    *analysis.urlpatterns,
    *report.urlpatterns,
]
