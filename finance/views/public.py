"""The public page of a school, without signing in, and where the director decides what it shows."""

from django.conf import settings
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_cache_control
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View

from finance.forms.letters import PublicPageForm
from finance.models import PublicPage
from finance.services import public
from logistics import hooks
from logistics.pages.base import Page
from logistics.pages.changes import UpdatePage
from logistics.pages.lists import download
from logistics.paper.stickers import Sticker, stickers_to_pdf

SET = "finance.set_public_page"
SECONDS = 300


def address_of(school):
    """Return the whole address of a school's public page, for the code at the gate."""
    return f"{settings.SITE_URL}{reverse('open:page', args=[school.code])}"


class PublicView(View):
    """What the school chose to publish; 404 for a school that is unknown or shows nothing.

    Always in the language of the school, and without anything of the reader, so that it may be kept by whoever passes
    it on; somebody signed in gets it fresh.
    """

    def get(self, request, code):
        page = PublicPage.objects.select_related("school").filter(school__code=code, is_on=True).first()
        if page is None:
            raise Http404
        with translation.override(settings.LANGUAGE_CODE):
            response = self.show(request, page)
        if request.user.is_authenticated:
            patch_cache_control(response, private=True, no_store=True)
        else:
            patch_cache_control(response, public=True, max_age=SECONDS)
        return response

    def show(self, request, page):
        sections = [each for each in hooks.public_sections.results(page.school) if each.key in page.sections]
        facts = {"title": _("Published by the school"), "subtitle": page.school.name}
        nobody = {"csrf_token": ""}  # nothing is sent from here, and a token of one reader is of no use to the next
        context = {"school": page.school, "page": facts, "sections": sections, **nobody}
        return render(request, "finance/public.html", context)


class PublicPageChange(UpdatePage):
    """On or off, and each section."""

    model = PublicPage
    form_class = PublicPageForm
    permission_required = SET
    template_name = "finance/public_change.html"
    title = gettext_lazy("Public page")
    done_text = gettext_lazy("The public page is set.")

    @cached_property
    def object(self):
        return PublicPage.objects.filter(school=self.school).first() or PublicPage(school=self.school)

    def perform(self, form):
        return public.set_public_page(self.school, **form.cleaned_data, by=self.request.user)

    def get_success_url(self, result):
        return reverse("finance:public_change")

    def get_cancel_url(self):
        return ""

    def get_context(self, form):
        return {
            **super().get_context(form),
            "object": None,
            "is_on": self.object.is_on,
            "address": address_of(self.school),
        }


class PublicPoster(Page):
    """The code for the school gate."""

    permission_required = SET

    def get(self, request):
        sticker = Sticker(
            name=_("Published by the school"), address=address_of(self.school), lines=[], call=_("Scan to read it")
        )
        content = stickers_to_pdf(
            [sticker], grid="single", school_name=self.school.name, document_name=_("Public page")
        )
        return download(content, f"{_('Public page')}.pdf", "application/pdf")
