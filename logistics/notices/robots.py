"""Speaking to the group robots of WeCom, DingTalk and Feishu.

They answer 200 even when they refuse; only the code in the answer tells. An address is as good as a password, so no
error repeats it.
"""

import base64
import hashlib
import hmac
import json
import time
from urllib.parse import urlsplit

import requests
from django.conf import settings
from django.utils.translation import gettext as _

from logistics.errors import RuleError
from logistics.notices.models import Robot

TIMEOUT = 5  # seconds to connect, and again for the answer
ANSWER_MAX = 10_000  # bytes
WECOM, DINGTALK, FEISHU = Robot.Kind.WECOM, Robot.Kind.DINGTALK, Robot.Kind.FEISHU
HOSTS = {"qyapi.weixin.qq.com": WECOM, "oapi.dingtalk.com": DINGTALK, "open.feishu.cn": FEISHU}
PATHS = {"/cgi-bin/webhook/send": WECOM, "/robot/send": DINGTALK, "/open-apis/bot/": FEISHU}
TEXT_MAX = {WECOM: 2000, DINGTALK: 18_000, FEISHU: 18_000}  # bytes of UTF-8, a little below what each takes


class NotSent(Exception):
    """A message did not arrive; the text says why, for people."""


def kind_of(address):
    """Return the kind of robot behind an address, or None when only a person knows.

    Raises RuleError unless the address is one of the three services' own or of a host listed in ROBOT_HOSTS.
    """
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError as error:
        raise strange_address() from error
    if "\\" in address or parts.username is not None:  # who sends might read another host out of it than we do
        raise strange_address()
    if parts.scheme == "https" and parts.hostname in HOSTS and port in (None, 443):
        return HOSTS[parts.hostname]
    if parts.scheme in ("http", "https") and is_listed(parts.hostname, port):
        return next((kind for path, kind in PATHS.items() if path in parts.path), None)
    raise strange_address()


def is_listed(host, port):
    return bool(host) and (host in settings.ROBOT_HOSTS or f"{host}:{port}" in settings.ROBOT_HOSTS)


def strange_address():
    return RuleError(
        _("This is no address of a WeCom, DingTalk or Feishu robot. Copy it from the robot's page in the group."),
        field="address",
    )


def speak(robot, text, *, link, mentions=()):
    """Send ``text`` and its link through a robot, calling people by @; return what it answered.

    mentions: [{"name", "phone"}]. Raises NotSent.
    """
    try:
        kind_of(robot.address)
    except RuleError as error:
        raise NotSent(error.message) from error
    query, payload = MESSAGES[robot.kind](robot, text, link, mentions)
    try:
        with requests.post(
            robot.address, params=query, json=payload, timeout=TIMEOUT, allow_redirects=False, stream=True
        ) as response:
            return accepted(response.status_code, answer_of(response))
    except requests.Timeout as error:
        raise NotSent(_("The robot did not answer within %(seconds)d seconds.") % {"seconds": TIMEOUT}) from error
    except requests.RequestException as error:
        raise NotSent(_("The robot cannot be reached.")) from error


def answer_of(response):
    """Return what arrived of the answer, at most ANSWER_MAX bytes and no longer than the time-out."""
    ends = time.monotonic() + TIMEOUT
    answer = b""
    for piece in response.iter_content(1024):
        answer += piece
        if len(answer) >= ANSWER_MAX or time.monotonic() > ends:
            break
    return answer.decode("utf-8", "replace")


def accepted(status, answer):
    """Return the robot's answer when it took the message; raise NotSent otherwise."""
    if status != 200:
        raise NotSent(_("The robot answered with status %(status)d.") % {"status": status})
    facts = facts_in(answer)
    code = next((facts[name] for name in ("errcode", "code", "StatusCode") if name in facts), None)
    words = next((str(facts[name]) for name in ("errmsg", "msg", "StatusMessage") if name in facts), "")
    if code is None:
        raise NotSent(_("The robot's answer is not understood: %(answer)s") % {"answer": answer[:100]})
    if code != 0:
        raise NotSent(_("The robot refused (%(code)s): %(words)s") % {"code": code, "words": words[:200]})
    return words[:300]


def facts_in(answer):
    """Return the object in a JSON text, empty when there is none."""
    try:
        facts = json.loads(answer)
    except ValueError:
        return {}
    return facts if isinstance(facts, dict) else {}


# --- what each kind wants to hear -------------------------------------------------------------------------------------


def wecom_message(robot, text, link, mentions):
    phones = [person["phone"] for person in mentions if person["phone"]]
    called = " ".join(f"@{person['name']}" for person in mentions if not person["phone"])
    return {}, {
        "msgtype": "text",
        "text": {"content": fitted(text, [called, link], TEXT_MAX[WECOM]), "mentioned_mobile_list": phones},
    }


def dingtalk_message(robot, text, link, mentions):
    """DingTalk shows a call only where its text has @ and the number."""
    phones = [person["phone"] for person in mentions if person["phone"]]
    called = " ".join(f"@{person['phone'] or person['name']}" for person in mentions)
    return dingtalk_signature(robot.secret), {
        "msgtype": "text",
        "text": {"content": fitted(text, [called, link], TEXT_MAX[DINGTALK])},
        "at": {"atMobiles": phones, "isAtAll": False},
    }


def feishu_message(robot, text, link, mentions):
    """Feishu calls nobody by number, so the names stand in the text."""
    called = " ".join(f"@{person['name']}" for person in mentions)
    content = {"text": fitted(text, [called, link], TEXT_MAX[FEISHU])}
    return {}, {**feishu_signature(robot.secret), "msg_type": "text", "content": content}


MESSAGES = {WECOM: wecom_message, DINGTALK: dingtalk_message, FEISHU: feishu_message}


def fitted(text, ends, limit):
    """Return the text with its ends on lines of their own, the text cut so that all fits into ``limit`` bytes."""
    end = "".join(f"\n{line}" for line in ends if line)
    room = limit - len(end.encode())
    encoded = text.encode()
    if len(encoded) > room:
        text = encoded[: room - 3].decode("utf-8", "ignore") + "…"
    return text + end


def dingtalk_signature(secret):
    """Robots compare with the world's clock, so the signature takes the machine's and not ``clock``."""
    if not secret:
        return {}
    timestamp = str(round(time.time() * 1000))
    digest = hmac.new(secret.encode(), f"{timestamp}\n{secret}".encode(), hashlib.sha256).digest()
    return {"timestamp": timestamp, "sign": base64.b64encode(digest).decode()}


def feishu_signature(secret):
    if not secret:
        return {}
    timestamp = str(int(time.time()))
    digest = hmac.new(f"{timestamp}\n{secret}".encode(), b"", hashlib.sha256).digest()
    return {"timestamp": timestamp, "sign": base64.b64encode(digest).decode()}
