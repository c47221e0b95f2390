"""From ``KEY_STORE_URL`` to a store with its mirror."""

from functools import lru_cache
from pathlib import Path
from urllib.parse import parse_qs, quote, unquote, urlencode, urlsplit
from uuid import UUID, uuid4

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from common.sealing.database_store import DatabaseStore
from common.sealing.folder_store import FolderStore
from common.sealing.stores import MirroredStore, Store, fault

#: Addresses that this process has looked at once.
_known: set[str] = set()


def open_store() -> MirroredStore:
    """Return the store that the settings name. Nothing is read yet, but a database store is held against the portal's."""
    url: str = settings.KEY_STORE_URL
    keys = MirroredStore(*_addresses(url))
    if url not in _known:
        for copy in keys.both:
            if isinstance(copy, DatabaseStore):
                copy.refuse_portals_cluster()
        if "create=yes" in url:  # development and tests; every process may be the first
            keys.mirror.prepare(keys.store.prepare(uuid4()))
        _known.add(url)
    return keys


def prepare(keys: MirroredStore) -> UUID:
    """Mark a new store and mirror as belonging together; leave prepared ones as they are.

    Raises ``KeyStoreError`` when only one of them is prepared: the other is not mounted, or new and to be filled by
    ``check_key_store --repair``.
    """
    marks = [copy.identity() for copy in keys.both]
    if marks == [None, None]:
        mark = keys.store.prepare(uuid4())
        marks = [mark, keys.mirror.prepare(mark)]
    if marks[0] is None or marks[1] is None:
        lacking = keys.both[marks.index(None)]
        raise fault(f"{lacking.where} is not prepared, but the other copy is: is it mounted?")
    if marks[0] != marks[1]:
        raise fault("store and mirror do not belong together: look at KEY_STORE_URL")
    return marks[0]


def check_readable() -> None:
    """Raise ``KeyStoreError`` unless store and mirror are prepared, belong together and can be read."""
    keys = open_store()
    keys.refuse_unalike()
    for copy in keys.both:
        copy.read([UUID(int=0)])


@lru_cache(maxsize=4)
def _addresses(url: str) -> tuple[Store, Store]:
    """Split ``KEY_STORE_URL`` into store and mirror; addresses only, no keys and no connections."""
    parts = urlsplit(url)
    query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    mirror = query.pop("mirror", "")
    create = query.pop("create", "") == "yes"
    if not mirror:
        raise ImproperlyConfigured(
            "KEY_STORE_URL needs a mirror: …?mirror=/another/disk (see docs/operations.md)."
        )
    rest = f"?{urlencode(query)}" if query else ""
    store = _copy(f"{parts.scheme}://{parts.netloc}{parts.path}{rest}", create=create)
    copy = _copy(f"file://{quote(mirror)}" if mirror.startswith("/") else mirror, create=create)
    if _overlap(store, copy):
        raise ImproperlyConfigured("The mirror in KEY_STORE_URL must be another place than the store.")
    return store, copy


def _overlap(store: Store, mirror: Store) -> bool:
    if isinstance(store, FolderStore) and isinstance(mirror, FolderStore):
        first, second = store.root.resolve(), mirror.root.resolve()
        return first.is_relative_to(second) or second.is_relative_to(first)
    return store.where == mirror.where


def _copy(url: str, *, create: bool) -> Store:
    parts = urlsplit(url)
    if parts.scheme in {"postgresql", "postgres"}:
        return DatabaseStore(url)
    path = Path(unquote(parts.path))
    if parts.scheme != "file" or parts.netloc or not path.is_absolute() or path == Path("/"):
        raise ImproperlyConfigured(
            "KEY_STORE_URL must be file:///folder?mirror=/folder or postgresql://…?mirror=… (see docs/operations.md)."
        )
    return FolderStore(path, create=create)
