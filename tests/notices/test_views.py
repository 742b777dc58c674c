"""The bell, the pages of robots, and the sending log."""

import pytest
from django.contrib.messages import get_messages
from django.core.cache import cache

from logistics.history.models import Event
from logistics.notices.hooks import unsent
from logistics.notices.models import Delivery, Notice, Robot
from tests.factories import user_with
from tests.notices.factories import DeliveryFactory, NoticeFactory, RobotFactory

pytestmark = pytest.mark.django_db
WECOM = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=abcdef123456"


@pytest.fixture
def keeper():
    """Whoever keeps the robots of a school."""
    return user_with("notices.manage_robot", "notices.view_delivery")


@pytest.fixture
def robot(keeper):
    return RobotFactory(school=keeper.active_school, name="总务群", address=WECOM)


def words(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


# --- the bell ---------------------------------------------------------------------------------------------------------


def test_unread_notices_stand_before_read_ones_and_other_peoples_nowhere(client_of):
    person = user_with()
    mine = {"person": person, "school": person.active_school}
    NoticeFactory(text="读过的", read=True, **mine)
    NoticeFactory(text="<b>没读的</b>", **mine)
    NoticeFactory(text="同事的", school=person.active_school)
    NoticeFactory(text="别校的", person=person)

    page = client_of(person).get("/notices/").content.decode()

    assert page.index("&lt;b&gt;没读的") < page.index("读过的")
    assert ("同事的" in page, "别校的" in page) == (False, False)


def test_opening_a_notice_marks_it_read_and_leads_to_its_record(client_of):
    person = user_with()
    notice = NoticeFactory(person=person, school=person.active_school)
    client = client_of(person)

    response = client.get(notice.get_absolute_url())
    read_at = Notice.objects.get().read_at
    client.get(notice.get_absolute_url())

    assert (response.status_code, response.url) == (302, "/repairs/1/")
    assert Notice.objects.get().read_at == read_at is not None


def test_nobody_opens_what_somebody_else_was_told(client_of):
    notice = NoticeFactory()
    colleague = user_with(school=notice.school)

    assert client_of(colleague).get(notice.get_absolute_url()).status_code == 404
    assert Notice.objects.get().read_at is None


def test_all_can_be_marked_as_read_at_once(client_of):
    cache.clear()
    person = user_with()
    NoticeFactory.create_batch(2, person=person, school=person.active_school)
    other = NoticeFactory(school=person.active_school)

    client_of(person).post("/notices/read-all/")

    assert list(Notice.objects.unread()) == [other]


def test_the_bell_costs_the_same_with_many_notices(client_of, django_assert_max_num_queries):
    person = user_with()
    for read in (True, False):
        NoticeFactory.create_batch(15, person=person, school=person.active_school, read=read)
    client = client_of(person)
    client.get("/notices/")

    with django_assert_max_num_queries(8):
        client.get("/notices/")


# --- robots -----------------------------------------------------------------------------------------------------------


def test_pasting_an_address_adds_a_robot_of_its_kind(client_of, keeper):
    response = client_of(keeper).post(
        "/notices/robots/add/", {"name": "总务群", "address": f" {WECOM} ", "urgent": "on", "digest": ""}
    )

    robot = Robot.objects.get()
    assert response.url == robot.get_absolute_url()
    assert (robot.kind, robot.address, robot.urgent, robot.digest) == ("wecom", WECOM, True, False)
    assert robot.school == keeper.active_school


@pytest.mark.parametrize("address", ["http://127.0.0.1:6379/", "https://example.com/", "abc"])
def test_a_strange_address_is_refused_at_its_field(client_of, keeper, address):
    response = client_of(keeper).post("/notices/robots/add/", {"name": "总务群", "address": address})

    assert list(response.context["form"].errors) == ["address"]
    assert Robot.objects.count() == 0


def test_a_relay_of_ones_own_must_say_its_kind(client_of, keeper, settings):
    settings.ROBOT_HOSTS = ["relay.example"]
    typed = {"name": "总务群", "address": "https://relay.example/x"}

    refused = client_of(keeper).post("/notices/robots/add/", typed)
    client_of(keeper).post("/notices/robots/add/", {**typed, "kind": "feishu"})

    assert list(refused.context["form"].errors) == ["kind"]
    assert Robot.objects.get().kind == "feishu"


@pytest.mark.parametrize(("field", "value"), [("name", "总务群"), ("address", WECOM)])
def test_the_same_robot_is_not_added_twice(client_of, keeper, robot, field, value):
    typed = {"name": "另一群", "address": WECOM + "7", field: value}

    response = client_of(keeper).post("/notices/robots/add/", typed)

    assert list(response.context["form"].errors) == [field]


def test_the_address_is_never_shown(client_of, keeper, robot):
    client = client_of(keeper)

    pages = [
        client.get(url).content.decode()
        for url in ("/notices/robots/", robot.get_absolute_url(), f"{robot.get_absolute_url()}change/")
    ]

    assert ["abcdef" in page for page in pages] == [False, False, False]
    assert "…123456" in pages[1]


def test_changing_a_robot_without_typing_its_address_keeps_it(client_of, keeper, robot):
    robot.secret = "SEC1"
    robot.save()

    client_of(keeper).post(f"{robot.get_absolute_url()}change/", {"name": "维修群", "urgent": "on"})

    robot.refresh_from_db()
    assert (robot.name, robot.address, robot.secret, robot.digest) == ("维修群", WECOM, "SEC1", False)


def test_the_test_button_shows_what_the_robot_answered(client_of, keeper, robots):
    robot = RobotFactory(school=keeper.active_school, address=robots.address("wecom"))

    response = client_of(keeper).post(f"{robot.get_absolute_url()}test/")

    assert words(response) == ["机器人已接收（ok），请到群里查看。"]
    assert robots.texts()[0].startswith(f"【{robot.school}】测试消息")
    assert Delivery.objects.get().status == "done"
    assert [(event.verb, event.by) for event in Event.objects.about(robot)] == [("tested", keeper)]


def test_the_test_button_shows_why_the_robot_refused_and_does_not_try_again(client_of, keeper, robots):
    robot = RobotFactory(school=keeper.active_school, address=robots.address("wecom"))
    robots.answer = {"errcode": 93000, "errmsg": "invalid webhook url"}

    response = client_of(keeper).post(f"{robot.get_absolute_url()}test/")

    assert words(response) == ["机器人拒收（93000）：invalid webhook url"]
    assert Delivery.objects.get().status == "gave_up"


def test_a_robot_switched_off_sends_nothing_more_until_it_is_switched_on(client_of, keeper, robot):
    waiting = DeliveryFactory(robot=robot)
    client = client_of(keeper)

    client.post(f"{robot.get_absolute_url()}stop/")
    robot.refresh_from_db()
    waiting.refresh_from_db()
    off = (robot.active, waiting.status, waiting.error)
    client.post(f"{robot.get_absolute_url()}start/")
    robot.refresh_from_db()

    assert off == (False, "gave_up", "机器人已停用。")
    assert robot.active


# --- the sending log --------------------------------------------------------------------------------------------------


def test_the_log_shows_what_went_to_whom_and_what_became_of_it(client_of, keeper, robot):
    DeliveryFactory(robot=robot, status="gave_up", error="机器人返回状态码 500。")
    DeliveryFactory(subject="别校的")

    page = client_of(keeper).get("/notices/sendings/").content.decode()

    assert [text in page for text in ("三楼水房漏水", "总务群", "未送达", "机器人返回状态码 500。", "别校的")] == [
        True, True, True, True, False,
    ]  # fmt: skip


def test_the_log_is_filtered_by_state(client_of, keeper, robot):
    DeliveryFactory(robot=robot, status="gave_up", subject="没发出去的")
    DeliveryFactory(robot=robot, subject="排队的")

    page = client_of(keeper).get("/notices/sendings/?status=gave_up").content.decode()

    assert ("没发出去的" in page, "排队的" in page) == (True, False)


def test_what_was_given_up_is_sent_again_from_its_page(client_of, keeper, robot):
    delivery = DeliveryFactory(robot=robot, status="gave_up", attempts=6)

    page = client_of(keeper).get(delivery.get_absolute_url()).content.decode()
    client_of(keeper).post(f"{delivery.get_absolute_url()}retry/")

    delivery.refresh_from_db()
    assert "三楼水房漏水，请尽快处理" in page
    assert (delivery.status, delivery.attempts) == ("queued", 0)


def test_the_text_of_a_message_can_be_copied_into_a_group(client_of, keeper, robot):
    delivery = DeliveryFactory(robot=robot)

    page = client_of(keeper).get(delivery.get_absolute_url()).content.decode()

    assert 'data-copy="三楼水房漏水，请尽快处理\nhttp://127.0.0.1:8000/repairs/1/"' in page


def test_whoever_keeps_the_robots_learns_of_messages_that_did_not_arrive(keeper, robot):
    DeliveryFactory(robot=robot, status="gave_up")
    DeliveryFactory(robot=robot, status="gave_up", key="test:1:a")
    DeliveryFactory(robot=robot)
    DeliveryFactory(status="gave_up")

    assert [task.title for task in unsent(keeper)] == ["1 条消息未送达"]
    assert list(unsent(user_with(school=robot.school))) == []


def test_the_log_costs_the_same_with_many_sendings(client_of, keeper, robot, django_assert_max_num_queries):
    DeliveryFactory.create_batch(20, robot=robot)
    client = client_of(keeper)
    client.get("/notices/sendings/")

    with django_assert_max_num_queries(7):
        client.get("/notices/sendings/")


# --- who may what -----------------------------------------------------------------------------------------------------

PAGES = ["/notices/robots/", "/notices/robots/add/", "/notices/sendings/"]
ROBOT_PAGES = ["", "change/", "stop/", "start/"]


def urls_of(robot, delivery):
    records = [f"{robot.get_absolute_url()}{page}" for page in ROBOT_PAGES]
    return records + [delivery.get_absolute_url(), f"{delivery.get_absolute_url()}retry/"]


def test_whoever_keeps_no_robots_is_refused(client_of, robot):
    client = client_of(user_with(school=robot.school))
    urls = PAGES + urls_of(robot, DeliveryFactory(robot=robot))

    assert {client.get(url).status_code for url in urls} == {403}
    assert client.post(f"{robot.get_absolute_url()}test/").status_code == 403


def test_a_keeper_of_another_school_finds_nothing(client_of, robot):
    stranger = client_of(user_with("notices.manage_robot", "notices.view_delivery"))
    urls = urls_of(robot, DeliveryFactory(robot=robot))

    assert {stranger.get(url).status_code for url in urls} == {404}
    assert stranger.post(f"{robot.get_absolute_url()}test/").status_code == 404
    assert "总务群" not in stranger.get("/notices/robots/").content.decode()


def test_an_anonymous_person_is_sent_to_sign_in(client, robot):
    urls = ["/notices/", *PAGES, *urls_of(robot, DeliveryFactory(robot=robot))]

    assert {client.get(url).status_code for url in urls} == {302}


def test_pages_that_only_change_something_cannot_be_opened(client_of, keeper, robot):
    client = client_of(keeper)

    assert [client.get(url).status_code for url in ("/notices/read-all/", f"{robot.get_absolute_url()}test/")] == [
        405,
        405,
    ]


# --- opened -----------------------------------------------------------------------------------------------------------


def test_following_the_link_of_a_sending_says_when_it_was_opened_first(client_of, robot):
    person = user_with(school=robot.school)
    delivery = DeliveryFactory(robot=robot, school=robot.school)
    link = f"/notices/sendings/{delivery.pk}/open/"

    response = client_of(person).get(link)
    first = Delivery.objects.get().opened_at
    client_of(person).get(link)

    assert (response.status_code, response.url) == (302, "/repairs/1/")
    assert Delivery.objects.get().opened_at == first is not None


def test_a_mail_is_opened_by_its_own_person_only(client_of, robot):
    own, other = user_with(school=robot.school), user_with(school=robot.school)
    delivery = DeliveryFactory(
        channel="mail", robot=None, school=robot.school, person=own, recipient="li@school.example"
    )
    link = f"/notices/sendings/{delivery.pk}/open/"

    assert client_of(other).get(link).url == "/repairs/1/"
    assert Delivery.objects.get().opened_at is None
    client_of(own).get(link)

    assert Delivery.objects.get().opened_at is not None


def test_the_log_tells_when_a_sending_was_opened(client_of, keeper, robot):
    delivery = DeliveryFactory(robot=robot, school=robot.school)
    client = client_of(keeper)
    assert "打开时间" not in client.get(f"/notices/sendings/{delivery.pk}/").content.decode()
    client.get(f"/notices/sendings/{delivery.pk}/open/")

    page = client.get(f"/notices/sendings/{delivery.pk}/").content.decode()

    assert "打开时间" in page
