"""Which repairs are meant, and who sees them."""

from datetime import time, timedelta

from django.db.models import Q

from logistics import clock
from logistics.db import RecordQuerySet


class RepairQuerySet(RecordQuerySet):
    reach = {"campus": "campus", "place": "place"}

    def visible_to(self, user):
        """Whoever may view repairs sees those within reach; everyone sees what they reported, joined, entered or do."""
        if not user.is_authenticated:
            return self.none()
        own = Q(reporter=user) | Q(entered_by=user) | Q(assigned_to=user) | Q(pk__in=_joined_by(user))
        return self.filter(self.q_within(user, "repairs.view_repair", own=own))

    def mine(self, user):
        """What this person reported or joined."""
        return self.filter(Q(reporter=user) | Q(pk__in=_joined_by(user)))

    def open(self):
        return self.filter(status__in=self.model.OPEN)

    def unfinished(self):
        """Open and not yet waiting for the reporter's word."""
        return self.filter(status__in=self.model.UNFINISHED)

    def finished(self):
        return self.filter(status__in=self.model.FINISHED)

    def jobs(self):
        """Reports that count: merged and withdrawn ones stand for no job of their own."""
        return self.exclude(status__in=[self.model.Status.MERGED, self.model.Status.WITHDRAWN])

    def reported_in(self, period, scope=None):
        """Reported from the first to the last day of a period, on the scope's campus if it has one."""
        begins = clock.at(period.start, time.min)
        ends = clock.at(period.end + timedelta(days=1), time.min)
        repairs = self.filter(reported_at__gte=begins, reported_at__lt=ends)
        return repairs.filter(campus=scope.campus) if scope is not None and scope.campus else repairs

    def for_lists(self):
        return self.select_related("place", "campus", "trade", "kind", "assigned_to", "reporter")


def _joined_by(user):
    return user.repairs_joined.values("repair")
