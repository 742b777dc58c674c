"""Purchases of the sample school: two terms of what a primary school buys, with what goes wrong now and then."""

from datetime import time, timedelta
from decimal import Decimal

from finance import services
from finance.sample_quotes import quotes_for
from logistics import clock
from logistics.approvals import services as approvals
from logistics.approvals.selectors import case_of, seats_waiting

QUOTED_FROM = Decimal(1000)  # yuan

# title, reason, role of the requester, department, kind, source of funds, supplier, lines (name, spec, quantity, unit, price)
SUPPLIES = [
    ("教学楼更换灯管", "巡查发现各班灯管损坏较多，影响照明", ("director", "总务处"), "goods", "public", "城南照明批发部",
     [("LED灯管", "T8 18W 1.2米", "60", "支", "16.50"), ("灯座", "T8", "20", "个", "3.80")]),
    ("水龙头及维修配件", "卫生间、洗手池水龙头滴漏，备用配件已用完", ("director", "总务处"), "parts", "public", "顺发五金水暖店",
     [("水龙头", "4分 铜芯", "30", "只", "22.00"), ("生料带", "", "40", "卷", "1.50"), ("角阀", "4分", "12", "个", "15.00")]),
    ("办公用纸", "各处室、年级组本月办公用纸", ("clerk", "财务室"), "goods", "public", "文华办公用品店",
     [("复印纸", "A4 70克", "40", "箱", "118.00")]),
    ("学生桌椅维修材料", "课桌面板、螺丝损坏，维修备用", ("director", "总务处"), "parts", "public", "顺发五金水暖店",
     [("课桌面板", "60×40厘米", "25", "块", "38.00"), ("螺丝", "M6×50", "300", "颗", "0.35")]),
    ("消毒用品", "日常消毒", ("doctor", "总务处"), "goods", "public", "康民医药公司",
     [("84消毒液", "20斤/桶", "20", "桶", "32.00"), ("医用酒精", "75% 500毫升", "24", "瓶", "6.50"), ("口罩", "一次性", "20", "盒", "9.90")]),
    ("高年级组体育器材", "大课间活动器材磨损", ("head", "高年级组"), "goods", "after_school", "健力体育用品店",
     [("跳绳", "竹节", "60", "根", "8.00"), ("足球", "4号", "10", "个", "56.00")]),
    ("卫生工具", "各班开学卫生工具", ("director", "总务处"), "goods", "public", "日杂批发市场",
     [("扫把", "", "80", "把", "9.50"), ("拖把", "棉线", "60", "把", "14.00"), ("撮箕", "", "60", "个", "7.00")]),
    ("打印机硒鼓", "教导处打印机硒鼓用完", ("it", "信息中心"), "goods", "public", "育新电脑公司",
     [("硒鼓", "388A", "6", "个", "85.00")]),
    ("食堂炊具", "更换老化炊具", ("canteen_manager", "总务处"), "goods", "canteen", "宏达厨具店",
     [("不锈钢盆", "60厘米", "8", "个", "78.00"), ("菜刀", "", "4", "把", "65.00"), ("保温桶", "50升", "3", "个", "320.00")]),
    ("电工材料", "线路检修用", ("director", "总务处"), "parts", "public", "城南照明批发部",
     [("电线", "BV 2.5平方", "4", "卷", "168.00"), ("空气开关", "2P 32A", "10", "个", "28.00"), ("插座", "五孔", "30", "个", "8.50")]),
]  # fmt: skip
LARGE = ("多媒体一体机维修", "三楼两间教室一体机黑屏，厂家上门检测需换主板", ("it", "信息中心"), "outside_repair", "public",
         "育新电脑公司", [("一体机主板", "86寸", "2", "块", "1850.00"), ("上门服务", "", "2", "次", "150.00")])  # fmt: skip
REFUSED = (
    "购买办公室沙发",
    "接待用",
    ("head", "政教处"),
    "goods",
    "public",
    "",
    [("沙发", "三人位", "1", "套", "2680.00")],
)
RETURNED = ("校门口花盆", "迎接检查美化校门", ("head", "教导处"), "goods", "public", "绿苑花木场",
            [("花盆", "直径40厘米", "20", "个", "25.00")])  # fmt: skip
EMERGENCY = ("食堂水管爆裂抢修", "早上七点食堂主水管爆裂，不抢修无法供餐", ("canteen_manager", "总务处"), "outside_repair", "canteen",
             "顺发五金水暖店", [("PPR水管", "DN50", "12", "米", "26.00"), ("抢修人工", "", "1", "次", "600.00")])  # fmt: skip
FRIDGE = ("食堂冷藏柜更换", "原冷藏柜使用九年，温度不稳定，已两次维修", ("canteen_manager", "总务处"), "goods", "canteen", "",
          [("四门冷藏柜", "双温 1000升", "2", "台", "4300.00")])  # fmt: skip
PENDING = [
    ("幼儿园玩具", "中班玩具破损补充", ("head", "附属幼儿园"), "goods", "public", "",
     [("积木", "大颗粒", "6", "套", "68.00")]),
    ("门窗配件", "部分教室窗户滑轮损坏", ("safety_officer", "总务处"), "parts", "public", "",
     [("窗户滑轮", "", "40", "个", "4.50"), ("门锁", "球形", "8", "把", "32.00")]),
]  # fmt: skip


