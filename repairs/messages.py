"""What people are told about repairs, in the language of the school."""

from functools import wraps

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from logistics import clock
from logistics.notices.messages import Message


def in_school_language(build):
    """Let ``build`` write its text in the language of the school, whoever caused it."""

    @wraps(build)
    def run(*args, **kwargs):
        with translation.override(settings.LANGUAGE_CODE):
            return build(*args, **kwargs)

    return run


def _message(event, repair, text, *, urgent=False):
    facts = {"number": repair.number, "what": str(repair), "campus": repair.campus}
    return Message(
        f"repair-{event}:{repair.pk}:{clock.now():%Y%m%d%H%M%S%f}", text % facts, repair.get_absolute_url(), urgent
    )


@in_school_language
def reported(repair):
    return _message("reported", repair, _("New report %(number)s: %(campus)s %(what)s."))


@in_school_language
def urgent(repair):
    text = _("Urgent repair %(number)s: %(campus)s %(what)s. Reported by %(name)s %(phone)s")
    facts = {"number": repair.number, "what": str(repair), "campus": repair.campus}
    facts |= {"name": repair.reported_by_text, "phone": repair.phone}
    return Message(f"repair-urgent:{repair.pk}", (text % facts).strip(), repair.get_absolute_url(), True)


@in_school_language
def assigned(repair):
    return _message("assigned", repair, _("You are sent to %(number)s: %(campus)s %(what)s."), urgent=True)


@in_school_language
def taken_away(repair):
    return _message("taken-away", repair, _("%(number)s is done by somebody else now: %(what)s."))


@in_school_language
def held(repair, wait):
    facts = {"number": repair.number, "what": str(repair), "reason": wait.get_reason_display(), "text": wait.text}
    text = _("%(number)s %(what)s cannot go on yet, %(reason)s: %(text)s") % facts
    return Message(f"repair-held:{wait.pk}", text, repair.get_absolute_url(), False)


@in_school_language
def woken(repair, request):
    facts = {"number": repair.number, "request": str(request)}
    text = _("%(number)s may go on: %(request)s was approved.") % facts
    return Message(f"repair-woken:{repair.pk}:{request.pk}", text, repair.get_absolute_url(), True)


@in_school_language
def told_no(repair, request):
    facts = {"number": repair.number, "request": str(request)}
    text = _("%(number)s needs another way: %(request)s was not approved.") % facts
    return Message(f"repair-told-no:{repair.pk}:{request.pk}", text, repair.get_absolute_url(), True)


@in_school_language
def completed(repair):
    return _message("completed", repair, _("%(number)s %(what)s is repaired. Please confirm and rate it."))


@in_school_language
def reopened(repair, reason):
    facts = {"number": repair.number, "what": str(repair), "reason": reason}
    text = _("%(number)s %(what)s was reopened: %(reason)s") % facts
    return Message(f"repair-reopened:{repair.pk}:{repair.reopened}", text, repair.get_absolute_url(), True)


@in_school_language
def ended(repair):
    facts = {"number": repair.number, "what": str(repair), "state": repair.get_status_display()}
    text = _("%(number)s %(what)s: %(state)s. %(reason)s") % {**facts, "reason": repair.end_reason}
    return Message(f"repair-ended:{repair.pk}", text, repair.get_absolute_url(), False)


@in_school_language
def merged(repair, other):
    facts = {"number": repair.number, "what": str(repair), "other": other.number}
    text = _("%(number)s %(what)s is dealt with together with %(other)s.") % facts
    return Message(f"repair-merged:{repair.pk}", text, other.get_absolute_url(), False)


@in_school_language
def commented(repair, name, text):
    facts = {"number": repair.number, "what": str(repair), "name": name, "text": text}
    said = _("%(name)s on %(number)s %(what)s: %(text)s") % facts
    return Message(f"repair-commented:{repair.pk}:{clock.now():%Y%m%d%H%M%S%f}", said, repair.get_absolute_url(), False)


@in_school_language
def urged(repair, name):
    facts = {"number": repair.number, "what": str(repair), "name": name}
    text = _("%(name)s asks when %(number)s %(what)s will be repaired.") % facts
    return Message(f"repair-urged:{repair.pk}:{clock.today()}", text, repair.get_absolute_url(), True)


@in_school_language
def for_group(repair):
    """Return the ready text for a group chat (复制到微信群)."""
    lines = [
        f"【{repair.get_status_display()}】{repair.number} {repair.trade}",
        f"{repair.place.full_label()} {repair.kind or ''} {repair.description}".strip(),
    ]
    if repair.preferred_time:
        lines.append(_("Convenient: %(time)s") % {"time": repair.get_preferred_time_display()})
    if repair.assigned_to_id:
        lines.append(_("Repairer: %(name)s") % {"name": repair.assigned_to})
    return Message(f"repair-share:{repair.pk}", "\n".join(lines), repair.get_absolute_url(), False)
