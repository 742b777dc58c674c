"""What checks contribute to shared pages: tasks, what is late, search, duties, who may do what."""

from datetime import date, timedelta

from logistics import clock, hooks
from logistics.checks import hooks as contributed
from logistics.checks import services
from logistics.checks.models import Round
from logistics.pages.frame import badges_of
from tests.checks.factories import checklist, round_of
from tests.factories import user_with
from tests.pages.waiting import tasks


def finished(template, by, **facts):
    round = round_of(template, by, **facts)
    services.sign_point(round.points.get(), answers={}, by=by)
    return services.finish_round(round, by=by)


def test_a_round_under_way_is_a_task_until_its_day_is_over_then_it_is_late(school, officer, moment):
    round_of(checklist(school), officer)

    today = tasks(contributed.tasks(officer)), tasks(contributed.late(officer))
    with clock.set_to(moment + timedelta(days=1)):
        tomorrow = tasks(contributed.tasks(officer)), tasks(contributed.late(officer))

    assert [len(found) for found in today] == [1, 0]
    assert [len(found) for found in tomorrow] == [0, 1]


def test_what_waits_for_a_second_signature_is_a_task_of_those_who_may_give_it(school, officer):
    finished(checklist(school, seconded="always"), officer)
    signer = user_with("checks.countersign_round", school=school)
    reader = user_with("checks.view_round", school=school)

    assert len(tasks(contributed.tasks(signer))) == badges_of(signer)["checks:rounds_to_sign"] == 1
    assert tasks(contributed.tasks(reader)) == []


def test_an_undecided_finding_is_a_task_of_whoever_found_it(school, officer):
    round = round_of(checklist(school), officer)
    item = round.version.sections.get().items.get()
    services.sign_point(round.points.get(), answers={item.pk: {"result": "fail", "text": "缺"}}, by=officer)
    services.finish_round(round, by=officer)

    (task,) = tasks(contributed.tasks(officer))
    services.fix_on_the_spot(round.findings.get(), measure="补齐", by=officer)

    assert task.title == "灭火器：缺"
    assert tasks(contributed.tasks(officer)) == []


def test_an_exact_number_opens_the_check(school, officer):
    round = round_of(checklist(school), officer)
    round_of(checklist(school, name="别的检查"), officer)

    (hit,) = contributed.search(officer, round.number.lower())

    assert (hit.exact, hit.url) == (True, round.get_absolute_url())


def test_each_checklist_in_use_may_be_a_duty(school, officer):
    template = checklist(school)
    off = checklist(school, name="停用的检查表")
    off.active = False
    off.save()
    (subject,) = contributed.subjects()

    assert subject.details(school) == [(str(template.pk), "安全周查")]
    assert subject.start_url(str(template.pk), None) == f"/checks/start/{template.pk}/"


def test_duties_find_the_rounds_that_count_for_some_days(school, officer):
    template = checklist(school)
    counted = finished(template, officer)
    round_of(template, officer)  # still under way
    finished(template, officer, day=date(2026, 9, 30), late_reason="停电")
    (subject,) = contributed.subjects()

    entries = list(subject.entries([school], date(2026, 10, 1), date(2026, 10, 31)))

    assert [entry.record for entry in entries] == [counted]


def test_a_round_along_a_route_was_at_each_place_that_was_signed(school, officer, rooms):
    round = round_of(checklist(school, route=rooms, walk="route"), officer)
    first, second, third = round.points.order_by("order")
    services.sign_point(first, answers={}, by=officer)
    services.skip_point(second, reason="门锁着", by=officer)
    services.sign_point(third, answers={}, by=officer)
    services.finish_round(round, by=officer)
    (subject,) = contributed.subjects()

    (entry,) = subject.entries([school], round.day, round.day)

    assert (entry.where, entry.places) == (None, (first.place, third.place))


def test_shipped_roles_get_permissions_that_exist():
    known = {f"checks.{name}" for name, _label in Round._meta.permissions} | {"checks.view_round"}
    granted = {name for names in contributed.grants().values() for name in names}

    assert granted - known == {"checks.manage_template"}


def test_a_failed_item_may_become_a_repair_or_a_hazard():
    assert [way.key for way in hooks.follow_ups.results()] == ["repair", "hazard"]
