"""Pages and feeds against bare views, and what a hundred times more rows cost."""

import subprocess
import sys
from pathlib import Path
from statistics import median

from bench.client import Answer, Connection, Load, fetch, prepared, ratio
from bench.result import Result
from bench.servers import Server
from inflytande import embedded

#: At least this share of the bare view's requests per second.
WARM_SHARE = 0.60
UNCHANGED_SHARE = 0.80
MOST_QUERIES = 8
MOST_FOR_HUNDREDFOLD = 1.2
#: An unknown parameter is answered but never stored, so each such request renders the page.
PAST_THE_CACHE = "obearbetad=1"
#: One of the shipped pages.
INFORMATION = "/sa-paverkar-du/"


def warm_pages(server: Server, answers: Path, *, rounds: int, seconds: float) -> list[Result]:
    """Measure cached pages and feed revalidation on one server."""
    month = f"/kalender/{server.month:%Y/%m}/"
    pages = {
        "calendar list": "/kalender/",
        "calendar month grid": f"{month}?vy=manad",
        "directory": "/foreningar/",
        "start page": "/",
        "activity": _first_link(server.port, "/kalender/", "/kalender/aktivitet/"),
        "association": "/foreningar/foreningen-1/",
        "information page": INFORMATION,
    }
    results = []
    for name, path in pages.items():
        answer = _warmed(server.port, path)
        bare = f"{name.replace(' ', '-')}-{server.size}"
        (answers / bare).write_bytes(answer.body)
        ours = prepared(server.port, path)
        bare_answer = fetch(server.port, f"/bare/{bare}/")
        if (bare_answer.status, bare_answer.body) != (answer.status, answer.body):
            raise RuntimeError(f"The bare view of {path} does not return the same status and bytes.")
        theirs = prepared(server.port, f"/bare/{bare}/")
        results.append(
            _share(server, f"{name}, warm", ours, theirs, WARM_SHARE, rounds=rounds, seconds=seconds)
        )
    # Wagtail answers each time: the same bytes, beside the bare view of the page kept.
    rendered = prepared(server.port, f"{INFORMATION}?{PAST_THE_CACHE}")
    theirs = prepared(server.port, f"/bare/information-page-{server.size}/")
    results.append(
        _share(
            server, "information page, past our cache", rendered, theirs, None, rounds=rounds, seconds=seconds
        )
    )
    feed = fetch(server.port, "/kalender/kalender.ics")
    unchanged = prepared(server.port, "/kalender/kalender.ics", If_None_Match=feed.headers["etag"])
    theirs = prepared(server.port, "/bare/304/")
    for request in (unchanged, theirs):
        head, _ = Connection(server.port).send(request)
        if b" 304 " not in head.split(b"\r\n", 1)[0]:
            raise RuntimeError("The feed or the bare view does not answer 304.")
    results.append(
        _share(
            server,
            "iCal revalidation (304)",
            unchanged,
            theirs,
            UNCHANGED_SHARE,
            rounds=rounds,
            seconds=seconds,
        )
    )
    return results


def uncached_month(servers: list[Server], *, rounds: int, seconds: float) -> list[Result]:
    """Measure what the uncached month page costs as the calendar grows, in SQL queries and in time."""
    results = [
        Result(
            f"uncached month page, SQL queries, {server.size} occurrences",
            _queries(server),
            MOST_QUERIES,
            at_least=False,
        )
        for server in servers
    ]
    first, last = servers[0], servers[-1]
    small, large = (Load(server.port, _month_request(server)) for server in (first, last))
    figures = [ratio(small, large, seconds=seconds) for _ in range(rounds)]
    results.append(
        Result(
            f"uncached month page, cost at {last.size} ÷ at {first.size}",
            median(figures),
            MOST_FOR_HUNDREDFOLD,
            at_least=False,
            rounds=tuple(figures),
        )
    )
    return results


def _share(
    server: Server, name: str, ours: bytes, theirs: bytes, limit: float | None, *, rounds: int, seconds: float
) -> Result:
    loads = Load(server.port, ours), Load(server.port, theirs)
    figures = [ratio(*loads, seconds=seconds) for _ in range(rounds)]
    what = f"{name}, share of bare view, {server.size} occurrences"
    return Result(what, median(figures), limit, at_least=True, rounds=tuple(figures))


def _first_link(port: int, path: str, beginning: str) -> str:
    page = fetch(port, path, Accept_Encoding="identity").body.decode()
    start = page.index(f'href="{beginning}') + len('href="')
    return page[start : page.index('"', start)]


def _warmed(port: int, path: str) -> Answer:
    fetch(port, path)
    answer = fetch(port, path)
    if answer.status != 200 or not answer.body:
        raise RuntimeError(f"{path} answered {answer.status}.")
    return answer


def _month_request(server: Server) -> bytes:
    return prepared(server.port, f"/kalender/{server.month:%Y/%m}/?vy=manad&{PAST_THE_CACHE}")


def _queries(server: Server) -> int:
    """Count the queries of one uncached month page in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.queries", f"/kalender/{server.month:%Y/%m}/?vy=manad&{PAST_THE_CACHE}"],
        env=server.environment,
        cwd=embedded.CHECKOUT,
        check=True,
        capture_output=True,
        text=True,
    )
    return int(done.stdout.strip().splitlines()[-1])
