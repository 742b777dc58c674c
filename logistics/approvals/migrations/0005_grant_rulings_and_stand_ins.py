"""Schools that are here already: their shipped roles may enter collective decisions and name stand-ins."""

from django.db import migrations
from django.db.models import F, Func, Value

GRANTS = {
    "approvals.enter_ruling": ["director", "clerk", "admin", "vice_principal"],
    "approvals.set_stand_in": ["director", "clerk", "admin"],
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
    dependencies = [("approvals", "0004_routes_seats_and_rulings"), ("people", "0002_initial")]

    operations = [migrations.RunPython(grant, revoke)]
