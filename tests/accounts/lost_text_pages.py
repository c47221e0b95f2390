"""Addresses of the portal plus pages that other rooms might have."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path
from django.views.decorators.http import require_POST

from accounts.lost_text import restored_data

_FORM = engines["django"].from_string(
    '<!doctype html><main id="x"><form method="post" action="{{ to }}">{% csrf_token %}'
    '<textarea name="note"></textarea><input type="file" name="file"></form>{{ text }}</main>'
)


def elsewhere(request: HttpRequest) -> HttpResponse:
    to = "/prov/only-post/" if "steg" in request.GET else ""
    return HttpResponse(_FORM.render({"to": to}, request))


@require_POST
def only_post(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok")


def by_itself(request: HttpRequest) -> HttpResponse:
    data = restored_data(request)
    return HttpResponse(f"<main><p>{data['note'] if data else ''}</p></main>")


@login_not_required
def open_to_everybody(request: HttpRequest) -> HttpResponse:
    return HttpResponse(str(request.user.is_authenticated))


urlpatterns = [
    path("prov/open/", open_to_everybody),
    path("prov/elsewhere/", elsewhere),
    path("prov/only-post/", only_post),
    path("prov/by-itself/", by_itself),
    path("", include("inflytande.urls")),
]
