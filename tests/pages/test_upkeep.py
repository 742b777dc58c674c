"""The admin of what changes by services: to be read, never typed."""

import pytest
from django.contrib import admin
from django.urls import reverse

from logistics.checks.models import Answer
from logistics.duties.models import DutyNote, Expected
from logistics.pages.upkeep import ReadOnlyAdmin
from logistics.people.models import User
from tests.duties.factories import saved_duty, school_with_term

pytestmark = pytest.mark.django_db
READ = sorted(
    (model for model, keeper in admin.site._registry.items() if isinstance(keeper, ReadOnlyAdmin)),
    key=lambda model: model._meta.label,
)


@pytest.fixture
def keeper(client):
    client.force_login(User.objects.create_superuser("keeper"))
    return client


def test_entries_are_among_what_is_read_only():
    assert {Answer, DutyNote, Expected} <= set(READ)


@pytest.mark.parametrize("model", READ, ids=lambda model: model._meta.label)
def test_what_services_change_can_be_looked_at_and_not_added(keeper, model):
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}"

    assert keeper.get(reverse(f"{name}_changelist")).status_code == 200
    assert keeper.get(reverse(f"{name}_add")).status_code == 403


def test_a_row_is_shown_without_a_field_to_type_in_and_cannot_be_deleted(keeper):
    duty = saved_duty(school_with_term())

    page = keeper.get(reverse("admin:duties_duty_change", args=[duty.pk]))

    assert (page.status_code, b'name="name"' in page.content) == (200, False)
    assert keeper.post(reverse("admin:duties_duty_delete", args=[duty.pk]), {"post": "yes"}).status_code == 403
