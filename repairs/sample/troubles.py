"""What went wrong in the current term, and what stands open today."""

from datetime import time, timedelta
from functools import partial

from django.utils import timezone

from logistics import clock
from repairs import services
from repairs.sample.faults import FAULTS, WET, Fault

LEAK = Fault("水管", 0, 0, 0, "", 0, WET, ("墙内水管渗漏，地面积水",), "补漏")


def troubles(maker, term):
    """Return [(day, moment, function)]: a leak that keeps coming back, merged, rejected, withdrawn and scrapped ones."""
    days = maker.sample.days(term)
    return [
        *[
            (day, "08:20", partial(leak, maker, day))
            for day in (days[-min(back, len(days) - 1)] for back in (34, 24, 13, 6))
        ],
        (days[-12], "08:10", partial(report_twice, maker, days[-12])),
        (days[-9], "12:20", partial(ask_for_a_lamp, maker, days[-9])),
        (days[-8], "10:30", partial(report_by_mistake, maker, days[-8])),
        (days[-7], "09:10", partial(wear_out, maker, days[-7])),
    ]


def leak(maker, day):
    repair = maker.report(day, "08:20", LEAK, place=maker.sample.place("一号教学楼 二楼男厕"), source="web")
    finished = repair.assigned_at + timedelta(hours=3)
    with clock.set_to(repair.assigned_at + timedelta(minutes=30)):
        repair = services.start_repair(repair, by=maker.sent(repair))
    maker.finish(repair, finished, LEAK, 0)
    maker.close(repair, finished, 1)


def report_twice(maker, day):
    tap, room = FAULTS[1], maker.sample.place("一号教学楼 203")
    first = maker.report(day, "08:10", tap, place=room, source="web", words="教室外洗手池漏水")
    again = maker.report(day, "08:30", tap, place=room, source="scan", words="洗手池水管漏水，地上都是水")
    with maker.sample.at(day, "09:50"):
        services.merge_repair(again, into=first, by=maker.director)
    with maker.sample.at(day, "14:00"):
        services.start_repair(first, by=maker.sent(first))
    finished = clock.at(day, time(15, 10))
    maker.finish(first, finished, tap, 1)
    maker.close(first, finished, 2)


def ask_for_a_lamp(maker, day):
    private = maker.report(day, "12:20", FAULTS[0], source="scan", words="想在办公室加装一盏落地灯")
    with maker.sample.at(day, "13:00"):
        services.reject_repair(private, reason="属添置物品，请走申购流程", by=maker.director)


def report_by_mistake(maker, day):
    mistaken = maker.report(day, "10:30", FAULTS[3], source="web", words="门锁不上")
    with maker.sample.at(day, "10:50"):
        services.withdraw_repair(mistaken, reason="是门后有东西挡住，已自行解决", by=mistaken.reporter)


def wear_out(maker, day):
    broken = maker.report(day, "09:10", FAULTS[11], source="phone", words="旧投影机屡修屡坏，灯泡停产")
    with maker.sample.at(day, "15:00"):
        services.advise_scrapping(broken, reason="配件停产，维修价高于新购", by=maker.sent(broken))


def make_today(maker, term):
    """What stands open: one urgent, some waiting, in hand, to be accepted and to be confirmed."""
    day, before = _last_days(maker.sample, term)
    socket, lamp, tap, door, cooler, beamer = (FAULTS[index] for index in (7, 0, 1, 3, 10, 11))
    waiting = maker.report(before, "09:10", cooler, source="web", place=maker.sample.place("综合楼 音乐教室"))
    with maker.sample.at(before, "10:00"):
        services.start_repair(waiting, by=maker.sent(waiting))
    with maker.sample.at(before, "10:40"):
        services.hold_repair(waiting, reason="outside", text="压缩机需厂家上门", by=maker.sent(waiting))
    part = maker.report(before, "13:30", tap, source="scan", place=maker.sample.place("学生宿舍 一楼洗漱间"))
    with maker.sample.at(before, "14:00"):
        part = services.accept_repair(part, by=maker.director)
    with maker.sample.at(before, "14:20"):
        services.hold_repair(part, reason="parts", text="等 4 分阀门水嘴 2 只", by=maker.sent(part))
    finished = maker.report(before, "14:10", door, source="web", place=maker.sample.place("一号教学楼 102"))
    with maker.sample.at(before, "14:40"):
        finished = services.start_repair(finished, by=maker.sent(finished))
    maker.finish(finished, clock.at(before, time(15, 20)), door, 1)
    running = maker.report(before, "15:40", lamp, source="phone", place=maker.sample.place("综合楼 图书室"))
    with maker.sample.at(before, "16:00"):
        services.start_repair(running, by=maker.sent(running))
    maker.report(day, "07:40", beamer, source="web", place=maker.sample.place("一号教学楼 301"))
    maker.report(day, "07:45", door, source="web", place=maker.sample.place("一号教学楼 204"))
    maker.report(day, "07:50", lamp, source="scan", place=maker.sample.place("一号教学楼 304"))
    maker.report(day, "07:55", tap, source="scan", place=maker.sample.place("教学楼 一楼男厕", "north"))
    maker.report(
        day,
        "08:05",
        socket,
        source="web",
        place=maker.sample.place("综合楼 科学实验室"),
        words="插座冒火花，有焦味",
        urgent=True,
    )


def _last_days(sample, term):
    """Return today (once school has begun) or the last school day, and the one before."""
    days = sample.days(term)
    if days[-1] == clock.today() and timezone.localtime(clock.now()).hour < 9:
        days = days[:-1]
    return days[-1], days[-2]
