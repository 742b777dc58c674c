"""Schools that are here already: their shipped roles may see and keep duties, as those of a new school do."""

from django.db import migrations

SEE = ["duties.view_expected"]
KEEP = [*SEE, "duties.manage_duty", "duties.keep_roster"]
LEADERS = ["principal", "vice_principal", "party_secretary", "duty_leader", "safety_officer", "bureau", "inspector"]
GRANTS = {**dict.fromkeys(LEADERS, SEE), "director": KEEP, "admin": KEEP}


def grant(apps, schema_editor):
    for role in apps.get_model("people", "Role").objects.filter(key__in=GRANTS):
        role.permissions += [permission for permission in GRANTS[role.key] if permission not in role.permissions]
        role.save(update_fields=["permissions"])


def revoke(apps, schema_editor):
    for role in apps.get_model("people", "Role").objects.filter(key__in=GRANTS):
        role.permissions = [permission for permission in role.permissions if permission not in GRANTS[role.key]]
        role.save(update_fields=["permissions"])


class Migration(migrations.Migration):
    dependencies = [("duties", "0001_initial"), ("people", "0002_initial")]

    operations = [migrations.RunPython(grant, revoke)]
