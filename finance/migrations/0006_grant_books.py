"""Schools that are here already: they get books, and their shipped roles may keep, close and audit them."""

from django.db import migrations
from django.db.models import F, Func, Value

SEEING = ["principal", "party_secretary", "vice_principal", "director", "admin", "accountant", "clerk", "cashier"]
GRANTS = {
    "finance.view_moneyentry": SEEING,
    "finance.keep_books": ["accountant", "clerk", "director"],
    "finance.deposit_money": ["accountant", "clerk", "cashier"],
    "finance.close_month": ["accountant", "clerk"],
    "finance.audit_month": ["principal", "party_secretary", "director"],
    "finance.publish_month": ["principal", "director"],
}
TITLES = {"handler_label": "经手人", "acceptor_label": "验收人", "reviewer_label": "审核人"}


def grant(apps, schema_editor):
    Role = apps.get_model("people", "Role")
    for permission, keys in GRANTS.items():
        roles = Role.objects.filter(key__in=keys).exclude(permissions__contains=[permission])
        roles.update(permissions=Func(F("permissions"), Value(permission), function="ARRAY_APPEND"))
    Books = apps.get_model("finance", "Books")
    for school in apps.get_model("school", "School").objects.filter(books=None):
        Books.objects.create(
            school=school, one_pen=Role.objects.filter(school=school, key="principal").first(), **TITLES
        )


def revoke(apps, schema_editor):
    for permission, keys in GRANTS.items():
        roles = apps.get_model("people", "Role").objects.filter(key__in=keys)
        roles.update(permissions=Func(F("permissions"), Value(permission), function="ARRAY_REMOVE"))


class Migration(migrations.Migration):
    dependencies = [("finance", "0005_books_and_money"), ("people", "0002_initial")]

    operations = [migrations.RunPython(grant, revoke)]
