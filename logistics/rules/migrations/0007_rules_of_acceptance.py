from django.db import migrations

from logistics.rules.loading import load_shipped_rules


def load(apps, schema_editor):
    load_shipped_rules(apps.get_model("rules", "Rule"), apps.get_model("rules", "RuleValue"))


class Migration(migrations.Migration):
    """How many people sign an acceptance. Going back leaves the rule: values are append-only."""

    dependencies = [("rules", "0006_rules_of_money")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
