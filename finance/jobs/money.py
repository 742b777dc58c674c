"""What the clock reminds the money people of: cash to be paid in, months to be closed."""

from datetime import timedelta

from django.db.models import Min
from django.urls import reverse
from django.utils.translation import gettext as _

from finance.models import MoneyEntry
from finance.selectors.closing import months_to_close
from logistics.hooks import Reminder
from logistics.pages.dates import month_text
from logistics.people.selectors import holders
from logistics.rules.selectors import in_force
from logistics.school.models import School

CLOSE_BY = 10  # the day of the following month


def cash_to_pay_in(today):
    """Yield a Reminder on each day on which income in cash has waited longer than rule income.deposit.days allows."""
    waiting = MoneyEntry.objects.to_deposit().order_by().values("school").annotate(first=Min("on"))
    schools = School.objects.in_bulk([row["school"] for row in waiting])
    for row in waiting:
        school = schools[row["school"]]
        days = int(in_force("income.deposit.days", school=school, on=today))
        if row["first"] + timedelta(days=days) >= today:
            continue
        text = _("Cash has waited since %(day)s to be paid in.") % {"day": f"{row['first']:%Y-%m-%d}"}
        for person in holders(school, "finance.deposit_money"):
            key = f"deposit:{school.pk}:{today}"
            yield Reminder(key=key, to=person, text=text, url=reverse("finance:deposit_create"), school=school)


def months_to_be_closed(today):
    """Yield a Reminder once a month that is over and still open on the tenth of the next one."""
    if today.day < CLOSE_BY:
        return
    for school in School.objects.filter(pk__in=MoneyEntry.objects.values("school")):
        months = months_to_close(school)
        if not months:
            continue
        text = _("%(month)s is not closed yet. Reconcile and close it.") % {"month": month_text(months[0])}
        for person in holders(school, "finance.close_month"):
            key = f"close-month:{school.pk}:{months[0]}"
            yield Reminder(key=key, to=person, text=text, url=reverse("finance:closing_list"), school=school)
