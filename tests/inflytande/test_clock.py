"""What the clock and the services ask workers to do, workers know how to do."""

import re

from django.conf import settings

from inflytande.celery import app

ROOMS = (
    "accounts",
    "associations",
    "calendar_app",
    "common",
    "councils",
    "organisations",
    "pages",
    "proposals",
    "revisions",
    "surveys",
)
_TASK = re.compile(r'"((?:\w+\.)+\w*tasks\.\w+)"')


def test_every_task_of_the_clock_is_known_to_a_worker() -> None:
    app.loader.import_default_modules()

    assert {entry["task"] for entry in app.conf.beat_schedule.values()} <= set(app.tasks)


def test_every_task_that_a_service_names_is_known_to_a_worker() -> None:
    app.loader.import_default_modules()
    sources = (path.read_text() for room in ROOMS for path in (settings.BASE_DIR / room).rglob("*.py"))

    named = {name for text in sources for name in _TASK.findall(text)}

    assert "common.tasks.render_edition" in named
    assert named <= set(app.tasks)
