"""``python -m bench.feed``: stream the whole feed and print its events and the memory it took."""

import json
import sys
from pathlib import Path

import django


def main() -> None:
    from django.test import Client

    client = Client(SERVER_NAME="127.0.0.1")
    # A short feed first, so that code, templates and connections are loaded before we look.
    b"".join(client.get("/kalender/forening/foreningen-1.ics").streaming_content)  # type: ignore[attr-defined]
    before = _resident("VmRSS")
    # The highest mark so far may lie far above what is in use now: begin a new one (proc(5)).
    Path("/proc/self/clear_refs").write_text("5")
    events = 0
    for part in client.get("/kalender/kalender.ics").streaming_content:  # type: ignore[attr-defined]
        events += part.count(b"BEGIN:VEVENT")
    extra = _resident("VmHWM") - before
    sys.stdout.write(json.dumps({"events": events, "megabytes": extra / 1024}) + "\n")


def _resident(kind: str) -> int:
    """Return the memory in use (``VmRSS``) or the most ever in use (``VmHWM``), in KiB."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith(kind)).split()[1])


if __name__ == "__main__":
    django.setup()
    main()
