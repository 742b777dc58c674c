"""Fees of the sample school: exercise books for fifteen yuan and the after-school service, in both terms."""

from datetime import timedelta
from decimal import Decimal

from finance import services
from finance.models import Account, FeeCollection, StrayCharge
from finance.sample.pupils import enter_pupils, leave
from finance.selectors.fees import classes_charged, covers_of, dues_of
from finance.services import fee_money, fee_settlement, fees, letters, public, strays
from logistics import clock
from logistics.school.models import Pupil

ONE_DAY = timedelta(days=1)
GRADES = [1, 2, 3, 4, 5, 6]
BOOKS = {
    "name": "作业本费", "kind": "agency", "standard": Decimal("15.00"), "approved_standard": Decimal("15.00"),
    "basis": "关于规范中小学服务性收费和代收费管理的通知", "basis_number": "湘发改价费规〔2025〕12号",
    "purpose": "统一购买学生作业本", "relief": "家庭经济困难学生免收", "relief_percent": 100,
}  # fmt: skip
SERVICE = {
    "name": "课后服务费", "kind": "service", "standard": Decimal("280.00"), "approved_standard": Decimal("300.00"),
    "basis": "关于义务教育学校课后服务收费标准的通知", "basis_number": "郴发改价〔2024〕31号",
    "purpose": "课后服务教师补助和材料", "relief": "家庭经济困难学生减半", "relief_percent": 50,
}  # fmt: skip
REFUSING = 7  # one in seven parents does not want the service
OFFICE = {"whole_school": False, "grades": GRADES, "unit": "term", "complaint_phone": "0735-3320001"}


def make(sample):
    """Last term from the publication to the refund; this term half way, with cash that waits and a class that is late."""
    last, current = ([day for day in sample.days(term) if day < clock.today()] for term in sample.terms)
    with sample.at(last[0], "08:10"):
        open_accounts(sample)
        enter_pupils(sample)
        shown = ["fees", "months", "subsidies", "donations"]
        public.set_public_page(sample.school, is_on=True, sections=shown, by=sample.person("director"))
    make_last_term(sample, sample.terms[0], last)
    if len(current) > 4:
        make_current_term(sample, sample.terms[1], current)


def open_accounts(sample):
    """Cash and a bank account, unless the books of the sample have them already."""
    for kind, name in ((Account.Kind.CASH, "库存现金"), (Account.Kind.BANK, "基本存款账户")):
        if not Account.objects.of_school(sample.school).filter(kind=kind).exists():
            services.open_account(sample.school, kind=kind, name=name, by=sample.person("accountant"))


def account(sample, kind):
    return Account.objects.of_school(sample.school).filter(kind=kind, is_active=True).order_by("pk").first()


# --- last term --------------------------------------------------------------------------------------------------------


