"""Pages that change something: create, update, act."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from logistics.errors import RuleError, WrongState
from logistics.pages import kept
from logistics.pages.base import RecordPage
from logistics.pages.forms import SchoolForm
from logistics.pages.parts import Action
from logistics.pages.submissions import once, result_of

NOT_NOW = gettext_lazy("The record has moved on meanwhile, or this is somebody else's turn. Look at its present state.")


class FormPage(RecordPage):
    """A form whose sending calls one service through ``perform(form)``, once per submission key.

    ``perform`` returns the record the person is shown next. A RuleError is shown at its field; nothing typed is lost.
    keeps_drafts: whether the device may keep what is typed (and the server, while its person signs in again).
    """

    template_name = "generic/form.html"
    form_class = None
    label = gettext_lazy("Save")
    icon = ""
    tone = "primary"
    danger = False
    keeps_drafts = True
    url_name = ""
    done_text = gettext_lazy("Saved.")

    def dispatch(self, request, *args, **kwargs):
        if not request.user.is_authenticated:
            return kept.keep_on(super().dispatch(request, *args, **kwargs), request, type(self))
        done = request.method == "POST" and result_of(request.POST.get("submission_key", ""), request.user)
        return redirect(done) if done else super().dispatch(request, *args, **kwargs)

    def get(self, request, *args, **kwargs):
        typed = self.typed_before()
        return self.open() if typed is None else self.show(self.get_form(typed))

    def open(self):
        """Answer with the form as it is before anything is typed, or say that it has nothing to work on."""
        nothing = self.nothing_to_do()
        return self.show(self.get_form()) if nothing is None else self.show_instead(*nothing)

    def nothing_to_do(self):
        """Return (sentence, Action or None) when this form has nothing to work on; else None."""

    def show_instead(self, sentence, action=None):
        """Answer with one sentence in place of the form, and the way on."""
        action = action or Action(_("Look at it"), self.get_cancel_url())
        context = {"page": self.page_facts(), "object": self.get_record(), "sentence": sentence, "action": action}
        return render(self.request, "generic/not_now.html", context)

    def typed_before(self):
        """Return what this person had typed here when the session ended, None when there is nothing to fill in again."""
        typed = kept.take(self.request) if self.keeps_drafts else None
        if typed is not None:
            messages.info(self.request, _("What you typed before signing in is here again. Check it and send it."))
        return typed

    def post(self, request, *args, **kwargs):
        form = self.get_form(request.POST, request.FILES)
        if not form.is_valid():
            return self.show(form)
        try:
            with transaction.atomic():
                url = once(form.key, request.user, lambda: self.get_success_url(self.act(form)))
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

    def act(self, form):
        return self.perform(form)

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

    def get_submit_label(self):
        return self.label

    def get_context(self, form):
        return {
            "form": form,
            "page": self.page_facts(),
            "submit_label": self.get_submit_label(),
            "cancel_url": self.get_cancel_url(),
            "danger": self.danger,
            "keeps_drafts": self.keeps_drafts,
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

    def get_submit_label(self):
        return gettext_lazy("Save")

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
        """Say whether this makes sense for the record as it is now; asked when it is offered and when it is sent."""
        return True

    @classmethod
    def fits(cls, record, user):
        """Say whether a record as it is now lets this person do this, whatever their permissions."""
        return cls.applies(record, user)

    def get(self, request, *args, **kwargs):
        """A move that is over or somebody else's opens no form, unless what was typed in it would be lost."""
        typed = self.typed_before()
        if typed is None and not self.fits(self.get_record(), request.user):
            return self.show_instead(NOT_NOW)
        return self.open() if typed is None else self.show(self.get_form(typed))

    def act(self, form):
        """The service knows best why it says no; what ``applies`` alone forbids is undone with the transaction."""
        fits = self.applies(self.get_record(), self.request.user)
        result = super().act(form)
        if not fits:
            raise WrongState(NOT_NOW)
        return result

    @classmethod
    def url_for(cls, record):
        return reverse(cls.url_name, args=[record.pk])


class NothingToAsk(SchoolForm):
    """A move without questions."""


class ActionPage(UpdatePage):
    """One move of a case. ``move`` names it in the model's FLOW (None: offered whenever ``applies``).

    facts: the Columns that whoever is asked should have before the eyes. question: what will happen, in a sentence.
    """

    template_name = "generic/confirm.html"
    form_class = NothingToAsk
    move = None
    facts = []
    question = ""
    icon = ""
    tone = "secondary"
    done_text = gettext_lazy("Done.")

    def get_submit_label(self):
        return self.label

    def get_initial(self):
        return {}

    def get_context(self, form):
        facts = [fact for fact in (column.fact(self.object) for column in self.facts) if fact.text]
        return {**super().get_context(form), "facts": facts, "question": self.question}

    @classmethod
    def is_offered(cls, user, record):
        return cls.allows(record) and super().is_offered(user, record)

    @classmethod
    def allows(cls, record):
        """Say whether the FLOW of the record lets it move like this now."""
        return cls.move is None or type(record).FLOW.allows(cls.move, record.status)

    @classmethod
    def fits(cls, record, user):
        return cls.allows(record) and super().fits(record, user)

    def get_breadcrumbs(self):
        return [(str(self.object), self.object.get_absolute_url())]
