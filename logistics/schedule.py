"""What Celery beat starts: intervals, so that what an outage skipped is caught up at the next tick."""

SCHEDULE = {
    "tick": {"task": "logistics.tick", "schedule": 60.0, "options": {"expires": 60}},
    "note_beat": {"task": "logistics.note_beat", "schedule": 15.0, "options": {"expires": 15}},
}
