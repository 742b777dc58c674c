from datetime import date, timedelta
from io import BytesIO

import openpyxl
import pytest
from django.urls import reverse
from django.utils.timezone import localtime

from canteen import services
from canteen.models import Canteen, FoodSample, HealthCertificate
from canteen.selectors import certificates, handlers_of, uncertified
from logistics import clock
from logistics.errors import RuleError
from tests.canteen.factories import FoodSampleFactory, HealthCertificateFactory
from tests.factories import CampusFactory, UserFactory, user_with

pytestmark = pytest.mark.django_db


@pytest.fixture
def box(canteen, cook):
    return FoodSampleFactory(canteen=canteen, dish="红烧肉", hours_ago=49, taken_by=cook)


def certificate(cook, **facts):
    return HealthCertificateFactory(school=cook.active_school, person=cook, **facts)


# --- samples ----------------------------------------------------------------------------------------------------------


def test_a_meal_is_entered_on_one_screen(canteen, cook, client_of):
    facts = {
        "canteen": canteen.pk, "meal": "2lunch", "taken_at": "2026-10-14T11:20", "fridge": "1",
        "dishes_dish": ["红烧肉", "白菜", ""], "dishes_grams": ["130", "126", ""], "dishes_container": ["A1", "", ""],
    }  # fmt: skip

    answer = client_of(cook).post(reverse("canteen:foodsample_create"), facts)

    assert answer.url == reverse("canteen:foodsample_list")
    assert list(FoodSample.objects.order_by("pk").values_list("dish", "weight_grams")) == [
        ("红烧肉", 130),
        ("白菜", 126),
    ]


@pytest.mark.parametrize(("grams", "row"), [("-5", "第 1 行"), ("一百", "第 1 行"), ("124", "125"), ("100000", "克")])
def test_a_weight_that_cannot_be_is_refused_and_nothing_typed_is_lost(canteen, cook, client_of, grams, row):
    facts = {
        "canteen": canteen.pk, "meal": "2lunch", "taken_at": "2026-10-14T11:20", "fridge": "1",
        "dishes_dish": ["红烧肉"], "dishes_grams": [grams], "dishes_container": [""],
    }  # fmt: skip

    page = client_of(cook).post(reverse("canteen:foodsample_create"), facts)

    assert row in page.context["form"].errors["dishes"][0]
    assert f'value="{grams}"' in page.text
    assert FoodSample.objects.count() == 0


def test_the_list_shows_the_fridge_with_a_clock_and_a_tap_for_what_is_due(canteen, cook, box, client_of):
    FoodSampleFactory(canteen=canteen, dish="白菜")

    page = client_of(cook).get(reverse("canteen:foodsample_list"))

    assert [len(meal.boxes) for meal in page.context["meals"]] == [1, 1]
    assert page.text.count(f'name="pk" value="{box.pk}"') == 1
    assert page.text.count("data-until=") == 2


def test_a_cook_who_discards_a_box_is_not_led_to_the_settings_of_the_canteen(cook, box, client_of):
    page = client_of(cook).get(reverse("canteen:foodsample_discard", args=[box.pk]))

    assert (box.canteen.name in page.text, box.canteen.get_absolute_url() in page.text) == (True, False)


def test_one_tap_discards_a_box(cook, box, client_of):
    client_of(cook).post(reverse("canteen:foodsample_discard_many"), {"pk": [box.pk]})

    box.refresh_from_db()
    assert (box.status, box.discarded_by) == ("discarded", cook)


def test_a_tap_too_early_is_answered_with_a_sentence(canteen, cook, client_of):
    young = FoodSampleFactory(canteen=canteen, hours_ago=47)

    page = client_of(cook).post(reverse("canteen:foodsample_discard_many"), {"pk": [young.pk]}, follow=True)

    young.refresh_from_db()
    assert young.status == "kept"
    assert "48 小时" in page.text


def test_a_reader_sees_the_clocks_but_no_button(box, canteen, client_of):
    reader = user_with("canteen.view_foodsample", school=canteen.school)

    page = client_of(reader).get(reverse("canteen:foodsample_list"))

    assert "红烧肉" in page.text
    assert reverse("canteen:foodsample_discard_many") not in page.text
    assert client_of(reader).post(reverse("canteen:foodsample_discard_many"), {"pk": [box.pk]}).status_code == 403


@pytest.mark.parametrize("name", ["foodsample_detail", "foodsample_discard", "foodsample_correct"])
def test_a_cook_of_another_school_finds_nothing(box, client_of, name):
    stranger = user_with("canteen.view_foodsample", "canteen.take_sample", "canteen.correct_sample")

    assert client_of(stranger).get(reverse(f"canteen:{name}", args=[box.pk])).status_code == 404


def test_boxes_of_another_school_cannot_be_tapped(box, client_of):
    stranger = user_with("canteen.view_foodsample", "canteen.take_sample")

    answer = client_of(stranger).post(reverse("canteen:foodsample_discard_many"), {"pk": [box.pk]})

    assert answer.status_code == 404


