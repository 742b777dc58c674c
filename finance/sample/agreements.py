"""Agreements of the sample school: rooms let, one settled in meals, scraps that now bring money, and what went wrong."""

from datetime import date, time, timedelta
from decimal import Decimal

from finance import services
from finance.models import Instalment
from finance.sample.accounts import BANK, CASH, account
from finance.sample.sheets import minutes
from logistics import clock
from logistics.approvals import services as approvals
from logistics.approvals.selectors import case_of, seats_waiting

DAY = timedelta(days=1)
SHOP = {
    "kind": "lease", "subject": "校门口东侧门面房（文具、打印）", "party": "刘记文具店", "party_phone": "13907350411",
    "yearly_price": Decimal(24000), "paid_by": "half",
    "duties": "乙方负责房内消防与用电安全，不得销售食品、刀具，不得占道经营；水电按表缴费。甲方负责房屋主体维修。",
}  # fmt: skip
KITCHEN = {
    "kind": "lease", "subject": "食堂东侧教学用房", "party": "城东厨师培训学校", "party_phone": "13907350622",
    "yearly_price": Decimal(18000), "paid_by": "half",
    "duties": "乙方负责用火、用气安全和环境卫生，学员凭证进出；甲方提供水电，按表结算。",
}  # fmt: skip
TUCK_SHOP = {
    "kind": "lease", "subject": "校园小卖部", "party": "张月娥", "party_phone": "13907350933",
    "yearly_price": Decimal(9600), "paid_by": "quarter",
    "duties": "乙方只经营文具和日用品，不得销售食品；负责门前卫生和用电安全。",
}  # fmt: skip
SCRAPS = {
    "kind": "scraps", "subject": "食堂下脚料收运", "party": "远郊养殖户李家发", "party_phone": "13907350144",
    "yearly_price": Decimal(3600), "paid_by": "month", "before_yearly": Decimal(0),
    "duties": "每日 18:00 前清运，桶具自备并加盖，不得在校内停留；按餐厨废弃物管理规定处置并留收运记录。",
}  # fmt: skip
WASTE = {
    "kind": "waste", "subject": "废纸、废金属回收", "party": "绿源再生资源回收站", "party_phone": "13907350255",
    "paid_by": "sale", "before_yearly": Decimal(0), "duties": "按次过秤，当场付款，出门登记，由门卫核对放行。",
}  # fmt: skip
RENEWAL = {
    "kind": "lease", "subject": "北校区门面房（照相、打印）", "party": "晨光图文店", "party_phone": "13907350366",
    "yearly_price": Decimal(15600), "paid_by": "quarter",
    "duties": "乙方负责消防与用电安全，不得转租；甲方负责房屋主体维修。",
}  # fmt: skip
WATER = {
    "kind": "lease", "subject": "自动售水机点位", "party": "清源饮水设备公司", "party_phone": "13907350477",
    "yearly_price": Decimal(4800), "paid_by": "half",
    "duties": "乙方每季度检测水质、更换滤芯并张贴结果，负责设备用电安全；甲方提供点位和水电，按表结算。",
}  # fmt: skip


