"""Compensation, donations, savings and an earmarked fund of the sample school."""

from datetime import timedelta
from decimal import Decimal

from finance import services
from finance.sample.accounts import BANK, CASH, account
from finance.sample.agreements import pay_in
from finance.sample.sheets import minutes
from finance.sample.stories import Story
from logistics import clock

DAY = timedelta(days=1)
DAMAGES = [
    ("教室窗玻璃一块", "王小虎", "四（1）班", "careless", "repair", "68.00", "打闹时碰碎"),
    ("多媒体讲台抽屉锁", "赵一鸣", "六（2）班", "wilful", "price", "125.00", "有意撬坏，照价赔偿"),
    ("图书《昆虫记》等 3 册", "李思源", "五（2）班", "careless", "worn", "46.50", "遗失，按折旧后价值"),
    ("宿舍储物柜门", "陈子豪", "六（1）班", "careless", "repair", "90.00", "攀爬损坏"),
]
FUND = ("班级图书角建设专项", "财教〔%d〕37 号", "购置班级图书角书架、图书和阅览桌椅", Decimal(18000))
USES = [
    ("班级图书角书架", [("木质书架", "四层", "12", "个", "380.00")]),
    ("图书角阅览桌椅", [("阅览桌椅", "一桌四椅", "6", "套", "640.00")]),
    ("投影仪吊架", [("投影仪吊架", "", "2", "个", "298.00")]),
]


def make_compensation(sample, last, current):
    """Two paid, one waived in part, one outstanding and overdue."""
    days = [last[20], last[len(last) // 2], last[-12], (current or last)[-20]]
    cases = [demand(sample, day, facts) for day, facts in zip(days, DAMAGES)]
    pay(sample, cases[0], days[0] + 3 * DAY, Decimal("68.00"))
    pay(sample, cases[1], days[1] + 5 * DAY, Decimal("125.00"))
    pay(sample, cases[2], days[2] + 2 * DAY, Decimal("20.00"))
    with sample.at(days[2] + 8 * DAY, "15:30"):
        services.waive_compensation(cases[2], reason="低保家庭，校长办公会同意减免", by=sample.person("principal"))


def demand(sample, day, facts):
    thing, person, group, cause, basis, amount, note_text = facts
    with sample.at(day, "16:20"):
        return services.open_compensation(
            sample.school, thing=thing, person=person, group=group, cause=cause, basis=basis, amount=Decimal(amount),
            happened_on=day, due_on=day + 14 * DAY, campus=sample.campuses["south"], note_text=note_text,
            by=sample.person("asset_keeper"),
        )  # fmt: skip


def pay(sample, compensation, day, amount):
    with sample.at(day, "10:30"):
        payment = services.receive_compensation(
            compensation, account=account(sample.school, CASH), amount=amount, on=day, by=sample.person("cashier")
        )
    pay_in(sample, payment.entry, day)


def make_gifts(sample, last, current):
    """A fountain and a road that a parent sponsored, books, money, and one gift that is not published yet."""
    parent = {"donor": "朱先生", "donor_note": "五年二班学生家长", "purpose": "改善校园环境"}
    days = [last[15], last[18], last[40], last[-10], (current or last)[-5]]
    gifts = [
        give(sample, days[0], kind="works", what="修建校园喷泉", value=Decimal(32000), **parent),
        give(sample, days[1], kind="paid_works", what="加高沥青路面", value=Decimal(20600), **parent),
        give(
            sample, days[2], kind="goods", what="图书 230 册", value=Decimal(4600), donor="2006 届校友", purpose="班级图书角",
            is_anonymous=True,
        ),
        give(
            sample, days[3], kind="money", what="助学款", value=Decimal(10000), donor="城关信用社", purpose="资助困难学生",
            account=account(sample.school, BANK), voucher="捐0031",
        ),
        give(sample, days[4], kind="goods", what="篮球 20 个", value=Decimal(1800), donor="健力体育用品店", purpose="课间活动"),
    ]  # fmt: skip
    for day, gift in zip(days, gifts[:4]):
        with sample.at(day + 2 * DAY, "15:00"):
            services.publish_contribution(gift, by=sample.person("clerk"))


def give(sample, day, **facts):
    with sample.at(day, "09:40"):
        return services.accept_contribution(
            sample.school, on=day, campus=sample.campuses["south"], by=sample.person("director"), **facts
        )


def make_savings(sample, last, current):
    """What measures saved, one a term."""
    save(sample, last, "旧课桌椅维修再用", "维修 46 套，每套省（265 − 38）元", Decimal(10442))
    if len(current) > 30:
        save(sample, current, "走廊照明改声控开关", "同期电量少用 2,180 度 × 0.62 元", Decimal("1351.60"))


def save(sample, days, measure, computation, amount):
    with sample.at(days[-8], "16:00"):
        services.enter_saving(
            sample.school, measure=measure, computation=computation, amount=amount, from_on=days[0], to_on=days[-8],
            campus=sample.campuses["south"], by=sample.person("director"),
            photos=[minutes(sample.school, sample.person("director"))],
        )  # fmt: skip


def make_fund(sample, days):
    """A fund of the year, about half of it used, one purchase found off its purpose."""
    name, document, purpose, amount = FUND
    accountant, today = sample.person("accountant"), clock.today()
    with sample.at(days[4], "08:50"):
        fund = services.enter_fund(
            sample.school, name=name, document=document % days[4].year, purpose=purpose, amount=amount,
            granted_on=days[4], deadline=max(today, days[4]) + 45 * DAY, by=accountant,
            photos=[minutes(sample.school, accountant)],
        )  # fmt: skip
        line = services.open_line(
            sample.school, year=days[4].year, source="earmarked", code="31099", item=name, amount=amount, by=accountant
        )
        services.draw_on_fund(fund, line=line, by=accountant)
    requests = [spend(sample, days, 8 + 5 * number, line, *use) for number, use in enumerate(USES)]
    with sample.at(days[34], "10:20"):
        services.flag_spending(
            fund, use=requests[2], reason="投影仪吊架不属于图书角建设，应在公用经费列支", by=accountant
        )


def spend(sample, days, index, line, title, lines):
    """A purchase out of the line, approved, ordered, accepted, claimed and paid in the days after."""
    story = Story(sample, days, index)
    story.by, story.supplier = sample.person("teacher"), "新知文化用品店"
    with story.later():
        story.request = services.request_spending(
            school=sample.school, by=story.by, title=title, reason="图书角建设专项，按批复购置",
            lines=[as_line(each) for each in lines], department=sample.departments["教导处"], budget_line=line,
        )  # fmt: skip
    story.approve()
    story.buy_and_pay()
    return story.request


def as_line(facts):
    name, spec, quantity, measure_word, unit_price = facts
    return {
        "name": name, "spec": spec, "quantity": Decimal(quantity), "measure_word": measure_word,
        "unit_price": Decimal(unit_price),
    }  # fmt: skip
