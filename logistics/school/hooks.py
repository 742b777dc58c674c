"""What the school itself contributes to shared pages."""

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from logistics import clock, hooks
from logistics.school import chinese_days, sample
from logistics.school.calendar import calendar_of
from logistics.school.models import DayKind, Place, School
from logistics.school.selectors import keepers_without_notice, years_to_announce

MANAGE = "school.manage_school"
CALENDAR = "school.manage_calendar"
SEEING_PUPILS = [
    "principal",
    "party_secretary",
    "vice_principal",
    "director",
    "admin",
    "accountant",
    "clerk",
    "cashier",
]
PUPILS = {
    "school.see_own_pupils": [*SEEING_PUPILS, "class_teacher", "teacher"],
    "school.view_pupil": SEEING_PUPILS,
    "school.keep_pupil": ["director", "admin"],
}


@hooks.menu.register(order=90)
def menu():
    yield hooks.MenuEntry(_("Set-up"), _("School"), "school:school_change", "school", MANAGE)
    yield hooks.MenuEntry(_("Set-up"), _("Places"), "school:place_list", "map-pin", MANAGE)


@hooks.menu.register(order=37)
def pupils_menu():
    yield hooks.MenuEntry(
        _("Fees and pupils"), _("Pupils"), "school:pupil_list", "graduation-cap", "school.see_own_pupils"
    )


@hooks.menu.register(order=5)
def calendar_menu():
    yield hooks.MenuEntry(_("Calendar"), _("School calendar"), "school:calendar_month", "calendar-days")


@hooks.role_grants.register(order=10)
def grants():
    granted = {"director": [CALENDAR], "admin": [CALENDAR]}
    for permission, roles in PUPILS.items():
        for role in roles:
            granted.setdefault(role, []).append(permission)
    return granted


@hooks.day_words.register()
def kind_of_day(school, day):
    """Which week of the term it is, what kind of day and why, and whether bad weather is on."""
    calendar = calendar_of(school, day, day)
    number = calendar.week_of_term(day)
    if number:
        yield gettext("week %(number)d") % {"number": number}
    yield calendar.reason(day, DayKind.SCHOOL) or gettext("day of lessons")
    if calendar.counts(day, DayKind.BAD_WEATHER):
        yield gettext("bad weather")


@hooks.tasks.register(order=2)
def first_steps(user):
    """A school that has just begun is led to its term and its rooms, on which everything else stands."""
    here = School.objects.filter(pk=user.active_school.pk) if user.active_school else School.objects.none()
    if user.has_perm(CALENDAR):
        yield hooks.Waiting(here.filter(terms=None), _term_to_set_up)
    if user.has_perm(MANAGE):
        yield hooks.Waiting(here.filter(places=None), _rooms_to_enter)


def _term_to_set_up(_school):
    text = gettext("Duties, checks and the summary go by terms.")
    url = reverse("school:term_set_up")
    return hooks.Task(
        gettext("Enter this term"), text, url, icon="calendar-plus", tone="info", action_label=gettext("Set up")
    )


def _rooms_to_enter(_school):
    text = gettext("Buildings first, then many rooms at once, or from Excel.")
    url = reverse("school:place_list")
    return hooks.Task(
        gettext("Enter buildings and rooms"), text, url, icon="map-pin", tone="info", action_label=gettext("Enter")
    )


@hooks.tasks.register(order=70)
def holidays_to_enter(user):
    """Whoever keeps the calendar is asked for the holidays of a year that are not known yet."""
    if user.active_school is None or not user.has_perm(CALENDAR):
        return
    today = clock.today()
    calendar = calendar_of(user.active_school, today, today)
    for year in years_to_announce(today):
        if not calendar.is_settled(year):
            yield hooks.Task(
                gettext("Enter the holidays of %(year)d") % {"year": year},
                gettext("Until then the calendar says “not announced”."),
                holidays_url(year),
                icon="calendar-heart",
                action_label=gettext("Enter"),
            )


@hooks.reminders.register(order=70)
def holidays_not_entered(today):
    """The same by notice, once a week."""
    week = "{}-{:02d}".format(*today.isocalendar()[:2])
    for year in years_to_announce(today):
        if chinese_days.is_published(year):
            continue
        for appointment in keepers_without_notice(year, today):
            yield hooks.Reminder(
                key=f"holidays:{appointment.school_id}:{year}:{week}",
                to=appointment.person,
                text=gettext("The holidays of %(year)d are not entered yet. Enter them once they are announced.")
                % {"year": year},
                url=holidays_url(year),
                school=appointment.school,
            )


def holidays_url(year):
    return f"{reverse('school:holidaynotice_enter')}?year={year}"


@hooks.search.register(order=80)
def places_found(user, text):
    """Places in use by name."""
    places = Place.objects.visible_to(user).filter(active=True).search(text).select_related("campus")
    for place in places.order_by("label", "pk")[:5]:
        yield hooks.Hit(title=place.label, text=place.campus.name, url=place.get_absolute_url(), icon="map-pin")


hooks.sample_parts.register(order=5)(sample.make)