def make_agreements(sample, last, current):
    """In force since the first days of the last term; one ended early, one waiting for the principal, one sent back."""
    places = {"shop": sample.place("校门口"), "kitchen": sample.place("食堂 仓库"), "tuck": sample.place("单车棚")}
    shop = agree(sample, last[1], place=places["shop"], years=2, **SHOP)
    kitchen = agree(sample, last[1], place=places["kitchen"], years=2, **KITCHEN)
    tuck_shop = agree(sample, last[2], place=places["tuck"], years=1, **TUCK_SHOP)
    scraps = agree(sample, last[2], years=1, **SCRAPS)
    waste = agree(sample, last[3], years=1, **WASTE)
    receive_first(sample, shop, last[6])
    receive_first(sample, tuck_shop, last[7])
    settle_in_meals(sample, kitchen, [last[len(last) // 2], (current or last)[-3]])
    receive_part(sample, shop, (current or last)[-4])
    receive_monthly(sample, scraps, [*last, *current])
    end_tuck_shop(sample, tuck_shop, last[len(last) // 2 + 3])
    sell_waste(sample, waste, last, current)
    with sample.at((current or last)[-2], "09:30"):
        waiting = draw_up(
            sample, place=sample.place("校门口", "north"), starts_on=clock.today() + 30 * DAY, years=1, **RENEWAL
        )
        sign_once(waiting)
    send_back(sample, (current or last)[-3])


def draw_up(sample, *, starts_on, years, **facts):
    """Draw an agreement up and submit it."""
    ends_on = date(starts_on.year + years, starts_on.month, min(starts_on.day, 28)) - DAY
    clerk = sample.person("clerk")
    agreement = services.draft_agreement(
        sample.school, starts_on=starts_on, ends_on=ends_on, by=clerk, photos=[minutes(sample.school, clerk)], **facts
    )
    return services.submit_agreement(agreement, by=clerk)


def agree(sample, day, **facts):
    """Draw an agreement up and have it approved on the same day."""
    with sample.at(day, "08:40"):
        agreement = draw_up(sample, starts_on=day, **facts)
    for hour in ("10:15", "15:05", "16:40"):
        with sample.at(day, hour):
            if case_of(agreement).status == "pending":
                sign_once(agreement)
    agreement.refresh_from_db()
    return agreement


def sign_once(agreement):
    case = case_of(agreement)
    person = seats_waiting(case).first().person
    approvals.decide(case, verb="agree", by=person, opinion="同意，按规定签订。")


def send_back(sample, day):
    """Sent back by whoever is asked first; the clerk has not changed it yet."""
    with sample.at(day, "10:40"):
        agreement = draw_up(sample, place=sample.place("单车棚"), starts_on=clock.today() + 40 * DAY, years=1, **WATER)
    with sample.at(day, "14:20"):
        case = case_of(agreement)
        person = seats_waiting(case).first().person
        approvals.decide(case, verb="return", by=person, opinion="请附水质检测报告和对方卫生许可证。")


def due_by(agreement, day):
    """Return what the agreement let fall due by ``day`` and is not settled."""
    rows = Instalment.objects.with_settled().filter(agreement=agreement, dropped_on=None, due_on__lte=day)
    return rows.filter(outstanding__gt=0)


def receive_first(sample, agreement, day):
    with sample.at(day, "09:20"):
        first = due_by(agreement, day).first()
        services.receive_instalment(
            first, account=account(sample.school, BANK), amount=first.outstanding, on=day, voucher=f"收{day:%m%d}01",
            by=sample.person("clerk"),
        )  # fmt: skip


def receive_part(sample, agreement, day):
    """A further instalment of which only a part came in: the rest is overdue."""
    with sample.at(day, "10:10"):
        instalment = due_by(agreement, day).last()
        if instalment is not None:
            services.receive_instalment(
                instalment,
                account=account(sample.school, BANK),
                amount=Decimal(5000),
                on=day,
                by=sample.person("clerk"),
            )


def settle_in_meals(sample, agreement, days):
    """用提供餐饮抵代房租: meals for 37 teachers and guards, confirmed by the union."""
    for day in days:
        with sample.at(day, "14:30"):
            instalment = due_by(agreement, day).first()
            if instalment is not None:
                services.settle_in_kind(
                    instalment, amount=instalment.outstanding, on=day, text="教职工早、中餐抵租", meals=1110, people=37,
                    confirmed_by="工会主席 何建国", by=sample.person("director"),
                )  # fmt: skip


def receive_monthly(sample, agreement, days):
    """Each month's payment in cash on its first school day, paid into the bank the next; the last month is not paid yet."""
    for instalment in Instalment.objects.filter(agreement=agreement, due_on__lt=clock.today() - 30 * DAY):
        day = next((day for day in days if day >= instalment.due_on), None)
        if day is None:
            continue
        with sample.at(day, "17:10"):
            receipt = services.receive_instalment(
                instalment, account=account(sample.school, CASH), amount=instalment.amount, on=day,
                by=sample.person("cashier"),
            )  # fmt: skip
        pay_in(sample, receipt.entry, day)


def pay_in(sample, entry, day):
    following = min(day + DAY, clock.today())
    with sample.at(following, "09:00"):
        services.deposit(
            [entry],
            to=account(sample.school, BANK),
            on=following,
            voucher=f"缴{following:%y%m%d}",
            by=sample.person("cashier"),
        )


def end_tuck_shop(sample, agreement, day):
    with sample.at(day, "11:00"):
        services.end_agreement(agreement, ended_on=day, reason="按上级要求清退校内小卖部", by=sample.person("director"))


def sell_waste(sample, agreement, last, current):
    """Waste sold at the end of the months; one was typed with a wrong weight and taken back."""
    days = [last[len(last) // 3], last[-6], *([current[len(current) // 2]] if current else [])]
    for number, (day, what, kilograms, price) in enumerate(
        zip(days, ["paper", "metal", "paper"], ["186.5", "64", "212"], ["1.10", "2.20", "1.05"])
    ):
        wrong = sell(sample, agreement, day, what, "2120", price) if number == 2 else None
        if wrong is not None:
            with sample.at(day, "17:05"):
                services.reverse_sale(wrong, on=day, reason="重量多录一位", by=sample.person("storekeeper"))
        sale = sell(sample, agreement, day, what, kilograms, price)
        pay_in(sample, sale.entry, day)


def sell(sample, agreement, day, what, kilograms, price):
    with sample.at(day, "16:50"):
        return services.sell_scrap(
            agreement, what=what, kilograms=Decimal(kilograms), price=Decimal(price), on=day, left_at=time(16, 45),
            gate="南校区后门", carried_by="回收站 王师傅", campus=sample.campuses["south"],
            account=account(sample.school, CASH), by=sample.person("storekeeper"),
        )  # fmt: skip
