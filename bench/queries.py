"""``python -m bench.queries /path/``: print how many SQL queries one uncached anonymous page takes."""

import sys

import django

if __name__ == "__main__":
    django.setup()
    from django.core.cache import cache
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(SERVER_NAME="127.0.0.1")
    client.get(sys.argv[1])
    cache.clear()  # Nor may what pages remember beside themselves spare a query.
    with CaptureQueriesContext(connection) as captured:
        response = client.get(sys.argv[1])
    if response.status_code != 200:
        raise SystemExit(f"{sys.argv[1]} answered {response.status_code}")
    sys.stdout.write(f"{len(captured)}\n")
