from django.db import migrations

from logistics.rules.loading import load_shipped_rules


def load(apps, schema_editor):
    load_shipped_rules(apps.get_model("rules", "Rule"), apps.get_model("rules", "RuleValue"))


class Migration(migrations.Migration):
    """The rule of contracts that end. Going back leaves it: values are append-only."""

    dependencies = [("rules", "0009_rules_of_subsidies")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
