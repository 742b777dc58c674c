"""A school with rooms to count, and statements about them in the place of the apps'."""

import pytest
from django.db.models import QuerySet

from logistics import clock, hooks
from logistics.pages.columns import Column
from logistics.reports.periods import Period, Scope
from logistics.reports.statements import (
    BarsOf,
    Breakdown,
    Claim,
    Comparison,
    Figure,
    Rate,
    Section,
    Sentence,
    Statement,
    TableOf,
)
from logistics.school.models import Place, SchoolClass
from tests.factories import CampusFactory, PlaceFactory, SchoolClassFactory, SchoolFactory, TermFactory
from tests.reports.factories import NOON


@pytest.fixture(autouse=True)
def noon():
    with clock.set_to(NOON):
        yield


@pytest.fixture
def school(db):
    """Two campuses: on the first three rooms in use and one not, on the second one room; two classes."""
    school = SchoolFactory(code="yucai", name="育才小学")
    first, second = CampusFactory(school=school, name="南校区"), CampusFactory(school=school, name="北校区")
    PlaceFactory(campus=first, kind="classroom")
    PlaceFactory(campus=first, kind="classroom")
    PlaceFactory(campus=first, kind="office")
    PlaceFactory(campus=first, kind="office", active=False)
    PlaceFactory(campus=second, kind="classroom")
    SchoolClassFactory(campus=first, grade=3)
    SchoolClassFactory(campus=second, grade=4)
    TermFactory(school=school)
    return school


@pytest.fixture
def campuses(school):
    return {campus.name: campus for campus in school.campuses.all()}


@pytest.fixture
def period(school):
    return Period.of_term(school.terms.get())


@pytest.fixture
def whole():
    return Scope()


@pytest.fixture
def stated(monkeypatch):
    """Return a function that lets only the given statement functions speak."""

    def only(*functions):
        monkeypatch.setattr(hooks.statements, "_entries", [(index, index, one) for index, one in enumerate(functions)])

    only()
    return only


@pytest.fixture
def rooms_stated(stated, monkeypatch):
    """Let the rooms be stated, with columns for their lists."""
    stated(rooms)
    monkeypatch.setitem(hooks.proof_columns._functions, "school.place", lambda: [Column("名称", "label", link=True)])
    monkeypatch.setitem(hooks.proof_columns._functions, "school.schoolclass", lambda: [Column("班级", "name")])


def places(school, scope) -> QuerySet:
    return Place.objects.of_school(school).filter(scope.rows("campus"))


def rooms(school, period, scope):
    """A statement with every building block, about rooms and grades."""
    rooms = places(school, scope)
    total = Figure("total", "房间", rooms, unit="间")
    used = Figure("used", "在用房间", rooms.filter(active=True), unit="间")
    kinds = Breakdown("kind", "按类别", rooms, by="kind", unit="间")
    classes = SchoolClass.objects.of_school(school).filter(scope.rows("campus"))
    grades = Figure("grades", "年级之和", classes, measure="grade")
    return Statement(
        "school.rooms",
        Section.ASSETS,
        sentences=[
            Sentence(
                "%(period)s共有房间%(total)s，在用%(used)s，使用率%(rate)s，其中%(kinds)s；%(change)s。",
                period=period.name,
                total=total,
                used=used,
                rate=Rate("rate", "使用率", used, total),
                kinds=kinds,
                change=Comparison("change", total, None, period),
                when=total,
            )
        ],
        figures=[grades],
        claims=[
            Claim(
                "all_used",
                "所有房间全部投入使用。",
                rooms.filter(active=False),
                when=rooms,
                breach="有%(count)s未投入使用。",
                direction="清理闲置房间。",
                unit="间",
            )
        ],
        tables=[TableOf("各类房间", ["类别", "数量"], kinds)],
        charts=[BarsOf(kinds)],
    )
