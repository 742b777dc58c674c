"""Where a person sits at a case under way."""

from django.utils.translation import gettext as _

from logistics.approvals.models import Case
from logistics.approvals.selectors import seat_for
from logistics.errors import RuleError, WrongState


def seat_of(case, verb, person, step):
    """Return the seat at which ``person`` signs now, their own or one they stand in at.

    step: the id of the step the person had before them, or None. WrongState names what happened instead.
    """
    Case.FLOW.target(verb, case.status)
    if case.asked_by_id == person.pk:
        raise RuleError(_("Nobody decides their own request."))
    seat = seat_for(case, person)
    if seat is None:
        raise WrongState(_already(case, person))
    check_step(seat.step_id, step)
    return seat


def check_step(present, shown):
    """Refuse when the page showed another step than the one asked now."""
    if shown is not None and present != shown:
        raise WrongState(_("This request has changed since you opened it. Look at it again, then decide."))


def _already(case, person):
    last = case.decisions.select_related("person").last()
    if last is not None and last.person_id == person.pk:
        return _("You have signed this already.")
    if last is not None:
        return _("%(person)s has signed this step already; yours is not needed now.") % {"person": last.person}
    return _("You are not asked to sign this now.")
