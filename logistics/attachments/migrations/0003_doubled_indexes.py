import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Indexes that begin another one of the same table are gone: each write keeps them for nothing."""

    dependencies = [
        ("attachments", "0002_initial"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.AlterField(
            model_name="attachment",
            name="record_type",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="contenttypes.contenttype",
            ),
        ),
    ]
