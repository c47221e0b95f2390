"""Addresses of what editors write; last of all, since any path may be a page."""

from django.urls import path, re_path
from wagtail.urls import serve_pattern

from pages.views import written

urlpatterns = [
    path("aktuellt/atom.xml", written.news_atom, name="news_atom"),
    path("bilder/<int:pk>/<str:name>", written.picture, name="page_picture"),
    path("dokument/<int:document_id>/<path:document_filename>", written.document, name="wagtaildocs_serve"),
    re_path(serve_pattern.replace("(", "(?P<path>", 1), written.written_page, name="wagtail_serve"),
]
