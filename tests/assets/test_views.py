from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from django.urls import reverse

from assets.models import Asset
from tests.assets.factories import AssetFactory
from tests.factories import PlaceFactory, user_with

pytestmark = pytest.mark.django_db

KEEPER = ["assets.view_asset", "assets.view_register", "assets.keep_register"]


@pytest.fixture
def asset():
    return AssetFactory(name="钢琴", value=Decimal("12345678.90"))


@pytest.fixture
def keeper(asset):
    return user_with(*KEEPER, school=asset.school)


def test_the_register_lists_the_cards_of_the_school(asset, keeper, client_of):
    AssetFactory(name="别校的琴")

    page = client_of(keeper).get(reverse("assets:asset_list"))

    assert "钢琴" in page.text
    assert "12,345,678.90" in page.text
    assert "别校的琴" not in page.text


def test_entering_a_card_shows_it(asset, keeper, client_of):
    place = PlaceFactory(campus=asset.campus)
    facts = {
        "name": "课桌椅", "asset_class": "A05", "quantity": 48, "measure_word": "套", "value": "9600", "copies": 1,
        "place": place.pk, "acquired_on": "2026-03-02", "origin": "bought",
    }  # fmt: skip

    client_of(keeper).post(reverse("assets:asset_create"), facts)

    card = Asset.objects.get(name="课桌椅")
    assert (card.amount, card.category) == ("48 套", "low_value")


def test_what_is_wrong_is_shown_at_its_field_and_nothing_typed_is_lost(asset, keeper, client_of):
    page = client_of(keeper).post(reverse("assets:asset_create"), {"name": "课桌椅", "quantity": -3, "value": "abc"})

    assert page.status_code == 200
    assert 'value="课桌椅"' in page.text
    assert "quantity" in page.context["form"].errors
    assert Asset.objects.count() == 1


def test_the_same_form_sent_twice_makes_one_card(asset, keeper, client_of):
    facts = {
        "name": "课桌椅", "asset_class": "A05", "quantity": 48, "measure_word": "套", "value": "9600", "copies": 1,
        "place": asset.place.pk, "acquired_on": "2026-03-02", "origin": "bought", "submission_key": "the-same",
    }  # fmt: skip
    client = client_of(keeper)

    answers = [client.post(reverse("assets:asset_create"), facts).url for _time in range(2)]

    assert answers[0] == answers[1]
    assert Asset.objects.filter(name="课桌椅").count() == 1


def test_a_move_that_the_state_does_not_allow_is_not_offered(asset, keeper, client_of):
    page = client_of(keeper).get(asset.get_absolute_url())

    labels = [action.label for action in page.context["actions"]]
    assert reverse("assets:asset_move", args=[asset.pk]) in [action.url for action in page.context["actions"]]
    assert "下账" not in labels


def test_changing_a_card_that_someone_else_changed_meanwhile_is_refused(asset, keeper, client_of):
    client = client_of(keeper)
    url = reverse("assets:asset_change", args=[asset.pk])
    seen = client.get(url).context["form"]["seen"].value()
    Asset.objects.filter(pk=asset.pk).update(spec="珠江")

    page = client.post(url, {"name": "三角钢琴", "asset_class": "A02", "category": "fixed", "seen": seen})

    asset.refresh_from_db()
    assert asset.name == "钢琴"
    assert 'value="三角钢琴"' in page.text


def test_the_register_as_a_workbook_carries_the_title_of_the_school(asset, keeper, client_of):
    answer = client_of(keeper).get(reverse("assets:asset_register"))

    sheet = openpyxl.load_workbook(BytesIO(b"".join(answer.streaming_content))).active
    assert str(asset.school) in sheet["A1"].value
    assert "钢琴" in [cell.value for row in sheet.iter_rows() for cell in row]


def test_register_and_labels_are_offered_to_whoever_may_open_them(asset, keeper, client_of):
    reader = user_with("assets.view_asset", school=asset.school)
    pages = [client_of(person).get(reverse("assets:asset_list")).text for person in (keeper, reader)]

    assert [reverse("assets:asset_register") in page for page in pages] == [True, False]
    assert [reverse("assets:asset_labels") in page for page in pages] == [True, False]


def test_the_list_as_csv_neutralises_formulas(asset, keeper, client_of):
    AssetFactory(place=asset.place, name="=HYPERLINK(1)")

    answer = client_of(keeper).get(reverse("assets:asset_list"), {"format": "csv"})

    assert "'=HYPERLINK(1)" in b"".join(answer.streaming_content).decode()


def test_labels_are_a_pdf(asset, keeper, client_of):
    answer = client_of(keeper).get(reverse("assets:asset_labels"))

    assert answer.content.startswith(b"%PDF")


def test_a_scanned_label_opens_the_card_for_the_keeper_and_a_door_for_a_stranger(asset, keeper, client_of, client):
    url = reverse("assets:asset_label", args=[asset.token])

    assert client_of(keeper).get(url).url == asset.get_absolute_url()
    page = client.get(url)
    assert page.status_code == 200
    assert "12,345,678.90" not in page.text


def test_a_forged_label_is_not_found(client):
    assert client.get(reverse("assets:asset_label", args=["nonsense"])).status_code == 404


@pytest.mark.parametrize("name", ["asset_detail", "asset_move", "asset_scrap", "asset_change"])
def test_a_keeper_of_another_school_finds_nothing(asset, client_of, name):
    stranger = user_with(*KEEPER)

    assert client_of(stranger).get(reverse(f"assets:{name}", args=[asset.pk])).status_code == 404


def test_who_only_reads_may_not_move(asset, client_of):
    reader = user_with("assets.view_asset", "assets.view_register", school=asset.school)

    assert client_of(reader).get(reverse("assets:asset_move", args=[asset.pk])).status_code == 403
