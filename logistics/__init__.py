"""The project, and the ground everyone stands on."""

from logistics.celery import app as celery_app

__all__ = ["celery_app"]
