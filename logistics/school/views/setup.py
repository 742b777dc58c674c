"""Setting up a school: its facts, campuses, departments, classes and terms."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from logistics.pages.changes import CreatePage, UpdatePage
from logistics.pages.columns import Column, make_row
from logistics.pages.lists import ListPage
from logistics.pages.parts import Action
from logistics.school import services
from logistics.school.filters import ClassFilter
from logistics.school.forms.setup import (
    CampusForm,
    ChangeCampusForm,
    ChangeClassForm,
    ChangeDepartmentForm,
    ChangeTermForm,
    ClassForm,
    DepartmentForm,
    SchoolFactsForm,
    TermForm,
)
from logistics.school.models import Campus, Department, School, SchoolClass, Term

MANAGE = "school.manage_school"

TABS = [
    (gettext_lazy("School"), "school:school_change"),
    (gettext_lazy("Campuses"), "school:campus_list"),
    (gettext_lazy("Departments"), "school:department_list"),
    (gettext_lazy("Classes"), "school:class_list"),
    (gettext_lazy("Terms"), "school:term_list"),
]


def tabs(active):
    """Return the tabs over the pages of the set-up."""
    return [(label, reverse(url_name), url_name == active) for label, url_name in TABS]


def bring_in(kind):
    """Return the action that brings records of ``kind`` in from a workbook; the package that does it stands above."""
    return Action(_("Bring in from Excel"), reverse("exchange:import_create", args=[kind]), icon="file-up")


class MoreActions:
    """A list with further actions beside its primary one."""

    def get_more_actions(self):
        return []

    def get_context(self):
        context = super().get_context()
        actions = [context["page"]["primary"], *self.get_more_actions()]
        return {**context, "actions": [action for action in actions if action is not None]}


class SetUp:
    """A page of the set-up: all rows of the school, for whoever may manage it."""

    permission_required = MANAGE
    list_url_name = ""

    def get_queryset(self):
        queryset = self.model.objects.all() if self.queryset is None else self.queryset.all()
        return queryset.of_school(self.school)

    def get_success_url(self, result):
        return reverse(self.list_url_name)

    def get_cancel_url(self):
        return reverse(self.list_url_name)

    def get_breadcrumbs(self):
        return [(dict((url_name, str(label)) for label, url_name in TABS)[self.list_url_name], self.get_cancel_url())]


class SetUpList(ListPage):
    """Rows that lead to the page where they are changed."""

    permission_required = MANAGE
    list_url_name = ""
    change_url_name = ""

    def get_queryset(self):
        return self.queryset.all().of_school(self.school)

    def get_row(self, record):
        return make_row(record, self.columns, url=reverse(self.change_url_name, args=[record.pk]))

    def get_views(self):
        return tabs(self.list_url_name)

    def get_exports(self):
        return []


class SchoolChange(UpdatePage):
    """The facts of the school one works on."""

    model = School
    form_class = SchoolFactsForm
    permission_required = MANAGE
    template_name = "school/school_change.html"
    title = gettext_lazy("School")

    @property
    def object(self):
        return self.school

    def perform(self, form):
        return services.change_school(self.school, **form.cleaned_data, by=self.request.user)

    def get_success_url(self, result):
        return reverse("school:school_change")

    def get_cancel_url(self):
        return ""

    def get_context(self, form):
        return {**super().get_context(form), "tabs": tabs("school:school_change")}


class CampusCreate(SetUp, CreatePage):
    model = Campus
    form_class = CampusForm
    label, url_name, list_url_name = gettext_lazy("Add a campus"), "school:campus_create", "school:campus_list"

    def perform(self, form):
        return services.add_campus(self.school, **form.cleaned_data, by=self.request.user)


class CampusChange(SetUp, UpdatePage):
    model = Campus
    form_class = ChangeCampusForm
    title, list_url_name = gettext_lazy("Change a campus"), "school:campus_list"

    def perform(self, form):
        return services.change_campus(self.object, **form.cleaned_data, by=self.request.user)


class CampusList(SetUpList):
    model = Campus
    queryset = Campus.objects.order_by("pk")
    create_page = CampusCreate
    list_url_name, change_url_name = "school:campus_list", "school:campus_change"
    title = gettext_lazy("Campuses")
    empty_text = gettext_lazy(
        "A school has at least one campus. An attached kindergarten or a tenant is one of its own."
    )
    ordering = ["pk"]
    columns = [
        Column(gettext_lazy("Name"), "name", link=True),
        Column(gettext_lazy("Kind"), "get_kind_display"),
    ]


class DepartmentCreate(SetUp, CreatePage):
    model = Department
    form_class = DepartmentForm
    label, url_name = gettext_lazy("Add a department"), "school:department_create"
    list_url_name = "school:department_list"

    def perform(self, form):
        return services.add_department(self.school, **form.cleaned_data, by=self.request.user)


class DepartmentChange(SetUp, UpdatePage):
    model = Department
    form_class = ChangeDepartmentForm
    title, list_url_name = gettext_lazy("Change a department"), "school:department_list"

    def perform(self, form):
        return services.change_department(self.object, **form.cleaned_data, by=self.request.user)


class DepartmentList(SetUpList):
    model = Department
    queryset = Department.objects.select_related("head")
    create_page = DepartmentCreate
    list_url_name, change_url_name = "school:department_list", "school:department_change"
    title = gettext_lazy("Departments")
    empty_text = gettext_lazy("Offices and grade groups. Their heads sign first when something is asked for.")
    ordering = ["pk"]
    columns = [
        Column(gettext_lazy("Name"), "name", link=True),
        Column(gettext_lazy("Kind"), "get_kind_display"),
        Column(gettext_lazy("Head"), "head"),
    ]


class ClassCreate(SetUp, CreatePage):
    model = SchoolClass
    form_class = ClassForm
    label, url_name, list_url_name = gettext_lazy("Add a class"), "school:class_create", "school:class_list"

    def perform(self, form):
        return services.add_class(**form.cleaned_data, by=self.request.user)


class ClassChange(SetUp, UpdatePage):
    model = SchoolClass
    form_class = ChangeClassForm
    title, list_url_name = gettext_lazy("Change a class"), "school:class_list"

    def perform(self, form):
        return services.change_class(self.object, **form.cleaned_data, by=self.request.user)


class ClassList(MoreActions, SetUpList):
    model = SchoolClass
    queryset = SchoolClass.objects.select_related("campus", "room", "class_teacher")
    filterset_class = ClassFilter
    create_page = ClassCreate
    list_url_name, change_url_name = "school:class_list", "school:class_change"
    title = gettext_lazy("Classes")
    empty_text = gettext_lazy("Add the classes one by one, or bring them in from Excel.")
    ordering = ["campus_id", "grade", "pk"]
    columns = [
        Column(gettext_lazy("Class"), "name", link=True),
        Column(gettext_lazy("Grade"), lambda row: row.grade or None, kind="number", path="grade", labelled=True),
        Column(gettext_lazy("Campus"), "campus"),
        Column(gettext_lazy("Room"), "room"),
        Column(gettext_lazy("Class teacher"), "class_teacher"),
    ]

    def get_more_actions(self):
        return [bring_in("classes")]


class TermCreate(SetUp, CreatePage):
    model = Term
    form_class = TermForm
    label, url_name, list_url_name = gettext_lazy("Add a term"), "school:term_create", "school:term_list"

    def perform(self, form):
        return services.add_term(self.school, **form.cleaned_data, by=self.request.user)


class TermChange(SetUp, UpdatePage):
    model = Term
    form_class = ChangeTermForm
    list_url_name = "school:term_list"

    def get_title(self):
        return str(self.object)

    def get_subtitle(self):
        return _("Whatever was logged on a day counts to the term that covers the day.")

    def perform(self, form):
        return services.change_term(self.object, **form.cleaned_data, by=self.request.user)


class TermList(SetUpList):
    model = Term
    queryset = Term.objects.all()
    create_page = TermCreate
    list_url_name, change_url_name = "school:term_list", "school:term_change"
    title = gettext_lazy("Terms")
    empty_text = gettext_lazy("Nothing can be logged on a day that belongs to no term. Add the current term first.")
    ordering = ["-covers_from", "-pk"]
    columns = [
        Column(gettext_lazy("Term"), str, link=True),
        Column(gettext_lazy("Lessons begin on"), lambda term: f"{term.starts_on:%Y-%m-%d}"),
        Column(gettext_lazy("Lessons end on"), lambda term: f"{term.ends_on:%Y-%m-%d}"),
        Column(gettext_lazy("Records count from"), lambda term: f"{term.covers_from:%Y-%m-%d}", phone=False),
        Column(gettext_lazy("Records count to"), lambda term: f"{term.covers_to:%Y-%m-%d}", phone=False),
    ]
