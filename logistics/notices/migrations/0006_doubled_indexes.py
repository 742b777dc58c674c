import django.db.models.deletion
from django.db import migrations, models

from logistics.together import Together


class Migration(migrations.Migration):
    """Indexes that begin another one of the same table are gone: each write keeps them for nothing."""

    dependencies = [
        ("notices", "0005_versions_by_row"),
        ("school", "0006_versions_by_row"),
    ]

    operations = [
        Together(
            [
                migrations.AlterField(
                    model_name="delivery",
                    name="school",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deliveries",
                        to="school.school",
                    ),
                ),
                migrations.AlterField(
                    model_name="notice",
                    name="school",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notices",
                        to="school.school",
                    ),
                ),
            ]
        ),
    ]
