"""Schools that are here already: their shipped roles may work with income as those of a new school do."""

from django.db import migrations
from django.db.models import F, Func, Value

SEEING = ["principal", "party_secretary", "vice_principal", "director", "admin", "accountant", "clerk", "cashier"]
GRANTS = {
    "finance.view_agreement": SEEING,
    "finance.keep_agreement": ["director", "clerk"],
    "finance.record_income": ["accountant", "clerk", "cashier"],
    "finance.view_scrapsale": [*SEEING, "storekeeper", "canteen_manager", "asset_keeper"],
    "finance.sell_scrap": ["director", "clerk", "storekeeper", "canteen_manager"],
    "finance.view_compensation": [*SEEING, "asset_keeper", "life_teacher", "class_teacher"],
    "finance.keep_compensation": ["director", "clerk", "asset_keeper"],
    "finance.waive_compensation": ["principal", "vice_principal", "director"],
    "finance.view_contribution": SEEING,
    "finance.keep_contribution": ["director", "clerk", "accountant"],
    "finance.view_saving": [*SEEING, "canteen_manager", "storekeeper"],
    "finance.keep_saving": ["director", "clerk", "canteen_manager"],
    "finance.view_earmarkedfund": SEEING,
    "finance.keep_fund": ["director", "accountant", "clerk"],
    "finance.flag_spending": ["principal", "party_secretary", "vice_principal", "accountant"],
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
    dependencies = [("finance", "0013_income"), ("people", "0002_initial")]

    operations = [migrations.RunPython(grant, revoke)]
