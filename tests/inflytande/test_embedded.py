"""PostgreSQL and Valkey for a first run: started for real, in folders of their own."""

import os
import shutil
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
import redis

from inflytande import embedded
from inflytande.embedded import postgres
from inflytande.embedded.places import Place, lasting_place, postgres_program
from inflytande.processes import wait_until
from tests.inflytande.left_behind import assert_nothing_left, processes_of

ATTACH_AND_WAIT = """
import sys, time
from pathlib import Path
from inflytande import embedded
attachment = embedded.attach(Path(sys.argv[1]))
print("attached", flush=True)
time.sleep(600)
"""


@pytest.fixture
def var(tmp_path: Path) -> Iterator[Path]:
    var = tmp_path / "private" / "var"
    var.mkdir(parents=True)
    var.parent.chmod(0o700)
    yield var
    for folder in embedded.data_folders(var):
        assert_nothing_left(str(folder))
        shutil.rmtree(folder, ignore_errors=True)


def data_of(var: Path) -> Path:
    return lasting_place(var).postgres_data


@dataclass(frozen=True)
class Used:
    """Services that have been used and stopped, and are started again for whoever only asks something of them."""

    var: Path
    services: embedded.Attachment
    stopped_data: Path


@pytest.fixture(scope="module")
def used(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Used]:
    """Making a cluster takes longer than what most tests ask of it: this one is shared, or copied as it was stopped."""
    folder = tmp_path_factory.mktemp("used")
    var = folder / "private" / "var"
    var.mkdir(parents=True)
    var.parent.chmod(0o700)
    before = embedded.attach(var)
    with psycopg.connect(before.database_url) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
    assert before.finish(patience=600)
    stopped = folder / "postgres"
    subprocess.run(["cp", "-a", data_of(var), stopped], check=True)  # each file keeps its owner
    services = embedded.attach(var)
    yield Used(var, services, stopped)
    services.finish(patience=600)
    for data in embedded.data_folders(var):
        assert_nothing_left(str(data))
        shutil.rmtree(data, ignore_errors=True)


@pytest.fixture
def stopped_var(var: Path, used: Used) -> Path:
    """A folder whose services have been used and stopped."""
    place = lasting_place(var, claim=True)
    place.root.mkdir(parents=True)
    subprocess.run(["cp", "-a", used.stopped_data, place.postgres_data], check=True)
    return var


def test_services_answer_and_stop_when_the_last_user_is_done(var: Path) -> None:
    first = embedded.attach(var)
    second = embedded.attach(var)

    first.close()

    with psycopg.connect(second.database_url) as connection:
        assert connection.execute("SELECT current_user, lower('ÅÄÖ')").fetchone() == ("inflytande", "åäö")
    assert redis.Redis.from_url(second.redis_url).ping()
    assert second.finish(patience=600)
    assert_nothing_left(str(second.root))


def test_data_is_kept_between_starts(used: Used) -> None:
    with psycopg.connect(used.services.database_url) as connection:
        assert connection.execute("SELECT answer FROM kept").fetchone() == (42,)


def test_the_portals_role_is_no_superuser_but_may_use_trusted_extensions(used: Used) -> None:
    with psycopg.connect(used.services.database_url) as connection:
        connection.execute("CREATE EXTENSION pg_trgm")
        assert connection.execute("SHOW is_superuser").fetchone() == ("off",)


def test_nothing_listens_on_the_network_and_the_sockets_are_private(used: Used) -> None:
    with psycopg.connect(used.services.database_url) as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
    assert redis.Redis.from_url(used.services.redis_url).config_get("port") == {"port": "0"}
    sockets = lasting_place(used.var).sockets
    assert stat.S_IMODE(sockets.stat().st_mode) == 0o700
    assert all(stat.S_IMODE(one.stat().st_mode) == 0o700 for one in sockets.iterdir() if one.is_socket())


