"""The Celery application: slow work and the clock."""

import os
from typing import Any

from celery import Celery
from celery.schedules import crontab
from celery.signals import beat_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "inflytande.settings.production")

app = Celery("inflytande")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

app.conf.beat_schedule = {
    "send-what-the-outbox-holds": {"task": "common.tasks.sweep_outbox", "schedule": 60.0},
    "resume-editions": {"task": "common.tasks.resume_editions", "schedule": crontab(minute="*/5")},
    "destroy-shredded-keys": {
        "task": "common.tasks.destroy_shredded_keys",
        "schedule": crontab(minute="*/10"),
    },
    "tidy-key-store": {"task": "common.tasks.tidy_key_store", "schedule": crontab(hour=4, minute=10)},
    "forget-old-messages": {
        "task": "common.tasks.forget_old_messages",
        "schedule": crontab(hour=2, minute=40),
    },
    "forget-what-ended": {"task": "accounts.tasks.forget_what_ended", "schedule": crontab(hour=2, minute=50)},
    "repair-search": {"task": "common.tasks.repair_search", "schedule": crontab(hour=4, minute=30)},
    "heartbeat": {"task": "common.tasks.beat_heart", "schedule": 20.0},
    "archive-past-events": {
        "task": "calendar_app.tasks.archive_past_events",
        "schedule": crontab(hour=3, minute=10),
    },
    "extend-series": {"task": "calendar_app.tasks.extend_series", "schedule": crontab(hour=3, minute=20)},
    "forget-unused-files": {
        "task": "calendar_app.tasks.forget_unused_files",
        "schedule": crontab(hour=3, minute=40),
    },
    "forget-old-contacts": {
        "task": "calendar_app.tasks.forget_old_contacts",
        "schedule": crontab(hour=3, minute=50),
    },
    "resume-imports": {"task": "calendar_app.tasks.resume_imports", "schedule": crontab(minute="*/5")},
    "calendar-digests": {"task": "calendar_app.tasks.send_due_digests", "schedule": crontab(minute=5)},
    "surveys-follow-days": {"task": "surveys.tasks.follow_days", "schedule": crontab(hour=0, minute=5)},
    "surveys-mix": {"task": "surveys.tasks.tend_open_surveys", "schedule": crontab(hour=3, minute=40)},
    "surveys-destroy-due": {"task": "surveys.tasks.destroy_due", "schedule": crontab(hour=4, minute=5)},
    "revisions-destruction": {
        "task": "revisions.destruction_tasks.follow_destructions",
        "schedule": crontab(hour=6, minute=20),
    },
    "publish-due-reports": {
        "task": "revisions.report_tasks.publish_due_reports",
        "schedule": crontab(minute="2,32"),
    },
    "tend-the-loop": {"task": "proposals.tasks.tend_the_loop", "schedule": crontab(hour=6, minute=30)},
    "forget-checklists": {
        "task": "pages.tasks.forget_old_checklists",
        "schedule": crontab(hour=3, minute=35),
    },
    "forget-old-fees": {"task": "councils.fee_tasks.forget_old_fees", "schedule": crontab(hour=3, minute=25)},
    "forget-enquiries": {
        "task": "pages.tasks.forget_old_enquiries",
        "schedule": crontab(hour=3, minute=30),
    },
    "remind-coordinator": {
        "task": "pages.tasks.remind_coordinator",
        "schedule": crontab(hour=7, minute=5),
    },
    "publish-what-is-planned": {"task": "pages.tasks.publish_what_is_planned", "schedule": 60.0},
    "read-new-documents": {"task": "pages.tasks.read_new_documents", "schedule": crontab(minute="*/5")},
    "look-after-pages": {"task": "pages.tasks.look_after_pages", "schedule": crontab(hour=4, minute=50)},
    "tend-mandates": {"task": "councils.council_tasks.tend_mandates", "schedule": crontab(hour=7, minute=20)},
    "warn-of-ending-money": {
        "task": "peersupport.funding_tasks.warn_of_ending_money",
        "schedule": crontab(hour=7, minute=35),
    },
    "tend-placements": {
        "task": "peersupport.placement_tasks.tend_placements",
        "schedule": crontab(hour=7, minute=25),
    },
    "tend-evaluations": {
        "task": "peersupport.evaluation_tasks.tend_evaluations",
        "schedule": crontab(hour=7, minute=35),
    },
    "tend-meetings": {"task": "councils.meeting_tasks.tend_meetings", "schedule": crontab(hour=3, minute=25)},
    "remind-of-notes": {
        "task": "councils.minutes_tasks.remind_of_notes",
        "schedule": crontab(hour=7, minute=30),
    },
    "tend-supervision": {
        "task": "peersupport.support_tasks.tend_supervision",
        "schedule": crontab(hour=7, minute=25),
    },
    "confirm-associations": {
        "task": "associations.tasks.send_confirmation_requests",
        "schedule": crontab(hour=7, minute=15),
    },
}


@beat_init.connect(weak=False)
def _tell_that_the_clock_runs(**_: Any) -> None:
    """The first sign of life comes at once, so that a portal that has just started is soon ready."""
    app.send_task("common.tasks.beat_heart", retry=False)
