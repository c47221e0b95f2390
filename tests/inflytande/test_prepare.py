"""What somebody is told whose machine lacks something, before anything is downloaded."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from inflytande.embedded import CHECKOUT


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A new checkout with nothing prepared."""
    (tmp_path / "bin").mkdir()
    shutil.copy(CHECKOUT / "bin" / "prepare", tmp_path / "bin")
    return tmp_path


def prepare(checkout: Path, kind: str, broken_library: str) -> subprocess.CompletedProcess[str]:
    """Prepare with an empty search path, which holds no apt-get either, and a library that does not load."""
    libraries = checkout / "lib"
    libraries.mkdir()
    (libraries / broken_library).touch()
    return subprocess.run(
        [sys.executable, checkout / "bin" / "prepare", kind], env={"PATH": "", "LD_LIBRARY_PATH": str(libraries)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_everything_that_is_missing_is_named_in_one_sentence_before_any_work(checkout: Path) -> None:
    done = prepare(checkout, "test", "libpangoft2-1.0.so.0")

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.count("\n") == 1
    assert "for PDFs and the browser tests and the PDF tests: as root on Debian or Ubuntu" in done.stderr
    assert "apt-get install -y libpangoft2-1.0-0 chromium poppler-utils (elsewhere" in done.stderr
    assert not (checkout / ".venv").exists()


def test_running_needs_neither_browser_nor_pdf_tools(checkout: Path) -> None:
    done = prepare(checkout, "run", "libharfbuzz-subset.so.0")

    assert (done.returncode, done.stdout) == (1, "")
    assert "missing for PDFs: as root" in done.stderr
    assert "apt-get install -y libharfbuzz-subset0 (elsewhere" in done.stderr
    assert not (checkout / ".venv").exists()
