"""Subsidies, audits, applications for money, wages and an enrolment day of the sample school: two terms of them."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.utils import timezone

from finance.models import FeeCollection, SubsidyPayment
from finance.sample.accounts import CASH, TREASURY, account
from finance.sample.sheets import minutes
from finance.selectors.support import months_to
from finance.services import audits, fee_days, grants, move_money, subsidies, wages
from logistics import clock
from logistics.school.models import Pupil, SchoolClass

DAY = timedelta(days=1)
LIVING = {
    "name": "寄宿生生活补助", "kind": "living", "standard": Decimal("625.00"), "source": "public",
    "basis": "义务教育家庭经济困难学生生活补助办法", "basis_number": "湘财教〔2025〕21号",
}  # fmt: skip
BOOKS = {
    "name": "教辅资料费补助", "kind": "material", "standard": Decimal("60.00"), "source": "public",
    "basis": "城乡义务教育“两免一补”政策", "basis_number": "湘教通〔2025〕88号",
}  # fmt: skip
MEALS = {
    "name": "困难学生午餐补助", "kind": "meals", "standard": Decimal("400.00"), "source": "donation",
    "basis": "爱心午餐捐赠协议",
}  # fmt: skip
CAMERAS = ("校园监控系统升级", "education", "区教育局", "更换超期服役摄像头 46 个", Decimal(86000))
TRACK = ("运动场塑胶跑道改造", "fiscal", "区财政局", "改造 200 米环形跑道", Decimal(380000))
LIBRARY = ("图书室提质改造", "society", "区慈善会", "添置书架与儿童读物", Decimal(40000))
STAFF, WAGES, ALLOWANCES = 96, Decimal("618420.00"), Decimal("28800.00")


def make_support(sample):
    """Last term whole; this term with a list that may be paid, a finding that is overdue, and wages that came late."""
    last, current = ([day for day in sample.days(term) if day < clock.today()] for term in sample.terms)
    current = current if len(current) > 30 else []
    pay_last_term(sample, last)
    if current:
        pay_current_term(sample, current)
    make_audits(sample, last, current or last)
    make_grants(sample, last, current or last)
    confirm_wages(sample, last[0])
    plan_enrolment(sample, current or last)
    plan_late_payers(sample, (current or last)[-1])


# --- subsidies --------------------------------------------------------------------------------------------------------


def pay_last_term(sample, days):
    """Paid in two ways; one class went to the wrong cards and one pupil's card was gone: taken back and paid again."""
    living, books = (listed(sample, sample.terms[0], facts, days[6]) for facts in (LIVING, BOOKS))
    wrong = pay(sample, living, days[20], limit=3)[-1]
    with sample.at(days[22], "09:20"):
        subsidies.reverse_subsidy_payment(wrong, reason="卡号录错，银行退回", by=sample.person("cashier"))
    paid = pay(sample, living, days[24])[0]
    with sample.at(days[25], "10:20"):
        subsidies.reverse_subsidy_payment(
            paid,
            reason="该生银行卡已注销，银行退回",
            pupils=[paid.rows.first().share.pupil],
            by=sample.person("cashier"),
        )
    pay(sample, books, days[26], way=SubsidyPayment.Way.CASH)
    pay(sample, living, days[29])


def pay_current_term(sample, days):
    """One subsidy half paid, one class of it in cash without its list yet; the other posted and to be paid now."""
    living = listed(sample, sample.terms[1], LIVING, days[6])
    listed(sample, sample.terms[1], BOOKS, days[-9])
    share = living.shares.current().order_by("pk").last()
    with sample.at(days[9], "14:10"):
        subsidies.strike_off(share, reason="公示期间家长说明已转为走读", by=sample.person("clerk"))
    pay(sample, living, days[18], limit=4)
    pay(sample, living, days[19], way=SubsidyPayment.Way.CASH, limit=1, signed=False)
    draft_list(sample, sample.terms[1], days[-2])


def draft_list(sample, term, day):
    """A list that is still being made: so far of two classes."""
    clerk = sample.person("clerk")
    with sample.at(day, "10:40"):
        subsidy = subsidies.draft_subsidy(sample.school, term=term, by=clerk, **MEALS)
        here = Pupil.objects.of_school(sample.school).here_on(day).exclude(relief="").order_by("school_class", "number")
        subsidies.add_to_list(subsidy, amounts=dict.fromkeys(here[:4], MEALS["standard"]), by=clerk)


