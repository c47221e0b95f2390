"""Follows links to other sites: a few of each every night, those first that have waited longest.

Nobody gets the worker to knock on doors inside the operator's own network: the address that a name stands for is
looked up once, must lie on the open internet and is the very one that is asked. Redirections are not followed.
"""

import ipaddress
import socket
import ssl
import time
from collections import Counter
from collections.abc import Callable, Collection
from datetime import timedelta
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from urllib.parse import SplitResult, quote, urlsplit

from django.db.models import F
from django.utils import timezone

from pages.models import DeadLink, FollowedLink

SCHEMES = ("http", "https")
#: How long another site may take, in seconds.
PATIENCE = 10
#: All of them in one night; the worker's tasks are ended after fifteen minutes.
NIGHT = timedelta(minutes=8)
#: So many of one site in one night: nobody is to notice us.
MOST_OF_ONE = 20
#: A site that was silent so many times in a row has no more said to it that night.
SILENT_ENOUGH = 2
_LONGEST = 500
_HEADERS = {"User-Agent": "Inflytande link check", "Connection": "close"}
#: Signs that mean something in an address; what is escaped already stays so.
_SAFE = "/%:=&?~+!$,;'@()*[]"

Allowed = Callable[[str], bool]


def host_of(address: str) -> str:
    """Return the host and port of an address on the web as they are written, or "" where it has none."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return parts.netloc if parts.scheme in {"", *SCHEMES} else ""


def is_open(address: str) -> bool:
    """Tell whether a number is one that anybody on the internet reaches."""
    number = ipaddress.ip_address(address.partition("%")[0])
    mapped = getattr(number, "ipv4_mapped", None)
    number = mapped or number
    return number.is_global and not number.is_multicast


def follow(
    addresses: Collection[str], *, allowed: Allowed = is_open, night: timedelta = NIGHT
) -> dict[str, str]:
    """Follow as many as there is time for, and return what is known to be wrong with each of ``addresses`` ("": nothing).

    What there was no time for stays as it was found last, and comes first the next time.
    """
    kept = {address for address in addresses if len(address) <= _LONGEST}
    FollowedLink.objects.exclude(address__in=kept).delete()
    FollowedLink.objects.bulk_create(
        [FollowedLink(address=address, host=host_of(address)[:255]) for address in sorted(kept)],
        ignore_conflicts=True,
    )
    asked: Counter[str] = Counter()
    silent: Counter[str] = Counter()
    until = time.monotonic() + night.total_seconds()
    for link in FollowedLink.objects.order_by(F("followed_at").asc(nulls_first=True), "pk"):
        if time.monotonic() >= until:
            break
        if asked[link.host] >= MOST_OF_ONE or silent[link.host] >= SILENT_ENOUGH:
            continue
        # Before it is asked: whatever the site does to the worker, others come first the next time.
        link.followed_at = timezone.now()
        link.save(update_fields=["followed_at"])
        link.reason = fault_of(link.address, allowed=allowed)
        link.save(update_fields=["reason"])
        asked[link.host] += 1
        silent[link.host] = silent[link.host] + 1 if link.reason == DeadLink.Reason.SILENT else 0
    return dict(FollowedLink.objects.values_list("address", "reason"))


def fault_of(address: str, *, allowed: Allowed = is_open) -> str:
    """Ask for the head of the page. A site that refuses to answer a program isn't called broken."""
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").encode("idna").decode()
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError:
        return DeadLink.Reason.GONE
    if not host:
        return DeadLink.Reason.GONE
    try:
        numbers = [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    except OSError:
        return DeadLink.Reason.SILENT
    if not numbers or not all(allowed(number) for number in numbers):
        return DeadLink.Reason.GONE
    try:
        status = _status(parts, host, port, numbers)
    except (OSError, HTTPException, ValueError):
        return DeadLink.Reason.SILENT
    return DeadLink.Reason.GONE if status in {HTTPStatus.NOT_FOUND, HTTPStatus.GONE} else ""


def _status(parts: SplitResult, host: str, port: int, numbers: list[str]) -> int:
    called = f"[{host}]" if ":" in host else host
    headers = {"Host": f"{called}:{parts.port}" if parts.port else called, **_HEADERS}
    path = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
    door = _door(numbers, port)
    try:
        if parts.scheme == "https":
            door = ssl.create_default_context().wrap_socket(door, server_hostname=host)
        # Given its socket, the connection looks no name up by itself.
        connection = HTTPConnection(host, port)
        connection.sock = door
        connection.request("HEAD", quote(path, safe=_SAFE), headers=headers)
        return connection.getresponse().status
    finally:
        door.close()


def _door(numbers: list[str], port: int) -> socket.socket:
    """Return the first that opens: a machine may reach only one of a site's two kinds of number."""
    for number in numbers[:-1]:
        try:
            return socket.create_connection((number, port), timeout=PATIENCE)
        except OSError:
            continue
    return socket.create_connection((numbers[-1], port), timeout=PATIENCE)
