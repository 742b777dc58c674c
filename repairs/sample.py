"""Two terms of repairs of the sample school, with the facts of source 000.3; everything through the services.

The texts are what its people wrote, so they are Chinese here.
"""

import io
from dataclasses import dataclass
from datetime import time, timedelta
from decimal import Decimal

from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image, ImageDraw

from logistics import clock
from logistics.attachments.services import keep_upload
from logistics.catalogue.models import Kind
from logistics.catalogue.services import change_kind
from repairs import services
from repairs.models import DispatchRule, Repair, Trade

LOCAL_WORDS = {"门": "张", "窗": "页"}


@dataclass(frozen=True)
class Fault:
    """A kind of fault: how many were reported and booked last term, things mended, parts built in, and its words."""

    kind: str
    reported: int
    booked: int
    things: int
    part: str
    parts: int
    rooms: tuple
    words: tuple
    result: str
    cause: str = "nature"


ROOMS, WET, DORM, TECH, OUT = (
    ("classroom", "office"),
    ("toilet", "dorm_room"),
    ("dorm_room",),
    ("classroom", "function_room"),
    ("outdoor",),
)

FAULTS = [
    Fault(
        "灯具",
        14,
        30,
        86,
        "灯管",
        86,
        ROOMS,
        ("日光灯不亮，灯管发黑", "后排两支灯管闪烁", "灯管坏了，影响看书", "黑板灯不亮"),
        "更换灯管，试亮正常",
    ),
    Fault(
        "水龙头",
        9,
        18,
        50,
        "阀门水嘴",
        50,
        WET,
        ("水龙头关不紧，一直滴水", "水嘴断了", "洗手池水龙头漏水"),
        "更换阀门水嘴",
    ),
    Fault(
        "下水道",
        8,
        15,
        23,
        "",
        0,
        WET,
        ("厕所下水管堵塞，水漫出来", "地漏堵了，排水慢", "拖把池堵塞"),
        "疏通下水管",
        "people",
    ),
    Fault(
        "门",
        6,
        5,
        13,
        "合页",
        8,
        ROOMS,
        ("教室门关不上，门框变形", "门拉手掉了", "门合页松动，响声大"),
        "校正门框，紧固合页",
    ),
    Fault(
        "窗",
        5,
        5,
        15,
        "窗扣",
        9,
        ROOMS,
        ("窗户推不动", "窗扣坏了，关不严", "窗户脱轨，有坠落危险"),
        "修复滑轨，更换窗扣",
    ),
    Fault("锁", 6, 6, 14, "锁芯", 10, (*ROOMS, "dorm_room"), ("门锁打不开", "钥匙断在锁里", "橱门锁坏了"), "更换锁芯"),
    Fault(
        "课桌椅",
        6,
        8,
        41,
        "螺丝",
        30,
        ("classroom",),
        ("三张课桌桌面松动", "椅子靠背断了", "课桌抽屉脱落"),
        "加固课桌椅",
        "people",
    ),
    Fault(
        "开关插座",
        5,
        6,
        15,
        "开关",
        9,
        ROOMS,
        ("插座没电", "开关按下去弹不起来", "插座面板松脱"),
        "更换开关面板",
        "age",
    ),
    Fault(
        "线路跳闸",
        4,
        0,
        4,
        "空气开关",
        3,
        ("function_room",),
        ("空开经常跳，整室没电", "一开空调就跳闸"),
        "排查线路，更换空气开关",
        "overload",
    ),
    Fault("玻璃", 3, 3, 8, "玻璃", 8, ROOMS, ("窗玻璃被球打破", "门上玻璃裂了"), "配换玻璃", "people"),
    Fault("空调", 4, 1, 6, "", 0, ROOMS, ("空调不制冷", "空调漏水"), "清洗滤网，加氟", "age"),
    Fault(
        "投影一体机",
        6,
        0,
        6,
        "",
        0,
        TECH,
        ("一体机没有声音", "投影偏色，看不清", "触摸屏没反应"),
        "重装驱动，校准触摸",
        "age",
    ),
    Fault(
        "电脑", 4, 1, 6, "", 0, ("function_room", "office"), ("学生机无法开机", "电脑蓝屏"), "更换内存并重装系统", "age"
    ),
    Fault(
        "网络", 3, 1, 5, "水晶头", 8, ("office", "function_room"), ("办公室上不了网", "网口松动"), "重做水晶头", "age"
    ),
    Fault("饮水机", 3, 1, 4, "", 0, ("classroom", "office"), ("饮水机不加热", "饮水机漏水"), "更换温控器", "age"),
    Fault(
        "墙面地面",
        2,
        1,
        3,
        "水泥",
        3,
        ("corridor", "classroom"),
        ("地砖翘起，容易绊倒", "墙皮脱落"),
        "重新铺贴、粉刷",
        "age",
    ),
    Fault("便池水箱", 3, 4, 8, "冲水阀", 7, ("toilet",), ("冲水阀坏，长流水", "水箱不上水"), "更换冲水阀"),
    Fault("体育器材", 3, 0, 3, "", 0, OUT, ("单杠开裂", "足球门松动", "音柱松动"), "焊接加固"),
    Fault("围墙护栏", 2, 1, 18, "铁丝网", 20, OUT, ("护栏被翻越损坏", "铁丝网脱落"), "修补并扎拉铁丝网", "people"),
    Fault("监控", 2, 0, 2, "", 0, OUT, ("摄像头黑屏",), "更换电源", "weather"),
    Fault("消防设施", 2, 0, 2, "", 0, ("corridor",), ("应急灯不亮",), "更换电池", "age"),
]
SHARE_OF_THIS_TERM = 0.6
SOURCES = ["web", "web", "scan", "scan", "scan", "phone", "wechat", "patrol"]
TIMES = ["07:50", "08:35", "09:20", "10:15", "11:05", "12:10", "13:40", "14:30", "15:20", "16:10"]
PRAISE = ["修得很快", "师傅很负责", "谢谢师傅", "", "", ""]


