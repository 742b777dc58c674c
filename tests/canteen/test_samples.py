from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from canteen import services
from canteen.models import FoodSample
from logistics import clock
from logistics.errors import RuleError, WrongState
from logistics.history.models import Event
from tests.canteen.factories import CanteenFactory, FoodSampleFactory
from tests.factories import CampusFactory, UserFactory, user_with

pytestmark = pytest.mark.django_db


def take(canteen, by, *, grams=130, dish="红烧肉", **facts):
    facts = {"meal": FoodSample.Meal.LUNCH, "taken_at": clock.now(), "fridge": "1", **facts}
    return services.take_samples(canteen, dishes=[{"dish": dish, "grams": grams}], by=by, **facts)[0]


# --- taking -----------------------------------------------------------------------------------------------------------


def test_a_meal_is_written_down_dish_by_dish(canteen, cook, moment):
    dishes = [{"dish": "红烧肉", "grams": 130, "container": "A1"}, {"dish": "白菜", "grams": 126}]

    samples = services.take_samples(canteen, meal="2lunch", dishes=dishes, taken_at=moment, fridge="1", by=cook)

    assert [(sample.dish, sample.weight_grams, sample.container) for sample in samples] == [
        ("红烧肉", 130, "A1"),
        ("白菜", 126, ""),
    ]
    assert {(sample.limit_grams, sample.keep_hours, sample.discard_after) for sample in samples} == {
        (125, 48, moment + timedelta(hours=48))
    }


def test_125_grams_are_enough(canteen, cook):
    assert take(canteen, cook, grams=125).weight_grams == 125


@pytest.mark.parametrize("grams", [124, 0, -5])
def test_less_than_the_rule_asks_for_is_refused_and_the_sentence_names_the_limit(canteen, cook, grams):
    with pytest.raises(RuleError, match="125") as refused:
        take(canteen, cook, grams=grams)

    assert refused.value.field == "dishes"
    assert FoodSample.objects.count() == 0


def test_a_sample_of_a_hundred_kilograms_is_refused(canteen, cook):
    with pytest.raises(RuleError, match="100000"):
        take(canteen, cook, grams=100_000)


def test_one_dish_too_light_keeps_the_whole_meal_back(canteen, cook, moment):
    dishes = [{"dish": "红烧肉", "grams": 130}, {"dish": "白菜", "grams": 124}]

    with pytest.raises(RuleError, match="白菜"):
        services.take_samples(canteen, meal="2lunch", dishes=dishes, taken_at=moment, fridge="1", by=cook)

    assert FoodSample.objects.count() == 0


def test_a_sample_cannot_be_taken_in_the_future(canteen, cook, moment):
    with pytest.raises(RuleError) as refused:
        take(canteen, cook, taken_at=moment + timedelta(minutes=1))

    assert refused.value.field == "taken_at"


def test_a_day_outside_every_term_is_refused(canteen, cook):
    with pytest.raises(RuleError) as refused:
        take(canteen, cook, taken_at=datetime(2020, 5, 6, 4, tzinfo=UTC), late_reason="忘记")

    assert refused.value.field == "taken_at"


def test_the_same_dish_of_a_meal_is_kept_once(canteen, cook):
    take(canteen, cook)

    with pytest.raises(RuleError, match="红烧肉"):
        take(canteen, cook)


def test_the_same_dish_is_kept_in_each_canteen(canteen, cook):
    take(canteen, cook)

    assert take(CanteenFactory(campus=canteen.campus), cook).dish == "红烧肉"


def test_an_entry_within_the_grace_time_is_not_late(canteen, cook, moment):
    assert take(canteen, cook, taken_at=moment - timedelta(minutes=120), late_reason="x").late is False


def test_a_late_entry_says_why_and_is_marked(canteen, cook, moment):
    taken_at = moment - timedelta(minutes=121)

    with pytest.raises(RuleError) as refused:
        take(canteen, cook, taken_at=taken_at)
    sample = take(canteen, cook, taken_at=taken_at, late_reason="平板没电")

    assert refused.value.field == "late_reason"
    assert (sample.late, sample.marks) == (True, "补录")


