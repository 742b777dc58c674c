from datetime import date, timedelta

import pytest

from canteen import hooks
from logistics import clock
from logistics.reports.statements import Period, Scope
from tests.canteen.factories import FoodSampleFactory, HealthCertificateFactory
from tests.factories import user_with

pytestmark = pytest.mark.django_db

OCTOBER = Period.between(date(2026, 10, 1), date(2026, 10, 31))


@pytest.fixture
def reminded(canteen):
    return lambda source: [(each.key, each.to) for each in source(clock.today())]


def test_each_morning_those_who_take_samples_hear_what_is_to_be_discarded(canteen, cook, reminded):
    FoodSampleFactory.create_batch(2, canteen=canteen, hours_ago=47)
    FoodSampleFactory(canteen=canteen, hours_ago=1)
    user_with("canteen.view_foodsample", school=canteen.school)

    assert reminded(hooks.samples_to_discard) == [(f"samples-due:{canteen.pk}:2026-10-14", cook)]


@pytest.mark.parametrize(
    ("left", "step"), [(61, None), (60, "60"), (31, "60"), (30, "30"), (7, "7"), (0, "7"), (-1, "expired")]
)
def test_a_certificate_is_announced_at_each_step_by_a_key_of_its_own(cook, reminded, left, step):
    expires_on = clock.today() + timedelta(days=left)
    held = HealthCertificateFactory(
        school=cook.active_school, person=cook, examined_on=expires_on - timedelta(days=300), expires_on=expires_on
    )

    assert reminded(hooks.certificates_running_out) == ([(f"certificate:{held.pk}:{step}", cook)] if step else [])


def statement(school):
    return hooks.samples_kept(school, OCTOBER, Scope())


def test_the_claim_stands_while_every_box_was_discarded_in_time(canteen):
    FoodSampleFactory(canteen=canteen, hours_ago=96, discarded=True)

    told = statement(canteen.school)

    assert told.claims[0].is_kept
    assert told.claims[0].sentence.text == "留样均满48小时后按时销毁。"


def test_one_box_left_too_long_breaks_the_claim_and_is_told_as_a_problem(canteen):
    FoodSampleFactory(canteen=canteen, hours_ago=96, discarded=True)
    left = FoodSampleFactory(canteen=canteen, hours_ago=120)

    [claim] = statement(canteen.school).claims

    assert claim.is_broken
    assert list(claim.against.rows) == [left]


def test_samples_and_meals_are_counted_in_the_period(canteen):
    FoodSampleFactory.create_batch(3, canteen=canteen)
    FoodSampleFactory(canteen=canteen, hours_ago=24 * 40)

    figures = statement(canteen.school).all_figures()

    assert (figures["kept"].value, figures["meals"].value) == (3, 1)


def test_the_share_of_those_with_a_certificate_never_hides_the_others(cook):
    other = user_with("canteen.view_foodsample", school=cook.active_school, key="cook")
    HealthCertificateFactory(school=cook.active_school, person=other)

    told = hooks.certificates_held(cook.active_school, OCTOBER, Scope())

    figures = told.all_figures()
    assert (figures["valid"].value, figures["handlers"].value, figures["rate"].text) == (1, 2, "50%")
    assert [problem.stands for problem in told.problems] == [True]
