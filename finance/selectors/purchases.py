"""Questions about purchases: what was asked for a record, from which amounts on who signs, for whom one asks."""

from decimal import Decimal

from finance.models import PurchaseRequest
from logistics.rules.selectors import in_force
from logistics.school.models import Department


def spending_for(record):
    """Return the purchases asked for ``record``, newest first."""
    return PurchaseRequest.objects.asked_for(record).select_related("requested_by")


def bands(school, day):
    """Return the three amounts (Decimal in yuan) from which a purchase needs a higher signature: rule buy.bands."""
    return [Decimal(str(limit)) for limit in in_force("buy.bands", school=school, on=day)]


def departments_of(person, school):
    """Return the keys of the departments a person heads or is appointed to."""
    headed = Department.objects.of_school(school).filter(head=person).values_list("pk", flat=True)
    held = (held.department_id for held in person.appointments_now() if held.school_id == school.pk)
    return {*headed, *filter(None, held)}


def department_of(person, school):
    """Return the department a person asks for unless another is chosen: the one headed, else the one appointed to."""
    headed = Department.objects.of_school(school).filter(head=person).first()
    if headed is not None:
        return headed
    appointments = [held for held in person.appointments_now() if held.school_id == school.pk and held.department_id]
    return appointments[0].department if appointments else None


def quotes_needed(school, amount, day):
    """Return how many quotes a purchase over ``amount`` needs (rules buy.bands, buy.quotes); 0 below the second band."""
    return int(in_force("buy.quotes", school=school, on=day)) if amount >= bands(school, day)[1] else 0
