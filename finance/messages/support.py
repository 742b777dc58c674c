"""What people are told about enrolment days, subsidies, findings of audits and wages."""

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from logistics import clock
from logistics.notices.messages import Message
from logistics.pages.dates import full_day_text


def fee_day_announced(day, slot):
    """To the teacher of a class and to whoever sits at its desk."""
    with translation.override(settings.LANGUAGE_CODE):
        facts = {
            "title": day.title, "day": full_day_text(day.on), "class": slot.school_class.name, "desk": slot.desk,
            "from": f"{slot.starts_at:%H:%M}", "to": f"{slot.ends_at:%H:%M}",
        }  # fmt: skip
        text = _("%(title)s: %(class)s comes on %(day)s from %(from)s to %(to)s to %(desk)s.") % facts
        if day.bring:
            text = f"{text}{_('To bring: %(bring)s.') % {'bring': day.bring}}"
        return Message(f"fee-day:{day.pk}:{slot.school_class_id}", text, day.get_absolute_url())


def finding_due(finding, today=None):
    """Return the sentence on a finding that is to be put right."""
    facts = {"body": finding.audit.body, "text": finding.text, "day": full_day_text(finding.due_on)}
    if finding.due_on < (today or clock.today()):
        return _("“%(text)s” (%(body)s) was to be put right by %(day)s.") % facts
    return _("“%(text)s” (%(body)s) is to be put right by %(day)s.") % facts


def wages_due(month, day):
    facts = {"month": f"{month:%Y-%m}", "day": full_day_text(day)}
    return _("Wages of %(month)s were to be paid by %(day)s. Confirm the day they were paid.") % facts


def subsidy_payable(subsidy):
    facts = {"subsidy": subsidy.name, "day": full_day_text(subsidy.posted_until)}
    return _("The list of “%(subsidy)s” was posted until %(day)s. It may be paid out now.") % facts
