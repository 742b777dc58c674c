"""The canteen's records fulfil the duties that ask for them."""

from datetime import date, time, timedelta

import pytest

from canteen import services
from canteen.models import FoodSample
from logistics import clock
from logistics.duties.models import Expected
from logistics.errors import RuleError
from logistics.people.models import Appointment
from tests.canteen.factories import CanteenFactory
from tests.duties.factories import make_duty, school_with_term
from tests.factories import CampusFactory, PlaceFactory, RoleFactory, UserFactory

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 9, 7)
LUNCH, SUPPER = FoodSample.Meal.LUNCH, FoodSample.Meal.SUPPER


@pytest.fixture
def canteen():
    with clock.set_to(clock.at(MONDAY, time(12))):
        yield CanteenFactory(campus=CampusFactory(school=school_with_term()))


def take(canteen, meal=LUNCH, dishes=("红烧肉",), by=None):
    return services.take_samples(
        canteen, meal=meal, dishes=[{"dish": dish, "grams": 150} for dish in dishes], taken_at=clock.now(), fridge="1",
        by=by or UserFactory(),
    )  # fmt: skip


def sample_duty(canteen, **facts):
    return make_duty(
        canteen.school, name="留样", subject="canteen.sample", day_kind="service", due_times=[time(13)], **facts
    )


def first_row(duty):
    return Expected.objects.filter(duty=duty).order_by("due_at", "pk").first()


def test_the_samples_of_a_meal_fulfil_its_duty_once(canteen):
    lunch = sample_duty(canteen, detail=LUNCH)

    sample, _other = take(canteen, dishes=["红烧肉", "青菜"])
    take(canteen, dishes=["米饭"])

    assert (first_row(lunch).status, first_row(lunch).record) == ("done", sample)
    assert Expected.objects.fulfilled().count() == 1


def test_a_sample_of_another_meal_does_not(canteen):
    lunch = sample_duty(canteen, detail=LUNCH)

    take(canteen, meal=SUPPER)

    assert first_row(lunch).status == "waiting"


def test_a_correction_takes_the_place_of_the_wrong_entry(canteen):
    lunch = sample_duty(canteen, detail=LUNCH)
    [wrong] = take(canteen)

    with clock.set_to(clock.now() + timedelta(hours=3)):
        further = services.correct_sample(
            wrong, canteen=canteen, meal=LUNCH, dish="红烧排骨", grams=150, taken_at=wrong.taken_at, fridge="1",
            container="", reason="菜名写错", by=UserFactory(),
        )  # fmt: skip

    row = first_row(lunch)
    assert (row.status, row.record, row.done_at) == ("done", further, wrong.entered_at)


def test_a_sample_corrected_to_another_meal_leaves_its_own_undone(canteen):
    lunch = sample_duty(canteen, detail=LUNCH)
    [wrong] = take(canteen)

    services.correct_sample(
        wrong, canteen=canteen, meal=SUPPER, dish="红烧肉", grams=150, taken_at=wrong.taken_at, fridge="1",
        container="", reason="餐次选错", by=UserFactory(),
    )  # fmt: skip

    assert first_row(lunch).status == "waiting"


def test_a_certificate_entered_fulfils_the_yearly_duty(canteen):
    duty = make_duty(
        canteen.school, subject="canteen.certificate", rhythm="yearly", month=9, month_day=7, starts_on=MONDAY
    )
    cook = Appointment.objects.create(
        person=UserFactory(), role=RoleFactory(school=canteen.school), school=canteen.school, starts_on=MONDAY
    ).person

    services.enter_certificate(
        canteen.school, person=cook, post="厨师", number="1", issuer="疾控中心", examined_on=MONDAY - timedelta(days=3),
        by=None,
    )  # fmt: skip

    assert first_row(duty).status == "done"


def test_samples_kept_before_the_duty_was_set_are_found(canteen):
    [sample] = take(canteen)

    duty = sample_duty(canteen, detail=LUNCH)

    assert first_row(duty).record == sample


def test_of_two_canteens_of_a_campus_each_does_what_is_due_at_its_own_place(canteen):
    here, there = PlaceFactory(campus=canteen.campus), PlaceFactory(campus=canteen.campus)
    canteen.place = here
    canteen.save()
    duty = sample_duty(canteen, detail=LUNCH, places=[here, there])

    take(canteen)

    today = Expected.objects.filter(duty=duty, first_on=MONDAY)
    assert dict(today.values_list("place", "status")) == {here.pk: "done", there.pk: "waiting"}


def test_a_canteen_stands_on_its_own_campus(canteen):
    elsewhere = PlaceFactory(campus=CampusFactory(school=canteen.school))

    with pytest.raises(RuleError) as refused:
        services.change_canteen(canteen, name="食堂", active=True, place=elsewhere, by=None)

    assert refused.value.field == "place"
