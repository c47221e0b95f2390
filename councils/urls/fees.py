"""`/arvode/`: fees, travel and payroll lists. Ids, so that no address says whose it is."""

from django.urls import path, re_path

from councils.views import fee_work, fees, payroll

app_name = "fees"
urlpatterns = [
    path("", fees.own, name="own"),
    path("mote/<int:pk>/", fees.claim_new, name="claim_new"),
    path("begaran/<uuid:pk>/", fees.claim, name="claim"),
    path("begaran/<uuid:pk>/andra/", fees.claim_edit, name="claim_edit"),
    path("begaran/<uuid:pk>/ta-tillbaka/", fees.claim_withdraw, name="claim_withdraw"),
    path("begaran/<uuid:pk>/ta-bort/", fees.claim_remove, name="claim_remove"),
    path("begaran/<uuid:pk>/ratta/", fees.claim_correct, name="claim_correct"),
    path("begaran/<uuid:pk>/attestera/", fee_work.claim_attest, name="claim_attest"),
    path("begaran/<uuid:pk>/skicka-tillbaka/", fee_work.claim_return, name="claim_return"),
    path("attestera/", fee_work.attest_list, name="attest_list"),
    path("overenskommelser/", fee_work.agreements, name="agreements"),
    path("overenskommelser/<int:pk>/", fees.agreement, name="agreement"),
    path("overenskommelser/<int:pk>/nej/", fees.agreement_decline, name="agreement_decline"),
    path("overenskommelser/<int:pk>/svar/", fee_work.agreement_heard, name="agreement_heard"),
    path("overenskommelser/ny/<slug:slug>/", fee_work.agreement_new, name="agreement_new"),
    path("taxor/", fee_work.rates, name="rates"),
    path("taxor/ny/", fee_work.rate_new, name="rate_new"),
    path("taxor/<int:pk>/", fee_work.rate_edit, name="rate_edit"),
    path("taxor/<int:pk>/ta-bort/", fee_work.rate_remove, name="rate_remove"),
    path("summor/", fee_work.sums, name="sums"),
    path("summor/summor.csv", fee_work.sums_file, name="sums_file"),
    path("loneunderlag/", payroll.lists, name="payroll"),
    path("loneunderlag/oppna/", payroll.list_open, name="payroll_open"),
    path("loneunderlag/<uuid:pk>/", payroll.list_page, name="payroll_list"),
    path("loneunderlag/<uuid:pk>/hamta-in/", payroll.list_gather, name="payroll_gather"),
    path("loneunderlag/<uuid:pk>/skicka/", payroll.list_send, name="payroll_send"),
    path("loneunderlag/<uuid:pk>/utbetalt/", payroll.list_paid, name="payroll_paid"),
    re_path(
        r"^loneunderlag/(?P<pk>[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})/lista\.(?P<kind>pdf|csv|xlsx)$",
        payroll.list_file,
        name="payroll_file",
    ),
]