def listed(sample, term, facts, day):
    """Those with a relief, in all classes of the school; posted the same day."""
    clerk = sample.person("clerk")
    with sample.at(day, "10:15"):
        subsidy = subsidies.draft_subsidy(
            sample.school, term=term, by=clerk, photos=[minutes(sample.school, clerk)], **facts
        )
        pupils = Pupil.objects.of_school(sample.school).here_on(day).exclude(relief="")
        subsidy = subsidies.add_to_list(subsidy, amounts=dict.fromkeys(pupils, facts["standard"]), by=clerk)
    with sample.at(day, "16:00"):
        return subsidies.publish_subsidy(subsidy, by=clerk)


def pay(sample, subsidy, day, way=SubsidyPayment.Way.CARD, limit=None, signed=True):
    """Pay class by class, ``limit`` classes at most, and return the payments."""
    cashier, payments = sample.person("cashier"), []
    onto_cards = way == SubsidyPayment.Way.CARD
    if not onto_cards:
        draw_cash(sample, subsidy, day)
    with sample.at(day, "15:10"):
        waiting = list(
            subsidy.shares.to_pay().values_list("school_class", flat=True).order_by("school_class").distinct()
        )
        for number, school_class in enumerate(SchoolClass.objects.filter(pk__in=waiting[:limit]).order_by("pk")):
            shares = list(subsidy.shares.to_pay().filter(school_class=school_class, pupil__left_on=None))
            if not shares:
                continue
            payments.append(
                subsidies.pay_subsidy(
                    subsidy, school_class, shares=shares, way=way, on=day,
                    account=account(sample.school, TREASURY if onto_cards else CASH), by=cashier,
                    voucher=f"发{day:%m%d}-{number + 1}" if onto_cards else "",
                    photos=[minutes(sample.school, cashier)] if signed and not onto_cards else [],
                )
            )  # fmt: skip
    return payments


def draw_cash(sample, subsidy, day):
    """Fetch what the list needs from the bank, so that the safe never gives out what is not there."""
    amount = sum(subsidy.shares.to_pay().values_list("amount", flat=True))
    with sample.at(day, "14:00"):
        move_money(
            account(sample.school, TREASURY), account(sample.school, CASH), amount=amount, source=subsidy.source, on=day,
            text="提取现金发放补助", voucher=f"支{day:%m%d}", by=sample.person("cashier"),
        )  # fmt: skip


# --- audits -----------------------------------------------------------------------------------------------------------


def make_audits(sample, last, current):
    """An audit with two small matters put right; a check of fees whose one finding is overdue; one under way."""
    accountant = sample.person("accountant")
    entered = enter(sample, last[30], "区审计局", "audit", "上年度财务收支情况抽检")
    report(
        sample,
        entered,
        last[48],
        "财务管理总体规范，未发现违规违纪问题；个别手续需要完善",
        f"区审字〔{last[48].year}〕5号",
    )
    for text, done in (
        ("3 张报销单附件清单未盖章", "已补盖公章并补充清单，附照片"),
        ("固定资产卡片 2 处存放地点未更新", "已核对并更正存放地点"),
    ):
        found = find(sample, entered, last[48], text, accountant, last[48] + 21 * DAY)
        with sample.at(last[48] + 12 * DAY, "11:00"):
            audits.correct_finding(found, correction=done, photos=[minutes(sample.school, accountant)], by=accountant)
    if len(current) <= 30 or current is last:
        return
    checked = enter(sample, current[8], "区发改局", "fees", "秋季学期教育收费检查")
    report(sample, checked, current[16], "收费项目、标准与公示一致；投诉电话牌位置不够醒目", "")
    director = sample.person("director")
    find(sample, checked, current[16], "收费公示牌投诉电话位置不醒目", director, current[16] + 14 * DAY)
    enter(sample, current[-4], "区财政局", "fund", "专项资金使用情况检查")


def enter(sample, day, body, kind, subject):
    with sample.at(day, "09:10"):
        return audits.enter_audit(
            sample.school, body=body, kind=kind, subject=subject, on=day, by=sample.person("accountant")
        )


def report(sample, audit, day, result, document):
    with sample.at(day, "16:30"):
        audits.report_audit(
            audit, result=result, reported_on=day, document=document, by=sample.person("accountant"),
            photos=[minutes(sample.school, sample.person("accountant"))],
        )  # fmt: skip


def find(sample, audit, day, text, responsible, due_on):
    with sample.at(day, "16:50"):
        return audits.enter_finding(
            audit, text=text, weight="minor", responsible=responsible, due_on=due_on, by=sample.person("accountant")
        )


# --- applications for money -------------------------------------------------------------------------------------------


