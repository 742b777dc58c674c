"""How a repair of the sample school runs its course, and two terms full of them."""

import io
from datetime import timedelta
from decimal import Decimal
from functools import partial

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw

from logistics import clock
from logistics.attachments.services import keep_upload
from logistics.catalogue.models import Kind
from logistics.catalogue.services import change_kind
from repairs import services
from repairs.models import DispatchRule, Repair, Trade
from repairs.sample.faults import FAULTS

LOCAL_WORDS = {"门": "张", "窗": "页"}
SOURCES = ["web", "web", "scan", "scan", "scan", "phone", "wechat", "patrol"]
TIMES = ["07:50", "08:35", "09:20", "10:15", "11:05", "12:10", "13:40", "14:30", "15:20", "16:10"]
PRAISE = ["修得很快", "师傅很负责", "谢谢师傅", "", "", ""]


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

    def make_term(self, term, share, troubles=()):
        """Spread the faults over the days of the term and let each run its course, in the order of the reports.

        troubles: [(day, moment, function)] that stand among them, so that numbers follow the days.
        """
        plans = [*self.usual_plans(self.sample.days(term)[:-2], share), *troubles]
        for _day, _moment, make in sorted(plans, key=lambda plan: plan[:2]):
            make()

    def usual_plans(self, days, share):
        """Return [(day, moment, function)] of what breaks in any term, booked afterwards or reported and mended."""
        plans = []
        for fault in FAULTS:
            reported, booked = round(fault.reported * share), round(fault.booked * share)
            things = _split(round(fault.things * share), reported + booked)
            parts = _split(round(fault.parts * share), reported + booked)
            for number, (quantity, built_in) in enumerate(zip(things, parts, strict=True)):
                make = self.book if number < booked else self.report_and_mend
                plans.append((self.random.choice(days), self.random.choice(TIMES), make, fault, quantity, built_in))
        plans.sort(key=lambda plan: plan[:2])
        return [
            (day, moment, partial(make, number, day, moment, fault, quantity, built_in))
            for number, (day, moment, make, fault, quantity, built_in) in enumerate(plans)
        ]

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
