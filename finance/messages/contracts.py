"""What people are told about contracts."""

from django.utils.translation import gettext as _

from finance.panels.income import money_text
from logistics.pages.dates import full_day_text


def contract_to_publish(contract, today):
    facts = {"contract": contract, "day": full_day_text(contract.publish_by)}
    if contract.publish_by < today:
        return _("%(contract)s was to be published by %(day)s. Publish it now and enter the day.") % facts
    return _("%(contract)s is to be published by %(day)s. Enter the day once it is.") % facts


def contract_to_file(contract, today):
    facts = {"contract": contract, "day": full_day_text(contract.file_by)}
    if contract.file_by < today:
        return _("%(contract)s was to be filed by %(day)s. File it now and enter the day.") % facts
    return _("%(contract)s is to be filed by %(day)s. Enter the day once it is.") % facts


def contract_ends(contract, today):
    facts = {
        "contract": contract, "supplier": contract.order.supplier.name, "day": full_day_text(contract.ends_on),
        "left": (contract.ends_on - today).days, "bond": money_text(contract.bond),
    }  # fmt: skip
    sentence = _("%(contract)s with %(supplier)s ends on %(day)s, in %(left)d days.") % facts
    return f"{sentence}{_('The performance bond is %(bond)s.') % facts}" if contract.bond else sentence


def bond_to_return(contract, today):
    facts = {
        "contract": contract, "supplier": contract.order.supplier.name,
        "day": full_day_text(contract.ended_on or contract.ends_on), "bond": money_text(contract.bond),
    }  # fmt: skip
    return (
        _(
            "%(contract)s with %(supplier)s ended on %(day)s, and no return of the performance bond (%(bond)s) is entered. "
            "Return it and enter the day."
        )
        % facts
    )
