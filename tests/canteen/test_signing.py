from datetime import timedelta

import pytest
from django.urls import reverse

from canteen import services
from canteen.models import FoodSample
from logistics import clock
from logistics.errors import RuleError
from logistics.people.services import set_pin
from tests.canteen.factories import CanteenFactory, FoodSampleFactory
from tests.factories import CampusFactory, SchoolFactory, user_with

pytestmark = pytest.mark.django_db

RIGHTS = ["canteen.view_foodsample", "canteen.take_sample"]


@pytest.fixture
def two_cooks(school, cook):
    other = user_with(*RIGHTS, school=school, key="cook", name="韩春生")
    return [set_pin(cook, pin="2580", by=cook), set_pin(other, pin="1397", by=other)]


def meal_of(signer, pin, *, dish="红烧肉", grams="130"):
    return {
        "meal": "2lunch", "dishes_dish": [dish, ""], "dishes_grams": [grams, ""], "dishes_container": ["A1", ""],
        "taken_at": "2026-10-14T11:25", "fridge": "1", "signer": signer.pk, "pin": pin,
    }  # fmt: skip


def test_two_cooks_sign_one_after_the_other_on_the_managers_tablet(canteen, manager, two_cooks, client_of):
    tablet, url = client_of(manager), reverse("canteen:tablet_take", args=[canteen.pk])

    for cook, pin, dish in zip(two_cooks, ["2580", "1397"], ["红烧肉", "白菜"]):
        answer = tablet.post(url, meal_of(cook, pin, dish=dish))
        assert answer.url == url

    signed = FoodSample.objects.order_by("pk").values_list("dish", "taken_by", "entered_by")
    assert list(signed) == [("红烧肉", two_cooks[0].pk, manager.pk), ("白菜", two_cooks[1].pk, manager.pk)]


def test_boxes_are_discarded_on_the_tablet_by_whoever_signs(canteen, manager, two_cooks, client_of):
    box = FoodSampleFactory(canteen=canteen, hours_ago=49)
    url = reverse("canteen:tablet_discard", args=[canteen.pk])

    client_of(manager).post(url, {"boxes": [box.pk], "signer": two_cooks[1].pk, "pin": "1397"})

    box.refresh_from_db()
    assert (box.status, box.discarded_by) == ("discarded", two_cooks[1])


def test_somebody_elses_pin_signs_nothing_and_what_was_typed_stays(canteen, manager, two_cooks, client_of):
    page = client_of(manager).post(reverse("canteen:tablet_take", args=[canteen.pk]), meal_of(two_cooks[0], "1397"))

    assert FoodSample.objects.count() == 0
    assert page.context["form"].errors.keys() == {"pin"}
    assert 'value="红烧肉"' in page.text
    assert 'value="1397"' not in page.text


def test_a_sample_too_light_is_refused_on_the_tablet_with_the_limit(canteen, manager, two_cooks, client_of):
    url = reverse("canteen:tablet_take", args=[canteen.pk])

    page = client_of(manager).post(url, meal_of(two_cooks[0], "2580", grams="124"))

    assert "125" in page.context["form"].errors["dishes"][0]


def test_after_five_wrong_pins_even_the_right_one_waits_five_minutes(canteen, two_cooks):
    for _try in range(5):
        with pytest.raises(RuleError) as refused:
            services.signed_by_pin(two_cooks[0], "0000", canteen=canteen)

    with pytest.raises(RuleError) as still_refused:
        services.signed_by_pin(two_cooks[0], "2580", canteen=canteen)

    assert refused.value.field == still_refused.value.field == "pin"
    assert services.signed_by_pin(two_cooks[1], "1397", canteen=canteen) == two_cooks[1]


def test_a_right_pin_forgives_the_wrong_ones_before(canteen, two_cooks):
    for _round in range(3):
        for _try in range(4):
            with pytest.raises(RuleError):
                services.signed_by_pin(two_cooks[0], "0000", canteen=canteen)
        assert services.signed_by_pin(two_cooks[0], "2580", canteen=canteen) == two_cooks[0]


