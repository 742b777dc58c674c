"""Pages of the health certificates."""

from urllib.parse import urlencode

from django.http import FileResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from canteen import forms, services
from canteen.filters import HealthCertificateFilter
from canteen.models import HealthCertificate
from canteen.selectors import certificates, handlers_of, uncertified
from logistics import clock
from logistics.attachments.selectors import photos_of
from logistics.exchange.workbooks import Sheet, SheetColumn, write_workbook
from logistics.pages.changes import CreatePage
from logistics.pages.columns import Column
from logistics.pages.details import DetailPage
from logistics.pages.lists import ListPage
from logistics.pages.parts import Action
from logistics.paper.office_dates import office_date

LIST = "canteen:healthcertificate_list"


class CertificateCreate(CreatePage):
    model = HealthCertificate
    form_class = forms.CertificateForm
    permission_required = "canteen.keep_certificate"
    label, url_name = gettext_lazy("Enter a certificate"), "canteen:healthcertificate_create"

    def perform(self, form):
        return services.enter_certificate(self.school, by=self.request.user, **form.cleaned_data)

    def get_breadcrumbs(self):
        return [(_("Health certificates"), reverse(LIST))]


class CertificatesOfSchool:
    """The certificates in sight with their state as of today."""

    def get_queryset(self):
        return certificates(self.school).visible_to(self.request.user).select_related("person")


class CertificateList(CertificatesOfSchool, ListPage):
    model = HealthCertificate
    template_name = "canteen/healthcertificate_list.html"
    permission_required = "canteen.view_healthcertificate"
    title = gettext_lazy("Health certificates")
    filterset_class = HealthCertificateFilter
    create_page = CertificateCreate
    ordering = ["expires_on", "pk"]
    empty_text = gettext_lazy("Enter the certificates of everyone who works with food; you are reminded in time.")
    columns = [
        Column(gettext_lazy("Full name"), "person", path="person__name", link=True),
        Column(gettext_lazy("Post"), "post"),
        Column(gettext_lazy("Certificate number"), "number", kind="code", phone=False),
        Column(gettext_lazy("Issued by"), "issuer", phone=False),
        Column(gettext_lazy("Examined on"), "examined_on", kind="date", phone=False),
        Column(gettext_lazy("Valid until"), "expires_on", kind="date", labelled=True),
        Column(gettext_lazy("State"), lambda certificate: certificate.get_status_display(), kind="badge"),
    ]

    def get_context(self):
        context = super().get_context()
        if not self.wants_results():
            today = clock.today()
            context["missing"] = list(uncertified(handlers_of(self.school, today), self.school, today))
        return context

    def get_exports(self):
        query = self.request.GET.urlencode()
        return [
            Action(_("Register as Excel"), f"{reverse('canteen:healthcertificate_register')}?{query}", icon="sheet"),
            *super().get_exports(),
        ]


class CertificateRegister(CertificateList):
    """The register of the chosen certificates as XLSX, with the school's title."""

    def get(self, request, *args, **kwargs):
        columns = [
            SheetColumn(_("Full name")),
            SheetColumn(_("Post")),
            SheetColumn(_("Certificate number")),
            SheetColumn(_("Issued by")),
            SheetColumn(_("Examined on"), "date"),
            SheetColumn(_("Valid until"), "date"),
            SheetColumn(_("State")),
        ]
        title = _("%(school)s register of health certificates") % {"school": self.school}
        day = _("As of %(day)s") % {"day": office_date(clock.today())}
        sheet = Sheet(_("Health certificates"), title, columns, self.lines(), subtitle=day)
        return FileResponse(write_workbook([sheet]), as_attachment=True, filename=f"{title}.xlsx")

    def lines(self):
        for held in self.get_filterset().qs.order_by("person__name", "-expires_on"):
            yield [
                held.person.name,
                held.post,
                held.number,
                held.issuer,
                held.examined_on,
                held.expires_on,
                held.get_status_display(),
            ]


class CertificateDetail(CertificatesOfSchool, DetailPage):
    model = HealthCertificate
    history_beside = True
    groups = [
        (
            gettext_lazy("The certificate"),
            [
                Column(gettext_lazy("Full name"), lambda held: held.person.name),
                Column(gettext_lazy("Post"), "post"),
                Column(gettext_lazy("Certificate number"), "number"),
                Column(gettext_lazy("Issued by"), "issuer"),
                Column(gettext_lazy("Examined on"), lambda held: f"{held.examined_on:%Y-%m-%d}"),
                Column(gettext_lazy("Valid until"), lambda held: f"{held.expires_on:%Y-%m-%d}"),
                Column(gettext_lazy("Days left"), lambda held: max(held.days_left, 0), kind="number"),
            ],
        )
    ]

    def get_title(self):
        return self.object.person.name

    def get_breadcrumbs(self):
        return [(_("Health certificates"), reverse(LIST))]

    def get_actions(self):
        if not self.request.user.has_perm("canteen.keep_certificate"):
            return []
        query = urlencode({"person": self.object.person_id, "post": self.object.post, "issuer": self.object.issuer})
        return [Action(_("Renew"), f"{reverse('canteen:healthcertificate_create')}?{query}", "rotate-ccw", "primary")]

    def get_photos(self):
        return photos_of(self.object)
