"""What the clock reminds people of: meters to be read, charges that are overdue."""

from django.urls import reverse

from finance.messages import meters as messages
from finance.models import Meter, MeterReading
from finance.selectors.meters import unread
from logistics.hooks import Reminder
from logistics.people.selectors import holders
from logistics.rules.selectors import in_force
from logistics.school.models import School


def meters_to_read(today):
    """Yield a Reminder once a month, from the day of rule meter.read.day on, while a meter is to be read."""
    for school in School.objects.filter(pk__in=Meter.objects.in_use().values("school")):
        if today.day < in_force("meter.read.day", school=school, on=today):
            continue
        count = unread(Meter.objects.of_school(school), today).count()
        if count:
            text, key = messages.meters_to_read(count, today), f"meters:{school.pk}:{today:%Y-%m}"
            for person in holders(school, "finance.read_meter"):
                yield Reminder(key=key, to=person, text=text, url=reverse("finance:meter_sheet"), school=school)


def readings_unpaid(today):
    """Yield a Reminder to who pays once it was read, and to both sides once it is overdue (rule meter.pay.days)."""
    rows = MeterReading.objects.standing().with_payments().filter(outstanding__gt=0)
    for reading in rows.select_related("school", "person", "meter__place"):
        step = "late" if reading.due_on < today else "due"
        key, url = f"reading:{reading.pk}:{step}", reading.get_absolute_url()
        facts = {"key": key, "url": url, "school": reading.school}
        if reading.person_id:
            yield Reminder(to=reading.person, text=messages.own_reading_due(reading), **facts)
        if step == "late":
            for person in holders(reading.school, "finance.record_income"):
                yield Reminder(to=person, text=messages.reading_due(reading), **facts)
