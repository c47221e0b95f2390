"""``python -m bench.feed``: stream the whole feed and print its events and the memory it took."""

import json
import resource
import sys

import django


def main() -> None:
    from django.test import Client

    client = Client(SERVER_NAME="127.0.0.1")
    # A short feed first, so that code, templates and connections are loaded before we look.
    b"".join(client.get("/kalender/forening/foreningen-1.ics").streaming_content)  # type: ignore[attr-defined]
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    events = 0
    for part in client.get("/kalender/kalender.ics").streaming_content:  # type: ignore[attr-defined]
        events += part.count(b"BEGIN:VEVENT")
    extra = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    sys.stdout.write(json.dumps({"events": events, "megabytes": extra / 1024}) + "\n")


if __name__ == "__main__":
    django.setup()
    main()
