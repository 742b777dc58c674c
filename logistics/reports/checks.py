"""What the summary says of checks: how many were made, what they found and what came of it, where they came to."""

from django.db.models import Exists, ExpressionWrapper, F, FloatField, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from logistics.checks.models import Finding, Point, Round, Template
from logistics.reports.statements import Breakdown, Claim, Figure, Rate, Section, Sentence, Statement
from logistics.school.models import Place

AREA = Template.Area

AREAS = {
    Section.PREPARATION: [AREA.OTHER],
    Section.ASSETS: [AREA.PROPERTY],
    Section.CANTEEN: [AREA.CANTEEN],
    Section.SAFETY: [AREA.SAFETY, AREA.FIRE, AREA.EQUIPMENT, AREA.BUS],
    Section.HEALTH: [AREA.HYGIENE],
    Section.DORMITORY: [AREA.DORMITORY],
}
TEMPLATES_NAMED = 6


def rounds_of(school, period, scope):
    return Round.objects.of_school(school).done_in(period, scope).for_lists()


def findings_of(school, period, scope):
    """What checks of the period found, without what a correction took back."""
    rounds = {"round__status__in": Round.COUNTED}
    findings = Finding.objects.of_school(school).counting().filter(**rounds)
    return findings.filter(period.days("round__day"), scope.rows("round__campus")).select_related("round__template")


def checks_of_section(section, school, period, scope):
    """Checks made by checklist, findings fixed, handed on and open (C-01 …, DOMAIN §8.3 pattern 4)."""
    rounds = rounds_of(school, period, scope).filter(template__area__in=AREAS[section])
    findings = findings_of(school, period, scope).filter(round__template__area__in=AREAS[section])
    status, unit = Finding.Status, pgettext("measure word", "findings")
    made = Figure("rounds", _("checks made"), rounds, unit=_("times"))
    found = Figure("findings", _("found"), findings, unit=unit)
    fixed = Figure("fixed", _("fixed on the spot"), findings.filter(status=status.FIXED), unit=unit)
    handed_on = Figure("handed_on", _("handed on"), findings.filter(status=status.HANDED_ON), unit=unit)
    area = section.label
    return Statement(
        f"checks.{section}",
        section,
        sentences=[
            Sentence(
                _("%(rounds)s of checks were made, among them %(templates)s."),
                rounds=made,
                templates=Breakdown(
                    "template", _("checks by checklist"), rounds, by="template", names="template__name",
                    unit=_("times"), limit=TEMPLATES_NAMED,
                ),
                when=made,
            ),
            Sentence(
                _("They found %(findings)s: %(fixed)s fixed on the spot, %(handed_on)s handed on."),
                findings=found, fixed=fixed, handed_on=handed_on, when=found,
            ),
        ],
        claims=[
            Claim(
                "settled",
                _("Everything the checks found was fixed or handed on."),
                findings.open(),
                when=found,
                breach=Sentence(_("%(area)s: %(count)s of checks still wait for a decision."), area=area),
                direction=_("%(area)s: decide within the week on everything that checks find.") % {"area": area},
                unit=unit,
                label=_("waiting for a decision"),
            )
        ],
    )  # fmt: skip


def checks_total(school, period, scope):
    """Scores of announced and unannounced checks, and the places that checks came to (PB-11, PB-12)."""
    share = ExpressionWrapper(100 * F("score") / F("full_score"), output_field=FloatField())
    scored = rounds_of(school, period, scope).filter(full_score__gt=0).annotate(share=share)
    announced = scored.filter(announced=Round.Announced.ANNOUNCED)
    unannounced = scored.filter(announced=Round.Announced.UNANNOUNCED)
    unit = _("times")
    places = Place.objects.of_school(school).rooms().filter(scope.rows("campus")).select_related("campus", "parent")
    come = Point.objects.filter(
        period.days("round__day"), place=OuterRef("pk"), signed_at__isnull=False, round__status__in=Round.COUNTED
    )
    every = Figure("places", _("places"), places, unit=pgettext("measure word", "places"))
    visited = Figure(
        "visited", _("places that checks came to"), places.filter(Exists(come)), unit=pgettext("measure word", "places")
    )
    counts = [
        Figure("announced", _("announced checks with a score"), announced, unit=unit),
        Figure("unannounced", _("unannounced checks with a score"), unannounced, unit=unit),
    ]
    scores = [
        Figure("announced_score", _("average score, announced"), announced, measure="share", how="average"),
        Figure("unannounced_score", _("average score, unannounced"), unannounced, measure="share", how="average"),
    ]
    return Statement(
        "checks.total",
        Section.SAFETY,
        sentences=[
            Sentence(
                _("%(count)s were announced and scored %(score)s of 100 on average."),
                count=counts[0], score=scores[0], when=counts[0],
            ),
            Sentence(
                _("%(count)s were unannounced and scored %(score)s of 100 on average."),
                count=counts[1], score=scores[1], when=counts[1],
            ),
            Sentence(
                _("Checks came to %(visited)s of %(places)s, %(rate)s."),
                visited=visited, places=every, rate=Rate("coverage", _("share of places come to"), visited, every),
                when=visited,
            ),
        ],
    )  # fmt: skip
