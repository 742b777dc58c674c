"""Pupils: who sees them, what is refused, and bringing them in from a workbook."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from logistics import clock
from logistics.errors import RuleError, WrongState
from logistics.exchange.imports.pupils import PLAN
from logistics.exchange.plans import Outcome
from logistics.exchange.reading import Row
from logistics.history.models import Event
from logistics.school import services
from logistics.school.models import Pupil
from tests.factories import CampusFactory, SchoolClassFactory, user_with

pytestmark = pytest.mark.django_db
JOINED = date(2026, 9, 1)


@pytest.fixture
def school_class():
    return SchoolClassFactory(name="三（2）班", grade=3)


def enter(school_class, name="张小雨", number="G1", **facts):
    return services.enter_pupil(school_class, name=name, number=number, **{"joined_on": JOINED, "by": None, **facts})


def texts(answer):
    return answer.content.decode()


def test_a_student_number_is_there_once_in_a_school(school_class):
    enter(school_class)

    with pytest.raises(RuleError) as refused:
        enter(school_class, name="王五")
    assert refused.value.field == "number"
    assert enter(SchoolClassFactory(), name="别校").number == "G1"


def test_a_pupil_leaves_once_not_before_joining_and_not_in_the_future(school_class):
    pupil = enter(school_class)
    for day in (JOINED - timedelta(days=1), clock.today() + timedelta(days=1)):
        with pytest.raises(RuleError):
            services.leave_school(pupil, left_on=day, by=None)

    services.leave_school(pupil, left_on=clock.today(), left_for="转学", by=None)

    with pytest.raises(WrongState):
        services.leave_school(pupil, left_on=clock.today(), by=None)
    with transaction.atomic(), pytest.raises(IntegrityError):
        Pupil.objects.filter(pk=pupil.pk).update(left_on=JOINED - timedelta(days=1))


def test_a_pupil_moves_to_another_class_of_the_same_school_only(school_class):
    pupil = enter(school_class)
    other = SchoolClassFactory(campus=school_class.campus, name="三（1）班")

    for wrong in (school_class, SchoolClassFactory()):
        with pytest.raises(RuleError):
            services.move_pupil(pupil, school_class=wrong, by=None)
    services.move_pupil(pupil, school_class=other, by=None)

    pupil.refresh_from_db()
    assert pupil.school_class == other
    assert [event.verb for event in Event.objects.about(pupil)] == ["moved", "entered"]


def test_a_class_teacher_sees_the_own_class_and_the_office_sees_all(school_class, client_of):
    teacher = user_with("school.see_own_pupils", school=school_class.school)
    clerk = user_with("school.see_own_pupils", "school.view_pupil", school=school_class.school)
    stranger = user_with("school.see_own_pupils", "school.view_pupil")
    mine = SchoolClassFactory(campus=school_class.campus, name="三（1）班", class_teacher=teacher)
    own, other = enter(mine, number="G1"), enter(school_class, number="G2", name="李四")

    url = {pupil: reverse("school:pupil_detail", args=[pupil.pk]) for pupil in (own, other)}
    assert [client_of(teacher).get(url[pupil]).status_code for pupil in (own, other)] == [200, 404]
    assert [client_of(clerk).get(url[pupil]).status_code for pupil in (own, other)] == [200, 200]
    assert client_of(stranger).get(url[own]).status_code == 404
    assert client_of(user_with(school=school_class.school)).get(url[own]).status_code == 403
    assert "李四" not in texts(client_of(teacher).get(reverse("school:pupil_list")))


def test_pupils_are_entered_changed_moved_and_leave_on_pages(school_class, client_of):
    rights = ["school.see_own_pupils", "school.view_pupil", "school.keep_pupil"]
    client = client_of(user_with(*rights, school=school_class.school))
    other = SchoolClassFactory(campus=school_class.campus, name="三（1）班")

    facts = {"school_class": school_class.pk, "name": "张小雨", "number": "G1", "joined_on": "2026-09-01"}
    client.post(reverse("school:pupil_create"), facts)
    pupil = Pupil.objects.get()
    client.post(reverse("school:pupil_change", args=[pupil.pk]), {"name": "张小语", "number": "G1", "relief": "poor"})
    client.post(reverse("school:pupil_move", args=[pupil.pk]), {"school_class": other.pk})
    client.post(reverse("school:pupil_leave", args=[pupil.pk]), {"left_on": clock.today().isoformat()})
    again = client.get(reverse("school:pupil_list"), {"gone": "1"})

    pupil.refresh_from_db()
    assert (pupil.name, pupil.relief, pupil.school_class, pupil.left_on) == ("张小语", "poor", other, clock.today())
    assert "张小语" in texts(again)


def judged(school, *rows):
    names = ["school_class", "name", "number", "joined_on", "relief"]
    return list(
        PLAN.check(school, [Row(number, dict(zip(names, row, strict=True))) for number, row in enumerate(rows, 2)])
    )


def test_a_workbook_enters_new_pupils_moves_known_ones_and_says_what_is_wrong(school_class):
    school = school_class.school
    SchoolClassFactory(campus=school_class.campus, name="三（1）班")
    known, gone = enter(school_class, number="G1"), enter(school_class, number="G9")
    services.leave_school(gone, left_on=clock.today(), by=None)

    results = judged(
        school,
        ("三（1）班", "张小雨", "G1", None, ""),
        ("三（2）班", "新同学", "G2", JOINED, "残疾"),
        ("三（2）班", "重复", "G2", JOINED, ""),
        ("没有的班", "某", "G3", JOINED, ""),
        ("三（2）班", "走了", "G9", JOINED, ""),
    )

    outcomes = [row.outcome for row in results]
    assert outcomes == [Outcome.CHANGED, Outcome.NEW, Outcome.ERROR, Outcome.ERROR, Outcome.ERROR]
    PLAN.apply(school, results[:2], by=user_with(school=school))
    known.refresh_from_db()
    fresh = Pupil.objects.get(number="G2")
    assert known.school_class.name == "三（1）班"
    assert (fresh.relief, fresh.joined_on) == ("disabled", JOINED)


def test_a_class_of_two_campuses_is_named_with_its_campus(school_class):
    SchoolClassFactory(campus=CampusFactory(school=school_class.school, name="北校区"), name="三（2）班")

    plain, full = judged(
        school_class.school, ("三（2）班", "甲", "G1", JOINED, ""), ("北校区 三（2）班", "乙", "G2", JOINED, "")
    )

    assert (plain.outcome, full.outcome) == (Outcome.ERROR, Outcome.NEW)
