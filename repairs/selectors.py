"""Questions about repairs that more than one caller asks."""

from collections import defaultdict
from datetime import time, timedelta

from django.db.models import Count, DurationField, Exists, ExpressionWrapper, F, OuterRef, Q, Subquery, Sum, Value
from django.db.models.functions import Coalesce, Least
from django.utils import timezone

from logistics import clock
from logistics.history.models import Event
from logistics.people.models import User
from logistics.people.selectors import holders, role_holders
from logistics.school.selectors import is_working_day, school_days
from repairs.models import DispatchRule, Joined, Repair, RepairSettings, Trade, Wait

LONGEST_HOLIDAY = timedelta(days=70)

# --- the school's own way ---------------------------------------------------------------------------------------------


def settings_of(school):
    """Return the repair settings of a school; the usual ones (not saved) when it chose none."""
    return RepairSettings.objects.filter(school=school).first() or RepairSettings(school=school)


def trades_of(school):
    """Return the trades in use, in the school's order."""
    return Trade.objects.of_school(school).in_use()


# --- the calendar -----------------------------------------------------------------------------------------------------


def school_days_between(school, start, end):
    """Return how many school days lie after the day ``start`` up to and including ``end``."""
    return len(school_days(school, start + timedelta(days=1), end))


def moment_school_days_ago(school, number, on):
    """Return the moment before which something lies at least ``number`` school days back on day ``on``, or None."""
    days = school_days(school, on - LONGEST_HOLIDAY - timedelta(days=2 * number), on)
    return clock.at(days[-number], time.min) if len(days) >= number else None


# --- who is sent ------------------------------------------------------------------------------------------------------


def is_off_hours(settings, moment):
    """Say whether ``moment`` lies in the night or on a day off."""
    local = timezone.localtime(moment)
    by_day = settings.day_begins <= local.time() < settings.day_ends
    return not (by_day and is_working_day(local.date()))


def suggest_repairer(repair, at):
    """Return who the rules send to ``repair`` at moment ``at``, or None when no rule fits.

    At night and on days off the rules for those times come first; then, as by day, the most specific rule wins.
    Without a rule it is whoever alone serves the trade on the campus (电教网络 goes to the IT person).
    """
    rules = (
        DispatchRule.objects.of_school(repair.school)
        .filter(Q(campus=None) | Q(campus=repair.campus_id))
        .filter(Q(building=None) | Q(building__in=[repair.place_id, repair.place.parent_id or repair.place_id]))
        .filter(Q(trade=None) | Q(trade=repair.trade_id))
        .select_related("person", "stand_in")
    )
    off_hours = is_off_hours(settings_of(repair.school), at)
    day = clock.day_of(at)
    working = set(User.objects.working_at(repair.school, day).values_list("pk", flat=True))
    fitting = [
        rule for rule in rules if (off_hours or not rule.nights_and_weekends) and rule.person_on(day).pk in working
    ]
    if not fitting:
        return _only_one_who_serves(repair)
    return max(fitting, key=lambda rule: (rule.nights_and_weekends, rule.narrowness)).person_on(day)


def _only_one_who_serves(repair):
    """Return the one person who holds the role of the repair's trade on its campus, or None."""
    people = list(role_holders(repair.school, repair.trade.role_key, campus=repair.campus)[:2])
    return people[0] if len(people) == 1 else None


def repairers_of(school):
    """Return the people who may be sent."""
    return User.objects.filter(pk__in=holders(school, "repairs.work_repair").order_by().values("pk"))


def repairers_by_load(school):
    """Return the people who may be sent, those with the fewest jobs in hand first, each with ``open_jobs``."""
    in_hand = Repair.objects.of_school(school).filter(assigned_to=OuterRef("pk"), status__in=Repair.IN_HAND)
    counted = in_hand.order_by().values("assigned_to").annotate(jobs=Count("pk")).values("jobs")
    people = repairers_of(school).annotate(open_jobs=Coalesce(Subquery(counted), 0))
    return people.order_by("open_jobs", "name", "pk")


def dispatchers_of(repair):
    """Return the people who send repairers on this campus."""
    return list(holders(repair.school, "repairs.assign_repair", campus=repair.campus))


def duty_people(repair, at):
    """Return whom an urgent repair calls at once: the dispatchers and whoever the rules send now."""
    people = {person.pk: person for person in dispatchers_of(repair)}
    sent = suggest_repairer(repair, at)
    if sent is not None:
        people[sent.pk] = sent
    return list(people.values())


# --- who is told ------------------------------------------------------------------------------------------------------


def people_behind(repair):
    """Return the people with an account who wait for this repair: the reporter and those who joined."""
    people = {joined.person_id: joined.person for joined in repair.joined.select_related("person") if joined.person_id}
    if repair.reporter_id:
        people[repair.reporter_id] = repair.reporter
    return list(people.values())