def make_repairs(sample):
    """Make trades, rules and settings, then two terms day by day, then what went wrong and what is open today."""
    maker = Maker(sample)
    maker.set_up()
    last, current = sample.terms
    maker.make_term(last, 1)
    maker.make_term(current, SHARE_OF_THIS_TERM)
    maker.make_troubles(current)
    maker.make_today(current)


class Maker:
    """Makes repairs for one sample school."""

    def __init__(self, sample):
        self.sample, self.random, self.school = sample, sample.random, sample.school
        self.director = sample.person("director").at(sample.school)
        self.teachers = [
            person.at(sample.school) for person in sample.people["class_teacher"] + sample.people["teacher"]
        ]
        self.photos_left = 10

    def set_up(self):
        term = self.sample.terms[0]
        with self.sample.at(term.covers_from, "08:30"):
            for kind in Kind.objects.of_school(self.school).filter(family="object", name__in=LOCAL_WORDS):
                change_kind(kind, name=kind.name, measure_word=LOCAL_WORDS[kind.name], active=True, by=self.director)
            services.add_shipped_trades(self.school, by=self.director)
            services.save_settings(self.school, by=self.director, asks_for_cost=False)
            self._make_rules()
        self.kinds = {kind.name: kind for kind in Kind.objects.of_school(self.school).filter(family="object")}
        self.parts = {kind.name: kind for kind in Kind.objects.of_school(self.school).filter(family="part")}
        self.trades = {}
        for trade in Trade.objects.of_school(self.school).prefetch_related("kinds"):
            for kind in trade.kinds.all():
                self.trades.setdefault(kind.name, trade)

    def _make_rules(self):
        south, carpenter, north = self.sample.people["repairer"]
        trades = {trade.name: trade for trade in Trade.objects.of_school(self.school)}
        rules = [
            {"campus": self.sample.campuses["south"], "person": south},
            {"campus": self.sample.campuses["north"], "person": north},
            {"campus": self.sample.campuses["kindergarten"], "person": carpenter},
            {"trade": trades["门窗锁具"], "campus": self.sample.campuses["south"], "person": carpenter},
            {"trade": trades["桌椅木工"], "person": carpenter},
            {"trade": trades["电教网络"], "person": self.sample.person("it")},
            {"nights_and_weekends": True, "person": south},
        ]
        for rule in rules:
            services.save_rule(DispatchRule(school=self.school), **rule, by=self.director)

    # --- a term ---------------------------------------------------------------------------------------------------

    def make_term(self, term, share):
        """Spread the faults over the days of the term and let each run its course, in the order of the reports."""
        days = self.sample.days(term)[:-2]
        plans = []
        for fault in FAULTS:
            reported, booked = round(fault.reported * share), round(fault.booked * share)
            things = _split(round(fault.things * share), reported + booked)
            parts = _split(round(fault.parts * share), reported + booked)
            for number, (quantity, built_in) in enumerate(zip(things, parts, strict=True)):
                plans.append(
                    (self.random.choice(days), self.random.choice(TIMES), fault, quantity, built_in, number < booked)
                )
        plans.sort(key=lambda plan: plan[:2])
        for number, (day, moment, fault, quantity, built_in, booked) in enumerate(plans):
            make = self.book if booked else self.report_and_mend
            make(number, day, moment, fault, quantity, built_in)

    def place_for(self, fault):
        campus = self.random.choices(["south", "north", "kindergarten"], [6, 3, 1])[0]
        rooms = self.sample.places_on(campus, *fault.rooms) or self.sample.places_on("south", *fault.rooms)
        return self.random.choice(rooms)

    def book(self, number, day, moment, fault, quantity, built_in):
        place = self.place_for(fault)
        worker = self.worker_for(place, fault)
        with self.sample.at(day, "16:40"):
            services.book_job(
                place,
                trade=self.trades[fault.kind],
                kind=self.kinds[fault.kind],
                quantity=Decimal(max(quantity, 1)),
                worker=worker,
                day=day,
                result=fault.result,
                cause=fault.cause,
                source="patrol" if number % 5 == 0 else "in_person",
                reporter_name="" if number % 5 == 0 else self.random.choice(self.teachers).name,
                labour_minutes=self.random.choice([10, 15, 20, 30]),
                parts=self.built_in(fault, built_in),
                by=worker,
            )

    def worker_for(self, place, fault):
        south, carpenter, north = self.sample.people["repairer"]
        if self.trades[fault.kind].role_key == "it":
            return self.sample.person("it")
        if self.trades[fault.kind].name in ("门窗锁具", "桌椅木工"):
            return carpenter
        return {"north": north, "kindergarten": carpenter}.get(self.campus_of(place), south)

    def campus_of(self, place):
        return next(key for key, campus in self.sample.campuses.items() if campus.pk == place.campus_id)

    def built_in(self, fault, quantity):
        if not fault.part or not quantity:
            return []
        return [{"kind": self.parts[fault.part], "quantity": Decimal(quantity)}]

    def report(self, day, moment, fault, *, place=None, quantity=1, words="", source=None, **facts):
        """Report a fault in one of the usual ways and return the repair."""
        source = source or self.random.choice(SOURCES)
        teacher = self.random.choice(self.teachers)
        who = {
            "web": {"by": teacher},
            "scan": {"by": None, "reporter_name": f"{teacher.name[0]}老师"},
            "phone": {"by": self.sample.person("guard"), "reporter": teacher},
            "wechat": {"by": self.director, "reporter": teacher},
            "patrol": {"by": self.sample.person("duty_leader")},
        }[source]
        with self.sample.at(day, moment):
            return services.report_repair(
                place or self.place_for(fault),
                trade=self.trades[fault.kind],
                kind=self.kinds[fault.kind],
                quantity=Decimal(max(quantity, 1)),
                description=words or self.random.choice(fault.words),
                affects_teaching=fault.kind in ("投影一体机", "线路跳闸") and day.day % 2 == 0,
                preferred_time=self.random.choice(["", "", "noon", "after_school", "break"]),
                photos=self.photo(who["by"], fault.kind),
                source=source,
                **who,
                **facts,
            )

    def report_and_mend(self, number, day, moment, fault, quantity, built_in):
        repair = self.report(day, moment, fault, quantity=quantity)
        if repair.status == Repair.Status.REPORTED:
            next_day = number % 17 == 0
            with self.at(repair.reported_at, timedelta(days=1) if next_day else timedelta(minutes=25)):
                repair = services.accept_repair(repair, by=self.director)
        slow = number % 11 == 0
        begun = repair.assigned_at + timedelta(minutes=self.random.choice([10, 30, 60, 120]))
        with clock.set_to(begun):
            repair = services.start_repair(repair, by=self.sent(repair))
        if slow:
            with clock.set_to(begun + timedelta(minutes=20)):
                services.hold_repair(repair, reason="parts", text=f"等{fault.part or '配件'}到货", by=self.sent(repair))
        finished = begun + (timedelta(days=3) if slow else timedelta(minutes=self.random.choice([20, 40, 60, 90])))
        self.finish(repair, finished, fault, built_in, outside=number % 19 == 0)
        self.close(repair, finished, number)

    def sent(self, repair):
        return repair.assigned_to.at(self.school)

    def finish(self, repair, moment, fault, built_in, *, outside=False):
        by = self.sent(repair)
        with clock.set_to(moment):
            company = (
                {"executor": "contractor", "executor_name": "诚信水电维修部", "cost": Decimal("180.00")}
                if outside
                else {}
            )
            return services.complete_repair(
                repair,
                by=by,
                result=fault.result,
                cause=fault.cause,
                labour_minutes=self.random.choice([15, 20, 30, 45, 60]),
                parts=self.built_in(fault, built_in),
                photos=self.photo(by, "已修复"),
                **company,
            )

    def close(self, repair, finished, number):
        """Most reporters confirm and rate; a third keeps silent and is accepted by default; a few send it back."""
        if number % 29 == 0:
            with clock.set_to(finished + timedelta(days=1)):
                services.reopen_repair(repair, text="第二天又出现同样问题", by=repair.reporter)
            with clock.set_to(finished + timedelta(days=1, hours=2)):
                services.complete_repair(repair, by=self.sent(repair), result="重新检修，试用正常")
            finished += timedelta(days=1, hours=2)
        if number % 3 == 0:
            with clock.set_to(finished + timedelta(days=5)):
                services.accept_by_default(repair)
            return
        stars = self.random.choices([5, 4, 3], [7, 3, 1])[0]
        by = repair.reporter if repair.reporter_id != repair.assigned_to_id else self.director
        with clock.set_to(finished + timedelta(hours=3)):
            services.confirm_repair(repair, rating=stars, text=self.random.choice(PRAISE), by=by)

    def at(self, moment, later):
        return clock.set_to(moment + later)

    # --- what went wrong, and today -------------------------------------------------------------------------------

    def make_troubles(self, term):
        """A leak that keeps coming back, merged, rejected, withdrawn and scrapped ones."""
        days = self.sample.days(term)
        leak = Fault("水管", 0, 0, 0, "", 0, WET, ("墙内水管渗漏，地面积水",), "补漏")
        toilet = self.sample.place("一号教学楼 二楼男厕")
        for back in (34, 24, 13, 6):
            day = days[-min(back, len(days) - 1)]
            repair = self.report(day, "08:20", leak, place=toilet, source="web")
            finished = repair.assigned_at + timedelta(hours=3)
            with clock.set_to(repair.assigned_at + timedelta(minutes=30)):
                repair = services.start_repair(repair, by=self.sent(repair))
            self.finish(repair, finished, leak, 0)
            self.close(repair, finished, 1)
        self._end_some(days)

    def _end_some(self, days):
        lamp, door, tap = FAULTS[0], FAULTS[3], FAULTS[1]
        room = self.sample.place("一号教学楼 203")
        first = self.report(days[-12], "08:10", tap, place=room, source="web", words="教室外洗手池漏水")
        again = self.report(days[-12], "09:30", tap, place=room, source="scan", words="洗手池水管漏水，地上都是水")
        with self.sample.at(days[-12], "09:50"):
            services.merge_repair(again, into=first, by=self.director)
        with self.sample.at(days[-12], "14:00"):
            services.start_repair(first, by=self.sent(first))
        self.finish(first, clock.at(days[-12], time(15, 10)), tap, 1)
        self.close(first, clock.at(days[-12], time(15, 10)), 2)
        private = self.report(days[-9], "12:20", lamp, source="scan", words="想在办公室加装一盏落地灯")
        with self.sample.at(days[-9], "13:00"):
            services.reject_repair(private, reason="属添置物品，请走申购流程", by=self.director)
        mistaken = self.report(days[-8], "10:30", door, source="web", words="门锁不上")
        with self.sample.at(days[-8], "10:50"):
            services.withdraw_repair(mistaken, reason="是门后有东西挡住，已自行解决", by=mistaken.reporter)
        broken = self.report(days[-7], "09:10", FAULTS[11], source="phone", words="旧投影机屡修屡坏，灯泡停产")
        with self.sample.at(days[-7], "15:00"):
            services.advise_scrapping(broken, reason="配件停产，维修价高于新购", by=self.sent(broken))

    def make_today(self, term):
        """What stands open: one urgent, some waiting, in hand, to be accepted and to be confirmed."""
        day, before = self._last_days(term)
        socket, lamp, tap, door, cooler, beamer = (FAULTS[index] for index in (7, 0, 1, 3, 10, 11))
        waiting = self.report(before, "09:10", cooler, source="web", place=self.sample.place("综合楼 音乐教室"))
        with self.sample.at(before, "10:00"):
            services.start_repair(waiting, by=self.sent(waiting))
        with self.sample.at(before, "10:40"):
            services.hold_repair(waiting, reason="outside", text="压缩机需厂家上门", by=self.sent(waiting))
        part = self.report(before, "13:30", tap, source="scan", place=self.sample.place("学生宿舍 一楼洗漱间"))
        with self.sample.at(before, "14:00"):
            part = services.accept_repair(part, by=self.director)
        with self.sample.at(before, "14:20"):
            services.hold_repair(part, reason="parts", text="等 4 分阀门水嘴 2 只", by=self.sent(part))
        finished = self.report(before, "14:10", door, source="web", place=self.sample.place("一号教学楼 102"))
        with self.sample.at(before, "14:40"):
            finished = services.start_repair(finished, by=self.sent(finished))
        self.finish(finished, clock.at(before, time(15, 20)), door, 1)
        running = self.report(before, "15:40", lamp, source="phone", place=self.sample.place("综合楼 图书室"))
        with self.sample.at(before, "16:00"):
            services.start_repair(running, by=self.sent(running))
        self.report(day, "07:40", beamer, source="web", place=self.sample.place("一号教学楼 301"))
        self.report(day, "07:45", door, source="web", place=self.sample.place("一号教学楼 204"))
        self.report(day, "07:50", lamp, source="scan", place=self.sample.place("一号教学楼 304"))
        self.report(day, "07:55", tap, source="scan", place=self.sample.place("教学楼 一楼男厕", "north"))
        self.report(
            day,
            "08:05",
            socket,
            source="web",
            place=self.sample.place("综合楼 科学实验室"),
            words="插座冒火花，有焦味",
            urgent=True,
        )

    def _last_days(self, term):
        """Return today (once school has begun) or the last school day, and the one before."""
        days = self.sample.days(term)
        if days[-1] == clock.today() and timezone.localtime(clock.now()).hour < 9:
            days = days[:-1]
        return days[-1], days[-2]

    def photo(self, by, text):
        """Return the token of a small picture for every fourth report or so, while there are some left."""
        if self.photos_left == 0 or by is None or self.random.random() > 0.25:
            return []
        self.photos_left -= 1
        picture = Image.new("RGB", (640, 480), self.random.choice(["#c8d3da", "#d8d2c4", "#cfdccf"]))
        draw = ImageDraw.Draw(picture)
        for _number in range(6):
            left, top = self.random.randrange(0, 500), self.random.randrange(0, 360)
            draw.rectangle([left, top, left + 120, top + 90], outline="#5d6b78", width=4)
        file = io.BytesIO()
        picture.save(file, "JPEG", quality=70)
        return [keep_upload(ContentFile(file.getvalue(), name=f"{text}.jpg"), school=self.school, by=by).token]


def _split(total, count):
    """Return ``count`` whole numbers that add up to ``total``, as even as can be."""
    if count == 0:
        return []
    least, more = divmod(total, count)
    return [least + 1] * more + [least] * (count - more)
