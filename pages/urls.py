"""Addresses of the room, from the root of the portal."""

from django.urls import path

from pages.views import (
    checklist_alone,
    checklists,
    crisis_lines,
    enquiries,
    ladder_helper,
    privacy_words,
    search,
    start,
)

app_name = "pages"
urlpatterns = [
    path("", start.start, name="start"),
    path("sok/", search.search, name="search"),
    path("sokord/", search.Synonyms.as_view(), name="synonyms"),
    path("sokord/<int:pk>/ta-bort/", search.synonym_remove, name="synonym_remove"),
    path("checklista/", checklist_alone.checklist_alone, name="checklist_alone"),
    path("checklista/checklista.pdf", checklist_alone.checklist_alone_pdf, name="checklist_alone_pdf"),
    path("checklistor/", checklists.checklist_list, name="checklists"),
    path("checklistor/ny/", checklists.checklist_new, name="checklist_new"),
    path("checklistor/<int:pk>/", checklists.checklist, name="checklist"),
    path("checklistor/<int:pk>/igen/", checklists.checklist_again, name="checklist_again"),
    path("checklistor/<int:pk>/andra/", checklists.checklist_change, name="checklist_change"),
    path("checklistor/<int:pk>/ta-bort/", checklists.checklist_remove, name="checklist_remove"),
    path("checklistor/<int:pk>/checklista.pdf", checklists.checklist_file, name="checklist_file"),
    path("delaktighetstrappan/vilket-steg/", ladder_helper.ladder_helper, name="ladder_helper"),
    path("hjalp/", crisis_lines.crisis_help, name="crisis_help"),
    path("engagera-dig/", enquiries.ways, name="enquiry_ways"),
    path("engagera-dig/<slug:slug>/", enquiries.way, name="enquiry_way"),
    path("kontakt/", enquiries.contact, name="contact"),
    path("kontakt/tack/<uuid:sending>/", enquiries.sent, name="enquiry_sent"),
    path("tillganglighet/rapportera/", enquiries.report_accessibility, name="enquiry_accessibility"),
    path("fragor/", enquiries.enquiries, name="enquiries"),
    path("fragor/<int:pk>/klar/", enquiries.settle, name="enquiry_settle"),
    path("fragor/<int:pk>/vantar/", enquiries.reopen, name="enquiry_reopen"),
    path("fragor/<int:pk>/ta-bort/", enquiries.remove, name="enquiry_remove"),
    path("hjalpnummer/", crisis_lines.crisis_line_list, name="crisis_lines"),
    path("hjalpnummer/nytt/", crisis_lines.CrisisLineAdd.as_view(), name="crisis_line_add"),
    path("hjalpnummer/<int:pk>/", crisis_lines.CrisisLineEdit.as_view(), name="crisis_line_edit"),
    path("hjalpnummer/<int:pk>/kontrollerat/", crisis_lines.crisis_line_verify, name="crisis_line_verify"),
    path("hjalpnummer/<int:pk>/ta-bort/", crisis_lines.crisis_line_remove, name="crisis_line_remove"),
    path("ord-att-akta/", privacy_words.PrivacyWords.as_view(), name="privacy_words"),
    path("ord-att-akta/<int:pk>/ta-bort/", privacy_words.privacy_word_remove, name="privacy_word_remove"),
]
