"""The course of a repair: its states, the moves between them, and their words."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from logistics.states import Flow


class Course:
    """What ``Repair`` takes its states from."""

    class Status(models.TextChoices):
        REPORTED = "reported", pgettext_lazy("repair", "reported")
        ACCEPTED = "accepted", pgettext_lazy("repair", "accepted")
        ASSIGNED = "assigned", pgettext_lazy("repair", "assigned")
        IN_PROGRESS = "in_progress", pgettext_lazy("repair", "in progress")
        WAITING = "waiting", pgettext_lazy("repair", "waiting for parts or help")
        TO_CONFIRM = "to_confirm", pgettext_lazy("repair", "to be confirmed")
        DONE = "done", pgettext_lazy("repair", "done")
        WITHDRAWN = "withdrawn", pgettext_lazy("repair", "withdrawn")
        MERGED = "merged", pgettext_lazy("repair", "merged")
        REJECTED = "rejected", pgettext_lazy("repair", "not accepted")
        SCRAP_ADVISED = "scrap_advised", pgettext_lazy("repair", "scrapping advised")

    FLOW = Flow(
        {
            "accept": ([Status.REPORTED], Status.ACCEPTED),
            "assign": (
                [Status.REPORTED, Status.ACCEPTED, Status.ASSIGNED, Status.IN_PROGRESS, Status.WAITING],
                Status.ASSIGNED,
            ),
            "take": ([Status.ACCEPTED], Status.IN_PROGRESS),
            "start": ([Status.ASSIGNED], Status.IN_PROGRESS),
            "hold": ([Status.ASSIGNED, Status.IN_PROGRESS], Status.WAITING),
            "resume": ([Status.WAITING], Status.IN_PROGRESS),
            "complete": ([Status.ASSIGNED, Status.IN_PROGRESS, Status.WAITING], Status.TO_CONFIRM),
            "confirm": ([Status.TO_CONFIRM], Status.DONE),
            "reopen": ([Status.TO_CONFIRM, Status.DONE], Status.ASSIGNED),
            "withdraw": ([Status.REPORTED, Status.ACCEPTED, Status.ASSIGNED], Status.WITHDRAWN),
            "merge": (
                [Status.REPORTED, Status.ACCEPTED, Status.ASSIGNED, Status.IN_PROGRESS, Status.WAITING],
                Status.MERGED,
            ),
            "reject": ([Status.REPORTED, Status.ACCEPTED, Status.ASSIGNED], Status.REJECTED),
            "advise_scrap": (
                [Status.ACCEPTED, Status.ASSIGNED, Status.IN_PROGRESS, Status.WAITING],
                Status.SCRAP_ADVISED,
            ),
        }
    )
    UNFINISHED = [Status.REPORTED, Status.ACCEPTED, Status.ASSIGNED, Status.IN_PROGRESS, Status.WAITING]
    OPEN = [*UNFINISHED, Status.TO_CONFIRM]
    IN_HAND = [Status.ASSIGNED, Status.IN_PROGRESS, Status.WAITING]
    FINISHED = [Status.TO_CONFIRM, Status.DONE]
    ENDED = [Status.WITHDRAWN, Status.MERGED, Status.REJECTED, Status.SCRAP_ADVISED]
    PATH = [Status.REPORTED, Status.ACCEPTED, Status.ASSIGNED, Status.IN_PROGRESS, Status.TO_CONFIRM, Status.DONE]
    TONES = {
        Status.REPORTED: "warning",
        Status.ACCEPTED: "warning",
        Status.ASSIGNED: "info",
        Status.IN_PROGRESS: "info",
        Status.WAITING: "warning",
        Status.TO_CONFIRM: "info",
        Status.DONE: "success",
    }
    VERBS = {
        "reported": _("reported it"),
        "entered": _("entered it for the caller"),
        "booked": _("entered it after the work"),
        "imported": _("brought it in from a workbook"),
        "joined": _("has the same fault"),
        "accepted": _("accepted the report"),
        "sorted": _("sorted it"),
        "assigned": _("assigned the repair"),
        "started": _("took the job"),
        "held": _("is waiting"),
        "resumed": _("went on working"),
        "woken": _("may go on: the request was approved"),
        "told_no": _("must decide: the request was not approved"),
        "completed": _("completed the repair"),
        "added": _("added to what was done"),
        "confirmed": _("confirmed the repair"),
        "accepted_by_default": _("was accepted by default"),
        "reopened": _("reopened it"),
        "withdrawn": _("withdrew the report"),
        "merged": _("merged it into another repair"),
        "took_in": _("took in another report"),
        "rejected": _("did not accept it"),
        "scrap_advised": _("advised scrapping"),
        "urged": _("asked to hurry"),
    }
