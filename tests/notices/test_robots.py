"""Speaking to the robots of WeCom, DingTalk and Feishu, over real HTTP."""

import base64
import hashlib
import hmac

import pytest

from logistics.errors import RuleError
from logistics.notices import robots as speaking
from logistics.notices.models import Robot
from logistics.notices.robots import NotSent, kind_of, speak

LI = {"name": "李师傅", "phone": "13800000001"}
WANG = {"name": "王师傅", "phone": ""}
LINK = "https://school.example/repairs/1/"


def robot(robots, kind, **facts):
    return Robot(kind=kind, address=robots.address(kind), **facts)


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=1", "wecom"),
        ("https://oapi.dingtalk.com/robot/send?access_token=1", "dingtalk"),
        ("https://open.feishu.cn/open-apis/bot/v2/hook/1", "feishu"),
    ],
)
def test_the_address_tells_the_kind(address, kind):
    assert kind_of(address) == kind


@pytest.mark.parametrize(
    "address",
    [
        "http://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=1",
        "https://qyapi.weixin.qq.com:8443/cgi-bin/webhook/send?key=1",
        "https://qyapi.weixin.qq.com@127.0.0.1/cgi-bin/webhook/send",
        "https://127.0.0.1:8443\\@qyapi.weixin.qq.com/cgi-bin/webhook/send",
        "https://someone@qyapi.weixin.qq.com/cgi-bin/webhook/send",
        "https://qyapi.weixin.qq.com.evil.example/",
        "http://127.0.0.1/cgi-bin/webhook/send",
        "http://169.254.169.254/latest/meta-data/",
        "file:///etc/passwd",
        "https://[::1",
        "https://oapi.dingtalk.com:port/",
        "没有地址",
    ],
)
def test_any_other_address_is_refused(address):
    with pytest.raises(RuleError) as refused:
        kind_of(address)

    assert refused.value.field == "address"


def test_a_host_of_ones_own_must_be_listed(settings):
    address = "http://relay.example:8080/robot/send"
    settings.ROBOT_HOSTS = ["relay.example:8080"]

    assert kind_of(address) == "dingtalk"
    assert kind_of("http://relay.example:8080/other") is None
    with pytest.raises(RuleError):
        kind_of("http://relay.example:9090/robot/send")


def test_wecom_hears_text_link_and_whom_to_call(robots):
    speak(robot(robots, "wecom"), "三楼漏水", link=LINK, mentions=[LI, WANG])

    heard = robots.heard[0]
    assert (heard.path, heard.query) == ("/cgi-bin/webhook/send", {"key": "abc123"})
    assert heard.body == {
        "msgtype": "text",
        "text": {"content": f"三楼漏水\n@王师傅\n{LINK}", "mentioned_mobile_list": ["13800000001"]},
    }


def test_dingtalk_hears_the_numbers_in_text_and_list(robots):
    speak(robot(robots, "dingtalk"), "三楼漏水", link=LINK, mentions=[LI, WANG])

    heard = robots.heard[0]
    assert heard.query == {"access_token": "abc123"}
    assert heard.body == {
        "msgtype": "text",
        "text": {"content": f"三楼漏水\n@13800000001 @王师傅\n{LINK}"},
        "at": {"atMobiles": ["13800000001"], "isAtAll": False},
    }


def test_feishu_hears_the_names_in_the_text(robots):
    robots.answer = {"code": 0, "msg": "success"}

    answer = speak(robot(robots, "feishu"), "三楼漏水", link=LINK, mentions=[LI, WANG])

    assert robots.heard[0].body == {
        "msg_type": "text",
        "content": {"text": f"三楼漏水\n@李师傅 @王师傅\n{LINK}"},
    }
    assert answer == "success"


def test_dingtalk_is_signed_in_the_address(robots):
    speak(robot(robots, "dingtalk", secret="SEC1"), "三楼漏水", link=LINK)

    query = robots.heard[0].query
    digest = hmac.new(b"SEC1", f"{query['timestamp']}\nSEC1".encode(), hashlib.sha256).digest()
    assert query["sign"] == base64.b64encode(digest).decode()
    assert query["access_token"] == "abc123"


def test_feishu_is_signed_in_the_body(robots):
    speak(robot(robots, "feishu", secret="SEC1"), "三楼漏水", link=LINK)

    body = robots.heard[0].body
    digest = hmac.new(f"{body['timestamp']}\nSEC1".encode(), b"", hashlib.sha256).digest()
    assert body["sign"] == base64.b64encode(digest).decode()


def test_a_long_text_is_cut_but_its_link_stays(robots):
    speak(robot(robots, "wecom"), "漏水" * 2000, link=LINK)

    content = robots.heard[0].text
    assert len(content.encode()) <= 2000
    assert content.endswith(f"…\n{LINK}")


@pytest.mark.parametrize(
    ("status", "answer", "sentence"),
    [
        (200, {"errcode": 93000, "errmsg": "invalid webhook url"}, "机器人拒收（93000）：invalid webhook url"),
        (200, {"code": 19021, "msg": "sign match fail"}, "机器人拒收（19021）：sign match fail"),
        (200, {}, "无法识别机器人的回复：{}"),
        (200, [], "无法识别机器人的回复：[]"),
        (200, "<html>", "无法识别机器人的回复：<html>"),
        (500, "oops", "机器人返回状态码 500。"),
    ],
)
def test_a_refusal_is_told_in_a_sentence(robots, status, answer, sentence):
    robots.status, robots.answer = status, answer

    with pytest.raises(NotSent) as failure:
        speak(robot(robots, "wecom"), "三楼漏水", link=LINK)

    assert str(failure.value) == sentence


def test_a_redirect_is_not_followed(robots):
    robots.status, robots.location = 302, f"http://{robots.host}/elsewhere"

    with pytest.raises(NotSent, match="302"):
        speak(robot(robots, "wecom"), "三楼漏水", link=LINK)

    assert len(robots.heard) == 1


def test_a_robot_that_hangs_is_left(robots, monkeypatch):
    monkeypatch.setattr(speaking, "TIMEOUT", 0.3)
    robots.hold.clear()

    with pytest.raises(NotSent, match="没有回应"):
        speak(robot(robots, "wecom"), "三楼漏水", link=LINK)


def test_an_unreachable_robot_is_told_without_its_address(robots):
    address = robots.address("wecom", key="topsecret")
    robots.close()

    with pytest.raises(NotSent) as failure:
        speak(Robot(kind="wecom", address=address), "三楼漏水", link=LINK)

    assert str(failure.value) == "无法连接机器人。"


def test_a_host_no_longer_listed_is_not_spoken_to(robots, settings):
    settings.ROBOT_HOSTS = []

    with pytest.raises(NotSent):
        speak(robot(robots, "wecom"), "三楼漏水", link=LINK)

    assert robots.heard == []
