"""Schools that are here already: their shipped roles may keep the calendar, as those of a new school do."""

from django.db import migrations
from django.db.models import F, Func, Value

ROLES = ["director", "admin"]
PERMISSION = "school.manage_calendar"


def grant(apps, schema_editor):
    roles = apps.get_model("people", "Role").objects.filter(key__in=ROLES)
    roles = roles.exclude(permissions__contains=[PERMISSION])
    roles.update(permissions=Func(F("permissions"), Value(PERMISSION), function="ARRAY_APPEND"))


def revoke(apps, schema_editor):
    roles = apps.get_model("people", "Role").objects.filter(key__in=ROLES)
    roles.update(permissions=Func(F("permissions"), Value(PERMISSION), function="ARRAY_REMOVE"))


class Migration(migrations.Migration):
    dependencies = [("school", "0002_calendar"), ("people", "0002_initial")]

    operations = [migrations.RunPython(grant, revoke)]
