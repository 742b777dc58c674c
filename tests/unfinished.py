"""Records in states that the sample school does not have on its day, so that the forms that wait for them open."""

from datetime import timedelta
from decimal import Decimal

from finance import services as finance
from finance.models import LetterRun
from finance.services import strays
from logistics import clock
from logistics.approvals import services as approvals
from logistics.approvals.selectors import case_of, seats_waiting
from logistics.duties import services as duties
from logistics.notices.models import Robot
from logistics.people import services as people
from logistics.people.models import User
from logistics.reports.models import Export
from logistics.reports.periods import Scope, current_period
from logistics.reports.services import request_export
from logistics.school import services as school_services
from tests.factories import PlaceFactory, user_with
from tests.repairs.factories import RepairFactory

LAMP = {"name": "LED灯管", "spec": "", "quantity": Decimal(2), "measure_word": "支", "unit_price": Decimal("18.50")}


def begin_everything(school):
    """Give the school what is stopped, sent back, failed, or has only just begun."""
    director, head = (User.objects.get(username=login).at(school) for login in ("director", "head"))
    stop_what_may_go_on(school, director)
    begin_work(school, director)
    ask_for_signatures(school, director, head)
    fail_in_the_background(school, director)


def stop_what_may_go_on(school, director):
    """Somebody who may not sign in, a room out of use, a duty and a roster that ended."""
    people.deactivate_person(user_with(school=school), by=director, school=school)
    school_services.take_place_out_of_use(PlaceFactory(campus=school.campuses.first()), by=director)
    duties.end_duty(school.duties.filter(ends_on=None).first(), on=clock.today(), by=director)
    duties.switch_roster(school.rosters.filter(active=True).first(), active=False, by=director)


def begin_work(school, director):
    """A repair nobody was sent to, a robot, an invoice on no claim, a charge that should not be."""
    RepairFactory(
        place=school.places.filter(active=True).exclude(parent=None).first(), trade=school.trades.first(),
        number="BX-2026-9999",
    )  # fmt: skip
    Robot.objects.create(
        school=school, kind="wecom", name="后勤群", address="https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=1",
        created_at=clock.now(),
    )  # fmt: skip
    finance.enter_invoice(
        school, number="24312000000099887766", issued_on=clock.today(), seller="向阳文体商店", amount=Decimal(37),
        by=director,
    )  # fmt: skip
    strays.report_stray(
        school, kind="raised", what="多收 1 元", charged_by="某教师", amount=Decimal(3), found_on=clock.today(),
        way="self", by=director,
    )  # fmt: skip


def ask_for_signatures(school, director, head):
    """A purchase that a meeting decides on, by a department's own route; an advance sent back; a contract just sent."""
    department = school.departments.first()
    steps = [{"asks": "meeting", "body": "party"}, {"asks": "role", "roles": ["principal"]}]
    approvals.set_route(school, kind="purchase", steps=steps, by=director, department=department)
    finance.request_spending(
        school=school, by=head, title="更换走廊灯管", reason="灯管不亮", lines=[LAMP], department=department
    )
    advance = finance.ask_advance(
        school, purpose="购买开学用品", amount=Decimal(300), due_on=clock.today() + timedelta(days=20), by=head
    )
    case = case_of(advance)
    approvals.decide(case, verb="return", by=seats_waiting(case).first().person, opinion="请写明用途")
    agreement = finance.draft_agreement(
        school, by=director, kind="other", subject="电梯维保", party="城南电梯公司", starts_on=clock.today(),
        ends_on=clock.today() + timedelta(days=300), yearly_price=Decimal(6000), paid_by="half", duties="", place=None,
    )  # fmt: skip
    finance.submit_agreement(agreement, by=director)


def fail_in_the_background(school, director):
    """A file and a run of letters that could not be made."""
    export = request_export(school, current_period(school), Scope(), file_format="docx", by=director)
    Export.objects.filter(pk=export.pk).update(status="failed", attempts=3, step="given_up")
    run = LetterRun.objects.of_school(school).first()
    run.pk, run.status, run.file, run.finished_at = None, "failed", "", None
    run.save(force_insert=True)
