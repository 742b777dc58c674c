"""Fees in each of their states: a class, its pupils, and fifteen yuan for exercise books, made through the services."""

from datetime import timedelta
from decimal import Decimal

from finance import services
from finance.services import fee_money, fee_settlement, fees
from logistics import clock
from logistics.school import services as school_services
from logistics.school.models import Term
from tests.factories import CampusFactory, SchoolClassFactory


class FeeWorld:
    """A school with cash, a bank account and a class of ``count`` pupils; ``item`` is being collected, all agreed."""

    def __init__(self, office, count=3, **facts):
        self.office, self.school, self.by = office, office.school, office.accountant
        self.cash = services.open_account(self.school, kind="cash", name="库存现金", by=self.by)
        self.bank = services.open_account(self.school, kind="bank", name="基本户", by=self.by)
        self.campus = CampusFactory(school=self.school)
        self.school_class = SchoolClassFactory(
            campus=self.campus, grade=3, name="三（2）班", class_teacher=office.teacher
        )
        self.term = Term.objects.of_school(self.school).get()
        self.pupils = [self.pupil(f"学生{number}") for number in range(1, count + 1)]
        self.item = self.fee(**facts)

    def pupil(self, name, school_class=None, relief="", joined_on=None):
        number = f"G{self.school.pk}-{len(self.school.pupils.all()):04d}"
        return school_services.enter_pupil(
            school_class or self.school_class, name=name, number=number, relief=relief,
            joined_on=joined_on or self.term.starts_on, by=None,
        )  # fmt: skip

    def draft(self, **facts):
        return fees.draft_fee(
            self.school, by=self.by,
            **{
                "name": "作业本费", "kind": "agency", "term": self.term, "standard": Decimal("15"), "unit": "term",
                "basis": "湘发改价费〔2024〕1号", "approved_standard": Decimal("15"), "complaint_phone": "12345", **facts,
            },
        )  # fmt: skip

    def fee(self, *, agreed=True, started=True, **facts):
        item = fees.publish_fee(self.draft(**facts), by=self.by)
        item = fees.start_fee(item, by=self.by) if started else item
        if agreed and item.needs_consent:
            self.consent(item, self.pupils)
        return item

    def consent(self, item, pupils, agreed=True):
        return fees.record_consents(item, dict.fromkeys(pupils, agreed), on=clock.today(), by=self.by)

    def collect(self, *pupils, amount="15", item=None, **facts):
        amounts = {pupil: Decimal(amount) for pupil in pupils or self.pupils}
        return fee_money.collect_fee(
            item or self.item, self.school_class, amounts=amounts,
            **{"on": clock.today(), "account": self.cash, "by": self.office.teacher, **facts},
        )  # fmt: skip

    def spend(self, amount, item=None, **facts):
        return fee_money.spend_fee(
            item or self.item, text="作业本", amount=Decimal(amount),
            **{"on": clock.today(), "account": self.bank, "by": self.by, **facts},
        )  # fmt: skip

    def settle(self, item=None):
        return fee_settlement.settle_fee(item or self.item, by=self.by)

    def pay_out(self, settlement, shares=None):
        return fee_settlement.pay_out(
            settlement, self.school_class, shares=shares or list(settlement.shares.to_refund()), on=clock.today(),
            account=self.cash, by=self.by,
        )  # fmt: skip


def yesterday():
    return clock.today() - timedelta(days=1)
