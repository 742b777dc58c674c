"""What the clock reminds people of: what is due, what ends."""

from datetime import timedelta

from django.db.models import F

from finance.messages import income as messages
from finance.models import Agreement, Compensation, EarmarkedFund, Instalment
from logistics.hooks import Reminder
from logistics.people.selectors import holders
from logistics.rules.selectors import in_force
from logistics.school.models import School


def agreements_ending(today):
    """Yield a Reminder at each step before an agreement ends (rule agreement.end.remind)."""
    for school in _schools_with(Agreement):
        steps = _steps("agreement.end.remind", school, today)
        ending = Agreement.objects.of_school(school).filter(
            status=Agreement.Status.IN_FORCE, ends_on__range=(today, today + timedelta(days=steps[-1]))
        )
        for agreement in ending:
            step = _step(agreement.ends_on, steps, today)
            text = messages.agreement_ends(agreement, today)
            yield from _to_all(
                school, "finance.keep_agreement", f"agreement-end:{agreement.pk}:{step}", text, agreement
            )


def instalments_due(today):
    """Yield a Reminder at each step before an instalment is due, and once when it is overdue (agreement.due.remind)."""
    for school in School.objects.filter(pk__in=Instalment.objects.values("agreement__school")):
        steps = _steps("agreement.due.remind", school, today)
        due = Instalment.objects.of_school(school).due_by(today + timedelta(days=steps[-1])).with_settled()
        for instalment in due.filter(outstanding__gt=0).select_related("agreement"):
            step = _step(instalment.due_on, steps, today)
            text = messages.instalment_due(instalment, today)
            key = f"instalment:{instalment.pk}:{step}"
            yield from _to_all(school, "finance.record_income", key, text, instalment)


def compensations_due(today):
    """Yield a Reminder once a compensation is overdue, to whoever demands them."""
    late = Compensation.objects.filter(status=Compensation.Status.OPEN, due_on__lt=today).with_payments()
    for compensation in late.select_related("school"):
        text = messages.compensation_due(compensation)
        key = f"compensation:{compensation.pk}"
        yield from _to_all(compensation.school, "finance.keep_compensation", key, text, compensation)


def funds_ending(today):
    """Yield a Reminder at each step before the deadline of a fund with something left (rule fund.end.remind)."""
    for school in _schools_with(EarmarkedFund):
        steps = _steps("fund.end.remind", school, today)
        ending = (
            EarmarkedFund.objects.of_school(school)
            .with_use()
            .filter(used__lt=F("amount"), deadline__range=(today, today + timedelta(days=steps[-1])))
        )
        for fund in ending:
            step = _step(fund.deadline, steps, today)
            text = messages.fund_ends(fund, today)
            yield from _to_all(school, "finance.keep_fund", f"fund:{fund.pk}:{step}", text, fund)


def _schools_with(model):
    return School.objects.filter(pk__in=model.objects.values("school"))


def _steps(key, school, today):
    return sorted(int(days) for days in in_force(key, school=school, on=today))


def _step(day, steps, today):
    left = (day - today).days
    return "passed" if left < 0 else next(days for days in steps if left <= days)


def _to_all(school, permission, key, text, record):
    for person in holders(school, permission):
        yield Reminder(key=key, to=person, text=text, url=record.get_absolute_url(), school=school)