def make_grants(sample, last, current):
    """Cameras granted in part and made a fund; the track refused; books granted, no fund yet; and one that waits."""
    director = sample.person("director")
    cameras = ask(sample, last[10], CAMERAS)
    with sample.at(last[36], "10:00"):
        grants.grant_application(
            cameras, granted=Decimal(60000), reply=f"教财〔{last[36].year}〕19号", decided_on=last[36], by=director,
            photos=[minutes(sample.school, director)],
        )  # fmt: skip
    with sample.at(last[37], "09:00"):
        grants.make_fund(cameras, deadline=date(clock.today().year + 1, 6, 30), by=sample.person("accountant"))
    track = ask(sample, last[12], TRACK)
    with sample.at(last[-8], "10:30"):
        grants.refuse_application(track, reason="列入下年度项目库，本年无资金", decided_on=last[-8], by=director)
    if current is last:
        return
    library = ask(sample, current[5], LIBRARY)
    with sample.at(current[-6], "15:00"):
        grants.grant_application(
            library,
            granted=Decimal(40000),
            reply=f"慈善捐助协议 {current[-6].year}-07",
            decided_on=current[-6],
            by=director,
        )
    ask(sample, current[-10], ("食堂燃气报警系统改造", "education", "区教育局", "更换报警主机及探头", Decimal(24500)))


def ask(sample, day, facts):
    name, source, body, purpose, asked = facts
    director = sample.person("director")
    with sample.at(day, "11:10"):
        return grants.apply_for_grant(
            sample.school, name=name, source=source, body=body, purpose=purpose, asked=asked, applied_on=day,
            document=f"育小〔{day.year}〕{day.month * 2} 号", by=director, photos=[minutes(sample.school, director)],
        )  # fmt: skip


# --- wages and enrolment ----------------------------------------------------------------------------------------------


def confirm_wages(sample, first):
    """Each month since the first term began; the third came late, and one was written down with a wrong day first."""
    accountant, months = sample.person("accountant"), months_to(clock.today(), 24)
    months = sorted(
        month for month in months if month >= first.replace(day=1) and month.replace(day=20) < clock.today()
    )
    for number, month in enumerate(months):
        paid_on = month.replace(day=18 if number == 2 else 13)
        with sample.at(month.replace(day=20), "09:30"):
            if number == 4:
                wrong = confirm(sample.school, month, month.replace(day=19), accountant)
                wages.take_back_wages(wrong, reason="日期写错，实际为 13 日", by=accountant)
            confirm(sample.school, month, paid_on, accountant)


def confirm(school, month, paid_on, accountant):
    return wages.confirm_wages(
        school, month=month, paid_on=paid_on, people=STAFF, wages=WAGES, allowances=ALLOWANCES,
        basis="人社发〔2025〕12号 班主任津贴、乡村教师补贴", by=accountant,
        note_text="预算下达晚，延后三日" if paid_on.day == 18 else "",
    )  # fmt: skip


def plan_enrolment(sample, days):
    """The enrolment of this term, on the day the fees were collected; two classes at a desk at a time."""
    director, term = sample.person("director"), sample.terms[1 if days[0] >= sample.terms[1].covers_from else 0]
    collected = FeeCollection.objects.of_school(sample.school).filter(item__term=term).order_by("on").first()
    on = collected.on if collected else days[0]
    meeting = timezone.make_aware(datetime.combine(on - DAY, time(16)))
    with sample.at(on - 3 * DAY, "15:00"):
        day = fee_days.plan_fee_day(
            sample.school, term=term, on=on, title="学生报名缴费", meeting_at=meeting,
            bring="户口簿复印件、假期作业、缴费二维码截图", note="家长从南门进，按班级时段错峰", by=director,
        )  # fmt: skip
        classes = list(SchoolClass.objects.of_school(sample.school).filter(grade__gt=0).order_by("grade", "pk"))
        sitting = [sample.person("accountant"), sample.person("clerk"), sample.person("cashier")]
        for place in range(0, len(classes), 2):
            turn, desk = divmod(place // 2, len(sitting))
            starts_at = time(8 + turn, 0)
            fee_days.give_slots(
                day, classes=classes[place : place + 2], desk=f"{'一二三'[desk]}号窗口", starts_at=starts_at,
                ends_at=time(8 + turn, 50), person=sitting[desk], by=director,
            )  # fmt: skip
        fee_days.announce_fee_day(day, by=director)


def plan_late_payers(sample, day):
    """A second day for those who have not paid, still being planned."""
    director = sample.person("director")
    with sample.at(day, "16:20"):
        plan = fee_days.plan_fee_day(
            sample.school, term=sample.terms[1], on=clock.today() + 7 * DAY, title="未缴费学生集中补缴", by=director,
            bring="缴费通知单",
        )  # fmt: skip
        school_class = SchoolClass.objects.of_school(sample.school).filter(grade=6).order_by("pk").first()
        fee_days.give_slots(
            plan, classes=[school_class], desk="财务室", starts_at=time(16), ends_at=time(17),
            person=sample.person("cashier"), by=director,
        )  # fmt: skip
