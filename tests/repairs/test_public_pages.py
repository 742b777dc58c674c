"""Reporting from a door sticker, without an account."""

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from logistics import clock
from logistics.school.services import revoke_sticker, sticker_of
from repairs.models import Joined, Repair
from repairs.services import comment_on_repair
from repairs.views import public
from tests.assets.factories import AssetFactory
from tests.factories import user_with
from tests.repairs.factories import RepairFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_counters():
    cache.clear()


@pytest.fixture
def address(room):
    return reverse("repairs_public:report", args=[sticker_of(room, by=None).token])


def text(response):
    return response.content.decode()


def facts(trade, lamp, **more):
    return {"trade": trade.pk, "kind": lamp.pk, "name": "王老师", **more}


def test_the_page_needs_no_account_and_knows_the_place(address, room, trade):
    response = Client().get(address)

    assert response.status_code == 200
    assert room.full_label() in text(response)


def test_a_report_leads_to_its_page_and_waits_for_acceptance(address, room, trade, lamp):
    client = Client()

    response = client.post(address, facts(trade, lamp))

    repair = Repair.objects.get()
    assert (repair.place, repair.source, repair.reporter_name, repair.status) == (room, "scan", "王老师", "reported")
    assert response.url == f"{repair.get_public_url()}?new=1"
    assert repair.number in text(client.get(response.url))


def test_the_name_is_asked_once(address, trade, lamp):
    client = Client()
    client.post(address, facts(trade, lamp))

    assert client.get(address).context["known_name"] == "王老师"


def test_the_same_form_sent_twice_is_one_report(address, trade, lamp):
    client = Client()

    urls = {client.post(address, facts(trade, lamp, submission_key="one-key")).url for _time in range(2)}

    assert (len(urls), Repair.objects.count()) == (1, 1)


def test_the_label_of_a_thing_leads_to_a_report_that_names_the_thing(room, trade, lamp):
    piano = AssetFactory(place=room, name="钢琴")
    label = Client().get(reverse("assets:asset_label", args=[piano.token]))
    door = reverse("repairs_public:report", args=[piano.token])

    Client().post(door, facts(trade, lamp))

    assert door in text(label)
    assert (Repair.objects.get().asset, Repair.objects.get().place) == (piano, room)


def test_the_label_of_a_thing_off_the_books_opens_no_report(room):
    gone = AssetFactory(place=room, scrapped=True)

    assert Client().get(reverse("repairs_public:report", args=[gone.token])).status_code == 404
    assert "repairs" not in text(Client().get(reverse("assets:asset_label", args=[gone.token])))


@pytest.mark.parametrize("token", ["forged", "x" * 24])
def test_a_forged_code_gets_a_friendly_page(db, token):
    response = Client().get(reverse("repairs_public:report", args=[token]))

    assert response.status_code == 404
    assert "这个二维码已失效" in text(response)


def test_a_revoked_code_gets_the_same_page(address, room):
    revoke_sticker(room, by=None)

    assert Client().get(address).status_code == 404


def test_many_reports_in_a_row_are_asked_for_patience_and_keep_their_text(address, trade, lamp):
    client = Client()
    for _number in range(6):
        client.post(address, facts(trade, lamp))

    response = client.post(address, facts(trade, lamp, description="第七次"))

    assert response.status_code == 429
    assert "请十分钟后再试" in text(response)
    assert "第七次" in text(response)
    assert Repair.objects.count() == 6


def test_without_a_name_the_form_comes_back(address, trade, lamp):
    response = Client().post(address, facts(trade, lamp, name="", description="灯闪"))

    assert "灯闪" in text(response)
    assert not Repair.objects.exists()


def test_urgent_shows_the_duty_phone_and_opens_the_order(address, school, trade, lamp):
    client = Client()

    response = client.get(client.post(address, facts(trade, lamp, urgent="on")).url)

    assert Repair.objects.get().urgent
    assert f'href="tel:{school.duty_phone}"' in text(response)


def test_an_open_repair_here_is_joined_with_a_name(address, room, trade):
    repair, client = RepairFactory(place=room), Client()

    asked = client.post(address, {"join": repair.pk})
    client.post(address, {"join": repair.pk, "name": "李老师"})

    assert asked.context["joining"] == repair
    assert Joined.objects.get().name == "李老师"


def test_the_names_of_others_are_not_shown(address, room, trade):
    RepairFactory(place=room, anonymous=True, reporter_name="秘密老师")

    assert "秘密老师" not in text(Client().get(address))


