# Indexes that others begin with cost every sweep time and answer nothing; nor does the one that changes with each sweep.

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("duties", "0003_several_places")]

    operations = [
        migrations.RemoveIndex("duty", "duties_made_on"),
        migrations.AlterField(
            "expected",
            "school",
            models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="expected_entries",
                to="school.school",
            ),
        ),
        migrations.AlterField(
            "expected",
            "duty",
            models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="expected_entries",
                to="duties.duty",
                verbose_name="duty",
            ),
        ),
        migrations.AlterField(
            "expected",
            "content_type",
            models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="contenttypes.contenttype",
            ),
        ),
    ]
