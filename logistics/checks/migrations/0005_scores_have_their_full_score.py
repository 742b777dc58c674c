from django.db import migrations
from django.db.models import CheckConstraint, F, Q

from logistics.together import Together

NAME = "a_score_lies_within_the_full_score"


class Migration(migrations.Migration):
    """A score without its full score, or the other way round, no longer slips through."""

    dependencies = [("checks", "0004_doubled_indexes")]

    operations = [
        Together(
            [
                migrations.RemoveConstraint(model_name="round", name=NAME),
                migrations.AddConstraint(
                    model_name="round",
                    constraint=CheckConstraint(
                        name=NAME,
                        condition=Q(score=None, full_score=None)
                        | Q(score__isnull=False, full_score__isnull=False, score__gte=0, score__lte=F("full_score")),
                    ),
                ),
            ]
        ),
    ]
