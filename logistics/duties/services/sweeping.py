"""Making what is due: for all schools at once, by a number of queries that does not grow with them.

A duty is worked on when a new day asks for entries further ahead (``made_on``) or when it or the calendar changed
(``stale_from``). Its row is the job: both are set back in the transaction that makes the entries, so that a killed
worker leaves the work to be found again, and a second one finds nothing to do.
"""

from django.db import transaction
from django.db.models import Case, F, Q, Value, When

from logistics import clock
from logistics.db import after_commit
from logistics.duties.models import Duty, Expected
from logistics.duties.services.assigning import assign
from logistics.duties.services.making import NEEDED, Making
from logistics.duties.services.matching import match_again

SCHOOLS_AT_ONCE = 200


def sweep(today=None):
    """Make what all schools lack up to some days ahead; a second run finds nothing to make."""
    today = today or clock.today()
    schools = list(wanting(today).order_by("school").values_list("school", flat=True).distinct())
    for start in range(0, len(schools), SCHOOLS_AT_ONCE):
        refresh(Q(school__in=schools[start : start + SCHOOLS_AT_ONCE]), today)


def refresh_school(school):
    """Make at once what one school lacks."""
    refresh(Q(school=school), clock.today())


def wanting(today):
    """Return the duties for which something is to be made."""
    another_day = Q(made_on__lt=today) & (Q(ends_on=None) | Q(ends_on__gte=today))
    return Duty.objects.filter(Q(stale_from__isnull=False) | Q(made_on=None) | another_day)


@transaction.atomic
def refresh(which, today):
    """Make the entries of the duties that ``which`` (a Q) names, if they want any."""
    duties = list(wanting(today).filter(which).only(*NEEDED).select_for_update().order_by("pk"))
    if not duties:
        return
    making = Making(duties, today)
    making.make()
    Duty.objects.filter(pk__in=[duty.pk for duty in duties]).update(made_on=today, stale_from=None)
    assign([duty.pk for duty in duties if duty.random or duty.stale_from])
    if making.begun:
        match_again(_may_be_done(making.begun))


def count_again(school, start, end):
    """The days from ``start`` to ``end`` may count otherwise now: have what they make due computed anew."""
    touched = Duty.objects.of_school(school).filter(made_on__isnull=False)
    if touched.update(stale_from=Case(When(stale_from__lt=start, then=F("stale_from")), default=Value(start))):
        after_commit("duties.refresh_school", school.pk)


def _may_be_done(begun):
    """Return the open entries of these duties from these days on that may be done by now."""
    rows = Expected.objects.open().filter(opens_on__lte=clock.today())
    return rows.filter(duty__in=begun, first_on__gte=min(begun.values()))
