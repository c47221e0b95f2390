"""The project package: settings, addresses and the worker."""

from inflytande.celery import app as celery_app

__all__ = ["celery_app"]
