"""What was typed survives a session that ended.

A form sent after the session ended (or with a token from before a new sign-in) is refused. Its text
is then kept for half an hour: encrypted with a key that only that browser's cookie holds, bound to
the page and to the person who was signed in, and put back into the form after sign-in. Passwords,
codes and tokens are never kept, nor files: they are chosen again.
"""

import base64
import binascii
import json
import secrets
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode, urlsplit

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.urls import Resolver404, resolve
from django.utils.crypto import constant_time_compare, salted_hmac

#: The question in the address that names a kept text.
PARAMETER: Final = "aterstall"
KEPT_FOR: Final = 30 * 60
#: The address of what editors write takes every path that nothing else does, and no form stands there.
WRITTEN_PAGES: Final = "wagtail_serve"
#: A text longer than this (bytes) is no form that a person filled in.
LARGEST: Final = 1024 * 1024
_NEVER_KEPT: Final = ("password", "csrf", "token", "credential", "secret", "code")
_NONCE_BYTES: Final = 12
#: So many seconds a browser knows whose text it may give back.
LAST_USER_AGE: Final = 30 * 24 * 60 * 60


@dataclass(frozen=True)
class KeptText:
    """What a person typed, and where it belongs."""

    fields: QueryDict
    posted_to: str
    had_files: bool


def cookie_name(name: str) -> str:
    """Return the cookie's name; behind TLS with the prefix that no subdomain can forge."""
    return f"__Host-{name}" if settings.SESSION_COOKIE_SECURE else name


def remember_user(request: HttpRequest, response: HttpResponseBase) -> None:
    """Leave a fingerprint of the signed-in person, to recognise them by after the session ended."""
    name = cookie_name("last-user")
    mark = user_mark(request.user)
    if not constant_time_compare(request.COOKIES.get(name, ""), mark):
        _set_cookie(response, name, mark, LAST_USER_AGE)


def user_mark(user: Any) -> str:
    """Return a keyed hash of the person's id: says nothing to anybody without ``SECRET_KEY``."""
    return salted_hmac("accounts.last_user", str(user.pk), algorithm="sha256").hexdigest()


def keep(request: HttpRequest) -> tuple[str, str]:
    """Keep the text of a refused POST. Return the page to come back to and the text's id.

    The id is "" when there is nothing to keep or nobody to keep it for.
    """
    page = _page_of(request)
    owner = (
        user_mark(request.user)
        if request.user.is_authenticated
        else request.COOKIES.get(cookie_name("last-user"), "")
    )
    fields = _typed(request)
    if not owner or not any(value.strip() for _, value in fields):
        return page, ""
    plain = json.dumps({"fields": fields, "to": request.path, "files": bool(request.FILES)}).encode()
    if len(plain) > LARGEST:
        return page, ""
    text_id = secrets.token_urlsafe(16)
    key = _key_in(request) or AESGCM.generate_key(256)
    nonce = secrets.token_bytes(_NONCE_BYTES)
    sealed = nonce + AESGCM(key).encrypt(nonce, plain, _bound_to(text_id, urlsplit(page).path, owner))
    cache.set(_cache_key(text_id), sealed, KEPT_FOR)
    request._lost_text_key = key  # type: ignore[attr-defined]
    return page, text_id


def typed_words(request: HttpRequest) -> list[str]:
    """Return the sentences of a form whose page has gone meanwhile, to be shown to whoever sent it; nothing is kept.

    None for strangers, and none for a form that another site sent: only where an address was found has the token
    been looked at.
    """
    match = request.resolver_match
    if request.method != "POST" or match is None or match.url_name == WRITTEN_PAGES:
        return []
    if not request.user.is_authenticated:
        return []
    return [value.strip() for _, value in _typed(request) if len(value.split()) > 1]


def _typed(request: HttpRequest) -> list[tuple[str, str]]:
    return [
        (name, value)
        for name, values in request.POST.lists()
        if not any(word in name.lower() for word in _NEVER_KEPT)
        for value in values
    ]


def hand_over_key(request: HttpRequest, response: HttpResponseBase) -> None:
    """Give the browser the key, after ``keep``. The portal itself does not keep it."""
    key = getattr(request, "_lost_text_key", None)
    if key:
        encoded = base64.urlsafe_b64encode(key).decode()
        _set_cookie(response, cookie_name("kept-text"), encoded, KEPT_FOR)


def with_text_id(page: str, text_id: str) -> str:
    """Add the kept text's id to the page's address."""
    parts = urlsplit(page)
    query = [(name, value) for name, value in parse_qsl(parts.query) if name != PARAMETER]
    if text_id:
        query.append((PARAMETER, text_id))
    return parts._replace(query=urlencode(query)).geturl()


def kept_text(request: HttpRequest) -> KeptText | None:
    """Return what this person typed on this page, or ``None``: for anybody else, in any other browser,
    on any other page and after half an hour there is nothing.
    """
    text_id = request.GET.get(PARAMETER, "")
    key = _key_in(request)
    if not text_id or key is None or not request.user.is_authenticated:
        return None
    sealed = cache.get(_cache_key(text_id))
    if sealed is None:
        return None
    bound_to = _bound_to(text_id, request.path, user_mark(request.user))
    try:
        plain = AESGCM(key).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], bound_to)
    except InvalidTag:
        return None
    kept = json.loads(plain)
    fields = QueryDict(mutable=True)
    for name, value in kept["fields"]:
        fields.appendlist(name, value)
    return KeptText(fields=fields, posted_to=kept["to"], had_files=kept["files"])


def restored_data(request: HttpRequest) -> QueryDict | None:
    """Return the kept fields for a view that fills its form itself, e.g. with rows made by script.

    Use them as the form's starting values, not as sent data: nobody has sent them yet. Other views
    need nothing: ``LostTextMiddleware`` fills their forms.
    """
    kept = kept_text(request)
    if kept is None:
        return None
    request._lost_text_is_filled = True  # type: ignore[attr-defined]
    return kept.fields


def _page_of(request: HttpRequest) -> str:
    """Return the page the form stood on: it may have sent itself to another address."""
    came_from = urlsplit(request.headers.get("Referer", ""))
    if came_from.netloc == request.get_host() and _exists(came_from.path):
        return with_text_id(came_from._replace(scheme="", netloc="", fragment="").geturl(), "")
    return with_text_id(request.get_full_path(), "")


def _exists(path: str) -> bool:
    try:
        found = resolve(path)
    except Resolver404:
        return False
    return found.url_name != WRITTEN_PAGES


def _key_in(request: HttpRequest) -> bytes | None:
    try:
        key = base64.urlsafe_b64decode(request.COOKIES.get(cookie_name("kept-text"), ""))
    except (binascii.Error, ValueError):
        return None
    return key if len(key) == 32 else None


def _bound_to(text_id: str, path: str, owner: str) -> bytes:
    return json.dumps([text_id, path, owner]).encode()


def _cache_key(text_id: str) -> str:
    # Hashed: whatever stands in the address, the cache sees a key of known shape.
    return f"lost-text:{salted_hmac('accounts.lost_text', text_id).hexdigest()}"


def _set_cookie(response: HttpResponseBase, name: str, value: str, age: int) -> None:
    response.set_cookie(
        name, value, max_age=age, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
    )
