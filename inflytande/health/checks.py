"""What must work for the portal to be ready. Each check says in the log what is wrong; outsiders get one word."""

import logging
from collections.abc import Callable

from django.core.cache import cache
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from redis.exceptions import RedisError

from common.sealing import KeyStoreError
from common.sealing.opening import check_readable
from common.tasks import HEARTBEAT_KEY

logger = logging.getLogger(__name__)


class NotReadyError(Exception):
    """A part does not work; the message is for the log and holds no secret and nothing personal."""


def database() -> None:
    """The database answers a query."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.fetchone()
    except DatabaseError as error:
        raise NotReadyError("the database does not answer") from error


def shared_cache() -> None:
    """The cache, which is the jobs' queue too, takes a value and gives it back."""
    try:
        cache.set("ready-check", "here", 10)
        found = cache.get("ready-check")
    except (RedisError, OSError) as error:
        raise NotReadyError("the cache does not answer") from error
    if found != "here":
        raise NotReadyError("the cache does not keep what it is given")


def migrations() -> None:
    """Every migration this version of the code knows has been applied."""
    try:
        executor = MigrationExecutor(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        raise NotReadyError("the applied migrations cannot be read") from error
    if plan:
        raise NotReadyError(f"{len(plan)} migrations are not applied: run manage.py migrate")


def worker_heartbeat() -> None:
    """A worker ran the clock's latest sign of life: beat, queue and worker all work."""
    try:
        beating = cache.get(HEARTBEAT_KEY)
    except (RedisError, OSError) as error:
        raise NotReadyError("the heartbeat cannot be read") from error
    if beating is None:
        raise NotReadyError("no sign of life from worker and beat")


def key_store() -> None:
    """The keys of sealed text can be read, and belong to this portal."""
    try:
        check_readable()
    except KeyStoreError as error:
        raise NotReadyError(f"the key store: {error.reason}") from error


CHECKS: tuple[Callable[[], None], ...] = (
    database,
    migrations,
    shared_cache,
    worker_heartbeat,
    key_store,
)


def is_ready() -> bool:
    """Run every check; what is wrong goes to the log only."""
    ready = True
    for check in CHECKS:
        try:
            check()
        except NotReadyError as error:
            logger.warning("Not ready: %s", error)
            ready = False
    return ready