def test_a_correction_leads_to_the_further_entry(box, manager, client_of):
    facts = {
        "canteen": box.canteen_id, "meal": box.meal, "dish": "糖醋排骨", "grams": 140, "fridge": "1", "reason": "菜名选错",
        "taken_at": f"{localtime(box.taken_at):%Y-%m-%dT%H:%M}",
    }  # fmt: skip

    answer = client_of(manager).post(reverse("canteen:foodsample_correct", args=[box.pk]), facts)

    further = FoodSample.objects.get(corrects=box)
    assert answer.url == further.get_absolute_url()
    assert "菜名选错" in client_of(manager).get(box.get_absolute_url()).text


@pytest.mark.parametrize("state", ["kept", "due", "overdue", "discarded", "discarded_late", "late", "corrected"])
def test_every_state_can_be_looked_for(cook, box, client_of, state):
    page = client_of(cook).get(reverse("canteen:foodsample_list"), {"state": state})

    assert len(page.context["rows"]) == (1 if state in ("kept", "due") else 0)


def test_the_record_as_a_workbook_carries_the_title_of_the_school(cook, box, client_of):
    answer = client_of(cook).get(reverse("canteen:foodsample_record"))

    sheet = openpyxl.load_workbook(BytesIO(b"".join(answer.streaming_content))).active
    assert str(box.school) in sheet["A1"].value
    assert "红烧肉" in [cell.value for row in sheet.iter_rows() for cell in row]


# --- certificates -----------------------------------------------------------------------------------------------------


def enter(cook, by, **facts):
    facts = {
        "person": cook, "post": "厨师", "number": "健1", "issuer": "疾控中心", "examined_on": date(2026, 3, 2), **facts,
    }  # fmt: skip
    return services.enter_certificate(by.active_school, by=by, **facts)


def test_a_certificate_runs_for_the_twelve_months_of_the_rule(cook, manager):
    assert enter(cook, manager).expires_on == date(2027, 3, 2)


@pytest.mark.parametrize("expires_on", [date(2027, 3, 3), date(2026, 3, 2), date(2025, 1, 1)])
def test_a_certificate_cannot_run_longer_nor_end_before_it_began(cook, manager, expires_on):
    with pytest.raises(RuleError) as refused:
        enter(cook, manager, expires_on=expires_on)

    assert refused.value.field == "expires_on"


def test_nobody_was_examined_tomorrow(cook, manager):
    with pytest.raises(RuleError) as refused:
        enter(cook, manager, examined_on=clock.today() + timedelta(days=1))

    assert refused.value.field == "examined_on"


def test_a_stranger_gets_no_certificate_here(manager):
    with pytest.raises(RuleError) as refused:
        enter(UserFactory(), manager)

    assert refused.value.field == "person"


def test_the_same_certificate_is_entered_once(cook, manager):
    enter(cook, manager)

    with pytest.raises(RuleError) as refused:
        enter(cook, manager)

    assert refused.value.field == "number"


@pytest.mark.parametrize(("days", "status"), [(-1, "expired"), (0, "expiring"), (60, "expiring"), (61, "valid")])
def test_the_days_left_make_the_state(cook, days, status):
    expires_on = clock.today() + timedelta(days=days)
    certificate(cook, examined_on=expires_on - timedelta(days=300), expires_on=expires_on)

    assert [held.status for held in certificates(cook.active_school)] == [status]


def test_a_renewed_certificate_counts_no_more(cook):
    certificate(cook, examined_on=date(2025, 9, 1), number="旧")
    certificate(cook, examined_on=date(2026, 9, 1), number="新")

    states = dict(certificates(cook.active_school).values_list("number", "status"))

    assert states == {"旧": "renewed", "新": "valid"}


def test_cooks_without_a_valid_certificate_are_called_out(cook, manager, client_of):
    certified = user_with("canteen.view_foodsample", school=cook.active_school, key="cook", name="韩春生")
    certificate(certified)
    certificate(cook, examined_on=date(2025, 9, 1))

    page = client_of(manager).get(reverse("canteen:healthcertificate_list"))

    today = clock.today()
    assert list(uncertified(handlers_of(cook.active_school, today), cook.active_school, today)) == [cook]
    assert page.context["missing"] == [cook]
    assert "唐桂花" in client_of(manager).get(reverse("home")).text


def test_a_cook_sees_the_own_certificate_and_nobody_elses(cook, client_of):
    mine = certificate(cook)
    others = certificate(user_with(school=cook.active_school))

    assert client_of(cook).get(mine.get_absolute_url()).status_code == 200
    assert client_of(cook).get(others.get_absolute_url()).status_code == 404
    assert list(HealthCertificate.objects.visible_to(cook)) == [mine]


def test_renewing_begins_with_the_same_person(cook, manager, client_of):
    held = certificate(cook)

    [renew] = client_of(manager).get(held.get_absolute_url()).context["actions"]

    form = client_of(manager).get(renew.url).context["form"]
    assert (form["person"].value(), form["post"].value()) == (str(cook.pk), "厨师")


# --- canteens ---------------------------------------------------------------------------------------------------------


def test_a_canteen_is_added_once(school, client_of):
    director, campus = user_with("canteen.keep_canteen", school=school), CampusFactory(school=school)
    client = client_of(director)

    for _time in range(2):
        page = client.post(reverse("canteen:canteen_create"), {"campus": campus.pk, "name": "一食堂"})

    assert Canteen.objects.get().name == "一食堂"
    assert page.context["form"].errors.keys() == {"name"}
