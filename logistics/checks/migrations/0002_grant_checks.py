"""Schools that are here already: their shipped roles may walk and read checks, as those of a new school do."""

from django.db import migrations

SEE, WALK, SIGN, CORRECT = (f"checks.{name}_round" for name in ("view", "walk", "countersign", "correct"))
EDIT = "checks.manage_template"
GRANTS = {
    "director": [SEE, WALK, SIGN, CORRECT, EDIT],
    "admin": [SEE, WALK, CORRECT, EDIT],
    "safety_officer": [SEE, WALK, SIGN, CORRECT, EDIT],
    **dict.fromkeys(["canteen_manager", "food_safety_director", "vice_principal", "duty_leader"], [SEE, WALK, SIGN]),
    **dict.fromkeys(["food_safety_officer", "life_teacher", "doctor", "head"], [SEE, WALK]),
    **dict.fromkeys(["guard", "repairer", "it", "asset_keeper", "storekeeper", "class_teacher"], [WALK]),
    "principal": [SEE, SIGN],
    **dict.fromkeys(["party_secretary", "bureau", "inspector"], [SEE]),
}


def grant(apps, schema_editor):
    for role in apps.get_model("people", "Role").objects.filter(key__in=GRANTS):
        role.permissions += [permission for permission in GRANTS[role.key] if permission not in role.permissions]
        role.save(update_fields=["permissions"])


def revoke(apps, schema_editor):
    for role in apps.get_model("people", "Role").objects.filter(key__in=GRANTS):
        role.permissions = [permission for permission in role.permissions if permission not in GRANTS[role.key]]
        role.save(update_fields=["permissions"])


class Migration(migrations.Migration):
    dependencies = [("checks", "0001_initial"), ("people", "0002_initial")]

    operations = [migrations.RunPython(grant, revoke)]
