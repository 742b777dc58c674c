"""Two terms in the canteens of the sample school: what was kept and thrown away, late, wrong and in time."""

from datetime import time, timedelta

from canteen import services
from canteen.models import FoodSample
from canteen.selectors import SAMPLE_PINS
from logistics import clock
from logistics.people.services import set_pin
from logistics.school.selectors import is_working_day

MEALS = FoodSample.Meal
CLOSE_DAYS = 15  # school days with every meal; before them one day a week

# meal, when it is sampled, when it is thrown away, how many dishes
SOUTH = [
    (MEALS.BREAKFAST, "07:05", "07:40", 2),
    (MEALS.LUNCH, "11:20", "12:50", 4),
    (MEALS.SUPPER, "17:15", "17:50", 3),
]
NORTH = [(MEALS.LUNCH, "11:30", "13:05", 3)]

DISHES = {
    MEALS.BREAKFAST: ["皮蛋瘦肉粥", "鲜肉包", "豆浆", "水煮蛋", "花卷", "青菜面"],
    MEALS.LUNCH: ["红烧肉", "番茄炒蛋", "清炒小白菜", "冬瓜排骨汤", "宫保鸡丁", "麻婆豆腐", "蒜蓉空心菜", "紫菜蛋汤", "土豆烧牛肉", "香菇炒青菜"],
    MEALS.SUPPER: ["肉末茄子", "清炒莴笋", "米粉蒸肉", "手撕包菜", "西红柿汤", "青椒炒肉"],
}  # fmt: skip


class Kitchen:
    """A canteen at work: its dishes in turn, its boxes numbered, its cooks taking turns."""

    def __init__(self, sample, canteen, meals, cooks):
        self.sample, self.canteen, self.meals, self.cooks = sample, canteen, meals, cooks
        self.tablet = sample.person("canteen_manager")
        self.turn = 0

    def cook(self, day, meal, taken, count, *, entered=None, **facts):
        """Keep the samples of a meal and return them."""
        self.turn += 1
        names = DISHES[meal]
        dishes = [
            {
                "dish": names[(self.turn * count + number) % len(names)],
                "grams": self.sample.random.randint(128, 180),
                "container": f"{meal[0]}-{number + 1}",
            }
            for number in range(count)
        ]
        facts = {"celsius": self.sample.random.choice([3, 4, 4, 5]), **facts}
        with self.sample.at(*(entered or (day, taken))):
            return services.take_samples(
                self.canteen,
                meal=meal,
                dishes=dishes,
                taken_at=clock.at(day, _time(taken)),
                fridge="1",
                by=self.cooks[self.turn % len(self.cooks)],
                signed_in=self.tablet,
                **facts,
            )

    def empty(self, boxes, day, at):
        with self.sample.at(day, at):
            services.discard_samples(boxes, by=self.cooks[self.turn % len(self.cooks)], signed_in=self.tablet)


def _time(text):
    return time.fromisoformat(text)


def make(sample):
    """Set up two canteens, let them cook for two terms, and enter the certificates."""
    last, current = sample.terms
    with sample.at(last.starts_on, "08:30"):
        director = sample.person("director")
        south = services.add_canteen(
            sample.school,
            campus=sample.campuses["south"],
            name="南校区食堂",
            place=sample.place("食堂 厨房"),
            by=director,
        )
        north = services.add_canteen(
            sample.school,
            campus=sample.campuses["north"],
            name="北校区食堂",
            place=sample.place("食堂 厨房", "north"),
            by=director,
        )
        for cook, pin in zip(sample.people["cook"], SAMPLE_PINS):
            set_pin(cook, pin=pin, by=cook)
    cooks = sample.people["cook"]
    kitchens = [Kitchen(sample, south, SOUTH, cooks), Kitchen(sample, north, NORTH, cooks[::-1])]
    now = clock.now()
    days = [*sample.days(last), *sample.days(current)]
    close = days[-CLOSE_DAYS:]
    for day in [day for day in days[:-CLOSE_DAYS] if day.weekday() == 2] + close:
        for kitchen in kitchens:
            for meal in kitchen.meals if day in close else kitchen.meals[-2:-1] or kitchen.meals:
                _serve(kitchen, close, day, meal, now, at_noon=kitchen is kitchens[0] and meal[0] == MEALS.LUNCH)
    _certificates(sample)


def _serve(kitchen, close, day, meal, now, *, at_noon):
    """One meal: as it should be, but for a few days on which something went wrong."""
    key, taken, emptied, count = meal
    entered = (day, taken)
    facts = {}
    if at_noon and day == close[-9]:  # the tablet was flat
        entered = (close[-8], "08:10")
        facts = {"late_reason": "平板没电，当天未能登记，次日补录"}
    if at_noon and day == close[-6]:
        facts = {"celsius": 11, "remedy": "调低温控并移至2号留样冰箱，半小时后复测5°C"}
    if clock.at(entered[0], _time(entered[1])) > now:
        return
    boxes = kitchen.cook(day, key, taken, count, entered=entered, **facts)
    if at_noon and day == close[-7]:
        boxes = [_put_right(kitchen, boxes[0]), *boxes[1:]]
    last_day = _first_working_day(day + timedelta(days=2))
    if at_noon and day == close[-11]:
        last_day = _first_working_day(last_day + timedelta(days=1))  # forgotten for a day
    if not at_noon and kitchen.meals is NORTH and day == close[-5]:
        boxes = boxes[1:]  # the first box still stands there
    if clock.at(last_day, _time(emptied)) <= now:
        kitchen.empty(boxes, last_day, emptied)


def _put_right(kitchen, box):
    """A dish was entered under a wrong name: corrected by a further entry half an hour later."""
    with clock.set_to(box.entered_at + timedelta(minutes=30)):
        return services.correct_sample(
            box,
            canteen=box.canteen,
            meal=box.meal,
            dish="糖醋排骨",
            grams=box.weight_grams,
            taken_at=box.taken_at,
            fridge=box.fridge,
            container=box.container,
            reason="菜名选错，实为糖醋排骨",
            by=kitchen.tablet,
        )


def _first_working_day(day):
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def _certificates(sample):
    """One about to run out, one run out, one renewed, and one that nobody ever asked for."""
    today = clock.today()
    manager = sample.person("canteen_manager")
    certificates = [
        (sample.person("cook"), "厨师", "2025", today - timedelta(days=345)),
        (sample.person("cook", 1), "厨师", "2025", today - timedelta(days=388)),
        (manager, "食堂管理员", "2025", today - timedelta(days=420)),
        (manager, "食堂管理员", "2026", today - timedelta(days=62)),
    ]
    for place, (person, post, year, examined_on) in enumerate(certificates, start=1):
        _enter(sample, person, post, f"健{year}-{6100 + place}", examined_on, by=manager)


def _enter(sample, person, post, number, examined_on, *, by):
    entered_on = max(examined_on + timedelta(days=3), sample.terms[0].covers_from)
    with sample.at(entered_on, "10:00"):
        services.enter_certificate(
            sample.school,
            person=person,
            post=post,
            number=number,
            issuer="区疾病预防控制中心",
            examined_on=examined_on,
            by=by,
        )
