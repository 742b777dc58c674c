"""Walking the planned checks of the sample school, answering every item through the services."""

import io
import random
from datetime import timedelta
from decimal import Decimal
from itertools import chain, combinations

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw

from logistics import clock
from logistics.attachments.services import keep_upload
from logistics.checks.models import Item, Template
from logistics.checks.sample.plans import Fault
from logistics.checks.selectors.rounds import asked_at_points, asked_once, items_of
from logistics.checks.services import (
    correct_answer,
    countersign_round,
    drop_round,
    finish_round,
    follow_up,
    sign_point,
    start_round,
)
from logistics.checks.services.findings import ways
from logistics.checks.services.items import add_item
from logistics.checks.services.templates import open_draft, publish_version, set_route

SEED = 20260215

# What a measured value usually is: (from, to, decimals). Anything else lies within its limits.
TYPICAL = {
    "食品离墙离地最近处的距离": (12, 20, 0),
    "冷藏冰箱温度": (2, 6, 1),
    "冷冻冰箱温度": (-21, -16, 1),
    "烧熟食品中心温度（抽测一种）": (76, 92, 1),
    "热藏备餐温度": (62, 71, 1),
    "烹调完成到开餐的时间": (15, 45, 0),
    "每个品种留样量（抽秤一种）": (130, 160, 0),
    "留样冰箱温度": (2, 5, 1),
    "含氯消毒液有效氯浓度（试纸抽测）": (260, 300, 0),
    "本周供餐天数": (5, 5, 0),
    "已填写的每日检查记录": (5, 5, 0),
    "参加人数": (9, 12, 0),
    "本月每日检查应做次数": (20, 22, 0),
    "本月每日检查实做次数": (19, 20, 0),
    "数量": (2, 4, 0),
    "最早一具干粉灭火器已出厂": (2, 6, 0),
    "消防水池（箱）水位": (2, 3, 1),
    "课桌": (44, 48, 0),
    "椅凳": (45, 48, 0),
    "日光灯": (9, 9, 0),
    "电风扇": (4, 4, 0),
    "窗帘": (8, 8, 0),
}
SAID = {
    "发现的问题与当场采取的措施": "未发现食品安全问题",
    "本周安全工作小结": "各点位设施完好，小问题已当场处理，周一升旗时通报",
    "每日检查发现的主要问题": "个别冰箱温度偏高，已调整",
    "本周食品安全风险分析": "气温变化，冷藏设备负荷加大；其余环节平稳",
    "采取的治理措施": "冰箱除霜，每日两次测温",
    "完成期限与完成情况": "本周五前，已完成",
    "报送": "周五放学前报校长",
    "会议地点": "综合楼会议室",
    "参加人员": "周明远（校长）、谢志刚（食品安全总监）、宋丽娟（食品安全员）、梁秋月（食堂管理员）等",
    "本月日管控、周排查情况汇报要点": "每日检查按时完成，发现的问题当场整改",
    "上月调度会议事项落实情况": "上月三项均已完成",
    "本月主要问题和风险": "冷藏设备老化，个别员工操作不够规范",
    "会议决定事项": "更换一台冷藏柜门封条；组织一次操作规范培训",
    "完成期限": "下月 10 日前",
    "下月工作重点": "做好冬季蔬菜验收和热藏备餐",
    "参加检查人员": "总务处、保卫处、社区民警",
    "检查结论与整改要求": "总体合格，个别部位限期整改",
    "天气与预警级别": "暴雨黄色预警",
    "处置情况与受损情况": "无人员受伤，设施无损坏",
    "检查结论与未完成事项": "具备开学条件",
    "处理的情况与移交事项": "无异常",
}
DOES_NOT_APPLY = {
    "药品柜双锁，危险化学品领用登记与实物相符": ("综合楼 科学实验室", "本室无药品"),
    "废液、废弃物分类收集": ("综合楼 科学实验室", "本室无实验"),
    "水龙头已关，无滴漏": ("综合楼 科学实验室", "本室无水龙头"),
}
WORDS = ["有积灰", "未擦干净", "摆放不整齐", "未及时清理", "有油渍"]
ROUTES = {
    "safety-weekly": [
        ("south", "一号教学楼 东楼梯"), ("south", "一号教学楼 西楼梯"), ("south", "综合楼 多功能厅"),
        ("south", "学生宿舍 101"), ("south", "食堂 厨房"), ("north", "教学楼 101"),
    ],
    "night-patrol": [
        ("south", "一号教学楼 东楼梯"), ("south", "食堂 厨房"), ("south", "学生宿舍 一楼洗漱间"),
    ],
    "fire-monthly": [
        ("south", "一号教学楼 东楼梯"), ("south", "综合楼 多功能厅"), ("south", "学生宿舍 101"), ("south", "食堂 厨房"),
        ("north", "教学楼 101"), ("kindergarten", "活动楼 音体室"),
    ],
    "extinguishers": [
        ("south", "一号教学楼 东楼梯"), ("south", "一号教学楼 西楼梯"), ("south", "综合楼 微机室"), ("south", "食堂 厨房"),
        ("south", "学生宿舍 一楼洗漱间"), ("north", "教学楼 101"), ("kindergarten", "活动楼 音体室"),
    ],
    "dorm-hygiene": [("south", f"学生宿舍 {room}") for room in (101, 103, 202, 204)],
    "dorm-electricity": [("south", f"学生宿舍 {room}") for room in (101, 204)],
    "office-hygiene": [
        ("south", f"综合楼 {room}") for room in ("总务处", "教导处", "财务室")
    ] + [("south", "一号教学楼 高年级办公室"), ("north", "教学楼 教师办公室")],
    "three-rooms": [("south", f"综合楼 {room}") for room in ("微机室", "科学实验室", "图书室")],
    "lighting-lines": [
        ("south", "一号教学楼 东楼梯"), ("south", "学生宿舍 二楼洗漱间"),
    ],
    "sports-grounds": [("south", "运动场"), ("north", "运动场")],
    "play-equipment": [("kindergarten", "游乐场")],
    "bad-weather": [("south", "运动场"), ("south", "单车棚"), ("south", "校门口"), ("north", "运动场")],
    "classroom-property": [("south", f"一号教学楼 {room}") for room in (101, 201, 301)],
    "term-start": [("south", "一号教学楼 101"), ("south", "食堂 厨房"), ("south", "运动场"), ("north", "教学楼 101")],
}  # fmt: skip


