"""What the clock reminds people of: findings to be put right, wages to be confirmed, lists to be paid."""

from datetime import timedelta

from django.urls import reverse

from finance.messages import support as messages
from finance.models import AuditFinding, Subsidy, WageMonth
from finance.selectors.support import month_before
from finance.services.wages import pay_day
from logistics.hooks import Reminder
from logistics.people.selectors import holders
from logistics.rules.selectors import in_force
from logistics.school.models import School


def findings_due(today):
    """Yield a Reminder at each step before a finding is due (rule audit.due.remind), and once a week when it is overdue."""
    for school in School.objects.filter(pk__in=AuditFinding.objects.open().values("audit__school")):
        steps = sorted(int(days) for days in in_force("audit.due.remind", school=school, on=today))
        due = AuditFinding.objects.of_school(school).open().filter(due_on__lte=today + timedelta(days=steps[-1]))
        for finding in due.select_related("audit", "responsible"):
            key = f"audit-finding:{finding.pk}:{_step(finding.due_on, steps, today)}"
            text = messages.finding_due(finding, today)
            yield Reminder(key=key, to=finding.responsible, text=text, url=finding.get_absolute_url(), school=school)


def _step(day, steps, today):
    left = (day - today).days
    return f"late{-left // 7}" if left < 0 else next(days for days in steps if left <= days)


def wages_to_confirm(today):
    """Yield a Reminder once a month when the wages of a school that confirms them are not confirmed after their day."""
    for school in School.objects.filter(pk__in=WageMonth.objects.values("school")):
        month = today.replace(day=1)
        if pay_day(school, month) >= today:
            month = month_before(month)
        if WageMonth.objects.of_school(school).standing().filter(month=month).exists():
            continue
        text, url = messages.wages_due(month, pay_day(school, month)), reverse("finance:wagemonth_create")
        for person in holders(school, "finance.confirm_wages"):
            yield Reminder(key=f"wages:{school.pk}:{month}", to=person, text=text, url=url, school=school)


def subsidies_to_pay(today):
    """Yield a Reminder once when the posting of a list is over and it may be paid out."""
    over = Subsidy.objects.filter(status=Subsidy.Status.PUBLISHED, posted_until__lt=today)
    for subsidy in over.select_related("school"):
        text = messages.subsidy_payable(subsidy)
        for person in holders(subsidy.school, "finance.pay_subsidy"):
            key = f"subsidy:{subsidy.pk}"
            yield Reminder(key=key, to=person, text=text, url=subsidy.get_absolute_url(), school=subsidy.school)