def make(sample):
    """Two terms; in the current one something waits at every desk, a large item for days with the principal."""
    approvals.set_wishes(
        sample.school, by=None, principal_request_to=sample.person("party_secretary"), small_amount=Decimal(500),
        flag_after_days=2,
    )  # fmt: skip
    last, current = ([day for day in sample.days(term) if day < clock.today()] for term in sample.terms)
    make_term(sample, last, SUPPLIES)
    if current:
        make_term(sample, current, SUPPLIES[3:] + SUPPLIES[:3])
    make_waiting(sample, current or last)


def make_term(sample, days, supplies):
    """Supplies spread over the term up to its last week, one paid above approval, and the odd ones between.

    Told in the order of their days, so that numbers follow them.
    """
    room = max(len(days) - 14, 1)
    stories = [
        (number * room // len(supplies), tell_above if number == 4 else tell_usual, supply)
        for number, supply in enumerate(supplies)
    ]
    odd = [(tell_usual, LARGE), (tell_refused, REFUSED), (tell_returned, RETURNED), (tell_emergency, EMERGENCY)]
    stories += [(number * room // 5, tell, item) for number, (tell, item) in enumerate(odd, start=1)]
    for index, tell, item in sorted(stories, key=lambda story: story[0]):
        story = Story(sample, days, index)
        tell(story, item)


def tell_usual(story, item):
    story.ask(item)
    story.approve()
    story.buy_and_pay()


def tell_above(story, item):
    """Delivery cost extra: more is paid than approved."""
    story.ask(item)
    story.approve()
    story.buy_and_pay(extra=Decimal(36))


def tell_refused(story, item):
    story.ask(item)
    story.sign()
    story.sign("refuse", "现有沙发可以维修，暂不购置。")


def tell_returned(story, item):
    """Sent back for want of a comparison, changed, submitted again and carried out."""
    story.ask(item)
    story.sign("return", "请比较两家价格，数量减半。")
    story.change([{**line, "quantity": Decimal(10)} for line in lines_of(item)])
    story.approve()
    story.buy_and_pay()


def tell_emergency(story, item):
    """Bought on the morning itself and approved afterwards."""
    story.ask(item, emergency=True)
    story.buy()
    story.approve()
    story.pay()


def make_waiting(sample, days):
    """What waits today: with the principal since before the weekend, with a head, with the director."""
    fridge = Story(sample, days, len(days) - 7)
    fridge.ask(FRIDGE)
    fridge.approve_up_to(sample.person("principal"))
    for number, item in enumerate(PENDING):
        Story(sample, days, len(days) - 2 + number).ask(item)


def lines_of(item):
    return [
        {
            "name": name, "spec": spec, "quantity": Decimal(quantity), "measure_word": unit, "unit_price": Decimal(price),
        }
        for name, spec, quantity, unit, price in item[-1]
    ]  # fmt: skip


class Story:
    """One purchase on its way through the days; each act takes place later than the one before."""

    def __init__(self, sample, days, index):
        self.sample, self.days = sample, days
        self.index, self.acts = max(min(index, len(days) - 1), 0), 0

    def later(self, days=0):
        """Set the clock to the next act: ``days`` school days on, a little later on the same day."""
        self.index = min(self.index + days, len(self.days) - 1)
        self.acts += 1
        return clock.set_to(clock.at(self.days[self.index], time(8, 10)) + timedelta(minutes=23 * self.acts))

    def ask(self, item, *, emergency=False):
        title, reason, (role, department), kind, budget_source, self.supplier, _lines = item
        by = self.requester(role, self.sample.departments[department])
        with self.later():
            self.request = services.request_spending(
                school=self.sample.school,
                by=by,
                title=title,
                reason=reason,
                lines=lines_of(item),
                department=self.sample.departments[department],
                kind=kind,
                budget_source=budget_source,
                emergency=emergency,
                photos=self.quotes(item, by),
            )

    def quotes(self, item, by):
        """Photograph two quotes for what costs more than a thousand."""
        lines = lines_of(item)
        if sum(line["quantity"] * line["unit_price"] for line in lines) < QUOTED_FROM:
            return []
        return quotes_for(lines, school=self.sample.school, by=by, random=self.sample.random)

    def requester(self, role, department):
        return department.head if role == "head" else self.sample.person(role)

    def sign(self, verb="agree", opinion=""):
        case = case_of(self.request)
        person = seats_waiting(case).first().person
        if verb == "agree":
            opinion = self.sample.random.choice(["同意。", "同意，请按规定采购。", "", "情况属实，同意。"])
        with self.later(days=self.acts % 2):
            approvals.decide(case, verb=verb, by=person, opinion=opinion)
        self.request.refresh_from_db()

    def approve(self):
        while self.request.status == "pending":
            self.sign()

    def approve_up_to(self, person):
        """Give every signature before that of ``person``."""
        while not seats_waiting(case_of(self.request)).filter(person=person).exists():
            self.sign()

    def change(self, lines):
        request = self.request
        with self.later(days=1):
            services.change_request(
                request,
                by=request.requested_by,
                title=request.title,
                reason=f"{request.reason}，已比价两家",
                lines=lines,
            )
        with self.later():
            self.request = services.submit_request(request, by=request.requested_by)

    def buy(self, days=0):
        with self.later(days):
            self.request = services.record_purchase(
                self.request, bought_on=clock.today(), supplier=self.supplier, by=self.sample.person("buyer")
            )

    def pay(self, extra=Decimal(0)):
        with self.later(days=3):
            self.request = services.record_payment(
                self.request,
                paid_on=clock.today(),
                paid_amount=self.request.amount + extra,
                by=self.sample.person("clerk"),
            )

    def buy_and_pay(self, extra=Decimal(0)):
        self.buy(days=2)
        self.pay(extra)
