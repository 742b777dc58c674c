from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from assets import services
from assets.models import Asset, Movement
from logistics import clock
from logistics.errors import RuleError, WrongState
from logistics.history.models import Event
from tests.assets.factories import AssetFactory
from tests.factories import PlaceFactory, UserFactory, user_with

pytestmark = pytest.mark.django_db

FACTS = {
    "name": "台式计算机",
    "asset_class": Asset.Class.EQUIPMENT,
    "measure_word": "台",
    "value": Decimal("4200.00"),
    "acquired_on": date(2026, 3, 2),
}


def test_forty_like_things_get_forty_cards_with_numbers_of_their_own():
    place, keeper = PlaceFactory(), UserFactory()

    cards = services.register_asset(place.school, place=place, by=keeper, copies=40, **FACTS)

    assert len({card.number for card in cards}) == 40
    assert {card.place for card in cards} == {place}


@pytest.mark.parametrize(
    ("value", "quantity", "category"),
    [("999.99", 1, "low_value"), ("1000.00", 1, "fixed"), ("2400.00", 48, "low_value")],
)
def test_what_one_piece_costs_decides_whether_a_card_is_a_fixed_asset(value, quantity, category):
    place = PlaceFactory()

    [card] = services.register_asset(
        place.school, place=place, by=None, **{**FACTS, "value": Decimal(value), "quantity": quantity}
    )

    assert card.category == category


def test_a_thing_cannot_have_come_tomorrow():
    place = PlaceFactory()

    with pytest.raises(RuleError) as refused:
        services.register_asset(
            place.school, place=place, by=None, **{**FACTS, "acquired_on": clock.today() + timedelta(days=1)}
        )

    assert refused.value.field == "acquired_on"


def test_a_card_cannot_stand_in_another_school():
    with pytest.raises(RuleError):
        services.register_asset(PlaceFactory().school, place=PlaceFactory(), by=None, **FACTS)


def test_moving_leaves_a_movement_that_stays():
    asset, keeper = AssetFactory(), UserFactory()
    before = asset.place
    after = PlaceFactory(campus=asset.campus)

    asset = services.move_asset(asset, place=after, keeper=keeper, reason="换教室", by=keeper)

    movement = Movement.objects.get()
    assert (asset.place, asset.keeper) == (after, keeper)
    assert (movement.from_place, movement.to_place, movement.to_keeper) == (before, after, keeper)
    with pytest.raises(ProgrammingError), transaction.atomic():
        Movement.objects.update(reason="other")


def test_moving_nowhere_is_refused():
    asset = AssetFactory()

    with pytest.raises(RuleError):
        services.move_asset(asset, place=asset.place, keeper=asset.keeper, reason="换教室", by=None)


def test_a_moved_thing_is_found_by_its_new_place():
    asset = AssetFactory()
    after = PlaceFactory(campus=asset.campus, name="微机室", label="综合楼 微机室")

    services.move_asset(asset, place=after, keeper=None, reason="换教室", by=None)

    assert list(Asset.objects.search("微机")) == [asset]
    assert list(Asset.objects.search("综合楼 微机室")) == [asset]


def test_scrapping_goes_from_proposal_to_approval():
    asset, person = AssetFactory(), UserFactory()

    services.propose_scrapping(asset, reason="主板烧毁", by=person)
    asset = services.scrap_asset(asset, approval="教资〔2026〕8号", by=person)

    assert (asset.status, asset.reason, asset.approval) == ("scrapped", "主板烧毁", "教资〔2026〕8号")
    assert asset.ended_on == clock.today()
    assert [event.verb for event in Event.objects.about(asset)] == ["scrapped", "scrapping_proposed"]


def test_nothing_is_scrapped_without_a_proposal():
    with pytest.raises(WrongState):
        services.scrap_asset(AssetFactory(), approval="教资〔2026〕8号", by=None)


def test_a_stale_page_cannot_scrap_twice():
    asset = AssetFactory(to_scrap=True)
    stale = Asset.objects.get(pk=asset.pk)
    services.scrap_asset(asset, approval="教资〔2026〕8号", by=None)

    with pytest.raises(WrongState):
        services.scrap_asset(stale, approval="教资〔2026〕9号", by=None)


def test_a_missing_thing_leaves_the_books_with_day_and_reason():
    asset = services.miss_asset(AssetFactory(), reason="期末盘点未见", by=None)

    assert (asset.status, asset.ended_on) == ("lost", clock.today())


def test_a_thing_cannot_leave_the_books_before_it_entered_them():
    asset = AssetFactory(to_scrap=True)

    with pytest.raises(RuleError):
        services.scrap_asset(
            asset, approval="教资〔2026〕8号", ended_on=asset.registered_on - timedelta(days=1), by=None
        )


@pytest.mark.parametrize(
    ("facts", "constraint"),
    [
        ({"quantity": 0}, "an_asset_holds_something"),
        ({"value": Decimal("-1")}, "an_asset_has_a_value"),
        ({"status": "lost"}, "an_asset_off_the_books_has_a_day_and_a_reason"),
        ({"status": "to_scrap"}, "an_asset_to_be_scrapped_has_a_reason"),
        ({"status": "scrapped", "reason": "旧", "ended_on": date(2026, 5, 6)}, "a_scrapped_asset_has_an_approval"),
        ({"registered_on": date(2026, 1, 1)}, "an_asset_is_registered_after_it_came"),
    ],
)
def test_the_database_refuses_what_must_not_be(facts, constraint):
    with pytest.raises(IntegrityError, match=constraint):
        AssetFactory(**facts)


def test_numbers_are_frozen():
    asset = AssetFactory()

    with pytest.raises(ProgrammingError), transaction.atomic():
        Asset.objects.filter(pk=asset.pk).update(number="ZC-2026-9999")


def test_keepers_see_what_they_keep_and_the_office_sees_all():
    mine = AssetFactory()
    teacher = user_with("assets.view_asset", school=mine.school)
    Asset.objects.filter(pk=mine.pk).update(keeper=teacher)
    other = AssetFactory(place=mine.place)
    office = user_with("assets.view_asset", "assets.view_register", school=mine.school)

    assert list(Asset.objects.visible_to(teacher)) == [mine]
    assert set(Asset.objects.visible_to(office)) == {mine, other}


def test_the_card_of_a_thing_off_the_books_stays_as_it_is():
    asset = AssetFactory(scrapped=True)

    with pytest.raises(WrongState):
        services.change_card(asset, name="别的名称", by=UserFactory())
