"""Kinds with their measure words."""

import pytest
from django.urls import reverse

from logistics.catalogue import services
from logistics.catalogue.models import Kind
from logistics.errors import RuleError
from logistics.history.models import Event
from tests.factories import SchoolFactory, user_with

pytestmark = pytest.mark.django_db

CHANGE = "catalogue.change_kind"


def add(school, name="水阀", family="part"):
    return services.add_kind(school, family=family, name=name, measure_word="只", by=None)


def test_the_usual_kinds_are_given_once():
    school = SchoolFactory()

    services.add_shipped_kinds(school, by=None)
    services.add_shipped_kinds(school, by=None)

    assert Kind.objects.get(school=school, family="part", name="灯管").measure_word == "根"


def test_a_kind_stands_in_a_family_once():
    kind = add(SchoolFactory())

    with pytest.raises(RuleError) as refusal:
        add(kind.school)
    assert refusal.value.field == "name"
    add(kind.school, family="object")


def test_a_changed_kind_is_noted():
    kind = add(SchoolFactory())

    services.change_kind(kind, name="阀门", measure_word="个", active=False, by=None)

    kind.refresh_from_db()
    assert (kind.name, kind.measure_word, kind.active) == ("阀门", "个", False)
    assert [event.verb for event in Event.objects.about(kind)] == ["changed", "created"]


def test_kinds_are_added_and_changed_on_their_pages(client_of):
    person = user_with(CHANGE)
    client = client_of(person)

    client.post(reverse("catalogue:kind_create"), {"family": "part", "name": "水阀", "measure_word": "只"})
    kind = Kind.objects.get(school=person.active_school)
    client.post(
        reverse("catalogue:kind_change", args=[kind.pk]), {"name": "水阀", "measure_word": "个", "active": "on"}
    )

    kind.refresh_from_db()
    assert kind.measure_word == "个"
    assert "水阀" in client.get(reverse("catalogue:kind_list"), {"q": "水"}).content.decode()


def test_kinds_of_another_school_are_out_of_sight_and_others_are_turned_away(client_of):
    kind = add(SchoolFactory())
    url = reverse("catalogue:kind_change", args=[kind.pk])

    assert client_of(user_with(CHANGE)).get(url).status_code == 404
    assert client_of(user_with(school=kind.school)).get(url).status_code == 403