class Maker:
    """Walks the planned rounds, answering every item."""

    def __init__(self, sample):
        self.sample = sample
        self.random = random.Random(SEED)  # of its own: other parts stay as they are
        self.templates = {template.key: template for template in Template.objects.of_school(sample.school)}

    def set_routes(self):
        with self.sample.at(self.sample.terms[0].covers_from, "10:00"):
            for key, stops in ROUTES.items():
                places = [self.sample.place(label, campus) for campus, label in stops]
                set_route(self.templates[key], places=places, by=self.sample.person("director"))

    def walk(self, plan):
        with self.sample.at(plan.day, plan.time):
            begun_at = clock.now()
            round = self._start(plan)
        person = round.started_by
        points = list(round.points.select_related("place__campus").order_by("order"))
        faults = self._faults(plan, round)
        for number, point in enumerate(points, start=1):
            if plan.end in ("open", "dropped") and number > 1:
                break
            with clock.set_to(begun_at + timedelta(minutes=plan.minutes * number)):
                point.round = round
                answers = self._answers(self._items(round)[0], point.place, faults, person)
                sign_point(point, answers=answers, by=person)
        with clock.set_to(begun_at + timedelta(minutes=plan.minutes * len(points) + 3)):
            self._end(plan, round, faults, person)

    def _start(self, plan):
        template = self.templates[plan.key]
        template.school = self.sample.school
        return start_round(
            template,
            by=self.sample.person(plan.role),
            day=plan.counts_for or plan.day,
            place=self.sample.place(plan.place, plan.campus) if plan.place else None,
            announced=plan.announced,
            late_reason=plan.late_reason,
        )

    def _end(self, plan, round, faults, person):
        if plan.end == "dropped":
            drop_round(round, reason="雷电临近，人员撤回室内，次日再查", by=person)
        elif plan.end != "open":
            finish_round(round, answers=self._answers(self._items(round)[1], None, faults, person), by=person)
            if faults:
                self._go_on(round, faults, person)
            self._put_right(plan, round, person)
            if plan.signs:
                with clock.set_to(clock.now() + timedelta(hours=9)):
                    countersign_round(round, by=self.sample.person(plan.signs))

    def _items(self, round):
        """Return (items at each place, items once) of the version of a round."""
        return items_of(asked_at_points(round.version)), items_of(asked_once(round.version))

    def _faults(self, plan, round):
        """Return the faults of a plan; a number of points to lose becomes items whose points add up to it."""
        if plan.wrong:
            text, number, _right, _reason = plan.wrong
            return [Fault(text, "待复测", number=number)]
        if not isinstance(plan.faults, int):
            return plan.faults
        items = [item for item in self._items(round)[0] if item.points]
        chosen = _worth(self.random.sample(items, len(items)), plan.faults)
        return [Fault(item.text, self.random.choice(WORDS), way="fixed", measure="擦净归位，已复查") for item in chosen]

    def _answers(self, items, place, faults, person):
        given = {item.pk: self._answer(item, place, faults, person) for item in items}
        return {pk: facts for pk, facts in given.items() if facts}

    def _answer(self, item, place, faults, person):
        """Return what was entered at an item; nothing for what one signature covers."""
        fault = next((each for each in faults if each.item == item.text and _is_there(each, place)), None)
        if fault:
            return self._failure(item, fault, person)
        room, reason = DOES_NOT_APPLY.get(item.text, ("", ""))
        if room and place is not None and place.label != room:
            return {"result": "na", "text": reason}
        if item.kind == Item.Kind.NUMBER:
            return {"number": self._value(item)}
        if item.kind == Item.Kind.TEXT:
            return {"text": SAID.get(item.text, "无")}
        if item.kind == Item.Kind.PERSON and item.required:
            return {"person": self.sample.person("principal") if item.text == "主持人" else person}
        return {"result": "pass"} if item.single else None

    def _failure(self, item, fault, person):
        given = {"text": fault.words}
        if fault.number:
            given["number"] = Decimal(fault.number)
        else:
            given["result"] = "fail"
        if item.photo_on_fail:
            given["photos"] = [self._photo(fault.words, person)]
        if fault.way == "fixed":
            given["fixed"] = fault.measure
        return given

    def _value(self, item):
        low, high, decimals = TYPICAL.get(item.text, (0, 0, 0))
        return Decimal(str(_rounded(self.random.uniform(low, high), decimals)))

    def _photo(self, words, person):
        picture = Image.new("RGB", (480, 360), "#aeb9c2")
        draw = ImageDraw.Draw(picture)
        for _number in range(4):
            left, top = self.random.randrange(360), self.random.randrange(270)
            draw.rectangle([left, top, left + 110, top + 80], outline="#4f5d6a", width=5)
        file = io.BytesIO()
        picture.save(file, "JPEG", quality=60)
        content = ContentFile(file.getvalue(), name=f"{words}.jpg")
        return keep_upload(content, school=self.sample.school, by=person).token

    def _go_on(self, round, faults, person):
        """Hand findings on the way their fault says."""
        for finding in round.findings.open().select_related("answer__item", "place"):
            fault = next((each for each in faults if each.item == finding.answer.item.text), None)
            way = ways().get(fault.way) if fault else None
            if way is not None:
                follow_up(finding, way=way.key, by=person, **self._choice(way, finding, fault.choice, person))

    def _choice(self, way, finding, words, person):
        """Return what the form of a way asks, taking the choice whose label holds ``words``."""
        form = way.form(school=self.sample.school, user=person, record=finding)
        for name in ("trade", "category"):
            if name in form.fields:
                offered = form.fields[name]
                rows = getattr(offered, "queryset", None)
                pairs = [(row, str(row)) for row in rows] if rows is not None else list(offered.choices)
                return {name: next(value for value, label in pairs if words == value or words in str(label))}
        return {}

    def _put_right(self, plan, round, person):
        if plan.wrong:
            text, _number, right, reason = plan.wrong
            answer = round.answers.get(item__text=text)
            with clock.set_to(clock.now() + timedelta(minutes=40)):
                correct_answer(answer, number=Decimal(right), reason=reason, by=person)

    def ask_one_thing_more(self, term):
        """Since this term the weekly safety check asks about electric bicycles, too: its second version."""
        director = self.sample.person("director")
        with self.sample.at(term.starts_on, "07:00"):
            draft = open_draft(self.templates["safety-weekly"], by=director)
            section = draft.sections.get(title="消防")
            add_item(section, text="电动自行车未进楼停放、充电", photo_on_fail=True, by=director)
            publish_version(draft, sentence="按县教育局通知，增加电动自行车停放充电检查", by=director)

    def leave_a_draft(self, term):
        """The director is about to ask one thing more in offices."""
        director = self.sample.person("director")
        with self.sample.at(self.sample.days(term)[-2], "15:30"):
            draft = open_draft(self.templates["office-hygiene"], by=director)
            add_item(draft.sections.first(), text="下班前饮水机、打印机已断电", points=Decimal(10), by=director)


def _is_there(fault, place):
    return fault.place is None or (place is not None and fault.place in (place.label, place.full_label()))


def _worth(items, points):
    """Return the first few of the items whose points add up to ``points``."""
    some = chain.from_iterable(combinations(items, count) for count in (1, 2, 3))
    return next(chosen for chosen in some if sum(item.points for item in chosen) == points)


def _rounded(value, decimals):
    return round(value, decimals) if decimals else round(value)
