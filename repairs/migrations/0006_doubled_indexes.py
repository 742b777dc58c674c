import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Indexes that begin another one of the same table are gone: each write keeps them for nothing."""

    dependencies = [
        ("catalogue", "0003_versions_by_row"),
        ("repairs", "0005_versions_by_row"),
    ]

    operations = [
        migrations.AlterField(
            model_name="partused",
            name="kind",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="parts_used",
                to="catalogue.kind",
                verbose_name="part",
            ),
        ),
    ]
