from django.db import migrations
from django.db.models import CheckConstraint, F, Q

from logistics.together import Together

NAME = "a_meeting_has_attendance_a_reply_number_and_days"


class Migration(migrations.Migration):
    """A reply from outside without the day its letter was sent no longer slips through."""

    dependencies = [("approvals", "0007_versions_by_row")]

    operations = [
        Together(
            [
                migrations.RemoveConstraint(model_name="ruling", name=NAME),
                migrations.AddConstraint(
                    model_name="ruling",
                    constraint=CheckConstraint(
                        name=NAME,
                        condition=(Q(kind="meeting", number="", sent_on=None) & ~Q(attended=""))
                        | (
                            Q(kind="outside", attended="", sent_on__isnull=False, sent_on__lte=F("held_on"))
                            & ~Q(number="")
                        ),
                    ),
                ),
            ]
        ),
    ]
