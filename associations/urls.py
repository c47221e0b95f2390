"""Addresses below /foreningar/. Words that stand here are reserved in ``services.slugs``."""

from django.urls import URLPattern, URLResolver, path

from associations.views import exports, networks, open_forms, own, people, public, review

app_name = "associations"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", public.association_list, name="list"),
    path("utskrift/", public.print_view, name="print"),
    path("foreningar.json", exports.json_file, name="json"),
    path("foreningar.csv", exports.csv_file, name="csv"),
    path("foreningar.pdf", exports.pdf_file, name="pdf"),
    path("natverk/", public.network_list, name="networks"),
    path("natverk/<slug:slug>/", public.network, name="network"),
    path("bekrafta/tack/", open_forms.changes_sent, name="changes_sent"),
    path("bekrafta/<str:token>/", open_forms.confirm_by_link, name="confirm_by_link"),
    # The workspace
    path("arbete/", own.work_home, name="work"),
    path("arbete/ny/", review.create, name="create"),
    path("arbete/felanmalda/", review.reports, name="reports"),
    path("arbete/felanmalda/<int:pk>/klar/", review.handle_report, name="handle_report"),
    path("arbete/bekraftelser/", review.rounds, name="rounds"),
    path("arbete/bekraftelser/<int:pk>/flytta/", review.postpone, name="postpone"),
    path("arbete/natverk/", networks.work_networks, name="work_networks"),
    path("arbete/natverk/ny/", networks.create_network, name="create_network"),
    path("arbete/natverk/<slug:slug>/", networks.work_network, name="work_network"),
    path("arbete/natverk/<slug:slug>/andra/", networks.edit_network, name="edit_network"),
    path("arbete/natverk/<slug:slug>/visa/", networks.list_network, name="list_network"),
    path("arbete/natverk/<slug:slug>/ta-bort/<slug:member>/", networks.remove_member, name="remove_member"),
    path("arbete/<slug:slug>/", own.own_page, name="own_page"),
    path("arbete/<slug:slug>/andra/", own.edit_entry, name="edit_entry"),
    path("arbete/<slug:slug>/historik/", own.history, name="history"),
    path("arbete/<slug:slug>/historik/<int:number>/", own.version, name="version"),
    path("arbete/<slug:slug>/ta-tillbaka/", own.withdraw, name="withdraw"),
    path("arbete/<slug:slug>/bekrafta/", own.confirm, name="confirm"),
    path("arbete/<slug:slug>/forslag/", review.proposal, name="proposal"),
    path("arbete/<slug:slug>/forslag/godkann/", review.approve, name="approve"),
    path("arbete/<slug:slug>/forslag/svara/", review.reject, name="reject"),
    path("arbete/<slug:slug>/visa/", review.set_status, name="set_status"),
    path("arbete/<slug:slug>/betrodd/", review.set_trusted, name="set_trusted"),
    path("arbete/<slug:slug>/kontaktpersoner/", people.contacts, name="contacts"),
    path("arbete/<slug:slug>/kontaktpersoner/ny/", people.edit_contact, name="add_contact"),
    path("arbete/<slug:slug>/kontaktpersoner/<int:pk>/", people.edit_contact, name="edit_contact"),
    path("arbete/<slug:slug>/kontaktpersoner/<int:pk>/dolj/", people.hide_contact, name="hide_contact"),
    path(
        "arbete/<slug:slug>/kontaktpersoner/<int:pk>/ta-bort/", people.remove_contact, name="remove_contact"
    ),
    path("arbete/<slug:slug>/representanter/", people.representatives, name="representatives"),
    path(
        "arbete/<slug:slug>/representanter/<int:pk>/avsluta/",
        people.end_representation,
        name="end_representation",
    ),
    # Last, since any word may be an association
    path("<slug:slug>.vcf", exports.vcard, name="vcard"),
    path("<slug:slug>/", public.detail, name="detail"),
    path("<slug:slug>/stammer-inte/", open_forms.report, name="report"),
    path("<slug:slug>/stammer-inte/tack/", open_forms.report_thanks, name="report_thanks"),
]