def test_a_warm_fridge_needs_a_remedy_and_keeps_the_limits_it_was_judged_by(canteen, cook):
    with pytest.raises(RuleError, match="0.*8") as refused:
        take(canteen, cook, celsius=Decimal("8.1"))
    sample = take(canteen, cook, celsius=Decimal("8.1"), remedy="移至2号冰箱")

    assert refused.value.field == "remedy"
    assert (sample.celsius_min, sample.celsius_max, sample.remedy) == (0, 8, "移至2号冰箱")


def test_a_canteen_out_of_use_keeps_no_samples(canteen, cook):
    canteen = services.change_canteen(canteen, name=canteen.name, active=False, by=None)

    with pytest.raises(RuleError):
        take(canteen, cook)


def test_boxes_due_on_a_weekend_are_to_be_discarded_on_the_working_day_after(canteen, cook):
    with clock.set_to(datetime(2026, 10, 16, 4, tzinfo=UTC)):  # a Friday
        sample = take(canteen, cook)

    assert (str(clock.day_of(sample.discard_after)), str(sample.discard_by)) == ("2026-10-18", "2026-10-19")


# --- discarding -------------------------------------------------------------------------------------------------------


def test_a_box_is_discarded_when_its_time_is_over(canteen, cook):
    sample = FoodSampleFactory(canteen=canteen, hours_ago=48)

    [sample] = services.discard_samples([sample], by=cook)

    assert (sample.status, sample.discarded_by, sample.discarded_at) == ("discarded", cook, clock.now())
    assert [event.verb for event in Event.objects.about(sample)] == ["discarded"]


def test_one_minute_early_is_refused_by_the_service(canteen, cook, moment):
    sample = FoodSampleFactory(canteen=canteen, taken_at=moment - timedelta(hours=48) + timedelta(minutes=1))

    with pytest.raises(RuleError, match="48"):
        services.discard_samples([sample], by=cook)


def test_one_minute_early_is_refused_by_the_database(canteen, cook, moment):
    sample = FoodSampleFactory(canteen=canteen, taken_at=moment - timedelta(hours=48) + timedelta(minutes=1))

    with pytest.raises(IntegrityError, match="a_sample_is_not_discarded_early"):
        FoodSample.objects.filter(pk=sample.pk).update(status="discarded", discarded_at=moment, discarded_by=cook)


def test_boxes_of_a_meal_are_discarded_together_or_not_at_all(canteen, cook):
    boxes = [FoodSampleFactory(canteen=canteen, hours_ago=49), FoodSampleFactory(canteen=canteen, hours_ago=1)]

    with pytest.raises(RuleError):
        services.discard_samples(boxes, by=cook)

    assert FoodSample.objects.kept().count() == 2


def test_two_people_cannot_discard_the_same_box(canteen, cook):
    sample = FoodSampleFactory(canteen=canteen, hours_ago=49)
    stale = FoodSample.objects.get(pk=sample.pk)
    services.discard_samples([sample], by=cook)

    with pytest.raises(WrongState):
        services.discard_samples([stale], by=UserFactory())

    sample.refresh_from_db()
    assert sample.discarded_by == cook


# --- what stays -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "value"), [("weight_grams", 200), ("dish", "别的"), ("discard_by", "2030-01-01"), ("limit_grams", 1)]
)
def test_what_was_written_down_is_frozen(canteen, field, value):
    sample = FoodSampleFactory(canteen=canteen)

    with pytest.raises(ProgrammingError), transaction.atomic():
        FoodSample.objects.filter(pk=sample.pk).update(**{field: value})


def test_what_was_discarded_stays_discarded(canteen):
    sample = FoodSampleFactory(canteen=canteen, hours_ago=49, discarded=True)

    with pytest.raises(ProgrammingError), transaction.atomic():
        FoodSample.objects.filter(pk=sample.pk).update(discarded_by=UserFactory())


def test_no_entry_is_deleted(canteen):
    sample = FoodSampleFactory(canteen=canteen)

    with pytest.raises(ProgrammingError), transaction.atomic():
        FoodSample.objects.filter(pk=sample.pk).delete()


