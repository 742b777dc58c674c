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
    grades = [_("grades %(grades)s") % {"grades": _in_a_row(sorted(item.grades))}] if item.grades else []
    classes = [named.school_class.name for named in item.fee_classes.select_related("school_class")]
    return _(", ").join([*grades, *classes])


def _in_a_row(grades):
    """Return 1–6 for grades without a gap, 1, 3, 5 for others."""
    if len(grades) > 2 and grades == list(range(grades[0], grades[-1] + 1)):
        return f"{grades[0]}–{grades[-1]}"
    return _(", ").join(str(grade) for grade in grades)


def basis_text(item):
    return " ".join(filter(None, [item.basis, item.basis_number]))


def relief_text(item):
    """The policy in the words of the school, else by how much."""
    if item.relief or not item.relief_percent:
        return item.relief or _("none")
    return _("%(percent)d%% less") % {"percent": item.relief_percent}


def consent_text(item):
    return _("voluntary, with the consent of parents") if item.needs_consent else _("as eaten")