def waits_for(repair, user):
    """Say whether this person reported the repair or has the same fault."""
    if not user.is_authenticated:
        return False
    return repair.reporter_id == user.pk or Joined.objects.filter(repair=repair, person=user).exists()


# --- what is open, late, repeated -------------------------------------------------------------------------------------


def open_at(place):
    """Return the open repairs at a place, so that nobody reports them twice."""
    return Repair.objects.filter(place=place).unfinished().select_related("trade", "kind", "place")


def open_wait(repair):
    """Return the wait a repair is in, or None."""
    return repair.waits.filter(ended_at=None).first()


def late_repairs(school, on=None):
    """Return the unfinished repairs reported longer ago than the school allows; waiting ones are nobody's delay."""
    moment = moment_school_days_ago(school, settings_of(school).late_days, on or clock.today())
    unfinished = Repair.objects.of_school(school).unfinished().exclude(status=Repair.Status.WAITING)
    return unfinished.filter(reported_at__lt=moment) if moment else unfinished.none()


def waiting_time(repair, until=None):
    """Return the time in which the repairer's clock stood still."""
    until = until or repair.finished_at or clock.now()
    return sum(
        ((min(wait.ended_at or until, until) - wait.began_at) for wait in repair.waits.all() if wait.began_at < until),
        timedelta(),
    )


def with_time_taken(repairs):
    """Add ``took`` to finished ``repairs``: from report to done, less the waits in which the clock stood still."""
    until = Least(Coalesce("ended_at", OuterRef("finished_at")), OuterRef("finished_at"))
    length = ExpressionWrapper(until - F("began_at"), output_field=DurationField())
    waits = Wait.objects.filter(repair=OuterRef("pk"), began_at__lt=OuterRef("finished_at"))
    waited = Subquery(waits.order_by().values("repair").annotate(waited=Sum(length)).values("waited"))
    none = Value(timedelta(), output_field=DurationField())
    took = F("finished_at") - F("reported_at") - Coalesce(waited, none)
    return repairs.annotate(took=ExpressionWrapper(took, output_field=DurationField()))


def age_of(repair):
    """Return the days since the report, or until it was finished."""
    return (clock.day_of(repair.finished_at or clock.now()) - clock.day_of(repair.reported_at)).days


def repeats_of(repair, settings=None):
    """Return the repairs of the same kind at the same place within the weeks before this one, itself included."""
    settings = settings or settings_of(repair.school)
    return (
        Repair.objects.jobs()
        .filter(
            place=repair.place_id,
            kind=repair.kind_id,
            kind__isnull=False,
            reported_at__lte=repair.reported_at,
            reported_at__gt=repair.reported_at - timedelta(weeks=settings.repeat_weeks),
        )
        .exclude(status=Repair.Status.REJECTED)
    )


def repeated_within(repairs, settings):
    """Return those of ``repairs`` that were, when reported, at least the n-th of their kind at their place."""
    earlier = (
        Repair.objects.jobs()
        .exclude(status=Repair.Status.REJECTED)
        .filter(
            place=OuterRef("place"),
            kind=OuterRef("kind"),
            reported_at__lt=OuterRef("reported_at"),
            reported_at__gt=OuterRef("reported_at") - timedelta(weeks=settings.repeat_weeks),
        )
        .order_by("-reported_at")
    )
    nth = settings.repeat_count - 2
    return repairs.jobs().filter(Exists(earlier[nth : nth + 1]), kind__isnull=False)


def repeat_places(school, on=None):
    """Return [(place, kind, [repairs, newest first])] where a fault keeps coming back in the last weeks."""
    settings = settings_of(school)
    since = clock.now() - timedelta(weeks=settings.repeat_weeks)
    groups = defaultdict(list)
    recent = Repair.objects.of_school(school).jobs().exclude(status=Repair.Status.REJECTED)
    for repair in recent.filter(reported_at__gt=since, kind__isnull=False).select_related("place", "kind", "campus"):
        groups[repair.place, repair.kind].append(repair)
    found = [
        (place, kind, repairs) for (place, kind), repairs in groups.items() if len(repairs) >= settings.repeat_count
    ]
    return sorted(found, key=lambda group: (-len(group[2]), group[0].label))


def due_for_default_acceptance(school, on):
    """Return the repairs whose reporter kept silent for the days the school gives."""
    moment = moment_school_days_ago(school, settings_of(school).confirm_days, on)
    finished = Repair.objects.of_school(school).filter(status=Repair.Status.TO_CONFIRM)
    return finished.filter(finished_at__lt=moment) if moment else finished.none()


def waiting_parts(school):
    """Return the waits that still last, the longest first."""
    return Wait.objects.filter(repair__school=school, ended_at=None).select_related("repair").order_by("began_at")


def public_comments(repair):
    """Return what was said about a repair from its public page, oldest first; the office's words stay in the office."""
    return Event.objects.about(repair).filter(verb="commented", by=None).order_by("at")
