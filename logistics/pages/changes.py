"""Pages that change something: create, update, act."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy

from logistics.errors import RuleError
from logistics.pages.base import RecordPage
from logistics.pages.forms import SchoolForm
from logistics.pages.submissions import once


class FormPage(RecordPage):
    """A form whose sending calls one service through ``perform(form)``, once per submission key.

    ``perform`` returns the record the person is shown next. A RuleError is shown at its field; nothing typed is lost.
    """

    template_name = "generic/form.html"
    form_class = None
    label = gettext_lazy("Save")
    icon = ""
    tone = "primary"
    danger = False
    url_name = ""
    done_text = gettext_lazy("Saved.")

    def get(self, request, *args, **kwargs):
        return self.show(self.get_form())

    def post(self, request, *args, **kwargs):
        form = self.get_form(request.POST, request.FILES)
        if not form.is_valid():
            return self.show(form)
        try:
            with transaction.atomic():
                url = once(form.key, request.user, lambda: self.get_success_url(self.perform(form)))
        except RuleError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
            return self.show(form)
        messages.success(request, self.get_done_text())
        return redirect(url)

    def get_form(self, data=None, files=None):
        return self.form_class(data, files, initial=self.get_initial(), **self.get_form_facts())

    def get_form_facts(self):
        return {"school": self.school, "user": self.request.user, "record": self.get_record()}

    def get_record(self):
        return None

    def get_initial(self):
        return {name: value for name, value in self.request.GET.items() if name in self.form_class.base_fields}

    def perform(self, form):
        """Call the service with ``form.cleaned_data`` and return the record to show next."""
        raise TypeError(f"{type(self).__name__} must call its service")

    def get_success_url(self, result):
        return result.get_absolute_url()

    def get_done_text(self):
        return self.done_text

    def get_title(self):
        return self.title or self.label

    def get_cancel_url(self):
        return self.page_facts()["back_url"] or "/"

    def get_context(self, form):
        return {
            "form": form,
            "page": self.page_facts(),
            "submit_label": self.label,
            "cancel_url": self.get_cancel_url(),
            "danger": self.danger,
            "object": self.get_record(),
        }

    def show(self, form):
        return render(self.request, self.template_name, self.get_context(form))


class CreatePage(FormPage):
    """A form that makes a record."""

    icon = "plus"


class UpdatePage(FormPage):
    """A form that changes the facts of a record; ``form_class`` is a ChangeForm."""

    icon = "pencil"
    tone = "secondary"

    def get_record(self):
        return self.object

    def get_initial(self):
        names = self.form_class.base_fields
        values = {}
        for name in names:
            if hasattr(self.object, f"{name}_id"):
                values[name] = getattr(self.object, f"{name}_id")
            elif hasattr(self.object, name):
                values[name] = getattr(self.object, name)
        return values

    def get_cancel_url(self):
        return self.object.get_absolute_url()

    @classmethod
    def is_offered(cls, user, record):
        return user.has_perm(cls.permission_required) and cls.applies(record, user)

    @classmethod
    def applies(cls, record, user):
        return True

    @classmethod
    def url_for(cls, record):
        return reverse(cls.url_name, args=[record.pk])


class NothingToAsk(SchoolForm):
    """A move without questions."""


class ActionPage(UpdatePage):
    """One move of a case. ``move`` names it in the model's FLOW (None: offered whenever ``applies``)."""

    template_name = "generic/confirm.html"
    form_class = NothingToAsk
    move = None
    icon = ""
    tone = "secondary"
    done_text = gettext_lazy("Done.")

    def get_initial(self):
        return {}

    @classmethod
    def is_offered(cls, user, record):
        if cls.move is not None and not type(record).FLOW.allows(cls.move, record.status):
            return False
        return super().is_offered(user, record)

    def get_breadcrumbs(self):
        return [(str(self.object), self.object.get_absolute_url())]
