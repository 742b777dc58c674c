import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from logistics.together import Together


class Migration(migrations.Migration):
    """How people sign by hand."""

    dependencies = [
        ("people", "0002_initial"),
    ]

    operations = [
        Together(
            [
                migrations.CreateModel(
                    name="DrawnSignature",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("picture", models.BinaryField()),
                        ("drawn_at", models.DateTimeField()),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="drawn_signatures",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "drawn signature",
                        "ordering": ["person", "drawn_at", "pk"],
                        "default_permissions": (),
                        "indexes": [models.Index(fields=["person", "drawn_at"], name="signatures_a_person_drew")],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="drawnsignature",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="1aadd0e34d88eae7c3109552d1e89d6ec8ab83fb",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_a6004",
                            table="people_drawnsignature",
                            when="BEFORE",
                        ),
                    ),
                ),
            ]
        )
    ]
