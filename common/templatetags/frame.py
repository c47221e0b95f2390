"""What a page tells search engines and those who share its address."""

import re
from typing import Final
from urllib.parse import urlencode

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.template.base import NodeList, Parser, Token
from django.template.context import Context
from django.templatetags.static import static
from django.utils.encoding import escape_uri_path
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

#: Parts of an address that open something for one person only.
SECRETS: Final = frozenset({"token", "code", "key", "uidb36", "signature"})
NOINDEX: Final = '<meta name="robots" content="noindex">'
#: Shown beside a shared link: 1200 by 630 points, as those who show such pictures ask.
PICTURE: Final = "img/delning.png"

#: As Open Graph names the languages that a page can be written in.
LOCALES: Final = {"sv": "sv_SE", "en": "en_GB", "fi": "fi_FI"}

_TITLE: Final = re.compile(r"<title>(.*?)</title>", re.DOTALL)
_DESCRIPTION: Final = re.compile(r'<meta name="description" content="([^"]*)"')


class SharingNode(template.Node):
    """Adds the page's one address, and its words for sharing, to the title and description it holds."""

    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist

    def render(self, context: Context) -> SafeString:
        """Render title and description first; a page that is not to be found gets no address."""
        head = self.nodelist.render(context)
        if 'name="robots"' in head:
            return head
        request = context.get("request")
        address = canonical_address(request) if request else ""
        if not address:
            return mark_safe(f"{head}{NOINDEX}\n")  # noqa: S308 - our own markup
        return mark_safe(f"{head}{_words(address, head, _locale(context))}")  # noqa: S308 - escaped below


@register.tag
def sharing(parser: Parser, token: Token) -> SharingNode:
    """``{% sharing %}<title>…</title>…{% endsharing %}`` in the head of every page."""
    nodelist = parser.parse(("endsharing",))
    parser.delete_first_token()
    return SharingNode(nodelist)


def canonical_address(request: HttpRequest) -> str:
    """Return the one address of what ``request`` shows, without parameters that the view doesn't know.

    Empty where there is none: the address doesn't exist, or it opens something for one person only.
    """
    match = request.resolver_match
    if match is None or SECRETS & match.kwargs.keys():
        return ""
    policy = getattr(match.func, "page_cache_policy", None)
    known = policy.params if policy else frozenset()
    pairs = sorted((name, value) for name in known for value in request.GET.getlist(name) if value.strip())
    query = f"?{urlencode(pairs)}" if pairs else ""
    return f"{settings.PORTAL_ORIGIN}{escape_uri_path(request.path)}{query}"


def _locale(context: Context) -> str:
    """Return the language of what an editor has written; everything else is Swedish."""
    return LOCALES.get(getattr(context.get("page"), "lang", "sv"), LOCALES["sv"])


def _words(address: str, head: str, locale: str) -> SafeString:
    title, description = _TITLE.search(head), _DESCRIPTION.search(head)
    rows = [
        ("og:type", "website"),
        ("og:site_name", settings.PORTAL["name"]),
        ("og:locale", locale),
        ("og:url", address),
        # Both stand escaped in the head already.
        ("og:title", _as_value(title)),
        ("og:description", _as_value(description)),
        ("og:image", settings.PORTAL_ORIGIN + static(PICTURE)),
    ]
    return format_html('<link rel="canonical" href="{}">\n', address) + format_html_join(
        "\n", '<meta property="{}" content="{}">', rows
    )


def _as_value(found: re.Match[str] | None) -> SafeString:
    text = " ".join(found[1].split()).replace('"', "&quot;") if found else ""
    return mark_safe(text)  # noqa: S308 - cut out of what the template has escaped
