"""The Celery application; what beat starts is written in ``logistics.schedule``."""

import os

from celery import Celery

from logistics.schedule import SCHEDULE

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "logistics.settings")

app = Celery("logistics")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.beat_schedule = SCHEDULE
app.autodiscover_tasks()
