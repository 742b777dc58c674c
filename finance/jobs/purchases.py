"""What the clock reminds people of."""

from datetime import timedelta

from finance.messages.money import paper_runs_out
from finance.models import Supplier, SupplierPaper
from logistics.hooks import Reminder
from logistics.people.selectors import holders
from logistics.rules.selectors import in_force
from logistics.school.models import School


def papers_running_out(today):
    """Yield a Reminder at each step before a supplier's paper ends (rule supplier.papers.remind), and once when it has."""
    for school in School.objects.filter(pk__in=Supplier.objects.values("school")):
        steps = sorted(int(days) for days in in_force("supplier.papers.remind", school=school, on=today))
        papers = SupplierPaper.objects.of_school(school).filter(
            is_current=True, supplier__is_active=True, valid_until__lte=today + timedelta(days=steps[-1])
        )
        keepers = list(holders(school, "finance.keep_supplier"))
        for paper in papers.select_related("supplier"):
            left = (paper.valid_until - today).days
            step = "expired" if left < 0 else next(days for days in steps if left <= days)
            text, url = paper_runs_out(paper, today), paper.get_absolute_url()
            for person in keepers:
                key = f"supplier-paper:{paper.pk}:{step}"
                yield Reminder(key=key, to=person, text=text, url=url, school=school)
