"""Schools that are here already: their shipped roles may keep suppliers and budget, as those of a new school do."""

from django.db import migrations
from django.db.models import F, Func, Value

VIEWING = [
    "principal", "party_secretary", "vice_principal", "director", "admin", "accountant", "clerk", "cashier", "buyer",
]  # fmt: skip
GRANTS = {
    "finance.view_supplier": [*VIEWING, "canteen_manager", "acceptor", "storekeeper"],
    "finance.keep_supplier": ["director", "buyer", "clerk", "canteen_manager"],
    "finance.ban_supplier": ["director", "vice_principal"],
    "finance.view_budgetline": VIEWING,
    "finance.keep_budget": ["accountant", "clerk"],
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
    dependencies = [("finance", "0003_suppliers_budget_quotes"), ("people", "0002_initial")]

    operations = [migrations.RunPython(grant, revoke)]
