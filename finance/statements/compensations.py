"""What compensation for damage says in the term summary (DOMAIN A-21, A-23; rules T-33, T-34)."""

from django.utils.translation import gettext as _

from finance.models import Compensation, CompensationPayment
from logistics.pages.columns import Column
from logistics.reports.statements import Breakdown, Claim, Figure, Section, Sentence, Statement


def damage_paid(school, period, scope):
    """Demanded, paid, waived and outstanding; 损坏必赔 with its counter-examples."""
    all_of_school = Compensation.objects.of_school(school)
    opened = all_of_school.opened_in(period, scope)
    payments = CompensationPayment.objects.of_school(school).paid_in(period, scope)
    late = all_of_school.filter(scope.rows("campus")).outstanding_on(period.end).filter(due_on__lt=period.end)
    money = {"unit": _("yuan"), "kind": "money"}
    cases = Figure("cases", _("cases of damage by people"), opened, unit=_("cases"))
    amount = Figure("amount", _("compensation demanded"), opened, measure="amount", **money)
    paid = Figure("paid", _("compensation received"), payments, measure="amount", **money)
    waived = Figure("waived", _("compensation waived"), opened.filter(waived__gt=0), measure="waived", **money)
    owed = Figure("outstanding", _("compensation overdue"), late, measure="outstanding", **money)
    causes = Breakdown("causes", _("damage by cause"), opened, by="cause", unit=_("cases"))
    return Statement(
        "finance.compensation",
        Section.FINANCE,
        sentences=[
            Sentence(
                _("%(cases)s of damage by people were dealt with (%(causes)s), %(amount)s demanded and %(paid)s received."),
                cases=cases, causes=causes, amount=amount, paid=paid, when=cases,
            ),
            Sentence(_("%(waived)s were waived, each with its reason."), waived=waived, when=waived),
        ],
        claims=[
            Claim(
                "paid",
                _("Whoever damaged school property paid for it on time."),
                late,
                when=opened,
                breach=Sentence(_("%(count)s of compensation are overdue, %(owed)s together."), owed=owed),
                direction=_("Speak with those concerned and agree on a day of payment."),
                unit=_("cases"),
                label=_("overdue compensation"),
            )
        ],
    )  # fmt: skip


def compensation_columns():
    return [
        Column(_("What was damaged"), "thing", link=True),
        Column(_("Number"), "number", kind="code"),
        Column(_("By whom"), "person"),
        Column(_("Class or department"), "group"),
        Column(_("Damaged on"), "happened_on", kind="date"),
        Column(_("Amount"), "amount", kind="money"),
        Column(_("Waived"), "waived", kind="money"),
        Column(_("Status"), "get_status_display"),
    ]


def payment_columns():
    return [
        Column(_("What was damaged"), "compensation.thing", path="compensation__thing", link=True),
        Column(_("By whom"), "compensation.person", path="compensation__person"),
        Column(_("On"), "on", kind="date"),
        Column(_("Amount"), "amount", kind="money"),
    ]
