"""What every form of the project has in common."""

import pytest
from django import forms

from logistics.pages.forms import SchoolForm


class DayForm(SchoolForm):
    day = forms.DateField()
    moment = forms.DateTimeField(required=False)


@pytest.mark.parametrize("day", ["0001-01-01", "1899-12-31", "9999-12-31"])
def test_a_year_no_school_means_is_refused_at_its_field(day):
    form = DayForm({"day": day, "moment": f"{day}T08:00"})

    assert list(form.errors) == ["day", "moment"]


def test_a_day_of_the_present_is_taken():
    assert DayForm({"day": "2026-11-20", "moment": "2026-11-20T08:00"}).is_valid()
