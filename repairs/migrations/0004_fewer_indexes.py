import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import repairs.models.repair
from logistics.together import Together


class Migration(migrations.Migration):
    """Indexes that begin as another one does, or that no query uses, are gone: each slows a long import down."""

    dependencies = [
        ("assets", "0002_initial"),
        ("catalogue", "0002_initial"),
        ("repairs", "0003_first_versions_at_once"),
        ("school", "0005_grant_pupils"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Together(
            [
                migrations.AlterField(
                    model_name="repair",
                    name="asset",
                    field=models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="repairs",
                        to="assets.asset",
                        verbose_name="property card",
                    ),
                ),
                migrations.AlterField(
                    model_name="repair",
                    name="assigned_to",
                    field=models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="repairs_assigned",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="repairer",
                    ),
                ),
                migrations.AlterField(
                    model_name="repair",
                    name="campus",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="repairs",
                        to="school.campus",
                        verbose_name="campus",
                    ),
                ),
                migrations.AlterField(
                    model_name="repair",
                    name="confirmed_by",
                    field=models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="repairs_confirmed",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="confirmed by",
                    ),
                ),
                migrations.AlterField(
                    model_name="repair",
                    name="follow_code",
                    field=models.CharField(default=repairs.models.repair.new_follow_code, max_length=16),
                ),
                migrations.AlterField(
                    model_name="repair",
                    name="merged_into",
                    field=models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merged_repairs",
                        to="repairs.repair",
                        verbose_name="merged into",
                    ),
                ),
                migrations.AlterField(
                    model_name="repair",
                    name="place",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="repairs",
                        to="school.place",
                        verbose_name="place",
                    ),
                ),
                migrations.AlterField(
                    model_name="repair",
                    name="reporter",
                    field=models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="repairs_reported",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="reported by",
                    ),
                ),
                migrations.AlterField(
                    model_name="repair",
                    name="school",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="repairs",
                        to="school.school",
                    ),
                ),
                migrations.AddIndex(
                    model_name="repair",
                    index=models.Index(
                        condition=models.Q(("asset__isnull", False)), fields=["asset"], name="repairs_of_an_asset"
                    ),
                ),
                migrations.AddIndex(
                    model_name="repair",
                    index=models.Index(
                        condition=models.Q(("merged_into__isnull", False)),
                        fields=["merged_into"],
                        name="repairs_merged",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="repair",
                    constraint=models.UniqueConstraint(fields=("follow_code",), name="one_repair_of_a_follow_code"),
                ),
            ]
        ),
        migrations.RemoveIndex(model_name="repair", name="repairs_trigrams"),
    ]
