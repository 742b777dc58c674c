"""What the sample school owes itself in two terms, by whom, and what became of it; all through the services.

The entries are computed as time goes by, the notes written at their time, and what other ledgers hold fulfils the rest.
The texts are what its people wrote, so they are Chinese here.
"""

from datetime import time, timedelta
from itertools import cycle

from logistics import clock
from logistics.duties import services
from logistics.duties.models import NOTE, Duty, Expected
from logistics.duties.services.matching import match_again
from logistics.duties.services.ticking import announce, miss_what_is_over
from logistics.school.calendar import calendar_of
from logistics.school.models import DayKind

STEP = timedelta(days=13)
A_WEEK = timedelta(days=7)
SIX_DAYS = timedelta(days=6)
SAMPLES_SINCE = 15  # so many school days ago the samples of every lunch began to be kept in the system
ROOMS_SINCE = 25
SOON_AFTER = timedelta(minutes=25)
GAP_IN = 2  # weeks from now nobody is named to lead

FROM_THE_START = [
    "PT-01", "PT-20", "PT-29", "PT-30", "PT-35", "PT-40", "PT-41", "PT-43", "PT-44", "PT-45", "PT-47", "PT-49",
    "PT-55", "PT-57", "PT-59", "PT-61", "PT-63", "PT-64", "PT-65", "PT-66", "PT-67", "PT-68", "PT-69", "PT-70",
    "PT-71", "PT-72", "PT-73", "PT-74", "PT-75", "PT-82", "PT-88", "ext-check", "dorm-electricity",
]  # fmt: skip
WEEKLY = {"rhythm": "weekly", "times": 1}
# Where this school does otherwise than proposed: facts of the Duty; "role" by its key.
OTHERWISE = {
    "PT-20": {**WEEKLY, "due_times": [time(17)]},
    "PT-40": WEEKLY,
    "PT-43": {"role": "head"},
    "PT-44": {"rhythm": "fortnightly", "times": None, "weeks": [2]},
    "PT-45": {"role": "food_safety_director"},
    "PT-55": {"role": "safety_officer"},
    "PT-68": {"days_before": 0, "due_times": [time(8)], "role": "director"},
    "dorm-electricity": {"rhythm": "monthly", "due_times": [time(22)]},
}

NOTES = {
    "PT-47": ["上月食堂收支已结算，经审核后在校门口公示栏公示", "食堂收支表已公示，结余转入下月"],
    "PT-49": ["水表、电表读数已抄，比上月略低", "抄表完毕，二号表用水偏多，已查出漏水点", "抄表完毕，用电与上月持平"],
    "PT-57": ["花坛浇水除草，修剪绿篱", "浇水、修剪，清理枯枝", "香樟打药防虫，草坪除草"],
    "PT-59": ["账物核对完毕，差异两项已查明"],
    "PT-61": ["对全体后勤人员作安全与食堂卫生培训，签到齐全"],
    "PT-64": ["教材按班级数领齐，入库待发"],
    "PT-65": ["餐厅、操作间大扫除，餐具全部清洗消毒"],
    "PT-66": ["门窗、玻璃、风扇、灯具、水电全部检修一遍，换灯管12根"],
    "PT-67": ["粉笔、扫把、拖把等开学物资到位"],
    "PT-69": ["本学期后勤工作计划已交办公室"],
    "PT-70": ["召开安全工作会议，各部门签订安全责任书"],
    "PT-71": ["收费项目与标准已公示，收费完毕"],
    "PT-72": ["全校课桌椅检修，修好桌23张、凳31条"],
    "PT-73": ["期末校产复核，班主任、总务处、保管员三方签字"],
    "PT-74": ["设备断电、保养、收存入库"],
    "PT-75": ["代收费结算清楚，余款已退，告家长书发放"],
    "PT-79": ["校园巡查两次，门窗水电正常", "值班正常，无外来人员", "巡查时发现北门未锁，已锁好"],
    "PT-82": ["食堂人员全部体检，健康证在有效期内"],
    "PT-88": ["学期后勤工作总结已提交"],
    "week": ["本周秩序良好，课间有追逐现象已提醒", "本周食堂就餐有序，路队整齐", "本周卫生较好，个别班级迟到"],
}
# Which of them, counted from the first, were never done, and which late: {number: (days late, reason)}.
NEVER = {"PT-49": {4}, "PT-57": {7, 12, 15}, "week": {11, 15}, "PT-79": {22, 23, 40}}
LATE = {
    "PT-47": {3: (2, "会计外出培训，回校后补办")},
    "PT-57": {2: (1, "雨天顺延一天")},
    "PT-79": {5: (1, "当晚停电，次日补录")},
    "PT-72": {0: (5, "木工请假，维修顺延")},
    "week": {5: (3, "周五外出开会，周一补写")},
}
UNEXPLAINED = {"PT-70": {1: 4}}  # done days late, and nobody has said why


