"""Agreements, compensation, donations and funds in each of their states, made through the services."""

from datetime import date, time, timedelta
from decimal import Decimal

from finance import services
from finance.models import Account
from logistics import clock
from logistics.approvals import services as approvals
from logistics.approvals.selectors import case_of, seats_waiting
from tests.factories import CampusFactory, PlaceFactory

DAY = timedelta(days=1)


def account(office):
    """The bank account of the school, opened when first asked for."""
    found = Account.objects.of_school(office.school).first()
    return found or services.open_account(office.school, kind="bank", name="基本户", by=office.accountant)


def room(office, **facts):
    return PlaceFactory(campus=CampusFactory(school=office.school), **facts)


def draft(office, by=None, **facts):
    """A lease of a shop room for this calendar year, 12,000 yuan by the half year, unless said otherwise."""
    today = clock.today()
    usual = {
        "kind": "lease", "subject": "东门门面房", "party": "刘记文具店", "starts_on": date(today.year, 1, 1),
        "ends_on": date(today.year, 12, 31), "yearly_price": Decimal(12000), "paid_by": "half",
        "duties": "乙方负责房内消防与门前卫生", "place": facts.pop("place", None),
    }  # fmt: skip
    if usual["place"] is None and facts.get("kind", "lease") == "lease":
        usual["place"] = room(office)
    return services.draft_agreement(office.school, by=by or office.director, **{**usual, **facts})


def submit(office, **facts):
    agreement = draft(office, **facts)
    return services.submit_agreement(agreement, by=agreement.asked_by.at(office.school))


def sign(record, verb="agree"):
    case = case_of(record)
    return approvals.decide(case, verb=verb, by=seats_waiting(case).first().person, opinion="同意")


def agree(office, **facts):
    """An agreement in force."""
    agreement = submit(office, **facts)
    while case_of(agreement).status == "pending":
        sign(agreement)
    agreement.refresh_from_db()
    return agreement


def scraps(office, **facts):
    """An agreement in force on waste paid at each sale."""
    usual = {
        "kind": "waste",
        "subject": "废纸、废塑料回收",
        "party": "绿源回收站",
        "yearly_price": None,
        "paid_by": "sale",
    }
    return agree(office, **{**usual, **facts})


def receive(instalment, office, amount="6000", **facts):
    return services.receive_instalment(
        instalment,
        **{
            "account": account(office), "amount": Decimal(amount), "on": clock.today(), "by": office.accountant, **facts,
        },
    )  # fmt: skip


def in_kind(instalment, office, amount="6000", **facts):
    return services.settle_in_kind(
        instalment,
        **{
            "amount": Decimal(amount), "on": clock.today(), "text": "教师及门卫早、中餐", "meals": 1200, "people": 37,
            "confirmed_by": "工会主席", "by": office.director, **facts,
        },
    )  # fmt: skip


def sell(agreement, office, kilograms="120", price="1.20", **facts):
    return services.sell_scrap(
        agreement,
        **{
            "what": "paper", "kilograms": Decimal(kilograms), "price": Decimal(price), "on": clock.today(),
            "left_at": time(16, 20), "gate": "南门", "carried_by": "王师傅", "account": account(office),
            "by": office.director, **facts,
        },
    )  # fmt: skip


def damage(office, amount="85", **facts):
    today = clock.today()
    return services.open_compensation(
        office.school,
        **{
            "thing": "教室门锁", "person": "李小明", "group": "五（2）班", "cause": "careless", "basis": "price",
            "amount": Decimal(amount), "happened_on": today, "due_on": today + 14 * DAY, "by": office.director, **facts,
        },
    )  # fmt: skip


def pay(compensation, office, amount="85", **facts):
    return services.receive_compensation(
        compensation,
        **{
            "account": account(office), "amount": Decimal(amount), "on": clock.today(), "by": office.accountant, **facts,
        },
    )  # fmt: skip


def gift(office, kind="works", value="52000", **facts):
    return services.accept_contribution(
        office.school,
        **{
            "kind": kind, "donor": "朱先生", "donor_note": "五年二班学生家长", "what": "修喷泉", "purpose": "美化校园",
            "value": Decimal(value), "on": clock.today(), "by": office.director, **facts,
        },
    )  # fmt: skip


def saving(office, amount="9000", **facts):
    today = clock.today()
    return services.enter_saving(
        office.school,
        **{
            "measure": "旧课桌维修再用", "computation": "40 套 ×（260 − 35）元", "amount": Decimal(amount),
            "from_on": today - 9 * DAY, "to_on": today, "by": office.director, **facts,
        },
    )  # fmt: skip


def fund(office, amount="50000", **facts):
    today = clock.today()
    return services.enter_fund(
        office.school,
        **{
            "name": "校园监控专项", "document": "财教〔2026〕12 号", "purpose": "校园监控系统更新", "amount": Decimal(amount),
            "granted_on": today - 9 * DAY, "deadline": today + 90 * DAY, "by": office.accountant, **facts,
        },
    )  # fmt: skip
