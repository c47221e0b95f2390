"""Two people, two tabs, the same moment."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from queue import Queue
from threading import Barrier
from time import sleep
from typing import Any

from django.db import connection, transaction

from common.errors import DomainError


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """Run the calls at the same moment, each in its own connection; return results and refusals."""
    gate = Barrier(len(calls))

    def run(call: Callable[[], Any]) -> Any:
        gate.wait()
        try:
            return call()
        except DomainError as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def one_after_the_other(first: Callable[[], Any], second: Callable[[], Any]) -> tuple[Any, bool]:
    """Run ``second`` while ``first`` is done but not committed. Return its result or refusal, and whether it waited."""
    backend: Queue[int] = Queue()

    def run() -> Any:
        try:
            connection.ensure_connection()
            backend.put(connection.connection.info.backend_pid)
            return second()
        except DomainError as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            first()
            done = pool.submit(run)
            pid = backend.get()
            while not (done.done() or _is_held_up(pid)):
                sleep(0.01)
            waited = not done.done()
        return done.result(), waited


def _is_held_up(pid: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT cardinality(pg_blocking_pids(%s)) > 0", [pid])
        return bool(cursor.fetchone()[0])
