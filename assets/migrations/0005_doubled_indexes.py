import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Indexes that begin another one of the same table are gone: each write keeps them for nothing."""

    dependencies = [
        ("assets", "0004_versions_by_row"),
        ("school", "0006_versions_by_row"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="asset",
            name="assets_of_a_school",
        ),
        migrations.AlterField(
            model_name="asset",
            name="school",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="assets", to="school.school"
            ),
        ),
    ]
