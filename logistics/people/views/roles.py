"""The roles of a school: what they may do, and which one stands above which."""

from django.db.models import Count, Q
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from logistics import clock
from logistics.pages.changes import ActionPage, CreatePage, UpdatePage
from logistics.pages.columns import Column
from logistics.pages.details import DetailPage
from logistics.pages.lists import ListPage
from logistics.people import services
from logistics.people.forms.people import ChangeRoleForm, GrantForm, RoleForm
from logistics.people.models import Role
from logistics.people.permissions import grouped
from logistics.people.selectors import role_holders
from logistics.people.views.people import MANAGE, tabs


class SchoolRoles:
    """Roles are set up for the whole school."""

    model = Role
    permission_required = MANAGE

    def get_queryset(self):
        return Role.objects.of_school(self.school).select_related("superior")


class RoleCrumbs:
    def get_breadcrumbs(self):
        return [(_("Roles"), reverse("people:role_list")), (str(self.object), self.object.get_absolute_url())]


class RoleCreate(SchoolRoles, CreatePage):
    form_class = RoleForm
    label, url_name = gettext_lazy("Add a role"), "people:role_create"
    back_url = reverse_lazy("people:role_list")
    done_text = gettext_lazy("The role is added. Now say what it may do.")

    def perform(self, form):
        return services.add_role(self.school, **form.cleaned_data, by=self.request.user)

    def get_success_url(self, result):
        return reverse("people:role_grant", args=[result.pk])


class RoleChange(SchoolRoles, RoleCrumbs, UpdatePage):
    form_class = ChangeRoleForm
    title = gettext_lazy("Change a role")
    label, url_name = gettext_lazy("Change"), "people:role_change"

    def perform(self, form):
        return services.change_role(self.object, **form.cleaned_data, by=self.request.user)


class RoleGrant(SchoolRoles, RoleCrumbs, ActionPage):
    form_class = GrantForm
    template_name = "people/role_grant.html"
    label, url_name, icon, tone = gettext_lazy("Say what it may do"), "people:role_grant", "list-checks", "primary"
    done_text = gettext_lazy("Saved. It holds from the next page these people open.")

    def perform(self, form):
        return services.grant_to_role(self.object, permissions=form.granted(), by=self.request.user)

    def get_form(self, data=None, files=None):
        return self.form_class(data, files, **self.get_form_facts())

    def get_context(self, form):
        groups = [(form[name].label, form[name]) for name in form.groups]
        return {**super().get_context(form), "permission_groups": groups}


class RoleDetail(SchoolRoles, DetailPage):
    template_name = "people/role_detail.html"
    actions = [RoleGrant, RoleChange]

    def get_breadcrumbs(self):
        return [(_("Roles"), reverse("people:role_list"))]

    def get_context(self):
        held = set(self.object.permissions)
        return {
            **super().get_context(),
            "holders": role_holders(self.school, self.object.key),
            "permission_groups": [
                (title, [label for permission, label in permissions if permission in held])
                for title, permissions in grouped()
                if any(permission in held for permission, _label in permissions)
            ],
        }


class RoleList(SchoolRoles, ListPage):
    title = gettext_lazy("Roles")
    create_page = RoleCreate
    ordering = ["pk"]
    columns = [
        Column(gettext_lazy("Role"), "name", link=True),
        Column(gettext_lazy("Next superior"), "superior", labelled=True),
        Column(gettext_lazy("People"), "holder_count", kind="number", labelled=True),
        Column(gettext_lazy("Permissions"), lambda role: len(role.permissions), kind="number", phone=False),
    ]

    def get_queryset(self):
        today = clock.today()
        in_force = Q(appointments__starts_on__lte=today) & (
            Q(appointments__ends_on=None) | Q(appointments__ends_on__gte=today)
        )
        active = Q(appointments__person__is_active=True)
        count = Count("appointments__person", filter=in_force & active, distinct=True)
        return super().get_queryset().annotate(holder_count=count)

    def get_views(self):
        return tabs("roles")
