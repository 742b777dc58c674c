"""What a school shows on its public page of subsidies and donations; of pupils never a name."""

from django.db.models import Count, Q, Sum
from django.utils.translation import gettext as _

from finance.models import Contribution, Subsidy
from logistics import clock, hooks
from logistics.pages.columns import as_text
from logistics.pages.dates import full_day_text

SHOWN = 20


def published_donations(school):
    """Yield the newest donations that were made public; a donor who wants no name has none."""
    given = Contribution.objects.of_school(school).public()[:SHOWN]
    yield hooks.PublicSection(
        "donations",
        _("Donations to the school"),
        [_("Given on"), _("Donor"), _("What was given"), _("Amount or value"), _("Purpose")],
        [
            [full_day_text(each.on), str(each.public_donor), each.what, as_text(each.value, "money"), each.purpose]
            for each in given
        ],
        _("In yuan. The school thanks everyone who gave."),
        figures=(3,),
    )


def published_subsidies(school):
    """Yield the subsidies of the present term and the next whose list is or was posted: how many pupils, how much."""
    current = Q(shares__is_current=True)
    rows = Subsidy.objects.of_school(school).shown().exclude(status=Subsidy.Status.STOPPED)
    rows = rows.filter(term__covers_to__gte=clock.today()).annotate(
        pupils=Count("shares", filter=current), planned=Sum("shares__amount", filter=current)
    )
    yield hooks.PublicSection(
        "subsidies",
        _("Subsidies for pupils"),
        [_("Subsidy"), _("Basis"), _("Standard a pupil (yuan)"), _("Pupils"), _("Amount (yuan)"), _("Posted until"), _("Status")],
        [
            [
                each.name, f"{each.basis} {each.basis_number}".strip(), as_text(each.standard, "money"), str(each.pupils),
                as_text(each.planned, "money"), full_day_text(each.posted_until), each.get_status_display(),
            ]
            for each in rows.order_by("pk")
        ],
        _("The lists of names hang at the school. Objections are taken at the logistics office."),
        figures=(2, 3, 4),
    )  # fmt: skip
