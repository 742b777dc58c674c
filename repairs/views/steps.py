"""The path of a repair and where it stands."""

from logistics.pages.parts import Step
from repairs.models import Repair


def steps_of(repair):
    """Return the path of a repair with its moments; a waiting one stands where the work is, under its own name."""
    labels = dict(Repair.Status.choices)
    moments = {
        "reported": repair.reported_at,
        "accepted": repair.accepted_at,
        "assigned": repair.assigned_at,
        "in_progress": repair.started_at,
        "to_confirm": repair.finished_at,
        "done": repair.confirmed_at,
    }
    path = Repair.PATH
    status = Repair.Status.IN_PROGRESS if repair.status == Repair.Status.WAITING else repair.status
    if status not in path:
        return [Step(labels["reported"], "done", repair.reported_at), Step(labels[status], "stopped", repair.ended_at)]
    here = path.index(status)
    labels[status] = repair.get_status_display()
    return [
        Step(
            labels[state],
            "done" if number < here or status == "done" else "current" if number == here else "todo",
            moments[state] if number <= here else None,
        )
        for number, state in enumerate(path)
    ]
