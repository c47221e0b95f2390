"""Fifty auditors who save a field at once, against a bare view that inserts one row, in the same run."""

import json
import subprocess
import sys
import threading
import time
from statistics import median
from typing import Any
from uuid import uuid4

from bench.client import Connection
from bench.result import Result
from bench.servers import Server, as_shipped
from inflytande import embedded

AUDITORS = 50
#: Saves of each auditor in one turn; a round is one turn of each kind.
SAVES = 8
MOST_OF_BARE = 5.0
ANSWER = "Det tog lång tid innan någon frågade vad jag själv tyckte. Ingen ringde upp efteråt. "


class Writer:
    """One auditor on a connection of their own, who begins from the revision that the last reply told."""

    def __init__(self, port: int, facts: dict[str, str]) -> None:
        self.port, self.facts = port, facts
        self.connection = Connection(port)
        self.base = 0
        self.confirmed = 0

    def save(self) -> None:
        body = json.dumps(
            {
                "save": str(uuid4()), "question": self.facts["question"], "base": self.base,
                "state": "answered", "choice": None, "text": f"{ANSWER}{self.base}", "quotes": [], "worry": False,
            }
        ).encode()  # fmt: skip
        headers = {
            "Accept": "application/json", "Content-Type": "application/json",
            "Cookie": self.facts["cookie"], "X-CSRFToken": self.facts["token"],
        }  # fmt: skip
        head, answer = self.connection.send(_posted(self.port, self.facts["path"], headers, body))
        if not head.startswith(b"HTTP/1.1 200"):
            raise RuntimeError(f"A save was answered {head.splitlines()[0]!r}.")
        self.base = json.loads(answer)["revision"]
        self.confirmed += 1

    def insert(self) -> None:
        head, _ = self.connection.send(_posted(self.port, "/bare/insert/", {}, b""))
        if not head.startswith(b"HTTP/1.1 200"):
            raise RuntimeError(f"The bare view answered {head.splitlines()[0]!r}.")


def measure(server: Server, *, rounds: int) -> list[Result]:
    """Measure in interleaved turns on the portal as it is shipped, then count what the database holds."""
    with as_shipped(server) as shipped:
        return _measure(shipped, rounds=rounds)


def _measure(server: Server, *, rounds: int) -> list[Result]:
    writers = [Writer(server.port, facts) for facts in _told(server, "bench.autosave_fill", str(AUDITORS))]
    _turn(writers, "save")
    _turn(writers, "insert")
    figures = [
        _ninety_fifth(_turn(writers, "save")) / _ninety_fifth(_turn(writers, "insert")) for _ in range(rounds)
    ]
    confirmed = sum(writer.confirmed for writer in writers)
    for writer in writers:
        writer.connection.close()
    counted = _told(server, "bench.autosave_count")
    what = f"autosave of one field, {AUDITORS} auditors at once"
    return [
        Result(f"{what}, p95 ÷ a bare insert", median(figures), MOST_OF_BARE, at_least=False, rounds=tuple(figures)),
        Result(f"{what}, confirmed saves lost", max(confirmed - counted["saves"], 0), 0, at_least=False),
        Result(
            f"{what}, saves doubled",
            max(counted["saves"], counted["revisions"]) - confirmed + counted["doubles"],
            0,
            at_least=False,
        ),
    ]  # fmt: skip


def _turn(writers: list[Writer], act: str) -> list[float]:
    """Let every writer act ``SAVES`` times, all at once; return the seconds of each."""
    together = threading.Barrier(len(writers))
    seconds: list[float] = []
    faults: list[Exception] = []

    def work(writer: Writer) -> None:
        together.wait()
        try:
            for _ in range(SAVES):
                began = time.perf_counter()
                getattr(writer, act)()
                seconds.append(time.perf_counter() - began)
        except (RuntimeError, OSError) as fault:
            faults.append(fault)

    threads = [threading.Thread(target=work, args=[writer]) for writer in writers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if faults:
        raise faults[0]
    return seconds


def _ninety_fifth(seconds: list[float]) -> float:
    return sorted(seconds)[int(len(seconds) * 0.95)]


def _posted(port: int, path: str, headers: dict[str, str], body: bytes) -> bytes:
    lines = [f"POST {path} HTTP/1.1", f"Host: 127.0.0.1:{port}", f"Content-Length: {len(body)}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode() + body


def _told(server: Server, module: str, *arguments: str) -> Any:
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments],
        env=server.environment,
        cwd=embedded.CHECKOUT,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return json.loads(done.stdout.strip().splitlines()[-1])
