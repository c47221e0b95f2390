"""Programs outside Python's reach that tests call; ``make test`` installs them."""

import os
import shutil
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parent.parent


def pdf_checker(name: str) -> str:
    """Path of ``outloud`` or ``pdfua``, from the virtual environment of their own."""
    return _found(CHECKOUT / ".venv-pdf" / "bin" / name)


def html_checker() -> list[str]:
    """Command of the Nu HTML checker; on a developer's machine without Java the test is left out, in CI never."""
    java = shutil.which("java")
    if java is None and os.environ.get("CI") != "true":
        pytest.skip("Java is missing, so HTML is not validated here")
    return [
        java or "java",
        "-jar",
        _found(CHECKOUT / "tools" / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"),
    ]


def _found(path: Path) -> str:
    if not path.is_file():
        pytest.fail(f"{path.relative_to(CHECKOUT)} is missing: run make prepare-test")
    return str(path)
