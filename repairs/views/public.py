"""Pages without an account: reporting from a door sticker, and following what becomes of it."""

import json

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import View

from assets.models import Asset
from logistics.attachments import visitors
from logistics.attachments.selectors import photos_of
from logistics.db import record_id
from logistics.errors import RuleError
from logistics.pages import kept
from logistics.pages.submissions import once, result_of
from logistics.people.addresses import client_address
from logistics.people.tries import count_try
from logistics.school.models import Sticker
from repairs import services
from repairs.forms.report import PublicReportForm
from repairs.forms.work import ConfirmForm, PublicCommentForm, WordForm
from repairs.models import Joined, Repair
from repairs.selectors import open_at, open_wait, public_comments, settings_of
from repairs.views.steps import steps_of

COOKIE = "reporter"
YEAR = 365 * 24 * 3600
FOLLOWED = "repairs_followed"
FOLLOWED_KEPT = 50

# How many reports within ten minutes, before a clear sentence asks for patience. A school shares one address.
WINDOW = 600  # seconds
REPORTS_OF_A_PHONE = 6
REPORTS_AT_A_STICKER = 20
REPORTS_OF_AN_ADDRESS = 120
COMMENTS_ON_A_REPORT = 6


class Report(View):
    """Three taps and a photo: the place is filled in by the sticker."""

    keeps_drafts = True

    def dispatch(self, request, token):
        self.place = self.find(token)
        if self.place is None:
            return render(
                request, "repairs/public/unknown.html", {"page": {"title": _("This code is not valid")}}, status=404
            )
        visitors.admit(request, self.place.school)
        return super().dispatch(request, token)

    def find(self, token):
        """Return the place of a door sticker, or of the thing whose label was scanned."""
        self.asset = None
        stickers = Sticker.objects.filter(token=token, revoked_at=None, place__active=True)
        sticker = stickers.select_related("place__campus", "place__school", "place__parent").first()
        if sticker is not None:
            return sticker.place
        labels = Asset.objects.exclude(status__in=Asset.ENDED).filter(token=token, place__active=True)
        self.asset = labels.select_related("place__campus", "place__school", "place__parent").first()
        return self.asset and self.asset.place

    def get(self, request, token):
        if request.user.is_authenticated and request.school == self.place.school:
            if not self.asset and "report" not in request.GET and request.user.has_perm("checks.walk_round"):
                return redirect("checks:here", token)
            asset = f"&asset={self.asset.pk}" if self.asset else ""
            return redirect(f"{reverse('repairs:repair_create')}?place={self.place.pk}{asset}")
        return self.show(self.form(kept.take(request), initial=remembered(request)))

    def post(self, request, token):
        done = result_of(request.POST.get("submission_key", ""), None)
        if done:
            return redirect(f"{done}?new=1")
        if too_often(request, token):
            sentence = _("Many reports came from here just now. Wait ten minutes, or call the logistics office.")
            return self.refuse(sentence)
        joining = record_id(request.POST.get("join", ""))
        if joining is not None:
            return self.join(request, joining)
        form = self.form(request.POST)
        if not form.is_valid():
            return self.show(form)
        try:
            url = once(form.key, None, lambda: self.report(form).get_public_url())
        except RuleError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
            return self.show(form)
        return self.remember(redirect(f"{url}?new=1"), form.cleaned_data["name"], form.cleaned_data["phone"])

    def report(self, form):
        facts = dict(form.cleaned_data)
        name, phone = facts.pop("name"), facts.pop("phone")
        repair = services.report_repair(
            self.place,
            **facts,
            asset=self.asset,
            reporter_name=name,
            reporter_phone=phone,
            source=Repair.Source.SCAN,
            by=None,
        )
        follow(self.request, repair.follow_code)
        return repair

    def join(self, request, pk):
        """我也遇到: the name asked once is enough."""
        repair = open_at(self.place).filter(pk=pk).first()
        name, phone = words(request.POST.get("name", ""))[:40], words(request.POST.get("phone", ""))[:20]
        known = remembered(request)
        name, phone = name or known.get("name", ""), phone or known.get("phone", "")
        if repair is None:
            return self.refuse(_("This repair is finished meanwhile. Please report anew."), status=409)
        if not name:
            form = self.form(initial={**known, "name": name})
            return self.show(form, joining=repair)
        joined = services.join_repair(repair, by=None, name=name, phone=phone)
        follow(request, joined.follow_code)
        return self.remember(redirect(f"{joined.get_public_url()}?new=1"), name, phone)

    def remember(self, response, name, phone):
        facts = json.dumps({"name": name, "phone": phone})
        response.set_signed_cookie(
            COOKIE, facts, max_age=YEAR, httponly=True, samesite="Lax", secure=self.request.is_secure()
        )
        return response

    def refuse(self, sentence, status=429):
        form = (
            self.form(self.request.POST)
            if "trade" in self.request.POST
            else self.form(initial=remembered(self.request))
        )
        form.is_valid()
        form.add_error(None, sentence) if form.is_bound else None
        return self.show(form, status=status, warning="" if form.is_bound else sentence)

    @property
    def subject(self):
        where = self.place.full_label()
        return f"{self.asset.name} · {where}" if self.asset else where

    def form(self, data=None, initial=None):
        return PublicReportForm(data, initial=initial, school=self.place.school)

    def show(self, form, *, status=200, joining=None, warning=""):
        context = {
            "page": {"title": _("Report a fault"), "subtitle": self.subject},
            "school": self.place.school,
            "place": self.place,
            "form": form,
            "open_here": open_at(self.place)[:5],
            "known_name": remembered(self.request).get("name", ""),
            "joining": joining,
            "warning": warning,
        }
        return render(self.request, "repairs/public/report.html", context, status=status)


