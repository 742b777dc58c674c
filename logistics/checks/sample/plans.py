"""Which checks the sample school made in two terms, by whom, when, and what was found. The words are its people's."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import time, timedelta
from itertools import cycle

from django.utils import timezone

from logistics import clock
from logistics.school.selectors import week_of_term

THREE_ROOMS_DAYS = 25  # so many days ago the check of the three rooms began
MISSED_WEEKS = (9, 14)  # of the weekly safety check, last term
STORMS = {True: 24, False: 13}  # the school day of the last and of this term on which bad weather was announced
EIGHT, HALF_AN_HOUR = time(8, 5), timedelta(minutes=30)
POINTS_LOST = {"announced": (8, 6, 10), "unannounced": (16, 14, 18)}  # of a hundred in the canteen, in turn


@dataclass
class Fault:
    """Something not in order at an item, at one place or (None) wherever it is asked first.

    way: how it goes on: "fixed" (``measure``), "repair" or "hazard" (``choice`` is part of the trade or category), "" stays open.
    """

    item: str
    words: str
    place: str | None = None
    number: str = ""
    way: str = ""
    measure: str = ""
    choice: str = ""


@dataclass
class Plan:
    """A round to be made. ``signs``: role of the second person; ``end``: "" finished, "dropped", "open" or "to_sign"."""

    day: object
    time: str
    key: str
    role: str
    place: str = ""
    campus: str = "south"
    announced: str = ""
    signs: str = ""
    faults: list = field(default_factory=list)
    counts_for: object = None
    late_reason: str = ""
    end: str = ""
    minutes: int = 12
    wrong: tuple = ()


class Planner:
    """Says which rounds were made, by whom and when."""

    def __init__(self, sample):
        self.sample = sample
        self.last, self.current = sample.terms
        self.days = {term: sample.days(term) for term in sample.terms}
        self.lost = {kind: cycle(points) for kind, points in POINTS_LOST.items()}

    def plans(self):
        for term in (self.last, self.current):
            yield from self._daily(term)
            yield from self._weekly(term)
            yield from self._monthly(term)
            yield from self._now_and_then(term)
        yield from self._today()

    def _daily(self, term):
        days = self.days[term]
        for number, day in enumerate(days):
            if day == clock.today():
                continue
            yield self._canteen_day(term, number, day)
            if term is self.last:
                continue  # the north canteen, the three rooms and the patrols are written down since this term
            yield Plan(day, "09:20", "canteen-daily", "canteen_manager", "食堂 厨房", "north")
            if number >= len(days) - THREE_ROOMS_DAYS:
                yield Plan(day, "16:40", "three-rooms", "it", minutes=4)
            if day.weekday() not in (4, 5):
                yield Plan(day, "22:10", "night-patrol", "guard", signs="duty_leader", minutes=3)

    def _canteen_day(self, term, number, day):
        plan = Plan(day, "08:40", "canteen-daily", "food_safety_officer", "食堂 厨房")
        if term is not self.last:
            return plan
        if number == 27:
            plan.faults = [
                Fault("冷藏冰箱温度", "门封条老化，关不严", number="11.5", way="fixed",
                      measure="食材转入备用冷藏柜，联系更换门封条")
            ]  # fmt: skip
        elif number == 40:
            plan.wrong = ("留样冰箱温度", "43", "4.3", "小数点漏写，查看冰箱温度计记录为 4.3 °C")
        elif number == 51:
            plan.day, plan.counts_for, plan.late_reason = (
                self.days[term][52],
                day,
                "当日外出参加培训，次日按现场记录补填",
            )
            plan.time = "07:50"
        return plan

    def _weekly(self, term):
        weeks = self._weeks(term)
        for week, days in weeks.items():
            office_day = days[min(3, len(days) - 1)]
            if not (term is self.last and week in MISSED_WEEKS):
                yield Plan(days[0], "15:10", "safety-weekly", "safety_officer",
                           faults=self._leak(term, week) or self._undecided(term, week, max(weeks)))  # fmt: skip
            yield Plan(office_day, "14:20", "canteen-weekly", "food_safety_director", "食堂 厨房")
            yield self._canteen_hygiene(days, week)
            yield Plan(days[len(days) // 2], "07:40", "dorm-hygiene", "life_teacher", announced=_announced(week),
                       faults=self._rooms(week), minutes=2)  # fmt: skip
            for day in days:
                if day.weekday() in (1, 3):
                    yield Plan(day, "16:00", "lighting-lines", "repairer", signs="it", minutes=5)
            if self._office_looked_at(term, week):
                yield Plan(office_day, "16:10", "office-hygiene", "director", faults=self._offices(week), minutes=4)

    def _weeks(self, term):
        """Return {week of term: its school days up to yesterday}."""
        weeks = defaultdict(list)
        for day in self.days[term]:
            if day < clock.today():
                weeks[week_of_term(term, day)].append(day)
        return weeks

    def _office_looked_at(self, term, week):
        """Every other week at first; in the second half of the last term once only, and this term it fades again."""
        if term is self.last:
            return week % 2 == 0 and week <= 10 or week == 15
        return week % 2 == 0 and week <= 6

    def _undecided(self, term, week, last):
        """What the latest weekly round found still waits for a decision."""
        if term is not self.current or week != last:
            return []
        return [Fault("室内高处物品放置稳固", "投影仪吊架螺丝松动", "综合楼 多功能厅")]

    def _leak(self, term, week):
        """The ceiling of the canteen leaks again and again last term."""
        if term is self.last and week in (4, 7, 11):
            words = {4: "厨房东北角顶棚渗水", 7: "厨房东北角再次渗水，涂料起皮", 11: "厨房东北角第三次渗水，雨后滴水"}[
                week
            ]
            return [Fault("墙面、顶棚、吊顶无开裂、脱落、渗水", words, "食堂 厨房", way="repair", choice="泥瓦")]
        if week == 2:
            return [
                Fault("室内高处物品放置稳固", "柜顶纸箱过高", "综合楼 多功能厅", way="fixed", measure="当场搬下归位")
            ]
        return []

    def _canteen_hygiene(self, days, week):
        kind = _announced(week)
        plan = Plan(days[min(2, len(days) - 1)], "13:20", "canteen-hygiene", "canteen_manager", "食堂 就餐大厅")
        plan.announced, plan.faults = kind, next(self.lost[kind])
        return plan

    def _rooms(self, week):
        faults = [Fault("床铺平整，被褥叠放一致", "被子未叠", "学生宿舍 103", way="fixed", measure="当场整理")]
        if week % 3 == 0:
            faults.append(Fault("垃圾桶已清空", "未倒垃圾", "学生宿舍 202", way="fixed", measure="值日生当场清倒"))
        return faults if _announced(week) == "unannounced" else faults[1:]

    def _offices(self, week):
        return [Fault("桌面整齐，资料分类摆放", "资料堆放杂乱", "综合楼 教导处", way="fixed", measure="下班前整理完毕")]

    def _monthly(self, term):
        months = defaultdict(list)
        for day in self.days[term]:
            if day < clock.today():
                months[day.year, day.month].append(day)
        this_month = len(months) - 1 if term is self.current else None
        for number, days in enumerate(months.values()):
            third, middle, late = days[min(3, len(days) - 1)], days[len(days) // 2], days[-1]
            yield Plan(
                third, "09:40", "extinguishers", "safety_officer", faults=self._pressure(term, number), minutes=6
            )
            if number != this_month:  # that one still waits for its second signature
                yield Plan(middle, "10:00", "fire-monthly", "safety_officer", signs="vice_principal", minutes=8)
            yield Plan(middle, "16:30", "canteen-monthly", "food_safety_director", signs="principal", minutes=50)
            yield Plan(third, "15:50", "sports-grounds", "safety_officer", faults=self._goal(term, number))
            yield Plan(late, "10:30", "play-equipment", "head", campus="kindergarten")
            yield Plan(late, "20:40", "dorm-electricity", "life_teacher", faults=self._heater(number), minutes=4)

    def _pressure(self, term, number):
        if term is self.current and number == 1:
            words = "两具干粉灭火器压力不足，指针在红区"
            return [Fault("压力指针在绿区", words, "综合楼 微机室", way="hazard", choice="fire")]
        return []

    def _goal(self, term, number):
        if term is self.last and number == 1:
            return [Fault("足球门已锚固，不能翻倒", "北侧球门锚栓松脱", "南校区 运动场", way="repair", choice="其他")]
        return []

    def _heater(self, number):
        if number % 3 != 1:
            return []
        words = "查到热得快一件，由生活老师代管"
        return [
            Fault(
                "无热得快、电炉、电热毯、电饭锅等违规电器",
                words,
                "学生宿舍 204",
                way="fixed",
                measure="没收代管，通知家长",
            )
        ]

    def _now_and_then(self, term):
        days = [day for day in self.days[term] if day < clock.today()]
        middle = days[len(days) // 2]
        yield Plan(days[0], "10:10", "classroom-property", "asset_keeper", minutes=5)
        yield Plan(middle, "10:10", "classroom-property", "asset_keeper", minutes=5)
        yield Plan(days[0], "07:10", "term-start", "director", signs="vice_principal", minutes=20)
        storm = days[STORMS[term is self.last]]
        yield Plan(storm, "11:30", "bad-weather", "safety_officer", minutes=6)
        if term is self.last:
            yield Plan(days[60], "16:20", "bad-weather", "safety_officer", end="dropped")
            yield Plan(days[61], "08:20", "bad-weather", "safety_officer", minutes=6)

    def _today(self):
        """What waits: a check for its second signature, and one half done: the three rooms, on a day off the patrol."""
        yesterday = self.days[self.current][-2]
        yield Plan(yesterday, "17:05", "fire-monthly", "safety_officer", end="to_sign", minutes=4)
        begun = timezone.localtime(min(clock.at(clock.today(), EIGHT), clock.now() - HALF_AN_HOUR))
        school_day = begun.date() in self.days[self.current]
        key, role = ("three-rooms", "it") if school_day else ("night-patrol", "guard")
        yield Plan(begun.date(), f"{begun:%H:%M}", key, role, end="open", minutes=4)


def _announced(week):
    return "announced" if week % 2 else "unannounced"
