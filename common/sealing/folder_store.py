"""Keys as files in a locked folder: ``ab/cd/abcd….key``, and ``.gone`` for a gravestone.

The file system must know hard links and fsync (ext4, XFS, ZFS, NFS do; FAT and most SMB shares do not).
"""

import os
import secrets
import time
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from common.sealing.stores import Found, fault

#: The file that marks a prepared folder and holds the id that store and mirror share.
MARK = "key-store-id"
#: A file that is still being written after this many seconds belonged to a process that died.
UNFINISHED_AFTER = 3600
_OTHERS = 0o077


class FolderStore:
    """A folder that only its owner may open. With ``create`` it is made when it is missing (development, tests)."""

    def __init__(self, root: Path, *, create: bool = False) -> None:
        self.root = root
        if create and not root.exists():
            root.mkdir(parents=True, exist_ok=True, mode=0o700)

    @property
    def where(self) -> str:
        return str(self.root)

    def identity(self) -> UUID | None:
        try:
            self._refuse_open_folder()
            return UUID((self.root / MARK).read_text("ascii").strip())
        except FileNotFoundError:
            return None
        except (OSError, ValueError) as error:
            raise fault(f"the mark of {self.root} cannot be read ({type(error).__name__})") from error

    def prepare(self, identity: UUID) -> UUID:
        try:
            self._refuse_open_folder()
            self._write_new(self.root / MARK, f"{identity}\n".encode())
        except FileExistsError:
            return self.identity() or identity
        except OSError as error:
            raise fault(f"{self.root} cannot be prepared ({type(error).__name__})") from error
        return identity

    def read(self, key_ids: Iterable[UUID]) -> Found:
        found: dict[UUID, bytes | None] = {}
        try:
            self._refuse_unfit()
            for key_id in key_ids:
                path = self._path(key_id, "key")
                if os.path.exists(f"{path[:-3]}gone"):
                    found[key_id] = None
                    continue
                try:
                    with open(path, "rb") as file:
                        found[key_id] = file.read()
                except FileNotFoundError:
                    continue
        except OSError as error:
            raise fault(f"{self.root} cannot be read ({type(error).__name__})") from error
        return found

    def add(self, key_id: UUID, wrapped: bytes) -> None:
        path = Path(self._path(key_id, "key"))
        try:
            self._refuse_unfit()
            self._make_folders(path.parent)
            if Path(self._path(key_id, "gone")).exists():
                raise fault("a shredded key is never kept again")
            self._write_new(path, wrapped)
        except FileExistsError as error:
            raise fault("a key with this id is already kept; nothing was overwritten") from error
        except OSError as error:
            raise fault(f"{self.root} takes no key ({type(error).__name__})") from error

    def replace(self, key_id: UUID, wrapped: bytes) -> None:
        path = Path(self._path(key_id, "key"))
        gravestone = Path(self._path(key_id, "gone"))
        try:
            if gravestone.exists() or not path.exists():
                return
            unfinished = self._write_unfinished(path, wrapped)
            os.replace(unfinished, path)
            if gravestone.exists():  # shredded between our look and our write
                path.unlink(missing_ok=True)
            _sync_folder(path.parent)
        except OSError as error:
            raise fault(f"{self.root} takes no rewrapped key ({type(error).__name__})") from error

    def destroy(self, key_id: UUID) -> None:
        path = Path(self._path(key_id, "key"))
        gravestone = Path(self._path(key_id, "gone"))
        try:
            self._refuse_unfit()
            self._make_folders(path.parent)
            if not gravestone.exists():
                self._write_new(gravestone, b"")
        except FileExistsError:
            pass  # another worker was faster
        except OSError as error:
            raise fault(f"{self.root} takes no gravestone ({type(error).__name__})") from error
        try:
            path.unlink(missing_ok=True)
            for unfinished in path.parent.glob(f".{path.name}.*"):
                unfinished.unlink(missing_ok=True)
            _sync_folder(path.parent)
        except OSError as error:
            raise fault(f"{self.root} does not let go of a key ({type(error).__name__})") from error

    def keys(self) -> dict[UUID, datetime]:
        return {
            key_id: datetime.fromtimestamp(entry.stat().st_mtime, UTC)
            for key_id, entry in self._files(".key")
        }

    def gravestones(self) -> set[UUID]:
        return {key_id for key_id, _ in self._files(".gone")}

    def tidy(self) -> int:
        removed = 0
        try:
            for path in self.root.glob("**/.*.unfinished"):
                if path.stat().st_mtime < time.time() - UNFINISHED_AFTER:
                    path.unlink(missing_ok=True)
                    removed += 1
        except OSError as error:
            raise fault(f"{self.root} cannot be tidied ({type(error).__name__})") from error
        return removed

    def _refuse_open_folder(self) -> None:
        if os.stat(self.root).st_mode & _OTHERS:
            raise fault(f"{self.root} can be read by others: chmod 700 it")

    def _refuse_unfit(self) -> None:
        """An unmounted volume is an empty folder: nothing is lost there, and nothing destroyed."""
        self._refuse_open_folder()
        if not os.path.exists(f"{self.root}/{MARK}"):
            raise fault(f"{self.root} is not prepared or not mounted")

    def _path(self, key_id: UUID, kind: str) -> str:
        name = key_id.hex
        return f"{self.root}/{name[:2]}/{name[2:4]}/{name}.{kind}"

    def _files(self, ending: str) -> Iterator[tuple[UUID, os.DirEntry[str]]]:
        try:
            self._refuse_unfit()
            for first in _folders(self.root):
                for second in _folders(first.path):
                    for entry in os.scandir(second.path):
                        if entry.name.endswith(ending) and not entry.name.startswith("."):
                            yield UUID(entry.name.removesuffix(ending)), entry
        except (OSError, ValueError) as error:
            raise fault(f"{self.root} cannot be listed ({type(error).__name__})") from error

    def _make_folders(self, folder: Path) -> None:
        for made in (folder.parent, folder):
            made.mkdir(mode=0o700, exist_ok=True)
            # Always, since whoever made it may not have come this far; costs nothing when it has.
            _sync_folder(made.parent)

    def _write_new(self, path: Path, content: bytes) -> None:
        """Complete and durable, or not there at all; ``FileExistsError`` when the name is taken."""
        unfinished = self._write_unfinished(path, content)
        try:
            os.link(unfinished, path)
        finally:
            unfinished.unlink()
        _sync_folder(path.parent)

    def _write_unfinished(self, path: Path, content: bytes) -> Path:
        unfinished = path.with_name(f".{path.name}.{secrets.token_hex(8)}.unfinished")
        with open(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        return unfinished


def _folders(path: str | Path) -> list[os.DirEntry[str]]:
    with os.scandir(path) as entries:
        return [entry for entry in entries if entry.is_dir(follow_symlinks=False)]


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