@pytest.mark.parametrize(
    ("facts", "constraint"),
    [
        ({"weight_grams": 124}, "a_sample_weighs_enough"),
        ({"weight_grams": 5001}, "a_sample_weighs_enough"),
        ({"discard_after": datetime(2026, 10, 15, tzinfo=UTC)}, "a_sample_is_kept_for_its_hours"),
        ({"status": "discarded"}, "a_discarded_sample_has_time_and_person"),
        ({"late": True}, "a_late_sample_has_a_reason"),
        ({"celsius": 9}, "a_sample_out_of_the_limits_has_a_remedy"),
        ({"entered_at": datetime(2026, 10, 1, tzinfo=UTC)}, "a_sample_is_taken_before_it_is_entered"),
        ({"correction_reason": "x"}, "a_correction_has_a_reason"),
    ],
)
def test_the_database_refuses_what_must_not_be(canteen, facts, constraint):
    with pytest.raises(IntegrityError, match=constraint):
        FoodSampleFactory(canteen=canteen, **facts)


# --- correcting -------------------------------------------------------------------------------------------------------


def correct(sample, by, **facts):
    facts = {
        "canteen": sample.canteen, "meal": sample.meal, "dish": "糖醋排骨", "grams": 140, "taken_at": sample.taken_at,
        "fridge": "2", "container": "", "reason": "菜名选错", **facts,
    }  # fmt: skip
    return services.correct_sample(sample, by=by, **facts)


def test_a_correction_is_a_further_entry_and_the_first_stays_readable(canteen, cook, manager):
    sample = take(canteen, cook)

    further = correct(sample, manager)

    sample.refresh_from_db()
    assert (sample.dish, sample.status, sample.corrected_by) == ("红烧肉", "corrected", further)
    assert (further.dish, further.corrects, further.correction_reason) == ("糖醋排骨", sample, "菜名选错")
    assert (further.taken_by, further.entered_by) == (cook, manager)
    assert list(FoodSample.objects.standing()) == [further]


def test_a_correction_carries_the_discarding_over(canteen, manager):
    sample = FoodSampleFactory(canteen=canteen, hours_ago=49, discarded=True)

    further = correct(sample, manager)

    assert (further.status, further.discarded_at, further.discarded_by) == (
        "discarded", sample.discarded_at, sample.discarded_by,
    )  # fmt: skip


def test_a_correction_cannot_turn_a_discarding_into_an_early_one(canteen, manager):
    sample = FoodSampleFactory(
        canteen=canteen, hours_ago=49, entered_at=clock.now() - timedelta(hours=40), discarded=True
    )

    with pytest.raises(RuleError):
        correct(sample, manager, taken_at=sample.taken_at + timedelta(hours=1))

    assert FoodSample.objects.count() == 1


def test_an_entry_is_corrected_once(canteen, cook, manager):
    sample = take(canteen, cook)
    correct(sample, manager)

    with pytest.raises(WrongState):
        correct(sample, manager)


def test_a_correction_weighs_enough_too(canteen, cook, manager):
    with pytest.raises(RuleError, match="125"):
        correct(take(canteen, cook), manager, grams=100)


# --- questions --------------------------------------------------------------------------------------------------------


def test_boxes_left_too_long_are_those_discarded_late_and_those_still_there(canteen, moment):
    in_time = FoodSampleFactory(canteen=canteen, hours_ago=72, discarded=True)
    late = FoodSampleFactory(canteen=canteen, hours_ago=120, discarded=True, discarded_at=moment - timedelta(hours=40))
    still_there = FoodSampleFactory(canteen=canteen, hours_ago=120)
    due_today = FoodSampleFactory(canteen=canteen, hours_ago=50)

    found = set(FoodSample.objects.left_too_long(clock.today()))

    assert found == {late, still_there}
    assert {in_time, due_today} & found == set()


def test_meals_are_counted_once_whatever_the_number_of_dishes(canteen):
    FoodSampleFactory.create_batch(3, canteen=canteen)
    FoodSampleFactory(canteen=canteen, meal="4supper")
    FoodSampleFactory(canteen=CanteenFactory(campus=canteen.campus))

    assert FoodSample.objects.one_of_each_meal().count() == 3


def test_people_see_the_samples_of_their_campus(canteen, cook):
    mine = FoodSampleFactory(canteen=canteen)
    other = FoodSampleFactory(canteen=CanteenFactory(campus=CampusFactory(school=canteen.school)))
    limited = user_with("canteen.view_foodsample", campus=canteen.campus)

    assert list(FoodSample.objects.visible_to(limited)) == [mine]
    assert set(FoodSample.objects.visible_to(cook)) == {mine, other}
