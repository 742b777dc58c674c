"""Where something must be chosen and there is nothing to choose from, the form says so and shows the way out."""

import pytest
from django import forms
from django.urls import reverse

from logistics.pages.forms import SchoolForm
from logistics.school.models import Place
from logistics.school.views.places import PlaceCreate
from tests.factories import PlaceFactory, SchoolFactory, user_with

pytestmark = pytest.mark.django_db


class VisitForm(SchoolForm):
    place = forms.ModelChoiceField(Place.objects.none(), label="地点", help_text="在哪里。")
    month = forms.ChoiceField(label="月份", choices=[("", "Please choose"), ("In use", [])])
    building = forms.ModelChoiceField(Place.objects.none(), label="楼栋", required=False)

    def prepare(self):
        self.fields["place"].queryset = Place.objects.of_school(self.school)


def help_of(name, user=None, school=None):
    form = VisitForm(school=school or SchoolFactory(), user=user)
    return str(form[name].help_text)


def test_an_empty_choice_says_so_before_its_usual_help():
    assert help_of("place") == "目前没有可选的地点。 在哪里。"
    assert help_of("month") == "目前没有可选的月份。"


def test_whoever_may_add_the_first_one_is_led_there():
    keeper, stranger = user_with(PlaceCreate.permission_required), user_with()

    assert f'<a href="{reverse("school:place_create")}">' in help_of("place", keeper)
    assert "<a " not in help_of("place", stranger)


def test_where_something_can_be_chosen_or_nothing_must_be_the_help_stays_as_it_is():
    place = PlaceFactory()

    assert help_of("place", school=place.campus.school) == "在哪里。"
    assert help_of("building") == ""
