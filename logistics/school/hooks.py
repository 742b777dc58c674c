"""What the school itself contributes to shared pages."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from logistics import hooks
from logistics.school.models import Place
from logistics.school.selectors import term_on, week_of_term

MANAGE = "school.manage_school"


@hooks.menu.register(order=90)
def menu():
    yield hooks.MenuEntry(_("Set-up"), _("School"), "school:school_change", "school", MANAGE)
    yield hooks.MenuEntry(_("Set-up"), _("Places"), "school:place_list", "map-pin", MANAGE)


@hooks.day_words.register()
def week(school, day):
    """Which week of which term it is, or that there are no lessons."""
    term = term_on(school, day)
    number = week_of_term(term, day) if term else None
    yield gettext("week %(number)d") % {"number": number} if number else gettext("no lessons")


@hooks.search.register(order=80)
def places_found(user, text):
    """Places in use by name."""
    places = Place.objects.visible_to(user).filter(active=True).search(text).select_related("campus")
    for place in places.order_by("label", "pk")[:5]:
        yield hooks.Hit(title=place.label, text=place.campus.name, url=place.get_absolute_url(), icon="map-pin")
