import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Indexes that begin another one of the same table are gone: each write keeps them for nothing."""

    dependencies = [
        ("contenttypes", "0002_remove_content_type_name"),
        ("history", "0006_pairs_alone"),
    ]

    operations = [
        migrations.AlterField(
            model_name="event",
            name="content_type",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="contenttypes.contenttype",
            ),
        ),
    ]
