"""Taking, discarding and correcting food samples."""

from datetime import timedelta

from django.utils.translation import gettext as _

from canteen.models import FoodSample
from canteen.models.food_sample import MOST_GRAMS
from canteen.selectors import entry_of, is_first_of_its_meal
from logistics import clock, hooks
from logistics.db import lock, refusing
from logistics.errors import RuleError
from logistics.history.services import change, note
from logistics.pages.dates import moment_text
from logistics.rules.selectors import in_force
from logistics.school.selectors import is_working_day
from logistics.school.services import require_school_day


@change
def take_samples(
    canteen, *, meal, dishes, taken_at, fridge, by, celsius=None, remedy="", late_reason="", signed_in=None
):
    """Keep one sample of each dish of a meal; returns them in the order given.

    dishes: [{"dish", "grams", "container"}], the container may be missing. by: who took them; signed_in: the account
    of the shared tablet, None when they use their own. Raises RuleError for too few or absurd grams (rule
    sample.grams), a moment to come or outside every term, a temperature out of the limits without a remedy (rules
    temp.chill.*), and for a late entry without a reason (rule sample.grace, in minutes).
    """
    if not canteen.active:
        raise RuleError(_("This canteen is out of use."), field="canteen")
    now = clock.now()
    if taken_at > now:
        raise RuleError(_("Choose a moment that has passed."), field="taken_at")
    meal_on = clock.day_of(taken_at)
    require_school_day(canteen.school, meal_on, field="taken_at")
    if not dishes:
        raise RuleError(_("Write down at least one dish."), field="dishes")
    facts = {
        "meal": meal,
        "meal_on": meal_on,
        "taken_at": taken_at,
        "taken_by": by,
        "fridge": fridge,
        "entered_at": now,
        "entered_by": signed_in or by,
        **_lateness(canteen.school, taken_at, now, late_reason),
        **_temperature(canteen.school, meal_on, celsius, remedy),
        **_keeping(canteen.school, taken_at),
    }
    samples = [_take(canteen, dish, facts, by=by) for dish in dishes]
    tell_logged(samples[0])
    return samples


def tell_logged(sample):
    """Tell whoever waits for samples that a meal has its first one."""
    if is_first_of_its_meal(sample):
        hooks.logged.call(entry_of(sample))


def _take(canteen, dish, facts, *, by):
    name = dish["dish"].strip()
    weight = _weight(canteen.school, name, dish["grams"], on=facts["meal_on"])
    with refusing(
        "one_sample_of_a_dish_at_a_meal",
        _("A sample of %(dish)s is kept for this meal already.") % {"dish": name},
        field="dishes",
    ):
        sample = FoodSample.objects.create(
            school=canteen.school, canteen=canteen, dish=name, container=dish.get("container", ""), **weight, **facts
        )
    note(sample, "taken_late" if sample.late else "taken", by=by, text=sample.late_reason or _tablet(sample))
    return sample


def _weight(school, dish, grams, *, on):
    limit = int(in_force("sample.grams", school=school, on=on))
    if grams < limit:
        raise RuleError(
            _("%(dish)s: %(grams)d g is too little. A sample weighs at least %(limit)d g; fill it up and weigh again.")
            % {"dish": dish, "grams": grams, "limit": limit},
            field="dishes",
        )
    if grams > MOST_GRAMS:
        raise RuleError(
            _("%(dish)s: %(grams)d g cannot be right. Check the weight; it is counted in grams.")
            % {"dish": dish, "grams": grams},
            field="dishes",
        )
    return {"weight_grams": grams, "limit_grams": limit}


def _lateness(school, taken_at, now, reason):
    grace = timedelta(minutes=int(in_force("sample.grace", school=school, on=clock.day_of(now))))
    late = now - taken_at > grace
    if late and not reason:
        raise RuleError(_("This is a late entry. Write down why it was not entered at the time."), field="late_reason")
    return {"late": late, "late_reason": reason if late else ""}


def _temperature(school, day, celsius, remedy):
    lowest = in_force("temp.chill.min", school=school, on=day)
    highest = in_force("temp.chill.max", school=school, on=day)
    outside = celsius is not None and not lowest <= celsius <= highest
    if outside and not remedy:
        raise RuleError(
            _("The fridge should have %(lowest)s to %(highest)s °C. Write down what was done about it.")
            % {"lowest": f"{lowest:f}", "highest": f"{highest:f}"},
            field="remedy",
        )
    return {"celsius": celsius, "celsius_min": lowest, "celsius_max": highest, "remedy": remedy if outside else ""}


