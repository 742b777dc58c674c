# A record made at several places fulfils what is due at each of them.

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("duties", "0002_grant_duties")]

    operations = [
        migrations.RemoveConstraint("expected", "a_record_fulfils_one_thing_due"),
        migrations.AddConstraint(
            "expected",
            models.UniqueConstraint(
                condition=models.Q(object_id__isnull=False),
                fields=["content_type", "object_id", "place"],
                name="a_record_fulfils_one_thing_due_at_a_place",
                nulls_distinct=False,
            ),
        ),
    ]
