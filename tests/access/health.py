"""The two probes, for whoever watches the machine."""

from tests.access.matrix import EVERYBODY, Route

ROUTES = [
    Route("health:healthy", EVERYBODY),
    # 503 here: no worker sends signs of life during tests.
    Route("health:ready", EVERYBODY, also=(503,)),
]
