"""The shipped rules, what is in force, and a school's own values."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.apps import apps
from django.db import IntegrityError, ProgrammingError, transaction

from logistics import clock
from logistics.errors import RuleError
from logistics.rules import services
from logistics.rules.loading import load_shipped_rules
from logistics.rules.models import Rule, RuleValue
from logistics.rules.selectors import in_force
from logistics.rules.shipped import shipped_rules
from tests.factories import SchoolFactory, UserFactory

pytestmark = pytest.mark.django_db


def set_value(key, value, *, school, valid_from=None, reason="本市要求"):
    return services.set_rule_value(
        Rule.objects.get(key=key),
        school=school,
        value=value,
        valid_from=valid_from or clock.today(),
        reason=reason,
        by=UserFactory(),
    )


def test_every_shipped_rule_is_in_the_table_once():
    assert Rule.objects.count() == len(shipped_rules()) == len({rule.key for rule in shipped_rules()})


def test_every_shipped_rule_is_sound():
    unsound = [
        rule.key
        for rule in shipped_rules()
        if rule.section not in Rule.Section.values
        or rule.bound not in Rule.Bound.values
        or rule.verified not in Rule.Verified.values
        or not rule.text
        or not (rule.source or rule.verified == Rule.Verified.OWN)
    ]

    assert unsound == []


def test_loading_the_rules_again_changes_nothing():
    before = list(RuleValue.objects.values_list("pk", "value").order_by("pk"))

    load_shipped_rules(apps.get_model("rules", "Rule"), apps.get_model("rules", "RuleValue"))

    assert list(RuleValue.objects.values_list("pk", "value").order_by("pk")) == before


def test_numbers_lists_and_answers_come_as_they_are():
    school, today = SchoolFactory(), clock.today()

    assert in_force("sample.grams", school=school, on=today) == Decimal(125)
    assert in_force("canteen.health_cert.remind", school=school, on=today) == [60, 30, 7]
    assert in_force("sample.scope", school=school, on=today) is True
    assert in_force("control.daily.due", school=school, on=today) == "10:00"
    assert in_force("temp.freeze.max", school=school, on=today) == Decimal(-12)


def test_an_unknown_rule_is_a_mistake():
    with pytest.raises(LookupError):
        in_force("sample.gram", school=SchoolFactory(), on=clock.today())


def test_a_school_value_counts_from_its_day_and_only_there():
    school, today = SchoolFactory(), clock.today()
    tomorrow = today + timedelta(days=1)

    set_value("sample.grams", Decimal(200), school=school, valid_from=tomorrow)

    assert in_force("sample.grams", school=school, on=today) == 125
    assert in_force("sample.grams", school=school, on=tomorrow) == 200
    assert in_force("sample.grams", school=SchoolFactory(), on=tomorrow) == 125


def test_what_is_remembered_is_forgotten_when_a_value_is_set():
    school, today = SchoolFactory(), clock.today()
    assert in_force("sample.grams", school=school, on=today) == 125

    set_value("sample.grams", Decimal("150.5"), school=school)

    assert in_force("sample.grams", school=school, on=today) == Decimal("150.5")


def test_of_two_values_from_one_day_the_later_one_counts():
    school = SchoolFactory()
    set_value("sample.grams", Decimal(1250), school=school)

    set_value("sample.grams", Decimal(150), school=school)

    assert in_force("sample.grams", school=school, on=clock.today()) == 150


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("sample.grams", Decimal(100)),
        ("temp.freeze.max", Decimal(-10)),
        ("canteen.health_cert.valid", Decimal(13)),
        ("menu.blacklist", ["四季豆"]),
        ("additive.ledger", False),
        ("fire.inspect", Decimal(3)),
    ],
)
def test_a_legal_bound_is_held_and_its_source_is_named(key, value):
    rule = Rule.objects.get(key=key)

    with pytest.raises(RuleError) as refusal:
        set_value(key, value, school=SchoolFactory())

    assert refusal.value.field == "value"
    assert rule.source in str(refusal.value)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("sample.grams", Decimal(150)),
        ("temp.freeze.max", Decimal(-18)),
        ("fire.inspect", Decimal(4)),
        ("hazard.days.general", Decimal(3)),
        ("control.daily.due", "09:30"),
    ],
)
def test_a_stricter_or_free_value_is_taken(key, value):
    school = SchoolFactory()

    set_value(key, value, school=school)

    assert in_force(key, school=school, on=clock.today()) == value


def test_a_list_with_a_floor_may_grow():
    school = SchoolFactory()
    grown = [*in_force("menu.blacklist", school=school, on=clock.today()), "河豚", " 河豚 ", ""]

    set_value("menu.blacklist", grown, school=school)

    assert in_force("menu.blacklist", school=school, on=clock.today())[-2:] == ["裱花蛋糕", "河豚"]


def test_an_unverified_source_is_never_cited():
    with pytest.raises(RuleError) as refusal:
        set_value("retention.canteen_logs", Decimal(12), school=SchoolFactory())

    assert "操作规范" not in str(refusal.value)


def test_what_is_fixed_stays():
    with pytest.raises(RuleError):
        set_value("fund.roles", False, school=SchoolFactory())


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"valid_from": date(2020, 1, 1)}, "valid_from"),
        ({"reason": " "}, "reason"),
        ({"value": Decimal(-5)}, "value"),
        ({"value": Decimal(10) ** 10}, "value"),
    ],
)
def test_a_past_day_a_missing_reason_or_an_absurd_number_is_refused(change, field):
    with pytest.raises(RuleError) as refusal:
        set_value("hazard.days.general", **{"value": Decimal(5), "school": SchoolFactory(), **change})

    assert refusal.value.field == field


@pytest.mark.parametrize("items", [[], ["", " "], ["a", "seven"], ["1" * 12]])
def test_a_list_of_numbers_stays_one(items):
    with pytest.raises(RuleError):
        set_value("canteen.health_cert.remind", items, school=SchoolFactory())


def test_lines_of_numbers_become_numbers():
    school = SchoolFactory()

    set_value("canteen.health_cert.remind", ["45", "15"], school=school)

    assert in_force("canteen.health_cert.remind", school=school, on=clock.today()) == [45, 15]


def test_values_are_never_changed_or_deleted():
    value = set_value("sample.grams", Decimal(150), school=SchoolFactory())

    with pytest.raises(ProgrammingError), transaction.atomic():
        RuleValue.objects.filter(pk=value.pk).update(value=1)
    with pytest.raises(ProgrammingError), transaction.atomic():
        RuleValue.objects.filter(pk=value.pk).delete()


def test_the_database_asks_a_school_for_its_reason():
    with pytest.raises(IntegrityError):
        RuleValue.objects.create(
            rule=Rule.objects.first(), school=SchoolFactory(), value=1, valid_from=clock.today(), reason=""
        )


def test_one_value_is_shipped_from_a_day():
    value = RuleValue.objects.first()

    with pytest.raises(IntegrityError):
        RuleValue.objects.create(rule=value.rule, value=1, valid_from=value.valid_from)


@pytest.mark.parametrize(
    ("key", "written"),
    [
        ("buy.bands", "1,000、5,000、10,000 元"),
        ("temp.freeze.max", "−12 °C"),
        ("contract.bond", "10%"),
        ("supplier.papers.remind", "60、30、7 天"),
    ],
)
def test_values_are_written_as_people_write_them(key, written):
    rule = Rule.objects.get(key=key)

    assert rule.written(services.shipped_value(rule)) == written
