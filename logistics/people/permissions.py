"""What a role may be allowed to do: every permission our own apps declare."""

from django.apps import apps
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

EVERYTHING = ("add", "change", "delete", "view")


def grantable():
    """Return {"app.codename": its name in the reader's language}, grouped by the order of the apps."""
    return {permission: label for _app, permissions in grouped() for permission, label in permissions}


def grouped():
    """Return [(name of the app, [("app.codename", label)])] for the apps that declare permissions."""
    groups = []
    for app in apps.get_app_configs():
        permissions = [permission for model in app.get_models() for permission in _of_model(app, model)]
        if permissions:
            groups.append((str(app.verbose_name), permissions))
    return groups


def _of_model(app, model):
    """Our models say themselves what may be granted; whatever keeps Django's four permissions is nobody's role."""
    if tuple(model._meta.default_permissions) == EVERYTHING:
        return []
    declared = [(f"{app.label}.{codename}", _(name)) for codename, name in model._meta.permissions]
    default = [
        (f"{app.label}.{action}_{model._meta.model_name}", DEFAULT_LABELS[action](_name_of(model)))
        for action in model._meta.default_permissions
        if action in DEFAULT_LABELS
    ]
    return default + declared


def _name_of(model):
    """The name of its records: "kind" alone is said of many things."""
    return NAMES.get(model._meta.label_lower, model._meta.verbose_name)


NAMES = {"catalogue.kind": gettext_lazy("kinds of the catalogue")}
DEFAULT_LABELS = {
    "view": lambda name: _("View %(name)s") % {"name": name},
    "add": lambda name: _("Add %(name)s") % {"name": name},
    "change": lambda name: _("Change %(name)s") % {"name": name},
}