def test_the_reporter_confirms_and_rates_by_the_code(room):
    repair = RepairFactory(place=room, anonymous=True, finished=True)

    Client().post(repair.get_public_url(), {"move": "confirm", "rating": "4"})

    repair.refresh_from_db()
    assert (repair.status, repair.rating, repair.confirmed_by) == ("done", 4, None)


def test_the_reporter_sends_it_back_by_the_code(room):
    repair = RepairFactory(place=room, anonymous=True, done=True)

    Client().post(repair.get_public_url(), {"move": "reopen", "text": "还是不亮"})

    repair.refresh_from_db()
    assert (repair.status, repair.reopened) == ("assigned", 1)


def test_whoever_joined_follows_but_does_not_confirm(room):
    repair = RepairFactory(place=room, finished=True)
    joined = Joined.objects.create(repair=repair, name="李老师", joined_at=clock.now())

    seen = Client().get(joined.get_public_url())
    refused = Client().post(joined.get_public_url(), {"move": "confirm"})

    assert (seen.status_code, seen.context["can_confirm"], refused.status_code) == (200, False, 404)


def test_an_unknown_code_is_not_found(db):
    assert Client().get(reverse("repairs_public:follow", args=["nothing"])).status_code == 404


def test_somebody_signed_in_reports_as_themselves(client_of, address, room):
    teacher = user_with(school=room.school)

    response = client_of(teacher).get(address)

    assert response.url == f"/repairs/new/?place={room.pk}"


@pytest.mark.parametrize("joined", ["²", "9" * 30, "x", "-1"])
def test_a_made_up_number_of_a_joined_repair_is_no_error(address, joined):
    assert Client().post(address, {"join": joined, "name": "王老师"}).status_code == 200


def test_a_name_of_unreadable_characters_is_asked_for_again(address, room, trade):
    repair = RepairFactory(place=room, trade=trade)

    response = Client().post(address, {"join": repair.pk, "name": "\x00"})

    assert (response.status_code, Joined.objects.count()) == (200, 0)


def test_a_phone_that_sends_without_end_leaves_the_school_its_reports(address, trade, lamp, monkeypatch):
    monkeypatch.setattr(public, "REPORTS_OF_A_PHONE", 2)
    monkeypatch.setattr(public, "REPORTS_OF_AN_ADDRESS", 4)
    client = Client()
    for _attempt in range(8):
        client.post(address, facts(trade, lamp))

    assert client.post(address, facts(trade, lamp)).status_code == 429
    assert Client().post(address, facts(trade, lamp)).status_code == 302


def test_a_code_of_unreadable_characters_is_not_found(db):
    assert [Client().get(f"/r/{code}").status_code for code in ("%00/", "follow/%00/")] == [404, 404]


# --- a further word -----------------------------------------------------------------------------------------------------


def test_whoever_reported_it_adds_a_word_and_the_office_hears_of_it(school):
    office = user_with("repairs.assign_repair", school=school)
    repair = RepairFactory(anonymous=True, place__campus__school=school)
    client = Client()

    response = client.post(repair.get_public_url(), {"move": "comment", "text": "水漫到走廊了"})

    assert "水漫到走廊了" in text(client.get(response.url))
    assert ["水漫到走廊了" in notice.text for notice in office.notices.all()] == [True]


def test_what_the_office_says_among_itself_is_not_on_the_public_page(school):
    office = user_with("repairs.assign_repair", school=school)
    repair = RepairFactory(anonymous=True, place__campus__school=school)
    comment_on_repair(repair, text="此人常报错", by=office)

    assert "此人常报错" not in text(Client().get(repair.get_public_url()))


def test_whoever_only_joined_adds_no_word(school):
    repair = RepairFactory(anonymous=True, place__campus__school=school)
    joined = Joined.objects.create(repair=repair, name="李老师", joined_at=clock.now())

    assert Client().post(joined.get_public_url(), {"move": "comment", "text": "我也是"}).status_code == 404


def test_too_many_words_are_asked_to_wait(school):
    repair = RepairFactory(anonymous=True, place__campus__school=school)
    client = Client()
    for number in range(public.COMMENTS_ON_A_REPORT):
        client.post(repair.get_public_url(), {"move": "comment", "text": f"第{number}句"})

    response = client.post(repair.get_public_url(), {"move": "comment", "text": "太多了"})

    assert "十分钟" in text(response)
