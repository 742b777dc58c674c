"""Many records written at once are records like any other."""

import pytest
from django.db import IntegrityError

from logistics.exchange.staging import insert_all
from repairs.models import Repair
from tests.repairs.factories import RepairFactory

pytestmark = pytest.mark.django_db


def copies(repair, count):
    facts = {field.attname: getattr(repair, field.attname) for field in Repair._meta.concrete_fields}
    for name in ("id", "grams"):
        facts.pop(name)
    return [Repair(**{**facts, "number": f"BX-{place}", "follow_code": f"code-{place}"}) for place in range(count)]


def test_each_has_its_key_its_words_to_be_found_by_and_its_first_version():
    made = insert_all(copies(RepairFactory(), 3))

    assert [Repair.objects.get(pk=repair.pk).number for repair in made] == ["BX-0", "BX-1", "BX-2"]
    assert Repair.objects.search("BX-1").get() == made[1]
    assert [repair.events.count() for repair in made] == [1, 1, 1]


def test_a_constraint_that_one_breaks_refuses_them_all():
    first, second = copies(RepairFactory(), 2)
    second.number = first.number

    with pytest.raises(IntegrityError):
        insert_all([first, second])


def test_nothing_to_write_is_nothing_done():
    assert insert_all([]) == []
