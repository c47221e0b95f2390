"""The report in the workspace, and the draft as those it is about read it."""

from django.urls import URLPattern, path

from revisions.views import loop, reply, report

urlpatterns: list[URLPattern] = [
    path("<int:pk>/rapport/", report.report, name="report"),
    path("<int:pk>/rapport/kapitel/<slug:kind>/", report.chapter, name="report_chapter"),
    path("<int:pk>/rapport/kapitel/<slug:kind>/versioner/", report.history, name="report_history"),
    path(
        "<int:pk>/rapport/kapitel/<slug:kind>/versioner/<int:number>/aterstall/",
        report.restore,
        name="report_restore",
    ),
    path("<int:pk>/rapport/forhandsvisning/", report.preview, name="report_preview"),
    path("<int:pk>/rapport/skicka/", report.send, name="report_send"),
    path("<int:pk>/rapport/synpunkter/", report.remarks, name="report_remarks"),
    path("<int:pk>/rapport/synpunkter/<uuid:comment>/", report.answer, name="report_answer"),
    path("<int:pk>/rapport/godkann/", report.approve, name="report_approve"),
    path("<int:pk>/rapport/publicera/", report.publish, name="report_publish"),
    path("<int:pk>/rapport/ratta/", report.correct, name="report_correct"),
    path("<int:pk>/rapport/utgava/<int:number>/", report.progress, name="report_progress"),
    path("<int:pk>/rapport/utgava/<int:number>/forsok-igen/", report.retry, name="report_retry"),
    path("<int:pk>/svar/", loop.loop, name="loop"),
    path("<int:pk>/svar/grupper/", loop.groups, name="groups"),
    path("<int:pk>/utkast/<int:window>/", reply.draft, name="reply"),
    path("<int:pk>/utkast/<int:window>/synpunkt/", reply.comment, name="reply_comment"),
    path("<int:pk>/utkast/<int:window>/synpunkt/<uuid:comment>/", reply.edit, name="reply_edit"),
    path("<int:pk>/utkast/<int:window>/synpunkt/<uuid:comment>/ta-bort/", reply.remove, name="reply_remove"),
    path("<int:pk>/utkast/<int:window>/klart/", reply.done, name="reply_done"),
]
