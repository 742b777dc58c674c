"""What the clock reminds people of: contracts to be published and filed, those that end, and bonds to return."""

from datetime import timedelta

from django.db.models import Q

from finance.messages import contracts as messages
from finance.models import Contract
from logistics.hooks import Reminder
from logistics.people.selectors import holders
from logistics.rules.selectors import in_force
from logistics.school.models import School

RECORD = "finance.record_purchase"


def contracts_to_publish(today):
    """Yield a Reminder once a contract is to be published, and once when it should have been (rule contract.publish)."""
    rows = Contract.objects.to_publish().filter(signed_on__lte=today)
    yield from _waiting(rows, "publish", "publish_by", messages.contract_to_publish, today)


def contracts_to_file(today):
    """Yield a Reminder once a contract is to be filed, and once when it should have been (rule contract.file).

    Publishing comes first: nobody is asked to file before it is published, or its day for that is past.
    """
    rows = Contract.objects.to_file().filter(Q(published_on__isnull=False) | Q(publish_by__lt=today))
    yield from _waiting(rows, "file", "file_by", messages.contract_to_file, today)


def contracts_ending(today):
    """Yield a Reminder at each step before a contract ends (rule contract.ends.remind) that lies after its signing."""
    for school in School.objects.filter(pk__in=Contract.objects.running(today).values("school")):
        steps = sorted(int(days) for days in in_force("contract.ends.remind", school=school, on=today))
        ending = Contract.objects.of_school(school).ending(today, today + timedelta(days=steps[-1]))
        for contract in ending.select_related("order__supplier"):
            step = next(days for days in steps if (contract.ends_on - today).days <= days)
            if contract.ends_on - timedelta(days=step) > contract.signed_on:
                yield from _to_all(
                    contract, school, f"contract-end:{contract.pk}:{step}", messages.contract_ends, today
                )


def bonds_to_return(today):
    """Yield one Reminder for a contract that has been over for the days of rule contract.bond.remind, its bond still out."""
    out = Contract.objects.bond_out(today)
    for school in School.objects.filter(pk__in=out.values("school")):
        days = timedelta(days=int(in_force("contract.bond.remind", school=school, on=today)))
        over = out.of_school(school).filter(Q(ended_on__lte=today - days) | Q(ended_on=None, ends_on__lte=today - days))
        for contract in over.select_related("order__supplier"):
            yield from _to_all(contract, school, f"contract-bond:{contract.pk}", messages.bond_to_return, today)


def _waiting(contracts, name, due, message, today):
    for contract in contracts.select_related("school", "order__supplier"):
        step = "late" if getattr(contract, due) < today else "due"
        yield from _to_all(contract, contract.school, f"contract-{name}:{contract.pk}:{step}", message, today)


def _to_all(contract, school, key, message, today):
    text, url = message(contract, today), contract.get_absolute_url()
    for person in holders(school, RECORD):
        yield Reminder(key=key, to=person, text=text, url=url, school=school)
