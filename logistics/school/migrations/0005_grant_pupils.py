"""Schools that are here already: their shipped roles may see and keep pupils, as those of a new school do."""

from django.db import migrations
from django.db.models import F, Func, Value

SEEING = ["principal", "party_secretary", "vice_principal", "director", "admin", "accountant", "clerk", "cashier"]
GRANTS = {
    "school.see_own_pupils": [*SEEING, "class_teacher", "teacher"],
    "school.view_pupil": SEEING,
    "school.keep_pupil": ["director", "admin"],
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
    dependencies = [("school", "0004_pupils"), ("people", "0002_initial")]

    operations = [migrations.RunPython(grant, revoke)]
