"""Which templates each page is made of, told to all workers of a run: whoever meets a page first asks it.

The planted portal is the same for every worker, and asking all personas for all pages takes minutes.
"""

import json
import os
import re
from collections.abc import Mapping
from functools import cache
from typing import Any

import redis
from django.conf import settings

from tests.access.matrix import Route
from tests.access.opening import Answer

#: One run's own, also where several runs share a server.
_KEY = f"made of, {os.environ.get('PYTEST_XDIST_TESTRUNUID') or os.getpid()}"
#: No worker's own database, which its tests empty: see tests/services.py.
_DATABASE = 15
_KEPT_FOR = 24 * 60 * 60  # seconds


def templates_of_page(route: Route, answer: Answer) -> frozenset[str]:
    """Return the names of the templates of a page; none when the answer is no page."""
    is_page = answer.is_html and answer.status in {200, *route.also}
    return answer.templates if is_page else frozenset()


def note(route: Route, met: Mapping[str, frozenset[str]]) -> None:
    """Tell which templates personas met at one row of the matrix: persona → names, none when it was no page."""
    rows = {_field(persona, route): json.dumps(sorted(names)) for persona, names in met.items()}
    _server().hset(_KEY, mapping=rows)
    _server().expire(_KEY, _KEPT_FOR)


def known(persona: str, route: Route) -> frozenset[str] | None:
    """Return the names that somebody has noted, or nothing when nobody has yet."""
    names = _server().hget(_KEY, _field(persona, route))
    return None if names is None else frozenset(json.loads(names))


def _field(persona: str, route: Route) -> str:
    return f"{persona} {route.id}"


@cache
def _server() -> Any:
    return redis.Redis.from_url(re.sub(r"\bdb=\d+", f"db={_DATABASE}", settings.REDIS_URL))
