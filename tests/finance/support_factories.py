"""Subsidies, audits, applications for money, enrolment days and wages in each of their states, made through the services."""

from datetime import time, timedelta
from decimal import Decimal

from finance import services
from finance.models import Subsidy
from finance.services import audits, fee_days, grants, subsidies, wages
from logistics import clock
from logistics.school import services as school_services
from logistics.school.models import Term
from tests.factories import CampusFactory, SchoolClassFactory

DAY = timedelta(days=1)


class SubsidyWorld:
    """A school with cash, a bank account and a class of three; ``subsidy`` is being made, nobody is on its list."""

    def __init__(self, office, **facts):
        self.office, self.school, self.by = office, office.school, office.accountant
        self.cash = services.open_account(self.school, kind="cash", name="库存现金", by=self.by)
        self.bank = services.open_account(self.school, kind="bank", name="基本户", by=self.by)
        self.campus = CampusFactory(school=self.school)
        self.school_class = SchoolClassFactory(
            campus=self.campus, grade=3, name="三（2）班", class_teacher=office.teacher
        )
        self.term = Term.objects.of_school(self.school).get()
        self.pupils = [self.pupil(f"学生{number}") for number in range(1, 4)]
        self.subsidy = self.draft(**facts)

    def pupil(self, name, school_class=None):
        return school_services.enter_pupil(
            school_class or self.school_class, name=name, number=f"G{self.school.pk}-{self.school.pupils.count():04d}",
            joined_on=self.term.starts_on, by=None,
        )  # fmt: skip

    def draft(self, **facts):
        return subsidies.draft_subsidy(
            self.school, by=self.by,
            **{
                "name": "寄宿生生活补助", "kind": "living", "term": self.term, "standard": Decimal("625"),
                "source": "public", "basis": "湘财教〔2026〕8号", **facts,
            },
        )  # fmt: skip

    def put(self, *pupils, subsidy=None, amount="625"):
        amounts = {pupil: Decimal(amount) for pupil in pupils or self.pupils}
        return subsidies.list_pupils(subsidy or self.subsidy, self.school_class, amounts=amounts, by=self.by)

    def post(self, subsidy=None):
        return subsidies.publish_subsidy(subsidy or self.subsidy, by=self.by)

    def shares(self, subsidy=None):
        return list((subsidy or self.subsidy).shares.order_by("pk"))

    def pay(self, *shares, subsidy=None, **facts):
        subsidy = subsidy or Subsidy.objects.get(pk=self.subsidy.pk)
        usual = {"way": "card", "voucher": "银0001", "on": clock.today(), "account": self.bank, "by": self.by}
        return subsidies.pay_subsidy(
            subsidy, self.school_class, shares=list(shares or subsidy.shares.to_pay()), **{**usual, **facts}
        )


def audit(office, **facts):
    usual = {"body": "区审计局", "kind": "audit", "subject": "上年度财务收支", "on": clock.today() - 20 * DAY}
    return audits.enter_audit(office.school, by=office.accountant, **{**usual, **facts})


def report(found, office, **facts):
    usual = {"result": "财务管理总体规范", "reported_on": clock.today() - 10 * DAY, "document": "区审〔2026〕5号"}
    return audits.report_audit(found, by=office.accountant, **{**usual, **facts})


def finding(office, of=None, **facts):
    of = of or report(audit(office), office)
    usual = {
        "text": "个别票据附件不全", "weight": "minor", "responsible": office.accountant,
        "due_on": clock.today() + 10 * DAY, "by": office.accountant,
    }  # fmt: skip
    return audits.enter_finding(of, **{**usual, **facts})


def application(office, **facts):
    usual = {
        "name": "运动场改造", "source": "fiscal", "body": "区财政局", "purpose": "改造塑胶跑道",
        "asked": Decimal("300000"), "applied_on": clock.today() - 30 * DAY,
    }  # fmt: skip
    return grants.apply_for_grant(office.school, by=office.director, **{**usual, **facts})


def won(office, granted="200000", of=None, **facts):
    usual = {"granted": Decimal(granted), "reply": "财教〔2026〕61号", "decided_on": clock.today() - DAY}
    return grants.grant_application(of or application(office), by=office.director, **{**usual, **facts})


def confirm(office, month=None, **facts):
    usual = {
        "month": month or clock.today().replace(day=1), "paid_on": clock.today(), "people": 96,
        "wages": Decimal("618000"),
    }  # fmt: skip
    return wages.confirm_wages(office.school, by=office.accountant, **{**usual, **facts})


def fee_day(office, **facts):
    usual = {
        "term": Term.objects.of_school(office.school).get(), "on": clock.today() + 3 * DAY, "title": "秋季学期报名缴费",
        "bring": "户口簿、缴费凭证", "meeting_at": None, "note": "",
    }  # fmt: skip
    return fee_days.plan_fee_day(office.school, by=office.director, **{**usual, **facts})


def slot(day, office, *classes, desk="一号窗口", starts_at=time(8, 30), ends_at=time(10), **facts):
    return fee_days.give_slots(
        day, classes=list(classes), desk=desk, starts_at=starts_at, ends_at=ends_at, by=office.director, **facts
    )