def make(sample):
    """Set duties and rosters, let two terms go by, and judge what was done."""
    Maker(sample).make()


class Maker:
    def __init__(self, sample):
        self.sample, self.school = sample, sample.school
        self.last, self.current = sample.terms
        self.director = sample.person("director")
        self.roles = {role.key: role for role in self.school.roles.all()}
        self.rosters = {}
        self.gap = self.monday(clock.today()) + GAP_IN * A_WEEK

    def make(self):
        events = [(day, "00:20", self.go_on) for day in self.steps()]
        events += [
            (self.last.covers_from, "09:30", self.begin),
            (self.last.covers_from, "10:00", self.name_who),
            (self.current.covers_from, "09:00", self.both_kitchens),
            (self.current.starts_on, "07:00", self.patrol_at_night),
            (clock.today().replace(day=1), "06:30", lambda: self.take("PT-62", random=True)),
            *self.later_duties(),
            *self.changes_of_turns(),
        ]
        for day, clock_time, happen in sorted(events, key=lambda event: event[:2]):
            if day <= clock.today():
                with self.sample.at(day, clock_time):
                    happen()
        self.go_on()
        self.look_at_random()
        self.write_notes()
        match_again(self.rows().open())
        miss_what_is_over()
        self.told_already()

    def steps(self):
        day = self.last.covers_from + STEP
        while day <= clock.today():
            yield day
            day += STEP

    def go_on(self):
        services.refresh_school(self.school)

    def rows(self):
        return Expected.objects.of_school(self.school)

    def duty(self, key):
        return Duty.objects.of_school(self.school).get(key=key)

    # --- duties -------------------------------------------------------------------------------------------------------

    def begin(self):
        services.take_over(self.school, FROM_THE_START, by=self.director)
        for key, facts in OTHERWISE.items():
            facts = {name: self.roles[value] if name == "role" else value for name, value in facts.items()}
            services.change_duty(self.duty(key), by=self.director, **facts)
        kitchen = self.sample.place("食堂 厨房")
        services.change_duty(self.duty("PT-01"), by=self.director, places=[kitchen])

    def both_kitchens(self):
        """Since this term the kitchen of the north campus writes down its daily control, too."""
        kitchens = [self.sample.place("食堂 厨房", campus) for campus in ("south", "north")]
        services.change_duty(self.duty("PT-01"), by=self.director, places=kitchens)

    def later_duties(self):
        days = self.sample.days(self.current)
        yield self.current.covers_from, "09:30", self.guard_the_holidays
        if days:
            yield days[-SAMPLES_SINCE:][0], "08:00", self.samples
            yield days[-ROOMS_SINCE:][0], "08:00", self.rooms

    def samples(self):
        self.take("PT-04", campus=self.sample.campuses["south"])

    def rooms(self):
        self.take("PT-02", role=self.roles["it"])

    def take(self, key, **facts):
        services.take_over(self.school, [key], by=self.director)
        if facts:
            services.change_duty(self.duty(key), by=self.director, **facts)

    # --- rosters ------------------------------------------------------------------------------------------------------

    def name_who(self):
        """Leaders and teachers take turns by the week."""
        self.rosters["week"] = services.create_roster(
            self.school, name="值周值班表", slots=["带班领导", "值周教师"], by=self.director
        )
        services.enter_turns(self.rosters["week"], list(self.turns_of_weeks()), by=self.director)
        services.create_duty(
            self.school, name="值周工作小结", area="safety", **WEEKLY, due_times=[time(17)], roster=self.rosters["week"],
            roster_slot="带班领导", starts_on=self.last.starts_on, by=self.director,
        )  # fmt: skip

    def turns_of_weeks(self):
        people = self.sample.people
        leaders = cycle([*people["vice_principal"], *people["duty_leader"], *people["head"], *people["director"]])
        teachers = cycle([*people["class_teacher"], *people["teacher"]])
        for monday in self.mondays():
            leader, teacher = next(leaders), next(teachers)
            for slot, person in (("带班领导", leader), ("值周教师", teacher)):
                if (monday, slot) != (self.gap, "带班领导"):
                    yield {"person": person, "first_on": monday, "last_on": monday + SIX_DAYS, "slot": slot}

    def mondays(self):
        for term in self.sample.terms:
            monday = self.monday(term.starts_on)
            while monday <= term.ends_on:
                yield monday
                monday += A_WEEK

    def monday(self, day):
        return day - timedelta(days=day.weekday())

    def guard_the_holidays(self):
        """Since the summer, who guards the school in the holidays is written down; two days each."""
        roster = services.create_roster(self.school, name="护校值班表", day_kind=DayKind.HOLIDAY_DUTY, by=self.director)
        services.enter_turns(roster, list(self.turns_of_holidays()), by=self.director)
        self.take("PT-79", role=None, roster=roster)
        self.take("PT-84")

    def turns_of_holidays(self):
        first, last = self.current.covers_from, self.current.covers_to
        days = calendar_of(self.school, first, last).days(DayKind.HOLIDAY_DUTY, first, last)
        people = self.sample.people
        turn = cycle([*people["guard"], *people["repairer"], *people["safety_officer"], *people["director"]])
        while days:
            first = days.pop(0)
            last = days.pop(0) if days and days[0] == first + timedelta(days=1) else first
            yield {"person": next(turn), "first_on": first, "last_on": last}

    def patrol_at_night(self):
        self.rosters["night"] = services.create_roster(self.school, name="夜间巡查值班表", by=self.director)
        guards = cycle(self.sample.people["guard"])
        turns = [
            {"person": next(guards), "first_on": monday, "last_on": monday + SIX_DAYS}
            for monday in self.mondays()
            if monday + SIX_DAYS >= self.current.starts_on
        ]
        services.enter_turns(self.rosters["night"], turns, by=self.director)
        self.take(
            "PT-18", rhythm="weekdays", weekdays=[0, 1, 2, 3], day_kind=DayKind.SCHOOL, role=None,
            roster=self.rosters["night"],
        )  # fmt: skip

    def changes_of_turns(self):
        """A swap that was accepted, one that waits, and a guard who was ill."""
        today = clock.today()
        week_4 = self.monday(self.current.starts_on) + 3 * A_WEEK
        yield week_4 - timedelta(days=10), "16:20", lambda: self.swap(week_4, accept=True)
        yield week_4 + timedelta(days=1), "15:00", lambda: self.ill(week_4 + timedelta(days=1))
        coming = self.monday(today) + A_WEEK
        yield today - timedelta(days=1), "17:10", lambda: self.swap(coming, accept=False, slot="值周教师")

    def turn(self, roster, day, slot=""):
        return self.rosters[roster].shifts.on(day).filter(slot=slot).first()

    def swap(self, monday, *, accept, slot="带班领导"):
        own, other = self.turn("week", monday, slot), self.turn("week", monday + A_WEEK, slot)
        if own is None or other is None:
            return
        swap = services.propose_swap(own, other, by=own.person, reason="当周外出学习")
        if accept:
            services.accept_swap(swap, by=other.person)

    def ill(self, day):
        turn = self.turn("night", day)
        other = next(guard for guard in self.sample.people["guard"] if guard != turn.person)
        until = min(day + timedelta(days=1), turn.last_on)
        services.stand_in(turn, person=other, first_on=day, last_on=until, reason="感冒发烧请假", by=self.director)

    def look_at_random(self):
        """Rounds at random times since this month: told to the inspector as their moment came, and made soon after."""
        for row in self.rows().waiting().filter(announce_at__lte=clock.now()).select_related("duty", "person"):
            with clock.set_to(row.announce_at):
                announce()
            made_at = row.announce_at + SOON_AFTER
            if row.person and made_at < clock.now():
                with clock.set_to(made_at):
                    services.write_note(row.duty, text="抽查门卫登记本，来访、车辆登记齐全", by=row.person)

    # --- what was done ------------------------------------------------------------------------------------------------

    def write_notes(self):
        rows = self.rows().filter(duty__subject=NOTE, due_at__lt=clock.now()).select_related("duty", "person")
        numbers = {}
        for row in rows.order_by("due_at", "pk"):
            key = row.duty.key or "week"
            number = numbers[key] = numbers.get(key, -1) + 1
            if row.person_id and key in NOTES and number not in NEVER.get(key, ()):
                self.write(row, key, number)

    def write(self, row, key, number):
        texts = NOTES[key]
        facts = {"text": texts[number % len(texts)], "by": row.person}
        late, reason = LATE.get(key, {}).get(number, (UNEXPLAINED.get(key, {}).get(number, 0), ""))
        day = row.due_on + timedelta(days=late)
        if reason:
            facts |= {"day": row.due_on, "late_reason": reason}
        if day <= clock.today():
            with self.sample.at(day, "15:40"):
                services.write_note(row.duty, **facts)

    def told_already(self):
        """The mornings of these terms have told what was missing; only yesterday's waits for the next one."""
        today = clock.today()
        before = self.rows().missing().filter(due_on__lt=today - timedelta(days=1))
        before.update(told_missing_on=today)
        before.filter(duty__escalate_after__isnull=False).update(escalated_on=today)
