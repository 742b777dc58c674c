"""The real Celery application with a minute that lasts two seconds, for tests that let weeks pass."""

from logistics.celery import app

A_MINUTE = 2

app.conf.beat_schedule = {"tick": {"task": "logistics.tick", "schedule": A_MINUTE, "options": {"expires": 60}}}
app.conf.beat_max_loop_interval = A_MINUTE
