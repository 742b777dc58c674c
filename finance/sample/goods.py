"""Orders, deliveries and handing over in the sample school, with what goes wrong now and then."""

from datetime import timedelta
from decimal import Decimal

from finance import services
from finance.models import Supplier
from finance.sample import contracts
from finance.sample.sheets import boxes
from finance.selectors import lacks_quotes, lines_to_order
from logistics import clock

CHANNELS = {
    "文华办公用品店": "mall",
    "育新电脑公司": "agreement",
    "恒通电器行": "agreement",
    "健力体育用品店": "centre",
    "科仪教学设备公司": "agreement",
}
GOVERNMENT_FROM = Decimal(10000)  # yuan
IN_THE_CATALOGUE = {"教务处复印机更新"}  # bought by government procurement whatever it costs
WAIVERS = {"service": "高空修剪须持证作业，城区仅此一家有资质", "goods": "政府采购定点目录内供货，价格由平台公布"}
# what goes into the register of property: class, cards, place
FOR_THE_REGISTER = {
    "礼堂椅": ("A05", "together", "综合楼 多功能厅"),
    "有源音箱": ("A02", "each", "综合楼 多功能厅"),
    "硬盘录像机": ("A02", "each", "综合楼 多功能厅"),
    "网络摄像机": ("A02", "together", "综合楼 多功能厅"),
    "保温桶": ("A05", "each", "食堂 仓库"),
}
GIVEN_WRONGLY = {"图书馆书立与标签": "应发图书馆，误发至申请人本人，收回后重新发放"}

# title → what came of which thing in each delivery, where it was not simply all of it
DELIVERIES = {
    "卫生工具": [
        {
            "扫把": {"delivered": 80, "refused": 3, "reason": "把柄断裂破损"},
            "拖把": {"delivered": 60},
            "撮箕": {"delivered": 60},
        },
        {"扫把": {"delivered": 3}},
    ],
    "打印机硒鼓": [{"硒鼓": {"delivered": 4}}, {"硒鼓": {"delivered": 2}}],
    "办公用纸": [{"复印纸": {"delivered": 40, "deviation": "price", "words": "送货单每箱贵 2 元，经交涉按订单价结算"}}],
    "食堂炊具": [
        {
            "不锈钢盆": {"delivered": 8, "deviation": "quality", "words": "盆壁比样品薄，留用观察"},
            "菜刀": {"delivered": 4},
            "保温桶": {"delivered": 3},
        }
    ],
}
SHORT = {
    "电工材料": (
        [{"电线": {"delivered": 4}, "空气开关": {"delivered": 10}, "插座": {"delivered": 24}}],
        "该型号插座停产，余 6 个另行采购",
    )
}
SENT_BACK = {"消毒用品": "口罩实收 18 盒，请清点后重新填写"}
LATE_BY_DAYS = {"学生桌椅维修材料": 3, "阶梯教室音响更换（二）": 2}
CANCELLED = {"校门口花盆": ("店家花盆尺寸不符，无法供货", "日杂批发市场")}


def place(story, *, supplier=None, expected=1):
    """Place the order of a story now, through the channel usual there."""
    request, buyer = story.request, story.sample.person("buyer")
    seller = supplier or story.seller() or services.supplier_named(request.school, story.supplier, by=buyer)
    governmental = request.amount >= GOVERNMENT_FROM or request.title in IN_THE_CATALOGUE
    channel = "government" if governmental else CHANNELS.get(seller.name, "retail")
    waiver = WAIVERS.get(request.kind, WAIVERS["goods"]) if lacks_quotes(request, seller) else ""
    return services.place_order(
        request, supplier=seller, channel=channel, ordered_on=clock.today(), by=buyer, waiver=waiver,
        lines={line.pk: (line.left, line.unit_price) for line in lines_to_order(request)},
        expected_on=clock.today() + timedelta(days=expected),
    )  # fmt: skip


def order(story, days=0, *, expected=1):
    """Order what a story asks for; one supplier cannot deliver, so that another is asked."""
    title = story.request.title
    with story.later(days):
        placed = place(story, expected=expected)
        contracts.sign(story, placed)
    if title in CANCELLED:
        reason, other = CANCELLED[title]
        with story.later():
            services.cancel_order(placed, reason=reason, by=story.sample.person("buyer"))
            story.request.refresh_from_db()
            other = Supplier.objects.of_school(story.request.school).get(name=other)
            placed = place(story, supplier=other)
    story.request.refresh_from_db()
    return placed


def receive(story, placed, *, days=1):
    """Let the goods of an order come, in one delivery or as told above, and hand them over."""
    title = story.request.title
    story.index = min(story.index + LATE_BY_DAYS.get(title, 0), len(story.days) - 1)
    deliveries, reason = SHORT.get(title, (DELIVERIES.get(title, [None]), ""))
    for number, came in enumerate(deliveries):
        with story.later(days if number == 0 else 1):
            acceptance = write(story, placed, came)
        if title in SENT_BACK and number == 0:
            acceptance = write_again(story, placed, acceptance, SENT_BACK[title])
        sign(story, acceptance)
        issue(story, acceptance)
    if reason:
        with story.later():
            services.close_order(placed, reason=reason, by=story.sample.person("buyer"))
    story.request.refresh_from_db()


