"""Entering and renewing health certificates."""

from dateutil.relativedelta import relativedelta
from django.utils.translation import gettext as _

from canteen.models import HealthCertificate
from canteen.selectors import certificate_entry
from logistics import clock, hooks
from logistics.attachments.services import claim
from logistics.db import refusing
from logistics.errors import RuleError
from logistics.history.services import change, note
from logistics.people.models import User
from logistics.rules.selectors import in_force


@change
def enter_certificate(school, *, person, post, number, issuer, examined_on, by, expires_on=None, photos=()):
    """Enter a health certificate, the first or a renewed one.

    expires_on: None takes the last day the rule allows (rule canteen.health_cert.valid, in months from the
    examination on). photos: tokens of uploads.
    """
    if not User.objects.of_school(school).filter(pk=person.pk).exists():
        raise RuleError(_("This person works at another school."), field="person")
    if examined_on > clock.today():
        raise RuleError(_("Choose today or an earlier day."), field="examined_on")
    months = int(in_force("canteen.health_cert.valid", school=school, on=clock.today()))
    latest_on = examined_on + relativedelta(months=months)
    expires_on = expires_on or latest_on
    if not examined_on < expires_on <= latest_on:
        raise RuleError(
            _("A certificate is valid for at most %(months)d months: from this examination until %(latest)s.")
            % {"months": months, "latest": f"{latest_on:%Y-%m-%d}"},
            field="expires_on",
        )
    with refusing("one_certificate_of_a_number", _("This certificate is entered already."), field="number"):
        certificate = HealthCertificate.objects.create(
            school=school,
            person=person,
            post=post,
            number=number,
            issuer=issuer,
            examined_on=examined_on,
            expires_on=expires_on,
            latest_on=latest_on,
            entered_at=clock.now(),
        )
    claim(certificate, photos, purpose="certificate", by=by)
    note(certificate, "created", by=by)
    hooks.logged.call(certificate_entry(certificate))
    return certificate
