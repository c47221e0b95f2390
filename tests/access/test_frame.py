"""What every public page carries, walked through the matrix."""

import re
from urllib.parse import urlsplit

from django.conf import settings

from tests.access.build import routes
from tests.access.opening import Answer, address_of, ask
from tests.access.world import World

CANONICAL = re.compile(r'<link rel="canonical" href="([^"]*)">')
DESCRIPTION = re.compile(r'<meta name="description" content="([^"]*)">')
NOINDEX = '<meta name="robots" content="noindex">'
LEAVE = re.compile(r'<a class="leave" href="([^"]*)" rel="noreferrer" data-leave>Lämna sidan</a>')
#: The empty page of an interview on a phone: no way around, nothing to share (docs/decisions/interviews-offline.md).
SHELL = "/revisioner/intervju/skal/"
#: One narrow column and one thing to do: nothing lies above these but the start page.
WITHOUT_CRUMBS = (
    "/konto/",
    "/svara/",
    "/foreningar/bekrafta/",
    "/kalender/brev/",
    "/du-sa-vi-gjorde/folj/",
    "/rad/namn/",
)


def _public_pages(world: World) -> dict[str, Answer]:
    pages = {}
    for route in routes():
        if not route.is_public_page:
            continue
        address = address_of(world, route)
        if address == SHELL:
            continue
        answer = ask(world, "visitor", "GET", address)
        if answer.status == 200 and answer.is_html:
            pages[address] = answer
    return pages


def _faults(address: str, answer: Answer) -> list[str]:
    path, html = urlsplit(address).path, answer.content.decode()
    faults = []
    if not answer.title.endswith(f" – {settings.PORTAL['name']}"):
        faults.append("title")
    if set(LEAVE.findall(html)) != {settings.PORTAL["leave_url"]}:
        faults.append("the way out")
    if 'action="/sok/"' not in html and not path.startswith(("/svara/", "/sok/")):
        faults.append("the search box")
    deep = path.count("/") > 2 and not path.startswith(WITHOUT_CRUMBS)
    if deep and 'aria-label="Du är här"' not in html:
        faults.append("the way here")
    if NOINDEX not in html:
        canonical = CANONICAL.findall(html)
        if len(canonical) != 1 or urlsplit(canonical[0]).path != path:
            faults.append(f"its one address: {canonical}")
        if html.count('<meta property="og:') != 7:
            faults.append("words for sharing")
        faults += ["description"] if not DESCRIPTION.findall(html)[0].strip() else []
    elif "canonical" in html and not path.startswith("/sok/"):
        faults.append("an address although it is not to be found")
    return faults


def test_every_public_page_has_the_way_out_the_search_box_the_way_here_and_one_address(world: World):
    pages = _public_pages(world)

    faults = {address: found for address, page in pages.items() if (found := _faults(address, page))}

    assert len(pages) > 40
    assert [f"{address}: {one}" for address, found in faults.items() for one in found] == []


def test_every_page_that_is_found_says_in_its_own_words_what_it_is(world: World):
    frames = "Aktiviteter, föreningar och inflytande för dig med egen erfarenhet av psykisk ohälsa."

    silent = [
        address
        for address, page in _public_pages(world).items()
        if NOINDEX not in (html := page.content.decode()) and DESCRIPTION.findall(html)[0] == frames
    ]

    assert silent == []