def test_private_folders_above_stay_private(used: Used) -> None:
    assert stat.S_IMODE(used.var.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE(used.services.root.stat().st_mode) == 0o700


@pytest.mark.parametrize("victim", ["user", "keeper", "server"])
def test_a_kill_leaves_nothing_running_and_the_data_usable(stopped_var: Path, victim: str) -> None:
    var = stopped_var
    user = subprocess.Popen(
        [sys.executable, "-c", ATTACH_AND_WAIT, str(var)], stdout=subprocess.PIPE, cwd=embedded.CHECKOUT
    )
    assert user.stdout is not None
    assert user.stdout.readline() == b"attached\n"
    root = str(lasting_place(var).root)
    postmaster = int((data_of(var) / "postmaster.pid").read_text().split()[0])
    keeper = next(int(line.split()[0]) for line in processes_of(root) if "embedded.keeper" in line)

    os.kill({"user": user.pid, "keeper": keeper, "server": postmaster}[victim], signal.SIGKILL)

    if victim == "keeper":
        assert wait_until(lambda: not processes_of(f"{root}/postgres"), patience=600)
    user.kill()
    user.communicate()
    assert_nothing_left(root)
    again = embedded.attach(var)
    with psycopg.connect(again.database_url) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    assert again.finish(patience=600)


def test_a_lock_file_whose_process_id_another_program_has_by_now_is_no_obstacle(stopped_var: Path) -> None:
    var = stopped_var
    (data_of(var) / "postmaster.pid").write_text(f"{os.getpid()}\n{data_of(var)}\n1\n5432\n\n\n\nready\n")

    again = embedded.attach(var)

    with psycopg.connect(again.database_url) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    assert again.finish(patience=600)


def test_an_interrupted_first_start_is_made_good(var: Path) -> None:
    place = lasting_place(var, claim=True)
    half = place.root / "postgres.unfinished"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18\n")

    services = embedded.attach(var)

    assert not half.exists()
    assert services.finish(patience=600)


@pytest.mark.parametrize("lost", ["PG_VERSION", "global/pg_control"])
def test_a_database_folder_with_a_part_missing_is_left_alone_and_explained(
    stopped_var: Path, lost: str
) -> None:
    var = stopped_var
    (data_of(var) / lost).unlink()

    with pytest.raises(
        embedded.EmbeddedServiceError, match=r"is incomplete: restore it from a backup, or .* make fresh"
    ):
        embedded.attach(var)

    assert data_of(var).is_dir()


def test_a_database_folder_of_another_version_is_left_alone_and_explained(stopped_var: Path) -> None:
    var = stopped_var
    (data_of(var) / "PG_VERSION").write_text("14\n")

    with pytest.raises(embedded.EmbeddedServiceError, match=r"made by PostgreSQL 14.*docs/operations\.md"):
        embedded.attach(var)


def test_a_damaged_database_gives_one_sentence_with_the_log(stopped_var: Path) -> None:
    var = stopped_var
    (data_of(var) / "global" / "pg_control").write_bytes(b"x" * 8192)

    with pytest.raises(
        embedded.EmbeddedServiceError, match=r"^PostgreSQL did not start \(.+\): see .*postgres.log"
    ) as raised:
        embedded.attach(var)

    assert "\n" not in str(raised.value)


def test_the_log_tells_of_a_refused_row_without_its_values(used: Used) -> None:
    with psycopg.connect(used.services.database_url, autocommit=True) as connection:
        connection.execute("CREATE TABLE people (name text UNIQUE)")
        connection.execute("INSERT INTO people VALUES ('Noa Ny')")
        with pytest.raises(psycopg.errors.UniqueViolation):
            connection.execute("INSERT INTO people VALUES ('Noa Ny')")

    log = (used.services.root / "log" / "postgres.log").read_text()
    assert "duplicate key value" in log
    assert "Noa" not in log


def test_a_missing_library_gets_one_sentence_that_names_it(tmp_path: Path) -> None:
    place = Place(
        root=tmp_path, sockets=tmp_path / "run", programs=tmp_path / "program", run_as=None, temporary=True
    )
    program = postgres_program(place, "initdb")
    program.parent.mkdir(parents=True)
    program.write_text(
        "#!/bin/sh\necho 'initdb: error while loading shared libraries: libz.so.1: cannot open shared object file' >&2\n"
        "exit 127\n"
    )
    program.chmod(0o755)

    with pytest.raises(embedded.EmbeddedServiceError, match=r"needs the library libz\.so\.1: install it"):
        postgres.start(place)


def test_temporary_services_remove_their_data(var: Path) -> None:
    services = embedded.attach_temporary()

    assert services.root.is_dir()
    assert services.finish(patience=600)
    assert not services.root.exists()
