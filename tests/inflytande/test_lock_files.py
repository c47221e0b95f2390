"""Lock files name versions and hashes, and no place to download from."""

import json
import re
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
LOCKS = sorted((CHECKOUT / "requirements").glob("*.txt"))
ADDRESS = re.compile(r"://|--(extra-)?index-url|--find-links|--trusted-host| @ |\bgit\+", re.IGNORECASE)


def pins(lock: Path) -> set[str]:
    return set(re.findall(r"^([a-z0-9._-]+==\S+)", lock.read_text(), re.MULTILINE))


def test_every_purpose_has_its_lock() -> None:
    assert [lock.stem for lock in LOCKS] == ["pdf-checkers", "portal", "run", "test"]


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.stem)
def test_a_python_lock_holds_no_address_and_a_hash_for_every_package(lock: Path) -> None:
    text = lock.read_text()

    assert not ADDRESS.search(text)
    entries = re.split(
        r"\n(?=[a-z0-9])", "\n".join(line for line in text.splitlines() if not line.startswith("#"))
    )
    assert len(entries) > 15
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []


def test_what_is_tested_is_what_runs() -> None:
    portal, run, test = (
        pins(CHECKOUT / "requirements" / f"{name}.txt") for name in ("portal", "run", "test")
    )

    assert portal < run < test


def test_the_npm_lock_holds_no_address_and_a_hash_for_every_package() -> None:
    lock = json.loads((CHECKOUT / "tools" / "package-lock.json").read_text())

    packages = {name: entry for name, entry in lock["packages"].items() if name}
    assert packages
    assert "://" not in json.dumps(lock)
    assert all(
        "resolved" not in entry and entry["integrity"].startswith("sha512-") for entry in packages.values()
    )
