"""The list of repairs and a repair's page, beside the Django admin's list of the same rows."""

from django.urls import reverse

from logistics.bench.clients import client_of, get
from logistics.bench.measuring import Case, show
from logistics.bench.school import ORIGINAL
from logistics.pages.paging import SIZE, KeyPage
from logistics.people.models import User
from repairs.models import Repair

ADMIN, PLAIN = "admin changelist", "list"
PART = {"HX-Request": "true", "HX-Target": "results"}


def run(school, out, *, rounds):
    show(cases(school), out, rounds=rounds)


def cases(school):
    director = client_of(User.objects.get(username="director"))
    keeper, peer = client_of(User.objects.get(username="bench-keeper")), changelist(school)
    url = reverse("repairs:repair_list")
    return [
        Case(ADMIN, get(keeper, peer)),
        Case(PLAIN, get(director, url), ADMIN, 0.60),
        Case("htmx part of the list", get(director, url, headers=PART), ADMIN, 0.30),
        Case("list filtered by state", get(director, f"{url}?status={Repair.Status.DONE}"), ADMIN),
        Case("search of 2 characters", get(director, f"{url}?q=漏水"), PLAIN, 1.30),
        Case("search of 5 characters", get(director, f"{url}?q=水龙头漏水"), PLAIN, 1.15),
        Case("search of a usual word of 3", get(director, f"{url}?q=教学楼"), PLAIN, 1.15),
        Case("search of two words", get(director, f"{url}?q=教学楼 漏水"), PLAIN, 1.30),
        Case("search of a number", get(director, f"{url}?q={number_of(school)}"), PLAIN, 1.15),
        Case("page 500", get(director, url + page_url(school, 500)), PLAIN, 1.25),
        Case("detail", get(director, Repair.objects.of_school(school).first().get_absolute_url()), ADMIN),
        Case("admin search of 2 characters", get(keeper, f"{peer}&q=漏水"), ADMIN),
    ]


def changelist(school):
    """Return the address of the admin's list of the same rows, so that the same index serves both."""
    name = f"admin:{Repair._meta.app_label}_{Repair._meta.model_name}_changelist"
    return f"{reverse(name)}?school__id__exact={school.pk}"


def number_of(school):
    """Return a number as the school gave it, which the copies of its repair begin with."""
    return Repair.objects.of_school(school).filter(number__regex=ORIGINAL).first().number


def page_url(school, number):
    """Return the address of a far page, as following the pages would reach it."""
    last = Repair.objects.of_school(school)[(number - 1) * SIZE - 1]
    page = KeyPage(Repair.objects.none(), {})
    return f"?after={page._cursor(last)}"
