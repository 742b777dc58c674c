"""What repairs say in the summary: every figure is the number of its rows, every claim holds only while it is true."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db.models import Sum

from logistics import clock
from logistics.reports.periods import Period, Scope
from logistics.school.models import Term
from repairs import statements
from repairs.models import PartUsed, Repair, Wait
from repairs.selectors import waiting_time, with_time_taken
from tests.factories import CampusFactory, PlaceFactory, user_with
from tests.repairs.factories import RepairFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def period(school):
    return Period.of_term(Term.objects.get(school=school))


def said(statement):
    return [sentence.text for sentence in statement.sentences if sentence.stands]


def figures(statement):
    return {key: figure.value for key, figure in statement.all_figures().items()}


def test_total_done_and_rate_with_the_trades(school, period, room, trade):
    RepairFactory(place=room, trade=trade, done=True)
    RepairFactory(place=room, trade=trade)
    RepairFactory(place=room, trade=trade, status="withdrawn", ended_at=clock.now(), end_reason="误报")

    statement = statements.repairs_total(school, period, Scope())

    assert said(statement)[0] == "本学期共接报修2件，完成1件，完成率50%，其中水电2件。"
    assert not statement.claims[0].is_kept


def test_nothing_is_left_over_only_while_it_is_true(school, period, room):
    RepairFactory(place=room, done=True)

    assert statements.repairs_total(school, period, Scope()).claims[0].is_kept


def test_kinds_are_counted_in_their_measure_words(school, period, room, trade, lamp):
    RepairFactory(place=room, trade=trade, kind=lamp, done=True, quantity=Decimal(3))
    RepairFactory(place=room, trade=trade, kind=lamp, done=True)
    RepairFactory(place=room, trade=trade, kind=lamp, quantity=Decimal(9))

    assert said(statements.repairs_by_kind(school, period, Scope())) == ["水电类完成2件，其中维修灯具4盏。"]


def test_parts_are_summed_by_measure_word(school, period, room, tube):
    for quantity in (2, 3):
        PartUsed.objects.create(repair=RepairFactory(place=room, done=True), kind=tube, quantity=quantity)

    assert said(statements.parts_used(school, period, Scope()))[0] == "共更换灯管5根。"


def test_jobs_entered_after_the_work_are_left_out_of_response_times(school, period, room):
    RepairFactory(place=room, done=True)
    RepairFactory(place=room, done=True, after_the_fact=True)

    assert figures(statements.response(school, period, Scope()))["notified"] == 1


def test_the_time_a_repair_took_leaves_its_waits_out_and_has_a_median(school, period, room):
    now = clock.now()
    for hours in (1, 2, 6):
        RepairFactory(place=room, done=True, reported_at=now - timedelta(hours=hours), finished_at=now)
    waited = Repair.objects.earliest("reported_at")
    Wait.objects.create(
        repair=waited,
        reason=Wait.Reason.PARTS,
        text="灯管",
        began_at=now - timedelta(hours=5),
        ended_at=now - timedelta(hours=4),
    )
    Wait.objects.create(
        repair=waited, reason=Wait.Reason.OUTSIDE, text="厂家", began_at=now - timedelta(hours=2), ended_at=now
    )

    statement = statements.response(school, period, Scope())

    assert figures(statement)["hours"] == timedelta(hours=2)
    assert figures(statement)["hours.median"] == timedelta(hours=2)
    assert said(statement)[1] == "修复用时平均2小时，中位数2小时（待料、外修等待时间不计）。"


def test_a_wait_counts_only_until_the_repair_was_done(school, period, room):
    now = clock.now()
    repair = RepairFactory(
        place=room, done=True, reported_at=now - timedelta(hours=4), finished_at=now - timedelta(hours=1)
    )
    Wait.objects.create(repair=repair, reason=Wait.Reason.PARTS, text="灯管", began_at=now - timedelta(hours=3))

    assert figures(statements.response(school, period, Scope()))["hours"] == timedelta(hours=1)
    assert with_time_taken(Repair.objects.all()).get().took == timedelta(hours=3) - waiting_time(repair)


def test_the_ratings_are_named_by_their_stars(school, period, room):
    RepairFactory(place=room, done=True, rating=4, confirmed_by=user_with(school=school))

    ratings = statements.satisfaction(school, period, Scope()).charts[0].breakdown

    assert [(item.label, item.text) for item in ratings.items] == [("4星", "1件")]


def test_one_notice_on_the_next_day_breaks_the_claim(school, period, room):
    RepairFactory(place=room, assigned=True, reported_at=clock.now() - timedelta(days=1), assigned_at=clock.now())

    claim = statements.response(school, period, Scope()).claims[0]

    assert (claim.is_kept, claim.breach.text) == (False, "有1件报修未能当天通知维修人员。")


def test_acceptance_by_default_is_counted_apart(school, period, room):
    RepairFactory(place=room, done=True, rating=4)
    RepairFactory(place=room, done=True, default_accepted=True)

    values = figures(statements.satisfaction(school, period, Scope()))

    assert (values["confirmed"], values["by_default"], values["rated"], values["stars"]) == (1, 1, 1, 4)


def test_late_repairs_are_a_problem(school, period, room):
    RepairFactory(place=room, reported_at=clock.now() - timedelta(days=20))

    assert statements.response(school, period, Scope()).problems[0].stands


def test_the_third_fault_at_a_place_is_a_repeated_one(school, period, room, lamp):
    for weeks in (5, 3, 1):
        RepairFactory(place=room, kind=lamp, done=True, reported_at=clock.now() - timedelta(weeks=weeks))

    assert figures(statements.repeated(school, period, Scope()))["repeated"] == 1


def test_a_campus_speaks_for_itself(school, period, room):
    elsewhere = PlaceFactory(campus=CampusFactory(school=school))
    RepairFactory(place=room)
    RepairFactory(place=elsewhere)

    assert figures(statements.repairs_total(school, period, Scope(room.campus)))["reported"] == 1


def test_another_schools_repairs_do_not_count(school, period, room):
    RepairFactory()

    assert figures(statements.repairs_total(school, period, Scope()))["reported"] == 0


def test_every_figure_is_the_count_or_sum_of_its_rows(school, period, room, trade, lamp, tube):
    person = user_with(school=school)
    for number in range(4):
        repair = RepairFactory(
            place=room, trade=trade, kind=lamp, done=True, cause="age", cost=Decimal("3.50"), reporter=person
        )
        PartUsed.objects.create(repair=repair, kind=tube, quantity=number + 1)

    for make in statements.STATEMENTS:
        for key, figure in make(school, period, Scope()).all_figures().items():
            if not hasattr(figure, "rows"):
                continue
            if figure.measure is None:
                assert figure.value == figure.rows.count(), key
            elif figure.how == "sum":
                assert figure.value == (figure.rows.aggregate(total=Sum(figure.measure))["total"] or 0), key
