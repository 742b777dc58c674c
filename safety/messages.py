"""What people are told about hazards, in the language of the school."""

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


def _message(event, hazard, text, *, urgent=False, **facts):
    facts |= {"number": hazard.number, "what": str(hazard), "campus": hazard.campus}
    key = f"hazard-{event}:{hazard.pk}:{clock.now():%Y%m%d%H%M%S%f}"
    return Message(key, text % facts, hazard.get_absolute_url(), urgent)


@in_school_language
def found(hazard):
    text = _("New hazard %(number)s: %(campus)s %(what)s. Found by %(name)s.")
    return _message("found", hazard, text, name=hazard.found_by)


@in_school_language
def assigned(hazard):
    text = _("Hazard %(number)s is yours to rectify by %(day)s: %(campus)s %(what)s.")
    return _message("assigned", hazard, text, day=f"{hazard.due_on:%m-%d}")


@in_school_language
def major(hazard):
    text = _("Major hazard %(number)s: %(campus)s %(what)s. Responsible: %(name)s, by %(day)s.")
    return _message("major", hazard, text, urgent=True, name=hazard.responsible, day=f"{hazard.due_on:%m-%d}")


@in_school_language
def rectified(hazard):
    text = _("Hazard %(number)s is rectified and waits to be accepted: %(campus)s %(what)s.")
    return _message("rectified", hazard, text)


@in_school_language
def sent_back(hazard, reason):
    text = _("Hazard %(number)s was sent back: %(reason)s")
    return _message("sent-back", hazard, text, reason=reason)


@in_school_language
def closed(hazard):
    text = _("The hazard you reported is put right and closed: %(number)s %(campus)s %(what)s.")
    return _message("closed", hazard, text)
