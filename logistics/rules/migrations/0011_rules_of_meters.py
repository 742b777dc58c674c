from django.db import migrations

from logistics.rules.loading import load_shipped_rules


def load(apps, schema_editor):
    load_shipped_rules(apps.get_model("rules", "Rule"), apps.get_model("rules", "RuleValue"))


class Migration(migrations.Migration):
    """The rules of reading meters. Going back leaves them: values are append-only."""

    dependencies = [("rules", "0010_rules_of_contracts")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
