"""Pages about the portal, and what machines ask for: the same for everybody."""

from tests.access.matrix import EVERYBODY, Route

ROUTES = [
    Route("about:privacy", EVERYBODY),
    Route("about:cookies", EVERYBODY),
    Route("about:accessibility", EVERYBODY),
    Route("about:no_trace", EVERYBODY),
    Route("about:take_part", EVERYBODY),
    Route("about:about_us", EVERYBODY),
    Route("about:sitemap", EVERYBODY),
    Route("about:robots", EVERYBODY),
    Route("about:security", EVERYBODY),
]
