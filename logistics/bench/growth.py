"""The list when the table holds ten times as many rows, of other schools and of this one."""

from django.urls import reverse

from logistics.bench.clients import client_of, get
from logistics.bench.lists import PART
from logistics.bench.measuring import Case, measure, report
from logistics.bench.school import grow
from logistics.people.models import User
from repairs.models import Repair

TIMES = 10


def run(school, out, *, rounds):
    """Measure before, grow, measure after; a search beside the same search before."""
    before = cases(school, "")
    measure(before, rounds=rounds)
    rows = Repair.objects.count()
    grow(school, rows * TIMES)
    after = cases(school, f" at {TIMES} times the rows")
    measure(after, rounds=rounds)
    for line in report([*before, *after]):
        out.write(line)
    out.write("")


def cases(school, when):
    director = client_of(User.objects.get(username="director"))
    url = reverse("repairs:repair_list")
    wanted = [("whole list", url, {}), ("its htmx part", url, PART), ("search for 漏水", f"{url}?q=漏水", {})]
    return [
        Case(name + when, get(director, address, headers=headers), name if when else "", 1.30 if when else None)
        for name, address, headers in wanted
    ]
