"""How fees read: standards, scopes and shares in words."""

from django.utils.translation import gettext as _

from logistics.pages.columns import as_text


def money(amount):
    return as_text(amount, "money") or "0.00"


def standard_text(item):
    """15.00 yuan a term."""
    return _("%(amount)s yuan %(unit)s") % {"amount": money(item.standard), "unit": item.get_unit_display()}


def scope_text(item):
    """The whole school, or its grades and classes by name."""
    if item.whole_school:
        return _("whole school")
    grades = [_("grade %(grade)d") % {"grade": grade} for grade in sorted(item.grades)]
    classes = [named.school_class.name for named in item.fee_classes.select_related("school_class")]
    return _(", ").join([*grades, *classes])


def basis_text(item):
    return " ".join(filter(None, [item.basis, item.basis_number]))


def relief_text(item):
    """The policy and by how much."""
    percent = _("%(percent)d%% less") % {"percent": item.relief_percent} if item.relief_percent else ""
    return _(", ").join(filter(None, [item.relief, percent])) or _("none")


def consent_text(item):
    return _("voluntary, with the consent of parents") if item.needs_consent else _("as eaten")
