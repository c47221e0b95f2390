"""Addresses of the editors' pages: Wagtail's own, but for sign-in and account, which the portal has."""

from django.urls import include, path
from django.views.generic import RedirectView
from wagtail.admin import urls as wagtail_urls
from wagtail.utils.urlpatterns import decorate_urlpatterns

from pages.editing.access import editors_only

_to_account = RedirectView.as_view(url="/konto/")

urlpatterns = decorate_urlpatterns(
    [
        path("account/", _to_account, name="wagtailadmin_account"),
        path("login/", _to_account, name="wagtailadmin_login"),
        path("logout/", _to_account, name="wagtailadmin_logout"),
        path("", include(wagtail_urls)),
    ],
    editors_only,
)
