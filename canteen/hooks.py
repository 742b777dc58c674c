"""What the canteen contributes to shared pages, reports and the sample school."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from canteen import sample
from canteen.models import Canteen, FoodSample, HealthCertificate
from canteen.selectors import (
    certificate_entries,
    certificates,
    certified,
    handlers_of,
    reminder_days,
    sample_entries,
    uncertified,
)
from logistics import clock, hooks
from logistics.pages.columns import Column
from logistics.people.selectors import holders
from logistics.reports.statements import (
    BarsOf,
    Breakdown,
    Claim,
    Comparison,
    Figure,
    Problem,
    Rate,
    Section,
    Sentence,
    Statement,
)
from logistics.rules.selectors import in_force
from logistics.school.models import School

GROUP = gettext_lazy("Canteen")


@hooks.role_grants.register()
def grants():
    see = ["canteen.view_foodsample", "canteen.view_healthcertificate"]
    cook = ["canteen.view_foodsample", "canteen.take_sample"]
    keep = [*see, "canteen.take_sample", "canteen.correct_sample", "canteen.use_tablet", "canteen.keep_certificate"]
    readers = ["principal", "vice_principal", "party_secretary", "duty_leader", "bureau", "inspector"]
    return {
        "cook": cook,
        **dict.fromkeys(["canteen_manager", "food_safety_officer"], keep),
        "food_safety_director": [*see, "canteen.correct_sample"],
        "director": [*see, "canteen.correct_sample", "canteen.keep_certificate", "canteen.keep_canteen"],
        "admin": [*see, "canteen.keep_canteen"],
        "doctor": [*see, "canteen.keep_certificate"],
        **dict.fromkeys(readers, see),
    }


@hooks.menu.register(order=50)
def menu():
    yield hooks.MenuEntry(
        GROUP, gettext_lazy("Food samples"), "canteen:foodsample_list", "refrigerator", "canteen.view_foodsample",
        badge=due,
    )  # fmt: skip
    yield hooks.MenuEntry(
        GROUP, gettext_lazy("Health certificates"), "canteen:healthcertificate_list", "id-card",
        "canteen.view_healthcertificate",
    )  # fmt: skip
    yield hooks.MenuEntry(GROUP, gettext_lazy("Canteen tablet"), "canteen:tablet", "tablet", "canteen.use_tablet")
    yield hooks.MenuEntry(GROUP, gettext_lazy("Canteens"), "canteen:canteen_list", "utensils", "canteen.keep_canteen")


def due(user):
    """The boxes that this person may empty now."""
    yield FoodSample.objects.within(user, "canteen.take_sample").due(clock.now())


@hooks.loggable.register(order=30)
def loggable():
    yield hooks.MenuEntry(
        GROUP, gettext_lazy("Keep samples"), "canteen:foodsample_create", "refrigerator", "canteen.take_sample"
    )
    yield hooks.MenuEntry(
        GROUP, gettext_lazy("Enter a certificate"), "canteen:healthcertificate_create", "id-card",
        "canteen.keep_certificate",
    )  # fmt: skip


@hooks.tasks.register(order=30)
def tasks(user):
    boxes = FoodSample.objects.within(user, "canteen.take_sample").due(clock.now())
    count = boxes.filter(discard_by__gte=clock.today()).count()
    if count:
        yield hooks.Task(
            _("Discard samples kept long enough"),
            _("Boxes: %(count)d") % {"count": count},
            f"{reverse('canteen:foodsample_list')}?state=due",
            icon="refrigerator",
            tone="info",
            action_label=_("Discard"),
        )


@hooks.late.register(order=30)
def late(user):
    overdue = FoodSample.objects.within(user, "canteen.take_sample").overdue(clock.today()).count()
    if overdue:
        yield hooks.Task(
            _("Samples not discarded in time"),
            _("Boxes: %(count)d") % {"count": overdue},
            f"{reverse('canteen:foodsample_list')}?state=overdue",
            icon="refrigerator",
            tone="danger",
            action_label=_("Discard"),
        )
    if user.has_perm("canteen.keep_certificate") and user.active_school is not None:
        for person in uncertified(handlers_of(user.active_school, clock.today()), user.active_school, clock.today()):
            yield hooks.Task(
                _("%(name)s works with food without a valid health certificate") % {"name": person},
                _("Must not work until it is renewed."),
                f"{reverse('canteen:healthcertificate_create')}?person={person.pk}",
                icon="id-card",
                tone="danger",
                action_label=_("Enter"),
            )


@hooks.stats.register(order=40)
def stats(user):
    address = reverse("canteen:foodsample_list")
    if user.has_perm("canteen.take_sample"):
        kept = FoodSample.objects.within(user, "canteen.take_sample").kept().count()
        yield hooks.Stat(
            _("Samples in the fridge"), kept, unit=_("box") if kept == 1 else _("boxes"), url=f"{address}?state=kept"
        )
    if user.has_perm("canteen.keep_certificate") and user.active_school is not None:
        expiring = certificates(user.active_school).filter(status=HealthCertificate.Status.EXPIRING).count()
        url = f"{reverse('canteen:healthcertificate_list')}?status=expiring"
        yield hooks.Stat(_("Certificates running out"), expiring, url=url, tone="warning")


@hooks.search.register(order=60)
def search(user, text):
    if user.has_perm("canteen.view_foodsample"):
        for found in FoodSample.objects.visible_to(user).standing().search(text).select_related("canteen")[:3]:
            yield hooks.Hit(
                str(found), f"{found.meal_on:%Y-%m-%d} {found.canteen}", found.get_absolute_url(), icon="refrigerator"
            )
    if user.has_perm("canteen.view_healthcertificate"):
        for held in HealthCertificate.objects.visible_to(user).current().search(text).select_related("person")[:2]:
            yield hooks.Hit(str(held), held.post, held.get_absolute_url(), icon="id-card")


@hooks.duty_subjects.register(order=30)
def duty_subjects():
    yield hooks.DutySubject(
        key="canteen.sample",
        label=_("Food samples kept"),
        details=lambda school: FoodSample.Meal.choices,
        start_url=lambda detail, place: reverse("canteen:foodsample_create"),
        entries=sample_entries,
        icon="refrigerator",
    )
    yield hooks.DutySubject(
        key="canteen.certificate",
        label=_("Health certificate entered"),
        details=lambda school: [],
        start_url=lambda detail, place: reverse("canteen:healthcertificate_create"),
        entries=certificate_entries,
        icon="id-card",
    )


# --- every morning ----------------------------------------------------------------------------------------------------


@hooks.reminders.register()
def samples_to_discard(today):
    """Boxes that are to be emptied today, or should have been before; one notice a canteen."""
    waiting = FoodSample.objects.kept().filter(discard_by__lte=today)
    counts = {}
    for canteen, discard_after in waiting.order_by("discard_after").values_list("canteen", "discard_after"):
        counts.setdefault(canteen, []).append(discard_after)
    for canteen in Canteen.objects.filter(pk__in=counts).select_related("school", "campus"):
        first = timezone.localtime(counts[canteen.pk][0])
        text = _("%(canteen)s: %(count)d samples to discard, the first from %(time)s on.") % {
            "canteen": canteen,
            "count": len(counts[canteen.pk]),
            "time": f"{first:%m-%d %H:%M}",
        }
        for person in holders(canteen.school, "canteen.take_sample", campus=canteen.campus):
            yield hooks.Reminder(
                key=f"samples-due:{canteen.pk}:{today}",
                to=person,
                text=text,
                url=f"{reverse('canteen:foodsample_list')}?state=kept",
                school=canteen.school,
            )


@hooks.reminders.register()
def certificates_running_out(today):
    """Each certificate at each step before its end (rule canteen.health_cert.remind), and once when it has ended."""
    for school in School.objects.filter(pk__in=HealthCertificate.objects.values("school")):
        steps = reminder_days(school, today)
        keepers = list(holders(school, "canteen.keep_certificate"))
        handlers = set(handlers_of(school, today).values_list("pk", flat=True))
        for held in certificates(school).filter(status__in=["expiring", "expired"]).select_related("person"):
            if held.person_id in handlers:
                yield from _about(held, school, steps, keepers, today)


def _about(held, school, steps, keepers, today):
    left = (held.expires_on - today).days
    facts = {"name": held.person, "day": f"{held.expires_on:%Y-%m-%d}", "left": left}
    if left < 0:
        key = f"certificate:{held.pk}:expired"
        text = _("The health certificate of %(name)s ended on %(day)s. No work with food until it is renewed.") % facts
    else:
        key = f"certificate:{held.pk}:{next(step for step in steps if left <= step)}"
        text = _("The health certificate of %(name)s runs out on %(day)s, in %(left)d days.") % facts
    for person in {held.person, *keepers}:
        yield hooks.Reminder(key=key, to=person, text=text, url=held.get_absolute_url(), school=school)


# --- the summary ------------------------------------------------------------------------------------------------------


@hooks.proof_columns.register("canteen.FoodSample")
def sample_columns():
    return [
        Column(_("Dish"), "dish", link=True),
        Column(_("Day"), "meal_on", kind="date"),
        Column(_("Meal"), "get_meal_display"),
        Column(_("Canteen"), "canteen", path="canteen__name"),
        Column(_("Grams"), "weight_grams", kind="number"),
        Column(_("Taken by"), "taken_by", path="taken_by__name"),
        Column(_("Discarded at"), "discarded_at", kind="moment"),
        Column(_("State"), "state_text", kind="badge"),
    ]


@hooks.statements.register(order=60)
def samples_kept(school, period, scope):
    """How many samples were kept, and whether each was discarded when its time was over (DOMAIN C-15)."""
    today = min(period.end, clock.today())
    samples = FoodSample.objects.of_school(school).standing().taken_in(period, scope).for_lists()
    kept = Figure("kept", _("samples kept"), samples, unit=_("portions"))
    meals = Figure("meals", _("meals with samples"), samples.one_of_each_meal(), unit=_("meals"))
    entered_late = Figure("entered_late", _("entered late"), samples.filter(late=True), unit=_("portions"))
    over = samples.filter(discard_by__lt=today)
    by_meal = Breakdown("meal", _("Samples by meal"), samples, by="meal", unit=_("portions"), order="by")
    before = period.previous()
    samples_before = before and FoodSample.objects.of_school(school).standing().taken_in(before, scope)
    change = Comparison(
        "kept_change", kept, before and Figure("kept_before", kept.label, samples_before, unit=kept.unit), period
    )
    hours = in_force("sample.hours", school=school, on=today)
    return Statement(
        "canteen.samples",
        Section.CANTEEN,
        sentences=[
            Sentence(
                _("Samples were kept of %(meals)s, %(kept)s in all (%(by_meal)s), %(change)s."),
                meals=meals, kept=kept, by_meal=by_meal, change=change, when=kept,
            )
        ],
        claims=[
            Claim(
                "canteen.samples_discarded",
                Sentence(
                    _("Every sample was kept for the full %(hours)s hours and then discarded in time."),
                    hours=f"{hours:f}",
                ),
                samples.left_too_long(today),
                when=over,
                breach=_("%(count)s were not discarded on the day they should have been."),
                direction=_("Empty the sample fridge every morning by the list of boxes that are due."),
                unit=_("portions"),
            )
        ],
        problems=[
            Problem(
                "canteen.samples_late",
                Sentence(_("%(late)s were entered late."), late=entered_late),
                when=entered_late,
                direction=_("Enter samples at the moment they are taken, on the tablet in the kitchen."),
            )
        ],
        charts=[BarsOf(by_meal)],
    )  # fmt: skip


@hooks.statements.register(order=61)
def certificates_held(school, period, scope):
    """How many of those who work with food hold a valid health certificate at the end (DOMAIN C-07)."""
    day = min(period.end, clock.today())
    if scope.campus is not None:
        return None
    people = handlers_of(school, day)
    handlers = Figure("handlers", _("people who work with food"), people, unit=_("persons"))
    valid = Figure("valid", _("with a valid certificate"), certified(people, school, day), unit=_("persons"))
    without = Figure("without", _("without a valid certificate"), uncertified(people, school, day), unit=_("persons"))
    return Statement(
        "canteen.certificates",
        Section.CANTEEN,
        sentences=[
            Sentence(
                _("%(valid)s of %(handlers)s who work with food hold a valid health certificate, %(rate)s."),
                valid=valid, handlers=handlers, rate=Rate("rate", _("share with a certificate"), valid, handlers),
                when=handlers,
            )
        ],
        problems=[
            Problem(
                "canteen.uncertified",
                Sentence(_("%(without)s worked with food without a valid health certificate."), without=without),
                when=without,
                direction=_("Send people to the examination two months before their certificate runs out."),
            )
        ],
    )  # fmt: skip


hooks.sample_parts.register(order=50)(sample.make)
