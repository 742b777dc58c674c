"""Signing in, and a person's own page."""

from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.views import LoginView, LogoutView
from django.db.models import prefetch_related_objects
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse, reverse_lazy
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View

from logistics import clock
from logistics.pages import drafts, kept
from logistics.pages.base import Page
from logistics.pages.changes import FormPage, NothingToAsk
from logistics.people import services
from logistics.people.drawings import as_address
from logistics.people.forms.account import ContactForm, PasswordForm, PinForm, SignatureForm, SignInForm
from logistics.people.pins import AsksForPin
from logistics.people.selectors import drawing_of


class SignIn(LoginView):
    """Sign in by name or mobile number; kept for 30 days on one's own phone."""

    template_name = "account/sign_in.html"
    form_class = SignInForm
    redirect_authenticated_user = True

    def form_valid(self, form):
        response = super().form_valid(form)
        if not form.cleaned_data["remember"]:
            self.request.session.set_expiry(0)
        kept.remember_person(self.request, response)
        return response

    def get_success_url(self):
        if self.request.user.must_change_password:
            return reverse("people:set_password")
        return super().get_success_url()

    def get_context_data(self, **kwargs):
        facts = super().get_context_data(page={"title": _("Sign in")}, **kwargs)
        return {**facts, "something_waits": kept.waits(self.request) or "#draft=" in self.get_redirect_url()}


class SignOut(LogoutView):
    next_page = reverse_lazy("people:sign_in")


class Profile(Page):
    """Me: my roles, my phone, password and PIN, language and appearance."""

    title = gettext_lazy("Me")

    def get(self, request):
        appointments = request.user.appointments_now()
        prefetch_related_objects(appointments, "campus", "department", "place")
        facts = {
            "page": self.page_facts(),
            "person": request.user,
            "appointments": appointments,
            "signature": as_address(drawing_of(request.user, at=clock.now())),
        }
        return render(request, "account/profile.html", facts)


class Drafts(Page):
    """What was typed on this device and not sent. The server knows nothing of it: a script makes the list."""

    title = gettext_lazy("Drafts not sent")
    back_url = reverse_lazy("people:profile")

    def get_breadcrumbs(self):
        return [(_("Me"), self.back_url)]

    def get(self, request):
        return render(request, "account/drafts.html", {"page": self.page_facts()})


class SwitchSchool(View):
    """Work on the records of another school one holds a role in."""

    def post(self, request):
        schools = {str(held.school_id) for held in getattr(request.user, "_appointments", [])}
        if request.POST.get("school") in schools:
            request.session["school"] = int(request.POST["school"])
        target = request.POST.get("next", "/")
        if not url_has_allowed_host_and_scheme(target, {request.get_host()}):
            target = "/"
        return HttpResponseRedirect(target)


class OwnPage(FormPage):
    """A form about oneself."""

    back_url = reverse_lazy("people:profile")

    def get_success_url(self, result):
        return reverse("people:profile")


class SetPassword(OwnPage):
    """Set an own password, at first sign-in or any time."""

    template_name = "account/change_password.html"
    form_class = PasswordForm
    keeps_drafts = False
    label = gettext_lazy("Set password")
    done_text = gettext_lazy("Your password is set.")

    def perform(self, form):
        person = services.set_own_password(
            self.request.user, password=form.cleaned_data["new_password"], by=self.request.user
        )
        update_session_auth_hash(self.request, person)
        return person

    def get_success_url(self, result):
        return reverse("home")

    def get_cancel_url(self):
        return "" if self.request.user.must_change_password else super().get_cancel_url()

    def get_subtitle(self):
        if self.request.user.must_change_password:
            return _("This is your first sign-in: choose a password only you know.")
        return ""


class ChangeContact(OwnPage):
    """Change one's own mobile number and mail address."""

    form_class = ContactForm
    title = gettext_lazy("My phone and mail")

    def get_initial(self):
        return {"phone": self.request.user.phone, "email": self.request.user.email}

    def perform(self, form):
        return services.change_own_contact(self.request.user, **form.cleaned_data, by=self.request.user)


class SetPin(OwnPage):
    """Set the PIN for shared tablets."""

    form_class = PinForm
    keeps_drafts = False
    label = gettext_lazy("Set PIN")
    done_text = gettext_lazy("Your PIN is set.")

    def perform(self, form):
        return services.set_pin(self.request.user, pin=form.cleaned_data["pin"], by=self.request.user)


class DrawSignature(AsksForPin, OwnPage):
    """Draw how one signs by hand, again whenever wished."""

    template_name = "account/draw_signature.html"
    form_class = SignatureForm
    keeps_drafts = False
    title = gettext_lazy("My drawn signature")
    label = gettext_lazy("Keep the signature")
    done_text = gettext_lazy("Your signature is kept. What you sign from now on is printed with it.")

    def perform(self, form):
        return services.draw_signature(self.request.user, **form.cleaned_data, by=self.request.user)


class RemoveSignature(AsksForPin, OwnPage):
    """Print what is signed from now on with the name alone."""

    template_name = "generic/confirm.html"
    form_class = NothingToAsk
    title = label = gettext_lazy("Remove the drawn signature")
    danger = True
    question = gettext_lazy("What you sign from now on shows your name alone. Papers signed before keep the drawing.")
    done_text = gettext_lazy("Removed.")

    def get_context(self, form):
        return {**super().get_context(form), "question": self.question}

    def perform(self, form):
        return services.remove_signature(self.request.user, by=self.request.user)


def locked_out(request, response=None, credentials=None, *args, **kwargs):
    """Answer a sign-in after too many wrong passwords."""
    return render(request, "account/locked_out.html", {"page": {"title": _("Wait a little")}}, status=429)


def csrf_failure(request, reason=""):
    """Answer a form whose token is stale. What was typed is never sent by itself, only filled in again."""
    if drafts.is_draft(request):
        return drafts.stale(request)
    token = kept.keep(request, getattr(request.resolver_match.func, "view_class", None))
    facts = {"page": {"title": _("This page is too old")}, "again_url": token and request.get_full_path()}
    response = render(request, "account/too_old.html", facts, status=403)
    return kept.tell(token, response, secure=request.is_secure())