def write(story, placed, came=None):
    """Write down what came, all of it unless ``came`` says otherwise; two people look at it."""
    acceptor, other = signers_of(story)
    lines = {
        line.pk: {"delivered": line.to_come} if came is None else decimals(came[line.line.name])
        for line in placed.lines.select_related("line").with_arrivals()
        if came is None or line.line.name in came
    }
    troubled = came is not None and any(len(facts) > 1 for facts in came.values())
    looks = ["function"] if story.request.kind in ("service", "outside_repair") else ["appearance", "papers"]
    return services.write_acceptance(
        placed, on=clock.today(), lines=lines, signers=[other], looked_at=looks, by=acceptor,
        photos=[boxes(story.request.school, acceptor)] if troubled else [],
    )  # fmt: skip


def decimals(facts):
    return {name: Decimal(value) if isinstance(value, int) else value for name, value in facts.items()}


def signers_of(story):
    """Return whoever writes the delivery down and whoever looks at it too: two of acceptor, storekeeper, requester."""
    acceptor, keeper = story.sample.person("acceptor"), story.sample.person("storekeeper")
    requester = story.request.requested_by
    return (keeper, acceptor) if story.acts % 3 == 0 else (acceptor, keeper if story.acts % 2 else requester)


def write_again(story, placed, acceptance, word):
    """The second acceptor counts anew and does not sign; it is written again, the rest comes on the next day."""
    with story.later():
        services.return_acceptance(acceptance, reason=word, by=asked(acceptance))
    with story.later():
        return write(story, placed)


def asked(acceptance):
    return acceptance.seats.filter(signed_at=None).select_related("person").first().person


def sign(story, acceptance):
    with story.later():
        services.sign_acceptance(acceptance, by=asked(acceptance))
    acceptance.refresh_from_db()


def issue(story, acceptance):
    """Goods that are used at once go to whoever asked for them; what is property gets its card before it is paid."""
    if story.request.kind not in ("goods", "parts"):
        return
    lines = list(acceptance.lines.select_related("order_line__line").waiting())
    quantities = {line.pk: line.waits for line in lines if line.order_line.line.name not in FOR_THE_REGISTER}
    if quantities:
        _give(story, acceptance, quantities)
    with story.later():
        for line in lines:
            if line.pk not in quantities:
                _register(story.sample, acceptance, line)


def _give(story, acceptance, quantities):
    """Issue goods directly; once they went to the wrong person and were taken back."""
    by, facts = story.sample.person("storekeeper"), {"to": "direct", "department": story.request.department}
    with story.later():
        given = services.hand_over(
            acceptance, quantities=quantities, person=story.request.requested_by, by=by, **facts
        )  # fmt: skip
    if story.request.title not in GIVEN_WRONGLY:
        return
    with story.later():
        for handing in given:
            services.take_goods_back(handing, reason=GIVEN_WRONGLY[story.request.title], by=by)
        services.hand_over(acceptance, quantities=quantities, person=story.sample.person("teacher"), by=by, **facts)


def _register(sample, acceptance, line):
    kind, cards, place = FOR_THE_REGISTER[line.order_line.line.name]
    keeper = sample.person("asset_keeper")
    services.hand_over(
        acceptance, to="asset", quantities={line.pk: line.waits}, asset_class=kind, cards=cards,
        place=sample.place(place), keeper=keeper, by=keeper,
    )  # fmt: skip


def make_late(story_of):
    """An order that should have come by today. story_of: (item, days before the end) -> Story of an approved request."""
    story = story_of(LATE, 9)
    with story.later():
        place(story, expected=2)


def make_under_way(story_of):
    """Goods that nobody has yet, a delivery that lacks a signature, and a request still to be ordered."""
    unissued = story_of(UNISSUED, 4)
    placed = order(unissued)
    with unissued.later():
        acceptance = write(unissued, placed)
    sign(unissued, acceptance)
    unsigned = story_of(UNSIGNED, 3)
    placed = order(unsigned, expected=10)
    with unsigned.later():
        write(unsigned, placed)
    story_of(TO_ORDER, 2)


LATE = ("操场护栏油漆", "护栏锈蚀，暑期前除锈刷漆", ("director", "总务处"), "goods", "public", "日杂批发市场",
        [("防锈漆", "墨绿 10升", "6", "桶", "128.00"), ("滚刷", "", "12", "把", "8.50")])  # fmt: skip
UNSIGNED = ("科学课实验材料", "本月实验课用品", ("it", "信息中心"), "goods", "public", "科仪教学设备公司",
            [("放大镜", "60毫米", "48", "个", "6.80"), ("条形磁铁", "", "24", "对", "9.50")])  # fmt: skip
UNISSUED = ("班级图书角书架", "低年级组图书角补充", ("head", "低年级组"), "goods", "public", "新知文化用品店",
            [("小书架", "三层", "6", "个", "96.00")])  # fmt: skip
TO_ORDER = ("雨季应急物资", "汛期排水、防滑", ("director", "总务处"), "goods", "public", "日杂批发市场",
            [("防滑垫", "1.2米宽", "30", "米", "24.00"), ("雨靴", "", "8", "双", "36.00")])  # fmt: skip
