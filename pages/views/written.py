"""What editors have written, and the files it shows."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from wagtail import views as wagtail_views
from wagtail.documents.views.serve import serve as serve_document

from common.atom import CONTENT_TYPE
from common.page_cache import cached_page
from pages import media, ranges
from pages.feeds import news_feed


# Exempt since nothing is ever taken in here: a form sent to an address that is no page gets 404, as without a tree.
@csrf_exempt
@cached_page(rooms=("pages", "organisations"), params=("sida",))
@login_not_required
def written_page(request: HttpRequest, path: str) -> HttpResponse:
    """A published page of the tree; everything else is 404."""
    if request.method not in {"GET", "HEAD"}:
        raise Http404
    response: HttpResponse = wagtail_views.serve(request, path)
    # Rendered here, so that a fault is one of this view's and the page can be kept.
    return response.render() if hasattr(response, "render") and not response.is_rendered else response  # type: ignore[attr-defined]


@login_not_required
@require_safe
@cache_control(max_age=300, private=True)
def picture(request: HttpRequest, pk: int, name: str) -> HttpResponseBase:
    """A picture in one measure: for everybody once a published page shows it, before that for editors."""
    rendition = media.visible_rendition(pk, name, request.user)
    if rendition is None:
        raise Http404
    return FileResponse(rendition.file.open("rb"), content_type=media.type_of_picture(name))


@login_not_required
@require_safe
def document(request: HttpRequest, document_id: int, document_filename: str) -> HttpResponseBase:
    """A file, or the part of a film that is asked for: for everybody once a published page links to it, else for editors."""
    found = media.visible_document(document_id, request.user)
    if found is None:
        raise Http404
    answer: HttpResponseBase = serve_document(request, document_id, document_filename)
    return ranges.part_of(request, answer, found.file)


@cached_page(rooms=("pages", "organisations"))
@login_not_required
@require_safe
def news_atom(request: HttpRequest) -> HttpResponse:
    """The newest news as a feed."""
    origin = settings.PORTAL_ORIGIN
    content = news_feed(feed_url=f"{origin}/aktuellt/atom.xml", page_url=f"{origin}/aktuellt/")
    return HttpResponse(content, content_type=CONTENT_TYPE)
