"""Addresses of the room, from the root of the portal."""

from django.urls import path

from pages.views import crisis_lines, privacy_words, search, start

app_name = "pages"
urlpatterns = [
    path("", start.start, name="start"),
    path("sok/", search.search, name="search"),
    path("hjalpnummer/", crisis_lines.crisis_line_list, name="crisis_lines"),
    path("hjalpnummer/nytt/", crisis_lines.CrisisLineAdd.as_view(), name="crisis_line_add"),
    path("hjalpnummer/<int:pk>/", crisis_lines.CrisisLineEdit.as_view(), name="crisis_line_edit"),
    path("hjalpnummer/<int:pk>/kontrollerat/", crisis_lines.crisis_line_verify, name="crisis_line_verify"),
    path("hjalpnummer/<int:pk>/ta-bort/", crisis_lines.crisis_line_remove, name="crisis_line_remove"),
    path("ord-att-akta/", privacy_words.PrivacyWords.as_view(), name="privacy_words"),
    path("ord-att-akta/<int:pk>/ta-bort/", privacy_words.privacy_word_remove, name="privacy_word_remove"),
]
