# When the link of a sending was first followed.

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notices", "0003_initial")]

    operations = [
        migrations.AddField("delivery", "opened_at", models.DateTimeField(null=True, verbose_name="opened at")),
    ]
