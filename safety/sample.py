"""Two terms of hazards of the sample school: most were put right in time, some were not."""

from datetime import timedelta
from decimal import Decimal

from logistics import clock
from repairs.models import Trade
from safety import services
from safety.models import Hazard

C, S = Hazard.Category, Hazard.Source

# campus, place, category, source, what was dangerous, what was done
HAZARDS = [
    ("south", "单车棚", C.FACILITY, S.CHECK, "南校区单车棚床架不稳固，靠墙一侧焊点脱落", "重新焊接床架并加固底脚"),
    ("north", "运动场", C.FACILITY, S.CHECK, "北校区单杠开裂，立柱晃动", "拆除开裂单杠，更换新杠并浇筑底座"),
    ("south", "运动场", C.FACILITY, S.PATROL, "足球门未固定，学生攀爬时会翻倒", "用地锚固定球门并张贴禁止攀爬标识"),
    ("south", "校门口", C.BUILDING, S.PATROL, "门口音柱固定螺丝松脱", "更换膨胀螺丝，音柱重新固定"),
    ("south", "一号教学楼 东楼梯", C.FIRE, S.CHECK, "东楼梯应急照明灯不亮", "更换应急灯电池并测试"),
    ("south", "一号教学楼 西楼梯", C.FIRE, S.PATROL, "西楼梯口堆放清洁用具，占用疏散通道", "清理用具，划定禁止堆放线"),
    ("south", "学生宿舍 104", C.ELECTRICITY, S.CHECK, "宿舍插座面板松动，露出线头", "更换插座面板，检查同层线路"),
    ("south", "综合楼 科学实验室", C.FIRE, S.CHECK, "实验室灭火器压力不足", "送检充装，换上备用灭火器"),
    ("south", "食堂 厨房", C.FOOD, S.CHECK, "灶台排烟罩积油较厚", "清洗排烟罩，排入每月清洗计划"),
    ("south", "食堂 仓库", C.FOOD, S.CHECK, "防鼠挡板脱落", "加装60厘米防鼠挡板"),
    ("north", "教学楼 二楼厕所", C.BUILDING, S.REPORT, "厕所地砖破损，边角锋利", "更换地砖并做防滑处理"),
    ("north", "校门口", C.TRAFFIC, S.PATROL, "放学时段校门口机动车乱停", "增设隔离栏，安排护学岗"),
    ("kindergarten", "游乐场", C.FACILITY, S.REPORT, "滑梯扶手螺帽缺失", "补齐螺帽并逐一紧固"),
    ("kindergarten", "活动楼 午睡室", C.ELECTRICITY, S.CHECK, "午睡室壁扇外壳松动", "更换壁扇固定支架"),
    ("south", "一号教学楼 302", C.BUILDING, S.REPORT, "窗户限位器失效，窗扇可全开", "更换限位器"),
    ("south", "花园", C.SURROUNDINGS, S.PATROL, "围墙外乔木枝条伸入校园，有枯枝", "联系社区修剪枯枝"),
    ("north", "食堂 厨房", C.ELECTRICITY, S.CHECK, "蒸饭车接地线脱落", "重新接地并测试漏电保护"),
    ("south", "学生宿舍 二楼洗漱间", C.BUILDING, S.REPORT, "洗漱间地面湿滑", "加铺防滑垫，增加保洁频次"),
    ("south", "综合楼 多功能厅", C.FIRE, S.CHECK, "安全出口指示灯损坏一处", "更换指示灯"),
    ("north", "教学楼 舞蹈室", C.BUILDING, S.REPORT, "镜面边缘开裂", "拆除破损镜面并更换"),
]

# What the round of all rooms found last term: rooms, category, what was dangerous, what was done
ROUND = [
    ("一号教学楼", ["101", "103", "202", "204", "303"], C.ELECTRICITY, "教室插座面板松动", "紧固面板并测试漏电保护"),
    ("一号教学楼", ["102", "201", "301", "304"], C.BUILDING, "吊扇挂钩有锈迹", "除锈紧固并做承重检查"),
    ("综合楼", ["微机室", "美术教室", "图书室"], C.FIRE, "灭火器被杂物遮挡", "清理杂物，重画定位线"),
    ("学生宿舍", ["101", "103", "202", "203"], C.FACILITY, "上铺护栏螺丝松动", "逐床紧固护栏螺丝"),
]
ROWS_OF_ROUND = [
    ("south", f"{building} {room}", category, S.CHECK, danger, done)
    for building, rooms, category, danger, done in ROUND
    for room in rooms
]


class Ledger:
    """Moves hazards through their states, each at its own time."""

    def __init__(self, sample, days):
        self.sample, self.days = sample, days
        self.officer = sample.person("safety_officer")
        self.director = sample.person("director")

    def find(self, place, row, *, at="09:40"):
        campus, label, category, source, description, _done = row
        finders = {
            S.REPORT: self.sample.person("teacher", place % 8),
            S.PATROL: self.sample.person("guard", 0 if campus == "south" else 1),
        }
        with self.sample.at(self.days[place], at):
            return services.report_hazard(
                self.sample.place(label, campus),
                category=category,
                description=description,
                source=source,
                by=finders.get(source, self.officer),
            )

    def assign(self, hazard, place, *, responsible=None, **facts):
        responsible = responsible or self.sample.person("repairer", 2 if hazard.campus.name == "北校区" else place % 2)
        facts = {"category": hazard.category, "level": Hazard.Level.GENERAL, **facts}
        with self.sample.at(self.days[place], "14:20"):
            return services.assign_hazard(hazard, responsible=responsible, by=self.officer, **facts)

    def rectify(self, hazard, place, text):
        with self.sample.at(self.days[place], "15:30"):
            return services.rectify_hazard(hazard, rectification=text, by=hazard.responsible)

    def accept(self, hazard, place):
        with self.sample.at(self.days[place], "16:10"):
            return services.accept_hazard(hazard, by=self.officer)

    def close(self, hazard, place):
        with self.sample.at(self.days[place], "16:40"):
            return services.close_hazard(hazard, by=self.director)

    def put_right(self, place, row, *, days=3):
        """The usual way: found, assigned the same day, rectified, accepted and closed."""
        hazard = self.assign(self.find(place, row), place)
        hazard = self.rectify(hazard, place + days, row[-1])
        return self.close(self.accept(hazard, place + days + 1), place + days + 1)


