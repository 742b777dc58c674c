from datetime import date

import pytest
from django.core.management import call_command

from logistics.errors import RuleError
from logistics.people.models import User
from logistics.sample.building import terms_around
from logistics.sample.removal import remove
from logistics.school.models import School
from tests.factories import PlaceFactory, SchoolFactory, user_with

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("today", "last", "current"),
    [
        (date(2026, 11, 21), (2025, 2), (2026, 1)),
        (date(2026, 7, 6), (2025, 2), (2026, 1)),
        (date(2026, 7, 5), (2025, 1), (2025, 2)),
        (date(2027, 1, 21), (2026, 1), (2026, 2)),
    ],
)
def test_the_terms_of_the_sample_are_the_last_and_the_current_one(today, last, current):
    terms = terms_around(today)

    assert [(term["school_year"], term["number"]) for term in terms] == [last, current]
    assert terms[0]["covers_to"] < terms[1]["covers_from"]


def test_only_a_school_marked_as_sample_is_removed():
    school = SchoolFactory()

    with pytest.raises(RuleError):
        remove(school)

    assert School.objects.filter(pk=school.pk).exists()


def test_removing_the_sample_school_leaves_other_schools_as_they_were(sample_school):
    place = PlaceFactory()
    stranger = user_with("school.view_place", school=place.school)

    remove(sample_school)

    assert list(School.objects.all()) == [place.school]
    assert list(User.objects.all()) == [stranger]


def test_the_command_makes_nothing_twice_and_lists_a_login_a_role(sample_school, capsys):
    people = User.objects.count()

    call_command("sample_school")
    call_command("sample_school", "--logins")

    assert User.objects.count() == people
    assert School.objects.get() == sample_school
    assert "校长: principal / yucai-2026" in capsys.readouterr().out
