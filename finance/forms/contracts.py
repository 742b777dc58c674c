"""What a person types about contracts."""

from django import forms
from django.utils.translation import gettext_lazy as _

from finance.forms.fields import day_field, money_field, reason_field
from logistics import clock
from logistics.attachments.forms import FilesField
from logistics.pages.forms import SchoolForm

TITLE_LONGEST = 120
MOST_FILES = 12


class ContractForm(SchoolForm):
    """The contract of an order; what the order says already is filled in."""

    number = forms.CharField(label=_("Contract number"), max_length=40)
    title = forms.CharField(label=_("What it is about"), max_length=TITLE_LONGEST)
    amount = money_field(_("Contract amount (yuan)"), attrs={"data-money": ""})
    signed_on = day_field(_("Signed on"))
    starts_on = day_field(
        _("From the day"), required=False, help_text=_("Leave it empty when it runs from the day it was signed.")
    )
    ends_on = day_field(_("Until"), help_text=_("Of delivery, service or warranty, as the contract says."))
    bond = money_field(_("Performance bond (yuan)"), required=False, help_text=_("Leave it empty when there is none."))
    late_reason = reason_field(
        _("Why signed late"),
        required=False,
        help_text=_("Only for government procurement, when it was signed later than the rule allows."),
    )
    note = forms.CharField(label=_("Note"), max_length=200, required=False)
    photos = FilesField(label=_("Scan or photographs"), max_files=MOST_FILES, documents=True)

    def prepare(self):
        order = self.record
        self.fields["number"].initial = order.contract
        self.fields["title"].initial = order.request.title[:TITLE_LONGEST]
        self.fields["amount"].initial = order.amount
        self.fields["signed_on"].initial = clock.today
        if order.channel != order.Channel.GOVERNMENT:
            del self.fields["late_reason"]


class DayForm(SchoolForm):
    """The day on which something was done about a contract."""

    on = day_field(_("On"))
    photos = FilesField(label=_("Proof, if there is any"), max_files=3, documents=True)

    def prepare(self):
        self.fields["on"].initial = clock.today


class SupplementForm(SchoolForm):
    amount = money_field(_("Amount added (yuan)"), attrs={"data-money": ""})
    reason = reason_field(_("What is added and why"))
    signed_on = day_field(_("Signed on"))
    photos = FilesField(label=_("Scan or photographs"), max_files=MOST_FILES, documents=True)

    def prepare(self):
        self.fields["signed_on"].initial = clock.today


class BondBackForm(SchoolForm):
    amount = money_field(_("Amount returned (yuan)"), attrs={"data-money": ""})
    on = day_field(_("Returned on"))
    reason = reason_field(_("Why not the whole bond"), required=False, help_text=_("Only when less is returned."))
    photos = FilesField(label=_("Proof, if there is any"), max_files=3, documents=True)

    def prepare(self):
        self.fields["amount"].initial = self.record.bond
        self.fields["on"].initial = clock.today


class ScanForm(SchoolForm):
    photos = FilesField(label=_("Scan or photographs"), max_files=MOST_FILES, documents=True, required=True)


class EndForm(SchoolForm):
    ended_on = day_field(_("Ended on"))
    reason = reason_field(_("Why it ends early"))
    photos = FilesField(label=_("Proof, if there is any"), max_files=3, documents=True)

    def prepare(self):
        self.fields["ended_on"].initial = clock.today


class VoidForm(SchoolForm):
    """What was wrong with a contract or a supplement."""

    reason = reason_field(_("What was entered wrongly"))