# school days ago, what was found this term and is, in one way or another, a story of its own
STORIES = {
    "damp": (
        24,
        ("south", "学生宿舍 二楼洗漱间", C.ELECTRICITY, S.CHECK, "热水器插座受潮，漏电保护跳闸", "更换防溅插座"),
    ),
    "wall": (14, ("south", "花园", C.BUILDING, S.SUPERVISION, "挡土墙开裂，上方20多米围墙及墙边地面随之开裂", "")),
    "signs": (12, ("south", "综合楼 音乐教室", C.FIRE, S.SUPERVISION, "疏散指示标志脱落两处", "")),
    "noise": (9, ("south", "一号教学楼 101", C.OTHER, S.REPORT, "天花板有响声，担心脱落", "")),
    "gate": (8, ("south", "校门口", C.TRAFFIC, S.PATROL, "道闸防砸感应失灵", "")),
    "tiles": (7, ("north", "教学楼 104", C.BUILDING, S.REPORT, "外墙瓷砖空鼓，下方有学生通行", "")),
    "cables": (6, ("north", "教学楼 微机室", C.ELECTRICITY, S.CHECK, "机柜后线路杂乱，接线板串接", "")),
    "damp_again": (5, ("south", "学生宿舍 二楼洗漱间", C.ELECTRICITY, S.CHECK, "热水器插座再次受潮跳闸", "")),
    "hoop": (2, ("south", "运动场", C.FACILITY, S.REPORT, "篮球架底座螺栓锈蚀", "")),
}


def make(sample):
    """Last term everything was put right in the end; this term some is still open."""
    last, current = sample.terms
    _last_term(Ledger(sample, sample.days(last)))
    days = sample.days(current)
    ledger = Ledger(sample, days)
    _this_term(ledger)
    if len(days) > 30:
        _still_open(ledger, len(days))


def _last_term(ledger):
    rows = [*ROWS_OF_ROUND[::2], *HAZARDS[4:], *ROWS_OF_ROUND[1::2]]
    for number, row in enumerate(rows):
        place = 2 + number * 2
        if place + 12 < len(ledger.days):
            ledger.put_right(place, row, days=9 if number == 11 else 1 + number % 4)


def _this_term(ledger):
    """One hazard every other school day, put right before the last two weeks begin."""
    for number in range(20):
        place = 1 + number * 2
        if place + 14 < len(ledger.days):
            ledger.put_right(place, HAZARDS[number], days=1 + number % 3)


def _still_open(ledger, today):
    """The stories, each found on its day; what was done about them follows."""
    found = {}
    for key, (ago, row) in STORIES.items():
        found[key] = ledger.find(today - ago, row)
    _damp(ledger, found, today)
    _major(ledger, found["wall"], today)
    ledger.assign(found["signs"], today - 12, responsible=ledger.sample.person("repairer", 1))
    _dismissed(ledger, found["noise"], today)
    gate = ledger.assign(found["gate"], today - 8)
    ledger.accept(ledger.rectify(gate, today - 4, "更换道闸感应器"), today - 3)
    _sent_back(ledger, found["tiles"], today)
    cables = ledger.assign(found["cables"], today - 6)
    ledger.rectify(cables, today - 2, "重新布线，取消串接")


def _damp(ledger, found, today):
    """A socket that got wet, was replaced, and got wet again: now it goes to the repairers."""
    damp = ledger.rectify(ledger.assign(found["damp"], today - 24), today - 23, STORIES["damp"][1][-1])
    ledger.close(ledger.accept(damp, today - 22), today - 22)
    again = ledger.assign(found["damp_again"], today - 5, responsible=ledger.sample.person("repairer"))
    trade = Trade.objects.of_school(ledger.sample.school).in_use().first()
    with ledger.sample.at(ledger.days[today - 5], "15:00"):
        services.hand_to_repair(again, trade=trade, by=ledger.officer)


def _major(ledger, wall, today):
    """A retaining wall that cracked: the five are named and the principal hears of it at once."""
    ledger.assign(
        wall,
        today - 14,
        level=Hazard.Level.MAJOR,
        responsible=ledger.director,
        measure="委托检测鉴定，加固挡土墙并重建围墙",
        money=Decimal("86000"),
        plan="险情扩大时启动疏散预案，封闭花园及相邻通道",
        interim="封闭花园，设置警戒线，专人值守",
        due_on=clock.today() + timedelta(days=16),
    )


def _dismissed(ledger, noise, today):
    with ledger.sample.at(ledger.days[today - 9], "16:00"):
        services.dismiss_hazard(noise, reason="现场查看为楼上移动桌椅声，吊顶完好", by=ledger.officer)


def _sent_back(ledger, tiles, today):
    tiles = ledger.assign(tiles, today - 7, interim="拉警戒线，学生绕行")
    tiles = ledger.rectify(tiles, today - 4, "敲除空鼓瓷砖")
    with ledger.sample.at(ledger.days[today - 3], "10:20"):
        services.send_back_hazard(tiles, reason="二楼仍有三块空鼓，未一并处理", by=ledger.officer)
