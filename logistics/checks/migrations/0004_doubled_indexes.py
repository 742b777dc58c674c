import django.db.models.deletion
from django.db import migrations, models

from logistics.together import Together


class Migration(migrations.Migration):
    """Indexes that begin another one of the same table are gone: each write keeps them for nothing."""

    dependencies = [
        ("checks", "0003_versions_by_row"),
        ("school", "0006_versions_by_row"),
    ]

    operations = [
        Together(
            [
                migrations.AlterField(
                    model_name="answer",
                    name="item",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="checks.item",
                    ),
                ),
                migrations.AlterField(
                    model_name="finding",
                    name="school",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="check_findings",
                        to="school.school",
                    ),
                ),
                migrations.AlterField(
                    model_name="point",
                    name="round",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="points",
                        to="checks.round",
                    ),
                ),
                migrations.AlterField(
                    model_name="round",
                    name="place",
                    field=models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="check_rounds",
                        to="school.place",
                        verbose_name="place",
                    ),
                ),
                migrations.AlterField(
                    model_name="round",
                    name="school",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="check_rounds",
                        to="school.school",
                    ),
                ),
            ]
        ),
    ]