class Follow(View):
    """What becomes of a report; whoever reported it confirms, rates or says that it is not repaired."""

    def dispatch(self, request, code):
        self.repair, self.is_reporter = find_followed(code)
        if self.repair is None:
            raise Http404
        follow(request, code)
        follow(request, self.repair.follow_code)
        return super().dispatch(request, code)

    def get(self, request, code):
        return self.show()

    def post(self, request, code):
        if not self.is_reporter:
            raise Http404
        if request.POST.get("move") == "reopen":
            return self.act(code, reopen=WordForm(request.POST))
        if request.POST.get("move") == "comment":
            return self.comment(code, PublicCommentForm(request.POST))
        return self.act(code, confirm=ConfirmForm(request.POST))

    def act(self, code, *, confirm=None, reopen=None):
        form = confirm or reopen
        service = services.confirm_repair if confirm else services.reopen_repair
        if form.is_valid():
            try:
                once(form.key, None, lambda: service(self.repair, **form.cleaned_data, by=None).get_public_url())
                return redirect("repairs_public:follow", code=code)
            except RuleError as error:
                form.add_error(None, error.message)
        return self.show(confirm=confirm, reopen=reopen)

    def comment(self, code, form):
        """Tell the office and the repairer a further word of whoever reported it."""
        if count_try(f"comments:{code}", WINDOW) > COMMENTS_ON_A_REPORT:
            form.add_error(
                None, _("Many words came from here just now. Wait ten minutes, or call the logistics office.")
            )
        if not form.is_valid():
            return self.show(comment=form)
        once(form.key, None, lambda: self.say(form.cleaned_data["text"]).get_public_url())
        messages.success(self.request, _("Your word has arrived; whoever has it in hand is told."))
        return redirect("repairs_public:follow", code=code)

    def say(self, text):
        return services.comment_on_repair(self.repair, text=text, by=None, name=self.repair.reported_by_text)

    def show(self, *, confirm=None, reopen=None, comment=None):
        repair = self.repair
        context = {
            "page": {"title": str(repair), "subtitle": repair.number},
            "school": repair.school,
            "repair": repair,
            "new": self.request.GET.get("new") == "1",
            "is_reporter": self.is_reporter,
            "steps": steps_of(repair),
            "wait": open_wait(repair),
            "photos": photos_of(repair),
            "can_confirm": self.is_reporter and repair.status == Repair.Status.TO_CONFIRM,
            "can_reopen": self.is_reporter and Repair.FLOW.allows("reopen", repair.status) and not repair.imported,
            "confirm_form": confirm or ConfirmForm(),
            "reopen_form": reopen or WordForm(),
            "reopen_open": reopen is not None,
            "reopen_days": settings_of(repair.school).reopen_days,
            "can_comment": self.is_reporter and repair.status not in Repair.ENDED,
            "comment_form": comment or PublicCommentForm(),
            "comments": public_comments(repair),
        }
        return render(self.request, "repairs/public/follow.html", context)


def find_followed(code):
    """Return (repair, whether the code is its reporter's), or (None, False)."""
    repairs = Repair.objects.for_lists().select_related("school", "merged_into", "place__campus")
    repair = repairs.filter(follow_code=code).first()
    if repair is not None:
        return repair, True
    joined = Joined.objects.filter(follow_code=code).first()
    return (repairs.get(pk=joined.repair_id), False) if joined else (None, False)


def remembered(request):
    """Return the name and phone this phone gave before, {} when it never did."""
    text = request.get_signed_cookie(COOKIE, default="", max_age=YEAR)
    return json.loads(text) if text else {}


def words(text):
    """Return what can be read of a text."""
    return "".join(letter for letter in text if letter.isprintable()).strip()


def follow(request, code):
    """Let this session see the photos of a repair whose code it knows."""
    codes = [other for other in request.session.get(FOLLOWED, []) if other != code]
    request.session[FOLLOWED] = [*codes, code][-FOLLOWED_KEPT:]


def too_often(request, token):
    """Say whether to ask for patience. What one limit stops counts for no wider one: a phone cannot close a school."""
    return (
        count_try(f"reports:phone:{visitors.key_of(request)}", WINDOW) > REPORTS_OF_A_PHONE
        or count_try(f"reports:sticker:{token}", WINDOW) > REPORTS_AT_A_STICKER
        or count_try(f"reports:address:{client_address(request)}", WINDOW) > REPORTS_OF_AN_ADDRESS
    )
