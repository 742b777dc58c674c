"""The sheet on which all meters are read (抄表): one screen, made for a phone on the way."""

from django.contrib import messages
from django.db.models import Sum
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from finance import services
from finance.forms.meters import SheetDayForm, SheetRow
from finance.models import Meter, MeterKind
from finance.panels.income import money_text
from finance.panels.meters import units_text
from finance.selectors.meters import meters_by_place, month_of, readings_of_month, with_last
from logistics import clock
from logistics.errors import RuleError
from logistics.pages.base import Page
from logistics.pages.columns import as_text
from logistics.pages.dates import month_text
from logistics.school.models import Campus

MOST = 100  # rows of a sheet; a school with more reads them by campus and kind


class MeterSheet(Page):
    """The last reading of each meter and a field for the new one; what is right is kept, what is not stays to be mended.

    Sending it twice reads nothing twice: of a meter and a day one reading stands, and the same one is passed over.
    """

    permission_required = "finance.read_meter"
    title = gettext_lazy("Read meters")

    def get(self, request):
        return self.show(self.day_form(), [SheetRow(meter=meter) for meter in self.unread(self.day)])

    def post(self, request):
        day = self.day_form(request.POST)
        rows = [SheetRow(request.POST, meter=meter) for meter in self.meters[:MOST]]
        rows = [row for row in rows if not row.is_valid() or row.is_typed]
        if not day.is_valid():
            return self.show(day, self.with_untouched(rows))
        if not rows:
            day.add_error(None, _("Write at least one reading."))
            return self.show(day, self.with_untouched([]))
        done = [row for row in rows if row.is_valid() and self.keep(row, day.cleaned_data["read_on"], day)]
        if done:
            messages.success(request, _("%(count)d meters are read and charged.") % {"count": len(done)})
        if len(done) == len(rows):
            return redirect(request.get_full_path())
        return self.show(day, self.with_untouched([row for row in rows if row not in done]))

    def keep(self, row, read_on, day):
        """Read one meter; say whether its reading stands now."""
        facts = row.cleaned_data
        if row.meter.readings.standing().filter(read_on=read_on, value=facts["value"]).exists():
            return True
        try:
            services.read_meter(row.meter, read_on=read_on, **facts, by=self.request.user)
        except RuleError as error:
            row.add_error(error.field if error.field in row.fields else None, error.message)
            return False
        return True

    # --- which meters -------------------------------------------------------------------------------------------------

    @cached_property
    def meters(self):
        meters = with_last(meters_by_place(Meter.objects.visible_to(self.request.user).of_school(self.school)))
        if self.kind:
            meters = meters.filter(kind=self.kind)
        return meters.filter(place__campus=self.campus) if self.campus else meters

    @cached_property
    def kind(self):
        asked = self.request.GET.get("kind", "")
        return asked if asked in MeterKind.values else ""

    @cached_property
    def campus(self):
        asked = self.request.GET.get("campus", "")
        return next((campus for campus in self.campuses if str(campus.pk) == asked), None)

    @cached_property
    def campuses(self):
        return list(
            Campus.objects.of_school(self.school)
            .filter(places__meters__until_on=None, places__meters__isnull=False)
            .distinct()
        )

    @cached_property
    def day(self):
        return clock.today()

    def unread(self, day):
        first, _last = month_of(day)
        return [meter for meter in self.meters[:MOST] if meter.last_on < first or meter.last_on == meter.from_on]

    def with_untouched(self, rows):
        """Return ``rows`` and the meters nobody typed anything for, in their order."""
        typed = {row.meter.pk: row for row in rows}
        self.__dict__.pop("meters", None)
        unread = self.unread(self.day)
        pending = [typed.pop(meter.pk, None) or SheetRow(meter=meter) for meter in unread]
        return [*pending, *typed.values()]

    # --- the page -----------------------------------------------------------------------------------------------------

    def get_breadcrumbs(self):
        if self.request.user.has_perm("finance.view_meter"):
            return [(_("Meters"), reverse("finance:meter_list"))]
        return []

    def day_form(self, data=None):
        return SheetDayForm(data, school=self.school, user=self.request.user)

    def show(self, day, rows):
        read = readings_of_month(Meter.objects.filter(pk__in=self.meters.values("pk")), self.day)
        context = {
            "page": self.page_facts(),
            "day_form": day,
            "rows": rows,
            "read": [
                (reading, as_text(reading.value, "number"), units_text(reading))
                for reading in read.order_by("meter__place__label", "meter__number")
            ],
            "sees_money": self.request.user.has_perm("finance.view_meter"),
            "read_text": self.read_text(read),
            "tabs": self.tabs(),
            "cut": len(rows) >= MOST,
        }
        return render(self.request, "finance/meter_sheet.html", context)

    def read_text(self, read):
        """Return how many meters are read this month, and what that comes to for whoever sees the charges."""
        facts = {"month": month_text(self.day), "read": read.count()}
        if not self.request.user.has_perm("finance.view_meter"):
            return _("%(month)s: %(read)d meters read") % facts
        facts["amount"] = money_text(read.aggregate(sum=Sum("amount"))["sum"] or 0)
        return _("%(month)s: %(read)d meters read, %(amount)s charged") % facts

    def tabs(self):
        """Return [(label, address, is here)] of kinds and campuses, where there are several."""
        here = (self.kind, self.campus)
        choices = [(_("All"), "", None)]
        choices += [(kind.label, kind.value, None) for kind in MeterKind]
        choices += [(campus.name, "", campus) for campus in self.campuses if len(self.campuses) > 1]
        return [
            (label, f"?kind={kind}&campus={campus.pk if campus else ''}", (kind, campus) == here)
            for label, kind, campus in choices
        ]