def _keeping(school, taken_at):
    hours = int(in_force("sample.hours", school=school, on=clock.day_of(taken_at)))
    discard_after = taken_at + timedelta(hours=hours)
    return {"keep_hours": hours, "discard_after": discard_after, "discard_by": _working_day_from(discard_after)}


def _working_day_from(moment):
    """Return the first working day from a moment on: nobody comes on a Sunday to empty a fridge."""
    day = clock.day_of(moment)
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def _tablet(sample):
    if sample.entered_by_id == sample.taken_by_id:
        return ""
    return _("Signed on the tablet of %(account)s") % {"account": sample.entered_by}


@change
def discard_samples(samples, *, by, discard_note="", signed_in=None):
    """Write down that these boxes were emptied: all of them or none. Returns them.

    Raises RuleError for a box that has not been kept long enough, WrongState for one that was emptied meanwhile.
    """
    now = clock.now()
    return [_discard(sample, now, discard_note, by=by, signed_in=signed_in) for sample in samples]


def _discard(sample, now, discard_note, *, by, signed_in):
    sample = lock(sample)
    sample.status = FoodSample.FLOW.target("discard", sample.status)
    if now < sample.discard_after:
        raise RuleError(
            _("%(dish)s must be kept for %(hours)d hours, until %(until)s. It cannot be discarded before.")
            % {"dish": sample.dish, "hours": sample.keep_hours, "until": moment_text(sample.discard_after)}
        )
    sample.discarded_at, sample.discarded_by, sample.discard_note = now, by, discard_note
    sample.save(update_fields=["status", "discarded_at", "discarded_by", "discard_note"])
    account = signed_in if signed_in and signed_in != by else None
    words = [discard_note, _("Signed on the tablet of %(account)s") % {"account": account} if account else ""]
    note(sample, "discarded", by=by, text=" · ".join(word for word in words if word))
    return sample


@change
def correct_sample(sample, *, canteen, meal, dish, grams, taken_at, fridge, container, reason, by):
    """Put a further entry in the place of a wrong one, which stays readable; returns the new entry.

    The person who took the sample, the reading of the fridge and, where it happened, the discarding are carried over.
    """
    sample = lock(sample)
    sample.status = FoodSample.FLOW.target("correct", sample.status)
    if canteen.school_id != sample.school_id:
        raise RuleError(_("This canteen belongs to another school."), field="canteen")
    if taken_at > sample.entered_at:
        raise RuleError(_("The sample was taken before it was entered. Choose an earlier moment."), field="taken_at")
    meal_on = clock.day_of(taken_at)
    require_school_day(sample.school, meal_on, field="taken_at")
    keeping = _keeping(sample.school, taken_at)
    if sample.discarded_at and sample.discarded_at < keeping["discard_after"]:
        raise RuleError(_("By this entry the sample would have been discarded too early."), field="taken_at")
    carried = {
        name: getattr(sample, name)
        for name in (
            "school", "taken_by", "celsius", "celsius_min", "celsius_max", "remedy", "late", "late_reason",
            "discarded_at", "discarded_by", "discard_note",
        )
    }  # fmt: skip
    sample.save(update_fields=["status"])
    with refusing(
        "one_sample_of_a_dish_at_a_meal",
        _("A sample of %(dish)s is kept for this meal already.") % {"dish": dish},
        field="dish",
    ):
        further = FoodSample.objects.create(
            canteen=canteen,
            meal=meal,
            meal_on=meal_on,
            dish=dish,
            taken_at=taken_at,
            fridge=fridge,
            container=container,
            entered_at=clock.now(),
            entered_by=by,
            corrects=sample,
            correction_reason=reason,
            status=FoodSample.Status.DISCARDED if sample.discarded_at else FoodSample.Status.KEPT,
            **_weight(sample.school, dish, grams, on=meal_on),
            **keeping,
            **carried,
        )
    note(sample, "corrected", by=by, text=reason)
    note(further, "entered_for", by=by, text=reason)
    hooks.unlogged.call(sample)
    tell_logged(further)
    return further
