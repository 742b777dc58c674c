from django.conf import settings
from django.db import migrations, models

from logistics.together import Together


class Migration(migrations.Migration):
    """A card that should never have been entered is cancelled."""

    dependencies = [
        ("assets", "0002_initial"),
        ("school", "0005_grant_pupils"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    changed = [
        migrations.RemoveConstraint(
            model_name="asset",
            name="an_asset_off_the_books_has_a_day_and_a_reason",
        ),
        migrations.AlterField(
            model_name="asset",
            name="status",
            field=models.CharField(
                choices=[
                    ("in_use", "in use"),
                    ("idle", "idle"),
                    ("lent", "lent"),
                    ("under_repair", "under repair"),
                    ("to_scrap", "to be scrapped"),
                    ("scrapped", "scrapped"),
                    ("lost", "missing"),
                    ("cancelled", "card cancelled"),
                ],
                default="in_use",
                max_length=15,
                verbose_name="status",
            ),
        ),
        migrations.AlterField(
            model_name="assetevent",
            name="status",
            field=models.CharField(
                choices=[
                    ("in_use", "in use"),
                    ("idle", "idle"),
                    ("lent", "lent"),
                    ("under_repair", "under repair"),
                    ("to_scrap", "to be scrapped"),
                    ("scrapped", "scrapped"),
                    ("lost", "missing"),
                    ("cancelled", "card cancelled"),
                ],
                default="in_use",
                max_length=15,
                verbose_name="status",
            ),
        ),
        migrations.AddConstraint(
            model_name="asset",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("ended_on__isnull", False),
                        ("status__in", ["scrapped", "lost", "cancelled"]),
                        models.Q(("reason", ""), _negated=True),
                    ),
                    models.Q(
                        models.Q(("status__in", ["scrapped", "lost", "cancelled"]), _negated=True), ("ended_on", None)
                    ),
                    _connector="OR",
                ),
                name="an_asset_off_the_books_has_a_day_and_a_reason",
            ),
        ),
    ]
    operations = [Together(changed)]