def make_last_term(sample, term, days):
    books = publish(sample, term, BOOKS, days[0])
    service = publish(sample, term, SERVICE, days[0])
    ask_parents(sample, books, days[1], refusing=0)
    ask_parents(sample, service, days[1], refusing=REFUSING)
    first = next(place for place in range(2, 12) if days[place + 1] - days[place] == ONE_DAY)
    classes = list(classes_charged(books).order_by("pk"))
    collect(sample, books, classes, days[first], "cash")
    collect(sample, service, classes, days[first], "bank")
    collections = list(FeeCollection.objects.filter(item=books).order_by("pk"))
    pay_in(sample, collections[1:], days[first + 1], "JK-0301")
    pay_in(sample, collections[:1], days[first + 6], "JK-0317")
    spend(sample, books, days[first + 4], "作业本（第一批）", "0.52", "新华书店")
    leave(sample, classes[4], days[len(days) // 2], "随父母迁往外地就读")
    find_stray(sample, classes[2], days[len(days) // 3])
    spend(sample, books, days[len(days) // 2 + 5], "作业本（第二批）", "0.38", "新华书店")
    for item in (books, service):
        settle_and_refund(sample, item, days)
    write_letters(sample, term, classes[0], days[-1])


def settle_and_refund(sample, item, days):
    """Settled a week before the holidays, refunded class by class two days later."""
    clerk = sample.person("clerk")
    with sample.at(days[-6], "15:00"):
        settlement = fee_settlement.settle_fee(item, by=clerk)
    with sample.at(days[-4], "10:30"):
        waiting = {}
        for share in settlement.shares.to_refund().select_related("school_class"):
            waiting.setdefault(share.school_class, []).append(share)
        for school_class, shares in waiting.items():
            fee_settlement.pay_out(
                settlement, school_class, shares=shares, on=days[-4], account=account(sample, "bank"), by=clerk
            )
    correct_refund(sample, settlement, days[-3])


def correct_refund(sample, settlement, day):
    """One refund went to a pupil of the same name in another class; it is taken back and paid to the right one."""
    clerk = sample.person("clerk")
    payout = settlement.payouts.standing().order_by("pk").first()
    pupil = payout.shares.order_by("pk").first().pupil
    with sample.at(day, "09:30"):
        fee_settlement.reverse_payout(payout, reason="误发给外班同名学生，已收回", pupils=[pupil], by=clerk)
    with sample.at(day, "10:00"):
        fee_settlement.pay_out(
            settlement, payout.school_class, shares=settlement.shares.to_refund(), on=day, account=account(sample, "bank"),
            by=clerk,
        )  # fmt: skip


def find_stray(sample, school_class, day):
    """A self-inspection finds twelve yuan of photocopies in one class; the money goes back the next week."""
    director = sample.person("director")
    with sample.at(day, "16:20"):
        charge = strays.report_stray(
            sample.school, kind=StrayCharge.Kind.STRAY, what=f"{school_class.name}自行收取复习资料复印费，每生 12 元",
            charged_by=f"{school_class.name}班主任", amount=Decimal("432.00"), school_class=school_class, found_on=day,
            way=StrayCharge.Way.SELF, by=director,
        )  # fmt: skip
    with sample.at(day + timedelta(days=5), "09:40"):
        strays.repay_stray(
            charge, outcome="已如数退还学生，对当事人批评教育，并在教师会上通报", refunded_on=clock.today(), by=director
        )


def write_letters(sample, term, school_class, day):
    with sample.at(day, "14:00"):
        run = letters.ask_letters(sample.school, term=term, school_class=school_class, by=school_class.class_teacher)
        letters.write_letters(run.pk)


# --- this term --------------------------------------------------------------------------------------------------------


def make_current_term(sample, term, days):
    """Exercise books are collected but for three classes; cash of two classes waits, of one it is late."""
    books = publish(sample, term, BOOKS, days[0])
    service = publish(sample, term, SERVICE, days[0])
    ask_parents(sample, books, days[1], refusing=0)
    ask_parents(sample, service, days[1], refusing=REFUSING, leaving_out=2)
    classes = list(classes_charged(books).order_by("pk"))
    collect(sample, books, classes[:-3], days[2], "cash")
    collect(sample, service, classes[:-2], days[3], "bank")
    collections = list(FeeCollection.objects.filter(item=books).order_by("pk"))
    pay_in(sample, collections[1:], days[3], "JK-0902")
    collect(sample, books, classes[-3:-2], days[-1], "cash", part=True)
    if len(days) > 12:
        give_back(sample, collections[1], days[4])
        leave(sample, classes[7], days[10], "转学至县城")
        spend(sample, books, days[12], "作业本（第一批）", "0.45", "新华书店")
    with sample.at(days[-1], "16:00"):
        fees.draft_fee(
            sample.school, by=sample.person("clerk"), term=term, name="研学实践活动费", kind="agency",
            standard=Decimal("60.00"), whole_school=False, grades=[5, 6], unit="time", purpose="五、六年级研学实践，车辆和门票",
        )  # fmt: skip


def give_back(sample, collection, day):
    """One pupil need not have paid; the cash of the class is in the bank already and comes out again for this one."""
    with sample.at(day, "15:40"):
        pupil = collection.rows.order_by("pupil__number").last().pupil
        fee_money.reverse_collection(
            collection, reason="该生符合资助政策应免收，现金退还家长", pupils=[pupil], by=sample.person("clerk")
        )


# --- the steps --------------------------------------------------------------------------------------------------------


def publish(sample, term, facts, day):
    """Write a fee down, publish it and open its collection on one morning."""
    with sample.at(day, "09:00"):
        item = fees.draft_fee(sample.school, by=sample.person("clerk"), term=term, **facts, **OFFICE)
        item = fees.publish_fee(item, by=sample.person("director"))
        return fees.start_fee(item, by=sample.person("clerk"))


def ask_parents(sample, item, day, *, refusing, leaving_out=0):
    """Each class teacher enters what the parents said; one in ``refusing`` says no (0: nobody)."""
    with sample.at(day, "11:30"):
        classes = list(classes_charged(item).order_by("pk"))
        for school_class in classes[: len(classes) - leaving_out]:
            pupils = Pupil.objects.filter(school_class=school_class).here_on(day).order_by("number")
            said = {pupil: not (refusing and place % refusing == 3) for place, pupil in enumerate(pupils)}
            fees.record_consents(item, said, on=day, by=school_class.class_teacher)


def collect(sample, item, classes, day, kind, *, part=False):
    """Each class teacher enters who paid; ``part``: a third of the class has not yet."""
    where, covers = account(sample, kind), covers_of(item, day)
    with sample.at(day, "16:10"):
        for school_class in classes:
            dues = [each for each in dues_of(item, school_class, covers=covers, day=day) if each.may_pay]
            dues = dues[: len(dues) * 2 // 3] if part else dues
            amounts = {each.pupil: each.rest for each in dues}
            fee_money.collect_fee(
                item, school_class, amounts=amounts, on=day, account=where, by=school_class.class_teacher
            )


def pay_in(sample, collections, day, voucher):
    with sample.at(day, "10:00"):
        fee_money.deposit_collections(
            collections, to=account(sample, "bank"), on=day, voucher=voucher, by=sample.person("cashier")
        )


def spend(sample, item, day, text, share, party):
    """Spend a share of what was collected, to the odd cent."""
    with sample.at(day, "15:20"):
        collected = sum(item.rows.values_list("amount", flat=True))
        amount = (collected * Decimal(share)).quantize(Decimal("0.01")) - Decimal("0.37")
        fee_money.spend_fee(
            item, text=text, amount=amount, on=day, account=account(sample, "bank"), party=party,
            voucher=f"DS-{day:%m%d}", by=sample.person("clerk"),
        )  # fmt: skip
