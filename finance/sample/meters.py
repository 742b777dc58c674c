"""Meters of the sample school: flats of the staff, a shop and a training kitchen, read every month of both terms."""

from decimal import ROUND_HALF_UP, Decimal

from finance import services
from finance.models import Agreement, MeterReading
from finance.sample.accounts import BANK, CASH, account
from logistics import clock
from logistics.school import services as school_services

SETTLED = 10  # school days before the first reading
PAID_AFTER = 6  # school days after the reading
READING_DAY = 25  # of the month
FLATS = "教职工周转房"
PRICES = [("electricity", "0.6030", "区发改价〔2023〕18 号，居民合表电价"), ("water", "2.85", "区发改价〔2022〕7 号")]
SHOP, KITCHEN = "刘记文具店", "城东厨师培训学校"
# number, kind, room of the flats, who pays (a role with its number, or a name), first reading, units a day
FLAT_METERS = [
    ("D-101", "electricity", "101", ("teacher", 0), "1286.4", "3.1"),
    ("D-102", "electricity", "102", ("life_teacher", 0), "904.7", "2.4"),
    ("D-201", "electricity", "201", ("cook", 0), "2210.0", "3.6"),
    ("D-202", "electricity", "202", "陈桂香（保洁员）", "655.2", "1.7"),
    ("S-101", "water", "101", ("teacher", 0), "88.0", "0.21"),
    ("S-201", "water", "201", ("cook", 0), "131.5", "0.26"),
]
# number, kind, place, other party of the agreement, first reading, steps of the dial a day, multiplier
LET_METERS = [
    ("D-M01", "electricity", "校门口", SHOP, "4120.6", "5.2", "1"),
    ("D-P01", "electricity", "食堂 仓库", KITCHEN, "318.4", "0.9", "20"),
    ("S-P01", "water", "食堂 仓库", KITCHEN, "702.0", "1.3", "1"),
]
SWINGS = ["1.00", "0.92", "1.07", "0.96", "1.12", "1.03", "0.89"]
REPLACED, MISREAD, JUMPED, OWING = "D-201", "D-102", "D-101", "D-202"


def make_meters(sample, last, current):
    """Entered in the first days, read on the last school day up to the 25th, paid a week later but for one household."""
    with sample.at(last[1], "15:00"):
        clerk = sample.person("clerk")
        for kind, price, basis in PRICES:
            services.set_tariff(
                sample.school,
                kind=kind,
                price=Decimal(price),
                from_on=last[0].replace(month=1, day=1),
                basis=basis,
                by=clerk,
            )
        meters = [*_flats(sample, clerk), *_let(sample, clerk)]
    days = [*last, *current]
    for number, day in enumerate(_reading_days(days[SETTLED:])):
        readings = [_read(sample, meter, pace, number, place, day) for place, (meter, pace) in enumerate(meters)]
        _pay(
            sample,
            [reading for reading in readings if reading.meter.number != OWING or number < 2],
            [each for each in days if each > day],
        )


def _flats(sample, by):
    south = sample.campuses["south"]
    building = school_services.add_place(south, name=FLATS, kind="building", by=by)
    rooms = {
        name: school_services.add_place(south, name=name, kind="other", parent=building, by=by)
        for name in ("101", "102", "201", "202")
    }
    for number, kind, room, payer, first, pace in FLAT_METERS:
        who = {"payer": payer} if isinstance(payer, str) else {"person": sample.person(*payer)}
        yield _enter(sample, number, kind, rooms[room], first, by, **who), Decimal(pace)


def _let(sample, by):
    for number, kind, place, party, first, pace, multiplier in LET_METERS:
        lease = Agreement.objects.of_school(sample.school).get(party=party)
        facts = {"agreement": lease, "multiplier": Decimal(multiplier)}
        yield _enter(sample, number, kind, sample.place(place), first, by, **facts), Decimal(pace)


def _enter(sample, number, kind, place, first, by, **facts):
    return services.enter_meter(
        sample.school, number=number, kind=kind, place=place, first_value=Decimal(first), from_on=clock.today(), by=by,
        **facts,
    )  # fmt: skip


def _reading_days(days):
    """Return the last school day up to the 25th of each month that has one, for months whose 25th is past."""
    chosen = {(day.year, day.month): day for day in days if day.day <= READING_DAY}
    today = clock.today()
    return [day for day in chosen.values() if READING_DAY - 8 < day.day and day.replace(day=READING_DAY) < today]


def _read(sample, meter, pace, number, place, day):
    """Read one meter; in turn one is replaced, one is read wrongly and read anew, and one jumps for a good reason."""
    previous = meter.readings.standing().first()
    since, stood = (previous.read_on, previous.value) if previous else (meter.from_on, meter.first_value)
    swing = Decimal(SWINGS[(number + place) % len(SWINGS)])
    used = (pace * swing * (day - since).days).quantize(Decimal("0.1"), ROUND_HALF_UP)
    reader, facts = sample.person("repairer"), {}
    if (meter.number, number) == (REPLACED, 2):
        old, used = used * 2 // 3, used - used * 2 // 3
        facts = {"old_last": stood + old, "new_first": Decimal(0), "note_text": "旧表停走，已换新表"}
        stood = Decimal(0)
    if (meter.number, number) == (JUMPED, 3):
        used, facts = used * 4, {"note_text": "装修用电，与住户核对无误"}
    if (meter.number, number) == (MISREAD, 1):
        with sample.at(day, "15:20"):
            wrong = services.read_meter(meter, read_on=day, value=stood + used - 9, by=reader)
        with sample.at(day, "16:40"):
            services.reverse_reading(wrong, reason="末位看错，住户复核", by=sample.person("clerk"))
    with sample.at(day, "16:45"):
        return services.read_meter(meter, read_on=day, value=stood + used, by=reader, **facts)


def _pay(sample, readings, days):
    """Tenants transfer, staff pay in cash, which goes to the bank the day after; what is not due yet may still wait.

    days: the school days after the reading.
    """
    if len(days) <= PAID_AFTER + 1:
        return
    day, following = days[PAID_AFTER : PAID_AFTER + 2]
    cashier, cash = sample.person("cashier"), []
    with sample.at(day, "10:20"):
        owed = MeterReading.objects.with_payments().filter(pk__in=[each.pk for each in readings], outstanding__gt=0)
        for reading in owed.order_by("pk"):
            into = BANK if reading.payer in (SHOP, KITCHEN) else CASH
            payment = services.receive_reading(
                reading, account=account(sample.school, into), amount=reading.outstanding, on=day, by=cashier
            )
            cash += [payment.entry] if into == CASH else []
    with sample.at(following, "09:10"):
        bank, voucher = account(sample.school, BANK), f"缴{following:%y%m%d}水电"
        services.deposit(cash, to=bank, on=following, voucher=voucher, by=cashier)
