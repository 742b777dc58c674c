"""Schools that are here already: their shipped roles may claim, sign, review and pay, as those of a new school do."""

from django.db import migrations
from django.db.models import F, Func, Value

ASKING = [
    "principal", "party_secretary", "vice_principal", "director", "admin", "head", "accountant", "clerk", "cashier",
    "asset_keeper", "it", "doctor", "duty_leader", "buyer", "acceptor", "storekeeper", "repairer", "canteen_manager",
    "food_safety_director", "food_safety_officer", "safety_officer", "life_teacher", "class_teacher", "teacher",
]  # fmt: skip
GRANTS = {
    "finance.make_claim": ASKING,
    "finance.draw_advance": ASKING,
    "finance.view_claim": ["principal", "party_secretary", "vice_principal", "director", "accountant", "clerk", "cashier"],
    "finance.sign_acceptance": ["acceptor", "storekeeper", "asset_keeper", "director", "it", "doctor"],
    "finance.review_claim": ["accountant", "clerk"],
    "finance.pay_claim": ["cashier", "accountant", "clerk"],
    "finance.send_claims": ["clerk", "accountant"],
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
    dependencies = [("finance", "0009_claims"), ("people", "0002_initial")]

    operations = [migrations.RunPython(grant, revoke)]
