"""Purchases that took a further turn on their way through approval."""

from datetime import timedelta
from decimal import Decimal

from finance.sample.sheets import minutes
from logistics import clock
from logistics.approvals import services as approvals
from logistics.approvals.selectors import case_of, lines_now, step_for_ruling
from logistics.approvals.selectors.routes import route_in_force

COLLECTIVE_FROM, BUREAU_FROM = Decimal(10000), Decimal(30000)  # yuan

HANDED = ("图书馆书立与标签", "新书上架需要", ("doctor", "总务处"), "goods", "public", "新知文化用品店",
          [("书立", "铁质", "40", "个", "6.50"), ("书标", "", "20", "盒", "12.00")])  # fmt: skip
ADDED = ("音乐教室音箱", "原音箱失真，影响上课", ("it", "信息中心"), "goods", "public", "科仪教学设备公司",
         [("有源音箱", "100W", "2", "只", "460.00")])  # fmt: skip
STOOD_IN = ("实验室玻璃器皿", "期中实验损耗补充", ("it", "信息中心"), "goods", "public", "科仪教学设备公司",
            [("烧杯", "250毫升", "60", "只", "9.80"), ("试管", "", "200", "支", "2.60")])  # fmt: skip
CUT = ("大扫除用品", "期末大扫除", ("director", "总务处"), "goods", "public", "日杂批发市场",
       [("抹布", "", "120", "条", "2.50"), ("水桶", "", "20", "个", "18.00")])  # fmt: skip
DECIDED = ("多功能厅座椅更换", "座椅破损 26 把，存在安全隐患", ("director", "总务处"), "goods", "earmarked", "健力体育用品店",
           [("礼堂椅", "带写字板", "26", "把", "680.00")])  # fmt: skip
REPLIED = ("校园监控系统更新", "原系统使用十年，多处无画面", ("it", "信息中心"), "goods", "earmarked", "育新电脑公司",
           [("网络摄像机", "400万像素", "48", "台", "520.00"), ("硬盘录像机", "64路", "1", "台", "8600.00")])  # fmt: skip


def set_route(sample, days):
    """From its first day the school has great matters proposed by the principals, decided by the party organisation."""
    with sample.at(days[0], "07:40"):
        shipped = route_in_force(sample.school, "purchase", on=clock.today()).steps
        steps = [
            {
                "asks": step.asks,
                "roles": step.roles,
                "duty": step.duty,
                "mode": step.mode,
                "min_amount": step.min_amount,
            }
            for step in shipped
        ]
        steps += [
            {"asks": "meeting", "body": "proposed", "min_amount": COLLECTIVE_FROM},
            {"asks": "outside", "body": "education", "min_amount": BUREAU_FROM},
        ]
        approvals.set_route(sample.school, kind="purchase", steps=steps, by=sample.person("director"))


def tell_handed(story, item):
    """转办: the head is out for training."""
    story.ask(item)
    by, to = asked_now(story), not_asked(story)
    with story.later():
        approvals.hand_over(case_of(story.request), to=to, reason="外出培训，请代为核实数量", by=by)
    story.approve()
    story.buy_and_pay()


def tell_added(story, item):
    """加签: somebody who knows looks first."""
    story.ask(item)
    by, person = asked_now(story), not_asked(story)
    with story.later():
        approvals.add_signer(case_of(story.request), person=person, reason="请先看型号是否适用", where="before", by=by)
    story.approve()
    story.buy_and_pay()


def tell_stood_in(story, item):
    """代: the vice-principal is away for three days."""
    story.ask(item)
    away, stand_in = story.sample.person("vice_principal"), story.sample.person("party_secretary")
    story.approve_up_to(away)
    with story.later():
        approvals.set_stand_in(
            away, school=story.sample.school, stand_in=stand_in, starts_on=clock.today(),
            ends_on=clock.today() + timedelta(days=2), reason="外出学习", by=away,
        )  # fmt: skip
    with story.later():
        approvals.agree(case_of(story.request), by=stand_in, opinion="同意。")
    story.request.refresh_from_db()
    story.approve()
    story.buy_and_pay()


def tell_cut(story, item):
    """A line cut before agreeing, and a copy for the keeper."""
    story.ask(item)
    by, case = asked_now(story), case_of(story.request)
    first = lines_now(case)[0].line
    with story.later():
        approvals.cut_lines(case, quantities={first.key: Decimal(80)}, reason="库存还有 40 条", by=by)
        approvals.send_copies(case, people=[not_asked(story)], by=by)
    story.approve()
    story.buy_and_pay()


def tell_decided(story, item):
    """三重一大: proposed by the principals' meeting, decided by the party organisation, minutes attached."""
    story.ask(item)
    approve_with_rulings(story)
    story.buy()


def asked_now(story):
    """Return whom the case of a story asks now."""
    return case_of(story.request).seats.waiting().select_related("person").first().person


def not_asked(story):
    """Return a colleague whom the case of a story does not ask."""
    case = case_of(story.request)
    asked = {case.asked_by_id, *case.seats.values_list("person", flat=True)}
    people = (story.sample.person(role) for role in ("asset_keeper", "doctor", "storekeeper"))
    return next(person for person in people if person.pk not in asked)


def approve_with_rulings(story):
    """Sign and enter what the meetings decided and the bureau replied, until it is approved."""
    while story.request.status == "pending":
        step = step_for_ruling(case_of(story.request))
        if step is None:
            story.sign()
        else:
            enter(story, step)


def enter(story, step):
    by = story.sample.person("clerk")
    with story.later(days=2):
        facts = {
            "attended": "校长、书记、副校长、总务主任、工会主席，应到 5 人，实到 5 人",
            "opinion": "会议研究同意，按规定采购。",
        }
        if step.kind == "outside":
            number = f"教财函〔{clock.today().year}〕{story.sample.random.randint(20, 90)} 号"
            facts = {"number": number, "sent_on": clock.today() - timedelta(days=1), "opinion": "同意实施。"}
        approvals.enter_ruling(
            case_of(story.request), verb="agree", held_on=clock.today(),
            files=[minutes(story.sample.school, by)], by=by, **facts,
        )  # fmt: skip
    story.request.refresh_from_db()


PASSING = [
    (tell_handed, HANDED),
    (tell_added, ADDED),
    (tell_decided, DECIDED),
    (tell_cut, CUT),
    (tell_stood_in, STOOD_IN),
    (tell_decided, REPLIED),
]
