"""Scoping, grams and locks, which every table shares."""

import pytest
from django.db import connection

from logistics.db import refusing
from logistics.errors import RuleError
from logistics.school.models import Campus, Place
from tests.factories import AppointmentFactory, CampusFactory, PlaceFactory, RoleFactory, UserFactory, user_with

pytestmark = pytest.mark.django_db


def grams(text):
    with connection.cursor() as cursor:
        cursor.execute("SELECT logistics_grams(%s)", [text])
        return set(cursor.fetchone()[0])


def test_grams_are_the_pairs_of_letters_in_upper_case():
    assert grams("水龙头a") == {"水龙", "龙头", "头A"}


def test_grams_do_not_reach_over_a_space():
    assert grams("灯具 管\n道　灯") == {"灯具"}


def test_trigrams_of_chinese_are_there():
    with connection.cursor() as cursor:
        cursor.execute("SELECT show_trgm('水龙头')")
        assert len(cursor.fetchone()[0]) == 4


def test_people_see_the_places_of_their_own_school_only():
    mine, other = PlaceFactory(), PlaceFactory()
    person = user_with("school.view_place", school=mine.school)

    assert list(Place.objects.visible_to(person)) == [mine]
    assert other.school != mine.school


def test_an_appointment_for_a_campus_reaches_no_further():
    here = PlaceFactory()
    there = PlaceFactory(campus=CampusFactory(school=here.school))
    person = user_with("school.view_place", campus=here.campus)

    assert list(Place.objects.visible_to(person)) == [here]
    assert there.school == here.school


def test_what_one_role_grants_on_a_campus_does_not_leak_into_another_role():
    here = PlaceFactory()
    there = PlaceFactory(campus=CampusFactory(school=here.school))
    person = user_with("school.manage_school", campus=here.campus)
    AppointmentFactory(person=person, role=RoleFactory(school=here.school))

    assert set(Place.objects.within(person)) == {here, there}
    assert set(Place.objects.within(person, "school.manage_school")) == {here}


def test_nobody_in_particular_sees_nothing():
    from django.contrib.auth.models import AnonymousUser

    PlaceFactory()

    assert not Place.objects.visible_to(AnonymousUser()).exists()


def test_an_appointment_that_ended_shows_nothing():
    place = PlaceFactory()
    role = RoleFactory(school=place.school)
    person = UserFactory()
    AppointmentFactory(person=person, role=role, starts_on="2020-01-01", ends_on="2020-02-01")

    assert not Place.objects.visible_to(person).exists()


def test_a_named_constraint_becomes_a_sentence_and_others_stay_errors():
    campus = CampusFactory()

    with pytest.raises(RuleError, match="taken"):
        with refusing("one_campus_of_a_name_in_a_school", "taken", field="name"):
            Campus.objects.create(school=campus.school, name=campus.name)
