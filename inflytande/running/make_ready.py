"""Bring the database, the static files and the demo content up to date: ``python -m inflytande.running.make_ready``.

Lines that end in "…" are shown to whoever started the portal. ``DEMO_CONTENT=no`` leaves the installation empty.
"""

import hashlib
import os
import sys
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command, get_commands
from django.db import connection

DEMO_COMMAND = "load_demo"
CONTENT_COMMAND = "load_content"


def main() -> None:
    """Run every step that is due."""
    django.setup()
    var = Path(settings.VAR_DIR)
    unfinished_demo = var / "demo.unfinished"
    if unfinished_demo.exists():
        # Loading was interrupted before anybody could use the portal: only half a demo is there, and it is safe to go.
        say("Removing a demo that was only half loaded …")
        _empty_database()
    say("Updating the database …")
    call_command("migrate", interactive=False, verbosity=1)
    _collect_static(var)
    wanted = os.environ.get("DEMO_CONTENT", "yes") != "no"
    if wanted and DEMO_COMMAND in get_commands() and not get_user_model()._default_manager.exists():
        say("Loading demo content …")
        unfinished_demo.touch()
        call_command(DEMO_COMMAND)
    if wanted:
        # Also where the portal has been before: new wordings come in, what an editor has changed stays.
        call_command(CONTENT_COMMAND)
    unfinished_demo.unlink(missing_ok=True)


def say(line: str) -> None:
    """Print at once, so that the starter can show it while the step runs."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _empty_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE")
        cursor.execute("CREATE SCHEMA public")
    connection.close()


def _collect_static(var: Path) -> None:
    """Collect and compress static files when any has changed since the last time; it takes seconds."""
    if settings.DEBUG:
        return
    mark = var / "static.collected"
    found = hashlib.sha256()
    # A folder may stand with the prefix its files get: ("privacy", folder).
    entries: list[Any] = list(settings.STATICFILES_DIRS)
    ours = [Path(entry[1] if isinstance(entry, tuple) else entry) for entry in entries]
    folders = [*ours, Path(django.__file__).parent / "contrib"]
    for folder in folders:
        for file in sorted(folder.rglob("*")):
            status = file.stat()
            found.update(f"{file}\0{status.st_mtime_ns}\0{status.st_size}\n".encode())
    digest = found.hexdigest()
    if mark.is_file() and mark.read_text() == digest and Path(settings.STATIC_ROOT).is_dir():
        return
    say("Collecting static files …")
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    mark.write_text(digest)


if __name__ == "__main__":
    main()
