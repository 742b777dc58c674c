"""How the school handles repairs: trades, dispatch rules, settings, door stickers, last term's workbook."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from logistics.db import record_id
from logistics.pages.base import Page
from logistics.pages.changes import CreatePage, FormPage, UpdatePage
from logistics.pages.columns import Column, make_row
from logistics.pages.lists import TemplatePage
from logistics.pages.parts import Action
from logistics.school.models import Campus, Place
from repairs import papers, services
from repairs.forms.setup import RuleChangeForm, RuleForm, SettingsForm, TradeChangeForm, TradeForm
from repairs.models import DispatchRule, Trade
from repairs.selectors import settings_of

PERMISSION = "repairs.set_up_repairs"
TRADE_COLUMNS = [
    Column(gettext_lazy("Trade"), "name", primary=True),
    Column(gettext_lazy("Usual objects"), lambda trade: "、".join(str(kind) for kind in trade.kinds.all())),
    Column(gettext_lazy("In use"), "active", phone=False),
]
RULE_COLUMNS = [
    Column(gettext_lazy("Where"), lambda rule: str(rule.building or rule.campus or _("whole school")), primary=True),
    Column(gettext_lazy("Trade"), lambda rule: str(rule.trade or _("every trade"))),
    Column(gettext_lazy("Repairer"), "person"),
    Column(gettext_lazy("Time"), lambda rule: _("nights and days off") if rule.nights_and_weekends else _("always")),
    Column(gettext_lazy("Stand-in"), lambda rule: _stand_in(rule)),
]


def _stand_in(rule):
    if not rule.stand_in_id:
        return ""
    return f"{rule.stand_in} {rule.stand_in_from:%m-%d} – {rule.stand_in_to:%m-%d}"


class Setup(TemplatePage):
    """Everything the school sets, on one page."""

    model = Trade
    template_name = "repairs/setup.html"
    permission_required = PERMISSION
    title = gettext_lazy("Set up repairs")

    def get_breadcrumbs(self):
        return [(_("Repair register"), reverse("repairs:repair_list"))]

    def get_context(self):
        trades = list(Trade.objects.of_school(self.school).prefetch_related("kinds"))
        rules = list(DispatchRule.objects.of_school(self.school).for_the_list())
        return {
            "trade_columns": TRADE_COLUMNS,
            "trades": [
                make_row(trade, TRADE_COLUMNS, url=reverse("repairs:trade_update", args=[trade.pk])) for trade in trades
            ],
            "rule_columns": RULE_COLUMNS,
            "rules": [
                make_row(rule, RULE_COLUMNS, url=reverse("repairs:rule_update", args=[rule.pk])) for rule in rules
            ],
            "settings": settings_of(self.school),
            "places": Place.objects.of_school(self.school)
            .filter(kind=Place.Kind.BUILDING, active=True)
            .select_related("campus"),
            "campuses": Campus.objects.of_school(self.school),
            "add_trade": Action(_("Add a trade"), reverse("repairs:trade_create"), icon="plus"),
            "add_rule": Action(_("Add a rule"), reverse("repairs:rule_create"), icon="plus"),
        }


class UsualTrades(Page):
    """Give the school the usual trades, once."""

    permission_required = PERMISSION

    def post(self, request):
        services.add_shipped_trades(self.school, by=request.user)
        messages.success(request, _("The usual trades are there."))
        return redirect("repairs:setup")


class SetupForm(FormPage):
    permission_required = PERMISSION

    def get_breadcrumbs(self):
        return [(_("Repair register"), reverse("repairs:repair_list")), (_("Set up repairs"), reverse("repairs:setup"))]

    def get_success_url(self, result):
        return reverse("repairs:setup")

    def get_cancel_url(self):
        return reverse("repairs:setup")


class TradeCreate(SetupForm, CreatePage):
    model, form_class = Trade, TradeForm
    title = gettext_lazy("Add a trade")

    def perform(self, form):
        return services.save_trade(Trade(school=self.school), **form.cleaned_data, by=self.request.user)


class TradeUpdate(SetupForm, UpdatePage):
    model, form_class = Trade, TradeChangeForm
    title = gettext_lazy("Change the trade")

    def get_initial(self):
        names = ("name", "role_key", "position", "active")
        return {
            **{name: getattr(self.object, name) for name in names},
            "kinds": sorted(kind.pk for kind in self.object.kinds.all()),
        }

    def perform(self, form):
        return services.save_trade(self.object, **form.cleaned_data, by=self.request.user)


class RuleCreate(SetupForm, CreatePage):
    model, form_class = DispatchRule, RuleForm
    title = gettext_lazy("Add a rule")

    def perform(self, form):
        return services.save_rule(DispatchRule(school=self.school), **form.cleaned_data, by=self.request.user)


class RuleUpdate(SetupForm, UpdatePage):
    model, form_class = DispatchRule, RuleChangeForm
    template_name = "repairs/rule.html"
    title = gettext_lazy("Change the rule")

    def perform(self, form):
        return services.save_rule(self.object, **form.cleaned_data, by=self.request.user)


class RuleRemove(SetupForm, UpdatePage):
    model = DispatchRule

    def get(self, request, *args, **kwargs):
        return redirect("repairs:rule_update", pk=self.object.pk)

    def post(self, request, *args, **kwargs):
        services.remove_rule(self.object, by=request.user)
        messages.success(request, _("The rule is removed."))
        return redirect("repairs:setup")


class SettingsUpdate(SetupForm):
    model, form_class = DispatchRule, SettingsForm
    title = gettext_lazy("Rules of repairs")

    def get_initial(self):
        settings = settings_of(self.school)
        return {name: getattr(settings, name) for name in SettingsForm.base_fields if hasattr(settings, name)}

    def perform(self, form):
        return services.save_settings(self.school, **form.cleaned_data, by=self.request.user)


class Stickers(Page):
    """Door stickers for a room, a building, a campus or the whole school, as PDF."""

    permission_required = PERMISSION

    def get(self, request):
        places = Place.objects.of_school(self.school).rooms().select_related("campus", "parent")
        place, campus = (record_id(request.GET.get(name, "")) for name in ("place", "campus"))
        if place is not None:
            chosen = get_object_or_404(Place.objects.of_school(self.school), pk=place)
            places = places.filter(parent=chosen) if chosen.kind == Place.Kind.BUILDING else places.filter(pk=chosen.pk)
        if campus is not None:
            places = places.filter(campus=campus)
        grid = request.GET.get("grid", "grid-3x7")
        response = HttpResponse(
            papers.stickers_pdf(self.school, places, grid=grid, by=request.user), content_type="application/pdf"
        )
        response["Content-Disposition"] = 'inline; filename="stickers.pdf"'
        return response
