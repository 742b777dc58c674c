"""The people of a school: who they are, what they hold, and their first passwords."""

from django.db.models import Prefetch
from django.shortcuts import redirect, render
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from logistics import clock
from logistics.pages.base import RecordPage
from logistics.pages.changes import ActionPage, CreatePage, UpdatePage
from logistics.pages.columns import Column, make_row
from logistics.pages.details import DetailPage
from logistics.pages.lists import ListPage
from logistics.people import services
from logistics.people.filters import PersonFilter
from logistics.people.forms.people import AppointForm, EndAppointmentForm, NewPersonForm, PersonForm
from logistics.people.models import Appointment, User
from logistics.school.views.setup import MoreActions, bring_in

MANAGE = "people.manage_people"
PERSON_FACTS = [
    Column(gettext_lazy("Login name"), "username"),
    Column(gettext_lazy("Mobile number"), "phone"),
    Column(gettext_lazy("Sign-in"), "sign_in_text", kind="badge"),
    Column(gettext_lazy("Signed in last"), "last_login", kind="moment"),
]


def tabs(active):
    """Return the tabs over the lists of people and of roles."""
    return [
        (_("People"), reverse("people:person_list"), active == "people"),
        (_("Roles"), reverse("people:role_list"), active == "roles"),
    ]


def page_of(person):
    """Return the address of a person's page. It is for administrators, so other pages do not link people by it."""
    return reverse("people:person_detail", args=[person.pk])


class AboutPerson:
    """Pages about one person lead back to the person, and the person to the list."""

    def get_breadcrumbs(self):
        return [(_("People"), reverse("people:person_list")), (str(self.object), page_of(self.object))]

    def get_cancel_url(self):
        return page_of(self.object)

    def get_success_url(self, result):
        return page_of(result)


class ShowsFirstPassword:
    """After success the new first password is shown once, on a page of its own."""

    def keep_password(self, person, password):
        self.request.session["first_password"] = {"person": person.pk, "password": password}
        return person

    def get_success_url(self, result):
        return reverse("people:first_password", args=[result.pk])


class PersonCreate(ShowsFirstPassword, CreatePage):
    model = User
    form_class = NewPersonForm
    permission_required = MANAGE
    label, url_name = gettext_lazy("Add a person"), "people:person_create"
    back_url = reverse_lazy("people:person_list")
    done_text = gettext_lazy("The person is added.")

    def perform(self, form):
        facts = form.cleaned_data
        by = self.request.user
        person = services.create_person(name=facts["name"], phone=facts["phone"], username=facts["username"], by=by)
        services.appoint(person, role=facts["role"], campus=facts["campus"], department=facts["department"], by=by)
        return self.keep_password(person, person.first_password)


class PersonChange(AboutPerson, UpdatePage):
    model = User
    form_class = PersonForm
    permission_required = MANAGE
    title = gettext_lazy("Change a person")
    label, url_name = gettext_lazy("Change"), "people:person_change"

    def perform(self, form):
        return services.change_person(self.object, **form.cleaned_data, by=self.request.user, school=self.school)


class PersonAppoint(AboutPerson, ActionPage):
    model = User
    form_class = AppointForm
    permission_required = MANAGE
    label, url_name, icon, tone = gettext_lazy("Give a role"), "people:person_appoint", "badge-plus", "primary"
    done_text = gettext_lazy("The role is given.")

    def perform(self, form):
        services.appoint(self.object, **form.cleaned_data, by=self.request.user)
        return self.object


class PersonResetPassword(ShowsFirstPassword, AboutPerson, ActionPage):
    model = User
    facts = PERSON_FACTS
    permission_required = MANAGE
    label, url_name, icon = gettext_lazy("Reset password"), "people:person_reset_password", "key-round"
    done_text = gettext_lazy("A new first password is set.")
    question = gettext_lazy("The present password stops working at once. You are shown a first password to pass on.")

    def perform(self, form):
        password = services.reset_password(self.object, by=self.request.user, school=self.school)
        return self.keep_password(self.object, password)


class PersonDeactivate(AboutPerson, ActionPage):
    model = User
    facts = PERSON_FACTS
    permission_required = MANAGE
    label, url_name, icon = gettext_lazy("Stop the sign-in"), "people:person_deactivate", "user-x"
    tone, danger = "danger", True
    question = gettext_lazy(
        "This person is signed out everywhere and can sign in no more. What they did stays on record."
    )

    @classmethod
    def applies(cls, record, user):
        return record.is_active and record != user

    def perform(self, form):
        return services.deactivate_person(self.object, by=self.request.user, school=self.school)


