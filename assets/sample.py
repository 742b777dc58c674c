"""Two terms of property of the sample school: what stood on the books, what came, moved, broke and went missing."""

from datetime import date
from decimal import Decimal

from assets import services
from assets.models import Asset

EQUIPMENT, FURNITURE = Asset.Class.EQUIPMENT, Asset.Class.FURNITURE

# name, spec, class, quantity, measure word, yuan a card, cards, campus, kinds of place, year bought
STOCK = [
    ("台式计算机", "联想启天 M428", EQUIPMENT, 1, "台", "4200", 24, "south", ["function_room"], 2022),
    ("台式计算机", "联想启天 M428", EQUIPMENT, 1, "台", "4200", 12, "north", ["function_room"], 2022),
    ("教学一体机", "希沃 75 寸", EQUIPMENT, 1, "台", "16800", 12, "south", ["classroom"], 2023),
    ("教学一体机", "希沃 75 寸", EQUIPMENT, 1, "台", "16800", 8, "north", ["classroom"], 2023),
    ("课桌椅", "可升降", FURNITURE, 48, "套", "10560", 12, "south", ["classroom"], 2021),
    ("课桌椅", "可升降", FURNITURE, 45, "套", "9900", 8, "north", ["classroom"], 2021),
    ("空调", "格力 3 匹柜机", EQUIPMENT, 1, "台", "6890", 10, "south", ["classroom", "office"], 2020),
    ("空调", "格力 1.5 匹挂机", EQUIPMENT, 1, "台", "2899", 6, "south", ["dorm_room"], 2020),
    ("办公桌", "1.4 米", FURNITURE, 1, "张", "860", 8, "south", ["office"], 2019),
    ("高低床", "铁架", FURNITURE, 6, "张", "3900", 8, "south", ["dorm_room"], 2018),
    ("钢琴", "珠江 118", EQUIPMENT, 1, "架", "18600", 1, "south", ["function_room"], 2017),
    ("儿童桌椅", "幼儿园六人桌", FURNITURE, 6, "套", "2880", 6, "kindergarten", ["classroom"], 2022),
    ("消毒柜", "食堂大号", EQUIPMENT, 1, "台", "5600", 2, "south", ["canteen"], 2021),
    ("蒸饭车", "双门 24 盘", EQUIPMENT, 1, "台", "4980", 2, "north", ["canteen"], 2021),
]


def make(sample):
    """Enter the stock, then let things happen to some of it."""
    last, current = sample.terms
    keeper = sample.person("asset_keeper")
    with sample.at(last.starts_on, "09:00"):
        cards = [card for row in STOCK for card in _enter(sample, keeper, *row)]
        _pending_since_1995(sample, keeper)
    _last_term(sample, cards, sample.days(last), keeper)
    _this_term(sample, cards, sample.days(current), keeper)


def _enter(sample, by, name, spec, kind, quantity, measure_word, value, cards, campus, places, year):
    rooms = sample.places_on(campus, *places)
    for number in range(cards):
        yield services.register_asset(
            sample.school,
            name=name,
            spec=spec,
            asset_class=kind,
            quantity=quantity,
            measure_word=measure_word,
            value=Decimal(value),
            acquired_on=date(year, 8, 25),
            place=rooms[number % len(rooms)],
            keeper=_keeper(sample, campus, number),
            voucher=f"{year}-08-{sample.random.randint(10, 99)}",
            by=by,
        )[0]


def _keeper(sample, campus, number):
    if campus == "kindergarten":
        return sample.person("head", 2)
    if number % 9 == 8:
        return None  # nobody was named: an honest gap
    return sample.people["class_teacher" if number % 3 else "asset_keeper"][number % 6 if number % 3 else 0]


def _pending_since_1995(sample, by):
    boiler = services.register_asset(
        sample.school,
        name="旧锅炉",
        spec="燃煤 0.5 吨",
        asset_class=EQUIPMENT,
        measure_word="台",
        value=Decimal("23500"),
        acquired_on=date(1987, 10, 8),
        place=sample.place("食堂 仓库"),
        by=by,
    )[0]
    services.propose_scrapping(boiler, reason="1995 年停用，报废手续一直未办结", by=by)


def _last_term(sample, cards, days, by):
    with sample.at(days[20], "10:10"):
        services.move_asset(
            cards[0], place=sample.place("综合楼 图书室"), keeper=by, reason="图书室借阅系统用机", by=by
        )
    with sample.at(days[35], "15:20"):
        services.propose_scrapping(cards[1], reason="主板烧毁，维修价高于残值", by=by)
    with sample.at(days[50], "09:40"):
        services.scrap_asset(cards[1], approval="教资〔2026〕8号", by=by)
    with sample.at(days[-5], "16:00"):
        services.miss_asset(cards[2], reason="期末盘点未见，正在查找责任人", by=by)


def _this_term(sample, cards, days, by):
    with sample.at(days[2], "09:30"):
        services.register_asset(
            sample.school,
            name="图书",
            asset_class=Asset.Class.BOOK,
            category=Asset.Category.FIXED,
            quantity=620,
            measure_word="册",
            value=Decimal("11408.50"),
            acquired_on=days[0],
            origin=Asset.Origin.DONATED,
            supplier="育才校友会",
            place=sample.place("综合楼 图书室"),
            keeper=by,
            by=by,
        )
    for number, card in enumerate(cards[40:52]):
        if len(days) > 6 + number:
            with sample.at(days[6 + number], "11:05"):
                _something_happens(sample, card, number, by)


def _something_happens(sample, card, number, by):
    if number % 4 == 0:
        services.lay_idle(card, by=by)
    elif number % 4 == 1:
        services.send_to_repair(card, by=by)
    elif number % 4 == 2:
        services.move_asset(card, place=sample.place("综合楼 多功能厅"), keeper=by, reason="公开课借用", by=by)
    else:
        services.propose_scrapping(card, reason="超过使用年限，桌面破损", by=by)
