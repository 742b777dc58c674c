"""Setting routes, the school's wishes and a person's phrases."""

from datetime import timedelta

from django.utils.translation import gettext as _

from logistics import clock
from logistics.approvals.models import OpinionPhrases, Route, RouteStep
from logistics.approvals.selectors import kind_of, wishes_of
from logistics.db import lock
from logistics.errors import RuleError, WrongState
from logistics.history.models import Event
from logistics.history.services import change, note
from logistics.pages.dates import full_day_text

MOST_PHRASES = 12


@change
def set_route(school, *, kind, steps, by, valid_from=None, department=None, name=""):
    """Let the requests of a kind take these steps from a day on; what is under way keeps the steps it has.

    steps: dicts with the fields of RouteStep (asks, roles, person, body, duty, mode, min_amount, above, category, fund), in
    order. A route that
    begins on the same day is replaced, one valid until then ends the day before.
    """
    valid_from = valid_from or clock.today()
    if valid_from < clock.today():
        raise RuleError(_("Choose today or a later day: what was decided stays as it was."), field="valid_from")
    if not steps:
        raise RuleError(_("A route needs at least one step."))
    if not any(RouteStep(**step).is_for_all for step in steps):
        raise RuleError(_("At least one step must apply from 0 yuan, or small requests could not be approved."))
    same = Route.objects.select_for_update().filter(school=school, kind=kind, department=department)
    same.filter(valid_from__gte=valid_from).delete()
    same.on(valid_from).update(valid_to=valid_from - timedelta(days=1))
    route = Route.objects.create(
        school=school,
        kind=kind,
        department=department,
        name=name or str(kind_of(kind).label),
        valid_from=valid_from,
    )
    RouteStep.objects.bulk_create(
        [RouteStep(route=route, position=position, **step) for position, step in enumerate(steps, start=1)]
    )
    note(route, "route_set", by=by)
    return route


@change
def withdraw_route(route, *, by):
    """Take back a route that has not begun; the one before it goes on, unless it was ended by itself.

    Raises WrongState once it has begun.
    """
    route = lock(route)
    if route.valid_from <= clock.today():
        raise WrongState(_("This route has begun. Set another one from a later day instead."))
    same = Route.objects.filter(school=route.school, kind=route.kind, department=route.department)
    before = same.filter(valid_to=route.valid_from - timedelta(days=1)).first()
    after = route.valid_to
    note(route, "route_withdrawn", by=by)
    route.delete()
    if before is not None and not Event.objects.about(before).filter(verb="route_ended").exists():
        before.valid_to = after
        before.save(update_fields=["valid_to"])
    return route


@change
def end_route(route, *, on, by):
    """Let a department's own route end, so that from ``on`` its requests take the common one; cases under way keep theirs.

    on: the first day without it, today or later. One that began on the same day is taken back whole.
    Raises RuleError for a day after its end, WrongState for the common route and for one that has not begun or is over.
    """
    route, today = lock(route), clock.today()
    if not route.may_end(today):
        raise WrongState(_("Only a department's own route that is in force can be ended."))
    if on < today:
        raise RuleError(_("Choose today or a later day: what was decided stays as it was."), field="on")
    if route.valid_to is not None and on > route.valid_to:
        raise RuleError(_("It ends before this day already. Choose an earlier day."), field="on")
    note(route, "route_ended", by=by, text=full_day_text(on))
    if on == route.valid_from:
        route.delete()
        return route
    route.valid_to = on - timedelta(days=1)
    route.save(update_fields=["valid_to"])
    return route


@change
def set_wishes(school, *, by, principal_request_to, small_amount, flag_after_days):
    """Keep what the school chose: to whom the principal's requests go, what is small, when waiting is flagged."""
    wishes = wishes_of(school)
    wishes.principal_request_to = principal_request_to
    wishes.small_amount, wishes.flag_after_days = small_amount, flag_after_days
    wishes.save()
    return wishes


@change
def set_phrases(person, *, phrases, by):
    """Keep the phrases a person signs with; none brings the shipped ones back."""
    phrases = list(dict.fromkeys(" ".join(phrase.split()) for phrase in phrases if phrase.strip()))
    if len(phrases) > MOST_PHRASES:
        raise RuleError(_("Keep to %(most)s phrases.") % {"most": MOST_PHRASES}, field="phrases")
    if any(len(phrase) > 60 for phrase in phrases):
        raise RuleError(_("Keep each phrase within 60 characters."), field="phrases")
    if not phrases:
        OpinionPhrases.objects.filter(person=person).delete()
        return None
    kept, _made = OpinionPhrases.objects.update_or_create(person=person, defaults={"phrases": phrases})
    return kept
