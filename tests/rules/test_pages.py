"""The pages of the rule table."""

import pytest
from django.urls import reverse

from logistics import clock
from logistics.rules.models import Rule
from logistics.rules.selectors import in_force
from tests.factories import SchoolFactory, user_with

pytestmark = pytest.mark.django_db

MANAGE = "school.manage_school"


@pytest.fixture
def administrator():
    return user_with(MANAGE)


def url(name, key):
    return reverse(f"rules:{name}", args=[Rule.objects.get(key=key).pk])


def test_rules_are_for_whoever_manages_the_school(client_of):
    client = client_of(user_with())

    assert client.get(reverse("rules:rule_list")).status_code == 403
    assert client.get(url("rule_detail", "sample.grams")).status_code == 403
    assert client.post(url("rule_set_value", "sample.grams")).status_code == 403


def test_a_value_is_set_from_a_day_with_its_reason(client_of, administrator):
    client, today = client_of(administrator), clock.today()

    client.post(url("rule_set_value", "sample.grams"), {"value": "150", "valid_from": str(today), "reason": "市局要求"})

    assert in_force("sample.grams", school=administrator.active_school, on=today) == 150
    assert in_force("sample.grams", school=SchoolFactory(), on=today) == 125
    assert "市局要求" in client.get(url("rule_detail", "sample.grams")).content.decode()


def test_the_values_of_another_school_stay_its_own(client_of, administrator):
    facts = {"value": "150", "valid_from": str(clock.today()), "reason": "市局要求"}
    client_of(administrator).post(url("rule_set_value", "sample.grams"), facts)

    page = client_of(user_with(MANAGE)).get(url("rule_detail", "sample.grams")).content.decode()

    assert "市局要求" not in page


def test_the_page_of_a_rule_shows_no_key(client_of, administrator):
    page = client_of(administrator).get(url("rule_detail", "sample.grams")).content.decode()

    assert "sample.grams" not in page


def test_a_value_below_the_legal_minimum_is_refused_at_its_field(client_of, administrator):
    page = client_of(administrator).post(
        url("rule_set_value", "sample.grams"), {"value": "100", "valid_from": str(clock.today()), "reason": "少留些"}
    )

    assert "不得低于 125 克" in page.content.decode()
    assert page.context["form"]["reason"].value() == "少留些"


@pytest.mark.parametrize("key", ["canteen.health_cert.remind", "asset.bulk", "control.daily.due", "gp.limit.goods"])
def test_every_kind_of_value_has_its_field(client_of, administrator, key):
    assert client_of(administrator).get(url("rule_set_value", key)).status_code == 200


def test_what_is_not_verified_is_for_orientation(client_of, administrator):
    page = client_of(administrator).get(url("rule_detail", "pest.interval")).content.decode()

    assert "参考值，请以当地要求为准" in page


def test_the_list_is_found_by_words_section_and_own_changes(client_of, administrator):
    client = client_of(administrator)
    client.post(
        url("rule_set_value", "sample.grams"), {"value": "150", "valid_from": str(clock.today()), "reason": "市局要求"}
    )
    results = {"HX-Request": "true", "HX-Target": "results"}

    for query in ({"q": "留样量"}, {"own": "1"}, {"section": "hygiene", "q": "留样量"}):
        page = client.get(reverse("rules:rule_list"), query, headers=results).content.decode()
        assert "每个品种留样量" in page
        assert "农药残留" not in page


def test_what_law_asks_to_be_done_cannot_be_switched_off_and_is_not_offered(client_of, administrator):
    page = client_of(administrator).get(url("rule_detail", "additive.ledger")).content.decode()

    assert ("法定，不可改" in page, url("rule_set_value", "additive.ledger") in page) == (True, False)


def test_a_list_that_law_asks_for_may_only_grow(client_of, administrator):
    page = client_of(administrator).get(url("rule_detail", "menu.blacklist")).content.decode()

    assert ("法定内容：只能增加" in page, "只能提高" in page) == (True, False)


def test_what_was_not_verified_says_so_once(client_of, administrator):
    page = client_of(administrator).get(url("rule_detail", "pest.interval")).content.decode()

    assert page.count("参考值，请以当地要求为准") == 1
