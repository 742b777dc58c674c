"""Questions about canteens that more than one caller asks."""

from dataclasses import dataclass
from datetime import date, time, timedelta

from canteen.models import Canteen, FoodSample, HealthCertificate
from logistics import clock
from logistics.hooks import LedgerEntry
from logistics.people.models import Appointment, User
from logistics.people.selectors import holders, role_holders
from logistics.rules.selectors import in_force

# The roles whose holders may not work without a health certificate.
HANDLERS = ["cook", "canteen_manager", "food_safety_officer"]
SAMPLE_PINS = ["2580", "1397"]


def signers_of(canteen):
    """Return the people who may sign for a canteen's samples on its tablet: with the right, and with a PIN."""
    return holders(canteen.school, "canteen.take_sample", campus=canteen.campus).exclude(pin="")


def boxes_of(user, right="canteen.view_foodsample"):
    """Return the boxes in the fridges within the person's reach, those due first."""
    return FoodSample.objects.within(user, right).kept().for_lists().order_by("discard_after", "pk")


@dataclass(frozen=True)
class Meal:
    """The boxes of one meal that stand in the fridge together."""

    canteen: Canteen
    day: date
    name: str
    boxes: list

    @property
    def due(self):
        return [box for box in self.boxes if box.is_due]

    @property
    def is_overdue(self):
        return any(box.is_overdue for box in self.boxes)


def meals_of(boxes):
    """Return boxes as Meals, in the order their first box comes."""
    meals = {}
    for box in boxes:
        key = (box.canteen_id, box.meal_on, box.meal)
        meals.setdefault(key, Meal(box.canteen, box.meal_on, box.get_meal_display(), [])).boxes.append(box)
    return list(meals.values())


def sample_pins(school):
    """Return [(cook, PIN)] of the sample school, for its tablet page to show; of any other school nothing."""
    if not school.is_sample:
        return []
    cooks = role_holders(school, "cook").order_by("pk")
    return list(zip(cooks, SAMPLE_PINS))


def certificates(school):
    """Return the certificates of a school with their ``status`` as of today."""
    today = clock.today()
    return HealthCertificate.objects.of_school(school).judged(today, warn_on(school, today))


def warn_on(school, day):
    """Return the last day whose expiries are announced on ``day`` (rule canteen.health_cert.remind)."""
    return day + timedelta(days=reminder_days(school, day)[-1])


def reminder_days(school, day):
    """Return how many days before the expiry people are told, fewest first."""
    return sorted(int(days) for days in in_force("canteen.health_cert.remind", school=school, on=day))


def handlers_of(school, day):
    """Return the people who work with food on ``day`` and so must hold a health certificate."""
    held = Appointment.objects.on(day).filter(school=school, role__key__in=HANDLERS)
    return User.objects.filter(is_active=True, pk__in=held.values("person"))


def certified(people, school, day):
    """Narrow ``people`` to those with a certificate of the school that is valid on ``day``."""
    held = HealthCertificate.objects.of_school(school).valid_on(day)
    return people.filter(pk__in=held.values("person"))


def uncertified(people, school, day):
    """Narrow ``people`` to those without a valid certificate on ``day``."""
    held = HealthCertificate.objects.of_school(school).valid_on(day)
    return people.exclude(pk__in=held.values("person"))


# --- as duties see them -----------------------------------------------------------------------------------------------


def is_first_of_its_meal(sample):
    """Say whether a sample stands for its meal: the samples of one meal fulfil one thing due."""
    meal = FoodSample.objects.standing().filter(canteen=sample.canteen, meal_on=sample.meal_on, meal=sample.meal)
    return not meal.filter(pk__lt=sample.pk).exists()


def sample_entries(schools, start, end):
    """Yield the LedgerEntry of each meal of these days that has a sample."""
    samples = FoodSample.objects.standing().filter(school__in=schools, meal_on__range=(start, end))
    for sample in samples.one_of_each_meal().select_related(
        "school", "canteen__campus", "canteen__place", "taken_by", "corrects"
    ):
        yield entry_of(sample)


def entry_of(sample):
    """Return a sample as duties see it: entered when it was first entered, before any correction."""
    first = sample
    while first.corrects:
        first = first.corrects
    return LedgerEntry(
        subject="canteen.sample",
        record=sample,
        school=sample.school,
        day=sample.meal_on,
        at=first.entered_at,
        detail=sample.meal,
        where=sample.canteen.place,
        campus=sample.canteen.campus,
        by=sample.taken_by,
        late_reason=sample.late_reason,
    )


def certificate_entries(schools, start, end):
    """Yield the LedgerEntry of the certificates entered on these days."""
    entered = HealthCertificate.objects.filter(
        school__in=schools, entered_at__gte=clock.at(start, time.min), entered_at__lte=clock.at(end, time.max)
    )
    for certificate in entered.select_related("school"):
        yield certificate_entry(certificate)


def certificate_entry(certificate):
    """Return a health certificate as duties see it, of the day on which it was entered."""
    return LedgerEntry(
        subject="canteen.certificate",
        record=certificate,
        school=certificate.school,
        day=clock.day_of(certificate.entered_at),
        at=certificate.entered_at,
    )