def test_a_cook_of_another_school_cannot_sign(canteen):
    stranger = user_with(*RIGHTS, school=SchoolFactory())
    set_pin(stranger, pin="2580", by=stranger)

    with pytest.raises(RuleError) as refused:
        services.signed_by_pin(stranger, "2580", canteen=canteen)

    assert refused.value.field == "signer"


def test_a_cook_of_another_campus_cannot_sign(canteen, school):
    other = user_with(*RIGHTS, campus=CampusFactory(school=school))
    set_pin(other, pin="2580", by=other)

    with pytest.raises(RuleError):
        services.signed_by_pin(other, "2580", canteen=canteen)


def test_the_tablet_offers_the_cooks_with_a_pin_and_nobody_else(canteen, manager, two_cooks, client_of):
    user_with(*RIGHTS, school=canteen.school, name="没设密码")

    page = client_of(manager).get(reverse("canteen:tablet_take", args=[canteen.pk]))

    assert set(page.context["form"].fields["signer"].queryset) == set(two_cooks)


def test_only_the_sample_school_shows_its_pins(canteen, manager, two_cooks, client_of):
    url = reverse("canteen:tablet_take", args=[canteen.pk])
    shown = '<span class="number">2580</span>'  # a random key may hold the bare digits
    before = client_of(manager).get(url).text
    type(canteen.school).objects.filter(pk=canteen.school_id).update(is_sample=True)

    assert shown not in before
    assert shown in client_of(manager).get(url).text


def test_the_tablet_takes_a_right_of_its_own(canteen, cook, client_of):
    assert client_of(cook).get(reverse("canteen:tablet_take", args=[canteen.pk])).status_code == 403


def test_the_tablet_of_another_school_is_not_found(canteen, client_of):
    stranger = user_with("canteen.use_tablet")

    assert client_of(stranger).get(reverse("canteen:tablet_take", args=[canteen.pk])).status_code == 404


def test_with_one_canteen_the_tablet_opens_at_once_and_with_two_it_asks(canteen, manager, client_of):
    client, url = client_of(manager), reverse("canteen:tablet")

    assert client.get(url).url == reverse("canteen:tablet_take", args=[canteen.pk])
    CanteenFactory(campus=canteen.campus, name="北校区食堂")
    assert "北校区食堂" in client.get(url).text


def test_a_box_tapped_too_early_by_a_stale_page_is_refused(canteen, manager, two_cooks, client_of):
    box = FoodSampleFactory(canteen=canteen, taken_at=clock.now() - timedelta(hours=47))
    url = reverse("canteen:tablet_discard", args=[canteen.pk])

    page = client_of(manager).post(url, {"boxes": [box.pk], "signer": two_cooks[0].pk, "pin": "2580"})

    assert "48" in page.text
    box.refresh_from_db()
    assert box.status == "kept"


def test_the_tablet_remembers_in_which_canteen_it_stands_until_told_otherwise(canteen, manager, client_of):
    other = CanteenFactory(campus=canteen.campus, name="北校区食堂")
    tablet, url = client_of(manager), reverse("canteen:tablet")
    stands_here = reverse("canteen:tablet_take", args=[other.pk])
    tablet.get(stands_here)

    assert tablet.get(url).url == stands_here
    assert tablet.get(f"{url}?choose").status_code == 200


def test_whoever_keeps_samples_in_two_canteens_is_offered_the_last_one(canteen, cook, client_of):
    CanteenFactory(campus=canteen.campus, name="北校区食堂")
    FoodSampleFactory(canteen=canteen, taken_by=cook)

    page = client_of(cook).get(reverse("canteen:foodsample_create"))

    assert page.context["form"].initial["canteen"] == canteen.pk
