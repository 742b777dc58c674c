from django.db import migrations

from logistics.rules.loading import load_shipped_rules


def load(apps, schema_editor):
    load_shipped_rules(apps.get_model("rules", "Rule"), apps.get_model("rules", "RuleValue"))


class Migration(migrations.Migration):
    """The rules by which purchases are compared with earlier ones. Going back leaves them: values are append-only."""

    dependencies = [("rules", "0004_rules_of_duties")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
