"""Messages: what people are told, wherever they read it."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

SUBJECT_LENGTH = 60
DIGEST_LINES = 30
DIGEST_LINES_OF_ONE = 5


@dataclass(frozen=True)
class Message:
    """One thing to tell. ``key`` makes it once per person; ``url`` is the path of the page it leads to."""

    key: str
    text: str
    url: str
    urgent: bool = False

    @property
    def subject(self):
        return self.text.partition("\n")[0][:SUBJECT_LENGTH]


def address_of(url):
    """Return the full address of a page of ours."""
    return f"{settings.SITE_URL}{url}"


def link_of(delivery):
    """Return the address that a sending carries: it leads to the page and tells that the sending was opened."""
    return address_of(reverse("notices:delivery_open", args=[delivery.pk]))


def share_text(message):
    """Return the text for a group chat, its link on a line of its own."""
    return f"{message.text}\n{address_of(message.url)}"


def outgoing_text(delivery):
    """Return what leaves the house, marked when it may have arrived before."""
    if not delivery.possibly_repeated:
        return delivery.body
    with translation.override(settings.LANGUAGE_CODE):
        return f"{delivery.body}\n{_('(You may have had this message before.)')}"


def trial_message(robot, key):
    """What the Test button sends."""
    with translation.override(settings.LANGUAGE_CODE):
        text = _("%(school)s: test message. This group will hear what is urgent in the logistics office.")
        return Message(key=key, text=text % {"school": robot.school}, url=reverse("home"))


def digest_message(school, day, notices):
    """What a group is told in the morning: for each person, in their order, what they have not read yet."""
    with translation.override(settings.LANGUAGE_CODE):
        lines, by_person = [], {}
        for notice in notices:
            by_person.setdefault(notice.person, []).append(notice)
        for person, told in by_person.items():
            lines += [f"{person}", *_lines_of(told, DIGEST_LINES_OF_ONE)]
        return _digest(school, day, len(notices), lines)


def own_digest_message(school, day, notices):
    """What one person is told by mail in the morning."""
    with translation.override(settings.LANGUAGE_CODE):
        return _digest(school, day, len(notices), _lines_of(notices, DIGEST_LINES))


def _digest(school, day, count, lines):
    facts = {"school": school, "month": day.month, "day": day.day, "count": count}
    title = _("%(school)s logistics, %(month)d-%(day)d: %(count)d new") % facts
    key = f"digest:{school.pk}:{day:%Y-%m-%d}"
    return Message(key=key, text="\n".join([title, *lines]), url=reverse("notices:notice_list"))


def _lines_of(notices, most):
    lines = [f"· {notice}" for notice in notices[:most]]
    if len(notices) > most:
        lines.append(_("… and %(count)d more") % {"count": len(notices) - most})
    return lines
