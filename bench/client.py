"""Requests over kept-alive connections, with as little work per request as Python allows."""

import socket
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Final

#: Requests under way at once.
CONNECTIONS: Final = 4
#: Length of one turn, in seconds.
TURN: Final = 0.1


@dataclass(frozen=True)
class Answer:
    """Status, headers (lower case) and body of one answer."""

    status: int
    headers: dict[str, str]
    body: bytes


class Connection:
    """One HTTP/1.1 connection to the server on this machine."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=120)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._rest = b""

    def close(self) -> None:
        self._socket.close()

    def send(self, request: bytes) -> tuple[bytes, bytes]:
        """Send a prepared request; return raw head and body."""
        self._socket.sendall(request)
        data = self._rest
        while (end := data.find(b"\r\n\r\n")) < 0:
            data += self._receive()
        head, data = data[: end + 4], data[end + 4 :]
        lowered = head.lower()
        if (at := lowered.find(b"content-length:")) >= 0:
            length = int(lowered[at + 15 : lowered.index(b"\r\n", at)])
            while len(data) < length:
                data += self._receive()
            body, self._rest = data[:length], data[length:]
            return head, body
        if b"transfer-encoding: chunked" in lowered:
            while not data.endswith(b"0\r\n\r\n"):
                data += self._receive()
            self._rest = b""
            return head, data
        self._rest = data
        return head, b""

    def _receive(self) -> bytes:
        part = self._socket.recv(262_144)
        if not part:
            raise ConnectionError("The measured server closed the connection.")
        return part


def prepared(port: int, path: str, **headers: str) -> bytes:
    """Return the request's bytes."""
    lines = [f"GET {path} HTTP/1.1", f"Host: 127.0.0.1:{port}"]
    sent = {"Accept_Encoding": "br", **headers}
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in sent.items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def fetch(port: int, path: str, **headers: str) -> Answer:
    """Fetch one page."""
    connection = Connection(port)
    head, body = connection.send(prepared(port, path, **headers))
    connection.close()
    first, *rest = head.decode("latin-1").strip().split("\r\n")
    pairs = (line.split(":", 1) for line in rest)
    return Answer(int(first.split()[1]), {name.lower(): value.strip() for name, value in pairs}, body)


@dataclass(frozen=True)
class Load:
    """One request, sent to one server again and again."""

    port: int
    request: bytes


def ratio(ours: Load, theirs: Load, *, seconds: float) -> float:
    """Return how many of ``ours`` are answered in a second for each of ``theirs``: one round.

    The two take turns in short turns for ``seconds`` each, so that whatever else the machine does
    meanwhile slows both alike.
    """
    turns = max(2, 2 * round(seconds / (2 * TURN)))
    counts, times = {ours: 0, theirs: 0}, {ours: 0.0, theirs: 0.0}
    connections = {load: [Connection(load.port) for _ in range(CONNECTIONS)] for load in (ours, theirs)}
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        for turn in range(turns):
            # Each goes first every other turn, so that drift favours neither.
            for load in (ours, theirs) if turn % 2 else (theirs, ours):
                run = partial(_answered, load.request, seconds / turns)
                started = time.perf_counter()
                counts[load] += sum(pool.map(run, connections[load]))
                times[load] += time.perf_counter() - started
    for connection in (each for opened in connections.values() for each in opened):
        connection.close()
    return (counts[ours] / times[ours]) / (counts[theirs] / times[theirs])


def _answered(request: bytes, seconds: float, connection: Connection) -> int:
    count, until = 0, time.perf_counter() + seconds
    while time.perf_counter() < until:
        connection.send(request)
        count += 1
    return count
