"""Schools that are here already: their shipped roles may work with subsidies, audits, grants and wages as new ones do."""

from django.db import migrations
from django.db.models import F, Func, Value

SEEING = ["principal", "party_secretary", "vice_principal", "director", "admin", "accountant", "clerk", "cashier"]
GRANTS = {
    "finance.view_subsidy": SEEING,
    "finance.keep_subsidy": ["director", "accountant", "clerk"],
    "finance.pay_subsidy": ["accountant", "clerk", "cashier"],
    "finance.view_audit": SEEING,
    "finance.keep_audit": ["director", "accountant", "clerk"],
    "finance.view_grantapplication": SEEING,
    "finance.keep_grant": ["director", "accountant", "clerk"],
    "finance.view_wagemonth": ["principal", "party_secretary", "vice_principal", "director", "accountant", "clerk"],
    "finance.confirm_wages": ["accountant", "clerk"],
    "finance.plan_fee_day": ["director", "clerk"],
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
    dependencies = [("finance", "0017_subsidies_audits_grants"), ("people", "0002_initial")]

    operations = [migrations.RunPython(grant, revoke)]
