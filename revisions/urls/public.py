"""Addresses under /brukarrevisioner/: what anybody can read."""

from django.urls import path

from revisions.views import public, public_files

app_name = "audits"
urlpatterns = [
    path("", public.audit_list, name="list"),
    path("<slug:slug>/", public.audit, name="audit"),
    path("<slug:slug>/rapport/", public.report, name="report"),
    path("<slug:slug>/sammanfattning/", public.summary, name="summary"),
    path("<slug:slug>/rapport.pdf", public_files.report_pdf, name="report_pdf"),
    path("<slug:slug>/rapport.docx", public_files.report_docx, name="report_docx"),
    path("<slug:slug>/sammanfattning.pdf", public_files.summary_pdf, name="summary_pdf"),
    path("<slug:slug>/utgava/<int:number>/rapport.pdf", public_files.edition_pdf, name="edition_pdf"),
]
