from django.db import migrations

from logistics.rules.loading import load_shipped_rules


def load(apps, schema_editor):
    load_shipped_rules(apps.get_model("rules", "Rule"), apps.get_model("rules", "RuleValue"))


class Migration(migrations.Migration):
    """The rules of bonds to be returned and of what is paid by official card. Going back leaves them: values are append-only."""

    dependencies = [("rules", "0011_rules_of_meters")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
