"""Schools that are here already: their shipped roles may accept deliveries and hand goods over, as those of a new school do."""

from django.db import migrations
from django.db.models import F, Func, Value

GRANTS = {
    "finance.accept_goods": [
        "acceptor", "storekeeper", "asset_keeper", "director", "buyer", "canteen_manager", "it", "doctor",
    ],
    "finance.hand_over_goods": ["storekeeper", "asset_keeper", "director", "buyer"],
}  # fmt: skip


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
    dependencies = [("finance", "0007_orders_and_acceptance"), ("people", "0002_initial")]

    operations = [migrations.RunPython(grant, revoke)]