class PersonReactivate(AboutPerson, ActionPage):
    model = User
    facts = PERSON_FACTS
    question = gettext_lazy("This person can sign in again, with the password and the roles there were.")
    permission_required = MANAGE
    label, url_name, icon = gettext_lazy("Allow the sign-in"), "people:person_reactivate", "user-check"

    @classmethod
    def applies(cls, record, user):
        return not record.is_active

    def perform(self, form):
        return services.reactivate_person(self.object, by=self.request.user, school=self.school)


class AppointmentEnd(ActionPage):
    """End what a person holds in this school."""

    model = Appointment
    form_class = EndAppointmentForm
    permission_required = MANAGE
    label, url_name = gettext_lazy("End the role"), "people:appointment_end"
    danger = True
    question = gettext_lazy("From the day after, this person may no longer do what the role allows.")
    facts = [
        Column(gettext_lazy("Limits"), "limits"),
        Column(gettext_lazy("From"), "starts_on", kind="date"),
        Column(gettext_lazy("Until"), "ends_on", kind="date"),
    ]

    def get_queryset(self):
        return Appointment.objects.of_school(self.school).select_related("person", "role")

    def get_title(self):
        return _("%(person)s: end the role %(role)s") % {"person": self.object.person, "role": self.object.role}

    def get_breadcrumbs(self):
        return [(str(self.object.person), page_of(self.object.person))]

    def get_cancel_url(self):
        return page_of(self.object.person)

    def get_success_url(self, result):
        return page_of(result.person)

    def perform(self, form):
        return services.end_appointment(self.object, on=form.cleaned_data["on"], by=self.request.user)


class PersonDetail(DetailPage):
    model = User
    history_beside = True
    permission_required = MANAGE
    template_name = "people/person_detail.html"
    actions = [PersonAppoint, PersonChange, PersonResetPassword, PersonDeactivate, PersonReactivate]
    groups = [
        (
            "",
            [
                Column(gettext_lazy("Login name"), "username"),
                Column(gettext_lazy("Mobile number"), "phone", kind="phone"),
                Column(gettext_lazy("Mail address"), "email"),
                Column(gettext_lazy("Sign-in"), "sign_in_text", kind="badge"),
                Column(gettext_lazy("Signed in last"), "last_login", kind="moment"),
                Column(gettext_lazy("Added"), "joined_at", kind="date"),
            ],
        )
    ]

    def get_breadcrumbs(self):
        return [(_("People"), reverse("people:person_list"))]

    def get_context(self):
        held = Appointment.objects.of_school(self.school).filter(person=self.object)
        held = held.select_related("role", "campus", "department", "place").order_by("-starts_on", "-pk")
        today = clock.today()
        return {
            **super().get_context(),
            "present": [appointment for appointment in held if not _is_over(appointment, today)],
            "former": [appointment for appointment in held if _is_over(appointment, today)],
        }


def _is_over(appointment, today):
    return appointment.ends_on is not None and appointment.ends_on < today


class FirstPassword(RecordPage):
    """A first password, shown to whoever set it, once."""

    model = User
    permission_required = MANAGE
    title = gettext_lazy("First password")

    def get(self, request, *args, **kwargs):
        kept = request.session.pop("first_password", None)
        if kept is None or kept["person"] != self.object.pk:
            return redirect(page_of(self.object))
        facts = {
            "page": self.page_facts(),
            "person": self.object,
            "password": kept["password"],
            "done_url": page_of(self.object),
        }
        response = render(request, "people/first_password.html", facts)
        response["Cache-Control"] = "no-store"
        return response

    def get_breadcrumbs(self):
        return [(str(self.object), page_of(self.object))]


class PersonList(MoreActions, ListPage):
    model = User
    permission_required = MANAGE
    filterset_class = PersonFilter
    create_page = PersonCreate
    title = gettext_lazy("People")
    empty_text = gettext_lazy("Everyone who signs in stands here. Add them one by one, or bring them in from Excel.")
    columns = [
        Column(gettext_lazy("Full name"), "name", link=True),
        Column(gettext_lazy("Roles"), lambda person: "、".join(str(held.role) for held in person.held_now)),
        Column(gettext_lazy("Limited to"), lambda person: "、".join(filter(None, (h.limits for h in person.held_now)))),
        Column(gettext_lazy("Mobile number"), "phone"),
        Column(gettext_lazy("Login name"), "username", phone=False),
        Column(gettext_lazy("Sign-in"), "sign_in_text", kind="badge"),
    ]

    def get_queryset(self):
        held = Appointment.objects.on(clock.today()).of_school(self.school).order_by("pk")
        held = held.select_related("role", "campus", "department", "place")
        return super().get_queryset().prefetch_related(Prefetch("appointments", queryset=held, to_attr="held_now"))

    def get_row(self, record):
        return make_row(record, self.columns, url=page_of(record))

    def get_more_actions(self):
        return [bring_in("people")]

    def get_views(self):
        return tabs("people")
