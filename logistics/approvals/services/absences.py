"""Naming who signs in whose place."""

from django.utils.translation import gettext as _

from logistics import clock
from logistics.approvals import messages
from logistics.approvals.models import Absence
from logistics.approvals.selectors import wishes_of
from logistics.db import lock, refusing
from logistics.errors import RuleError, WrongState
from logistics.history.services import change, note
from logistics.notices.services import send
from logistics.pages.frame import forget_badges
from logistics.people.models import User
from logistics.people.selectors import superior_of


@change
def set_stand_in(person, *, school, stand_in, starts_on, ends_on, by, reason=""):
    """Let ``stand_in`` sign in the place of ``person`` on these days, both ends included.

    What the stand-in asked for goes to the person's next superior (for the head of the school: to whom the school
    named). Raises RuleError for past days, for people who do not work here, and when the stand-in is away too.
    """
    _check_days(starts_on, ends_on)
    _check_people(person, stand_in, school)
    if Absence.objects.of_school(school).on_any(starts_on, ends_on).filter(person=stand_in).exists():
        raise RuleError(_("%(person)s is away on these days too.") % {"person": stand_in}, field="stand_in")
    with refusing(
        "one_stand_in_of_a_person_on_a_day", _("Somebody stands in on these days already."), field="starts_on"
    ):
        absence = Absence.objects.create(
            school=school,
            person=person,
            stand_in=stand_in,
            second=_second(person, stand_in, school),
            starts_on=starts_on,
            ends_on=ends_on,
            reason=reason,
            set_by=by,
            set_at=clock.now(),
        )
    note(absence, "stand_in_set", by=by)
    send([stand_in], messages.asks_to_stand_in(absence), school=school)
    forget_badges(stand_in, *filter(None, [absence.second]), school=school)
    return absence


@change
def end_stand_in(absence, *, by):
    """End the standing in from today on; what was signed stays signed."""
    absence = lock(absence)
    if absence.state == "past":
        raise WrongState(_("This is over already."))
    absence.called_off_on = clock.today()
    absence.save(update_fields=["called_off_on"])
    note(absence, "stand_in_ended", by=by)
    forget_badges(absence.stand_in, *filter(None, [absence.second]), school=absence.school)
    return absence


def _check_days(starts_on, ends_on):
    if starts_on < clock.today():
        raise RuleError(_("Choose today or a later day: what was decided stays as it was."), field="starts_on")
    if ends_on < starts_on:
        raise RuleError(_("The last day comes before the first one."), field="ends_on")


def _check_people(person, stand_in, school):
    if person.pk == stand_in.pk:
        raise RuleError(_("Choose somebody other than the person away."), field="stand_in")
    here = User.objects.working_at(school).filter(pk__in=[person.pk, stand_in.pk])
    if here.count() < 2:
        raise RuleError(_("Choose somebody who works here."), field="stand_in")


def _second(person, stand_in, school):
    """Who signs what the stand-in asked for: the person's superior, and above the top whom the school named."""
    above = superior_of(person, school)
    if above is not None and above.pk == stand_in.pk:
        above = superior_of(above, school)
    above = above or wishes_of(school).principal_request_to
    return above if above is not None and above.pk not in (person.pk, stand_in.pk) else None
