"""Schools that are here already: their shipped roles may collect, keep and publish fees, as those of a new school do."""

from django.db import migrations
from django.db.models import F, Func, Value

SEEING = ["principal", "party_secretary", "vice_principal", "director", "admin", "accountant", "clerk", "cashier"]
GRANTS = {
    "finance.view_feeitem": SEEING,
    "finance.collect_fee": [*SEEING, "class_teacher", "teacher"],
    "finance.keep_fee": ["accountant", "clerk", "director"],
    "finance.publish_fee": ["director", "principal"],
    "finance.view_straycharge": SEEING,
    "finance.report_stray": ["director", "principal", "vice_principal"],
    "finance.set_public_page": ["director", "principal", "admin"],
}


def grant(apps, schema_editor):
    for permission, keys in GRANTS.items():
        roles = apps.get_model("people", "Role").objects.filter(key__in=keys)
        roles = roles.exclude(permissions__contains=[permission])
        roles.update(permissions=Func(F("permissions"), Value(permission), function="ARRAY_APPEND"))


def revoke(apps, schema_editor):
    for permission, keys in GRANTS.items():
        roles = apps.get_model("people", "Role").objects.filter(key__in=keys)
        roles.update(permissions=Func(F("permissions"), Value(permission), function="ARRAY_REMOVE"))


class Migration(migrations.Migration):
    dependencies = [("finance", "0011_fees"), ("people", "0002_initial")]

    operations = [migrations.RunPython(grant, revoke)]
